#include "app/script-text.h"

#include <string.h>

#include "core/formats/array-file.h"

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
static const ClScriptActivation activations[] = {
  { "relu", "max(z, 0)", "@np@.clip(z, 0, None)", "phi(s) / (1 - a)", RELU_STEP },
  { "leaky-relu", "max(z, 0.01 z)", "@np@.where(z > 0, z, 0.01 * z)",
    "@np@.where(s > 0, s / (1 - a), 0.01 * s / (1 - 0.01 * a))", OTHER_STEP },
  { "saturation", "min(max(z, -1), 1)", "@np@.clip(z, -1, 1)", "phi(s / (1 - a))", OTHER_STEP },
  { "identity", "z", "z", "s / (1 - a)", OTHER_STEP },
  { "tanh", "tanh(z)", "@np@.tanh(z)", NULL, OTHER_STEP },
  { "logistic", "1 / (1 + exp(-z))", "(1 + @np@.tanh(z / 2)) / 2", NULL, OTHER_STEP },
  { "softplus", "log(1 + exp(z))", "@np@.logaddexp(@np@.zeros_like(z), z)", NULL, OTHER_STEP },
};

static gsize
find_reader (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gsize i = 0;

  while (i < G_N_ELEMENTS (readers) && !g_str_has_suffix (lower, readers[i].ending))
    i++;
  return i;
}

const ClScriptActivation *
cl_script_activation (const ClActivation *activation)
{
  gsize i = 0;

  while (!g_str_equal (activations[i].id, activation->id))
    {
      i++;
      g_assert (i < G_N_ELEMENTS (activations));
    }
  return &activations[i];
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

gboolean
cl_script_check_path (const char *path, GError **error)
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

void
cl_script_fill (GString *text, const char *key, const char *value)
{
  g_autofree char *mark = g_strconcat ("@", key, "@", NULL);

  if (value != NULL)
    g_string_replace (text, mark, value, 0);
}

void
cl_script_fill_piece (GString *text, const char *key, const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autofree char *piece = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  cl_script_fill (text, key, g_strchomp (piece));
}

static void
fill_reader (GString *text, ClWeightsScript script, const char *names, const char *path)
{
  const gsize reader = find_reader (path);
  g_autofree char *imports =
      g_strconcat ("import numpy as np", readers[reader].import, libraries[script].import, NULL);

  cl_script_fill (text, "STANDARD", readers[reader].standard);
  cl_script_fill (text, "IMPORTS", imports);
  cl_script_fill_piece (text, "LOAD", readers[reader].piece);
  cl_script_fill (text, "NAMES", names);
}

GString *
cl_script_begin (ClWeightsScript script, const char *about, const char *network, const char *names,
                 const char *weights_path)
{
  GString *text = g_string_new ("@TEXT@\n");

  cl_script_fill_piece (text, "TEXT", "evaluate.py.in");
  cl_script_fill_piece (text, "ABOUT", about);
  cl_script_fill_piece (text, "NETWORK", network);
  fill_reader (text, script, names, weights_path);
  return text;
}

char *
cl_script_finish (GString *text, ClWeightsScript script, const ClActivation *activation,
                  const char *weights_path)
{
  const ClScriptActivation *own = cl_script_activation (activation);
  g_autofree char *weights = quote (weights_path);

  cl_script_fill (text, "STEP", own->step);
  cl_script_fill (text, "FORMULA", own->formula);
  cl_script_fill (text, "PHI", own->phi);
  cl_script_fill (text, "PSI", own->psi);
  cl_script_fill (text, "LIBRARY", libraries[script].title);
  cl_script_fill (text, "TENSOR", libraries[script].tensor);
  cl_script_fill (text, "np", libraries[script].module);
  cl_script_fill (text, "WEIGHTS", weights); /* last: the name may hold anything */
  return g_string_free (text, FALSE);
}
