#include "ui/plots/training-quantity.h"

#include <glib/gi18n.h>
#include <stddef.h>

#define EPOCH(member) offsetof (ClEpoch, member)
#define BATCH(member) offsetof (ClBatchPoint, member)

static const ClTrainingQuantity measured[] = {
  { "loss", N_ ("Loss"), N_ ("each batch"), N_ ("Mean training loss of an epoch."), CL_SCALE_LOG,
    FALSE, EPOCH (train_loss), 0, BATCH (loss) },
  { "accuracy", N_ ("Test accuracy"), N_ ("train"),
    N_ ("Share of the samples that are classified rightly."), CL_SCALE_LINEAR, FALSE,
    EPOCH (test_accuracy), EPOCH (train_accuracy) },
  { "lipschitz", N_ ("Best Lipschitz bound"), NULL,
    N_ ("Smallest certified ℓ∞ bound of the Lipschitz constant."), CL_SCALE_LOG, FALSE,
    EPOCH (lipschitz) },
  { "forward", N_ ("Iterations"), N_ ("backward"),
    N_ ("Mean iterations to the fixed point, a batch."), CL_SCALE_LINEAR, FALSE,
    EPOCH (forward_iterations), EPOCH (backward_iterations) },
  { "margin", N_ ("Margin 1 − μ(A)"), NULL,
    N_ ("Well-posedness margin: how far the matrix measure of A stays below 1, in the norm of the "
        "family: ℓ∞ for NEMON and IDL, ℓ₂ for MON, weighted ℓ₂ for LBEN, else the best weighted ℓ∞."),
    CL_SCALE_LINEAR, FALSE, EPOCH (margin) },
  { "residual", N_ ("Worst residual"), N_ ("each batch"),
    N_ ("Largest relative fixed-point residual of the epoch."), CL_SCALE_LOG, FALSE,
    EPOCH (worst_residual), 0, BATCH (residual) },
  { "speed", N_ ("Samples per second"), NULL,
    N_ ("Training samples over the time of the epoch with its test."), CL_SCALE_LINEAR, FALSE,
    EPOCH (seconds), .per_second = TRUE },
  { "rate", N_ ("Learning rate"), NULL, N_ ("At the end of the epoch."), CL_SCALE_LOG, FALSE,
    EPOCH (rate) },
};

static ClTrainingQuantity table[G_N_ELEMENTS (measured) + CL_N_BOUNDS];

/* The bound over all slope patterns is too dear for every epoch. */
static gsize
fill_table (void)
{
  gsize count = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (measured); i++)
    {
      table[count] = measured[i];
      table[count].title = _ (measured[i].title);
      table[count].faint = measured[i].faint != NULL ? _ (measured[i].faint) : NULL;
      table[count].tooltip = _ (measured[i].tooltip);
      count++;
    }
  for (gsize k = 0; k < CL_N_BOUNDS; k++)
    {
      const ClBound bound = cl_bound_describe ((ClBoundId) k);

      if (k != CL_BOUND_VERTEX)
        table[count++] = (ClTrainingQuantity){
          .id = g_strconcat ("bound-", bound.id, NULL),
          .title = bound.title,
          .tooltip = bound.formula,
          .scale = CL_SCALE_LOG,
          .bound = TRUE,
          .offset = EPOCH (bounds) + k * sizeof (double),
        };
    }
  return count;
}

const ClTrainingQuantity *
cl_training_quantity_table (gsize *count)
{
  static gsize filled;

  if (g_once_init_enter (&filled))
    g_once_init_leave (&filled, fill_table ());
  *count = filled;
  return table;
}

const ClTrainingQuantity *
cl_training_quantity_find (const char *id)
{
  gsize count;
  const ClTrainingQuantity *all = cl_training_quantity_table (&count);

  for (gsize i = 0; i < count; i++)
    if (g_strcmp0 (all[i].id, id) == 0)
      return &all[i];
  return NULL;
}

double
cl_training_quantity_value (const ClTrainingQuantity *quantity, const ClEpoch *epoch, gsize samples)
{
  const double value = *(const double *) (const void *) ((const char *) epoch + quantity->offset);

  return quantity->per_second ? (double) samples / value : value;
}
