#include "app/figures/figures.h"
#include "tests/figure/figure-checks.h"
#include "ui/figure/export.h"

#include <string.h>

/* These train a network, which takes seconds. */
static gboolean
trains (const ClNamedFigure *named)
{
  static const char *const slow[] = { "training",     "weights",      "confusion",
                                      "idl-figure-5", "idl-figure-6", "pareto",
                                      "seed-spread",  "pareto-nemon", NULL };

  return g_strv_contains (slow, named->name);
}

static void
test_defaults (void)
{
  gsize count;
  const ClNamedFigure *table = cl_named_figure_table (&count);

  for (gsize k = 0; k < count; k++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClFigure) figure = NULL;

      g_assert_true (cl_named_figure_find (table[k].name) == &table[k]);
      if (trains (&table[k]))
        continue;
      figure = cl_named_figure_build (&table[k], NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (cl_figure_n_panels (figure), >, 0);
      g_assert_nonnull (cl_figure_description (figure));
      g_assert_nonnull (strstr (cl_figure_provenance (figure), table[k].name));
      export_everywhere (figure);
    }
  g_assert_null (cl_named_figure_find ("no such figure"));
}

/* The same seed gives the same data. */
static void
test_same_seed (void)
{
  const ClNamedFigure *named = cl_named_figure_find ("phase-plane");
  const ClFigureContext context = { .seed = 5 };
  g_autoptr (ClFigure) one = cl_named_figure_build (named, &context, NULL, NULL);
  g_autoptr (ClFigure) two = cl_named_figure_build (named, &context, NULL, NULL);
  g_autoptr (GBytes) a = cl_figure_export_bytes (one, "csv", NULL, NULL);
  g_autoptr (GBytes) b = cl_figure_export_bytes (two, "csv", NULL, NULL);

  g_assert_true (g_bytes_equal (a, b));
}

/* Models of any size, well posed or not, are drawn. */
static void
test_models (void)
{
  static const gsize sizes[] = { 1, 2, 3, 30 };
  static const char *const names[] = { "phase-plane", "distances",   "states",
                                       "conditions",  "eigenvalues", "matrix",
                                       "solver-race", "lyapunov",    "entrainment" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);

  for (gsize size = 0; size < G_N_ELEMENTS (sizes); size++)
    {
      g_autoptr (ClMatrix) a = cl_matrix_new (sizes[size], sizes[size]);
      g_autoptr (ClModel) model = NULL;
      ClFigureContext context = { 0 };

      for (gsize k = 0; k < a->rows * a->cols; k++)
        a->data[k] = g_rand_double_range (rand, -0.6, 0.4);
      model = cl_model_new_for_matrix (a, NULL);
      context.model = model;
      for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (ClFigure) figure =
              cl_named_figure_build (cl_named_figure_find (names[k]), &context, NULL, &error);
          g_autoptr (GBytes) bytes = NULL;

          g_assert_no_error (error);
          g_assert_nonnull (strstr (cl_figure_provenance (figure), "sha256"));
          bytes = cl_figure_export_bytes (figure, "svg", NULL, &error);
          g_assert_no_error (error);
        }
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (
      cl_named_figure_build (cl_named_figure_find ("training"), NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figures/defaults", test_defaults);
  g_test_add_func ("/figures/same-seed", test_same_seed);
  g_test_add_func ("/figures/models", test_models);
  g_test_add_func ("/figures/cancelled", test_cancelled);
  return g_test_run ();
}
