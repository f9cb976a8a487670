/* ClEntryPair: a button that names two entries of A and whose popover chooses them. */
#pragma once

#include <gtk/gtk.h>

#include "core/theory/landscape.h"

G_BEGIN_DECLS

#define CL_TYPE_ENTRY_PAIR (cl_entry_pair_get_type ())
G_DECLARE_FINAL_TYPE (ClEntryPair, cl_entry_pair, CL, ENTRY_PAIR, GtkWidget)

GtkWidget *cl_entry_pair_new (void);

/* The entries of an n x n matrix may be chosen, n >= 2; x and y lie in it and are distinct. */
void cl_entry_pair_set (ClEntryPair *self, gsize n, const ClEntry *x, const ClEntry *y);
void cl_entry_pair_get (ClEntryPair *self, ClEntry *x, ClEntry *y);

/* Signal: "changed": the user chose another, valid pair. */

G_END_DECLS
