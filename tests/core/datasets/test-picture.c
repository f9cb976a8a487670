/* PNG and JPEG files of every kind, well made and damaged. */
#include "core/datasets/picture.h"

#include <string.h>

#include <glib/gstdio.h>
#include <zlib.h>

#include "core/datasets/dataset.h"
#include "tests/core/datasets/picture-maker.h"
#include "tests/core/scratch.h"

static ClPicture *
read_back (Scratch *fixture, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  ClPicture *picture;

  write_bytes (fixture->path, bytes);
  picture = cl_picture_read (fixture->path, &error);
  g_assert_no_error (error);
  return picture;
}

static void
assert_near (int a, int b, int tolerance)
{
  g_assert_cmpint (ABS (a - b), <=, tolerance);
}

/* Sizes, channels and the pixels in three corners. */
static void
assert_ramp (const ClPicture *picture, gsize width, gsize height, gsize channels, int green,
             int tolerance)
{
  const guint8 *bytes = picture->bytes;
  gsize stride = width * channels;

  g_assert_cmpuint (picture->width, ==, width);
  g_assert_cmpuint (picture->height, ==, height);
  g_assert_cmpuint (picture->channels, ==, channels);
  assert_near (bytes[0], 0, tolerance);
  assert_near (bytes[stride - channels], 240, tolerance);
  if (channels == 1)
    return;
  assert_near (bytes[(height - 1) * stride + 1], green, tolerance);
  assert_near (bytes[2], 40, tolerance);
}

static void
test_png (Scratch *fixture, gconstpointer data)
{
  for (PngKind kind = 0; kind < N_PNG_KINDS; kind++)
    {
      g_autoptr (GBytes) bytes = make_png (kind, 21, 13);
      g_autoptr (ClPicture) picture = read_back (fixture, bytes);
      gboolean colour =
          kind == PNG_KIND_COLOUR || kind == PNG_KIND_PALETTE || kind == PNG_KIND_INTERLACED;

      if (kind == PNG_KIND_GREY_ALPHA)
        {
          g_assert_cmpuint (picture->channels, ==, 1);
          g_assert_cmpuint (picture->bytes[0], ==, 255);
          g_assert_cmpuint (picture->bytes[20], ==, 240);
        }
      else
        assert_ramp (picture, 21, 13, colour ? 3 : 1, kind == PNG_KIND_PALETTE ? 0 : 240, 1);
    }
}

static void
test_jpeg (Scratch *fixture, gconstpointer data)
{
  for (JpegKind kind = 0; kind < JPEG_KIND_CMYK; kind++)
    {
      g_autoptr (GBytes) bytes = make_jpeg (kind, 48, 32);
      g_autoptr (ClPicture) picture = read_back (fixture, bytes);

      assert_ramp (picture, 48, 32, kind == JPEG_KIND_GREY ? 1 : 3, 240, 12);
    }
}

/* What is written comes back to half a step of 255. */
static void
test_write (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClPicture) picture = NULL;
  float in[6 * 5], out[6 * 5];

  for (gsize k = 0; k < G_N_ELEMENTS (in); k++)
    in[k] = (float) g_rand_double (random);
  g_assert_true (cl_picture_write_grey (fixture->path, in, 6, 5, &error));
  g_assert_no_error (error);
  picture = cl_picture_read (fixture->path, &error);
  g_assert_no_error (error);
  cl_picture_fill (picture, 6, 5, 1, out);
  for (gsize k = 0; k < G_N_ELEMENTS (in); k++)
    g_assert_cmpfloat_with_epsilon (in[k], out[k], 0.51 / 255);
}

/* The mean over a new pixel; the whole keeps its mean in both directions. */
static void
test_scale (void)
{
  guint8 bytes[] = { 0, 255, 255, 255, 0, 255, 0, 0 };
  const ClPicture picture = { 4, 2, 1, bytes };
  float half[2], same[8], large[12 * 6], odd[3];
  double sum = 0;

  cl_picture_fill (&picture, 2, 1, 1, half);
  g_assert_cmpfloat_with_epsilon (half[0], 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (half[1], 0.5, 1e-6);
  cl_picture_fill (&picture, 4, 2, 1, same);
  for (gsize k = 0; k < 8; k++)
    g_assert_cmpfloat_with_epsilon (same[k], bytes[k] / 255.0, 1e-6);
  cl_picture_fill (&picture, 12, 6, 1, large);
  for (gsize k = 0; k < 12 * 6; k++)
    sum += (double) large[k];
  g_assert_cmpfloat_with_epsilon (sum / (12 * 6), 0.5, 1e-6);
  cl_picture_fill (&picture, 3, 1, 1, odd);
  g_assert_cmpfloat_with_epsilon ((odd[0] + odd[1] + odd[2]) / 3, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (odd[0], 0.25, 1e-6);
}

static void
test_colours (void)
{
  guint8 colour[] = { 255, 0, 0, 0, 255, 0 }, grey[] = { 51, 102 };
  const ClPicture both[] = { { 2, 1, 3, colour }, { 2, 1, 1, grey } };
  float out[6];

  cl_picture_fill (&both[0], 2, 1, 3, out);
  g_assert_cmpfloat (out[0], ==, 1);
  g_assert_cmpfloat (out[1], ==, 0);
  g_assert_cmpfloat (out[3], ==, 1);
  cl_picture_fill (&both[0], 2, 1, 1, out);
  g_assert_cmpfloat_with_epsilon (out[0], 0.299, 1e-6);
  g_assert_cmpfloat_with_epsilon (out[1], 0.587, 1e-6);
  cl_picture_fill (&both[1], 2, 1, 3, out);
  for (gsize c = 0; c < 3; c++)
    {
      g_assert_cmpfloat_with_epsilon (out[2 * c], 0.2, 1e-6);
      g_assert_cmpfloat_with_epsilon (out[2 * c + 1], 0.4, 1e-6);
    }
}

static void
test_names (void)
{
  static const char *const good[] = { "a.png", "B.PNG", "c.d.jpg", "e.JPEG" };
  static const char *const bad[] = { "a.gif", "png", "a.png.txt", "Thumbs.db" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (cl_picture_is_name (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cl_picture_is_name (bad[i]));
}

/* The error is one line that begins with the file. */
static void
assert_refused (Scratch *fixture, GBytes *bytes, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClPicture) picture = NULL;

  write_bytes (fixture->path, bytes);
  picture = cl_picture_read (fixture->path, &error);
  if (picture != NULL)
    g_error ("taken, though it should say '%s'", part);
  g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, part) == NULL)
    g_error ("'%s' does not say '%s'", error->message, part);
}

/* A PNG whose header claims a size; its checksum is right. */
static GBytes *
claim_size (guint32 width, guint32 height)
{
  g_autoptr (GBytes) good = make_png (PNG_KIND_GREY, 8, 8);
  guint8 *data = g_memdup2 (g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  guint32 big[] = { GUINT32_TO_BE (width), GUINT32_TO_BE (height) }, sum;

  memcpy (data + 16, big, sizeof big);
  sum = GUINT32_TO_BE ((guint32) crc32 (0, data + 12, 17));
  memcpy (data + 29, &sum, sizeof sum);
  return g_bytes_new_take (data, g_bytes_get_size (good));
}

/* A JPEG whose frame header claims a size. */
static GBytes *
claim_jpeg_size (guint width, guint height)
{
  g_autoptr (GBytes) good = make_jpeg (JPEG_KIND_GREY, 8, 8);
  gsize length = g_bytes_get_size (good), i = 0;
  guint8 *data = g_memdup2 (g_bytes_get_data (good, NULL), length);

  while (!(data[i] == 0xff && data[i + 1] == 0xc0))
    i++;
  data[i + 5] = (guint8) (height >> 8);
  data[i + 6] = (guint8) height;
  data[i + 7] = (guint8) (width >> 8);
  data[i + 8] = (guint8) width;
  return g_bytes_new_take (data, length);
}

static void
test_refused (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("GIF89a and more", 15);
  g_autoptr (GBytes) nearly = g_bytes_new_static ("\x89PNG\r\n\x1a", 7);
  g_autoptr (GBytes) huge = claim_size (60000, 60000);
  g_autoptr (GBytes) flat = claim_size (1000000, 34);
  g_autoptr (GBytes) nothing = claim_size (0, 5);
  g_autoptr (GBytes) longer = claim_size (8, 4000);
  g_autoptr (GBytes) large = claim_jpeg_size (65000, 65000);
  g_autoptr (GBytes) cmyk = make_jpeg (JPEG_KIND_CMYK, 16, 16);

  assert_refused (fixture, empty, "the file is empty, expected PNG or JPEG");
  assert_refused (fixture, text, "neither PNG nor JPEG");
  assert_refused (fixture, nearly, "neither PNG nor JPEG");
  assert_refused (fixture, huge, "60000 x 60000 pixels, expected at most");
  assert_refused (fixture, flat, "1000000 x 34 pixels, expected at most");
  assert_refused (fixture, nothing, "damaged PNG");
  assert_refused (fixture, longer, "damaged PNG");
  assert_refused (fixture, large, "65000 x 65000 pixels, expected at most");
  assert_refused (fixture, cmyk, "colours for print");
}

static void
test_no_file (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_picture_read (fixture->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  g_clear_error (&error);
  g_assert_null (cl_picture_read (fixture->folder, &error));
  g_assert_true (g_str_has_prefix (error->message, fixture->folder));
  g_clear_error (&error);

  /* A sparse file, longer than any picture. */
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  g_assert_cmpint (truncate (fixture->path, (off_t) 4 * 32 * 1024 * 1024), ==, 0);
  g_assert_null (cl_picture_read (fixture->path, &error));
  g_assert_nonnull (strstr (error->message, "bytes, expected at most"));
}

/* Every good file, cut and with a byte changed: an error of one line or a picture of the size that
 * it claims; never anything else.  A cut file is always refused. */
static void
damage (Scratch *fixture, GBytes *good, GRand *random, guint *refused)
{
  gsize length = g_bytes_get_size (good);

  for (guint k = 0; k < 40; k++)
    {
      gsize end = 9 + (gsize) g_rand_int_range (random, 0, (int) length - 9 - 12);
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (good, 0, end);

      assert_refused (fixture, cut, "damaged");
      ++*refused;
    }
  for (guint k = 0; k < 60; k++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (good, NULL), length);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (ClPicture) picture = NULL;

      for (guint i = 0; i <= k % 4; i++)
        data[g_rand_int_range (random, 3, (int) length)] ^=
            (guint8) g_rand_int_range (random, 1, 256);
      changed = g_bytes_new_take (g_steal_pointer (&data), length);
      write_bytes (fixture->path, changed);
      picture = cl_picture_read (fixture->path, &error);
      g_assert_true ((picture == NULL) == (error != NULL));
      if (picture == NULL)
        {
          g_assert_true (g_str_has_prefix (error->message, fixture->path));
          g_assert_null (strchr (error->message, '\n'));
          ++*refused;
        }
    }
}

static void
test_damaged (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  guint refused = 0;

  for (PngKind kind = 0; kind < N_PNG_KINDS; kind++)
    {
      g_autoptr (GBytes) good = make_png (kind, 24, 18);

      damage (fixture, good, random, &refused);
    }
  for (JpegKind kind = 0; kind < JPEG_KIND_CMYK; kind++)
    {
      g_autoptr (GBytes) good = make_jpeg (kind, 24, 18);

      damage (fixture, good, random, &refused);
    }
  g_test_message ("%u of 900 damaged files were refused", refused);
  g_assert_cmpuint (refused, >, 500);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/picture/" name, Scratch, "a.png", scratch_set_up, function,               \
              scratch_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("png", test_png);
  ADD ("jpeg", test_jpeg);
  ADD ("write", test_write);
  g_test_add_func ("/datasets/picture/scale", test_scale);
  g_test_add_func ("/datasets/picture/colours", test_colours);
  g_test_add_func ("/datasets/picture/names", test_names);
  ADD ("refused", test_refused);
  ADD ("no-file", test_no_file);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
