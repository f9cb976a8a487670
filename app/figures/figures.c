#include "app/figures/figures.h"

#include <string.h>

#include "app/figures/kit.h"
#include "ui/plots/provenance.h"

static const ClNamedFigure table[] = {
  { "phase-plane", "Phase plane", "trajectories with field, nullclines and equilibrium",
    cl_figure_phase_plane },
  { "distances", "Distances", "pair distances under the guaranteed decay (Bullo 2022)",
    cl_figure_distances },
  { "two-norms", "Distances in two norms",
    "the same trajectories in the l-infinity and the l2 norm, each under its own guaranteed decay",
    cl_figure_two_norms },
  { "lyapunov", "Lyapunov functions",
    "distance to the equilibrium and speed under the guaranteed decay (Bullo 2022)",
    cl_figure_lyapunov },
  { "entrainment", "Entrainment",
    "trajectories under a periodic input, and how soon they repeat themselves (Bullo 2022)",
    cl_figure_entrainment },
  { "averaging", "Averaging", "semi-contraction of disagreement on a ring (Bullo 2022)",
    cl_figure_averaging },
  { "compartmental", "Compartmental flow", "weak contraction in the l1 norm (Bullo 2022)",
    cl_figure_compartmental },
  { "kuramoto", "Kuramoto oscillators", "semi-contraction of the spread of phases (Bullo 2022)",
    cl_figure_kuramoto },
  { "lotka-volterra", "Lotka-Volterra",
    "weak contraction of populations that help each other (Bullo 2022)", cl_figure_lotka_volterra },
  { "states", "States", "the states of one trajectory against time", cl_figure_states },
  { "conditions", "Conditions", "margins of the conditions for well-posedness",
    cl_figure_conditions },
  { "slack", "Slack map",
    "how far each entry may move while the l-infinity measure stays below 1 (Jafarpour et al. 2021)",
    cl_figure_slack },
  { "slack-metzler", "Slack map, Metzler majorant",
    "how far each entry may move while some weighted l-infinity measure stays below 1 (Bullo 2022)",
    cl_figure_slack_metzler },
  { "landscape", "Landscape", "the conditions on a slice of weight space, and the exact region",
    cl_figure_landscape },
  { "eigenvalues", "Eigenvalues",
    "eigenvalues, Gershgorin discs, numerical range and measures (Bullo 2022)",
    cl_figure_eigenvalues },
  { "matrix", "Matrix", "the entries of A around zero", cl_figure_matrix },
  { "measures", "Matrix measures", "every measure bounds the spectral abscissa (Bullo 2022)",
    cl_figure_measures },
  { "norm-balls", "Unit balls", "the balls of the norms in the plane", cl_figure_norm_balls },
  { "regions", "Regions of contraction",
    "measure and norm conditions on 2 x 2 matrices (Jafarpour 2022, talk)", cl_figure_regions },
  { "solver-race", "Solver race",
    "residual against iteration of the fixed-point solvers (Jafarpour et al. 2021)",
    cl_figure_solver_race },
  { "digits", "Digits", "samples of the data set", cl_figure_digits },
  { "training", "Training", "loss, accuracy, Lipschitz bound and iterations of a short run",
    cl_figure_training },
  { "weights", "Weights", "what the states of a trained network look at: rows of B",
    cl_figure_weights },
  { "pareto", "Pareto plot", "test error against the best certified Lipschitz bound of a sweep",
    cl_figure_pareto, TRUE },
  { "pareto-nemon", "Pareto plot, NEMON's bound",
    "test error against Lipschitz bound (15) of a sweep (Jafarpour et al. 2021, figure 2)",
    cl_figure_pareto_nemon, TRUE },
  { "seed-spread", "Spread over seeds",
    "accuracy and loss by epoch, mean and spread over seeds (Jafarpour et al. 2021, figure 1)",
    cl_figure_seed_spread, TRUE },
  { "idl-figure-3", "Regression, errors",
    "error over the steps of the projected gradient (El Ghaoui et al. 2021, figure 3)",
    cl_figure_idl_3 },
  { "idl-figure-4", "Regression",
    "a function learned from noisy points (El Ghaoui et al. 2021, figure 4)", cl_figure_idl_4 },
  { "idl-figure-5", "A feedforward teacher",
    "implicit against feedforward networks (El Ghaoui et al. 2021, figure 5)", cl_figure_idl_5 },
  { "idl-figure-6", "An implicit teacher",
    "implicit against feedforward networks (El Ghaoui et al. 2021, figure 6)", cl_figure_idl_6 },
  { "confusion", "Confusion", "answers of a trained network by class", cl_figure_confusion },
};

const ClNamedFigure *
cl_named_figure_table (gsize *count)
{
  if (count != NULL)
    *count = G_N_ELEMENTS (table);
  return table;
}

const ClNamedFigure *
cl_named_figure_find (const char *name)
{
  for (gsize k = 0; k < G_N_ELEMENTS (table); k++)
    if (g_strcmp0 (name, table[k].name) == 0)
      return &table[k];
  return NULL;
}

static char *
provenance_of (const ClNamedFigure *named, const ClFigureContext *context)
{
  GString *text = g_string_new (NULL);

  cl_provenance_append_program (text);
  g_string_append_printf (text, "figure: %s\nshows: %s\n", named->name, named->source);
  if (context->model != NULL)
    cl_provenance_append_model (text, context->model);
  if (context->dataset != NULL)
    g_string_append_printf (text, "data: %s\n", context->dataset);
  if (context->table != NULL)
    g_string_append_printf (text, "table: %s\n", context->table);
  g_string_append_printf (text, "seed: %" G_GUINT64_FORMAT, cl_figure_kit_seed (context));
  return g_string_free (text, FALSE);
}

ClFigure *
cl_named_figure_build (const ClNamedFigure *named, const ClFigureContext *context,
                       GCancellable *cancellable, GError **error)
{
  static const ClFigureContext nothing = { 0 };
  g_autofree char *provenance = NULL;
  ClFigure *figure;

  g_return_val_if_fail (named != NULL, NULL);
  if (context == NULL)
    context = &nothing;
  figure = named->build (context, cancellable, error);
  if (figure == NULL)
    return NULL;
  provenance = provenance_of (named, context);
  cl_figure_set_provenance (figure, provenance);
  return figure;
}
