/* The pictures of a data set: rows of a table and the balance of its classes. */
#include <glib/gstdio.h>
#include <string.h>

#include "tests/figure/figure-checks.h"
#include "ui/plots/class-balance.h"
#include "ui/plots/sample-names.h"
#include "ui/plots/table-plot.h"

/* `rows` rows of `features` numbers, the class in turn; feature k of row i is 10 i + k. */
static ClDataset *
make_table (guint rows, guint features, guint classes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folder = g_dir_make_tmp ("data-plots-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "table.csv", NULL);
  ClDataset *dataset;

  for (guint k = 0; k < features; k++)
    g_string_append_printf (text, "a long name of feature & %u,", k);
  g_string_append (text, "label\n");
  for (guint i = 0; i < rows; i++)
    {
      for (guint k = 0; k < features; k++)
        g_string_append_printf (text, "%u,", 10 * i + k);
      g_string_append_printf (text, "<class %u>\n", i % classes);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  dataset = cl_dataset_open (path, 1, NULL, NULL);
  g_assert_nonnull (dataset);
  g_unlink (path);
  g_rmdir (folder);
  return dataset;
}

/* One feature and two show every row with the numbers of the table. */
static void
test_dots (void)
{
  for (guint features = 1; features <= 2; features++)
    {
      g_autoptr (ClDataset) dataset = make_table (40, features, 2);
      g_autoptr (ClFigure) figure = cl_table_plot_figure (dataset);

      g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (figure, 0)), ==, 2);
      g_assert_cmpuint (count_lines (figure, "<class ", ""), ==, dataset->train.count);
      export_everywhere (figure);
    }
}

/* A curve a sample, and one a mean; names that are no markup. */
static void
test_curves (void)
{
  g_autoptr (ClDataset) dataset = make_table (30, 4, 3);
  g_autoptr (ClFigure) figure = cl_table_plot_figure (dataset);
  ClPanel *panel = cl_figure_panel (figure, 0);

  g_assert_cmpuint (cl_panel_n_layers (panel), ==, 6);
  for (guint k = 0; k < 6; k++)
    g_assert_cmpint (cl_layer_name (cl_panel_layer (panel, k)) != NULL, ==, k >= 3);
  g_assert_cmpstr (cl_layer_name (cl_panel_layer (panel, 4)), ==, "<class 1>");
  g_assert_cmpuint (count_lines (figure, "<class 1>", ""), ==, 4);
  export_everywhere (figure);
}

/* More than the eye takes in: the means of the first classes, of the first features. */
static void
test_many (void)
{
  g_autoptr (ClDataset) dataset = make_table (60, 250, 7);
  g_autoptr (ClFigure) figure = cl_table_plot_figure (dataset);

  g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (figure, 0)), ==, 5);
  g_assert_cmpuint (count_lines (figure, "<class 4>", ""), ==, 200);
  export_everywhere (figure);
}

static void
test_names (void)
{
  g_autoptr (ClDataset) dataset = make_table (20, 3, 2);
  g_autoptr (ClDataset) digits = cl_dataset_open ("teacher-network", 1, NULL, NULL);
  g_autofree char *feature = cl_sample_names_feature (dataset, 2, 9);
  g_autofree char *whole = cl_sample_names_feature (dataset, 2, 99);
  g_autofree char *class_name = cl_sample_names_class (dataset, 1, 99);
  g_autofree char *number = cl_sample_names_class (digits, 1, 9);

  g_assert_cmpstr (feature, ==, "a long n…");
  g_assert_cmpstr (whole, ==, "a long name of feature & 2");
  g_assert_cmpstr (class_name, ==, "<class 1>");
  g_assert_cmpstr (number, ==, "1");
}

/* A few names lie below each other, and need height; numbers and many names do not. */
static void
test_balance (void)
{
  static const struct
  {
    guint classes;
    gboolean across;
  } cases[] = { { 2, TRUE }, { 12, TRUE }, { 13, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ClDataset) dataset = make_table (100, 2, cases[i].classes);
      g_autoptr (ClFigure) figure = cl_class_balance_figure (dataset);
      int height = cl_class_balance_height (dataset);

      g_assert_cmpuint (count_lines (figure, "\"training\",", ""), ==, cases[i].classes);
      if (cases[i].across)
        g_assert_cmpint (height, >, 15 * (int) cases[i].classes);
      else
        g_assert_cmpint (height, ==, cl_class_balance_height (NULL));
      export_everywhere (figure);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data-plots/dots", test_dots);
  g_test_add_func ("/data-plots/curves", test_curves);
  g_test_add_func ("/data-plots/many", test_many);
  g_test_add_func ("/data-plots/names", test_names);
  g_test_add_func ("/data-plots/balance", test_balance);
  return g_test_run ();
}
