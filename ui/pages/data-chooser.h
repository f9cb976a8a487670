/* ClDataChooser: which data set to train on: its kind, its file or folder, its split; then the
 * progress of getting or reading it, its samples, or what is wrong with it.
 *
 * Files and folders may be dropped on it. */
#pragma once

#include <adwaita.h>

#include "core/datasets/dataset.h"
#include "core/datasets/download.h"
#include "ui/pages/data-kinds.h"

G_BEGIN_DECLS

#define CL_TYPE_DATA_CHOOSER (cl_data_chooser_get_type ())
G_DECLARE_FINAL_TYPE (ClDataChooser, cl_data_chooser, CL, DATA_CHOOSER, AdwPreferencesGroup)

GtkWidget *cl_data_chooser_new (void);

/* Setters do not emit "chosen". */
const ClDataKind *cl_data_chooser_get_kind (ClDataChooser *self);
void cl_data_chooser_set_kind (ClDataChooser *self, const ClDataKind *kind);

/* The path of a kind, or what drawings are added to; NULL while nothing has been chosen.  Owned by
 * the chooser. */
const char *cl_data_chooser_get_place (ClDataChooser *self, const ClDataKind *kind);
void cl_data_chooser_set_place (ClDataChooser *self, const ClDataKind *kind, const char *place);

/* What cl_dataset_open_kind takes for the chosen kind; NULL while a path is wanted. */
char *cl_data_chooser_dup_spec (ClDataChooser *self) G_GNUC_WARN_UNUSED_RESULT;

/* The seed and the share of the split.  The chooser shows those that the data set has a use for. */
void cl_data_chooser_get_options (ClDataChooser *self, ClDatasetOptions *options);
void cl_data_chooser_set_options (ClDataChooser *self, const ClDatasetOptions *options);

/* Exactly one of these shows.  What is wanted: a path, which nobody has chosen yet, or
 * drawings. */
void cl_data_chooser_set_wanting (ClDataChooser *self);
void cl_data_chooser_set_loading (ClDataChooser *self);
void cl_data_chooser_set_dataset (ClDataChooser *self, ClDataset *dataset);
void cl_data_chooser_set_error (ClDataChooser *self, const char *message);
void cl_data_chooser_set_cancelled (ClDataChooser *self, gboolean fetching);
void cl_data_chooser_set_fetching (ClDataChooser *self, const ClDownload *download);
void cl_data_chooser_set_fetch_error (ClDataChooser *self, const char *message);

/* While fetching. */
void cl_data_chooser_set_fetch_progress (ClDataChooser *self, const ClDownloadProgress *progress);

/* What set_dataset was given last; NULL when it shows anything else. */
ClDataset *cl_data_chooser_get_dataset (ClDataChooser *self);

/* Signals:
 *   "chosen": the user chose other data, another split, or wants them read again
 *   "fetch": MNIST shall be downloaded
 *   "cancelled": reading or fetching shall end
 *   "changed": it shows something else, see get_dataset
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
