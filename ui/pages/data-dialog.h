/* The file dialog of a kind of data. */
#pragma once

#include <gtk/gtk.h>

#include "ui/pages/data-kinds.h"

G_BEGIN_DECLS

/* kind: one with a path.  Opens where `place`, the last choice, lies; NULL for none.  Modal, not
 * shown yet. */
GtkFileChooserNative *cl_data_dialog_new (const ClDataKind *kind, const char *place,
                                          GtkWindow *parent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
