#include "app/weights-script.h"

#include "app/script-text.h"
#include "core/theory/lds.h"
#include "core/theory/measure.h"
#include "core/theory/perron.h"
#include "core/theory/verdict.h"

/* The best l2 weights are looked for up to this size: a fraction of a second. */
#define STABILITY_LIMIT 200

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

  cl_script_fill (text, "STATE", has_leak ? "diag(leak) x" : "x");
  cl_script_fill (text, "EQUATION", has_bias ? "A x + B u + b" : "A x + B u");
  cl_script_fill (text, "DRIVE", has_bias ? "inputs @ W['B'].T + W['b']" : "inputs @ W['B'].T");
  cl_script_fill (text, "OUTPUT", output);
  cl_script_fill (text, "RESULT", result);
  cl_script_fill (text, "LEAK",
                  has_leak
                      ? "    for name in ('A', 'C'):  # the equation becomes one for diag(leak) x\n"
                        "        W[name] = W[name] / W['leak']\n"
                      : "");
}

static void
fill_solver (GString *text, const ClModel *model)
{
  const ClScriptActivation *activation = cl_script_activation (model->parts.activation);
  g_autoptr (ClMatrix) a =
      divide_columns (cl_model_array (model, CL_ARRAY_A), cl_model_array (model, CL_ARRAY_LEAK));
  double value = 0.0;
  const gsize rule = find_rule (a, &value);
  g_autofree char *why = explain_rule (rule, value);

  cl_script_fill_piece (text, "SOLVE", choose_solver (rule, activation->psi));
  cl_script_fill (text, "WHY", why);
  cl_script_fill (text, "RELAXATION", rules[rule].relaxation);
}

static char *
dense_script (ClWeightsScript script, const ClModel *model, const char *weights_path,
              GError **error)
{
  g_autofree char *names = list_names (model);

  if (!check_model (model, error))
    return NULL;
  GString *text =
      cl_script_begin (script, "about-dense.py.in", "network-dense.py.in", names, weights_path);
  fill_solver (text, model);
  fill_equations (text, model);
  return cl_script_finish (text, script, model->parts.activation, weights_path);
}

/* Convolutional networks. */

/* max of a_cc + the sum of the other magnitudes of the kernels to channel c. */
static char *
explain_convolution (const ClConvModel *model)
{
  g_autoptr (ClModel) quotient = cl_conv_model_quotient (model, NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.6g",
                   cl_measure_inf (cl_model_array (quotient, CL_ARRAY_A)).value);
  return g_strconcat (
      "It contracts where mu_inf(A), the largest sum of a channel's own a_cc and the "
      "magnitudes of\n    all other entries of its kernels, is below 1: here it is ",
      number, ".", NULL);
}

static char *
convolution_script (ClWeightsScript script, const ClConvModel *model, const char *weights_path)
{
  const ClScriptActivation *activation = cl_script_activation (model->activation);
  GString *text =
      cl_script_begin (script, "about-convolution.py.in", "network-convolution.py.in",
                       "'A_kernels', 'B_kernels', 'b', 'C', 'c', 'image'", weights_path);
  g_autofree char *why = explain_convolution (model);

  cl_script_fill_piece (text, "SOLVE",
                        activation->psi != NULL ? "solve-convolution.py.in"
                                                : "solve-convolution-average.py.in");
  cl_script_fill (text, "WHY", why);
  return cl_script_finish (text, script, model->activation, weights_path);
}

char *
cl_weights_script_new (ClWeightsScript script, const ClTrained *trained, const char *weights_path,
                       GError **error)
{
  g_return_val_if_fail (script < CL_N_WEIGHTS_SCRIPTS && trained != NULL, NULL);

  if (!cl_script_check_path (weights_path, error))
    return NULL;
  return trained->convolution != NULL
             ? convolution_script (script, trained->convolution, weights_path)
             : dense_script (script, trained->model, weights_path, error);
}
