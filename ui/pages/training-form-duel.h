/* ClTrainingFormDuel: which families start together on the same batches; off: the one of the form.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_FORM_DUEL (cl_training_form_duel_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingFormDuel, cl_training_form_duel, CL, TRAINING_FORM_DUEL,
                      AdwExpanderRow)

GtkWidget *cl_training_form_duel_new (void);

/* The ids of the families, those of core's table; NULL-terminated.  Empty while it is off. */
GPtrArray *cl_training_form_duel_get_families (ClTrainingFormDuel *self) G_GNUC_WARN_UNUSED_RESULT;

/* Properties: "families" (string): the ids with commas, whether it is on or off; what nobody knows
 * is left out.  "in-step" (boolean): all take a batch before any takes the next.  The property
 * "enable-expansion" switches the duel on.
 * Signals: "changed" */

G_END_DECLS
