#include <math.h>

#include "core/dynamics/contour.h"
#include "core/dynamics/example.h"
#include "core/dynamics/field.h"
#include "core/dynamics/starts.h"
#include "tests/core/dynamics/model-fixtures.h"
#include "tests/core/theory/fixtures.h"

/* Every row of a batch is the right-hand side of the model, for each kind, with a leak. */
static void
test_flow_matches_model (void)
{
  GRand *random = g_rand_new_with_seed (1);

  for (ClModelKind kind = 0; kind < CL_N_MODEL_KINDS; kind++)
    for (gsize n = 1; n < 9; n++)
      {
        g_autoptr (ClModel) base = random_model (random, n, 2, "tanh");
        g_autoptr (ClMatrix) leak = random_matrix (random, n, 1, 1);
        g_autoptr (ClMatrix) x = random_matrix (random, 5, n, 2);
        g_autoptr (ClMatrix) out = cl_matrix_new (5, n);
        g_autoptr (ClModel) leaky = NULL;
        g_autoptr (ClModel) model = NULL;
        g_autoptr (ClFlow) flow = NULL;
        double work[8], expected[8];

        for (gsize i = 0; i < n; i++)
          leak->data[i] = 1.5 + leak->data[i];
        leaky = cl_model_with_array (base, CL_ARRAY_LEAK, leak, NULL);
        model = cl_model_with_kind (leaky, kind);
        flow = cl_flow_new (model, (double[]){ 0.3, -2 }, 5);
        cl_flow_eval (flow, 5, x->data, out->data);
        for (gsize row = 0; row < 5; row++)
          {
            cl_model_rhs (model, cl_flow_drive (flow), cl_matrix_row (x, row), work, expected);
            for (gsize i = 0; i < n; i++)
              assert_near (cl_matrix_get (out, row, i), expected[i], 1e-13);
          }
      }
  g_rand_free (random);
}

static void
test_jacobian (void)
{
  GRand *random = g_rand_new_with_seed (2);

  for (ClModelKind kind = 0; kind < CL_N_MODEL_KINDS; kind++)
    {
      g_autoptr (ClModel) base = random_model (random, 4, 2, "softplus");
      g_autoptr (ClModel) model = cl_model_with_kind (base, kind);
      g_autoptr (ClFlow) flow = cl_flow_new (model, NULL, 1);
      g_autoptr (ClMatrix) x = random_matrix (random, 1, 4, 2);
      double jacobian[16], up[4], down[4];

      g_assert_true (cl_flow_jacobian (flow, x->data, jacobian));
      for (gsize j = 0; j < 4; j++)
        {
          double h = 1e-6;

          x->data[j] += h;
          cl_flow_eval (flow, 1, x->data, up);
          x->data[j] -= 2 * h;
          cl_flow_eval (flow, 1, x->data, down);
          x->data[j] += h;
          for (gsize i = 0; i < 4; i++)
            assert_near ((up[i] - down[i]) / (2 * h), jacobian[i * 4 + j], 1e-8);
        }
    }
  g_rand_free (random);
}

static void
test_kink (void)
{
  static const double a[] = { 0, 1, 1, 0 };
  g_autoptr (ClModel) model = plain_model (2, a, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClFlow) flow = cl_flow_new (model, NULL, 1);
  double jacobian[4];

  g_assert_false (cl_flow_jacobian (flow, (double[]){ 1, 0 }, jacobian));
  g_assert_true (cl_flow_jacobian (flow, (double[]){ 1, 1 }, jacobian));
  g_assert_cmpfloat (jacobian[1], ==, 1);
}

static void
test_field (void)
{
  GRand *random = g_rand_new_with_seed (3);
  g_autoptr (ClModel) model = random_model (random, 4, 1, "relu");
  const ClBox box = { -1, 2, 0, 5 };
  double state[4] = { 0.1, 0.2, 0.3, 0.4 }, work[4], out[4], drive[4];
  g_autoptr (ClField) field = cl_field_new (model, state, NULL, 3, 1, &box, 7, 11);

  cl_model_drive (model, NULL, drive);
  g_assert_cmpfloat (cl_field_x (field, 6), ==, 2);
  g_assert_cmpfloat (cl_field_y (field, 10), ==, 5);
  for (gsize row = 0; row < 11; row++)
    for (gsize column = 0; column < 7; column++)
      {
        state[3] = cl_field_x (field, column);
        state[1] = cl_field_y (field, row);
        cl_model_rhs (model, drive, state, work, out);
        assert_near (field->u[row * 7 + column], out[3], 1e-14);
        assert_near (field->v[row * 7 + column], out[1], 1e-14);
      }
  g_rand_free (random);
}

/* Any system: here one with an evaluation of its own. */
static void
test_field_of_system (void)
{
  g_autoptr (ClExampleFlow) flow =
      cl_example_flow_new (cl_example_find ("lotka-volterra"), NULL, NULL, NULL);
  const ClSystem *system = cl_example_flow_system (flow);
  const ClBox box = { 0, 2, 1, 3 };
  double state[3] = { 0.5, 0.7, 0.9 }, out[3];
  g_autoptr (ClField) field = cl_field_new_for_system (system, state, 2, 0, &box, 5, 4);

  g_assert_cmpuint (system->n, ==, 3);
  for (gsize row = 0; row < 4; row++)
    for (gsize column = 0; column < 5; column++)
      {
        state[2] = cl_field_x (field, column);
        state[0] = cl_field_y (field, row);
        cl_example_flow_eval (flow, state, out);
        g_assert_cmpfloat (field->u[row * 5 + column], ==, out[2]);
        g_assert_cmpfloat (field->v[row * 5 + column], ==, out[0]);
      }
}

enum
{
  SIDE = 101
};

static ClContour *
contour_of (double (*function) (double x, double y), double level)
{
  static double values[SIDE * SIDE];
  const ClBox box = { -1, 1, -1, 1 };

  for (gsize row = 0; row < SIDE; row++)
    for (gsize column = 0; column < SIDE; column++)
      values[row * SIDE + column] =
          function (-1 + 2.0 * (double) column / (SIDE - 1), -1 + 2.0 * (double) row / (SIDE - 1));
  return cl_contour_new (values, SIDE, SIDE, &box, level);
}

static double
circle (double x, double y)
{
  return x * x + y * y;
}

static double
slanted (double x, double y)
{
  return 0.3 * x - y + 0.123;
}

static double
saddle (double x, double y)
{
  return x * y - 1e-5;
}

static double
holed (double x, double y)
{
  return hypot (x, y) < 0.5 ? NAN : x;
}

static double
flat (double x, double y)
{
  return 0;
}

static gboolean
is_closed (const ClContour *contour, gsize line)
{
  const double *first = contour->points + 2 * contour->start[line];
  const double *last = contour->points + 2 * (contour->start[line + 1] - 1);

  return first[0] == last[0] && first[1] == last[1];
}

static double
length_of (const ClContour *contour)
{
  double length = 0;

  for (gsize line = 0; line < contour->lines; line++)
    for (gsize k = contour->start[line] + 1; k < contour->start[line + 1]; k++)
      length += hypot (contour->points[2 * k] - contour->points[2 * k - 2],
                       contour->points[2 * k + 1] - contour->points[2 * k - 1]);
  return length;
}

static void
test_contours (void)
{
  g_autoptr (ClContour) round = contour_of (circle, 0.49);
  g_autoptr (ClContour) straight = contour_of (slanted, 0);
  g_autoptr (ClContour) crossing = contour_of (saddle, 0);
  g_autoptr (ClContour) gap = contour_of (holed, 1e-9);
  g_autoptr (ClContour) nothing = contour_of (flat, 0);

  g_assert_cmpuint (round->lines, ==, 1);
  g_assert_true (is_closed (round, 0));
  assert_near (length_of (round), 2 * G_PI * 0.7, 1e-3);
  for (gsize k = 0; k < round->start[1]; k++)
    g_assert_cmpfloat (fabs (hypot (round->points[2 * k], round->points[2 * k + 1]) - 0.7), <=,
                       2e-4);
  g_assert_cmpuint (straight->lines, ==, 1);
  g_assert_false (is_closed (straight, 0));
  assert_near (length_of (straight), 2 * hypot (1, 0.3), 1e-12);
  g_assert_cmpuint (crossing->lines, ==, 2);
  g_assert_cmpuint (gap->lines, ==, 2);
  g_assert_cmpuint (nothing->lines, ==, 0);
}

static void
test_box (void)
{
  g_autoptr (ClMatrix) points = cl_matrix_new_from (2, 3, (double[]){ 1, 9, 2, 5, 9, NAN });
  g_autoptr (ClMatrix) more = cl_matrix_new_from (1, 3, (double[]){ 0, 9, 12 });
  ClBox box = cl_box_around (points, more, 0, 2, 0.1);
  ClBox empty = cl_box_around (NULL, NULL, 0, 1, 0);
  ClBox narrow = cl_box_around (points, more, 1, 2, 0);

  /* The row with NaN is left out: x in [0, 1], y in [2, 12]. */
  assert_near (box.x0, -0.1, 1e-14);
  assert_near (box.x1, 1.1, 1e-14);
  assert_near (box.y0, 1, 1e-14);
  assert_near (box.y1, 13, 1e-14);
  g_assert_cmpfloat (empty.x0, ==, -1);
  g_assert_cmpfloat (empty.y1, ==, 1);
  assert_near (narrow.x1 - narrow.x0, 0.5, 1e-12);
}

static void
test_starts (void)
{
  static const double centre[] = { 1, -2, 3 };

  for (ClStartsPattern pattern = 0; pattern < CL_N_STARTS_PATTERNS; pattern++)
    for (gsize n = 1; n <= 3; n++)
      {
        g_autoptr (ClMatrix) starts = cl_starts_new (n, 17, pattern, centre, 2, 42);
        g_autoptr (ClMatrix) again = cl_starts_new (n, 17, pattern, centre, 2, 42);
        ClStartsPattern found;

        g_assert_true (cl_matrix_equal (starts, again));
        g_assert_true (cl_starts_pattern_find (cl_starts_pattern_id (pattern), &found));
        g_assert_cmpint (found, ==, pattern);
        for (gsize row = 0; row < 17; row++)
          {
            double apart = 0;

            for (gsize i = 0; i < n; i++)
              {
                g_assert_cmpfloat (fabs (cl_matrix_get (starts, row, i) - centre[i]), <=, 2);
                apart += fabs (cl_matrix_get (starts, row, i)
                               - cl_matrix_get (starts, (row + 1) % 17, i));
              }
            g_assert_cmpfloat (apart, >, 0);
          }
      }
}

/* A ring lies on the border; Sobol starts put a quarter into each quadrant. */
static void
test_patterns (void)
{
  g_autoptr (ClMatrix) ring = cl_starts_new (2, 40, CL_STARTS_RING, NULL, 1, 0);
  g_autoptr (ClMatrix) sobol = cl_starts_new (2, 64, CL_STARTS_SOBOL, NULL, 1, 7);
  g_autoptr (ClMatrix) many = cl_starts_new (50, 3, CL_STARTS_SOBOL, NULL, 1, 7);
  g_autoptr (ClMatrix) other = cl_starts_new (50, 3, CL_STARTS_SOBOL, NULL, 1, 8);
  gsize right = 0;

  for (gsize row = 0; row < 40; row++)
    g_assert_cmpfloat (fmax (fabs (cl_matrix_get (ring, row, 0)),
                             fabs (cl_matrix_get (ring, row, 1))),
                       ==, 1);
  for (gsize row = 0; row < 64; row++)
    right += cl_matrix_get (sobol, row, 0) > 0;
  g_assert_cmpuint (right, >=, 30);
  g_assert_cmpuint (right, <=, 34);
  g_assert_false (cl_matrix_equal (many, other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dynamics/flow/matches-model", test_flow_matches_model);
  g_test_add_func ("/dynamics/flow/jacobian", test_jacobian);
  g_test_add_func ("/dynamics/flow/kink", test_kink);
  g_test_add_func ("/dynamics/field-of-system", test_field_of_system);
  g_test_add_func ("/dynamics/field/samples", test_field);
  g_test_add_func ("/dynamics/contour/shapes", test_contours);
  g_test_add_func ("/dynamics/box/around", test_box);
  g_test_add_func ("/dynamics/starts/inside", test_starts);
  g_test_add_func ("/dynamics/starts/patterns", test_patterns);
  return g_test_run ();
}
