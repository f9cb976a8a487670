/* ClTrainingOffer: a sentence about runs of earlier windows, and what can be done with them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_TRAINING_OFFER (cl_training_offer_get_type ())
G_DECLARE_FINAL_TYPE (ClTrainingOffer, cl_training_offer, CL, TRAINING_OFFER, GtkWidget)

/* The labels of its buttons, with mnemonics; tooltip: of the first, which is suggested. */
GtkWidget *cl_training_offer_new (const char *accept, const char *tooltip, const char *discard);

/* NULL hides it. */
void cl_training_offer_set_text (ClTrainingOffer *self, const char *text);

/* Signals: "accept", "discard" */

G_END_DECLS
