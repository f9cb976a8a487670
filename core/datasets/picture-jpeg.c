/* JPEG by libjpeg.  Its errors come back by a long jump, so that nothing which changes between
 * setjmp and the jump lives in a local variable: the reader is a struct of the caller's. */
#include "core/datasets/picture-format.h"

#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>

/* A file of a few bytes may ask for the whole picture to be refined this often; real ones need
 * about ten. */
#define MAX_SCANS 200

typedef struct
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf failed;
  char message[JMSG_LENGTH_MAX]; /* empty when `error` has been set */
  ClPicture *picture;
  GError **error;
} Reader;

static void
fail_cb (j_common_ptr jpeg)
{
  Reader *self = jpeg->client_data;

  jpeg->err->format_message (jpeg, self->message);
  longjmp (self->failed, 1);
}

/* The library goes on with a grey area where data are missing; only these oddities harm nothing. */
static gboolean
is_harmless (int code)
{
  return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR;
}

static void
message_cb (j_common_ptr jpeg, int level)
{
  if (level < 0 && !is_harmless (jpeg->err->msg_code))
    fail_cb (jpeg);
}

static void
progress_cb (j_common_ptr jpeg)
{
  Reader *self = jpeg->client_data;

  if (self->jpeg.input_scan_number <= MAX_SCANS)
    return;
  g_snprintf (self->message, sizeof self->message, "more than %d scans", MAX_SCANS);
  longjmp (self->failed, 1);
}

static void
set_colours (Reader *self)
{
  J_COLOR_SPACE space = self->jpeg.jpeg_color_space;

  if (space != JCS_GRAYSCALE && space != JCS_YCbCr && space != JCS_RGB)
    {
      g_strlcpy (self->message, "colours for print (CMYK), expected grey or red, green and blue",
                 sizeof self->message);
      longjmp (self->failed, 1);
    }
  self->jpeg.out_color_space = space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
}

static void
decode (Reader *self, const guint8 *content, gsize length)
{
  gsize stride;

  jpeg_mem_src (&self->jpeg, content, (unsigned long) length);
  jpeg_read_header (&self->jpeg, TRUE);
  set_colours (self);
  self->picture = cl_picture_new (self->jpeg.image_width, self->jpeg.image_height,
                                  self->jpeg.out_color_space == JCS_GRAYSCALE ? 1 : 3, self->error);
  if (self->picture == NULL)
    longjmp (self->failed, 1);
  jpeg_start_decompress (&self->jpeg);
  stride = self->picture->width * self->picture->channels;
  while (self->jpeg.output_scanline < self->jpeg.output_height)
    {
      JSAMPROW row = self->picture->bytes + self->jpeg.output_scanline * stride;

      jpeg_read_scanlines (&self->jpeg, &row, 1);
    }
  jpeg_finish_decompress (&self->jpeg);
}

static ClPicture *
read_jpeg (const guint8 *content, gsize length, GError **error)
{
  g_autofree Reader *self = g_new0 (Reader, 1);

  self->error = error;
  self->jpeg.err = jpeg_std_error (&self->errors);
  self->errors.error_exit = fail_cb;
  self->errors.emit_message = message_cb;
  self->progress.progress_monitor = progress_cb;
  self->jpeg.client_data = self;
  if (setjmp (self->failed) == 0)
    {
      jpeg_create_decompress (&self->jpeg);
      self->jpeg.progress = &self->progress;
      decode (self, content, length);
    }
  else
    {
      g_clear_pointer (&self->picture, cl_picture_free);
      if (*self->message != '\0')
        cl_picture_set_damaged (error, "JPEG", self->message);
    }
  jpeg_destroy_decompress (&self->jpeg);
  return self->picture;
}

const ClPictureFormat cl_picture_format_jpeg = {
  .magic = "\xff\xd8\xff",
  .magic_length = 3,
  .read = read_jpeg,
};
