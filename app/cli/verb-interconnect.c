#include <math.h>
#include <string.h>

#include "app/cli/verbs.h"
#include "core/formats/array-file.h"
#include "core/formats/list.h"
#include "core/theory/contraction.h"
#include "core/theory/interconnection.h"

/* Exact constants in l_2 up to this many states of a block. */
#define VERTEX_LIMIT 12

#define MAX_FILES 1000

typedef struct
{
  char *blocks;
  char *norms;
  char *gains;
} InterconnectOptions;

static gboolean
check_combinations (ClInvocation *self, const InterconnectOptions *options, GError **error)
{
  gboolean one_file = !self->argv[2];

  return cl_invocation_check (!options->blocks || !options->gains, error,
                              "--blocks is for one MODEL, --gains for several")
         && cl_invocation_check (one_file || options->gains, error,
                                 "--gains FILE is missing: how strongly the models act on each "
                                 "other")
         && cl_invocation_check (!options->norms || options->blocks || options->gains, error,
                                 "--norms is for models: the gains of a file have theirs already");
}

static gboolean
parse (ClInvocation *self, InterconnectOptions *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "blocks", 0, 0, G_OPTION_ARG_STRING, &options->blocks,
      "Split the states of MODEL into blocks of these sizes, one after the other", "LIST" },
    { "gains", 0, 0, G_OPTION_ARG_FILENAME, &options->gains,
      "The gains g between several MODELs: entry (i, j) is how strongly model j acts on model i; "
      "the diagonal is not read",
      "FILE" },
    { "norms", 0, 0, G_OPTION_ARG_STRING, &options->norms,
      "Norm of each block, or one for all: one, two, inf (default)", "LIST" },
    G_OPTION_ENTRY_NULL
  };

  return cl_invocation_parse (self, entries, CL_OPTIONS_MODEL, 1, MAX_FILES, error)
         && check_combinations (self, options, error);
}

/* Norm i of "inf,two", or the only one; without a list l_inf. */
static gboolean
read_norms (const InterconnectOptions *options, gsize count, guint *norms, GError **error)
{
  g_auto (GStrv) names = g_strsplit (options->norms ? options->norms : "inf", ",", -1);
  gsize given = g_strv_length (names);

  if (!cl_invocation_check (given == 1 || given == count, error,
                            "--norms has %" G_GSIZE_FORMAT
                            " entries: expected 1 or %" G_GSIZE_FORMAT,
                            given, count))
    return FALSE;
  for (gsize i = 0; i < count; i++)
    {
      const char *name = names[given == 1 ? 0 : i];

      for (norms[i] = 0; norms[i] < CL_CONTRACTION_INF_WEIGHTED; norms[i]++)
        if (g_str_equal (name, cl_contraction_id (norms[i])))
          break;
      if (!cl_invocation_check (norms[i] < CL_CONTRACTION_INF_WEIGHTED, error,
                                "--norms has “%s”: expected one, two or inf", name))
        return FALSE;
    }
  return TRUE;
}

static ClInterconnection *
from_gains (ClInvocation *self, GError **error)
{
  g_autoptr (ClMatrix) gain = cl_matrix_read (self->argv[1], error);
  ClInterconnection *network =
      gain ? cl_interconnection_new_for_gains (gain, NULL, TRUE, error) : NULL;

  if (gain && !network)
    g_prefix_error (error, "%s: ", self->argv[1]);
  return network;
}

static ClInterconnection *
from_blocks (ClInvocation *self, const InterconnectOptions *options, GError **error)
{
  g_autoptr (ClModel) model = cl_invocation_read_model (self, self->argv[1], error);
  g_autoptr (GArray) sizes =
      model ? cl_list_parse_counts (options->blocks, "--blocks", error) : NULL;

  if (!sizes)
    return NULL;
  g_autofree ClBlock *blocks = g_new (ClBlock, sizes->len);
  g_autofree guint *norms = g_new (guint, sizes->len);
  if (!read_norms (options, sizes->len, norms, error))
    return NULL;
  for (guint i = 0; i < sizes->len; i++)
    blocks[i] =
        (ClBlock){ (gsize) g_array_index (sizes, double, i), cl_contraction_norm (norms[i]) };
  ClInterconnection *network =
      cl_interconnection_new (model, blocks, sizes->len, VERTEX_LIMIT, self->cancellable, error);
  if (!network)
    g_prefix_error (error, "%s: ", self->argv[1]);
  return network;
}

/* The one-sided Lipschitz constant of each model goes on the diagonal of the gains. */
static gboolean
fill_rates (ClInvocation *self, const guint *norms, ClMatrix *gain, ClMatrix *rounding,
            gboolean *exact, GError **error)
{
  for (gsize i = 0; i < gain->rows; i++)
    {
      g_autoptr (ClModel) model = cl_invocation_read_model (self, self->argv[i + 1], error);
      ClContraction contraction;

      if (!model
          || !cl_contraction_compute_one (model, norms[i], VERTEX_LIMIT, &contraction,
                                          self->cancellable, error))
        return FALSE;
      cl_matrix_set (gain, i, i, contraction.osl);
      cl_matrix_set (rounding, i, i, contraction.rounding);
      *exact = *exact && contraction.exact;
    }
  return TRUE;
}

static ClInterconnection *
from_models (ClInvocation *self, const InterconnectOptions *options, GError **error)
{
  gsize count = g_strv_length (self->argv) - 1;
  g_autofree guint *norms = g_new (guint, count);
  g_autoptr (ClMatrix) read = NULL;
  gboolean exact = TRUE;

  if (!read_norms (options, count, norms, error)
      || !(read = cl_matrix_read (options->gains, error)))
    return NULL;
  if (read->rows != count || read->cols != count)
    {
      g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
                   "%s is %" G_GSIZE_FORMAT "x%" G_GSIZE_FORMAT ": expected %" G_GSIZE_FORMAT
                   "x%" G_GSIZE_FORMAT ", one row for each model",
                   options->gains, read->rows, read->cols, count, count);
      return NULL;
    }
  g_autoptr (ClMatrix) gain = cl_matrix_copy (read);
  g_autoptr (ClMatrix) rounding = cl_matrix_new (count, count);
  if (!fill_rates (self, norms, gain, rounding, &exact, error))
    return NULL;
  ClInterconnection *network = cl_interconnection_new_for_gains (gain, rounding, exact, error);
  if (!network)
    g_prefix_error (error, "%s: ", options->gains);
  return network;
}

static void
write_json (const ClInterconnection *network)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_count (&json, "blocks", network->count);
  cl_json_matrix (&json, "gain", network->gain);
  cl_json_boolean (&json, "exact", network->exact);
  cl_json_string (&json, "hurwitz", cl_verdict_id (network->verdict));
  cl_json_number (&json, "abscissa", network->abscissa);
  cl_json_number (&json, "rounding", network->rounding);
  cl_json_number (&json, "rate", network->rate);
  cl_json_numbers (&json, "weights", network->weights->data, network->count);
  cl_json_end_object (&json);
  putchar ('\n');
}

static const char *
explain (const ClInterconnection *network)
{
  static const char *const sentences[] = {
    [CL_VERDICT_HOLDS] = "the gain matrix is Hurwitz: the whole network contracts",
    [CL_VERDICT_FAILS] = "the gain matrix is not Hurwitz: these gains do not show that the network "
                         "contracts",
    [CL_VERDICT_UNKNOWN] = "unknown: some gains are only upper bounds, and with them the gain "
                           "matrix is not Hurwitz",
    [CL_VERDICT_TOO_CLOSE] = "too close to call: the spectral abscissa is 0 within its rounding",
  };

  return sentences[network->verdict];
}

static void
print_table (const ClInterconnection *network)
{
  printf ("%s\n\n", explain (network));
  printf ("spectral abscissa of the gain matrix %.10g\n", network->abscissa);
  printf ("rate of the whole network            %.10g, in the norm max_i |x_i|_i / w_i\n\n",
          network->rate);
  printf ("%5s %16s %16s %16s\n", "block", "rate alone c", "sum of gains g", "weight w");
  for (gsize i = 0; i < network->count; i++)
    {
      double sum = 0;

      for (gsize j = 0; j < network->count; j++)
        sum += i != j ? cl_matrix_get (network->gain, i, j) : 0;
      printf ("%5" G_GSIZE_FORMAT " %16.8g %16.8g %16.8g\n", i + 1,
              -cl_matrix_get (network->gain, i, i), sum, network->weights->data[i]);
    }
}

static gboolean
interconnect (ClInvocation *self, const InterconnectOptions *options, GError **error)
{
  g_autoptr (ClInterconnection) network = options->blocks  ? from_blocks (self, options, error)
                                          : options->gains ? from_models (self, options, error)
                                                           : from_gains (self, error);

  if (!network)
    return FALSE;
  if (self->json)
    write_json (network);
  else
    print_table (network);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  InterconnectOptions options = { 0 };
  gboolean done = parse (self, &options, error) && interconnect (self, &options, error);

  g_free (options.blocks);
  g_free (options.norms);
  g_free (options.gains);
  return done;
}

const ClVerb cl_verb_interconnect = {
  .name = "interconnect",
  .arguments = "GAINS|MODEL...",
  .summary = "Whether a network of contracting systems contracts as a whole",
  .description =
      "Block i contracts on its own at the rate c_i and feels block j with the gain g_ij, the\n"
      "Lipschitz constant of its vector field in the state of block j. When the matrix with -c_i on\n"
      "the diagonal and g_ij off it is Hurwitz (it is Metzler, as no gain is negative), the whole\n"
      "contracts in a weighted maximum of the norms of the blocks: weights and rate are printed.\n\n"
      "GAINS alone is that matrix. One MODEL with --blocks is split into blocks, whose rates and\n"
      "gains are computed. Several MODELs take their rates from themselves and the gains from\n"
      "--gains.\n\n"
      "Example:\n"
      "  printf -- '-1,0.4\\n0.9,-2\\n' > gains.csv\n"
      "  contraction-lab interconnect gains.csv\n"
      "  contraction-lab interconnect model.npz --blocks 3,2,4 --norms inf,two,inf",
  .run = run,
};
