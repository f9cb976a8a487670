/* ClDataFetch: one download on a thread of its own, seen from the main thread. */
#pragma once

#include "core/datasets/download.h"

G_BEGIN_DECLS

typedef struct _ClDataFetch ClDataFetch;

/* Both are called on the main thread: progress with the newest state, as often as the main loop has
 * time for it; done once at the end, error being NULL when all files are there. */
typedef struct
{
  void (*progress) (const ClDownloadProgress *progress, gpointer data);
  void (*done) (const GError *error, gpointer data);
} ClDataFetchClass;

/* download: outlives the fetch. */
ClDataFetch *cl_data_fetch_start (const ClDownload *download, const char *folder,
                                  const ClDataFetchClass *klass,
                                  gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Frees it.  While it goes on, it is cancelled, and neither function is called any more. */
void cl_data_fetch_free (ClDataFetch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDataFetch, cl_data_fetch_free)

G_END_DECLS
