#include "ui/plots/pareto-plot.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/layers.h"
#include "ui/plots/sweep-labels.h"

/* Of the marks behind the means, points. */
#define SEED_SIZE    4.0
#define SEED_OPACITY 0.4
#define BAR_WIDTH    1.0
#define FRONT_SIZE   12.0
#define FRONT_WIDTH  1.2

static const char *const axis_labels[CL_N_SWEEP_BOUNDS] = {
  [CL_SWEEP_BOUND_BEST] = N_ ("ℓ∞ Lipschitz bound"),
  [CL_SWEEP_BOUND_NEMON] = N_ ("ℓ∞ Lipschitz bound ‖B‖‖C‖/(1 − μ∞(A)₊)"),
};

static double
percent_wrong (double accuracy)
{
  return 100.0 * (1.0 - accuracy);
}

/* x and y of some points, one after the other. */
typedef struct
{
  GArray *x, *y; /* of double */
} Points;

static void
points_init (Points *self)
{
  self->x = g_array_new (FALSE, FALSE, sizeof (double));
  self->y = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
points_clear (Points *self)
{
  g_array_unref (self->x);
  g_array_unref (self->y);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Points, points_clear)

static void
points_add (Points *self, double bound, double accuracy)
{
  const double error = percent_wrong (accuracy);

  g_array_append_val (self->x, bound);
  g_array_append_val (self->y, error);
}

static const double *
values (const GArray *array)
{
  return (const double *) (gconstpointer) array->data;
}

static void
add_seeds (ClPanel *panel, const GPtrArray *runs, const char *family, ClSweepBound bound)
{
  ClStyle style = cl_sweep_family_style (family);
  g_auto (Points) points;

  points_init (&points);
  for (guint i = 0; i < runs->len; i++)
    {
      const ClSweepRun *run = g_ptr_array_index (runs, i);

      if (run->state == CL_SWEEP_DONE && g_str_equal (run->family, family))
        points_add (&points, cl_sweep_run_bound (run, bound), run->accuracy);
    }
  style.size = SEED_SIZE;
  style.opacity = SEED_OPACITY;
  cl_panel_add (panel,
                cl_layer_points_new (values (points.x), values (points.y), points.x->len, &style));
}

/* From the least to the largest in both directions. */
static void
add_bars (ClPanel *panel, const GPtrArray *group, const char *family, ClSweepBound bound)
{
  ClStyle style = cl_sweep_family_style (family);
  g_auto (Points) ends;
  gsize bars = 0;

  points_init (&ends);
  for (guint i = 0; i < group->len; i++)
    {
      const ClSweepSummary *summary = g_ptr_array_index (group, i);
      const ClSpread *accuracy = &summary->accuracy, *spread = &summary->bounds[bound];

      if (accuracy->count < 2)
        continue;
      points_add (&ends, spread->min, accuracy->mean);
      points_add (&ends, spread->max, accuracy->mean);
      points_add (&ends, spread->mean, accuracy->min);
      points_add (&ends, spread->mean, accuracy->max);
      bars += 2;
    }
  style.marker = CL_MARKER_NONE;
  style.width = BAR_WIDTH;
  if (bars > 0)
    cl_panel_add (panel, cl_layer_bundle_new (values (ends.x), values (ends.y), bars, 2, 2, 1,
                                              FALSE, &style));
}

/* The first one says what the numbers are. */
static void
add_lambda (ClPanel *panel, const ClSweepSummary *summary, ClSweepBound bound, gboolean first)
{
  const ClStyle style = cl_sweep_family_style (summary->family);
  g_autofree char *value = cl_sweep_lambda_markup (summary->lambda);
  g_autofree char *text = g_strdup_printf (first ? "λ = %s" : "%s", value);

  cl_panel_add (panel, cl_layer_text_new (summary->bounds[bound].mean,
                                          percent_wrong (summary->accuracy.mean), text, &style));
}

/* The means of one family, labelled where there are several lambdas. */
static void
add_means (ClPanel *panel, const GPtrArray *group, const char *family, ClSweepBound bound)
{
  const ClStyle style = cl_sweep_family_style (family);
  g_autofree char *name = cl_sweep_family_name (family);
  g_auto (Points) points;
  ClLayer *layer;

  points_init (&points);
  for (guint i = 0; i < group->len; i++)
    {
      const ClSweepSummary *summary = g_ptr_array_index (group, i);
      points_add (&points, summary->bounds[bound].mean, summary->accuracy.mean);
    }
  layer = cl_layer_line_new (values (points.x), values (points.y), points.x->len, &style);
  cl_layer_set_name (layer, name);
  cl_panel_add (panel, layer);
  for (guint i = 0; group->len > 1 && i < group->len; i++)
    add_lambda (panel, g_ptr_array_index (group, i), bound, i == 0);
}

static int
compare_bounds (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint bound = GPOINTER_TO_UINT (data);
  const double one = (*(const ClSweepSummary *const *) a)->bounds[bound].mean;
  const double other = (*(const ClSweepSummary *const *) b)->bounds[bound].mean;

  return (one > other) - (one < other);
}

static void
add_front (ClPanel *panel, const GPtrArray *summaries, ClSweepBound bound)
{
  static const ClStyle style = {
    .colour = CL_COLOUR_MUTED, .dash = CL_DASH_DASHED, .marker = CL_MARKER_RING, .size = FRONT_SIZE
  };
  g_autoptr (GPtrArray) front = g_ptr_array_new ();
  g_auto (Points) points;
  ClLayer *layer;

  points_init (&points);
  for (guint i = 0; i < summaries->len; i++)
    if (((const ClSweepSummary *) g_ptr_array_index (summaries, i))->on_front[bound])
      g_ptr_array_add (front, g_ptr_array_index (summaries, i));
  g_ptr_array_sort_with_data (front, compare_bounds, GUINT_TO_POINTER (bound));
  for (guint i = 0; i < front->len; i++)
    {
      const ClSweepSummary *summary = g_ptr_array_index (front, i);
      points_add (&points, summary->bounds[bound].mean, summary->accuracy.mean);
    }
  layer = cl_layer_line_new (values (points.x), values (points.y), points.x->len, &style);
  cl_layer_set_name (layer, _ ("Pareto front"));
  cl_panel_add (panel, layer);
}

/* Those of `sorted` from `first` on that belong to the family there and have a finite place. */
static GPtrArray *
take_family (const GPtrArray *sorted, ClSweepBound bound, guint first, guint *next)
{
  const char *family = ((const ClSweepSummary *) g_ptr_array_index (sorted, first))->family;
  GPtrArray *group = g_ptr_array_new ();

  for (*next = first; *next < sorted->len; (*next)++)
    {
      ClSweepSummary *summary = g_ptr_array_index (sorted, *next);

      if (!g_str_equal (summary->family, family))
        break;
      if (summary->accuracy.count > 0 && isfinite (summary->bounds[bound].mean))
        g_ptr_array_add (group, summary);
    }
  return group;
}

static void
add_families (ClPanel *panel, const GPtrArray *runs, const GPtrArray *sorted, ClSweepBound bound)
{
  guint next = 0;

  for (guint first = 0; first < sorted->len; first = next)
    {
      const char *family = ((const ClSweepSummary *) g_ptr_array_index (sorted, first))->family;
      g_autoptr (GPtrArray) group = take_family (sorted, bound, first, &next);

      if (group->len == 0)
        continue;
      add_seeds (panel, runs, family, bound);
      add_bars (panel, group, family, bound);
      add_means (panel, group, family, bound);
    }
}

ClFigure *
cl_pareto_figure (const GPtrArray *runs, ClSweepBound bound)
{
  ClFigure *figure = cl_figure_new (
      NULL, _ ("Test error against Lipschitz bound of every run and the mean over the seeds, with "
               "bars from the least to the largest."));
  ClPanel *panel = cl_figure_add_panel (figure, 0, 0);
  g_autoptr (GPtrArray) summaries = cl_sweep_summarise (runs);
  g_autoptr (GPtrArray) sorted = cl_sweep_sorted (summaries);
  gboolean any = FALSE;

  cl_panel_set_empty_text (panel, _ ("No run has finished yet."));
  cl_axis_set_label (cl_panel_x (panel), _ (axis_labels[bound]));
  cl_axis_set_label (cl_panel_y (panel), _ ("test error (%)"));
  cl_axis_set_scale (cl_panel_x (panel), CL_SCALE_LOG);
  for (guint i = 0; i < sorted->len; i++)
    any |= ((const ClSweepSummary *) g_ptr_array_index (sorted, i))->on_front[bound];
  if (!any)
    return figure;
  add_front (panel, sorted, bound);
  add_families (panel, runs, sorted, bound);
  return figure;
}
