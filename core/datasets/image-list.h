/* ClImageList: files of pictures and their classes, on the way to becoming samples. */
#pragma once

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *paths;   /* of char * */
  GByteArray *labels; /* as many */
} ClImageList;

/* What all pictures of a set are brought to. */
typedef struct
{
  gsize width, height, channels;
} ClImageForm;

ClImageList *cl_image_list_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cl_image_list_free (ClImageList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImageList, cl_image_list_free)

/* Adds the PNG and JPEG files of a folder in the order of their names, not those of its
 * sub-folders; hidden ones and files called otherwise are passed over. */
gboolean cl_image_list_add (ClImageList *self, const char *folder, guint8 label, GError **error);

/* The form that the first picture asks for: its own size when no side is longer than 64 pixels,
 * else 28 x 28 in grey or 32 x 32 in colour; in colour when that picture is.  The list is not
 * empty. */
gboolean cl_image_list_find_form (const ClImageList *self, ClImageForm *form, GError **error);

/* Reads picture order[i] as sample i, on every core; a NULL order is as they come.  Of several
 * damaged files the first is named.  Errors: also more pixels in all than fit in a gigabyte. */
gboolean cl_image_list_load (const ClImageList *self, const guint32 *order, gsize count,
                             const ClImageForm *form, ClSamples *samples, GCancellable *cancellable,
                             GError **error);

G_END_DECLS
