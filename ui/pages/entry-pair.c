#include "ui/pages/entry-pair.h"

#include <glib/gi18n.h>

#include "ui/plots/landscape-plot.h"

/* Row and column of x, then of y. */
enum
{
  X_ROW,
  X_COL,
  Y_ROW,
  Y_COL,
  N_SPINS
};

struct _ClEntryPair
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *label;
  GtkSpinButton *spin[N_SPINS];
  GtkWidget *same; /* says that one entry twice is no plane */
  ClEntry x, y;    /* the last pair that was valid */
  gboolean quiet;  /* while the program changes the controls */
};

G_DEFINE_FINAL_TYPE (ClEntryPair, cl_entry_pair, GTK_TYPE_WIDGET)

static guint changed_signal;

static ClEntry
entry_of_spins (ClEntryPair *self, guint row)
{
  return (ClEntry){ (gsize) gtk_spin_button_get_value_as_int (self->spin[row]) - 1,
                    (gsize) gtk_spin_button_get_value_as_int (self->spin[row + 1]) - 1 };
}

static void
show_names (ClEntryPair *self)
{
  g_autofree char *x = cl_entry_markup (&self->x);
  g_autofree char *y = cl_entry_markup (&self->y);
  g_autofree char *both = g_strdup_printf (_ ("%s and %s"), x, y);

  gtk_label_set_markup (self->label, both);
}

static void
changed_cb (ClEntryPair *self)
{
  ClEntry x = entry_of_spins (self, X_ROW), y = entry_of_spins (self, Y_ROW);
  gboolean same = x.row == y.row && x.col == y.col;

  if (self->quiet)
    return;
  gtk_widget_set_visible (self->same, same);
  if (same)
    return;
  self->x = x;
  self->y = y;
  show_names (self);
  g_signal_emit (self, changed_signal, 0);
}

void
cl_entry_pair_set (ClEntryPair *self, gsize n, const ClEntry *x, const ClEntry *y)
{
  const gsize values[N_SPINS] = { x->row, x->col, y->row, y->col };

  g_return_if_fail (CL_IS_ENTRY_PAIR (self));

  self->quiet = TRUE;
  for (guint k = 0; k < N_SPINS; k++)
    {
      gtk_spin_button_set_range (self->spin[k], 1, (double) n);
      gtk_spin_button_set_value (self->spin[k], (double) values[k] + 1);
    }
  self->quiet = FALSE;
  self->x = *x;
  self->y = *y;
  gtk_widget_set_visible (self->same, FALSE);
  show_names (self);
}

void
cl_entry_pair_get (ClEntryPair *self, ClEntry *x, ClEntry *y)
{
  g_return_if_fail (CL_IS_ENTRY_PAIR (self));

  *x = self->x;
  *y = self->y;
}

static void
cl_entry_pair_dispose (GObject *object)
{
  g_clear_pointer (&CL_ENTRY_PAIR (object)->button, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_entry_pair_parent_class)->dispose (object);
}

static void
cl_entry_pair_class_init (ClEntryPairClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_entry_pair_dispose;
  changed_signal = g_signal_new ("changed", CL_TYPE_ENTRY_PAIR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

/* By the place of their spin button. */
static const char *const names[N_SPINS] = {
  [X_ROW] = N_ ("Row of the horizontal entry"),
  [X_COL] = N_ ("Column of the horizontal entry"),
  [Y_ROW] = N_ ("Row of the vertical entry"),
  [Y_COL] = N_ ("Column of the vertical entry"),
};

static void
add_spin (ClEntryPair *self, GtkGrid *grid, guint k)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (1, 2, 1);

  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (names[k]), -1);
  gtk_grid_attach (grid, spin, 1 + (int) k % 2, 1 + (int) k / 2, 1, 1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (changed_cb), self);
  self->spin[k] = GTK_SPIN_BUTTON (spin);
}

static GtkWidget *
build_popover (ClEntryPair *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_row_spacing (grid, 6);
  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_attach (grid, gtk_label_new (_ ("Row")), 1, 0, 1, 1);
  gtk_grid_attach (grid, gtk_label_new (_ ("Column")), 2, 0, 1, 1);
  gtk_grid_attach (grid, gtk_label_new (_ ("Horizontal")), 0, 1, 1, 1);
  gtk_grid_attach (grid, gtk_label_new (_ ("Vertical")), 0, 2, 1, 1);
  for (guint k = 0; k < N_SPINS; k++)
    add_spin (self, grid, k);
  self->same = gtk_label_new (_ ("Choose two different entries."));
  gtk_widget_add_css_class (self->same, "error");
  gtk_widget_set_visible (self->same, FALSE);
  gtk_grid_attach (grid, self->same, 0, 3, 3, 1);
  gtk_widget_set_margin_start (GTK_WIDGET (grid), 6);
  gtk_widget_set_margin_end (GTK_WIDGET (grid), 6);
  gtk_widget_set_margin_top (GTK_WIDGET (grid), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (grid), 6);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (grid));
  return popover;
}

static void
cl_entry_pair_init (ClEntryPair *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), build_popover (self));
  gtk_widget_set_tooltip_text (self->button, _ ("The two entries of A on the axes"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The two entries of A on the axes"), -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
cl_entry_pair_new (void)
{
  return g_object_new (CL_TYPE_ENTRY_PAIR, NULL);
}
