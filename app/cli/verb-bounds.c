#include <math.h>

#include "app/cli/data-inputs.h"
#include "app/cli/verbs.h"
#include "core/implicit/fixed-point.h"
#include "core/theory/lipschitz.h"
#include "core/training/convolution/conv-lipschitz.h"

typedef struct
{
  char *data;
  int samples;
  gint64 seed;
} BoundsOptions;

/* The states at which the attained lower bound is taken. */
typedef struct
{
  ClMatrix *inputs; /* m x r */
  ClMatrix *states; /* m x n */
} DataPoints;

static void
data_points_clear (DataPoints *points)
{
  g_clear_pointer (&points->inputs, cl_matrix_unref);
  g_clear_pointer (&points->states, cl_matrix_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DataPoints, data_points_clear)

static gboolean
parse (ClInvocation *self, BoundsOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data,
      "Also the value attained at this data: a folder with MNIST, or “digits”", "DIR|digits" },
    { "samples", 0, 0, G_OPTION_ARG_INT, &options->samples,
      "Test samples for the attained value (default 100)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Seed of the built-in set (default 1)",
      "N" },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 1, 1, error)
         && cl_invocation_check (options->samples > 0, error,
                                 "--samples is %d: expected a positive count", options->samples);
}

static gboolean
fill_points (ClInvocation *self, const BoundsOptions *options, const ClModel *model,
             DataPoints *points, GError **error)
{
  const ClFixedPointSettings settings = CL_FIXED_POINT_SETTINGS_DEFAULT;
  g_auto (ClFixedPointInfo) info = { 0 };
  g_autoptr (ClDataset) dataset =
      cl_dataset_open (options->data, options->seed, self->cancellable, error);

  if (!dataset)
    return FALSE;
  points->inputs = cl_data_inputs_new (dataset, (gsize) options->samples, model, error);
  if (!points->inputs)
    return FALSE;
  points->states = cl_fixed_point_solve (model, points->inputs, NULL, &settings, &info,
                                         self->cancellable, error);
  return points->states != NULL;
}

static void
write_json (const ClLipschitz *lipschitz)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_begin_list (&json, "bounds");
  for (ClBoundId id = 0; id < CL_N_BOUNDS; id++)
    {
      const ClBound *bound = &lipschitz->bound[id];

      cl_json_begin_object (&json, NULL);
      cl_json_string (&json, "id", bound->id);
      cl_json_string (&json, "norm", bound->norm);
      cl_json_number (&json, "value", bound->value);
      cl_json_boolean (&json, "valid", bound->valid);
      cl_json_end_object (&json);
    }
  cl_json_end_list (&json);
  cl_json_string (&json, "best", lipschitz->best < 0 ? NULL : lipschitz->bound[lipschitz->best].id);
  isnan (lipschitz->attained) ? cl_json_null (&json, "attained")
                              : cl_json_number (&json, "attained", lipschitz->attained);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_table (const ClLipschitz *lipschitz)
{
  for (ClBoundId id = 0; id < CL_N_BOUNDS; id++)
    {
      const ClBound *bound = &lipschitz->bound[id];

      printf ("%s %-20s %-4s ", id == lipschitz->best ? "*" : " ", bound->id, bound->norm);
      if (bound->valid)
        printf ("%14.8g   %s\n", bound->value, bound->formula);
      else
        printf ("%14s   %s\n", "not valid", bound->formula);
    }
  if (!isnan (lipschitz->attained))
    printf ("\nattained at %" G_GSIZE_FORMAT " data points: %.8g\n", lipschitz->attained_states,
            lipschitz->attained);
  printf ("\n* the certificate: the smallest valid upper bound in the l-infinity norm\n");
}

static ClLipschitz *
bound_model (ClInvocation *self, const BoundsOptions *options, GError **error)
{
  ClLipschitzSettings settings = CL_LIPSCHITZ_SETTINGS_DEFAULT;
  g_auto (DataPoints) points = { 0 };
  g_autoptr (ClModel) model = cl_invocation_read_model (self, self->argv[1], error);

  if (!model || (options->data && !fill_points (self, options, model, &points, error)))
    return NULL;
  settings.states = points.states;
  settings.inputs = points.inputs;
  return cl_lipschitz_new (model, &settings, self->cancellable, error);
}

static ClLipschitz *
bound_file (ClInvocation *self, const BoundsOptions *options, GError **error)
{
  g_autoptr (GError) bad = NULL;
  g_autoptr (ClConvModel) convolution = cl_invocation_read_convolution (self, self->argv[1], &bad);

  if (!convolution && !bad)
    return bound_model (self, options, error);
  if (bad)
    g_propagate_error (error, g_steal_pointer (&bad));
  else if (cl_invocation_check (!options->data, error,
                                "%s is a convolutional network: expected no --data, the value "
                                "attained at data is found for dense models only",
                                self->argv[1]))
    return cl_conv_lipschitz_new (convolution, G_MAXSIZE, error);
  return NULL;
}

static gboolean
bound (ClInvocation *self, const BoundsOptions *options, GError **error)
{
  g_autoptr (ClLipschitz) lipschitz = bound_file (self, options, error);

  if (!lipschitz)
    return FALSE;

  if (self->json)
    write_json (lipschitz);
  else
    print_table (lipschitz);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  BoundsOptions options = { .samples = 100, .seed = 1 };
  gboolean done = parse (self, &options, error) && bound (self, &options, error);

  g_free (options.data);
  return done;
}

const ClVerb cl_verb_bounds = {
  .name = "bounds",
  .arguments = "MODEL",
  .summary = "Upper bounds of the Lipschitz constant from input to output, and the value attained",
  .description =
      "MODEL needs A, B and C, or is a convolutional network of “train --family nemon-conv”, whose\n"
      "bounds are found from its kernels, in l2 from their Fourier transform. The certificate is the smallest valid upper bound in the l-infinity norm.\n\n"
      "Example:\n"
      "  contraction-lab bounds model.npz --data digits --samples 200",
  .run = run,
};
