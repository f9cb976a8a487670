/* The systems that contract weakly or in a semi-norm: the distances between their trajectories in
 * their own (semi-)norm, under what is guaranteed for them. */
#include "app/figures/kit.h"
#include "core/dynamics/example.h"
#include "ui/plots/distance-plot.h"

#define STARTS 13
#define PAIRS  12
#define UNTIL  8
#define FRAMES 600

static ClFigure *
build (const char *id, const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  const ClExample *example = cl_example_find (id);
  const ClBundleSettings settings = { UNTIL, FRAMES, 1e-8, 1e-11 };
  g_autoptr (ClExampleFlow) flow = cl_example_flow_new (example, NULL, NULL, error);
  g_autoptr (ClMatrix) starts = NULL;
  g_autoptr (ClBundle) bundle = NULL;
  g_autoptr (ClDistances) distances = NULL;
  ClDistancePlot plot = { .label = cl_example_text (example)->difference };

  if (flow == NULL)
    return NULL;
  starts = cl_example_starts (example, cl_example_flow_system (flow)->n, STARTS,
                              cl_figure_kit_seed (context));
  bundle = cl_bundle_new_for_system (cl_example_flow_system (flow), starts, &settings, cancellable,
                                     error);
  if (bundle == NULL)
    return NULL;
  distances = cl_example_flow_distances (flow, bundle, PAIRS);
  plot.t = bundle->t;
  plot.distances = distances;
  plot.rate = cl_example_flow_rate (flow);
  return cl_distance_plot_figure (&plot);
}

#define DEFINE(name, id)                                                                           \
  ClFigure *cl_figure_##name (const ClFigureContext *context, GCancellable *cancellable,           \
                              GError **error)                                                      \
  {                                                                                                \
    return build (id, context, cancellable, error);                                                \
  }

DEFINE (averaging, "averaging")
DEFINE (compartmental, "compartmental")
DEFINE (kuramoto, "kuramoto")
DEFINE (lotka_volterra, "lotka-volterra")
