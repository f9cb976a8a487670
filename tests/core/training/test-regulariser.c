/* Every regulariser for every family that it suits: its value against its definition, computed
 * another way in doubles, and its gradient against central differences of that. */
#include "core/training/regulariser.h"

#include <math.h>
#include <string.h>

#include "core/training/learner.h"
#include "core/training/trainer.h"
#include "tests/core/training/problem.h"

#define N 6
#define R 5
#define Q 3

/* A power of two, so that adding it to a weight rounds little. */
#define STEP 0x1p-10F

typedef struct
{
  ClMatrix *a, *b, *c;
  const ClMatrix *eta; /* or NULL */
} Weights;

static double
weight (const Weights *w, gsize i)
{
  return w->eta != NULL ? w->eta->data[i] : 1.0;
}

/* max_i sum_j |x_ij| from_j / to_i. */
static double
norm_inf (const Weights *w, const ClMatrix *x, gboolean from, gboolean to)
{
  double norm = 0.0;

  for (gsize i = 0; i < x->rows; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < x->cols; j++)
        sum += fabs (cl_matrix_get (x, i, j)) * (from ? weight (w, j) : 1.0);
      norm = MAX (norm, sum / (to ? weight (w, i) : 1.0));
    }
  return norm;
}

static double
nemon (const Weights *w)
{
  const double b = norm_inf (w, w->b, FALSE, TRUE), c = norm_inf (w, w->c, TRUE, FALSE);
  double measure = 0.0;

  for (gsize i = 0; i < N; i++)
    {
      double sum = cl_matrix_get (w->a, i, i);

      for (gsize j = 0; j < N; j++)
        if (j != i)
          sum += fabs (cl_matrix_get (w->a, i, j)) * weight (w, j) / weight (w, i);
      measure = MAX (measure, sum);
    }
  return (0.5 * b * b + c * c) / (1.0 - measure);
}

/* The largest eigenvalue of a symmetric matrix by the power method on a shifted one. */
static double
largest_eigenvalue (gsize n, const double *s)
{
  const double shift = 5.0;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  double value = 0.0;

  for (gsize i = 0; i < n; i++)
    x[i] = 1.0 + 0.1 * (double) i;
  for (gsize k = 0; k < 20000; k++)
    {
      double norm = 0.0;

      for (gsize i = 0; i < n; i++)
        {
          y[i] = shift * x[i];
          for (gsize j = 0; j < n; j++)
            y[i] += s[i * n + j] * x[j];
          norm += y[i] * y[i];
        }
      norm = sqrt (norm);
      for (gsize i = 0; i < n; i++)
        x[i] = y[i] / norm;
      value = norm;
    }
  return value - shift;
}

static double
square_of_norm_two (const ClMatrix *x)
{
  g_autofree double *gram = g_new0 (double, x->cols * x->cols);

  for (gsize i = 0; i < x->cols; i++)
    for (gsize j = 0; j < x->cols; j++)
      for (gsize k = 0; k < x->rows; k++)
        gram[i * x->cols + j] += cl_matrix_get (x, k, i) * cl_matrix_get (x, k, j);
  return largest_eigenvalue (x->cols, gram);
}

static double
l2 (const Weights *w)
{
  double symmetric[N * N];

  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < N; j++)
      symmetric[i * N + j] = 0.5 * (cl_matrix_get (w->a, i, j) + cl_matrix_get (w->a, j, i));
  const double measure = largest_eigenvalue (N, symmetric);
  return (0.5 * square_of_norm_two (w->b) + square_of_norm_two (w->c)) / (1.0 - MAX (measure, 0.0));
}

/* s = (I - M)^-1 |B| 1 by the iteration of each neuron's own loop. */
static double
sensitivity (const Weights *w)
{
  double s[N] = { 0 }, most = 0.0;

  for (gsize k = 0; k < 2000; k++)
    for (gsize i = 0; i < N; i++)
      {
        double sum = 0.0;

        for (gsize j = 0; j < R; j++)
          sum += fabs (cl_matrix_get (w->b, i, j));
        for (gsize j = 0; j < N; j++)
          sum += j == i ? 0.0 : fabs (cl_matrix_get (w->a, i, j)) * s[j];
        s[i] = sum / (1.0 - cl_matrix_get (w->a, i, i));
      }
  for (gsize i = 0; i < Q; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < N; j++)
        sum += fabs (cl_matrix_get (w->c, i, j)) * s[j];
      most = MAX (most, sum);
    }
  return most;
}

static double
entries (const Weights *w)
{
  double sum = 0.0;

  for (gsize i = 0; i < N * N; i++)
    sum += fabs (w->a->data[i]);
  return sum;
}

static double
entry_of_both (const Weights *w, gsize i, gsize j)
{
  return j < N ? cl_matrix_get (w->a, i, j) : cl_matrix_get (w->b, i, j - N);
}

static double
rows (const Weights *w)
{
  double total = 0.0;

  for (gsize i = 0; i < N; i++)
    {
      double square = 0.0;

      for (gsize j = 0; j < N + R; j++)
        square += entry_of_both (w, i, j) * entry_of_both (w, i, j);
      total += sqrt (square);
    }
  return total;
}

static double
columns (const Weights *w)
{
  double total = 0.0;

  for (gsize j = 0; j < N + R; j++)
    {
      double square = 0.0;

      for (gsize i = 0; i < N; i++)
        square += entry_of_both (w, i, j) * entry_of_both (w, i, j);
      total += sqrt (square);
    }
  return total;
}

static const struct
{
  const char *id;
  double (*define) (const Weights *w);
} definitions[] = {
  { "nemon", nemon },
  { "l2", l2 },
  { "sensitivity", sensitivity },
  { "l1", entries },
  { "row-sparsity", rows },
  { "column-sparsity", columns },
};

static double
define (const ClRegulariser *regulariser, const ClLearner *learner)
{
  g_autoptr (ClTrained) trained = cl_learner_to_model (learner, NULL);
  const ClModel *model = trained->model;
  const Weights w = { model->parts.array[CL_ARRAY_A], model->parts.array[CL_ARRAY_B],
                      model->parts.array[CL_ARRAY_C], model->parts.array[CL_ARRAY_ETA] };

  for (gsize i = 0; i < G_N_ELEMENTS (definitions); i++)
    if (g_str_equal (definitions[i].id, regulariser->id))
      return definitions[i].define (&w);
  g_assert_not_reached ();
}

/* Random weights, of different sizes in eta, and with the diagonal of T below zero, where the
 * measure of A moves with it. */
static ClLearner *
new_learner (const ClFamily *family, guint64 seed)
{
  const ClParameterLayout layout = cl_parameter_layout (family, N, R, Q);
  ClLearner *learner = cl_learner_new (family, cl_optimiser_find ("adam"),
                                       cl_activation_find ("relu"), &layout, 0.8, seed);
  float *theta = cl_learner_theta (learner);

  if (g_str_has_prefix (family->id, "nemon"))
    for (gsize i = 0; i < N; i++)
      theta[i * (N + 1)] = -0.05F - 0.01F * (float) i;
  for (gsize i = 0; family->log_eta != NULL && i < N; i++)
    theta[family->log_eta (N) + i] = 0.5F * (float) i - 1.0F;
  cl_learner_refresh (learner);
  return learner;
}

static double
define_at (ClLearner *learner, const ClRegulariser *regulariser, float *weight, float value)
{
  *weight = value;
  cl_learner_refresh (learner);
  return define (regulariser, learner);
}

/* The gradient lies between the difference quotients to either side, which are one number but where
 * an entry of A changes its sign in between. */
static void
check_block (ClLearner *learner, const ClRegulariser *regulariser, double lambda, gsize count,
             float *weights, const float *gradient)
{
  double largest = 0.0;

  for (gsize i = 0; i < count; i++)
    largest = MAX (largest, fabs (gradient[i]));
  for (gsize i = 0; i < count; i++)
    {
      const float kept = weights[i], above = kept + STEP, below = kept - STEP;
      const double high = define_at (learner, regulariser, &weights[i], above);
      const double low = define_at (learner, regulariser, &weights[i], below);
      const double middle = define_at (learner, regulariser, &weights[i], kept);
      const double right = lambda * (high - middle) / ((double) above - (double) kept);
      const double left = lambda * (middle - low) / ((double) kept - (double) below);
      const double tolerance = 5e-3 * largest + 3e-4;

      g_assert_cmpfloat (gradient[i], >=, MIN (left, right) - tolerance);
      g_assert_cmpfloat (gradient[i], <=, MAX (left, right) + tolerance);
    }
}

static void
test_gradient (const ClRegulariser *regulariser, const ClFamily *family, guint64 seed)
{
  const double lambda = 0.25;
  g_autoptr (ClLearner) learner = new_learner (family, seed);
  const ClParameterLayout *layout = cl_learner_layout (learner);
  g_autoptr (ClBatchGradient) batch = cl_batch_gradient_new (layout, cl_activation_find ("relu"),
                                                             cl_loss_find ("cross-entropy"), 1);
  g_autofree float *theta = NULL;

  const double value = cl_learner_regularise (learner, regulariser, lambda, batch);
  const double defined = define (regulariser, learner);
  g_assert_cmpfloat_with_epsilon (value, defined, 1e-5 * defined);
  theta = g_memdup2 (cl_learner_pull_back (learner, cl_batch_gradient_a (batch)),
                     layout->theta * sizeof (float));
  check_block (learner, regulariser, lambda, layout->theta, cl_learner_theta (learner), theta);
  check_block (learner, regulariser, lambda, layout->linear, cl_learner_linear (learner),
               cl_batch_gradient_linear (batch));
}

static void
test_gradients (gconstpointer data)
{
  const ClRegulariser *regulariser = data;
  gsize count, suited = 0;
  const ClFamily *const *families = cl_family_table (&count);

  for (gsize k = 0; k < count; k++)
    for (guint64 seed = 1; seed <= 3 && cl_regulariser_suits (regulariser, families[k]); seed++)
      {
        test_gradient (regulariser, families[k], seed);
        suited++;
      }
  g_assert_cmpuint (suited, >, 0);
}

/* Trained with it, a network has less of it. */
static void
test_lowers (gconstpointer data)
{
  const ClRegulariser *regulariser = data;
  g_autoptr (ClDataset) dataset = problem_new (1000, 100, 5);
  double value[2];

  for (gsize i = 0; i < 2; i++)
    {
      ClTrainSettings settings;

      cl_train_settings_init (&settings);
      settings.family = regulariser->needs_mu_two ? "mon" : "nemon";
      settings.regulariser = regulariser->id;
      settings.lambda = i == 0 ? 0.0 : 3e-3;
      settings.n = 12;
      settings.epochs = 3;
      settings.batch = 50;
      settings.threads = 2;
      g_autoptr (ClTrainer) trainer = cl_trainer_new (&settings, dataset, NULL);
      cl_trainer_start (trainer);
      cl_trainer_wait (trainer);
      g_autoptr (ClModel) model = cl_trainer_get_model (trainer, FALSE);
      g_autofree double *work =
          g_new0 (double, regulariser->work != NULL ? regulariser->work (12, 16, 5) : 1);
      g_autofree float *a = g_new (float, 144), *b = g_new (float, 192), *c = g_new (float, 60);
      g_autofree float *spoilt = g_new0 (float, 192);
      ClPenaltyGradient gradient = { spoilt, spoilt, spoilt, NULL };

      for (gsize k = 0; k < 192; k++)
        b[k] = (float) cl_model_array (model, CL_ARRAY_B)->data[k];
      for (gsize k = 0; k < 144; k++)
        a[k] = (float) cl_model_array (model, CL_ARRAY_A)->data[k];
      for (gsize k = 0; k < 60; k++)
        c[k] = (float) cl_model_array (model, CL_ARRAY_C)->data[k];
      const ClPenalised weights = { 12, 16, 5, a, b, c, NULL };
      value[i] = regulariser->add (&weights, 1.0, work, &gradient);
    }
  g_assert_cmpfloat (value[1], <, 0.9 * value[0]);
}

/* Where it is not defined, a weight above zero is refused. */
static void
test_refused (void)
{
  gsize count;
  const ClRegulariser *const *table = cl_regulariser_table (&count);

  for (gsize i = 0; i < count; i++)
    {
      ClTrainSettings settings;
      g_autoptr (GError) error = NULL;

      cl_train_settings_init (&settings);
      settings.family = "free";
      settings.regulariser = table[i]->id;
      g_assert_true (cl_train_settings_validate (&settings, &error));
      settings.lambda = 1e-3;
      g_assert_true (cl_train_settings_validate (&settings, &error)
                     == cl_regulariser_suits (table[i], cl_family_find ("free")));
      g_assert_true (error == NULL || strstr (error->message, table[i]->id) != NULL);
      g_assert_true (cl_regulariser_find (table[i]->id) == table[i]);
      g_assert_true (*table[i]->title && *table[i]->formula && *table[i]->source);
    }
  g_assert_null (cl_regulariser_find ("none"));
}

int
main (int argc, char **argv)
{
  gsize count;
  const ClRegulariser *const *table = cl_regulariser_table (&count);

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *gradient =
          g_strdup_printf ("/training/regulariser/gradient/%s", table[i]->id);
      g_autofree char *lowers = g_strdup_printf ("/training/regulariser/lowers/%s", table[i]->id);

      g_test_add_data_func (gradient, table[i], test_gradients);
      g_test_add_data_func (lowers, table[i], test_lowers);
    }
  g_test_add_func ("/training/regulariser/refused", test_refused);
  return g_test_run ();
}
