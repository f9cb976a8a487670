/* The drop-down of the families in the training form, in which some cannot be chosen for the data
 * at hand and say why. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Whether the item at this position can be chosen now: NULL, or a few words why not. */
typedef const char *(*ClFamilyReason) (guint position, gpointer data);

/* Lists the strings of the row's model, greyed with the reason beside them where there is one; call
 * it again when a reason changes.  data must outlive the row. */
void cl_training_form_family_list (AdwComboRow *row, ClFamilyReason reason, gpointer data);

G_END_DECLS
