/* ClSweepForm: what a sweep goes over: families, penalties and seeds, each list checked while it is
 * typed. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CL_TYPE_SWEEP_FORM (cl_sweep_form_get_type ())
G_DECLARE_FINAL_TYPE (ClSweepForm, cl_sweep_form, CL, SWEEP_FORM, AdwBin)

GtkWidget *cl_sweep_form_new (void);

/* FALSE while a field needs another value, which is explained under it. */
gboolean cl_sweep_form_is_valid (ClSweepForm *self);

/* Of a valid form: ids of core's table, NULL-terminated; doubles; guint64.  Owned by the form and
 * valid until it changes. */
const char *const *cl_sweep_form_get_families (ClSweepForm *self);
const GArray *cl_sweep_form_get_lambdas (ClSweepForm *self);
const GArray *cl_sweep_form_get_seeds (ClSweepForm *self);

/* Properties, to be remembered: "families" (string, "nemon,mon"), "lambdas" ("0, 1e-5") and "seeds"
 * ("1:5:1"): as on the command line.
 *
 * Signals: "changed": a list, or the validity, changed. */

G_END_DECLS
