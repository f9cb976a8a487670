#include "core/datasets/picture.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/datasets/box-filter.h"
#include "core/datasets/dataset.h"
#include "core/datasets/picture-format.h"
#include "core/formats/file-io.h"

#define WHITE 255.0f

/* What the largest picture takes in memory; no compression makes it much longer. */
#define MAX_FILE (3 * CL_PICTURE_MAX_PIXELS)

/* One a line. */
/* clang-format off */
static const ClPictureFormat *const formats[] = {
  &cl_picture_format_png,
  &cl_picture_format_jpeg,
};
/* clang-format on */

gboolean
cl_picture_is_name (const char *name)
{
  static const char *const endings[] = { ".png", ".jpg", ".jpeg" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

ClPicture *
cl_picture_new (gsize width, gsize height, gsize channels, GError **error)
{
  ClPicture *self;

  if (width == 0 || height == 0 || width > CL_PICTURE_MAX_PIXELS / height)
    {
      g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                   "a picture of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
                   " pixels, expected at most %" G_GSIZE_FORMAT " in total",
                   width, height, CL_PICTURE_MAX_PIXELS);
      return NULL;
    }
  self = g_new (ClPicture, 1);
  *self = (ClPicture){ width, height, channels, g_malloc (width * height * channels) };
  return self;
}

void
cl_picture_free (ClPicture *self)
{
  g_free (self->bytes);
  g_free (self);
}

gboolean
cl_picture_set_damaged (GError **error, const char *format, const char *reason)
{
  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT, "damaged %s: %s", format, reason);
  return FALSE;
}

static ClPicture *
decode (const guint8 *content, gsize length, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (length >= formats[i]->magic_length
        && memcmp (content, formats[i]->magic, formats[i]->magic_length) == 0)
      return formats[i]->read (content, length, error);
  g_set_error_literal (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                       length > 0 ? "its content is neither PNG nor JPEG, expected one of them"
                                  : "the file is empty, expected PNG or JPEG");
  return NULL;
}

/* Before the file is read. */
static gboolean
check_length (const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || (guint64) status.st_size <= MAX_FILE)
    return TRUE;
  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
               "the file has %" G_GINT64_FORMAT " bytes, expected at most %" G_GSIZE_FORMAT,
               (gint64) status.st_size, MAX_FILE);
  return FALSE;
}

ClPicture *
cl_picture_read (const char *path, GError **error)
{
  g_autoptr (GBytes) content = check_length (path, error) ? cl_file_read (path, error) : NULL;
  g_autofree char *name = g_filename_display_name (path);
  ClPicture *self = NULL;
  gsize length;

  if (content != NULL)
    {
      const guint8 *data = g_bytes_get_data (content, &length);

      self = decode (data, length, error);
    }
  if (self == NULL)
    g_prefix_error (error, "%s: ", name);
  return self;
}

/* One colour of every pixel, from 0 to 1; `channel` is 3 for the grey of a picture in colour. */
static void
take_plane (const ClPicture *self, gsize channel, float *plane)
{
  for (gsize k = 0; k < self->width * self->height; k++)
    {
      const guint8 *p = self->bytes + k * self->channels;

      plane[k] =
          (channel < 3 ? (float) p[channel]
                       : 0.299f * (float) p[0] + 0.587f * (float) p[1] + 0.114f * (float) p[2])
          / WHITE;
    }
}

void
cl_picture_fill (const ClPicture *self, gsize width, gsize height, gsize channels, float *out)
{
  const ClBoxAxis x = { self->width, 0, (double) self->width / (double) width };
  const ClBoxAxis y = { self->height, 0, (double) self->height / (double) height };
  g_autofree float *plane = g_new (float, self->width * self->height);
  gsize size = width * height;

  for (gsize c = 0; c < channels; c++)
    if (c > 0 && self->channels == 1)
      memcpy (out + c * size, out, size * sizeof *out);
    else
      {
        take_plane (self, self->channels == 3 && channels == 1 ? 3 : c, plane);
        cl_box_filter (plane, &x, &y, width, height, out + c * size);
      }
  for (gsize k = 0; k < channels * size; k++)
    out[k] = CLAMP (out[k], 0.0f, 1.0f);
}
