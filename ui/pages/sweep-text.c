#include "ui/pages/sweep-text.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/figure/markup.h"
#include "ui/plots/sweep-labels.h"

/* From so many seconds on the time that is left is told in minutes. */
#define MINUTES_FROM 100

/* ", about 40 s left", or nothing while it cannot be told. */
static char *
time_left_text (double seconds)
{
  if (!isfinite (seconds))
    return g_strdup ("");
  if (seconds < MINUTES_FROM)
    return g_strdup_printf (_ (", about %.0f s left"), ceil (seconds));
  return g_strdup_printf (_ (", about %.0f min left"), ceil (seconds / 60));
}

static gsize
count_failed (const GPtrArray *runs)
{
  gsize failed = 0;

  for (guint i = 0; i < runs->len; i++)
    failed += ((const ClSweepRun *) g_ptr_array_index (runs, i))->state == CL_SWEEP_FAILED;
  return failed;
}

char *
cl_sweep_text_progress (const ClSweepSnapshot *snapshot)
{
  const gsize failed = count_failed (snapshot->runs);
  g_autofree char *left = time_left_text (snapshot->seconds_left);

  switch (snapshot->state)
    {
    case CL_TRAINER_FINISHED:
      if (failed > 0)
        return g_strdup_printf (_ ("Finished %zu runs, of which %zu failed"), snapshot->n_over,
                                failed);
      return g_strdup_printf (ngettext ("Finished %zu run", "Finished %zu runs", snapshot->n_over),
                              snapshot->n_over);
    case CL_TRAINER_STOPPED:
      return g_strdup_printf (_ ("Stopped after %zu of %u runs: Start goes on with the others"),
                              snapshot->n_over, snapshot->runs->len);
    case CL_TRAINER_FAILED:
      return g_strdup (_ ("The sweep could not go on"));
    case CL_TRAINER_PAUSED:
      return g_strdup_printf (_ ("Paused after %zu of %u runs%s"), snapshot->n_over,
                              snapshot->runs->len, left);
    case CL_TRAINER_IDLE:
    case CL_TRAINER_RUNNING:
    default:
      return g_strdup_printf (_ ("%zu of %u runs done%s"), snapshot->n_over, snapshot->runs->len,
                              left);
    }
}

char *
cl_sweep_text_run (const ClSweepRun *run)
{
  if (run == NULL)
    return g_strdup (_ ("Choose a run to open its network."));
  if (run->error != NULL)
    return g_strdup_printf (_ ("Failed: %s"), run->error);
  g_autofree char *markup = cl_sweep_name (run->family, run->lambda);
  g_autofree char *name = cl_markup_to_text (markup);
  return g_strdup_printf (_ ("%s, seed %" G_GUINT64_FORMAT), name, run->seed);
}
