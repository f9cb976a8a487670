#include "app/cli/cli.h"

#include <errno.h>
#include <locale.h>
#include <string.h>

#include "app/cli/interrupt.h"
#include "app/cli/invocation.h"
#include "app/cli/verbs.h"

#define STATUS_DONE        0
#define STATUS_FAILED      1
#define STATUS_USAGE       2
#define STATUS_INTERRUPTED 130

static const ClVerb *const verbs[] = {
  &cl_verb_analyze,  &cl_verb_solve,  &cl_verb_simulate, &cl_verb_bounds,  &cl_verb_interconnect,
  &cl_verb_compose,  &cl_verb_reduce, &cl_verb_train,    &cl_verb_sweep,   &cl_verb_regress,
  &cl_verb_evaluate, &cl_verb_fetch,  &cl_verb_figure,   &cl_verb_convert, &cl_verb_bench,
};

static const ClVerb *
find_verb (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i]->name, name))
      return verbs[i];
  return NULL;
}

static gboolean
is_help (const char *argument)
{
  return g_str_equal (argument, "--help") || g_str_equal (argument, "-h")
         || g_str_equal (argument, "help");
}

static gboolean
is_version (const char *argument)
{
  return g_str_equal (argument, "--version");
}

gboolean
cl_cli_wants (int argc, char **argv)
{
  return argc > 1
         && (find_verb (argv[1]) || is_help (argv[1]) || is_version (argv[1])
             || (argv[1][0] != '-' && !g_file_test (argv[1], G_FILE_TEST_EXISTS)));
}

static int
print_help (void)
{
  printf ("Usage:\n"
          "  contraction-lab [FILE]          open the window\n"
          "  contraction-lab VERB [OPTION…]  run without one\n\n"
          "Verbs:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    printf ("  %-12s %s\n", verbs[i]->name, verbs[i]->summary);
  printf ("\n“contraction-lab VERB --help” explains one of them, with an example.\n");
  return STATUS_DONE;
}

/* One line on standard error, whatever the error said. */
static int
report (const GError *error)
{
  g_autofree char *line = g_strdelimit (g_strdup (error->message), "\n", ' ');

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fprintf (stderr, "contraction-lab: interrupted\n");
      return STATUS_INTERRUPTED;
    }
  fprintf (stderr, "contraction-lab: %s\n", line);
  return error->domain == G_OPTION_ERROR ? STATUS_USAGE : STATUS_FAILED;
}

/* A full disk behind standard output shows only here. */
static int
flush_output (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return STATUS_DONE;
  fprintf (stderr, "contraction-lab: standard output: %s\n", g_strerror (errno));
  return STATUS_FAILED;
}

static int
run_verb (const ClVerb *verb, int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  ClInvocation invocation = { .verb = verb, .cancellable = cancellable };

  cl_interrupt_watch (cancellable);
  invocation.argv = g_new0 (char *, argc);
  for (int i = 1; i < argc; i++)
    invocation.argv[i - 1] = g_strdup (argv[i]);

  gboolean done = verb->run (&invocation, &error);

  g_strfreev (invocation.argv);
  g_free (invocation.activation);
  g_free (invocation.model_kind);
  g_free (invocation.leak);
  return done ? flush_output () : report (error);
}

int
cl_cli_run (int argc, char **argv)
{
  g_return_val_if_fail (argc > 1, STATUS_USAGE);

  /* Text in the user's encoding, numbers always with a point. */
  setlocale (LC_CTYPE, "");
  if (is_help (argv[1]))
    return print_help ();
  if (is_version (argv[1]))
    return run_verb (&cl_verb_version, argc, argv);

  const ClVerb *verb = find_verb (argv[1]);
  if (verb)
    return run_verb (verb, argc, argv);
  fprintf (stderr,
           "contraction-lab: “%s” is neither a verb nor a file: see “contraction-lab --help”\n",
           argv[1]);
  return STATUS_USAGE;
}
