/* ClTrainingQuantity: what can be plotted of a training run, one number an epoch.  One line in the
 * table of training-quantity.c; the Lipschitz bounds come from the ladder of lipschitz.h. */
#pragma once

#include "core/training/trainer.h"
#include "ui/figure/axis.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id; /* "loss", "bound-idl": settings */
  const char *title;
  const char *faint;   /* what the faint curve beside it is, or NULL */
  const char *tooltip; /* one sentence */
  ClScaleKind scale;
  gboolean bound;      /* of the Lipschitz constant: a menu of its own */
  gsize offset;        /* of a double in ClEpoch */
  gsize faint_offset;  /* of another, drawn faint; 0: none */
  gsize batch_offset;  /* of a float in ClBatchPoint, drawn faint; 0: none */
  gboolean per_second; /* samples / the value */
} ClTrainingQuantity;

/* All of them; the first CL_N_TRAINING_DEFAULTS are shown where nothing else was chosen. */
#define CL_N_TRAINING_DEFAULTS 4
const ClTrainingQuantity *cl_training_quantity_table (gsize *count);

/* Returns NULL when no quantity has this id. */
const ClTrainingQuantity *cl_training_quantity_find (const char *id);

/* samples: of the training data, which an epoch passes through. */
double cl_training_quantity_value (const ClTrainingQuantity *quantity, const ClEpoch *epoch,
                                   gsize samples);

G_END_DECLS
