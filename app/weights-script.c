#include "app/weights-script.h"

#include <gio/gio.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "core/theory/lds.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "core/theory/verdict.h"

#define FOLDER "/io/github/contractionlab/ContractionLab/scripts/"

static const struct
{
  const char *title, *suffix, *module, *tensor, *import;
} libraries[CL_N_WEIGHTS_SCRIPTS] = {
  [CL_WEIGHTS_SCRIPT_NUMPY] = { "NumPy", "_numpy.py", "np", "np.asarray", "" },
  [CL_WEIGHTS_SCRIPT_TORCH] = { "PyTorch", "_torch.py", "torch", "torch.tensor",
                                "\nimport torch\n\ntorch.set_default_dtype(torch.float64)" },
};

static const struct
{
  const char *ending, *piece;
  const char *standard, *import; /* modules of Python itself, and others */
} readers[] = {
  { ".npz", "load-npz.py.in", "", "" },
  { ".clab", "load-npz.py.in", "", "" },
  { ".mat", "load-mat.py.in", "", "\nimport scipy.io" },
  { ".safetensors", "load-safetensors.py.in", "\nimport json", "" },
};

/* Any step of the splitting converges; for ReLU, whose prox is ReLU with every step, this one soon.
 * For the others prox is phi with the step 1. */
#define RELU_STEP  "(@np@.linalg.norm(I - A) / len(A) ** 0.5) ** -0.5  # any t > 0 will do"
#define OTHER_STEP "1"

/* In Python; psi, the self-loop, only where it has a closed form. */
static const struct
{
  const char *id, *formula, *phi, *psi, *step;
} activations[] = {
  { "relu", "max(z, 0)", "@np@.clip(z, 0, None)", "phi(s) / (1 - a)", RELU_STEP },
  { "leaky-relu", "max(z, 0.01 z)", "@np@.where(z > 0, z, 0.01 * z)",
    "@np@.where(s > 0, s / (1 - a), 0.01 * s / (1 - 0.01 * a))", OTHER_STEP },
  { "saturation", "min(max(z, -1), 1)", "@np@.clip(z, -1, 1)", "phi(s / (1 - a))", OTHER_STEP },
  { "identity", "z", "z", "s / (1 - a)", OTHER_STEP },
  { "tanh", "tanh(z)", "@np@.tanh(z)", NULL, OTHER_STEP },
  { "logistic", "1 / (1 + exp(-z))", "(1 + @np@.tanh(z / 2)) / 2", NULL, OTHER_STEP },
  { "softplus", "log(1 + exp(z))", "@np@.logaddexp(@np@.zeros_like(z), z)", NULL, OTHER_STEP },
};

/* The best l2 weights are looked for up to this size: a fraction of a second. */
#define STABILITY_LIMIT 200

static gsize
find_reader (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gsize i = 0;

  while (i < G_N_ELEMENTS (readers) && !g_str_has_suffix (lower, readers[i].ending))
    i++;
  return i;
}

static gsize
find_activation (const ClActivation *activation)
{
  gsize i = 0;

  while (!g_str_equal (activations[i].id, activation->id))
    {
      i++;
      g_assert (i < G_N_ELEMENTS (activations));
    }
  return i;
}

char *
cl_weights_script_path (ClWeightsScript script, const char *weights_path)
{
  g_return_val_if_fail (script < CL_N_WEIGHTS_SCRIPTS && weights_path != NULL, NULL);

  const char *slash = strrchr (weights_path, G_DIR_SEPARATOR);
  const char *dot = strrchr (weights_path, '.');
  const gsize stem =
      dot != NULL && dot > slash ? (gsize) (dot - weights_path) : strlen (weights_path);

  return g_strdup_printf ("%.*s%s", (int) stem, weights_path, libraries[script].suffix);
}

static gboolean
check_model (const ClModel *model, GError **error)
{
  const gboolean complete =
      cl_model_array (model, CL_ARRAY_B) != NULL && cl_model_array (model, CL_ARRAY_C) != NULL;

  if (model->parts.kind != CL_MODEL_FIRING_RATE)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
                 "the scripts solve an implicit network, the equilibrium of the kind %s; the model "
                 "is of the kind %s",
                 cl_model_kind_id (CL_MODEL_FIRING_RATE), cl_model_kind_id (model->parts.kind));
  else if (!complete)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                 "the scripts classify, and the model has no %s",
                 cl_model_array (model, CL_ARRAY_B) == NULL ? "B" : "C");
  return model->parts.kind == CL_MODEL_FIRING_RATE && complete;
}

static gboolean
check_path (const char *path, GError **error)
{
  if (!g_utf8_validate (path, -1, NULL))
    g_set_error_literal (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNSUPPORTED,
                         "a script cannot name the weights, whose file name is not UTF-8");
  else if (find_reader (path) == G_N_ELEMENTS (readers))
    g_set_error_literal (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNSUPPORTED,
                         "the scripts read weights in a file .npz, .mat, .safetensors or .clab");
  else
    return TRUE;
  return FALSE;
}

/* The file's name as a literal of Python. */
static char *
quote (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  GString *literal = g_string_new ("'");

  for (const char *p = name; *p != '\0'; p++)
    if (*p == '\\' || *p == '\'')
      g_string_append_printf (literal, "\\%c", *p);
    else if (g_ascii_iscntrl (*p))
      g_string_append_printf (literal, "\\x%02x", (guint) *p);
    else
      g_string_append_c (literal, *p);
  g_string_append_c (literal, '\'');
  return g_string_free (literal, FALSE);
}

/* "'A', 'B', 'b', 'C', 'c'": all that the equations need. */
static char *
list_names (const ClModel *model)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; i < CL_N_ARRAYS; i++)
    if (model->parts.array[i] != NULL && i != CL_ARRAY_ETA)
      g_string_append_printf (names, "%s'%s'", names->len > 0 ? ", " : "",
                              cl_array_name ((ClArrayId) i));
  return g_string_free (names, FALSE);
}

/* With w = L x the equation L x = Phi (A x + B u + b) is w = Phi (A L^-1 w + B u + b). */
static ClMatrix *
divide_columns (const ClMatrix *a, const ClMatrix *leak)
{
  ClMatrix *divided = cl_matrix_copy (a);

  for (gsize i = 0; leak != NULL && i < a->rows; i++)
    for (gsize j = 0; j < a->cols; j++)
      cl_matrix_row (divided, i)[j] /= leak->data[j];
  return divided;
}

/* The conditions, each with the value that has to be below 1. */

static gboolean
is_below_one (double value, double rounding, double *out)
{
  *out = value;
  return cl_verdict_below_one (value, rounding) == CL_VERDICT_HOLDS;
}

static gboolean
mu_inf_holds (const ClMatrix *a, double *value)
{
  const ClBounded measure = cl_measure_inf (a);

  return is_below_one (measure.value, measure.rounding, value);
}

static gboolean
metzler_holds (const ClMatrix *a, double *value)
{
  g_autoptr (ClMatrix) majorant = cl_metzler_majorant (a);
  g_autoptr (ClPerron) perron = cl_perron_new (majorant);

  return is_below_one (perron->value, perron->rounding, value);
}

static gboolean
mu_two_holds (const ClMatrix *a, double *value)
{
  const ClBounded measure = cl_measure_two (a, NULL);

  return is_below_one (measure.value, measure.rounding, value);
}

static gboolean
stability_holds (const ClMatrix *a, double *value)
{
  g_autoptr (ClDiagonalStability) stability =
      a->rows <= STABILITY_LIMIT ? cl_diagonal_stability_new (a, NULL, NULL) : NULL;

  return stability != NULL
         && is_below_one (stability->attained, stability->attained_rounding, value);
}

/* Without a promise the splitting of Douglas and Rachford, which takes half the steps, is the safer
 * one. */
static const struct
{
  gboolean (*holds) (const ClMatrix *a, double *value);
  gboolean contracts; /* in an inf norm, possibly weighted */
  const char *relaxation;
  const char *before, *after; /* the value, in a line of the explanation */
} rules[] = {
  { mu_inf_holds, TRUE, NULL,
    "It contracts: mu_inf(A) = max of a_ii + (sum of |a_ij| over j != i) = ", " < 1." },
  { metzler_holds, TRUE, NULL,
    "It contracts: A with |a_ij| off its diagonal has the spectral abscissa ", " < 1." },
  { mu_two_holds, FALSE, "2", "It converges: mu_2(A), the largest eigenvalue of (A + A') / 2, is ",
    " < 1." },
  { stability_holds, FALSE, "2", "It converges: with the best diagonal weights mu_2(A) is ",
    " < 1." },
  { NULL, FALSE, "1", "Nothing promises that it converges for this A: watch the residual.", "" },
};

static gsize
find_rule (const ClMatrix *a, double *value)
{
  gsize i = 0;

  while (rules[i].holds != NULL && !rules[i].holds (a, value))
    i++;
  return i;
}

static char *
explain_rule (gsize rule, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (rules[rule].holds != NULL)
    g_ascii_formatd (number, sizeof number, "%.6g", value);
  return g_strconcat (rules[rule].before, number, rules[rule].after, NULL);
}

static const char *
choose_solver (gsize rule, const char *psi)
{
  if (!rules[rule].contracts)
    return "solve-splitting.py.in";
  return psi != NULL ? "solve-diagonal-implicit.py.in" : "solve-average.py.in";
}

/* Puts `value` in the place of every @key@; NULL where the text has none. */
static void
fill (GString *text, const char *key, const char *value)
{
  g_autofree char *mark = g_strconcat ("@", key, "@", NULL);

  if (value != NULL)
    g_string_replace (text, mark, value, 0);
}

/* The pieces are part of the program. */
static void
fill_piece (GString *text, const char *key, const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autofree char *piece = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  fill (text, key, g_strchomp (piece));
}

/* x = phi (A x + B u + b), y = C x + D u + c without what the model does not have: in the words of
 * the explanation, and of the program. */
static void
fill_equations (GString *text, const ClModel *model)
{
  const gboolean has_bias = cl_model_array (model, CL_ARRAY_BIAS) != NULL;
  const gboolean has_direct = cl_model_array (model, CL_ARRAY_D) != NULL;
  const gboolean has_offset = cl_model_array (model, CL_ARRAY_OUT) != NULL;
  const gboolean has_leak = cl_model_array (model, CL_ARRAY_LEAK) != NULL;
  g_autofree char *output =
      g_strconcat ("C x", has_direct ? " + D u" : "", has_offset ? " + c" : "", NULL);
  g_autofree char *result = g_strconcat ("x @ W['C'].T", has_direct ? " + inputs @ W['D'].T" : "",
                                         has_offset ? " + W['c']" : "", NULL);

  fill (text, "STATE", has_leak ? "diag(leak) x" : "x");
  fill (text, "EQUATION", has_bias ? "A x + B u + b" : "A x + B u");
  fill (text, "DRIVE", has_bias ? "inputs @ W['B'].T + W['b']" : "inputs @ W['B'].T");
  fill (text, "OUTPUT", output);
  fill (text, "RESULT", result);
  fill (text, "LEAK",
        has_leak ? "    for name in ('A', 'C'):  # the equation becomes one for diag(leak) x\n"
                   "        W[name] = W[name] / W['leak']\n"
                 : "");
}

static void
fill_solver (GString *text, const ClModel *model)
{
  const gsize activation = find_activation (model->parts.activation);
  g_autoptr (ClMatrix) a =
      divide_columns (cl_model_array (model, CL_ARRAY_A), cl_model_array (model, CL_ARRAY_LEAK));
  double value = 0.0;
  const gsize rule = find_rule (a, &value);
  g_autofree char *why = explain_rule (rule, value);

  fill_piece (text, "SOLVE", choose_solver (rule, activations[activation].psi));
  fill (text, "WHY", why);
  fill (text, "RELAXATION", rules[rule].relaxation);
  fill (text, "STEP", activations[activation].step);
  fill (text, "FORMULA", activations[activation].formula);
  fill (text, "PHI", activations[activation].phi);
  fill (text, "PSI", activations[activation].psi);
}

static void
fill_reader (GString *text, ClWeightsScript script, const ClModel *model, const char *path)
{
  const gsize reader = find_reader (path);
  g_autofree char *names = list_names (model);
  g_autofree char *imports =
      g_strconcat ("import numpy as np", readers[reader].import, libraries[script].import, NULL);

  fill (text, "STANDARD", readers[reader].standard);
  fill (text, "IMPORTS", imports);
  fill_piece (text, "LOAD", readers[reader].piece);
  fill (text, "NAMES", names);
}

char *
cl_weights_script_new (ClWeightsScript script, const ClModel *model, const char *weights_path,
                       GError **error)
{
  g_return_val_if_fail (script < CL_N_WEIGHTS_SCRIPTS && model != NULL, NULL);

  g_autofree char *weights = quote (weights_path);
  GString *text;

  if (!check_model (model, error) || !check_path (weights_path, error))
    return NULL;
  text = g_string_new ("@TEXT@\n");
  fill_piece (text, "TEXT", "evaluate.py.in");
  fill_reader (text, script, model, weights_path);
  fill_solver (text, model);
  fill_equations (text, model);
  fill (text, "LIBRARY", libraries[script].title);
  fill (text, "TENSOR", libraries[script].tensor);
  fill (text, "np", libraries[script].module);
  fill (text, "WEIGHTS", weights); /* last: the name may hold anything */
  return g_string_free (text, FALSE);
}
