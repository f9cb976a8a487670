#include "app/window.h"

#include "app/analysis-controller.h"
#include "app/dynamics-controller.h"
#include "app/example-state.h"
#include "app/matrix-clipboard.h"
#include "app/preset-dialog.h"
#include "app/presets.h"
#include "app/settings.h"
#include "app/training-controller.h"
#include "app/weight-space-controller.h"
#include "app/window-private.h"
#include "ui/pages/network-shield.h"
#include "ui/widgets/plot-view.h"

#include <glib/gi18n.h>

/* Below this width the side bar lies over the page and the switcher moves to the bottom. */
#define NARROW_WIDTH 960

G_DEFINE_FINAL_TYPE (ClWindow, cl_window, ADW_TYPE_APPLICATION_WINDOW)

void
cl_window_show_message (ClWindow *self, const char *message)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (CL_IS_WINDOW (self));

  markup = g_markup_escape_text (message, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

static void
exported_cb (ClWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *message = g_strdup_printf (_ ("Exported “%s”"), name);

  cl_window_show_message (self, message);
}

static void
notify_cb (const char *text, gpointer data)
{
  cl_window_show_message (data, text);
}

typedef struct
{
  gpointer controller;
  GDestroyNotify destroy;
} Keeper;

static void
keeper_free (gpointer data)
{
  Keeper *keeper = data;

  keeper->destroy (keeper->controller);
  g_free (keeper);
}

/* A room makes its page and a controller that keeps it in step with the document; the controller
 * ends with the window. */
static void
keep (ClWindow *self, gpointer controller, GDestroyNotify destroy)
{
  Keeper *keeper = g_new0 (Keeper, 1);

  keeper->controller = controller;
  keeper->destroy = destroy;
  g_ptr_array_add (self->keepers, keeper);
}

static GtkWidget *
dynamics_room (ClWindow *self, ClJobQueue *jobs)
{
  GtkWidget *page = cl_dynamics_page_new ();

  keep (self, cl_dynamics_controller_new (self->document, jobs, CL_DYNAMICS_PAGE (page)),
        (GDestroyNotify) cl_dynamics_controller_free);
  return page;
}

static GtkWidget *
conditions_room (ClWindow *self, ClJobQueue *jobs)
{
  GtkWidget *page = cl_conditions_page_new ();

  keep (self,
        cl_analysis_controller_new (self->document, jobs, CL_CONDITIONS_PAGE (page),
                                    self->side_bar),
        g_object_unref);
  keep (self,
        cl_weight_space_controller_new (self->document, jobs,
                                        cl_conditions_page_get_second (CL_CONDITIONS_PAGE (page))),
        (GDestroyNotify) cl_weight_space_controller_free);
  return page;
}

static GtkWidget *
training_room (ClWindow *self, ClJobQueue *jobs)
{
  GtkWidget *page = cl_training_page_new ();

  keep (self,
        cl_training_controller_new (self->document, jobs, CL_TRAINING_PAGE (page), notify_cb, self),
        (GDestroyNotify) cl_training_controller_free);
  return page;
}

static const struct
{
  const char *name;
  const char *title;
  const char *icon;
  GtkWidget *(*make) (ClWindow *self, ClJobQueue *jobs);
  gboolean any_system; /* not only about the network of the document */
} rooms[] = {
  { "dynamics", N_ ("Dynamics"), "cl-dynamics-symbolic", dynamics_room, TRUE },
  { "conditions", N_ ("Conditions"), "cl-conditions-symbolic", conditions_room },
  { "training", N_ ("Training"), "cl-training-symbolic", training_room, TRUE },
};

/* Every plot remembers how it was exported last. */
static void
share_export_settings (GtkWidget *widget)
{
  if (CL_IS_PLOT_VIEW (widget))
    cl_plot_view_set_settings (CL_PLOT_VIEW (widget), cl_settings_get ());
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    share_export_settings (child);
}

static GtkWidget *
shield (ClWindow *self, GtkWidget *page)
{
  GtkWidget *widget = cl_network_shield_new (page);

  g_ptr_array_add (self->shields, widget);
  return widget;
}

static void
add_rooms (ClWindow *self, ClJobQueue *jobs)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      GtkWidget *page = rooms[i].make (self, jobs);

      g_signal_connect_object (page, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "failed", G_CALLBACK (cl_window_show_message), self,
                               G_CONNECT_SWAPPED);
      share_export_settings (page);
      page = rooms[i].any_system ? page : shield (self, page);
      adw_view_stack_add_titled_with_icon (self->stack, page, rooms[i].name, _ (rooms[i].title),
                                           rooms[i].icon);
    }
}

ClDocument *
cl_window_get_document (ClWindow *self)
{
  g_return_val_if_fail (CL_IS_WINDOW (self), NULL);

  return self->document;
}

AdwViewStack *
cl_window_get_stack (ClWindow *self)
{
  g_return_val_if_fail (CL_IS_WINDOW (self), NULL);

  return self->stack;
}

void
cl_window_show_presets (ClWindow *self)
{
  g_return_if_fail (CL_IS_WINDOW (self));

  cl_preset_dialog_present (self);
}

static char *
describe_place (ClWindow *self)
{
  GFile *file = cl_document_get_file (self->document);
  ClModel *model = cl_document_get_model (self->document);
  const ClExample *example = cl_example_state_get (self->document);
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;

  if (folder != NULL)
    return g_file_get_parse_name (folder);
  return g_strdup_printf (ngettext ("%s, %u state", "%s, %u states", model->n),
                          example != NULL ? _ (cl_example_text (example)->title)
                                          : cl_model_kind_title (model->parts.kind),
                          (guint) model->n);
}

static void
update_title_cb (ClWindow *self)
{
  const char *dot = cl_document_get_modified (self->document) ? "• " : "";
  g_autofree char *title = g_strconcat (dot, cl_document_get_title (self->document), NULL);
  g_autofree char *subtitle = describe_place (self);
  g_autofree char *window_title = g_strdup_printf (_ ("%s – Contraction Lab"), title);

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->subtitle_label, subtitle);
  adw_view_switcher_title_set_title (self->switcher_title, title);
  adw_view_switcher_title_set_subtitle (self->switcher_title, subtitle);
  if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self)), window_title) != 0)
    gtk_window_set_title (GTK_WINDOW (self), window_title);
  cl_window_update_history_actions (self);
}

/* What is about networks says so while the document is about another system. */
static void
show_example_cb (ClWindow *self)
{
  const ClExample *example = cl_example_state_get (self->document);

  cl_model_side_bar_set_example (self->side_bar, example);
  for (guint i = 0; i < self->shields->len; i++)
    cl_network_shield_set_example (g_ptr_array_index (self->shields, i), example);
  update_title_cb (self);
}

static void
model_changed_cb (ClWindow *self, gboolean finished)
{
  cl_model_side_bar_set_model (self->side_bar, cl_document_get_model (self->document));
  show_example_cb (self);
}

static void
model_edited_cb (ClWindow *self, ClModel *model, const char *label, gboolean finished)
{
  cl_document_edit (self->document, model, label, finished);
}

static void
connect_document (ClWindow *self)
{
  static const char *const of_title[] = { "notify::title", "notify::file", "notify::modified",
                                          "notify::undo-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (of_title); i++)
    g_signal_connect_object (self->document, of_title[i], G_CALLBACK (update_title_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "model-changed", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "state-changed::" CL_EXAMPLE_STATE_KEY,
                           G_CALLBACK (show_example_cb), self, G_CONNECT_SWAPPED);
  model_changed_cb (self, TRUE);
}

/* In a narrow window the side bar is an overlay that starts hidden. */
static void
set_narrow (ClWindow *self, gboolean narrow)
{
  gboolean wanted = g_settings_get_boolean (cl_settings_get (), "side-bar");

  self->narrow = TRUE; /* what follows is not the user's choice */
  adw_flap_set_fold_policy (self->flap,
                            narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_AUTO);
  adw_flap_set_reveal_flap (self->flap, wanted && !narrow);
  self->narrow = narrow;
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher_title, !narrow);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, narrow);
  gtk_widget_set_visible (self->title_box, !narrow);
  gtk_widget_set_visible (self->save_button, !narrow);
}

static void
side_bar_toggled_cb (ClWindow *self)
{
  if (!self->narrow)
    g_settings_set_boolean (cl_settings_get (), "side-bar", adw_flap_get_reveal_flap (self->flap));
}

static void
bind_settings (ClWindow *self)
{
  GSettings *settings = cl_settings_get ();
  g_autofree char *page = g_settings_get_string (settings, "page");

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (settings, "side-bar"));
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (side_bar_toggled_cb),
                           self, G_CONNECT_SWAPPED);
  if (adw_view_stack_get_child_by_name (self->stack, page) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, page);
}

static void
remember_layout (ClWindow *self)
{
  GSettings *settings = cl_settings_get ();
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 360));
  g_settings_set_int (settings, "window-height", MAX (height, 300));
  g_settings_set_string (settings, "page", adw_view_stack_get_visible_child_name (self->stack));
}

void
cl_window_reset_layout (ClWindow *self)
{
  static const char *const keys[] = { "window-width", "window-height", "window-maximized",
                                      "side-bar", "page" };
  GSettings *settings = cl_settings_get ();
  g_autofree char *page = NULL;

  g_return_if_fail (CL_IS_WINDOW (self));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
  page = g_settings_get_string (settings, "page");
  gtk_window_unfullscreen (GTK_WINDOW (self));
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  adw_view_stack_set_visible_child_name (self->stack, page);
  if (!self->narrow)
    adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (settings, "side-bar"));
}

static gboolean
cl_window_close_request (GtkWindow *window)
{
  ClWindow *self = CL_WINDOW (window);

  if (cl_window_ask_before_close (self))
    return GDK_EVENT_STOP;
  remember_layout (self);
  return GTK_WINDOW_CLASS (cl_window_parent_class)->close_request (window);
}

static gboolean
is_narrow (ClWindow *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < NARROW_WIDTH;
}

static gboolean
narrow_idle_cb (gpointer data)
{
  ClWindow *self = data;

  self->narrow_idle = 0;
  if (is_narrow (self) != self->narrow)
    set_narrow (self, is_narrow (self));
  return G_SOURCE_REMOVE;
}

/* Layout must not change the layout: the switch waits for the next idle moment. */
static void
cl_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClWindow *self = CL_WINDOW (widget);

  GTK_WIDGET_CLASS (cl_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (is_narrow (self) != self->narrow && self->narrow_idle == 0)
    self->narrow_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, narrow_idle_cb, self, NULL);
}

static void
cl_window_dispose (GObject *object)
{
  ClWindow *self = CL_WINDOW (object);

  g_clear_handle_id (&self->narrow_idle, g_source_remove);
  g_clear_pointer (&self->keepers, g_ptr_array_unref);
  g_clear_pointer (&self->shields, g_ptr_array_unref);
  g_clear_object (&self->recovery);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cl_window_parent_class)->dispose (object);
}

static void
cl_window_class_init (ClWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = cl_window_close_request;
  widget_class->size_allocate = cl_window_size_allocate;

  g_type_ensure (CL_TYPE_MODEL_SIDE_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/contractionlab/ContractionLab/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ClWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, side_bar);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, title_box);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, recent_menu);
}

static void
cl_window_init (ClWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->keepers = g_ptr_array_new_with_free_func (keeper_free);
  self->shields = g_ptr_array_new ();
  cl_window_add_actions (self);
  cl_window_accept_drops (self);
  cl_model_side_bar_set_text_functions (self->side_bar, cl_matrix_clipboard_parse,
                                        cl_matrix_clipboard_format);
  g_signal_connect_object (self->side_bar, "edited", G_CALLBACK (model_edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_bar, "presets-requested", G_CALLBACK (cl_window_show_presets),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_bar, "failed", G_CALLBACK (cl_window_show_message), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (cl_window_update_recent), self, G_CONNECT_SWAPPED);
  cl_window_update_recent (self);
}

ClWindow *
cl_window_new (ClApplication *application)
{
  const ClPreset *first = cl_preset_table (NULL)[0];
  g_autoptr (ClModel) model = cl_preset_model (first);
  ClWindow *self;

  g_return_val_if_fail (CL_IS_APPLICATION (application), NULL);

  self = g_object_new (CL_TYPE_WINDOW, "application", application, NULL);
  self->document = cl_document_new (model);
  cl_document_set_title (self->document, _ (cl_preset_title (first)));
  self->recovery = cl_recovery_new (self->document,
                                    g_settings_get_uint (cl_settings_get (), "autosave-seconds"));
  add_rooms (self, cl_application_get_jobs (application));
  connect_document (self);
  bind_settings (self);
  gtk_window_set_focus (GTK_WINDOW (self),
                        GTK_WIDGET (cl_model_side_bar_get_editor (self->side_bar)));
  return self;
}
