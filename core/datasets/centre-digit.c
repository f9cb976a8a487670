/* Scaling and moving are one affine map, so the picture is resampled once. */
#include "core/datasets/centre-digit.h"

#include <math.h>
#include <string.h>

#include "core/datasets/box-filter.h"

/* The longer side of the bounding box, in picture pixels. */
#define BOX_SIDE 20

/* Where the centre of mass belongs: the centre of pixel 14. */
#define MIDDLE 14.5

/* The edge of a stroke is where the ink falls to this share of the darkest, so that a soft edge
 * does not make the digit smaller. */
#define EDGE 0.2f

/* Fainter marks than this are dust on the paper. */
#define FAINTEST 0.02f

/* One direction of the drawing: where its ink lies, in drawing pixels. */
typedef struct
{
  gsize size;
  double low, high; /* of the box */
  double centre;    /* of mass */
} Extent;

static float
darkest (const float *ink, gsize count)
{
  float most = 0;

  for (gsize k = 0; k < count; k++)
    most = fmaxf (most, ink[k]);
  return most;
}

static void
grow (Extent *extent, gsize place)
{
  extent->low = fmin (extent->low, (double) place);
  extent->high = fmax (extent->high, (double) place + 1);
}

static void
measure (const float *ink, float edge, Extent *x, Extent *y)
{
  double mass = 0;

  for (gsize i = 0; i < y->size; i++)
    for (gsize j = 0; j < x->size; j++)
      {
        const float value = ink[i * x->size + j];

        mass += value;
        x->centre += value * ((double) j + 0.5);
        y->centre += value * ((double) i + 0.5);
        if (value >= edge)
          {
            grow (x, j);
            grow (y, i);
          }
      }
  x->centre /= mass;
  y->centre /= mass;
}

/* Where the picture begins. The box begins with a whole pixel, so that a digit that is in its place
 * already comes back as it is. */
static double
find_left (const Extent *extent, double scale)
{
  const double most = floor (CL_DIGIT_SIDE - (extent->high - extent->low) / scale);
  const double before = round (MIDDLE - (extent->centre - extent->low) / scale);

  return extent->low - CLAMP (before, 0, most) * scale;
}

static void
resample (const float *ink, const Extent *x, const Extent *y, double scale, float *out)
{
  const ClBoxAxis across = { x->size, find_left (x, scale), scale };
  const ClBoxAxis down = { y->size, find_left (y, scale), scale };

  cl_box_filter (ink, &across, &down, CL_DIGIT_SIDE, CL_DIGIT_SIDE, out);
  for (gsize k = 0; k < CL_DIGIT_PIXELS; k++)
    out[k] = CLAMP (out[k], 0.0f, 1.0f);
}

gboolean
cl_centre_digit (const float *ink, gsize width, gsize height, float *out)
{
  g_return_val_if_fail (ink != NULL && width > 0 && height > 0 && out != NULL, FALSE);

  const float most = darkest (ink, width * height);
  Extent x = { .size = width, .low = INFINITY, .high = -INFINITY };
  Extent y = { .size = height, .low = INFINITY, .high = -INFINITY };

  memset (out, 0, CL_DIGIT_PIXELS * sizeof *out);
  if (!(most > FAINTEST))
    return FALSE;
  measure (ink, EDGE * most, &x, &y);
  resample (ink, &x, &y, fmax (x.high - x.low, y.high - y.low) / BOX_SIDE, out);
  return TRUE;
}
