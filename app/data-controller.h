/* ClDataController: the data set of the training page: what the chooser says is fetched, read on a
 * worker thread, shown by it and remembered for the next start of the program. */
#pragma once

#include "ui/pages/data-chooser.h"

G_BEGIN_DECLS

typedef struct _ClDataController ClDataController;

/* Called on the main thread whenever there is another data set; NULL while there is none. */
typedef void (*ClDataChangedFunc) (ClDataset *dataset, gpointer data);

/* Takes a reference of the chooser and sets it to what was remembered. */
ClDataController *cl_data_controller_new (ClDataChooser *chooser, ClDataChangedFunc changed,
                                          gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Ends what it is reading or fetching; `changed` is not called any more. */
void cl_data_controller_free (ClDataController *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDataController, cl_data_controller_free)

/* Reads what is chosen unless that has been read, or is being read. */
void cl_data_controller_ensure (ClDataController *self);

gboolean cl_data_controller_is_loading (ClDataController *self);

/* NULL while there is none; owned by the controller. */
ClDataset *cl_data_controller_get_dataset (ClDataController *self);

/* There are other drawings: where they are part of the data, they are read again when the chooser
 * is next seen. */
void cl_data_controller_drawings_changed (ClDataController *self);

/* What "Get MNIST" fetches and where to; from the start that is MNIST, to the default folder.
 * download: outlives the controller. */
void cl_data_controller_set_download (ClDataController *self, const ClDownload *download,
                                      const char *folder);

G_END_DECLS
