/* The inside of ClStepper, shared by stepper.c (rows), stepper-stages.c (the stages of a step and
 * the frames inside it) and stepper-control.c (its length). */
#pragma once

#include "core/dynamics/dormand-prince.h"
#include "core/dynamics/kinks.h"
#include "core/dynamics/stepper.h"

G_BEGIN_DECLS

/* The controller takes no error for smaller than this share of the tolerance. */
#define LEAST_ERROR 1e-4

struct _ClStepper
{
  gsize capacity; /* rows */
  gsize n;
  ClStepperField field;
  gpointer data;
  double rtol;
  double atol;
  double until;

  gsize slots; /* rows that still move */
  gsize *row;  /* [slots] which row of the caller */
  gsize *taken;
  gboolean *accepted;
  gboolean *retry; /* the step before this one was rejected */
  double *t;       /* [slots] start of the step */
  double *h;       /* [slots] its length */
  double *to;      /* [slots] its end */
  double *next;    /* [slots] length of the step after it */
  double *before;  /* [slots] logarithm of the error of the last accepted step */
  double *time;    /* [slots] times of a stage */

  double *y; /* [slots][n] */
  double *moved;
  double *stage;
  double *error; /* [slots][n] of the step, in units of the tolerance */
  double *spread;
  double *k[STAGES];
  double *dense; /* [4][n] */

  ClKinks *kinks; /* NULL where no kinks are known */
  double *whole;  /* [slots] length of the step before it was cut at a kink, or 0 */
  guint *cuts;    /* [slots] how often the step was cut */

  ClStepperCounts counts;
};

/* out = x' of every slot at the times t. */
void cl_stepper_evaluate (ClStepper *self, const double *t, const double *x, double *out);

/* out = y + h sum_s weights[s] k_s with the step of every slot. */
void cl_stepper_step_from (const ClStepper *self, const double *weights, gsize stages, double *out);

/* Repeats the step of every slot n times, for cl_stepper_step_from. */
void cl_stepper_spread_steps (ClStepper *self);

/* Fills k, moved and the error of the steps that are chosen. */
void cl_stepper_run_stages (ClStepper *self);

/* Lengths of the very first steps, from k[0]. */
void cl_stepper_choose_first_steps (ClStepper *self, double length);

/* Sets the steps to try; FALSE, with the row and time in counts, when one underflows. */
gboolean cl_stepper_choose_steps (ClStepper *self);

/* Accepts or rejects every step and sets the length of the next. */
void cl_stepper_judge (ClStepper *self);

G_END_DECLS
