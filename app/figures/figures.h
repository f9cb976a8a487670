/* The named figures that `contraction-lab figure NAME` makes: a figure is one file of this folder
 * and one line in the table of figures.c. */
#pragma once

#include <gio/gio.h>

#include "core/theory/model.h"
#include "ui/figure/figure.h"

G_BEGIN_DECLS

typedef struct
{
  ClModel *model;      /* borrowed; NULL: the figure's own example */
  const char *dataset; /* "digits" or a folder; NULL: "digits" */
  guint64 seed;        /* of everything random in the figure; 0: the figure's own choice */
  const char *table;   /* the CSV file of a sweep; NULL: the figure's own small sweep */
} ClFigureContext;

typedef struct
{
  const char *name;   /* "phase-plane" */
  const char *title;  /* "Phase plane" */
  const char *source; /* what it shows or which published figure it repeats */
  ClFigure *(*build) (const ClFigureContext *context, GCancellable *cancellable, GError **error);
  gboolean takes_table; /* it draws the table of a sweep, not a model */
} ClNamedFigure;

const ClNamedFigure *cl_named_figure_table (gsize *count);

/* NULL when no figure has this name. */
const ClNamedFigure *cl_named_figure_find (const char *name);

/* context may be NULL: all defaults.  May take seconds (training); call it on any one thread.  The
 * figure's provenance names the figure, the model and the seed.  NULL on error or cancellation. */
ClFigure *cl_named_figure_build (const ClNamedFigure *named, const ClFigureContext *context,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
