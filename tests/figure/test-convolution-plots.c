/* The pictures of a convolutional network: every cell of every tile is where it belongs, what is
 * left out stays blank, and the channels that are shown are the right ones. */
#include <math.h>
#include <string.h>

#include "tests/core/training/conv-problem.h"
#include "ui/figure/layer-class.h"
#include "ui/plots/answer-plots.h"
#include "ui/plots/convolution-plots.h"
#include "ui/plots/tile-grid.h"

static const ClConvShape shape = { .channels = 70,
                                   .inputs = 2,
                                   .height = 6,
                                   .width = 6,
                                   .kernel = 3,
                                   .pool = 2,
                                   .classes = 4 };

static ClPanel *
only_panel (ClFigure *figure)
{
  g_assert_cmpuint (cl_figure_n_panels (figure), ==, 1);
  return cl_figure_panel (figure, 0);
}

static void
limits_of (ClPanel *panel, double *low, double *high)
{
  g_assert_cmpuint (cl_panel_n_layers (panel), ==, 1);
  g_assert_true (cl_layer_is_heat (cl_panel_layer (panel, 0)));
  cl_layer_heat_limits (cl_panel_layer (panel, 0), low, high);
}

/* The colours run over the tiles that are shown, and not over those beyond them. */
static void
test_grid (void)
{
  double values[2 * 3 * 4], low, high;

  for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
    values[k] = (double) k + 1;
  const ClTileGrid grid = { .values = values,
                            .rows = 2,
                            .cols = 2,
                            .step = 3,
                            .height = 2,
                            .width = 2,
                            .row_label = "row",
                            .col_label = "column",
                            .meaning = "value" };
  g_autoptr (ClFigure) figure = cl_figure_new (NULL, "Tiles.");

  cl_tile_grid_add (cl_figure_add_panel (figure, 0, 0), &grid);
  limits_of (only_panel (figure), &low, &high);
  g_assert_cmpfloat (high, ==, 20);
  values[0] = -30;
  g_autoptr (ClFigure) signed_figure = cl_figure_new (NULL, "Tiles.");
  cl_tile_grid_add (cl_figure_add_panel (signed_figure, 0, 0), &grid);
  limits_of (only_panel (signed_figure), &low, &high);
  g_assert_cmpfloat (low, ==, -30);
  g_assert_cmpfloat (high, ==, 30);
}

/* The self-loops, which are far larger, do not set the colours of the kernels of A. */
static void
test_coupling (void)
{
  g_autoptr (ClConvModel) model = conv_problem_new (&shape, "relu", -5.0, 1);
  g_autoptr (ClFigure) figure = cl_coupling_kernels_figure (model);
  double low, high, most = 0, loop = 0;

  for (gsize c = 0; c < CL_CONVOLUTION_PLOT_CHANNELS; c++)
    for (gsize k = 0; k < CL_CONVOLUTION_PLOT_CHANNELS * 9; k++)
      if (k == cl_conv_centre (&shape, c))
        loop = fmax (loop, fabs (cl_matrix_get (model->a_kernels, c, k)));
      else
        most = fmax (most, fabs (cl_matrix_get (model->a_kernels, c, k)));
  limits_of (only_panel (figure), &low, &high);
  g_assert_cmpfloat (loop, >, 2 * most);
  g_assert_cmpfloat (high, ==, most);
  g_assert_cmpfloat (low, ==, -most);
}

/* An answer whose last frame has one bright channel among dark ones. */
static ClAnswer *
make_answer (void)
{
  const gsize pixels = 36, frames = 2, channels = 20;
  ClAnswer *answer = cl_answer_new (channels * pixels, 4);
  const gsize steps[] = { 1, 3 };
  const double residuals[] = { 1, 0.1, 0.01 };

  answer->map_height = answer->map_width = 6;
  answer->frames = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_vals (answer->frames, steps, 2);
  answer->info.iterations = 3;
  answer->info.residuals = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_vals (answer->info.residuals, residuals, 3);
  answer->info.iterates = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize k = 0; k < frames * channels * pixels; k++)
    {
      const gsize channel = k / pixels % channels;
      /* Dark channels are bright in the first frame, which does not count. */
      const double value = channel < 4 ? (k < channels * pixels ? 9.0 : 0.0) : (double) channel;

      g_array_append_val (answer->info.iterates, value);
    }
  return answer;
}

static void
test_settling (void)
{
  g_autoptr (ClAnswer) answer = make_answer ();
  g_autoptr (ClFigure) figure = cl_settling_figure (answer);
  double low, high;

  g_assert_cmpuint (cl_figure_n_panels (figure), ==, 2);
  limits_of (cl_figure_panel (figure, 1), &low, &high);
  /* The most active sixteen of twenty are those from the fifth on. */
  g_assert_cmpfloat (low, ==, 4);
  g_assert_cmpfloat (high, ==, 19);
  g_autoptr (ClFigure) maps = cl_feature_maps_figure (answer);
  limits_of (only_panel (maps), &low, &high);
  g_assert_cmpfloat (high, ==, 19);
  g_autoptr (ClFigure) empty = cl_feature_maps_figure (NULL);
  g_assert_cmpuint (cl_panel_n_layers (only_panel (empty)), ==, 0);
}

static void
test_outputs (void)
{
  static const char *const names[] = { "a < b", "c", "d", "e", NULL };
  g_autoptr (ClConvModel) model = conv_problem_new (&shape, "relu", 0.5, 2);
  g_autoptr (ClFigure) outputs = cl_output_maps_figure (model, names);
  g_autoptr (ClFigure) inputs = cl_input_kernels_figure (model);
  double low, high, most = 0;

  for (gsize k = 0; k < 4; k++)
    for (gsize f = 0; f < CL_CONVOLUTION_PLOT_CHANNELS * 9; f++)
      most = fmax (most, fabs (cl_matrix_get (model->c_matrix, k, f)));
  limits_of (only_panel (outputs), &low, &high);
  g_assert_cmpfloat (high, ==, most);
  g_assert_cmpuint (cl_panel_n_layers (only_panel (inputs)), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convolution-plots/grid", test_grid);
  g_test_add_func ("/convolution-plots/coupling", test_coupling);
  g_test_add_func ("/convolution-plots/settling", test_settling);
  g_test_add_func ("/convolution-plots/outputs", test_outputs);
  return g_test_run ();
}
