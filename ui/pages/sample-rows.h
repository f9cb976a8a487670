/* ClSampleRows: a few rows of a table as the file has them, classes in turn. */
#pragma once

#include <gtk/gtk.h>

#include "core/datasets/dataset.h"

G_BEGIN_DECLS

#define CL_TYPE_SAMPLE_ROWS (cl_sample_rows_get_type ())
G_DECLARE_FINAL_TYPE (ClSampleRows, cl_sample_rows, CL, SAMPLE_ROWS, GtkWidget)

GtkWidget *cl_sample_rows_new (void);

/* Shows at most `rows` training samples and the columns that there is room for; nothing for NULL
 * and for data that are no table.  The data set is not kept. */
void cl_sample_rows_set_dataset (ClSampleRows *self, const ClDataset *dataset, gsize rows);

G_END_DECLS
