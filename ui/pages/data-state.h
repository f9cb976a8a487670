/* ClDataState: how it stands with the data set: what is wanted, the progress of getting or reading
 * it, its samples, or what is wrong with it. */
#pragma once

#include <adwaita.h>

#include "core/datasets/dataset.h"
#include "core/datasets/download.h"

G_BEGIN_DECLS

#define CL_TYPE_DATA_STATE (cl_data_state_get_type ())
G_DECLARE_FINAL_TYPE (ClDataState, cl_data_state, CL, DATA_STATE, AdwBin)

typedef enum
{
  CL_DATA_WANTING,
  CL_DATA_LOADING,
  CL_DATA_FETCHING,
  CL_DATA_SAMPLES,
  CL_DATA_ERROR,
  CL_DATA_FETCH_ERROR,
  CL_DATA_CANCELLED,       /* the reading, by the user */
  CL_DATA_FETCH_CANCELLED, /* the download */
} ClDataStateId;

GtkWidget *cl_data_state_new (void);

ClDataStateId cl_data_state_get (ClDataState *self);
void cl_data_state_set_wanting (ClDataState *self, const char *text);
void cl_data_state_set_loading (ClDataState *self);
void cl_data_state_set_fetching (ClDataState *self, const ClDownload *download);
void cl_data_state_set_fetch_progress (ClDataState *self, const ClDownloadProgress *progress);
void cl_data_state_set_samples (ClDataState *self, const ClDataset *dataset);

/* fetching: it was the download that failed, or that was cancelled. */
void cl_data_state_set_error (ClDataState *self, const char *message, gboolean fetching);
void cl_data_state_set_cancelled (ClDataState *self, gboolean fetching);

/* Signals:
 *   "cancelled": reading or fetching shall end
 *   "retry": what failed shall be tried again
 *   "exported" (const char *path), "failed" (const char *message): for a toast */

G_END_DECLS
