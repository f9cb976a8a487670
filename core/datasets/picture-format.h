/* What a format of pictures has to provide.  Private to core/datasets: a format is one file and one
 * line in the table of picture.c. */
#pragma once

#include "core/datasets/picture.h"

G_BEGIN_DECLS

typedef struct
{
  const char *magic; /* how the content begins */
  gsize magic_length;

  /* Errors do not name the file. */
  ClPicture *(*read) (const guint8 *content, gsize length, GError **error);
} ClPictureFormat;

extern const ClPictureFormat cl_picture_format_jpeg;
extern const ClPictureFormat cl_picture_format_png;

/* Not initialised; an error when the size is nothing or too much. */
ClPicture *cl_picture_new (gsize width, gsize height, gsize channels, GError **error);

/* Sets CL_DATASET_ERROR_FORMAT to "damaged PNG: REASON" and returns FALSE. */
gboolean cl_picture_set_damaged (GError **error, const char *format, const char *reason);

G_END_DECLS
