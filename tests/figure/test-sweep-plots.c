/* The pictures of a sweep: what is drawn, what is named, what is marked. */
#include "app/figures/figures.h"
#include "core/formats/array-file.h"
#include "core/training/sweep-table.h"
#include "tests/figure/figure-checks.h"
#include "ui/plots/pareto-plot.h"
#include "ui/plots/spread-plot.h"
#include "ui/plots/sweep-labels.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
add_run (GPtrArray *runs, const char *family, double lambda, guint64 seed, double accuracy,
         double bound)
{
  ClSweepRun *run = cl_sweep_run_new (family, lambda, seed);
  const ClSweepEpoch epochs[] = { { accuracy - 0.1, 0.5, bound, bound },
                                  { accuracy, 0.1, bound, 1000 - bound } };

  g_array_append_vals (run->epochs, epochs, G_N_ELEMENTS (epochs));
  run->state = CL_SWEEP_DONE;
  cl_sweep_run_find_best (run);
  g_ptr_array_add (runs, run);
}

/* NEMON at two lambdas, MON beaten by both, and a run that goes on. */
static GPtrArray *
make_runs (void)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sweep_run_unref);

  add_run (runs, "mon", 0.0, 1, 0.80, 500.0);
  add_run (runs, "nemon", 0.0, 1, 0.96, 90.0);
  add_run (runs, "nemon", 0.0, 2, 0.98, 110.0);
  add_run (runs, "nemon", 1e-5, 1, 0.90, 8.0);
  add_run (runs, "nemon", 1e-5, 2, 0.94, 12.0);
  g_ptr_array_add (runs, cl_sweep_run_new ("idl", 0.0, 1));
  return runs;
}

static void
test_pareto (void)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (ClFigure) figure = cl_pareto_figure (runs, CL_SWEEP_BOUND_BEST);

  g_assert_cmpuint (cl_figure_n_panels (figure), ==, 1);
  /* Means: 3 % at 100 and 8 % at 10 make the front; MON at 500 is not on it. */
  g_assert_cmpuint (count_lines (figure, "Pareto front", ",100,3"), ==, 1);
  g_assert_cmpuint (count_lines (figure, "Pareto front", ",10,8"), ==, 1);
  g_assert_cmpuint (count_lines (figure, "Pareto front", ",line,"), ==, 2);
  g_assert_cmpuint (count_lines (figure, "\"NEMON\"", ",line,"), ==, 2);
  g_assert_cmpuint (count_lines (figure, "\"MON\"", ",line,"), ==, 1);
  g_assert_cmpuint (count_lines (figure, "IDL", ""), ==, 0);
  /* Each run once, two bars of two ends for each mean of several seeds, a label for each lambda. */
  g_assert_cmpuint (count_lines (figure, ",points,", ""), ==, 5);
  g_assert_cmpuint (count_lines (figure, ",bundle,", ""), ==, 8);
  g_assert_cmpuint (count_lines (figure, ",text,", ""), ==, 2);
  export_everywhere (figure);

  /* The other bound has its own places and its own front: MON at 500 and NEMON at 900. */
  g_autoptr (ClFigure) nemon = cl_pareto_figure (runs, CL_SWEEP_BOUND_NEMON);
  g_assert_cmpuint (count_lines (nemon, "Pareto front", ",line,"), ==, 2);
  g_assert_cmpuint (count_lines (nemon, "Pareto front", ",900,"), ==, 1);
  g_assert_cmpuint (count_lines (nemon, "Pareto front", ",500,"), ==, 1);
}

static void
test_spread (void)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (ClFigure) figure = cl_spread_figure (runs);

  g_assert_cmpuint (cl_figure_n_panels (figure), ==, 2);
  g_assert_cmpuint (count_lines (figure, "NEMON, λ = 0", ",2,97"), ==, 1);
  g_assert_cmpuint (count_lines (figure, "NEMON, λ = 10", ",line,"), ==, 4);
  g_assert_cmpuint (count_lines (figure, "MON, λ = 0\",line", ""), ==, 8);
  /* No band for a single seed. */
  g_assert_cmpuint (count_lines (figure, ",band,", ""), ==, 8);
  export_everywhere (figure);
}

/* With one lambda the name is that of the family alone. */
static void
test_one_lambda (void)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sweep_run_unref);
  add_run (runs, "nemon", 0.0, 1, 0.96, 90.0);
  g_autoptr (ClFigure) figure = cl_spread_figure (runs);

  g_assert_cmpuint (count_lines (figure, "\"NEMON\"", ",line,"), ==, 4);
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) infinite =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sweep_run_unref);
  g_autoptr (ClFigure) pareto = cl_pareto_figure (none, CL_SWEEP_BOUND_BEST);
  g_autoptr (ClFigure) spread = cl_spread_figure (none);

  add_run (infinite, "free", 0.0, 1, 0.96, INFINITY);
  g_autoptr (ClFigure) placeless = cl_pareto_figure (infinite, CL_SWEEP_BOUND_BEST);
  g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (pareto, 0)), ==, 0);
  g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (spread, 0)), ==, 0);
  g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (placeless, 0)), ==, 0);
  export_everywhere (pareto);
  export_everywhere (placeless);
}

static void
test_labels (void)
{
  static const struct
  {
    double lambda;
    const char *markup;
  } cases[] = {
    { 0.0, "0" },
    { 1e-5, "10<sup>−5</sup>" },
    { 1e-3, "10<sup>−3</sup>" },
    { 3e-4, "3×10<sup>−4</sup>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = cl_sweep_lambda_markup (cases[i].lambda);
      g_assert_cmpstr (markup, ==, cases[i].markup);
    }
  g_autofree char *mon = cl_sweep_family_name ("mon");
  g_autofree char *free_family = cl_sweep_family_name ("free");
  g_assert_cmpstr (mon, ==, "MON");
  g_assert_cmpstr (free_family, ==, "Unconstrained");
}

/* The named figures draw the table of a sweep. */
static void
test_table (void)
{
  static const char *const names[] = { "pareto", "seed-spread" };
  g_autofree char *folder = g_dir_make_tmp ("sweep-plots-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "sweep.csv", NULL);
  g_autoptr (GPtrArray) runs = make_runs ();
  const ClFigureContext context = { .table = path };
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  g_autoptr (ClSweepTable) table = cl_sweep_table_new (&settings, "MNIST");
  for (guint i = 0; i < 5; i++)
    cl_sweep_table_add (table, g_ptr_array_index (runs, i), i);
  g_assert_true (cl_sweep_table_write (table, path, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const ClNamedFigure *named = cl_named_figure_find (names[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClFigure) figure = cl_named_figure_build (named, &context, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (named->takes_table);
      g_assert_nonnull (strstr (cl_figure_provenance (figure), path));
      g_assert_cmpuint (count_lines (figure, "NEMON", ",line,"), >=, 2);
    }
  g_assert_true (g_file_set_contents (path, "1,2\n", -1, NULL));
  g_autoptr (GError) error = NULL;
  g_assert_null (cl_named_figure_build (cl_named_figure_find ("pareto"), &context, NULL, &error));
  g_assert_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (
      cl_named_figure_build (cl_named_figure_find ("pareto"), NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) g_test_add_func ("/figures/sweep/" name, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pareto", test_pareto);
  ADD ("spread", test_spread);
  ADD ("one-lambda", test_one_lambda);
  ADD ("nothing", test_nothing);
  ADD ("labels", test_labels);
  ADD ("table", test_table);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
