/* Context menus of the widgets that draw themselves. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line of a menu; one without an action begins another section. */
typedef struct
{
  const char *label; /* translatable, with the mnemonic marked by "_" */
  const char *action;
} ClMenuItem;

/* Shows the menu of `items` at a point of `widget`.  *menu, NULL at first, keeps it: the widget
 * presents it again when it is allocated, and unparents it when it is disposed of. */
void cl_context_menu_popup (GtkWidget *widget, GtkWidget **menu, const ClMenuItem *items,
                            gsize n_items, double x, double y);

G_END_DECLS
