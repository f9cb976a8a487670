#include "ui/pages/add-to-set.h"

#include <glib/gi18n.h>

#define DIGITS  10
#define COLUMNS 5

enum
{
  SIGNAL_ADD,
  SIGNAL_UNDO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClAddToSet
{
  GtkWidget parent_instance;

  GtkMenuButton *add;
  GtkLabel *count;
  GtkWidget *undo;
  gboolean ready, added;
};

G_DEFINE_FINAL_TYPE (ClAddToSet, cl_add_to_set, GTK_TYPE_WIDGET)

static void
update (ClAddToSet *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), self->ready && !self->added);
}

void
cl_add_to_set_set_ready (ClAddToSet *self, gboolean ready)
{
  g_return_if_fail (CL_IS_ADD_TO_SET (self));
  self->ready = ready;
  self->added = FALSE;
  update (self);
}

void
cl_add_to_set_set_added (ClAddToSet *self, gboolean added)
{
  g_return_if_fail (CL_IS_ADD_TO_SET (self));
  self->added = added;
  update (self);
}

void
cl_add_to_set_set_count (ClAddToSet *self, gsize count)
{
  g_return_if_fail (CL_IS_ADD_TO_SET (self));
  g_autofree char *text = count == 0
                              ? g_strdup (_ ("My Drawings is empty"))
                              : g_strdup_printf (ngettext ("%zu drawing in My Drawings",
                                                           "%zu drawings in My Drawings", count),
                                                 count);

  gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (self->undo, count > 0);
}

static void
digit_clicked_cb (GtkWidget *button, ClAddToSet *self)
{
  guint digit = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "digit"));

  gtk_menu_button_popdown (self->add);
  g_signal_emit (self, signals[SIGNAL_ADD], 0, digit);
}

static void
undo_clicked_cb (ClAddToSet *self)
{
  g_signal_emit (self, signals[SIGNAL_UNDO], 0);
}

static GtkWidget *
build_digits (ClAddToSet *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 3);
  for (guint digit = 0; digit < DIGITS; digit++)
    {
      const char text[] = { (char) ('0' + digit), '\0' };
      GtkWidget *button = gtk_button_new_with_label (text);

      g_object_set_data (G_OBJECT (button), "digit", GUINT_TO_POINTER (digit));
      g_signal_connect (button, "clicked", G_CALLBACK (digit_clicked_cb), self);
      gtk_grid_attach (GTK_GRID (grid), button, (int) (digit % COLUMNS), (int) (digit / COLUMNS), 1,
                       1);
    }
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Which digit is it?")));
  gtk_box_append (GTK_BOX (box), grid);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static void
cl_add_to_set_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_add_to_set_parent_class)->dispose (object);
}

static void
cl_add_to_set_class_init (ClAddToSetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_add_to_set_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  signals[SIGNAL_ADD] = g_signal_new ("add", CL_TYPE_ADD_TO_SET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_UNDO] = g_signal_new ("undo", CL_TYPE_ADD_TO_SET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
build_count (ClAddToSet *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->count = GTK_LABEL (gtk_label_new (NULL));
  self->undo = gtk_button_new_with_mnemonic (_ ("_Undo"));
  gtk_label_set_xalign (self->count, 0);
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "caption");
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (self->undo, "flat");
  gtk_widget_set_tooltip_text (self->undo, _ ("Remove the drawing added last"));
  g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (undo_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), self->undo);
  return box;
}

static void
cl_add_to_set_init (ClAddToSet *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 3);
  self->add = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_use_underline (self->add, TRUE);
  gtk_menu_button_set_label (self->add, _ ("_Add to Set"));
  gtk_menu_button_set_popover (self->add, build_digits (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->add),
                               _ ("Keep the drawing in My Drawings, to train on"));
  gtk_widget_set_parent (GTK_WIDGET (self->add), GTK_WIDGET (self));
  gtk_widget_set_parent (build_count (self), GTK_WIDGET (self));
  cl_add_to_set_set_count (self, 0);
  update (self);
}

GtkWidget *
cl_add_to_set_new (void)
{
  return g_object_new (CL_TYPE_ADD_TO_SET, NULL);
}
