#include "core/training/convolution/conv-lipschitz.h"

#include <math.h>

#include "core/theory/bounded.h"
#include "core/theory/lipschitz-parts.h"
#include "core/theory/perron.h"
#include "core/training/convolution/conv-spectrum.h"

/* What the bounds in l_2 are made of, each an upper bound of what it names, with A and C times
 * dmax. */
typedef struct
{
  double inverse_gap;    /* 1 / (1 - mu_2 (A)), +inf unless mu_2 (A) < 1 is certain */
  double norm_b, norm_c; /* |B|_2, |C P|_2 */
  double input_two;      /* sqrt (sum_i |B_i|_1^2) */
  double row_two;        /* max_i |(C P)_i|_2 */
  double sqrt_inputs;    /* sqrt (r) */
} TwoParts;

static double
upper (ClBounded bounded)
{
  return bounded.value + bounded.rounding;
}

static void
round_up (ClMatrix *matrix, gsize terms)
{
  for (gsize i = 0; i < matrix->rows * matrix->cols; i++)
    matrix->data[i] *= 1.0 + cl_sum_rounding (terms);
}

ClModel *
cl_conv_quotient_above (const ClConvModel *self, gboolean absolute, GError **error)
{
  const ClConvShape *shape = &self->shape;
  const gsize n = shape->channels, taps = shape->kernel * shape->kernel;
  g_autoptr (ClModel) quotient = cl_conv_model_quotient (self, error);
  ClModelParts parts = { .activation = self->activation, .kind = CL_MODEL_FIRING_RATE };

  if (quotient == NULL)
    return NULL;
  g_autoptr (ClMatrix) a = cl_matrix_copy (cl_model_array (quotient, CL_ARRAY_A));
  g_autoptr (ClMatrix) b = cl_matrix_copy (cl_model_array (quotient, CL_ARRAY_B));
  g_autoptr (ClMatrix) c = cl_matrix_copy (cl_model_array (quotient, CL_ARRAY_C));
  for (gsize i = 0; i < n * n; i++)
    {
      const gsize to = i / n, from = i % n;
      const double loop =
          to == from ? cl_matrix_get (self->a_kernels, to, cl_conv_centre (shape, to)) : 0.0;

      a->data[i] += cl_sum_rounding (taps) * (fabs (a->data[i]) + 2.0 * fabs (loop));
      if (absolute)
        a->data[i] += (fabs (loop) - loop) * (1.0 + cl_sum_rounding (taps));
    }
  round_up (b, shape->inputs * taps);
  round_up (c, cl_conv_blocks (shape));
  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b;
  parts.array[CL_ARRAY_C] = c;
  return cl_model_new (&parts, error);
}

static double
row_two (const ClMatrix *matrix, gsize row)
{
  double square = 0.0;

  for (gsize j = 0; j < matrix->cols; j++)
    square += cl_matrix_get (matrix, row, j) * cl_matrix_get (matrix, row, j);
  return sqrt (square) * (1.0 + cl_sum_rounding (matrix->cols));
}

static double
inverse_gap (const ClConvModel *self)
{
  const double measure =
      self->activation->slope_max * upper (cl_conv_measure_two (&self->shape, self->a_kernels));
  const double gap = 1.0 - measure * (1.0 + copysign (2.0 * DBL_EPSILON, measure));

  return gap > 0.0 ? (1.0 + 4.0 * DBL_EPSILON) / gap : INFINITY;
}

/* sqrt (h w sum over the channels of |B_c|_1^2), from the sums of the quotient. */
static double
input_two (const ClConvModel *self, const ClModel *quotient)
{
  const ClMatrix *sums = cl_model_array (quotient, CL_ARRAY_B);
  double square = 0.0;

  for (gsize i = 0; i < sums->rows; i++)
    square += sums->data[i] * sums->data[i];
  return sqrt ((double) cl_conv_pixels (&self->shape) * square)
         * (1.0 + cl_sum_rounding (sums->rows));
}

static TwoParts
find_two_parts (const ClConvModel *self, const ClModel *quotient)
{
  const ClConvShape *shape = &self->shape;
  const double share = self->activation->slope_max / (double) shape->pool * (1 + 2 * DBL_EPSILON);
  TwoParts parts = { .inverse_gap = inverse_gap (self) };

  parts.norm_b = upper (cl_conv_norm_two (shape, self->b_kernels));
  parts.norm_c = share * upper (cl_norm_two (self->c_matrix));
  parts.input_two = input_two (self, quotient);
  for (gsize i = 0; i < shape->classes; i++)
    parts.row_two = fmax (parts.row_two, share * row_two (self->c_matrix, i));
  parts.sqrt_inputs = sqrt ((double) (shape->inputs * cl_conv_pixels (shape)));
  return parts;
}

static void
set_bound (ClLipschitz *ladder, ClBoundId id, double value)
{
  ClBound *bound = &ladder->bound[id];

  bound->valid = isfinite (value);
  bound->value = bound->valid ? value : INFINITY;
}

static void
find_best (ClLipschitz *ladder)
{
  ladder->best = -1;
  for (gssize i = 0; i < CL_N_BOUNDS; i++)
    if (ladder->bound[i].valid && g_str_equal (ladder->bound[i].norm, "inf")
        && (ladder->best < 0 || ladder->bound[i].value < ladder->bound[ladder->best].value))
      ladder->best = i;
}

static void
set_two_bounds (const ClConvModel *self, const ClModel *quotient, ClLipschitz *ladder)
{
  const TwoParts two = find_two_parts (self, quotient);
  const double state_two = two.norm_b * two.norm_c * two.inverse_gap * (1.0 + 8.0 * DBL_EPSILON);

  set_bound (ladder, CL_BOUND_L2, state_two);
  set_bound (ladder, CL_BOUND_L2_AS_INF, two.sqrt_inputs * state_two * (1 + 4 * DBL_EPSILON));
  set_bound (ladder, CL_BOUND_L2_MIXED,
             two.row_two * two.input_two * two.inverse_gap * (1.0 + 8.0 * DBL_EPSILON));
}

ClLipschitz *
cl_conv_lipschitz_new (const ClConvModel *self, gsize two_limit, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  const ClLipschitzSettings settings = { .vertex_limit = 0 };
  g_autoptr (ClModel) quotient = cl_conv_quotient_above (self, FALSE, error);
  g_autoptr (ClModel) absolute =
      quotient != NULL ? cl_conv_quotient_above (self, TRUE, error) : NULL;
  g_autoptr (ClLipschitz) of_absolute =
      absolute != NULL ? cl_lipschitz_new (absolute, &settings, NULL, error) : NULL;
  ClLipschitz *ladder =
      of_absolute != NULL ? cl_lipschitz_new (quotient, &settings, NULL, error) : NULL;

  if (ladder == NULL)
    return NULL;
  set_bound (ladder, CL_BOUND_IDL, of_absolute->bound[CL_BOUND_IDL].value);
  set_bound (ladder, CL_BOUND_SENSITIVITY, of_absolute->bound[CL_BOUND_SENSITIVITY].value);
  /* Those of the quotient are none of the network. */
  for (gsize id = CL_BOUND_L2; id < CL_N_BOUNDS; id++)
    set_bound (ladder, (ClBoundId) id, INFINITY);
  if (self->shape.channels <= two_limit)
    set_two_bounds (self, quotient, ladder);
  find_best (ladder);
  return ladder;
}

/* |C_i - C_k| in the weights t of the channels, one a feature, and in l_2. */
static double
pair_bound (const ClConvModel *self, const double *t, const TwoParts *two, gsize i, gsize k)
{
  const gsize features = self->c_matrix->cols, blocks = cl_conv_blocks (&self->shape);
  const double *ci = cl_matrix_row (self->c_matrix, i), *ck = cl_matrix_row (self->c_matrix, k);
  double reach = 0.0, square = 0.0;

  for (gsize f = 0; f < features; f++)
    {
      const double difference = fabs (ci[f] - ck[f]);

      reach += t != NULL ? difference * t[f / blocks] : 0.0;
      square += difference * difference;
    }
  const double by_two =
      sqrt (square) / (double) self->shape.pool * two->input_two * two->inverse_gap;
  return self->activation->slope_max * fmin (t != NULL ? reach : INFINITY, by_two)
         * (1.0 + 2.0 * cl_sum_rounding (features));
}

ClMatrix *
cl_conv_lipschitz_pairs (const ClConvModel *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  const gsize q = self->shape.classes;
  g_autoptr (ClModel) quotient = cl_conv_quotient_above (self, FALSE, error);
  ClLipschitzParts parts;

  if (quotient == NULL || !cl_lipschitz_parts_init (&parts, quotient, error))
    return NULL;
  const TwoParts two = find_two_parts (self, quotient);
  g_autofree double *t = g_new (double, self->shape.channels);
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (parts.a);
  const gboolean reached = cl_lipschitz_parts_reach (&parts, majorant, t);
  ClMatrix *pairs = cl_matrix_new (q, q);

  for (gsize i = 0; i < q; i++)
    for (gsize k = 0; k < i; k++)
      {
        const double bound = pair_bound (self, reached ? t : NULL, &two, i, k);

        cl_matrix_set (pairs, i, k, bound);
        cl_matrix_set (pairs, k, i, bound);
      }
  cl_lipschitz_parts_clear (&parts);
  return pairs;
}
