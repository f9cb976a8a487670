#include <math.h>
#include <string.h>

#include "app/cli/verbs.h"
#include "core/formats/array-file.h"
#include "core/formats/list.h"
#include "core/implicit/composition.h"
#include "core/implicit/fixed-point.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"

/* Inputs at which the whole is compared with its parts, and how exactly all are solved. */
#define CHECKS    20
#define TOLERANCE 1e-12

#define MAX_LAYERS 1000

typedef struct
{
  char *out;
  char *weights;
  gint64 seed;
} ComposeOptions;

/* What is connected: two models, or the layers of a feedforward network. */
typedef struct
{
  ClModel *first, *second;
  double weight[2];                        /* of a parallel sum */
  GPtrArray *layer_weights, *layer_biases; /* ClMatrix; a bias may be NULL */
  const ClActivation *activation;          /* of the layers */
} Parts;

static void
parts_clear (Parts *parts)
{
  g_clear_pointer (&parts->first, cl_model_unref);
  g_clear_pointer (&parts->second, cl_model_unref);
  g_clear_pointer (&parts->layer_weights, g_ptr_array_unref);
  g_clear_pointer (&parts->layer_biases, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

/* y of a model for the rows of `inputs`; NULL where no solver is proven to converge. */
static ClMatrix *
outputs_of (const ClModel *model, const ClMatrix *inputs)
{
  ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_autoptr (ClMatrix) x = NULL;

  settings.tolerance = TOLERANCE;
  x = cl_fixed_point_solve (model, inputs, NULL, &settings, NULL, NULL, NULL);
  return x ? cl_fixed_point_outputs (model, x, inputs) : NULL;
}

static ClModel *
compose_cascade (const Parts *parts, GError **error)
{
  return cl_composition_cascade (parts->first, parts->second, error);
}

/* The outputs that the whole should have, from the parts alone; `outputs` are those of the whole.
 */
static ClMatrix *
expect_cascade (const Parts *parts, const ClMatrix *inputs, const ClMatrix *outputs)
{
  g_autoptr (ClMatrix) between = outputs_of (parts->first, inputs);

  return between ? outputs_of (parts->second, between) : NULL;
}

static ClModel *
compose_parallel (const Parts *parts, GError **error)
{
  return cl_composition_parallel (parts->first, parts->second, parts->weight[0], parts->weight[1],
                                  error);
}

static ClMatrix *
expect_parallel (const Parts *parts, const ClMatrix *inputs, const ClMatrix *outputs)
{
  ClMatrix *sum = outputs_of (parts->first, inputs);
  g_autoptr (ClMatrix) other = outputs_of (parts->second, inputs);

  if (!sum || !other)
    {
      g_clear_pointer (&sum, cl_matrix_unref);
      return NULL;
    }
  for (gsize k = 0; k < sum->rows * sum->cols; k++)
    sum->data[k] = parts->weight[0] * sum->data[k] + parts->weight[1] * other->data[k];
  return sum;
}

static ClModel *
compose_feedback (const Parts *parts, GError **error)
{
  return cl_composition_feedback (parts->first, parts->second, error);
}

/* The loop closes: y1 (u + y2 (y)) = y. */
static ClMatrix *
expect_feedback (const Parts *parts, const ClMatrix *inputs, const ClMatrix *outputs)
{
  g_autoptr (ClMatrix) back = outputs_of (parts->second, outputs);

  if (!back)
    return NULL;
  for (gsize k = 0; k < back->rows * back->cols; k++)
    back->data[k] += inputs->data[k];
  return outputs_of (parts->first, back);
}

static ClModel *
compose_feedforward (const Parts *parts, GError **error)
{
  gsize count = parts->layer_weights->len;
  g_autofree ClLayer *layers = g_new (ClLayer, count);

  for (gsize k = 0; k < count; k++)
    layers[k] = (ClLayer){ g_ptr_array_index (parts->layer_weights, k),
                           g_ptr_array_index (parts->layer_biases, k) };
  return cl_composition_feedforward (layers, count, parts->activation, error);
}

/* W x + b for each row of x. */
static ClMatrix *
affine (const ClMatrix *weight, const ClMatrix *bias, const ClMatrix *x)
{
  ClMatrix *y = cl_matrix_new (x->rows, weight->rows);

  for (gsize row = 0; row < x->rows; row++)
    for (gsize i = 0; i < weight->rows; i++)
      {
        double sum = bias ? bias->data[i] : 0;

        for (gsize j = 0; j < weight->cols; j++)
          sum += cl_matrix_get (weight, i, j) * cl_matrix_get (x, row, j);
        cl_matrix_set (y, row, i, sum);
      }
  return y;
}

static ClMatrix *
expect_feedforward (const Parts *parts, const ClMatrix *inputs, const ClMatrix *outputs)
{
  g_autoptr (ClMatrix) x = cl_matrix_copy (inputs);

  for (guint k = 0; k < parts->layer_weights->len; k++)
    {
      ClMatrix *y = affine (g_ptr_array_index (parts->layer_weights, k),
                            g_ptr_array_index (parts->layer_biases, k), x);

      if (k + 1 < parts->layer_weights->len)
        parts->activation->values (y->rows * y->cols, y->data, y->data);
      cl_matrix_unref (x);
      x = y;
    }
  return g_steal_pointer (&x);
}

typedef struct
{
  const char *id;
  ClModel *(*compose) (const Parts *parts, GError **error);
  ClMatrix *(*expect) (const Parts *parts, const ClMatrix *inputs, const ClMatrix *outputs);
  const char *guarantee;
} Kind;

static const Kind kinds[] = {
  { "cascade", compose_cascade, expect_cascade,
    "y = y2(y1(u)); well posed exactly when both parts are" },
  { "parallel", compose_parallel, expect_parallel,
    "y = w1 y1(u) + w2 y2(u); well posed exactly when both parts are" },
  { "feedback", compose_feedback, expect_feedback,
    "y = y1(u + y2(y)); not necessarily well posed: analyze it" },
  { "feedforward", compose_feedforward, expect_feedforward,
    "the layers one after the other; always well posed, A is strictly upper block triangular" },
};

static const Kind *
find_kind (const char *id, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (id, kinds[i].id))
      return &kinds[i];
  cl_invocation_check (FALSE, error,
                       "“%s” is no connection: expected cascade, parallel, feedback or feedforward",
                       id);
  return NULL;
}

static gboolean
parse (ClInvocation *self, ComposeOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
      "File of the network to write; its ending is the format", "OUT" },
    { "weights", 0, 0, G_OPTION_ARG_STRING, &options->weights,
      "The two weights of a parallel sum (default 1,1)", "W1,W2" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "Seed of the inputs at which the whole is checked (default 1)", "N" },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 3, MAX_LAYERS, error)
         && cl_invocation_check (options->out != NULL, error,
                                 "-o OUT is missing: the file to write");
}

static gboolean
read_weights (const ComposeOptions *options, const Kind *kind, Parts *parts, GError **error)
{
  parts->weight[0] = parts->weight[1] = 1;
  if (!options->weights)
    return TRUE;
  if (!cl_invocation_check (kind->compose == compose_parallel, error,
                            "--weights is for a parallel sum"))
    return FALSE;
  g_autoptr (GArray) list = cl_list_parse (options->weights, "--weights", error);
  if (!list
      || !cl_invocation_check (list->len == 2, error, "--weights has %u numbers: expected 2",
                               list->len))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    parts->weight[i] = g_array_index (list, double, i);
  return TRUE;
}

static void
unref_matrix (gpointer matrix)
{
  if (matrix)
    cl_matrix_unref (matrix);
}

/* A layer: the array W, or the only one, and b where there is one. */
static gboolean
read_layer (const char *path, Parts *parts, GError **error)
{
  g_autoptr (ClArraySet) set = cl_array_file_read (path, error);
  ClMatrix *weight = NULL, *bias = NULL;

  if (!set)
    return FALSE;
  weight =
      cl_array_set_size (set) == 1 ? cl_array_set_matrix (set, 0) : cl_array_set_find (set, "W");
  bias = cl_array_set_size (set) == 1 ? NULL : cl_array_set_find (set, "b");
  if (!weight)
    {
      g_autofree char *names = cl_array_set_list_names (set);

      g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                   "%s holds %s: expected the weights W, and b", path, names);
      return FALSE;
    }
  g_ptr_array_add (parts->layer_weights, cl_matrix_ref (weight));
  g_ptr_array_add (parts->layer_biases, bias ? cl_matrix_ref (bias) : NULL);
  return TRUE;
}

static gboolean
read_layers (ClInvocation *self, Parts *parts, GError **error)
{
  parts->layer_weights = g_ptr_array_new_with_free_func (unref_matrix);
  parts->layer_biases = g_ptr_array_new_with_free_func (unref_matrix);
  parts->activation = cl_activation_find (self->activation ? self->activation : "relu");
  if (!cl_invocation_check (parts->activation != NULL, error, "there is no activation “%s”",
                            self->activation))
    return FALSE;
  for (char **path = self->argv + 2; *path; path++)
    if (!read_layer (*path, parts, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_models (ClInvocation *self, Parts *parts, GError **error)
{
  return cl_invocation_check (self->argv[3] && !self->argv[4], error, "%s connects two models",
                              self->argv[1])
         && (parts->first = cl_invocation_read_model (self, self->argv[2], error))
         && (parts->second = cl_invocation_read_model (self, self->argv[3], error));
}

typedef struct
{
  gsize inputs;      /* compared; 0 when no solver is proven to converge on the whole or a part */
  double difference; /* the largest of an output */
} Check;

static Check
check_whole (const Kind *kind, const Parts *parts, const ClModel *whole, guint64 seed)
{
  GRand *random = g_rand_new_with_seed ((guint32) seed);
  g_autoptr (ClMatrix) inputs = cl_matrix_new (CHECKS, whole->r);
  g_autoptr (ClMatrix) outputs = NULL;
  g_autoptr (ClMatrix) expected = NULL;
  Check check = { 0, NAN };

  for (gsize k = 0; k < inputs->rows * inputs->cols; k++)
    inputs->data[k] = g_rand_double_range (random, -1, 1);
  g_rand_free (random);
  outputs = outputs_of (whole, inputs);
  expected = outputs ? kind->expect (parts, inputs, outputs) : NULL;
  if (!expected)
    return check;
  check = (Check){ CHECKS, 0 };
  for (gsize k = 0; k < outputs->rows * outputs->cols; k++)
    check.difference = fmax (check.difference, fabs (outputs->data[k] - expected->data[k]));
  return check;
}

static void
report (ClInvocation *self, const Kind *kind, const ClModel *whole, const Check *check,
        const char *out)
{
  const ClMatrix *a = cl_model_array (whole, CL_ARRAY_A);
  g_autoptr (ClMatrix) metzler = cl_metzler_majorant (a);
  g_autoptr (ClPerron) perron = cl_perron_new (metzler);
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  if (!self->json)
    {
      printf ("%s: %s\n%" G_GSIZE_FORMAT " states, %" G_GSIZE_FORMAT " inputs, %" G_GSIZE_FORMAT
              " outputs; mu_inf(A) = %.6g, alpha(M(A)) = %.6g\n",
              kind->id, kind->guarantee, whole->n, whole->r, whole->q, cl_measure_inf (a).value,
              perron->value);
      if (check->inputs > 0)
        printf ("checked: differs from its parts by at most %.2e at %" G_GSIZE_FORMAT
                " random inputs\n",
                check->difference, check->inputs);
      else
        printf ("not checked: no solver is proven to converge on it\n");
      return;
    }
  cl_json_begin_object (&json, NULL);
  cl_json_string (&json, "kind", kind->id);
  cl_json_string (&json, "guarantee", kind->guarantee);
  cl_json_count (&json, "n", whole->n);
  cl_json_count (&json, "r", whole->r);
  cl_json_count (&json, "q", whole->q);
  cl_json_number (&json, "mu_inf", cl_measure_inf (a).value);
  cl_json_number (&json, "metzler_abscissa", perron->value);
  cl_json_count (&json, "checked_inputs", check->inputs);
  cl_json_number (&json, "largest_difference", check->difference);
  cl_json_string (&json, "out", out);
  cl_json_end_object (&json);
  putchar ('\n');
}

static gboolean
compose (ClInvocation *self, const ComposeOptions *options, GError **error)
{
  g_auto (Parts) parts = { 0 };
  const Kind *kind = find_kind (self->argv[1], error);

  if (!kind || !read_weights (options, kind, &parts, error)
      || !(kind->compose == compose_feedforward ? read_layers (self, &parts, error)
                                                : read_models (self, &parts, error)))
    return FALSE;
  g_autoptr (ClModel) whole = kind->compose (&parts, error);
  if (!whole || !cl_model_write (whole, options->out, error))
    return FALSE;
  Check check = check_whole (kind, &parts, whole, (guint64) options->seed);
  report (self, kind, whole, &check, options->out);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  ComposeOptions options = { .seed = 1 };
  gboolean done = parse (self, &options, error) && compose (self, &options, error);

  g_free (options.out);
  g_free (options.weights);
  return done;
}

const ClVerb cl_verb_compose = {
  .name = "compose",
  .arguments = "KIND FILE FILE...",
  .summary = "One implicit network made of several: cascade, parallel, feedback, feedforward",
  .description =
      "  cascade MODEL1 MODEL2      y = y2(y1(u))\n"
      "  parallel MODEL1 MODEL2     y = w1 y1(u) + w2 y2(u)\n"
      "  feedback MODEL1 MODEL2     y = y1(u + y2(y))\n"
      "  feedforward LAYER...       W x + b of each layer, the activation between them\n\n"
      "Implicit networks are closed under all of these: the result is one network x = Φ(Ax + Bu + b),\n"
      "y = Cx + Du + c. A cascade or a sum is well posed exactly when its parts are; a loop need\n"
      "not be. The result is compared with its parts at random inputs before it is reported.\n"
      "A layer is a matrix, or a file with the arrays W and b.\n\n"
      "Example:\n"
      "  contraction-lab compose cascade first.npz second.npz -o whole.npz\n"
      "  contraction-lab compose feedforward layer1.npz layer2.npz --activation tanh -o net.npz",
  .run = run,
};
