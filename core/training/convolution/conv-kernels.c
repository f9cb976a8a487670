#include "core/training/convolution/conv-kernels.h"

#include <string.h>

#define LANES 8
#define PANEL 16 /* output channels: two registers */
#define TILE  6  /* pixels, or taps of the sums: 12 accumulators of the 16 registers */

/* Rows of pixels that the sums take at a time, so that both images stay in the first cache. */
#define BAND 4

/* FMA needs to be asked for by name: it doubles the speed, and "avx2" does not include it. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)          \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FMA_CLONES __attribute__ ((target_clones ("fma", "default")))
#else
#define FMA_CLONES
#endif

typedef float Lanes __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4), may_alias));

static inline gsize
round_up (gsize count, gsize unit)
{
  return (count + unit - 1) / unit * unit;
}

float *
cl_conv_floats_new (gsize count)
{
  return g_aligned_alloc0 (count + CL_CONV_SLACK, sizeof (float), 64);
}

/* Images. */

ClConvImage
cl_conv_image (gsize channels, gsize height, gsize width, gsize kernel)
{
  ClConvImage image = {
    .channels = channels, .height = height, .width = width, .margin = kernel / 2
  };

  image.stride = (width + 2 * image.margin) * channels;
  image.size = (height + 2 * image.margin) * image.stride;
  return image;
}

void
cl_conv_image_wrap (const ClConvImage *self, float *data)
{
  const gsize side = self->margin * self->channels, body = self->width * self->channels;

  for (gsize i = 0; i < self->height; i++)
    {
      float *row = cl_conv_image_row (self, data, i);

      memcpy (row - side, row + body - side, side * sizeof (float));
      memcpy (row + body, row, side * sizeof (float));
    }
  const gsize margin = self->margin * self->stride, rows = self->height * self->stride;
  memcpy (data, data + rows, margin * sizeof (float));
  memcpy (data + margin + rows, data + margin, margin * sizeof (float));
}

void
cl_conv_image_fill (const ClConvImage *self, const float *planes, float *data)
{
  const gsize pixels = self->height * self->width;

  for (gsize i = 0; i < self->height; i++)
    {
      float *row = cl_conv_image_row (self, data, i);

      for (gsize j = 0; j < self->width; j++)
        for (gsize c = 0; c < self->channels; c++)
          row[j * self->channels + c] = planes[c * pixels + i * self->width + j];
    }
  cl_conv_image_wrap (self, data);
}

/* Panels. */

void
cl_conv_panels_init (ClConvPanels *self, gsize in, gsize out, gsize kernel)
{
  *self = (ClConvPanels){ .in = in, .out = out, .kernel = kernel };
  self->data = cl_conv_floats_new (round_up (out, PANEL) * kernel * kernel * in);
}

void
cl_conv_panels_clear (ClConvPanels *self)
{
  g_clear_pointer (&self->data, g_aligned_free);
}

/* Where the weight from channel `in` at a tap to channel `out` is. */
static float *
panel_entry (const ClConvPanels *self, gsize out, gsize in, gsize row, gsize col)
{
  const gsize panel = out / PANEL, tap = row * self->kernel + col;

  return self->data + ((panel * self->kernel * self->kernel + tap) * self->in + in) * PANEL
         + out % PANEL;
}

void
cl_conv_panels_pack (ClConvPanels *self, const float *kernels)
{
  const gsize k = self->kernel;

  for (gsize o = 0; o < self->out; o++)
    for (gsize c = 0; c < self->in; c++)
      for (gsize i = 0; i < k; i++)
        for (gsize j = 0; j < k; j++)
          *panel_entry (self, o, c, i, j) = kernels[((o * self->in + c) * k + i) * k + j];
}

void
cl_conv_panels_pack_adjoint (ClConvPanels *self, const float *kernels)
{
  const gsize k = self->kernel;

  for (gsize c = 0; c < self->in; c++)
    for (gsize o = 0; o < self->out; o++)
      for (gsize i = 0; i < k; i++)
        for (gsize j = 0; j < k; j++)
          *panel_entry (self, o, c, k - 1 - i, k - 1 - j) =
              kernels[((c * self->out + o) * k + i) * k + j];
}

/* The convolution. */

/* A tile of TILE pixels: where the neighbourhood of each begins. */
typedef struct
{
  const float *x[TILE];
  gsize kernel; /* rows of the neighbourhood */
  gsize run;    /* floats of one row of it */
  gsize stride; /* floats to the next row */
} Tile;

/* s[j][0..15] = start[j] + x[j] w for the TILE pixels; these rows are `pitch` floats apart. */
FMA_CLONES static void
multiply_panel (const Tile *tile, const float *w, const float *start, float *s, gsize pitch)
{
  const float *x0 = tile->x[0], *x1 = tile->x[1], *x2 = tile->x[2];
  const float *x3 = tile->x[3], *x4 = tile->x[4], *x5 = tile->x[5];
  Lanes sum[TILE][2];

  for (gsize j = 0; j < TILE; j++)
    {
      sum[j][0] = *(const Lanes *) (start + j * pitch);
      sum[j][1] = *(const Lanes *) (start + j * pitch + LANES);
    }
  for (gsize row = 0; row < tile->kernel; row++)
    {
      const gsize begin = row * tile->stride, end = begin + tile->run;

      for (gsize i = begin; i < end; i++, w += PANEL)
        {
          const Lanes low = *(const Lanes *) w, high = *(const Lanes *) (w + LANES);

          sum[0][0] += x0[i] * low, sum[0][1] += x0[i] * high;
          sum[1][0] += x1[i] * low, sum[1][1] += x1[i] * high;
          sum[2][0] += x2[i] * low, sum[2][1] += x2[i] * high;
          sum[3][0] += x3[i] * low, sum[3][1] += x3[i] * high;
          sum[4][0] += x4[i] * low, sum[4][1] += x4[i] * high;
          sum[5][0] += x5[i] * low, sum[5][1] += x5[i] * high;
        }
    }
  for (gsize j = 0; j < TILE; j++)
    {
      *(Lanes *) (s + j * pitch) = sum[j][0];
      *(Lanes *) (s + j * pitch + LANES) = sum[j][1];
    }
}

/* The same for a last panel with at most LANES channels. */
FMA_CLONES static void
multiply_half_panel (const Tile *tile, const float *w, const float *start, float *s, gsize pitch)
{
  const float *x0 = tile->x[0], *x1 = tile->x[1], *x2 = tile->x[2];
  const float *x3 = tile->x[3], *x4 = tile->x[4], *x5 = tile->x[5];
  Lanes sum[TILE];

  for (gsize j = 0; j < TILE; j++)
    sum[j] = *(const Lanes *) (start + j * pitch);
  for (gsize row = 0; row < tile->kernel; row++)
    {
      const gsize begin = row * tile->stride, end = begin + tile->run;

      for (gsize i = begin; i < end; i++, w += PANEL)
        {
          const Lanes low = *(const Lanes *) w;

          sum[0] += x0[i] * low, sum[1] += x1[i] * low, sum[2] += x2[i] * low;
          sum[3] += x3[i] * low, sum[4] += x4[i] * low, sum[5] += x5[i] * low;
        }
    }
  for (gsize j = 0; j < TILE; j++)
    *(Lanes *) (s + j * pitch) = sum[j];
}

/* A tile that sticks out, over the last pixel or the last channel, is computed aside. */
static void
multiply_edge (const Tile *tile, const float *w, gsize pixels, gsize channels, const float *start,
               float *s, gsize pitch)
{
  float aside[TILE * PANEL] = { 0 };

  for (gsize j = 0; j < pixels; j++)
    memcpy (aside + j * PANEL, start + j * pitch, channels * sizeof (float));
  if (channels > LANES)
    multiply_panel (tile, w, aside, aside, PANEL);
  else
    multiply_half_panel (tile, w, aside, aside, PANEL);
  for (gsize j = 0; j < pixels; j++)
    memcpy (s + j * pitch, aside + j * PANEL, channels * sizeof (float));
}

/* The pixels from `pixel` on, counted from the start of the band; those behind its end repeat the
 * last one. */
static void
place_tile (Tile *tile, const ClConvImage *image, const float *band, gsize pixel, gsize pixels)
{
  gsize row = pixel / image->width, col = pixel % image->width;

  for (gsize j = 0; j < TILE; j++)
    {
      tile->x[j] = band + row * image->stride + col * image->channels;
      if (pixel + j + 1 < pixels && ++col == image->width)
        {
          col = 0;
          row++;
        }
    }
}

void
cl_conv_apply (const ClConvPanels *self, const ClConvImage *image, const float *padded, gsize row,
               gsize rows, const float *start, float *out)
{
  const gsize run = self->kernel * self->in, pixels = rows * image->width;
  Tile tile = { .kernel = self->kernel, .run = run, .stride = image->stride };

  for (gsize first = 0; first < self->out; first += PANEL)
    {
      const float *w = self->data + first * self->kernel * run;
      const gsize channels = MIN (PANEL, self->out - first);

      for (gsize pixel = 0; pixel < pixels; pixel += TILE)
        {
          const gsize count = MIN (TILE, pixels - pixel), at = pixel * self->out + first;

          place_tile (&tile, image, padded + row * image->stride, pixel, pixels);
          if (count == TILE && channels == PANEL)
            multiply_panel (&tile, w, start + at, out + at, self->out);
          else
            multiply_edge (&tile, w, count, channels, start + at, out + at, self->out);
        }
    }
}

/* The sums. */

void
cl_conv_sums_init (ClConvSums *self, gsize in, gsize out, gsize kernel)
{
  *self = (ClConvSums){ .in = in, .out = out, .kernel = kernel };
  self->run = round_up (kernel * in, TILE);
  self->data = cl_conv_floats_new (round_up (out, PANEL) * kernel * self->run);
}

void
cl_conv_sums_clear (ClConvSums *self)
{
  g_clear_pointer (&self->data, g_aligned_free);
}

void
cl_conv_sums_reset (ClConvSums *self)
{
  memset (self->data, 0, round_up (self->out, PANEL) * self->kernel * self->run * sizeof (float));
}

/* A band of two images: v at its first pixel, x at the first tap of that pixel. */
typedef struct
{
  const float *v, *x;
  gsize v_step, x_step; /* floats to the next pixel */
  gsize v_jump, x_jump; /* floats to the next row */
  gsize rows, width;
} Band;

/* sum[j][0..15] += x_{p, j} v_p over the pixels p of the band, for TILE taps j. */
FMA_CLONES static void
add_outer_products (const Band *band, float *restrict out)
{
  Lanes sum[TILE][2];

  for (gsize j = 0; j < TILE; j++)
    {
      sum[j][0] = *(const Lanes *) (out + j * PANEL);
      sum[j][1] = *(const Lanes *) (out + j * PANEL + LANES);
    }
  for (gsize row = 0; row < band->rows; row++)
    {
      const float *v = band->v + row * band->v_jump, *x = band->x + row * band->x_jump;

      for (gsize p = 0; p < band->width; p++, v += band->v_step, x += band->x_step)
        {
          const Lanes low = *(const Lanes *) v, high = *(const Lanes *) (v + LANES);

          sum[0][0] += x[0] * low, sum[0][1] += x[0] * high;
          sum[1][0] += x[1] * low, sum[1][1] += x[1] * high;
          sum[2][0] += x[2] * low, sum[2][1] += x[2] * high;
          sum[3][0] += x[3] * low, sum[3][1] += x[3] * high;
          sum[4][0] += x[4] * low, sum[4][1] += x[4] * high;
          sum[5][0] += x[5] * low, sum[5][1] += x[5] * high;
        }
    }
  for (gsize j = 0; j < TILE; j++)
    {
      *(Lanes *) (out + j * PANEL) = sum[j][0];
      *(Lanes *) (out + j * PANEL + LANES) = sum[j][1];
    }
}

/* What lies beyond the last channel of v or the last tap of x is summed too, and never read. */
static void
add_band (ClConvSums *self, Band *band, const float *v, const float *x)
{
  for (gsize first = 0; first < self->out; first += PANEL)
    for (gsize row = 0; row < self->kernel; row++)
      for (gsize tap = 0; tap < self->run; tap += TILE)
        {
          band->v = v + first;
          band->x = x + row * band->x_jump + tap;
          add_outer_products (band, self->data + (first * self->kernel + row * PANEL) * self->run
                                        + tap * PANEL);
        }
}

void
cl_conv_sums_add (ClConvSums *self, const ClConvImage *v_image, const float *v,
                  const ClConvImage *x_image, const float *x)
{
  Band band = { .v_step = v_image->channels,
                .x_step = x_image->channels,
                .v_jump = v_image->stride,
                .x_jump = x_image->stride,
                .width = v_image->width };

  for (gsize row = 0; row < v_image->height; row += BAND)
    {
      band.rows = MIN (BAND, v_image->height - row);
      add_band (self, &band, cl_conv_image_row (v_image, (float *) v, row),
                x + row * x_image->stride);
    }
}

void
cl_conv_sums_read (const ClConvSums *self, float *kernels)
{
  const gsize k = self->kernel;

  for (gsize o = 0; o < self->out; o++)
    for (gsize c = 0; c < self->in; c++)
      for (gsize i = 0; i < k; i++)
        for (gsize j = 0; j < k; j++)
          kernels[((o * self->in + c) * k + i) * k + j] =
              self->data[((o / PANEL * k + i) * self->run + j * self->in + c) * PANEL + o % PANEL];
}
