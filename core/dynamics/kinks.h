/* ClKinks: where the steps of a bundle meet their first kink, the first zero of a switching
 * function.  Internal to core/dynamics.
 *
 * Every step is probed at its beginning, its middle and its end; all probes are evaluated at once.
 */
#pragma once

#include "core/dynamics/stepper.h"

G_BEGIN_DECLS

typedef struct _ClKinks ClKinks;

/* For at most `capacity` steps of n states; switches and data as in cl_stepper_set_switches. */
ClKinks *cl_kinks_new (gsize capacity, gsize n, ClStepperField switches,
                       gpointer data) G_GNUC_WARN_UNUSED_RESULT;
void cl_kinks_free (ClKinks *kinks);

/* Forgets all steps. */
void cl_kinks_reset (ClKinks *kinks);

/* Adds the step from t to t + h: the caller fills *states ([3][n]) at the three *times. */
void cl_kinks_add (ClKinks *kinks, double t, double h, const double **times, double **states);

/* Finds the first kink of each step. */
void cl_kinks_find (ClKinks *kinks);

/* Where the step that was added as number `index` meets its first kink, in shares of its length; 1
 * when it meets none.  A kink at its very beginning is taken for the one at which the step before
 * it ended. */
double cl_kinks_first (const ClKinks *kinks, gsize index);

/* For every step, the time of its first kink; returns where its state (n) at that time belongs. */
double *cl_kinks_refine (ClKinks *kinks, gsize index, double time);

/* Finds the kinks more closely from these states. */
void cl_kinks_refine_all (ClKinks *kinks);

G_END_DECLS
