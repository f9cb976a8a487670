#include "ui/widgets/context-menu.h"

#include <glib/gi18n.h>

static GMenuModel *
menu_model (const ClMenuItem *items, gsize n_items)
{
  GMenu *menu = g_menu_new ();
  GMenu *section = NULL;

  for (gsize i = 0; i < n_items; i++)
    {
      if (section == NULL || items[i].action == NULL)
        {
          g_clear_object (&section);
          section = g_menu_new ();
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
        }
      if (items[i].action != NULL)
        g_menu_append (section, _ (items[i].label), items[i].action);
    }
  g_clear_object (&section);
  return G_MENU_MODEL (menu);
}

void
cl_context_menu_popup (GtkWidget *widget, GtkWidget **menu, const ClMenuItem *items, gsize n_items,
                       double x, double y)
{
  const GdkRectangle place = { (int) x, (int) y, 1, 1 };

  g_return_if_fail (GTK_IS_WIDGET (widget) && menu != NULL);
  if (*menu == NULL)
    {
      g_autoptr (GMenuModel) model = menu_model (items, n_items);
      *menu = gtk_popover_menu_new_from_model (model);
      gtk_widget_set_parent (*menu, widget);
      gtk_popover_set_has_arrow (GTK_POPOVER (*menu), FALSE);
      gtk_widget_set_halign (*menu, GTK_ALIGN_START);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (*menu), &place);
  gtk_popover_popup (GTK_POPOVER (*menu));
}
