/* The loops of a convolution against its definition, and a convolutional network against the dense
 * one that it is: measure, bounds, files. */
#include <glib/gstdio.h>
#include <math.h>

#include "core/formats/array-file.h"
#include "core/theory/lipschitz.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "core/training/convolution/conv-expand.h"
#include "core/training/convolution/conv-kernels.h"
#include "core/training/trainer.h"
#include "tests/core/training/conv-problem.h"

/* Sums of so many products of numbers of order one. */
#define ROUNDING 2e-4

typedef struct
{
  gsize in, out, height, width, kernel;
} Sizes;

static float *
random_floats (gsize count, guint64 seed)
{
  ClRandomStream stream = cl_random_stream_new (seed, 1);
  float *out = cl_conv_floats_new (count);

  for (gsize i = 0; i < count; i++)
    out[i] = (float) cl_random_stream_uniform (&stream, -1.0, 1.0);
  return out;
}

static float *
random_padded (const ClConvImage *image, const float *planes)
{
  float *padded = cl_conv_floats_new (image->size);

  cl_conv_image_fill (image, planes, padded);
  return padded;
}

/* The pixel of a plane that the tap of a kernel sees, with the image as a torus. */
static float
torus (const Sizes *sizes, const float *planes, gsize channel, gsize row, gsize col)
{
  return planes[(channel * sizes->height + row % sizes->height) * sizes->width
                + col % sizes->width];
}

static float
tap_of (const Sizes *sizes, const float *planes, gsize channel, gsize row, gsize col, gsize tap)
{
  const gsize k = sizes->kernel, half = k / 2;

  return torus (sizes, planes, channel, row + sizes->height + tap / k - half,
                col + sizes->width + tap % k - half);
}

static double
definition (const Sizes *sizes, const float *kernels, const float *planes, gsize out, gsize row,
            gsize col)
{
  const gsize taps = sizes->kernel * sizes->kernel;
  double sum = 0.0;

  for (gsize c = 0; c < sizes->in; c++)
    for (gsize tap = 0; tap < taps; tap++)
      sum += (double) kernels[(out * sizes->in + c) * taps + tap]
             * tap_of (sizes, planes, c, row, col, tap);
  return sum;
}

static void
test_apply (gconstpointer data)
{
  const Sizes *sizes = data;
  const gsize pixels = sizes->height * sizes->width;
  const gsize weights = sizes->in * sizes->out * sizes->kernel * sizes->kernel;
  const ClConvImage image = cl_conv_image (sizes->in, sizes->height, sizes->width, sizes->kernel);
  float *planes = random_floats (sizes->in * pixels, 1), *kernels = random_floats (weights, 2);
  float *start = random_floats (sizes->out * pixels, 3);
  float *out = cl_conv_floats_new (sizes->out * pixels), *padded = random_padded (&image, planes);
  const gsize half = sizes->height / 2, at = half * sizes->width * sizes->out;
  ClConvPanels panels;

  cl_conv_panels_init (&panels, sizes->in, sizes->out, sizes->kernel);
  cl_conv_panels_pack (&panels, kernels);
  cl_conv_apply (&panels, &image, padded, 0, half, start, out);
  cl_conv_apply (&panels, &image, padded, half, sizes->height - half, start + at, out + at);
  for (gsize p = 0; p < pixels; p++)
    for (gsize o = 0; o < sizes->out; o++)
      g_assert_cmpfloat_with_epsilon (out[p * sizes->out + o] - start[p * sizes->out + o],
                                      definition (sizes, kernels, planes, o, p / sizes->width,
                                                  p % sizes->width),
                                      ROUNDING);
  cl_conv_panels_clear (&panels);
  g_aligned_free (planes);
  g_aligned_free (kernels);
  g_aligned_free (start);
  g_aligned_free (out);
  g_aligned_free (padded);
}

static double
inner_product (const Sizes *sizes, gsize channels, const float *planes, const float *plain)
{
  const gsize pixels = sizes->height * sizes->width;
  double sum = 0.0;

  for (gsize c = 0; c < channels; c++)
    for (gsize p = 0; p < pixels; p++)
      sum += (double) planes[c * pixels + p] * plain[p * channels + c];
  return sum;
}

/* <v, K x> = <K' v, x>. */
static void
test_adjoint (gconstpointer data)
{
  const Sizes *sizes = data;
  const gsize pixels = sizes->height * sizes->width, in = sizes->in, out = sizes->out;
  const ClConvImage x_image = cl_conv_image (in, sizes->height, sizes->width, sizes->kernel);
  const ClConvImage v_image = cl_conv_image (out, sizes->height, sizes->width, sizes->kernel);
  float *x = random_floats (in * pixels, 4), *v = random_floats (out * pixels, 5);
  float *kernels = random_floats (in * out * sizes->kernel * sizes->kernel, 6);
  float *x_padded = random_padded (&x_image, x), *v_padded = random_padded (&v_image, v);
  float *kx = cl_conv_floats_new (out * pixels), *kv = cl_conv_floats_new (in * pixels);
  ClConvPanels forward, adjoint;

  cl_conv_panels_init (&forward, in, out, sizes->kernel);
  cl_conv_panels_init (&adjoint, out, in, sizes->kernel);
  cl_conv_panels_pack (&forward, kernels);
  cl_conv_panels_pack_adjoint (&adjoint, kernels);
  cl_conv_apply (&forward, &x_image, x_padded, 0, sizes->height, kx, kx);
  cl_conv_apply (&adjoint, &v_image, v_padded, 0, sizes->height, kv, kv);
  const double one = inner_product (sizes, out, v, kx), other = inner_product (sizes, in, x, kv);
  g_assert_cmpfloat (fabs (one), >, 1e-3);
  g_assert_cmpfloat_with_epsilon (one, other, ROUNDING * sqrt ((double) pixels));
  cl_conv_panels_clear (&forward);
  cl_conv_panels_clear (&adjoint);
  g_aligned_free (x);
  g_aligned_free (v);
  g_aligned_free (kernels);
  g_aligned_free (x_padded);
  g_aligned_free (v_padded);
  g_aligned_free (kx);
  g_aligned_free (kv);
}

/* The sums over pixels, twice, so that they add up. */
static void
test_sums (gconstpointer data)
{
  const Sizes *sizes = data;
  const gsize pixels = sizes->height * sizes->width, in = sizes->in, out = sizes->out;
  const gsize taps = sizes->kernel * sizes->kernel;
  const ClConvImage x_image = cl_conv_image (in, sizes->height, sizes->width, sizes->kernel);
  const ClConvImage v_image = cl_conv_image (out, sizes->height, sizes->width, sizes->kernel);
  float *x = random_floats (in * pixels, 7), *v = random_floats (out * pixels, 8);
  float *x_padded = random_padded (&x_image, x), *v_padded = random_padded (&v_image, v);
  float *kernels = cl_conv_floats_new (in * out * taps);
  ClConvSums sums;

  cl_conv_sums_init (&sums, in, out, sizes->kernel);
  cl_conv_sums_add (&sums, &v_image, v_padded, &x_image, x_padded);
  cl_conv_sums_reset (&sums);
  for (guint i = 0; i < 2; i++)
    cl_conv_sums_add (&sums, &v_image, v_padded, &x_image, x_padded);
  cl_conv_sums_read (&sums, kernels);
  for (gsize i = 0; i < in * out * taps; i++)
    {
      double sum = 0.0;

      for (gsize p = 0; p < pixels; p++)
        sum += (double) v[i / (in * taps) * pixels + p]
               * tap_of (sizes, x, i / taps % in, p / sizes->width, p % sizes->width, i % taps);
      g_assert_cmpfloat_with_epsilon (kernels[i], 2.0 * sum, 2.0 * ROUNDING);
    }
  cl_conv_sums_clear (&sums);
  g_aligned_free (x);
  g_aligned_free (v);
  g_aligned_free (x_padded);
  g_aligned_free (v_padded);
  g_aligned_free (kernels);
}

static const ClConvShape shapes[] = {
  { .channels = 3, .inputs = 2, .height = 4, .width = 6, .kernel = 3, .pool = 2, .classes = 3 },
  { .channels = 2, .inputs = 1, .height = 5, .width = 5, .kernel = 5, .pool = 1, .classes = 2 },
  { .channels = 5, .inputs = 3, .height = 3, .width = 6, .kernel = 1, .pool = 3, .classes = 4 },
};

/* Everything that the quotient claims of the dense network, seen at the dense network. */
static void
check_quotient (const ClConvModel *model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClModel) dense = cl_conv_model_expand (model, &error);
  g_assert_no_error (error);
  g_autoptr (ClModel) quotient = cl_conv_model_quotient (model, &error);
  g_assert_no_error (error);
  const ClBoundId carried[] = { CL_BOUND_NEMON, CL_BOUND_NEMON_REFINED, CL_BOUND_NEMON_WEIGHTED,
                                CL_BOUND_METZLER_SENSITIVITY };
  const ClMatrix *a = cl_model_array (dense, CL_ARRAY_A);
  const ClMatrix *small = cl_model_array (quotient, CL_ARRAY_A);
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (a);
  g_autoptr (ClPerron) perron = cl_perron_new (majorant);
  g_autoptr (ClMatrix) small_majorant = cl_metzler_majorant (small);
  g_autoptr (ClPerron) small_perron = cl_perron_new (small_majorant);
  g_autoptr (ClLipschitz) of_dense = cl_lipschitz_new (dense, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (ClLipschitz) of_quotient = cl_lipschitz_new (quotient, NULL, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpfloat_with_epsilon (cl_measure_inf (a).value, cl_measure_inf (small).value, 1e-12);
  g_assert_cmpfloat_with_epsilon (perron->value, small_perron->value, 1e-8);
  for (gsize i = 0; i < G_N_ELEMENTS (carried); i++)
    {
      const ClBound *one = &of_dense->bound[carried[i]], *other = &of_quotient->bound[carried[i]];

      g_assert_true (one->valid && other->valid);
      g_assert_cmpfloat_with_epsilon (one->value, other->value, 1e-6 * one->value);
    }
}

static void
test_quotient (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint64 seed = 1; seed <= 3; seed++)
      {
        g_autoptr (ClConvModel) model = conv_problem_new (&shapes[i], "relu", 0.7, seed);
        g_autoptr (ClModel) quotient = cl_conv_model_quotient (model, NULL);
        const ClMatrix *a = cl_model_array (quotient, CL_ARRAY_A);

        g_assert_cmpfloat (cl_measure_inf (a).value, <=, 0.7);
        check_quotient (model);
      }
}

static void
assert_equal_models (const ClConvModel *a, const ClConvModel *b)
{
  g_assert_cmpmem (&a->shape, sizeof a->shape, &b->shape, sizeof b->shape);
  g_assert_true (a->activation == b->activation);
  g_assert_true (cl_matrix_equal (a->a_kernels, b->a_kernels));
  g_assert_true (cl_matrix_equal (a->b_kernels, b->b_kernels));
  g_assert_true (cl_matrix_equal (a->bias, b->bias));
  g_assert_true (cl_matrix_equal (a->c_matrix, b->c_matrix));
  g_assert_true (cl_matrix_equal (a->offset, b->offset));
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("convolution-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_build_filename (folder, "model.npz", NULL);
      g_autoptr (ClConvModel) model = conv_problem_new (&shapes[i], "tanh", 0.9, 5);

      g_assert_true (cl_conv_model_write (model, path, &error));
      g_autoptr (ClConvModel) back = cl_conv_model_read (path, &error);
      g_assert_no_error (error);
      assert_equal_models (model, back);
      g_unlink (path);
    }
  g_rmdir (folder);
}

/* Every way to be no convolutional network is one line that says what is wrong. */
static void
test_bad_set (void)
{
  const struct
  {
    const char *array;
    gsize rows, cols;
    const char *expected;
  } cases[] = {
    { "image", 1, 3, "*image*" },         { "image", 1, 4, "*image*" },
    { "B_kernels", 3, 5, "*B_kernels*" }, { "C", 3, 5, "*C is 3x5*" },
    { "b", 4, 1, "*b is 4x1*" },          { "c", 1, 3, "*c is 1x3*" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClConvModel) model = conv_problem_new (&shapes[0], "relu", 0.9, 1);
      g_autoptr (ClArraySet) set = cl_conv_model_to_set (model);
      g_autoptr (ClMatrix) wrong = cl_matrix_new (cases[i].rows, cases[i].cols);

      g_assert_true (cl_conv_model_is_in (set));
      cl_array_set_add (set, cases[i].array, wrong);
      g_assert_null (cl_conv_model_from_set (set, &error));
      g_assert_nonnull (error);
      g_assert_true (g_pattern_match_simple (cases[i].expected, error->message));
      g_assert_null (strchr (error->message, '\n'));
    }
}

static void
test_not_finite (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClConvModel) model = conv_problem_new (&shapes[0], "relu", 0.9, 1);
  ClConvModel parts = *model;
  g_autoptr (ClMatrix) wrong = cl_matrix_copy (model->a_kernels);

  cl_matrix_set (wrong, 1, 4, NAN);
  parts.a_kernels = wrong;
  g_assert_null (cl_conv_model_new (&parts, &error));
  g_assert_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "row 2, column 5"));
}

static void
test_shape (void)
{
  g_autoptr (GError) error = NULL;
  ClDataset dataset = {
    .name = (char *) "Small", .height = 2, .width = 8, .channels = 1, .classes = 3
  };
  ClConvShape shape;

  g_assert_false (cl_conv_shape_fit (&shape, &dataset, 4, 3, &error));
  g_assert_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, "2 x 8"));
  dataset.height = 28;
  dataset.width = 28;
  g_assert_true (cl_conv_shape_fit (&shape, &dataset, 4, 3, NULL));
  g_assert_cmpuint (shape.pool, ==, 4);
  dataset.width = 27;
  g_assert_true (cl_conv_shape_fit (&shape, &dataset, 4, 3, NULL));
  g_assert_cmpuint (shape.pool, ==, 1);
  dataset.height = 9;
  g_assert_true (cl_conv_shape_fit (&shape, &dataset, 4, 3, NULL));
  g_assert_cmpuint (shape.pool, ==, 1);
  dataset.height = 12;
  g_assert_true (cl_conv_shape_fit (&shape, &dataset, 4, 3, NULL));
  g_assert_cmpuint (shape.pool, ==, 3);
}

int
main (int argc, char **argv)
{
  static const Sizes sizes[] = {
    { 1, 1, 3, 3, 3 },   { 3, 5, 4, 7, 3 },   { 2, 8, 5, 5, 5 },  { 7, 9, 6, 4, 3 },
    { 16, 16, 5, 6, 3 }, { 17, 33, 3, 5, 1 }, { 5, 24, 7, 9, 5 }, { 33, 16, 4, 4, 3 },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name =
          g_strdup_printf ("in=%" G_GSIZE_FORMAT "/out=%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT
                           "x%" G_GSIZE_FORMAT "/k=%" G_GSIZE_FORMAT,
                           sizes[i].in, sizes[i].out, sizes[i].height, sizes[i].width,
                           sizes[i].kernel);
      g_autofree char *apply = g_strdup_printf ("/training/convolution/apply/%s", name);
      g_autofree char *adjoint = g_strdup_printf ("/training/convolution/adjoint/%s", name);
      g_autofree char *sums = g_strdup_printf ("/training/convolution/sums/%s", name);

      g_test_add_data_func (apply, &sizes[i], test_apply);
      g_test_add_data_func (adjoint, &sizes[i], test_adjoint);
      g_test_add_data_func (sums, &sizes[i], test_sums);
    }
  g_test_add_func ("/training/convolution/quotient", test_quotient);
  g_test_add_func ("/training/convolution/file", test_file);
  g_test_add_func ("/training/convolution/bad-set", test_bad_set);
  g_test_add_func ("/training/convolution/not-finite", test_not_finite);
  g_test_add_func ("/training/convolution/shape", test_shape);
  return g_test_run ();
}
