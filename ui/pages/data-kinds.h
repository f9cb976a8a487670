/* The kinds of data that the window offers, and how each is chosen. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CL_DATA_PLACE_NONE,   /* there is nothing to choose: the id is the spec */
  CL_DATA_PLACE_FOLDER, /* a path */
  CL_DATA_PLACE_FILE,   /* a path */
  CL_DATA_PLACE_BASE,   /* the id of another kind, to which it is added; empty for none */
} ClDataPlace;

/* A kind is a line in the table of data-kinds.c.  The texts are in English; _() translates. */
typedef struct
{
  const char *id; /* of cl_dataset_kind */
  const char *title;
  ClDataPlace place;
  const char *dialog;      /* title of the file dialog */
  const char *wanted;      /* what to choose or to do first, a sentence */
  const char *filter;      /* the name of the files that the dialog shows; NULL for all */
  const char *suffixes[4]; /* of these */
} ClDataKind;

/* NULL beyond the end. */
const ClDataKind *cl_data_kind_nth (guint i);

/* NULL when there is none of that id. */
const ClDataKind *cl_data_kind_find (const char *id);
guint cl_data_kind_index (const ClDataKind *kind);

/* Whether its place is a path. */
gboolean cl_data_kind_has_path (const ClDataKind *kind);

G_END_DECLS
