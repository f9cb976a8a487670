/* Neurons that are left out of a batch: what is solved is the smaller network, which is well posed
 * because the whole one is, and what is learnt is the whole one. */
#include <math.h>
#include <string.h>

#include "core/theory/measure.h"
#include "core/training/family.h"
#include "core/training/learner.h"
#include "tests/core/training/oracle.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

#define N_STATES  8
#define N_PIXELS  5
#define N_CLASSES 3
#define N_SAMPLES 6

/* The same families as for the bound of their measure. */
static const char *const bounded[] = { "nemon", "nemon-weighted", "idl" };

static ClLearner *
new_learner (const char *family, const char *activation, guint64 seed)
{
  const ClFamily *found = cl_family_find (family);
  const ClParameterLayout layout = cl_parameter_layout (found, N_STATES, N_PIXELS, N_CLASSES);
  ClLearner *learner = cl_learner_new (found, cl_optimiser_find ("adam"),
                                       cl_activation_find (activation), &layout, 0.95, seed);

  for (gsize i = 0; found->log_eta != NULL && i < N_STATES; i++)
    cl_learner_theta (learner)[found->log_eta (N_STATES) + i] = 0.4F * (float) i;
  cl_learner_refresh (learner);
  return learner;
}

/* A principal submatrix never has a larger measure: all 2^8 of them. */
static void
test_measure (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (bounded); k++)
    {
      g_autoptr (ClLearner) learner = new_learner (bounded[k], "relu", k);
      g_autoptr (ClTrained) whole = cl_learner_to_model (learner, NULL);
      const ClMatrix *a = whole->model->parts.array[CL_ARRAY_A];
      const ClMatrix *eta = whole->model->parts.array[CL_ARRAY_ETA];
      double one[N_STATES];

      for (gsize i = 0; i < N_STATES; i++)
        one[i] = eta != NULL ? eta->data[i] : 1.0;
      const double measure = cl_measure_inf_weighted (a, one).value;
      g_assert_cmpfloat (measure, <=, 0.95 + 1e-6);
      for (guint mask = 1; mask < 1U << N_STATES; mask++)
        {
          gsize place[N_STATES], kept = 0;
          double weights[N_STATES];

          for (gsize i = 0; i < N_STATES; i++)
            if (mask >> i & 1)
              {
                weights[kept] = one[i];
                place[kept++] = i;
              }
          g_autoptr (ClMatrix) part = cl_matrix_new (kept, kept);
          for (gsize i = 0; i < kept; i++)
            for (gsize j = 0; j < kept; j++)
              cl_matrix_set (part, i, j, cl_matrix_get (a, place[i], place[j]));
          g_assert_cmpfloat (cl_measure_inf_weighted (part, weights).value, <=,
                             measure + 1e-12 * (1.0 + fabs (measure)));
        }
    }
}

/* The network without the neurons of the mask, made by hand. */
typedef struct
{
  ClNetwork network;
  float a[N_STATES * N_STATES], b[N_STATES * N_PIXELS], bias[N_STATES], c[N_CLASSES * N_STATES];
} Small;

static void
make_small (Small *self, const ClNetwork *whole, const float *a, const float *mask)
{
  gsize kept = 0, place[N_STATES];

  for (gsize i = 0; i < N_STATES; i++)
    if (mask[i] > 0.0F)
      place[kept++] = i;
  g_assert_cmpuint (kept, >, 0);
  cl_network_init (&self->network, kept, N_PIXELS, N_CLASSES, whole->activation);
  for (gsize i = 0; i < kept; i++)
    {
      for (gsize j = 0; j < kept; j++)
        self->a[i * kept + j] = a[place[i] * N_STATES + place[j]];
      for (gsize j = 0; j < N_PIXELS; j++)
        self->b[i * N_PIXELS + j] = whole->b_matrix[place[i] * N_PIXELS + j];
      for (gsize k = 0; k < N_CLASSES; k++)
        self->c[k * kept + i] = whole->c_matrix[k * N_STATES + place[i]];
      self->bias[i] = whole->bias[place[i]];
    }
  self->network.b_matrix = self->b;
  self->network.bias = self->bias;
  self->network.c_matrix = self->c;
  self->network.offset = whole->offset;
  cl_network_set_a (&self->network, self->a);
}

static void
assert_gradient_left_out (ClBatchGradient *batch, const ClParameterLayout *layout,
                          const float *mask)
{
  const float *da = cl_batch_gradient_a (batch), *linear = cl_batch_gradient_linear (batch);

  for (gsize i = 0; i < N_STATES; i++)
    {
      for (gsize j = 0; j < N_STATES; j++)
        if (mask[i] == 0.0F || mask[j] == 0.0F)
          g_assert_cmpfloat (da[i * N_STATES + j], ==, 0.0F);
      if (mask[i] > 0.0F)
        continue;
      g_assert_cmpfloat (linear[layout->bias + i], ==, 0.0F);
      for (gsize j = 0; j < N_PIXELS; j++)
        g_assert_cmpfloat (linear[i * N_PIXELS + j], ==, 0.0F);
      for (gsize k = 0; k < N_CLASSES; k++)
        g_assert_cmpfloat (linear[layout->c_matrix + k * N_STATES + i], ==, 0.0F);
    }
}

/* The loss is that of the smaller network, computed slowly; nothing of a neuron that is left out
 * has a gradient, even where the activation is not zero at zero. */
static void
test_loss (gconstpointer data)
{
  const char *activation = data;
  const ClBatchTolerance tolerance = { 1e-5, 1000 };
  const guint32 indices[N_SAMPLES] = { 0, 1, 2, 3, 4, 5 };
  ClSamples samples;

  problem_fill (&samples, N_SAMPLES, N_PIXELS, N_CLASSES, 3);
  for (guint64 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (ClLearner) learner = new_learner (seed % 2 == 0 ? "mon" : "nemon", activation, 1);
      const ClParameterLayout *layout = cl_learner_layout (learner);
      const ClNetwork *network = cl_learner_network (learner);
      g_autoptr (ClBatchGradient) batch =
          cl_batch_gradient_new (layout, cl_activation_find (activation),
                                 cl_loss_find ("cross-entropy"), N_SAMPLES);
      g_autofree float *a = g_memdup2 (network->coupling, sizeof (float) * N_STATES * N_STATES);
      ClGradientInfo info;
      Small small;

      for (gsize i = 0; i < N_STATES; i++)
        a[i * (N_STATES + 1)] = network->loop[i];
      cl_learner_drop (learner, 0.4, seed, 9);
      cl_learner_refresh (learner);
      make_small (&small, network, a, network->mask);
      cl_batch_gradient_run (batch, network, &samples, indices, N_SAMPLES, 1.0F / N_SAMPLES,
                             &tolerance, &info);
      g_assert_cmpfloat (info.forward.residual, <=, tolerance.tolerance);
      g_assert_cmpfloat (info.backward.residual, <=, tolerance.tolerance);
      g_assert_cmpfloat_with_epsilon (info.loss / N_SAMPLES,
                                      oracle_loss (&small.network, &samples, 0.0), 1e-4);
      assert_gradient_left_out (batch, layout, network->mask);
      cl_network_clear (&small.network);
      cl_learner_drop (learner, 0.0, seed, 9);
      cl_learner_refresh (learner);
      g_assert_null (network->mask);
      for (gsize i = 0; i < N_STATES; i++)
        g_assert_cmpfloat (network->loop[i], ==, a[i * (N_STATES + 1)]);
    }
  g_aligned_free (samples.pixels);
  g_free (samples.labels);
}

/* The share of the neurons, and the same ones for the same seed and counter. */
static void
test_mask (void)
{
  g_autoptr (ClLearner) learner = new_learner ("nemon", "relu", 1);
  const ClNetwork *network = cl_learner_network (learner);
  gsize dropped = 0, same = 0;

  for (guint64 k = 0; k < 5000; k++)
    {
      float first[N_STATES];

      cl_learner_drop (learner, 0.3, 7, k);
      memcpy (first, network->mask, sizeof first);
      cl_learner_drop (learner, 0.3, 7, k + 1);
      same += memcmp (first, network->mask, sizeof first) == 0;
      cl_learner_drop (learner, 0.3, 7, k);
      g_assert_cmpmem (first, sizeof first, network->mask, sizeof first);
      for (gsize i = 0; i < N_STATES; i++)
        dropped += first[i] == 0.0F;
    }
  g_assert_cmpfloat_with_epsilon ((double) dropped / (5000.0 * N_STATES), 0.3, 0.01);
  g_assert_cmpuint (same, <, 250);
}

/* For every family: the run converges at every batch whatever is left out, its model is whole, it
 * learns, and the same seed gives the same bytes. */
static void
test_runs (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1000, 300, 1);
  gsize count;
  const ClFamily *const *families = cl_family_table (&count);

  for (gsize k = 0; k < count; k++)
    {
      ClTrainSettings settings = small_settings ();
      settings.family = families[k]->id;
      settings.dropout = 0.3;
      settings.epochs = 4;
      g_autoptr (ClTrainer) first = new_trainer (&settings, dataset);
      g_autoptr (ClTrainer) second = new_trainer (&settings, dataset);
      settings.dropout = 0.0;
      g_autoptr (ClTrainer) without = new_trainer (&settings, dataset);
      g_autoptr (ClTrainSnapshot) of_first = run (first);
      g_autoptr (ClTrainSnapshot) of_second = run (second);
      g_autoptr (ClTrainSnapshot) of_without = run (without);
      g_autoptr (ClModel) model = cl_trainer_get_model (first, FALSE);

      g_assert_cmpstr (of_first->error, ==, NULL);
      g_assert_cmpint (of_first->state, ==, CL_TRAINER_FINISHED);
      assert_same_records (of_first, of_second);
      assert_same_models (first, second);
      g_assert_cmpfloat (of_first->best_test_accuracy, >, 0.9);
      g_assert_cmpfloat (epoch_of (of_first, 3)->train_loss, !=,
                         epoch_of (of_without, 3)->train_loss);
      for (gsize i = 0; i < 12; i++)
        {
          double sum = 0.0;

          for (gsize j = 0; j < 16; j++)
            sum += fabs (cl_matrix_get (cl_model_array (model, CL_ARRAY_B), i, j));
          g_assert_cmpfloat (sum, >, 0.0);
        }
    }
}

int
main (int argc, char **argv)
{
  const char *const activations[] = { "relu", "tanh", "logistic", "softplus" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/dropout/measure", test_measure);
  g_test_add_func ("/training/dropout/mask", test_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (activations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/training/dropout/loss/%s", activations[i]);

      g_test_add_data_func (path, activations[i], test_loss);
    }
  g_test_add_func ("/training/dropout/runs", test_runs);
  return g_test_run ();
}
