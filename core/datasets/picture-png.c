/* PNG by the simplified interface of libpng: it checks every length and checksum, composes and
 * converts, and returns its errors. */
#include "core/datasets/picture-format.h"

#include <png.h>

#include "core/formats/file-io.h"

static gboolean
set_error (GError **error, png_image *image)
{
  cl_picture_set_damaged (error, "PNG", image->message);
  png_image_free (image);
  return FALSE;
}

static ClPicture *
read_png (const guint8 *content, gsize length, GError **error)
{
  static const png_color white = { 255, 255, 255 };
  png_image image = { .version = PNG_IMAGE_VERSION };
  gboolean colour;
  g_autoptr (ClPicture) picture = NULL;

  if (!png_image_begin_read_from_memory (&image, content, length))
    {
      set_error (error, &image);
      return NULL;
    }
  colour = (image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* else sixteen bits would count as linear light */
  image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  picture = cl_picture_new (image.width, image.height, colour ? 3 : 1, error);
  if (picture == NULL)
    {
      png_image_free (&image);
      return NULL;
    }
  if (!png_image_finish_read (&image, &white, picture->bytes, 0, NULL))
    {
      set_error (error, &image);
      return NULL;
    }
  return g_steal_pointer (&picture);
}

static GBytes *
encode_grey (const guint8 *bytes, gsize width, gsize height)
{
  png_image image = { .version = PNG_IMAGE_VERSION,
                      .width = (png_uint_32) width,
                      .height = (png_uint_32) height,
                      .format = PNG_FORMAT_GRAY };
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX (image);
  g_autofree guint8 *memory = g_malloc (size);
  gboolean written = png_image_write_to_memory (&image, memory, &size, 0, bytes, 0, NULL) != 0;

  g_assert (written);
  return g_bytes_new_take (g_steal_pointer (&memory), size);
}

gboolean
cl_picture_write_grey (const char *path, const float *pixels, gsize width, gsize height,
                       GError **error)
{
  g_return_val_if_fail (width > 0 && height > 0 && width <= CL_PICTURE_MAX_PIXELS / height, FALSE);
  g_autofree guint8 *bytes = g_malloc (width * height);
  g_autoptr (GBytes) content = NULL;

  for (gsize k = 0; k < width * height; k++)
    bytes[k] = (guint8) (255.0f * CLAMP (pixels[k], 0.0f, 1.0f) + 0.5f);
  content = encode_grey (bytes, width, height);
  return cl_file_write_atomically (path, content, error);
}

const ClPictureFormat cl_picture_format_png = {
  .magic = "\x89PNG\r\n\x1a\n",
  .magic_length = 8,
  .read = read_png,
};
