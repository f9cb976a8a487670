#include "app/cli/invocation.h"

#include <math.h>
#include <unistd.h>

#include "app/document-io.h"
#include "app/example-state.h"
#include "core/formats/array-file.h"

static void
add_shared_options (ClInvocation *self, GOptionContext *context, ClOptionsFlags flags)
{
  const GOptionEntry json[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &self->json,
                                  "Print one JSON object", NULL },
                                G_OPTION_ENTRY_NULL };
  const GOptionEntry model[] = {
    { "activation", 0, 0, G_OPTION_ARG_STRING, &self->activation,
      "Activation, in place of the file's: relu, leaky-relu, tanh, logistic, softplus, "
      "saturation, identity",
      "NAME" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &self->model_kind,
      "Kind of model: firing-rate, hopfield, persidskii, linear-minus", "KIND" },
    { "leak", 0, 0, G_OPTION_ARG_STRING, &self->leak,
      "Leak L of the firing-rate model: one positive number, or a file of n", "VALUE|FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (flags & CL_OPTIONS_MODEL)
    g_option_context_add_main_entries (context, model, NULL);
  g_option_context_add_main_entries (context, json, NULL);
}

/* GOption takes "-0.5" for an option and so do people who type it; after "--" it is an argument. */
static gboolean
check_arguments (const ClInvocation *self, guint min, guint max, GError **error)
{
  guint count = g_strv_length (self->argv) - 1;

  return cl_invocation_check (count >= min && count <= max, error,
                              "%s takes %s: see “contraction-lab %s --help”", self->verb->name,
                              *self->verb->arguments ? self->verb->arguments : "no arguments",
                              self->verb->name);
}

gboolean
cl_invocation_parse (ClInvocation *self, const GOptionEntry *entries, ClOptionsFlags flags,
                     guint min, guint max, GError **error)
{
  g_autofree char *parameters = g_strdup_printf ("%s", self->verb->arguments);
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);

  g_option_context_set_summary (context, self->verb->summary);
  g_option_context_set_description (context, self->verb->description);
  if (entries)
    g_option_context_add_main_entries (context, entries, NULL);
  add_shared_options (self, context, flags);
  return g_option_context_parse_strv (context, &self->argv, error)
         && check_arguments (self, min, max, error);
}

gboolean
cl_invocation_check (gboolean valid, GError **error, const char *format, ...)
{
  va_list arguments;

  if (valid)
    return TRUE;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static ClModel *
apply_activation (ClModel *model, const char *id, GError **error)
{
  const ClActivation *activation = cl_activation_find (id);

  if (!cl_invocation_check (activation != NULL, error, "there is no activation “%s”", id))
    return NULL;
  return cl_model_with_activation (model, activation);
}

static ClModel *
apply_kind (ClModel *model, const char *id, GError **error)
{
  ClModelKind kind;

  if (!cl_invocation_check (cl_model_kind_find (id, &kind), error, "there is no kind of model “%s”",
                            id))
    return NULL;
  return cl_model_with_kind (model, kind);
}

/* One number stands for n equal ones. */
static ClModel *
apply_leak (ClModel *model, const char *text, GError **error)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);
  g_autoptr (ClMatrix) leak = NULL;

  if (end != text && *end == '\0')
    {
      leak = cl_matrix_new (model->n, 1);
      for (gsize i = 0; i < model->n; i++)
        leak->data[i] = value;
    }
  else if (!(leak = cl_matrix_read (text, error)))
    return NULL;
  return cl_model_with_array (model, CL_ARRAY_LEAK, leak, error);
}

/* A document may be about an example system, whose parameters are no network. */
static ClModel *
read_network (const char *path, GError **error)
{
  g_autoptr (ClDocumentContent) content = NULL;
  g_autoptr (GVariant) id = NULL;

  if (!cl_document_io_is_document (path))
    return cl_model_read (path, error);
  if (!(content = cl_document_io_read (path, error)))
    return NULL;
  id = g_variant_lookup_value (content->state, CL_EXAMPLE_STATE_KEY, G_VARIANT_TYPE_STRING);
  if (id == NULL)
    return cl_model_ref (content->model);
  g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
               "%s is about a system that is no network: simulate it with --example %s", path,
               g_variant_get_string (id, NULL));
  return NULL;
}

ClModel *
cl_invocation_read_model (ClInvocation *self, const char *path, GError **error)
{
  const struct
  {
    const char *text;
    ClModel *(*apply) (ClModel *, const char *, GError **);
  } options[] = {
    { self->activation, apply_activation },
    { self->model_kind, apply_kind },
    { self->leak, apply_leak },
  };
  g_autoptr (ClModel) model = read_network (path, error);

  for (gsize i = 0; model && i < G_N_ELEMENTS (options); i++)
    if (options[i].text)
      {
        ClModel *applied = options[i].apply (model, options[i].text, error);
        cl_model_unref (model);
        model = applied;
      }
  return g_steal_pointer (&model);
}

ClConvModel *
cl_invocation_read_convolution (ClInvocation *self, const char *path, GError **error)
{
  g_autoptr (ClArraySet) set = cl_array_file_read (path, NULL);

  if (!set || !cl_conv_model_is_in (set)
      || !cl_invocation_check (!self->activation && !self->model_kind && !self->leak, error,
                               "%s is a convolutional network: expected no --activation, --model "
                               "or --leak",
                               path))
    return NULL;
  ClConvModel *model = cl_conv_model_from_set (set, error);
  if (!model)
    g_prefix_error (error, "%s: ", path);
  return model;
}

gboolean
cl_invocation_shows_progress (const ClInvocation *self)
{
  return isatty (STDERR_FILENO);
}
