/* A server on this machine that answers well, badly, or not to the end: the files are under a
 * folder called after what it does. */
#pragma once

#include <gio/gio.h>

#include "core/datasets/download.h"

typedef enum
{
  GOOD,
  SQUEEZED,  /* the same content, compressed otherwise */
  NO_RANGES, /* always the whole */
  MISSING,   /* 404 */
  CUT,       /* the connection ends in the middle */
  SHORTENED, /* a well-formed answer that lacks the end of the file */
  CORRUPT,   /* one byte of the content changed */
  PAGE,      /* a page of a network that wants a login */
  STUCK,     /* half, and then nothing, unless the request is for the rest */
  N_MODES
} Mode;

extern const char *const download_modes[N_MODES];

#define DOWNLOAD_SERVER_MAX_FILES 4

typedef struct
{
  gsize n_files;
  const char *const *names;
  ClDownloadFile files[DOWNLOAD_SERVER_MAX_FILES]; /* what a good answer is */
  GBytes *answer[N_MODES][DOWNLOAD_SERVER_MAX_FILES];
  char *sha256[DOWNLOAD_SERVER_MAX_FILES];

  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  char *address; /* "http://127.0.0.1:PORT/" */
  GMutex mutex;  /* of the address and the log */
  GCond ready;
  GPtrArray *held; /* of GIOStream *, the connections that are stuck */
  GString *log;    /* "good/big.gz 0; " for each request, with the offset it asked for */
} DownloadServer;

/* names: borrowed.  contents: n of them, not compressed; taken. */
DownloadServer *download_server_new (const char *const *names, GBytes **contents, gsize n);

/* Serves files that are compressed already, as they are. */
DownloadServer *download_server_new_packed (const char *const *names, GBytes **packed, gsize n);
void download_server_free (DownloadServer *server);

/* "http://127.0.0.1:PORT/MODE/". */
char *download_server_mirror (const DownloadServer *server, Mode mode);
