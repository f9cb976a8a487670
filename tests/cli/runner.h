/* Runs the program as a person at a terminal does, and reads what it prints. */
#pragma once

#include <json-glib/json-glib.h>

typedef struct
{
  int status; /* exit status; -1 when it was killed by a signal */
  char *out;
  char *err;
} Run;

/* arguments end with NULL; "%s" parts are not expanded. */
Run *run_program (const char *first, ...) G_GNUC_NULL_TERMINATED;
Run *run_program_v (const char *const *arguments);
void run_free (Run *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* The one JSON object on standard output of a run that must have succeeded.  The caller unrefs. */
JsonObject *run_json (const Run *run);

/* Asserts the status and that standard error is exactly one line, which mentions `part`. */
void assert_one_line_error (const Run *run, int status, const char *part);

/* What Python prints; NULL when it fails.  arguments end with NULL.  Freed by the caller. */
char *run_python (const char *first, ...) G_GNUC_NULL_TERMINATED;

/* A file of the test's own temporary folder, written with `text` when that is not NULL.  Freed by
 * the caller. */
char *scratch_file (const char *name, const char *text);
void scratch_remove (void);
