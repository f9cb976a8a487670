/* ClDataPreview: what a data set looks like: samples of each class, how many there are of each,
 * and a line about the whole. */
#pragma once

#include <gtk/gtk.h>

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

#define CL_TYPE_DATA_PREVIEW (cl_data_preview_get_type ())
G_DECLARE_FINAL_TYPE (ClDataPreview, cl_data_preview, CL, DATA_PREVIEW, GtkWidget)

GtkWidget *cl_data_preview_new (void);

/* The data set is not kept; NULL shows nothing. */
void cl_data_preview_set_dataset (ClDataPreview *self, const ClDataset *dataset);

/* Signals: "exported" (const char *path), "failed" (const char *message): for a toast. */

G_END_DECLS
