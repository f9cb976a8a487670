/* IDL figures 5 and 6: test accuracy by epoch of an implicit network and of a feedforward one of as
 * many neurons, on what a random feedforward and a random implicit teacher say (IDL 7.2.1), mean
 * and standard deviation over five runs.
 *
 * The teachers of IDL are in a supplement and have other architectures than ours, so their
 * accuracies are not to be met; the order of the two networks is. */
#include <glib/gi18n.h>
#include <math.h>

#include "app/figures/kit.h"
#include "app/figures/sweep.h"
#include "core/training/family.h"
#include "ui/figure/layers.h"

#define RUNS   5
#define STATES 20
#define EPOCHS 30

static const char *const families[] = { "idl", "feedforward" };

typedef struct
{
  const char *data;
  const char *teacher;                       /* completes "what ... says" */
  double published[G_N_ELEMENTS (families)]; /* average best accuracy */
} Experiment;

static const Experiment figure_five = { "teacher-network",
                                        N_ ("a random feedforward network"),
                                        { 0.85, 0.76 } };
static const Experiment figure_six = { "teacher-implicit",
                                       N_ ("a random implicit network"),
                                       { 0.85, 0.74 } };

static GPtrArray *
train (const Experiment *experiment, const ClFigureContext *context, GCancellable *cancellable,
       GError **error)
{
  static const double lambda = 0.0;
  guint64 seeds[RUNS];
  ClSweepPlan plan = {
    .families = families,
    .n_families = G_N_ELEMENTS (families),
    .lambdas = &lambda,
    .n_lambdas = 1,
    .seeds = seeds,
    .n_seeds = RUNS,
    .data = experiment->data,
  };

  for (gsize i = 0; i < RUNS; i++)
    seeds[i] = cl_figure_kit_seed (context) + i;
  cl_train_settings_init (&plan.base);
  plan.base.n = STATES;
  plan.base.epochs = EPOCHS;
  return cl_figure_sweep_train (&plan, cancellable, error);
}

static const ClSweepSummary *
find_summary (const GPtrArray *summaries, const char *family)
{
  for (guint i = 0; i < summaries->len; i++)
    {
      const ClSweepSummary *summary = g_ptr_array_index (summaries, i);

      if (g_str_equal (summary->family, family))
        return summary;
    }
  return NULL;
}

/* A gap counts beyond twice its standard error over the runs. */
static const char *
judge (const ClSpread *implicit, const ClSpread *feedforward)
{
  const double gap = implicit->mean - feedforward->mean;
  const double error = hypot (cl_spread_deviation (implicit), cl_spread_deviation (feedforward))
                       / sqrt ((double) MIN (implicit->count, feedforward->count));

  if (fabs (gap) <= 2 * error)
    return _ ("differs: neither is ahead by more than the spread over the runs");
  return gap > 0 ? _ ("reproduced: the implicit network is ahead")
                 : _ ("differs: the feedforward network is ahead");
}

static char *
describe (const Experiment *experiment, const GPtrArray *summaries)
{
  const ClSpread *implicit = &find_summary (summaries, families[0])->accuracy;
  const ClSpread *feedforward = &find_summary (summaries, families[1])->accuracy;

  return g_strdup_printf (
      _ ("Test accuracy by epoch on what %s says, mean and standard deviation over %d runs of "
         "networks with %d neurons. Average best accuracy: implicit %.3f ± %.3f (published %.2f), "
         "feedforward %.3f ± %.3f (published %.2f): %s. The teachers are not the published ones."),
      _ (experiment->teacher), RUNS, STATES, implicit->mean, cl_spread_deviation (implicit),
      experiment->published[0], feedforward->mean, cl_spread_deviation (feedforward),
      experiment->published[1], judge (implicit, feedforward));
}

/* Mean and band, the band behind. */
static void
add_curve (ClPanel *panel, const ClSweepSummary *summary, guint series)
{
  const ClStyle style = { .colour = CL_COLOUR_SERIES,
                          .series = series,
                          .dash = series == 0 ? CL_DASH_SOLID : CL_DASH_DASHED };
  double epoch[EPOCHS], mean[EPOCHS], low[EPOCHS], high[EPOCHS];
  const gsize n = MIN (summary->accuracies->len, EPOCHS);
  ClLayer *line;

  for (gsize i = 0; i < n; i++)
    {
      const ClSpread *spread = &g_array_index (summary->accuracies, ClSpread, i);
      const double deviation = cl_spread_deviation (spread);

      epoch[i] = (double) (i + 1);
      mean[i] = spread->mean;
      low[i] = mean[i] - deviation;
      high[i] = mean[i] + deviation;
    }
  cl_panel_add (panel, cl_layer_band_new (epoch, low, high, n, &style));
  line = cl_layer_line_new (epoch, mean, n, &style);
  cl_layer_set_name (line, cl_family_find (summary->family)->title);
  cl_panel_add (panel, line);
}

static ClFigure *
build (const Experiment *experiment, const ClFigureContext *context, GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GPtrArray) runs = train (experiment, context, cancellable, error);
  g_autoptr (GPtrArray) summaries = runs != NULL ? cl_sweep_summarise (runs) : NULL;
  g_autofree char *description = NULL;
  ClFigure *figure;
  ClPanel *panel;

  if (summaries == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (find_summary (summaries, families[i]) == NULL)
      {
        g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_DIVERGED,
                     "no run of the family %s has come to its end", families[i]);
        return NULL;
      }
  description = describe (experiment, summaries);
  figure = cl_figure_new (NULL, description);
  panel = cl_figure_add_panel (figure, 0, 0);
  cl_axis_set_label (cl_panel_x (panel), _ ("epoch"));
  cl_axis_set_label (cl_panel_y (panel), _ ("test accuracy"));
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    add_curve (panel, find_summary (summaries, families[i]), i);
  return figure;
}

ClFigure *
cl_figure_idl_5 (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  return build (&figure_five, context, cancellable, error);
}

ClFigure *
cl_figure_idl_6 (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  return build (&figure_six, context, cancellable, error);
}
