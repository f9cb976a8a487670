/* One's own digits: pictures of 28 x 28 pixels, light on dark, as PNG files in a folder with the
 * sub-folders 0 to 9.  The name of a file is the moment at which it was added. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CL_DRAWINGS_CLASSES 10

/* Where the data sets "drawings" and "drawings+SPEC" are: a folder of the user's data. */
char *cl_drawings_default_folder (void) G_GNUC_WARN_UNUSED_RESULT;

/* pixels: CL_DIGIT_PIXELS, in [0,1], centred (centre-digit.h); digit < 10.  Makes the folders.  The
 * picture is there whole or not at all, and no other is touched.  Errors name the file. */
gboolean cl_drawings_add (const char *folder, const float *pixels, guint8 digit, GError **error);

/* Removes the picture added last; *digit is what it was.  FALSE without an error when there is
 * none. */
gboolean cl_drawings_remove_last (const char *folder, guint8 *digit, GError **error);

/* counts: CL_DRAWINGS_CLASSES, how many of each digit; may be NULL.  Returns how many in all. */
gsize cl_drawings_count (const char *folder, gsize *counts);

G_END_DECLS
