/* ClInvocation: one call of a verb: its arguments, the options all verbs share, and how it ends. */
#pragma once

#include <gio/gio.h>

#include "app/cli/json-writer.h"
#include "core/training/convolution/conv-model.h"

G_BEGIN_DECLS

typedef struct _ClInvocation ClInvocation;

/* A verb is one file (verb-NAME.c) and one line in the table of cli.c. */
typedef struct
{
  const char *name;
  const char *arguments;   /* "MODEL" */
  const char *summary;     /* a line of the list of verbs, and the heading of its help */
  const char *description; /* what the help says below the options */
  gboolean (*run) (ClInvocation *self, GError **error);
} ClVerb;

struct _ClInvocation
{
  const ClVerb *verb;
  char **argv;               /* arguments after the verb's name; owned */
  gboolean json;             /* --json */
  GCancellable *cancellable; /* cancelled by an interrupt */

  /* --activation, --model and --leak, of the verbs that read a model */
  char *activation;
  char *model_kind;
  char *leak;
};

typedef enum
{
  CL_OPTIONS_PLAIN = 0,
  CL_OPTIONS_MODEL = 1 << 0, /* adds --activation, --model and --leak */
} ClOptionsFlags;

/* Parses the verb's own `entries` and the shared options; afterwards argv holds the remaining
 * arguments, `min` to `max` of them.  Errors are of G_OPTION_ERROR: wrong usage. */
gboolean cl_invocation_parse (ClInvocation *self, const GOptionEntry *entries, ClOptionsFlags flags,
                              guint min, guint max, GError **error);

/* Reads the model file `path` and applies --activation, --model and --leak. */
ClModel *cl_invocation_read_model (ClInvocation *self, const char *path,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The convolutional network in the file `path`, or NULL: without an error when it is none, with one
 * when it is a bad one or an option that changes a dense model was given. */
ClConvModel *cl_invocation_read_convolution (ClInvocation *self, const char *path,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* True when standard error is a terminal that can show progress. */
gboolean cl_invocation_shows_progress (const ClInvocation *self);

/* Fails with G_OPTION_ERROR: "--tol is -1: expected a positive number". */
gboolean cl_invocation_check (gboolean valid, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
