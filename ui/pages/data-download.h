/* ClDataDownload: how far the files of a data set have come. */
#pragma once

#include <gtk/gtk.h>

#include "core/datasets/download.h"

G_BEGIN_DECLS

#define CL_TYPE_DATA_DOWNLOAD (cl_data_download_get_type ())
G_DECLARE_FINAL_TYPE (ClDataDownload, cl_data_download, CL, DATA_DOWNLOAD, GtkWidget)

GtkWidget *cl_data_download_new (void);

/* Shows these files, of which nothing has come.  download: borrowed for the call; it outlives the
 * widget's use of its names. */
void cl_data_download_begin (ClDataDownload *self, const ClDownload *download);

/* The state of one file; those before it are complete. */
void cl_data_download_set_progress (ClDataDownload *self, const ClDownloadProgress *progress);

/* From 0 to 1, over all files. */
double cl_data_download_get_fraction (ClDataDownload *self);

/* Signals: "cancelled". */

G_END_DECLS
