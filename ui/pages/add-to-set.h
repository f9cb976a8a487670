/* ClAddToSet: adds a drawing to the user's own set, under the digit chosen in one click, and takes
 * the last one back. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_ADD_TO_SET (cl_add_to_set_get_type ())
G_DECLARE_FINAL_TYPE (ClAddToSet, cl_add_to_set, CL, ADD_TO_SET, GtkWidget)

GtkWidget *cl_add_to_set_new (void);

/* Whether there is a drawing; called for every change of it.  A drawing that was added is not
 * offered again until it changes. */
void cl_add_to_set_set_ready (ClAddToSet *self, gboolean ready);

/* How many drawings the set has. */
void cl_add_to_set_set_count (ClAddToSet *self, gsize count);

/* Whether the drawing on the pad is in the set. */
void cl_add_to_set_set_added (ClAddToSet *self, gboolean added);

/* Signals: "add" (guint digit): one of the ten was clicked; "undo". */

G_END_DECLS
