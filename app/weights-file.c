#include "app/weights-file.h"

#include <string.h>

#include "app/weights-script.h"
#include "core/formats/array-file.h"
#include "core/formats/file-io.h"

/* A document holds a model and no convolutional network. */
static gboolean
write_weights (const ClTrained *trained, const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (trained->model != NULL)
    return cl_model_write (trained->model, path, error);
  if (!g_str_has_suffix (lower, ".clab"))
    return cl_conv_model_write (trained->convolution, path, error);
  g_set_error_literal (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNSUPPORTED,
                       "a document cannot hold a convolutional network: expected .npz, .mat or "
                       ".safetensors");
  return FALSE;
}

static gboolean
write_script (ClWeightsScript script, char *text, const char *weights_path, GError **error)
{
  g_autofree char *path = cl_weights_script_path (script, weights_path);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return cl_file_write_atomically (path, bytes, error);
}

static gboolean
save_with_scripts (const ClTrained *trained, const char *path, GError **error)
{
  char *texts[CL_N_WEIGHTS_SCRIPTS] = { NULL };
  gboolean done = TRUE;

  for (int i = 0; done && i < CL_N_WEIGHTS_SCRIPTS; i++)
    done = (texts[i] = cl_weights_script_new ((ClWeightsScript) i, trained, path, error)) != NULL;
  if (!done)
    {
      g_autofree char *name = g_filename_display_name (path);
      g_prefix_error (error, "%s: ", name);
    }
  done = done && write_weights (trained, path, error);
  for (int i = 0; done && i < CL_N_WEIGHTS_SCRIPTS; i++)
    done = write_script ((ClWeightsScript) i, texts[i], path, error);
  for (int i = 0; i < CL_N_WEIGHTS_SCRIPTS; i++)
    g_free (texts[i]);
  return done;
}

gboolean
cl_weights_file_save (const ClTrained *trained, const char *path, gboolean with_scripts,
                      GError **error)
{
  g_return_val_if_fail (trained != NULL && path != NULL, FALSE);

  return with_scripts ? save_with_scripts (trained, path, error)
                      : write_weights (trained, path, error);
}
