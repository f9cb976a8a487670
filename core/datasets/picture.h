/* ClPicture: the pixels of a PNG or JPEG file. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* 32 megapixels, more than the photographs of a camera. */
#define CL_PICTURE_MAX_PIXELS ((gsize) 32 * 1024 * 1024)

typedef struct
{
  gsize width, height;
  gsize channels; /* 1 (grey), or 3 (red, green, blue), as the file says */
  guint8 *bytes;  /* height x width x channels, row-major, sRGB */
} ClPicture;

/* Whether a file is called as pictures are: .png, .jpg or .jpeg in any case. */
gboolean cl_picture_is_name (const char *name);

/* The format is told by the content.  Sixteen bits become eight; what is transparent lies on white;
 * the orientation that a camera noted is not applied.  The size is checked before memory is taken
 * for it, so that a call needs at most 3 bytes a pixel of the largest picture and the file.  Errors
 * are CL_DATASET_ERROR_FORMAT or of GIO and begin with the file's name.  Any thread. */
ClPicture *cl_picture_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void cl_picture_free (ClPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPicture, cl_picture_free)

/* out: channels planes, each height x width, row-major, in [0,1].  The picture is scaled to that
 * size by the mean over each new pixel, without regard to its shape; colour becomes grey by the
 * weights of ITU-R BT.601, and grey becomes three equal planes. */
void cl_picture_fill (const ClPicture *self, gsize width, gsize height, gsize channels, float *out);

/* Replaces the file in one step by a grey PNG; pixels: height x width, in [0,1]. */
gboolean cl_picture_write_grey (const char *path, const float *pixels, gsize width, gsize height,
                                GError **error);

G_END_DECLS
