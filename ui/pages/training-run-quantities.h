/* ClTrainingRunQuantities: a button with the list of everything that can be plotted of a run. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plots/training-quantity.h"

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_RUN_QUANTITIES (cl_training_run_quantities_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingRunQuantities, cl_training_run_quantities, CL,
                      TRAINING_RUN_QUANTITIES, GtkWidget)

GtkWidget *cl_training_run_quantities_new (void);

/* Those chosen, in the order of the table: at least one. */
GPtrArray *cl_training_run_quantities_get (ClTrainingRunQuantities *self) G_GNUC_WARN_UNUSED_RESULT;

/* Property "chosen" (string): their ids with commas; ids that nobody knows are left out, and
 * without any the usual ones are chosen. */

G_END_DECLS
