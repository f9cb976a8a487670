/* Composed networks against the composition of the maps they stand for: every output is compared
 * with that of the parts solved one after the other. */
#include <math.h>
#include <string.h>

#include "core/implicit/composition.h"
#include "core/theory/p-matrix.h"
#include "core/theory/perron.h"
#include "tests/core/implicit/network-fixtures.h"

static ClModel *
random_small (GRand *random)
{
  return random_model_with_measure (random, (gsize) g_rand_int_range (random, 1, 7),
                                    g_rand_double_range (random, -1, 0.6), "relu");
}

static void
assert_block (const ClMatrix *whole, gsize row, gsize col, const ClMatrix *block)
{
  for (gsize i = 0; i < block->rows; i++)
    for (gsize j = 0; j < block->cols; j++)
      g_assert_cmpfloat (cl_matrix_get (whole, row + i, col + j), ==, cl_matrix_get (block, i, j));
}

static ClMatrix *
product (const ClMatrix *a, const ClMatrix *b)
{
  ClMatrix *c = cl_matrix_new (a->rows, b->cols);

  for (gsize i = 0; i < a->rows; i++)
    for (gsize j = 0; j < b->cols; j++)
      for (gsize k = 0; k < a->cols; k++)
        cl_matrix_row (c, i)[j] += cl_matrix_get (a, i, k) * cl_matrix_get (b, k, j);
  return c;
}

static void
assert_block_near (const ClMatrix *whole, gsize row, gsize col, const ClMatrix *a,
                   const ClMatrix *b)
{
  g_autoptr (ClMatrix) expected = product (a, b);

  for (gsize i = 0; i < expected->rows; i++)
    for (gsize j = 0; j < expected->cols; j++)
      assert_near (cl_matrix_get (whole, row + i, col + j), cl_matrix_get (expected, i, j), 1e-14);
}

/* The arrays of IDL 2.4, block by block: the parts bit by bit, the products to their rounding. */
static void
test_cascade_blocks (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int trial = 0; trial < 50; trial++)
    {
      g_autoptr (ClModel) first = random_small (random);
      g_autoptr (ClModel) second = random_small (random);
      g_autoptr (ClModel) whole = cl_composition_cascade (first, second, NULL);
      const ClMatrix *const *p = (const ClMatrix *const *) first->parts.array;
      const ClMatrix *const *s = (const ClMatrix *const *) second->parts.array;
      const ClMatrix *const *w = (const ClMatrix *const *) whole->parts.array;
      g_autoptr (ClMatrix) zero = cl_matrix_new (first->n, second->n);

      g_assert_cmpuint (whole->n, ==, first->n + second->n);
      g_assert_cmpuint (whole->r, ==, first->r);
      g_assert_cmpuint (whole->q, ==, second->q);
      assert_block (w[CL_ARRAY_A], 0, 0, s[CL_ARRAY_A]);
      assert_block (w[CL_ARRAY_A], second->n, 0, zero);
      assert_block (w[CL_ARRAY_A], second->n, second->n, p[CL_ARRAY_A]);
      assert_block_near (w[CL_ARRAY_A], 0, second->n, s[CL_ARRAY_B], p[CL_ARRAY_C]);
      assert_block_near (w[CL_ARRAY_B], 0, 0, s[CL_ARRAY_B], p[CL_ARRAY_D]);
      assert_block (w[CL_ARRAY_B], second->n, 0, p[CL_ARRAY_B]);
      assert_block (w[CL_ARRAY_C], 0, 0, s[CL_ARRAY_C]);
      assert_block_near (w[CL_ARRAY_C], 0, second->n, s[CL_ARRAY_D], p[CL_ARRAY_C]);
      assert_block_near (w[CL_ARRAY_D], 0, 0, s[CL_ARRAY_D], p[CL_ARRAY_D]);
      assert_block (w[CL_ARRAY_BIAS], second->n, 0, p[CL_ARRAY_BIAS]);
    }
}

static void
test_cascade_map (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (int trial = 0; trial < 60; trial++)
    {
      g_autoptr (ClModel) first = random_small (random);
      g_autoptr (ClModel) second = random_small (random);
      g_autoptr (ClModel) whole = cl_composition_cascade (first, second, NULL);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 5, 2, 2);
      g_autoptr (ClMatrix) between = outputs_of (first, inputs);
      g_autoptr (ClMatrix) expected = outputs_of (second, between);
      g_autoptr (ClMatrix) y = outputs_of (whole, inputs);

      assert_matrices_near (y, expected, 1e-9);
    }
}

static void
test_parallel_map (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (int trial = 0; trial < 60; trial++)
    {
      double weight1 = g_rand_double_range (random, -2, 2);
      double weight2 = g_rand_double_range (random, -2, 2);
      g_autoptr (ClModel) first = random_small (random);
      g_autoptr (ClModel) second = random_small (random);
      g_autoptr (ClModel) whole = cl_composition_parallel (first, second, weight1, weight2, NULL);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 5, 2, 2);
      g_autoptr (ClMatrix) y1 = outputs_of (first, inputs);
      g_autoptr (ClMatrix) y2 = outputs_of (second, inputs);
      g_autoptr (ClMatrix) y = outputs_of (whole, inputs);

      for (gsize e = 0; e < y->rows * y->cols; e++)
        assert_near (y->data[e], weight1 * y1->data[e] + weight2 * y2->data[e], 1e-9);
    }
}

/* A stack whose outputs are added has an input of its own for each part: y (u1, u2) of IDL 2.4. */
static void
test_wire_sum_of_two_inputs (void)
{
  static const double sum[] = { 1, 0, 1, 0, 0, 1, 0, 1 };
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autoptr (ClModel) first = random_small (random);
  g_autoptr (ClModel) second = random_small (random);
  g_autoptr (ClModel) stack = cl_composition_stack (first, second, NULL);
  g_autoptr (ClMatrix) output = cl_matrix_new_from (2, 4, sum);
  g_autoptr (ClModel) whole = cl_composition_wire (stack, &(ClWiring){ .output = output }, NULL);
  g_autoptr (ClMatrix) inputs = random_matrix (random, 7, 4, 2);
  g_autoptr (ClMatrix) u1 = cl_matrix_new (7, 2);
  g_autoptr (ClMatrix) u2 = cl_matrix_new (7, 2);
  g_autoptr (ClMatrix) y1 = NULL;
  g_autoptr (ClMatrix) y2 = NULL;
  g_autoptr (ClMatrix) y = outputs_of (whole, inputs);

  for (gsize row = 0; row < 7; row++)
    for (gsize j = 0; j < 2; j++)
      {
        cl_matrix_set (u1, row, j, cl_matrix_get (inputs, row, j));
        cl_matrix_set (u2, row, j, cl_matrix_get (inputs, row, 2 + j));
      }
  y1 = outputs_of (first, u1);
  y2 = outputs_of (second, u2);
  for (gsize e = 0; e < y->rows * y->cols; e++)
    assert_near (y->data[e], y1->data[e] + y2->data[e], 1e-9);
}

/* The fixed point of the loop, split into its two states, satisfies the equations of both parts
 * with u1 = u + y2 and u2 = y1. */
static void
assert_loop (const ClModel *forward, const ClModel *backward, const ClModel *whole,
             const ClMatrix *inputs)
{
  g_autoptr (ClMatrix) x = solve_closely (whole, inputs);
  g_autoptr (ClMatrix) y = cl_fixed_point_outputs (whole, x, inputs);

  for (gsize row = 0; row < x->rows; row++)
    {
      const double *x1 = cl_matrix_row (x, row);
      const double *x2 = x1 + forward->n;
      double u1[2], y1[2], y2[2], rhs[16], drive[16], work[16];

      cl_model_output (backward, x2, cl_matrix_row (y, row), y2);
      for (gsize j = 0; j < 2; j++)
        u1[j] = cl_matrix_get (inputs, row, j) + y2[j];
      cl_model_output (forward, x1, u1, y1);
      for (gsize j = 0; j < 2; j++)
        assert_near (cl_matrix_get (y, row, j), y1[j], 1e-9);
      cl_model_drive (forward, u1, drive);
      cl_model_rhs (forward, drive, x1, work, rhs);
      for (gsize i = 0; i < forward->n; i++)
        assert_near (rhs[i], 0, 1e-9);
      cl_model_drive (backward, y1, drive);
      cl_model_rhs (backward, drive, x2, work, rhs);
      for (gsize i = 0; i < backward->n; i++)
        assert_near (rhs[i], 0, 1e-9);
    }
}

static void
test_feedback_map (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  gsize compared = 0;

  for (int trial = 0; trial < 150; trial++)
    {
      g_autoptr (ClModel) forward = random_small (random);
      g_autoptr (ClModel) backward = random_small (random);
      g_autoptr (ClModel) whole = cl_composition_feedback (forward, backward, NULL);
      g_autoptr (ClMatrix) inputs = random_matrix (random, 3, 2, 2);
      g_autoptr (ClMatrix) metzler = cl_metzler_majorant (cl_model_array (whole, CL_ARRAY_A));
      g_autoptr (ClPerron) perron = cl_perron_new (metzler);

      if (perron->value > 0.95)
        continue;
      assert_loop (forward, backward, whole, inputs);
      compared++;
    }
  g_assert_cmpuint (compared, >=, 20);
}

/* Two well-posed parts whose loop is not: x1 = relu (2 x2 + u), x2 = relu (x1) grows for ever. */
static void
test_feedback_may_destroy (void)
{
  static const double zero[] = { 0 }, one[] = { 1 }, two[] = { 2 };
  ClModelParts parts = { 0 };
  g_autoptr (ClMatrix) a = parts.array[CL_ARRAY_A] = cl_matrix_new_from (1, 1, zero);
  g_autoptr (ClMatrix) b = parts.array[CL_ARRAY_B] = cl_matrix_new_from (1, 1, one);
  g_autoptr (ClMatrix) c = parts.array[CL_ARRAY_C] = cl_matrix_new_from (1, 1, one);
  g_autoptr (ClMatrix) steep = cl_matrix_new_from (1, 1, two);
  g_autoptr (ClModel) plain = cl_model_new (&parts, NULL);
  g_autoptr (ClModel) gain = cl_model_with_array (plain, CL_ARRAY_C, steep, NULL);
  g_autoptr (ClModel) whole = cl_composition_feedback (plain, gain, NULL);
  g_autoptr (ClMatrix) m = cl_identity_minus (cl_model_array (whole, CL_ARRAY_A));
  ClPrincipalMinors minors;

  g_assert_true (cl_principal_minors (m, &minors, NULL, NULL));
  g_assert_cmpint (minors.verdict, ==, CL_VERDICT_FAILS);
  g_assert_cmpfloat (minors.smallest, ==, -1);
}

static double
abscissa (const ClModel *model, ClMatrix *(*majorant) (const ClMatrix *a))
{
  g_autoptr (ClMatrix) m = majorant (cl_model_array (model, CL_ARRAY_A));
  g_autoptr (ClPerron) perron = cl_perron_new (m);

  return perron->value;
}

static ClVerdict
p_matrix (const ClModel *model)
{
  g_autoptr (ClMatrix) m = cl_identity_minus (cl_model_array (model, CL_ARRAY_A));
  ClPrincipalMinors minors;

  g_assert_true (cl_principal_minors (m, &minors, NULL, NULL));
  return minors.verdict;
}

/* Cascade and parallel sum are well posed exactly when both parts are (IDL Thm. 2.7), and the
 * Perron-Frobenius condition holds exactly when it holds for both. */
static void
test_well_posedness (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  gsize both = 0;

  for (int trial = 0; trial < 300; trial++)
    {
      g_autoptr (ClMatrix) a1 = random_border_matrix (random, 1 + (gsize) trial % 4);
      g_autoptr (ClMatrix) a2 = random_border_matrix (random, 1 + (gsize) trial % 3);
      g_autoptr (ClModel) base1 = random_model (random, a1->rows, 1, "relu");
      g_autoptr (ClModel) base2 = random_model (random, a2->rows, 1, "relu");
      g_autoptr (ClModel) first = cl_model_with_array (base1, CL_ARRAY_A, a1, NULL);
      g_autoptr (ClModel) second = cl_model_with_array (base2, CL_ARRAY_A, a2, NULL);
      g_autoptr (ClModel) whole = trial % 2 ? cl_composition_cascade (first, second, NULL)
                                            : cl_composition_parallel (first, second, 1, 1, NULL);
      ClVerdict parts[] = { p_matrix (first), p_matrix (second) };

      assert_near (abscissa (whole, cl_metzler_majorant),
                   fmax (abscissa (first, cl_metzler_majorant),
                         abscissa (second, cl_metzler_majorant)),
                   1e-9);
      assert_near (abscissa (whole, cl_absolute_majorant),
                   fmax (abscissa (first, cl_absolute_majorant),
                         abscissa (second, cl_absolute_majorant)),
                   1e-9);
      if (parts[0] == CL_VERDICT_HOLDS && parts[1] == CL_VERDICT_HOLDS)
        {
          g_assert_cmpint (p_matrix (whole), !=, CL_VERDICT_FAILS);
          both++;
        }
      if (parts[0] == CL_VERDICT_FAILS || parts[1] == CL_VERDICT_FAILS)
        g_assert_cmpint (p_matrix (whole), !=, CL_VERDICT_HOLDS);
    }
  g_assert_cmpuint (both, >=, 50);
  g_assert_cmpuint (both, <=, 250);
}

/* One layer after the other, by the plainest code. */
static void
forward_pass (const ClLayer *layers, gsize count, const ClActivation *phi, const double *u,
              double *y)
{
  double x[64], z[64];

  for (gsize i = 0; i < layers[0].weight->cols; i++)
    x[i] = u[i];
  for (gsize l = 0; l < count; l++)
    {
      const ClMatrix *w = layers[l].weight;

      for (gsize i = 0; i < w->rows; i++)
        {
          z[i] = layers[l].bias != NULL ? layers[l].bias->data[i] : 0;
          for (gsize j = 0; j < w->cols; j++)
            z[i] += cl_matrix_get (w, i, j) * x[j];
        }
      for (gsize i = 0; i < w->rows; i++)
        x[i] = l + 1 < count ? phi->value (z[i]) : z[i];
    }
  for (gsize i = 0; i < layers[count - 1].weight->rows; i++)
    y[i] = x[i];
}

static void
test_feedforward (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gsize activations;
  const ClActivation *const *table = cl_activation_table (&activations);

  for (int trial = 0; trial < 70; trial++)
    {
      const ClActivation *phi = table[(gsize) trial % activations];
      gsize count = 2 + (gsize) trial % 4;
      ClLayer layers[5];
      gsize width = (gsize) g_rand_int_range (random, 1, 6);
      g_autoptr (ClModel) model = NULL;
      g_autoptr (ClMatrix) inputs = random_matrix (random, 3, width, 2);
      g_autoptr (ClMatrix) y = NULL;

      for (gsize l = 0; l < count; l++)
        {
          gsize next = (gsize) g_rand_int_range (random, 1, 9);

          layers[l].weight = random_matrix (random, next, width, 2);
          layers[l].bias = trial % 3 ? random_matrix (random, next, 1, 1) : NULL;
          width = next;
        }
      model = cl_composition_feedforward (layers, count, phi, NULL);
      g_assert_cmpfloat (abscissa (model, cl_absolute_majorant), ==, 0);
      for (gsize i = 0; i < model->n; i++)
        for (gsize j = 0; j <= i; j++)
          g_assert_cmpfloat (cl_matrix_get (cl_model_array (model, CL_ARRAY_A), i, j), ==, 0);
      y = outputs_of (model, inputs);
      for (gsize row = 0; row < 3; row++)
        {
          double expected[16];

          forward_pass (layers, count, phi, cl_matrix_row (inputs, row), expected);
          for (gsize k = 0; k < y->cols; k++)
            assert_near (cl_matrix_get (y, row, k), expected[k], 1e-10);
        }
      for (gsize l = 0; l < count; l++)
        {
          cl_matrix_unref ((ClMatrix *) layers[l].weight);
          if (layers[l].bias != NULL)
            cl_matrix_unref ((ClMatrix *) layers[l].bias);
        }
    }
}

static void
assert_fails (const ClModel *model, GError **error, int code, const char *text)
{
  g_assert_null (model);
  g_assert_error (*error, CL_COMPOSITION_ERROR, code);
  if (strstr ((*error)->message, text) == NULL)
    g_error ("'%s' does not say '%s'", (*error)->message, text);
  g_clear_error (error);
}

static void
test_refusals (void)
{
  static const double swap[] = { 0, 1, 1, 0 }, row[] = { 1, 2 };
  g_autoptr (GRand) random = g_rand_new_with_seed (10);
  g_autoptr (ClModel) relu = random_model (random, 2, 0.3, "relu");
  g_autoptr (ClModel) tanh = random_model (random, 2, 0.3, "tanh");
  g_autoptr (ClModel) bare = plain_model (2, swap, CL_MODEL_FIRING_RATE, "relu");
  g_autoptr (ClModel) hopfield = cl_model_with_kind (relu, CL_MODEL_HOPFIELD);
  g_autoptr (ClMatrix) through = cl_matrix_new_from (2, 2, swap);
  g_autoptr (ClModel) direct = cl_model_with_array (relu, CL_ARRAY_D, through, NULL);
  g_autoptr (ClMatrix) narrow = cl_matrix_new_from (1, 2, row);
  ClLayer layers[] = { { narrow, NULL }, { through, NULL } };
  GError *error = NULL;

  assert_fails (cl_composition_cascade (relu, tanh, &error), &error, CL_COMPOSITION_ERROR_KIND,
                "are relu and tanh");
  assert_fails (cl_composition_cascade (hopfield, relu, &error), &error, CL_COMPOSITION_ERROR_KIND,
                "expected firing-rate");
  assert_fails (cl_composition_cascade (bare, relu, &error), &error, CL_COMPOSITION_ERROR_SHAPE,
                "Outputs of the first model: 0, inputs of the second: 2");
  assert_fails (cl_composition_feedback (direct, direct, &error), &error, CL_COMPOSITION_ERROR_LOOP,
                "no usable inverse");
  assert_fails (cl_composition_wire (relu, &(ClWiring){ .output = narrow, .feedback = narrow },
                                     &error),
                &error, CL_COMPOSITION_ERROR_SHAPE, "F 1x2");
  assert_fails (cl_composition_feedforward (layers, 2, NULL, &error), &error,
                CL_COMPOSITION_ERROR_SHAPE, "layer 2 is 2x2: expected 2x1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/implicit/composition/cascade-blocks", test_cascade_blocks);
  g_test_add_func ("/implicit/composition/cascade-map", test_cascade_map);
  g_test_add_func ("/implicit/composition/parallel-map", test_parallel_map);
  g_test_add_func ("/implicit/composition/two-inputs", test_wire_sum_of_two_inputs);
  g_test_add_func ("/implicit/composition/feedback-map", test_feedback_map);
  g_test_add_func ("/implicit/composition/feedback-may-destroy", test_feedback_may_destroy);
  g_test_add_func ("/implicit/composition/well-posedness", test_well_posedness);
  g_test_add_func ("/implicit/composition/feedforward", test_feedforward);
  g_test_add_func ("/implicit/composition/refusals", test_refusals);
  return g_test_run ();
}
