#include "tests/core/datasets/picture-maker.h"

#include <stdio.h>

#include <glib/gstdio.h>
#include <jpeglib.h>
#include <png.h>

static guint8
ramp (guint i, guint count)
{
  return count > 1 ? (guint8) (i * 240 / (count - 1)) : 0;
}

static void
append_cb (png_structp png, png_bytep data, png_size_t length)
{
  g_byte_array_append (png_get_io_ptr (png), data, (guint) length);
}

static void
flush_cb (png_structp png)
{
}

/* Returns how many bytes the row has. */
static gsize
fill_row (PngKind kind, guint width, guint height, guint y, guint8 *row)
{
  guint8 *p = row;

  for (guint x = 0; x < width; x++)
    switch (kind)
      {
      case PNG_KIND_GREY16:
        *p++ = ramp (x, width);
        *p++ = 0x80;
        break;
      case PNG_KIND_GREY_ALPHA:
        *p++ = ramp (x, width);
        *p++ = x < width / 2 ? 0 : 255;
        break;
      case PNG_KIND_COLOUR:
      case PNG_KIND_INTERLACED:
        *p++ = ramp (x, width);
        *p++ = ramp (y, height);
        *p++ = 40;
        break;
      case PNG_KIND_GREY:
      case PNG_KIND_PALETTE:
      case N_PNG_KINDS:
      default:
        *p++ = ramp (x, width);
        break;
      }
  return (gsize) (p - row);
}

static GBytes *
encode_png (int type, int depth, int interlace, const png_color *palette, guint width, guint height,
            guint8 **rows)
{
  GByteArray *bytes = g_byte_array_new ();
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);

  png_set_write_fn (png, bytes, append_cb, flush_cb);
  png_set_IHDR (png, info, width, height, depth, type, interlace, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  if (palette != NULL)
    png_set_PLTE (png, info, palette, 256);
  png_write_info (png, info);
  png_write_image (png, rows);
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
make_png (PngKind kind, guint width, guint height)
{
  static const struct
  {
    int type, depth, interlace;
  } kinds[N_PNG_KINDS] = {
    [PNG_KIND_GREY] = { PNG_COLOR_TYPE_GRAY, 8, PNG_INTERLACE_NONE },
    [PNG_KIND_GREY16] = { PNG_COLOR_TYPE_GRAY, 16, PNG_INTERLACE_NONE },
    [PNG_KIND_GREY_ALPHA] = { PNG_COLOR_TYPE_GRAY_ALPHA, 8, PNG_INTERLACE_NONE },
    [PNG_KIND_COLOUR] = { PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_NONE },
    [PNG_KIND_PALETTE] = { PNG_COLOR_TYPE_PALETTE, 8, PNG_INTERLACE_NONE },
    [PNG_KIND_INTERLACED] = { PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_ADAM7 },
  };
  png_color palette[256];
  g_autofree guint8 *data = g_malloc ((gsize) width * height * 3);
  g_autofree guint8 **rows = g_new (guint8 *, height);

  for (guint i = 0; i < 256; i++)
    palette[i] = (png_color){ (guint8) i, 0, 40 };
  for (guint y = 0; y < height; y++)
    {
      rows[y] = data + (gsize) y * width * 3;
      fill_row (kind, width, height, y, rows[y]);
    }
  return encode_png (kinds[kind].type, kinds[kind].depth, kinds[kind].interlace,
                     kind == PNG_KIND_PALETTE ? palette : NULL, width, height, rows);
}

GBytes *
make_plain_png (guint8 shade, guint width, guint height)
{
  g_autofree guint8 *row = g_malloc (width);
  g_autofree guint8 **rows = g_new (guint8 *, height);

  memset (row, shade, width);
  for (guint y = 0; y < height; y++)
    rows[y] = row;
  return encode_png (PNG_COLOR_TYPE_GRAY, 8, PNG_INTERLACE_NONE, NULL, width, height, rows);
}

static void
start_jpeg (struct jpeg_compress_struct *jpeg, JpegKind kind, guint width, guint height)
{
  jpeg->image_width = width;
  jpeg->image_height = height;
  jpeg->input_components = kind == JPEG_KIND_GREY ? 1 : kind == JPEG_KIND_CMYK ? 4 : 3;
  jpeg->in_color_space = kind == JPEG_KIND_GREY   ? JCS_GRAYSCALE
                         : kind == JPEG_KIND_CMYK ? JCS_CMYK
                                                  : JCS_RGB;
  jpeg_set_defaults (jpeg);
  jpeg_set_quality (jpeg, 95, TRUE);
  if (kind == JPEG_KIND_PROGRESSIVE)
    jpeg_simple_progression (jpeg);
  jpeg_start_compress (jpeg, TRUE);
}

GBytes *
make_jpeg (JpegKind kind, guint width, guint height)
{
  struct jpeg_error_mgr errors;
  struct jpeg_compress_struct jpeg = { .err = jpeg_std_error (&errors) };
  unsigned char *memory = NULL;
  unsigned long length = 0;
  g_autofree guint8 *row = g_malloc0 ((gsize) width * 4);
  JSAMPROW rows[] = { row };
  GBytes *bytes;

  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &memory, &length);
  start_jpeg (&jpeg, kind, width, height);
  for (guint y = 0; y < height; y++)
    {
      fill_row (kind == JPEG_KIND_GREY ? PNG_KIND_GREY : PNG_KIND_COLOUR, width, height, y, row);
      jpeg_write_scanlines (&jpeg, rows, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  bytes = g_bytes_new (memory, length);
  free (memory);
  return bytes;
}
