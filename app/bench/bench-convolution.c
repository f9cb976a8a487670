#include <glib/gstdio.h>
#include <math.h>

#include "app/bench/benchmarks.h"
#include "app/bench/sgemm-peak.h"
#include "app/bench/training-problem.h"
#include "core/datasets/random-stream.h"
#include "core/implicit/fixed-point.h"
#include "core/training/convolution/conv-expand.h"
#include "core/training/evaluate.h"

/* The start of a training run of convolutional NEMON on part of the samples, with a test of as
 * large a part of the test samples: an epoch is so many times that.  Later batches need more sweeps
 * than the first ones (the line of each epoch of `train` shows how many). */
typedef struct
{
  gsize channels, batch;
  gsize train, test; /* samples of the part */
  gsize whole;       /* training samples of an epoch */
  ClDataset *dataset;
  ClTrainSnapshot *snapshot;
} ConvolutionProblem;

/* MNIST. */
#define SMALL                                                                                      \
  {                                                                                                \
    .channels = 16, .batch = 50, .train = 2400, .test = 400, .whole = 60000                        \
  }

/* The size of NEMON's table for CIFAR-10. */
#define LARGE                                                                                      \
  {                                                                                                \
    .channels = 81, .batch = 64, .train = 64, .test = 12, .whole = 50000                           \
  }

#define GAMMA 0.5

#define CIFAR_RECORD  3073
#define CIFAR_BATCHES 5

/* Noise in the format of CIFAR-10: its speed does not depend on what the images show. */
static gboolean
write_noise (const char *path, gsize records, ClRandomStream *stream, GError **error)
{
  const gsize size = records * CIFAR_RECORD;
  g_autofree char *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) (cl_random_stream_next (stream) >> 56);
  for (gsize i = 0; i < records; i++)
    bytes[i * CIFAR_RECORD] = (char) (i % 10);
  return g_file_set_contents (path, bytes, (gssize) size, error);
}

static ClDataset *
open_noise (const ConvolutionProblem *problem, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("contraction-lab-XXXXXX", error);
  ClRandomStream stream = cl_random_stream_new (1, 0);
  ClDataset *dataset = NULL;
  gboolean written = folder != NULL;

  for (guint i = 1; written && i <= CIFAR_BATCHES + 1; i++)
    {
      const gboolean is_test = i > CIFAR_BATCHES;
      g_autofree char *name =
          is_test ? g_strdup ("test_batch.bin") : g_strdup_printf ("data_batch_%u.bin", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      written = write_noise (path, is_test ? problem->test : problem->train / CIFAR_BATCHES + 1,
                             &stream, error);
    }
  if (written)
    dataset = cl_dataset_open (folder, 1, NULL, error);
  for (guint i = 1; folder != NULL && i <= CIFAR_BATCHES + 1; i++)
    {
      g_autofree char *name = i > CIFAR_BATCHES ? g_strdup ("test_batch.bin")
                                                : g_strdup_printf ("data_batch_%u.bin", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  if (folder != NULL)
    g_rmdir (folder);
  return dataset;
}

static gpointer
set_up (const ConvolutionProblem *options, ClDataset *dataset)
{
  ConvolutionProblem *problem;

  if (!dataset)
    return NULL;
  problem = g_memdup2 (options, sizeof *options);
  problem->dataset = dataset;
  dataset->train.count = MIN (options->train, dataset->train.count);
  dataset->test.count = MIN (options->test, dataset->test.count);
  return problem;
}

static gpointer
setup_mnist (GError **error)
{
  const ConvolutionProblem options = SMALL;

  return set_up (&options, cl_bench_open_dataset (error));
}

static gpointer
setup_cifar (GError **error)
{
  const ConvolutionProblem options = LARGE;

  return set_up (&options, open_noise (&options, error));
}

static gboolean
run_part (gpointer data, GError **error)
{
  ConvolutionProblem *problem = data;
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  settings.family = "nemon-conv";
  settings.n = problem->channels;
  settings.batch = problem->batch;
  settings.epochs = 1;
  settings.gamma = GAMMA;
  g_autoptr (ClTrainer) trainer = cl_trainer_new (&settings, problem->dataset, error);
  if (!trainer)
    return FALSE;
  cl_trainer_start (trainer);
  cl_trainer_wait (trainer);
  g_clear_pointer (&problem->snapshot, cl_train_snapshot_free);
  problem->snapshot = cl_trainer_take_snapshot (trainer);
  return cl_benchmark_check (problem->snapshot && problem->snapshot->epochs->len == 1, error,
                             "the part did not finish");
}

/* The oracle. */

static ClMatrix *
random_matrix (ClRandomStream *stream, gsize rows, gsize cols, double size)
{
  ClMatrix *matrix = cl_matrix_new (rows, cols);

  for (gsize i = 0; i < rows * cols; i++)
    matrix->data[i] = (float) cl_random_stream_uniform (stream, -size, size);
  return matrix;
}

/* Small, with |A|_inf < 1. */
static ClConvModel *
random_network (ClRandomStream *stream, GError **error)
{
  const ClConvShape shape = {
    .channels = 6, .inputs = 2, .height = 6, .width = 8, .kernel = 3, .pool = 2, .classes = 3
  };
  const gsize taps = cl_conv_state_taps (&shape);
  g_autoptr (ClMatrix) a = random_matrix (stream, 6, taps, 1.8 / (double) taps);
  g_autoptr (ClMatrix) b_kernels = random_matrix (stream, 6, cl_conv_input_taps (&shape), 0.5);
  g_autoptr (ClMatrix) bias = random_matrix (stream, 6, 1, 0.3);
  g_autoptr (ClMatrix) c_matrix = random_matrix (stream, 3, cl_conv_features (&shape), 0.5);
  g_autoptr (ClMatrix) offset = random_matrix (stream, 3, 1, 0.2);
  const ClConvModel parts = {
    shape, cl_activation_default (), a, b_kernels, bias, c_matrix, offset
  };

  return cl_conv_model_new (&parts, error);
}

/* The outputs of the dense network that it is, solved in doubles. */
static ClMatrix *
dense_outputs (const ClConvModel *network, const ClMatrix *inputs, GError **error)
{
  const ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClModel) dense = cl_conv_model_expand (network, error);
  g_autoptr (ClMatrix) x =
      dense ? cl_fixed_point_solve (dense, inputs, NULL, &settings, &info, NULL, error) : NULL;

  return x ? cl_fixed_point_outputs (dense, x, inputs) : NULL;
}

#define ORACLE_SAMPLES 4

static gboolean
verify_oracle (GError **error)
{
  ClRandomStream stream = cl_random_stream_new (2, 0);
  g_autoptr (ClConvModel) network = random_network (&stream, error);
  g_autoptr (ClMatrix) inputs = random_matrix (&stream, ORACLE_SAMPLES, 2 * 6 * 8, 1.0);
  g_autoptr (ClMatrix) outputs = network ? dense_outputs (network, inputs, error) : NULL;
  float pixels[ORACLE_SAMPLES * 2 * 6 * 8];
  guint8 labels[ORACLE_SAMPLES] = { 0 };
  const ClDataset dataset = { .height = 6, .width = 8, .channels = 2, .classes = 3 };
  const ClSamples samples = { ORACLE_SAMPLES, pixels, labels };
  double worst = 0.0;

  if (!outputs)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (pixels); i++)
    pixels[i] = (float) inputs->data[i];
  g_autoptr (ClEvaluation) evaluation =
      cl_evaluation_new_convolution (network, &dataset, &samples, NULL, error);
  if (!evaluation)
    return FALSE;
  for (gsize i = 0; i < ORACLE_SAMPLES * 3; i++)
    worst = fmax (worst, fabs (evaluation->outputs[i] - outputs->data[i]));
  return cl_benchmark_check (worst < 2e-3, error, "it is not the dense network");
}

static gboolean
verify_part (gpointer data, GError **error)
{
  const ConvolutionProblem *problem = data;
  const ClEpoch *epoch = &g_array_index (problem->snapshot->epochs, ClEpoch, 0);

  return cl_benchmark_check (epoch->worst_residual <= 1e-4, error, "an image did not converge")
         && cl_benchmark_check (epoch->margin >= 1.0 - GAMMA - 1e-6, error,
                                "the measure is above gamma")
         && verify_oracle (error);
}

static double
part_work (gpointer data)
{
  const ConvolutionProblem *problem = data;

  return (double) problem->dataset->train.count;
}

static void
free_part (gpointer data)
{
  ConvolutionProblem *problem = data;

  g_clear_pointer (&problem->snapshot, cl_train_snapshot_free);
  cl_dataset_unref (problem->dataset);
  g_free (problem);
}

static gsize
part_notes (gpointer data, double seconds_median, ClBenchmarkNote *notes)
{
  const ConvolutionProblem *problem = data;
  const double peak = cl_bench_sgemm_peak (g_get_num_processors ());
  const double speed = problem->snapshot->gemm_flops / seconds_median;
  const double parts = (double) problem->whole / (double) problem->dataset->train.count;

  notes[0] = (ClBenchmarkNote){ "gflops", "multiplications and additions of its convolutions",
                                "GF/s", speed * 1e-9 };
  notes[1] = (ClBenchmarkNote){ "sgemm_peak_gflops", "sgemm peak", "GF/s", peak * 1e-9 };
  notes[2] = (ClBenchmarkNote){ "fraction", "fraction of that peak", "", speed / peak };
  notes[3] = (ClBenchmarkNote){ "epoch_seconds", "a whole epoch of such parts", "s",
                                seconds_median * parts };
  return 4;
}

const ClBenchmark cl_bench_conv_nemon = {
  .name = "conv-nemon",
  .title = "the first 2400 images and a test of 400, convolutional NEMON, 16 channels, 28 x 28",
  .unit = "samples",
  .repeats = 3,
  .setup = setup_mnist,
  .run = run_part,
  .verify = verify_part,
  .work = part_work,
  .free = free_part,
  .notes = part_notes,
};

const ClBenchmark cl_bench_conv_nemon_cifar = {
  .name = "conv-nemon-cifar",
  .title = "the first 64 images and a test of 12, convolutional NEMON, 81 channels, 3 x 32 x 32",
  .unit = "samples",
  .repeats = 3,
  .setup = setup_cifar,
  .run = run_part,
  .verify = verify_part,
  .work = part_work,
  .free = free_part,
  .notes = part_notes,
};
