#include "ui/pages/training-form-family.h"

/* What the items of one list need; freed with its factory. */
typedef struct
{
  AdwComboRow *row;
  ClFamilyReason reason;
  gpointer data;
} List;

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *reason = gtk_label_new (NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_widget_add_css_class (reason, "caption");
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (text), name);
  gtk_box_append (GTK_BOX (text), reason);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, List *list)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *text = gtk_widget_get_first_child (box), *mark = gtk_widget_get_last_child (box);
  GtkWidget *name = gtk_widget_get_first_child (text), *below = gtk_widget_get_last_child (text);
  const guint position = gtk_list_item_get_position (item);
  const char *reason = list->reason (position, list->data);

  gtk_label_set_text (GTK_LABEL (name),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
  gtk_label_set_text (GTK_LABEL (below), reason != NULL ? reason : "");
  gtk_widget_set_visible (below, reason != NULL);
  gtk_widget_set_sensitive (text, reason == NULL);
  gtk_widget_set_opacity (mark, position == adw_combo_row_get_selected (list->row) ? 1 : 0);
  gtk_list_item_set_activatable (item, reason == NULL);
  gtk_list_item_set_selectable (item, reason == NULL);
}

static void
list_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
cl_training_form_family_list (AdwComboRow *row, ClFamilyReason reason, gpointer data)
{
  g_return_if_fail (ADW_IS_COMBO_ROW (row) && reason != NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  List *list = g_new (List, 1);

  *list = (List){ row, reason, data };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), list, list_free, 0);
  adw_combo_row_set_list_factory (row, factory);
}
