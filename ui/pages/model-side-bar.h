/* ClModelSideBar: the model as numbers: its arrays, sizes, activation and kind.
 *
 * Shows the model it is given and never keeps an edit to itself: each edit leaves as a signal with
 * the next model, and the owner answers with cl_model_side_bar_set_model. */
#pragma once

#include <adwaita.h>

#include "core/dynamics/example.h"
#include "core/theory/model.h"
#include "ui/widgets/matrix-editor.h"

G_BEGIN_DECLS

#define CL_TYPE_MODEL_SIDE_BAR (cl_model_side_bar_get_type ())
G_DECLARE_FINAL_TYPE (ClModelSideBar, cl_model_side_bar, CL, MODEL_SIDE_BAR, GtkWidget)

GtkWidget *cl_model_side_bar_new (void);

/* Takes a reference. */
void cl_model_side_bar_set_model (ClModelSideBar *self, ClModel *model);

/* The model holds the parameters of this example, W as A and v as b, and is shown as such; NULL: it
 * is a network. */
void cl_model_side_bar_set_example (ClModelSideBar *self, const ClExample *example);

/* The row sums a_ii + sum |a_ij| beside A and the row that decides mu_inf: n values, or NULL while
 * they are being computed. */
void cl_model_side_bar_set_row_sums (ClModelSideBar *self, const double *row_sums, gssize row);

/* Shows this array, as a click on its button does. */
void cl_model_side_bar_show_array (ClModelSideBar *self, ClArrayId id);
ClMatrixEditor *cl_model_side_bar_get_editor (ClModelSideBar *self);

/* Clipboard text to numbers and back, for the matrix editor. */
void cl_model_side_bar_set_text_functions (ClModelSideBar *self, ClMatrixParseFunc parse,
                                           ClMatrixFormatFunc format);

/* Signals:
 *   "edited" (ClModel *model, const char *label, gboolean finished): the next model, borrowed
 *   "presets-requested"
 *   "failed" (const char *message): for a toast */

G_END_DECLS
