#include "app/preset-dialog.h"

#include "app/example-state.h"
#include "app/preset-picture.h"
#include "app/presets.h"
#include "ui/pages/preset-gallery.h"

#include <glib/gi18n.h>

/* Nothing waits for the pictures. */
#define PRIORITY -1

/* Lives as long as the gallery; the pictures come one after the other. */
typedef struct
{
  ClWindow *window; /* borrowed: the gallery is its transient */
  ClPresetGallery *gallery;
  ClJobSlot *slot;
  guint index; /* of the picture under way */
} Dialog;

typedef struct
{
  ClModel *model;
  const ClExample *example;
  const ClTheme *theme;
  int scale;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  cl_model_unref (request->model);
  g_free (request);
}

/* A model without a picture is no error: its card stays without one. */
static gpointer
run (gpointer input, GCancellable *cancellable, GError **error)
{
  Request *request = input;

  return cl_preset_picture_draw (request->model, request->example, request->theme,
                                 CL_PRESET_PICTURE_WIDTH, CL_PRESET_PICTURE_HEIGHT, request->scale,
                                 cancellable);
}

static void
request_picture (Dialog *dialog)
{
  gsize count;
  const ClPreset *const *presets = cl_preset_table (&count);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  Request *request;

  if (dialog->index >= count)
    return;
  request = g_new0 (Request, 1);
  request->model = cl_preset_model (presets[dialog->index]);
  request->example = cl_preset_example (presets[dialog->index]);
  request->theme = cl_theme_find (dark ? "dark" : "light");
  request->scale = gtk_widget_get_scale_factor (GTK_WIDGET (dialog->window));
  cl_job_slot_post (dialog->slot, request, CL_JOB_LIVE);
}

static GdkTexture *
texture_from_surface (cairo_surface_t *surface)
{
  int stride = cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes =
      g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * height);

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
adopt (gpointer result, const GError *error, gpointer owner)
{
  Dialog *dialog = owner;
  cairo_surface_t *surface = result;

  if (surface != NULL)
    {
      g_autoptr (GdkTexture) texture = texture_from_surface (surface);

      cl_preset_gallery_set_picture (dialog->gallery, dialog->index, GDK_PAINTABLE (texture));
      cairo_surface_destroy (surface);
    }
  dialog->index++;
  request_picture (dialog);
}

static const ClJobClass job_class = {
  .run = run,
  .adopt = adopt,
  .input_free = request_free,
  .result_free = (GDestroyNotify) cairo_surface_destroy,
};

static void
chosen_cb (ClPresetGallery *gallery, guint index, gpointer data)
{
  Dialog *dialog = data;
  const ClPreset *preset = cl_preset_table (NULL)[index];
  ClDocument *document = cl_window_get_document (dialog->window);
  const ClExample *example = cl_preset_example (preset);
  g_autoptr (ClModel) model = cl_preset_model (preset);

  cl_document_replace (document, model, cl_example_state_new (example),
                       _ (cl_preset_title (preset)));
  if (example != NULL)
    adw_view_stack_set_visible_child_name (cl_window_get_stack (dialog->window), "dynamics");
  if (cl_document_get_file (document) == NULL)
    cl_document_set_title (document, _ (cl_preset_title (preset)));
}

static void
dialog_free (gpointer data)
{
  Dialog *dialog = data;

  cl_job_slot_free (dialog->slot);
  g_free (dialog);
}

void
cl_preset_dialog_present (ClWindow *window)
{
  gsize count;
  const ClPreset *const *presets = cl_preset_table (&count);
  ClApplication *application = CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  Dialog *dialog = g_new0 (Dialog, 1);

  dialog->window = window;
  dialog->gallery = CL_PRESET_GALLERY (cl_preset_gallery_new ());
  dialog->slot =
      cl_job_slot_new (cl_application_get_jobs (application), PRIORITY, &job_class, dialog);
  g_object_set_data_full (G_OBJECT (dialog->gallery), "dialog", dialog, dialog_free);
  g_signal_connect (dialog->gallery, "chosen", G_CALLBACK (chosen_cb), dialog);
  for (gsize i = 0; i < count; i++)
    cl_preset_gallery_add (dialog->gallery, _ (cl_preset_title (presets[i])),
                           _ (cl_preset_sentence (presets[i])));
  gtk_window_set_transient_for (GTK_WINDOW (dialog->gallery), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (dialog->gallery));
  request_picture (dialog);
}
