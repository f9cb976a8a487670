/* Pictures in memory for tests, as PNG and JPEG of several kinds. */
#pragma once

#include <gio/gio.h>

typedef enum
{
  PNG_KIND_GREY,
  PNG_KIND_GREY16,
  PNG_KIND_GREY_ALPHA, /* the left half is transparent */
  PNG_KIND_COLOUR,
  PNG_KIND_PALETTE,
  PNG_KIND_INTERLACED,
  N_PNG_KINDS
} PngKind;

typedef enum
{
  JPEG_KIND_GREY,
  JPEG_KIND_COLOUR,
  JPEG_KIND_PROGRESSIVE,
  JPEG_KIND_CMYK,
  N_JPEG_KINDS
} JpegKind;

/* Red runs from 0 to 240 from left to right, green from top to bottom, blue is 40; grey is red. */
GBytes *make_png (PngKind kind, guint width, guint height);
GBytes *make_jpeg (JpegKind kind, guint width, guint height);

/* A grey PNG of one shade. */
GBytes *make_plain_png (guint8 shade, guint width, guint height);
