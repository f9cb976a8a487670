#include "ui/pages/training-run-quantities.h"

#include <glib/gi18n.h>

#include "ui/widgets/check-group.h"

#define MAX_HEIGHT 460

enum
{
  PROP_0,
  PROP_CHOSEN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _ClTrainingRunQuantities
{
  GtkWidget parent_instance;

  GtkWidget *button;
  ClCheckGroup *checks; /* in the order of the table */
  char *chosen;         /* those that were last, or NULL */
};

G_DEFINE_FINAL_TYPE (ClTrainingRunQuantities, cl_training_run_quantities, GTK_TYPE_WIDGET)

GPtrArray *
cl_training_run_quantities_get (ClTrainingRunQuantities *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_RUN_QUANTITIES (self), NULL);
  gsize count;
  const ClTrainingQuantity *table = cl_training_quantity_table (&count);
  GPtrArray *chosen = g_ptr_array_new ();

  for (gsize i = 0; i < count; i++)
    if (cl_check_group_is_chosen (self->checks, i))
      g_ptr_array_add (chosen, (gpointer) &table[i]);
  return chosen;
}

static void
choose_usual (ClTrainingRunQuantities *self)
{
  gsize count;
  const ClTrainingQuantity *table = cl_training_quantity_table (&count);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < CL_N_TRAINING_DEFAULTS; i++)
    g_string_append_printf (text, "%s,", table[i].id);
  cl_check_group_choose (self->checks, text->str);
}

/* There is always something to see: the last one stays, and without any the usual ones are chosen.
 */
static void
changed_cb (gpointer data)
{
  ClTrainingRunQuantities *self = data;

  if (cl_check_group_count_chosen (self->checks) == 0)
    {
      if (self->chosen != NULL)
        cl_check_group_choose (self->checks, self->chosen);
      else
        choose_usual (self);
      return;
    }
  g_free (self->chosen);
  self->chosen = cl_check_group_dup_text (self->checks);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOSEN]);
}

static void
set_chosen (ClTrainingRunQuantities *self, const char *text)
{
  g_clear_pointer (&self->chosen, g_free);
  cl_check_group_choose (self->checks, text);
}

static GtkWidget *
build_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 3);
  return label;
}

static GtkWidget *
build_list (ClTrainingRunQuantities *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gboolean bounds = FALSE;
  gsize count;
  const ClTrainingQuantity *table = cl_training_quantity_table (&count);

  gtk_box_append (GTK_BOX (box), build_heading (_ ("Plots")));
  for (gsize i = 0; i < count; i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (table[i].title);

      if (table[i].bound && !bounds)
        gtk_box_append (GTK_BOX (box), build_heading (_ ("Lipschitz Bounds")));
      bounds |= table[i].bound;
      gtk_widget_set_tooltip_text (check, table[i].tooltip);
      cl_check_group_add (self->checks, table[i].id, GTK_CHECK_BUTTON (check));
      gtk_box_append (GTK_BOX (box), check);
    }
  return box;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHOSEN)
    g_value_set_string (value, CL_TRAINING_RUN_QUANTITIES (object)->chosen);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHOSEN)
    set_chosen (CL_TRAINING_RUN_QUANTITIES (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_training_run_quantities_dispose (GObject *object)
{
  ClTrainingRunQuantities *self = CL_TRAINING_RUN_QUANTITIES (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_training_run_quantities_parent_class)->dispose (object);
}

static void
cl_training_run_quantities_finalize (GObject *object)
{
  ClTrainingRunQuantities *self = CL_TRAINING_RUN_QUANTITIES (object);

  cl_check_group_free (self->checks);
  g_free (self->chosen);
  G_OBJECT_CLASS (cl_training_run_quantities_parent_class)->finalize (object);
}

static void
cl_training_run_quantities_class_init (ClTrainingRunQuantitiesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = cl_training_run_quantities_dispose;
  object_class->finalize = cl_training_run_quantities_finalize;
  props[PROP_CHOSEN] =
      g_param_spec_string ("chosen", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cl_training_run_quantities_init (ClTrainingRunQuantities *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroll = gtk_scrolled_window_new ();

  self->checks = cl_check_group_new (changed_cb, self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), build_list (self));
  gtk_popover_set_child (GTK_POPOVER (popover), scroll);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-grid-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_set_tooltip_text (self->button, _ ("Choose What Is Plotted"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  choose_usual (self);
}

GtkWidget *
cl_training_run_quantities_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_RUN_QUANTITIES, NULL);
}
