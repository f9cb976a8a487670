/* What the form of a training run asks for: one line a setting.  What can be chosen comes from
 * core's tables, so that a new line there appears here. */
#pragma once

#include "core/training/trainer.h"

G_BEGIN_DECLS

typedef enum
{
  CL_FORM_COUNT,   /* gsize */
  CL_FORM_REAL,    /* double */
  CL_FORM_PERCENT, /* double, a share, shown in percent */
  CL_FORM_SEED,    /* guint64 */
} ClFormType;

typedef enum
{
  CL_FORM_MODEL,
  CL_FORM_TRAINING,
  CL_FORM_MORE, /* folded away */
  CL_N_FORM_GROUPS
} ClFormGroup;

typedef struct
{
  const char *title;
  const char *description; /* or NULL */
  const char *tooltip;     /* one sentence */
  gsize offset;            /* in ClTrainSettings */
  ClFormType type;
  ClFormGroup group;
  double min, max; /* as shown */
  gboolean open_min, open_max;
  double factor; /* what Up and Down multiply by; 0: they add */

  /* What is another thing in a convolutional network; title NULL: nothing is. */
  struct
  {
    const char *title, *description, *tooltip;
    double max;
  } convolution;
  gboolean dense_only; /* it means nothing there */
} ClFormField;

/* A drop-down over one of core's tables. */
typedef struct
{
  const char *title;
  const char *tooltip;
  ClFormGroup group;
  gsize offset;                     /* of a string with the id, or of the activation */
  const char *(*name) (gsize i);    /* shown; NULL beyond the end of the table */
  gconstpointer (*value) (gsize i); /* stored in the settings */
  const char *(*detail) (gsize i);  /* a line about it; NULL for none */
} ClFormChoice;

#define CL_FORM_MAX_ROWS 16 /* of fields, and of choices */

const ClFormField *cl_form_fields (gsize *count);
const ClFormChoice *cl_form_choices (gsize *count);

/* As shown. */
double cl_form_field_load (const ClFormField *field, const ClTrainSettings *settings);
void cl_form_field_store (const ClFormField *field, ClTrainSettings *settings, double value);

/* The index in the table of what the settings say; 0 when it is not there. */
guint cl_form_choice_load (const ClFormChoice *choice, const ClTrainSettings *settings);
void cl_form_choice_store (const ClFormChoice *choice, ClTrainSettings *settings, guint index);

/* In the table of the choice of families: dense ones first; NULL beyond the end. */
const ClFamily *cl_form_family (guint index);

/* Whether these settings may carry a penalty: the regulariser may need a family that bounds the
 * measure of A. */
gboolean cl_form_takes_penalty (const ClTrainSettings *settings);

G_END_DECLS
