/* The mean m_k and the sum of squares s_k of k values are updated one value x at a time:
 *
 *   m_k = m_(k-1) + (x - m_(k-1)) / k,   s_k = s_(k-1) + (x - m_(k-1)) (x - m_k)
 *
 * which loses no digits when the spread is small beside the mean (Welford 1962). */
#include "core/training/sweep-summary.h"

#include <math.h>

void
cl_spread_add (ClSpread *self, double value)
{
  const double distance = isinf (self->mean) ? 0.0 : value - self->mean;

  self->min = self->count == 0 ? value : fmin (self->min, value);
  self->max = self->count == 0 ? value : fmax (self->max, value);
  self->count++;
  self->mean += distance / (double) self->count;
  self->squares += isinf (self->mean) ? INFINITY : distance * (value - self->mean);
}

double
cl_spread_deviation (const ClSpread *self)
{
  return self->count < 2 ? 0.0 : sqrt (self->squares / (double) (self->count - 1));
}

static void
summary_free (gpointer data)
{
  ClSweepSummary *self = data;

  g_array_unref (self->accuracies);
  g_array_unref (self->losses);
  g_free (self);
}

static ClSweepSummary *
find_or_add (GPtrArray *summaries, const ClSweepRun *run)
{
  ClSweepSummary *summary;

  for (guint i = 0; i < summaries->len; i++)
    {
      summary = g_ptr_array_index (summaries, i);
      if (g_str_equal (summary->family, run->family) && summary->lambda == run->lambda)
        return summary;
    }
  summary = g_new0 (ClSweepSummary, 1);
  summary->family = run->family;
  summary->lambda = run->lambda;
  summary->accuracies = g_array_new (FALSE, TRUE, sizeof (ClSpread));
  summary->losses = g_array_new (FALSE, TRUE, sizeof (ClSpread));
  g_ptr_array_add (summaries, summary);
  return summary;
}

/* The epochs of a run that ended early count as far as they go. */
static void
add_epochs (ClSweepSummary *self, const GArray *epochs)
{
  const guint most = MAX (self->accuracies->len, epochs->len);

  g_array_set_size (self->accuracies, most);
  g_array_set_size (self->losses, most);
  for (guint i = 0; i < epochs->len; i++)
    {
      const ClSweepEpoch *epoch = &g_array_index (epochs, ClSweepEpoch, i);

      cl_spread_add (&g_array_index (self->accuracies, ClSpread, i), epoch->test_accuracy);
      cl_spread_add (&g_array_index (self->losses, ClSpread, i), epoch->train_loss);
    }
}

static gboolean
is_placed (const ClSweepSummary *self, ClSweepBound bound)
{
  return self->accuracy.count > 0 && isfinite (self->accuracy.mean)
         && isfinite (self->bounds[bound].mean);
}

static gboolean
beats (const ClSweepSummary *self, const ClSweepSummary *other, ClSweepBound bound)
{
  const double ours = self->bounds[bound].mean, theirs = other->bounds[bound].mean;

  return self->accuracy.mean >= other->accuracy.mean && ours <= theirs
         && (self->accuracy.mean > other->accuracy.mean || ours < theirs);
}

static void
find_front (GPtrArray *summaries, ClSweepBound bound)
{
  for (guint i = 0; i < summaries->len; i++)
    {
      ClSweepSummary *self = g_ptr_array_index (summaries, i);

      self->on_front[bound] = is_placed (self, bound);
      for (guint j = 0; self->on_front[bound] && j < summaries->len; j++)
        {
          const ClSweepSummary *other = g_ptr_array_index (summaries, j);
          self->on_front[bound] = !(is_placed (other, bound) && beats (other, self, bound));
        }
    }
}

GPtrArray *
cl_sweep_summarise (const GPtrArray *runs)
{
  GPtrArray *summaries = g_ptr_array_new_with_free_func (summary_free);

  for (guint i = 0; i < runs->len; i++)
    {
      const ClSweepRun *run = g_ptr_array_index (runs, i);
      ClSweepSummary *summary = find_or_add (summaries, run);

      if (run->state != CL_SWEEP_DONE)
        continue;
      cl_spread_add (&summary->accuracy, run->accuracy);
      for (guint bound = 0; bound < CL_N_SWEEP_BOUNDS; bound++)
        cl_spread_add (&summary->bounds[bound], cl_sweep_run_bound (run, bound));
      add_epochs (summary, run->epochs);
    }
  for (guint bound = 0; bound < CL_N_SWEEP_BOUNDS; bound++)
    find_front (summaries, bound);
  return summaries;
}
