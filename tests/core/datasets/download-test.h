/* A server with two files and a folder that they are fetched into. */
#pragma once

#include "tests/core/datasets/download-server.h"

#define DOWNLOAD_N_FILES 2

extern const char *const download_names[DOWNLOAD_N_FILES];

typedef struct
{
  DownloadServer *server;
  char *folder;
} DownloadTest;

/* Fixture functions of g_test_add. */
void download_set_up (DownloadTest *fixture, gconstpointer data);
void download_tear_down (DownloadTest *fixture, gconstpointer data);

/* Fetches from the mirrors of these modes; `second` may be N_MODES for one mirror only.  Empties
 * the server's log first. */
gboolean download_fetch (DownloadTest *fixture, Mode first, Mode second,
                         ClDownloadProgressFunc progress, gpointer data, GCancellable *cancellable,
                         GError **error);

/* The same, which has to give the files as the server sends them in the mode `as`. */
void download_assert_fetches (DownloadTest *fixture, Mode first, Mode second, Mode as);

/* File `i` is there whole, as sent in `mode`, and nothing of it is left beside. */
void download_assert_file (const DownloadTest *fixture, gsize i, Mode mode);
void download_assert_none (const DownloadTest *fixture, gsize i, const char *ending);

char *download_path (const DownloadTest *fixture, gsize i, const char *ending);
gsize download_answer_size (const DownloadTest *fixture, Mode mode, gsize i);

/* Leaves the first `length` bytes of file `i` as a download that was interrupted does. */
void download_write_part (const DownloadTest *fixture, gsize i, Mode mode, gsize length);
