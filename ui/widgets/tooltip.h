/* Tooltips that follow values: GTK asks the display where the pointer is for every tooltip that is
 * set, also to what it was, which costs a round trip each in every frame of a drag. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* gtk_widget_set_tooltip_text when the text is another one. */
void cl_tooltip_set (GtkWidget *widget, const char *text);

/* Ends the label in dots where it is too long, and shows the whole of it in a tooltip then. */
void cl_tooltip_when_cut (GtkLabel *label);

G_END_DECLS
