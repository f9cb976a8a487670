/* ClDataChooser: which data set to train on: the built-in digits or a folder, a few samples of it,
 * its size, the progress of reading it, and what is wrong with it. */
#pragma once

#include <adwaita.h>

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

#define CL_TYPE_DATA_CHOOSER (cl_data_chooser_get_type ())
G_DECLARE_FINAL_TYPE (ClDataChooser, cl_data_chooser, CL, DATA_CHOOSER, AdwPreferencesGroup)

GtkWidget *cl_data_chooser_new (void);

/* "digits" or the path of a folder, as cl_dataset_open takes it; NULL while no folder has been
 * chosen yet.  Owned by the chooser. */
const char *cl_data_chooser_get_spec (ClDataChooser *self);

/* Does not emit "chosen". */
void cl_data_chooser_set_spec (ClDataChooser *self, const char *spec);

/* The folder proposed when the user turns to "MNIST folder"; NULL for none. */
void cl_data_chooser_set_folder (ClDataChooser *self, const char *folder);

/* Exactly one of these shows: reading (with a Cancel button), the samples, or the error. */
void cl_data_chooser_set_loading (ClDataChooser *self);
void cl_data_chooser_set_dataset (ClDataChooser *self, ClDataset *dataset);
void cl_data_chooser_set_error (ClDataChooser *self, const char *message);

/* What set_dataset was given last; NULL when it shows anything else. */
ClDataset *cl_data_chooser_get_dataset (ClDataChooser *self);

/* Signals: "chosen": the user chose other data, see get_spec; "cancelled": reading shall end;
 * "changed": it shows something else, see get_dataset. */

G_END_DECLS
