/* ClDynamicsBar: the tool bar of the dynamics page: axes, norm, starts, and a popover with what
 * is drawn and how it is integrated. */
#pragma once

#include <gtk/gtk.h>

#include "ui/pages/dynamics-result.h"

G_BEGIN_DECLS

#define CL_TYPE_DYNAMICS_BAR (cl_dynamics_bar_get_type ())
G_DECLARE_FINAL_TYPE (ClDynamicsBar, cl_dynamics_bar, CL, DYNAMICS_BAR, GtkWidget)

GtkWidget *cl_dynamics_bar_new (void);

/* The number of coordinates that may be chosen; x and y are kept where they fit. */
void cl_dynamics_bar_set_size (ClDynamicsBar *self, gsize n);

/* An example has its own norm and no field, ball or nullclines: their controls are hidden. */
void cl_dynamics_bar_set_example (ClDynamicsBar *self, gboolean example);

/* The controls of the periodic input, shown only when there is one. */
void cl_dynamics_bar_set_driven (ClDynamicsBar *self, gboolean driven);

/* Setting does not emit "view-changed". */
void cl_dynamics_bar_get_view (ClDynamicsBar *self, ClDynamicsView *view);
void cl_dynamics_bar_set_view (ClDynamicsBar *self, const ClDynamicsView *view);

/* "x₁₂" for i = 11. */
char *cl_coordinate_name (gsize i) G_GNUC_WARN_UNUSED_RESULT;

/* Signals: "view-changed"; "starts-requested" (guint count); "starts-reset"; "starts-cleared". */

G_END_DECLS
