#include "ui/pages/training-form-table.h"

#include <glib/gi18n.h>

#include "core/training/family.h"
#include "core/training/loss.h"
#include "core/training/optimiser.h"
#include "core/training/regulariser.h"
#include "core/training/schedule.h"

#define FIELD(member) offsetof (ClTrainSettings, member)
#define EXACT         9007199254740992.0 /* 2^53: every whole number up to it is a double */

static const ClFormField fields[] = {
  { N_ ("Neurons"), N_ ("Size n of the state"), N_ ("How many states x the network has."),
    FIELD (n), CL_FORM_COUNT, CL_FORM_MODEL, 1, 2000,
    .convolution = { N_ ("Channels"), N_ ("Each has a state for every pixel"),
                     N_ ("How many maps of the size of a picture the state x consists of."),
                     512 } },
  { N_ ("Bound γ"), N_ ("Well posed below 1"),
    N_ ("The family keeps its measure or norm of A at most here; it must stay below 1."),
    FIELD (gamma), CL_FORM_REAL, CL_FORM_MODEL, -10, 1, FALSE, TRUE },
  { N_ ("Penalty λ"), N_ ("Weight of the penalty; 0 for none"),
    N_ ("A larger λ gives a smaller Lipschitz bound and, from some point on, less accuracy."),
    FIELD (lambda), CL_FORM_REAL, CL_FORM_MODEL, 0, 1000, FALSE, FALSE, 10 },
  { N_ ("Epochs"), NULL, N_ ("How often the run passes through all training samples."),
    FIELD (epochs), CL_FORM_COUNT, CL_FORM_TRAINING, 1, 10000 },
  { N_ ("Learning Rate"), N_ ("Peak rate of the schedule"),
    N_ ("How far a step goes; the schedule scales it over the run."), FIELD (rate), CL_FORM_REAL,
    CL_FORM_TRAINING, 0, 10, TRUE, FALSE, 1.25 },
  { N_ ("Seed"), N_ ("The same seed repeats the run"),
    N_ ("Decides the first weights and the order of the samples."), FIELD (seed), CL_FORM_SEED,
    CL_FORM_TRAINING, 0, EXACT },
  { N_ ("Batch Size"), NULL, N_ ("How many samples a step sees."), FIELD (batch), CL_FORM_COUNT,
    CL_FORM_MORE, 1, 10000 },
  { N_ ("Dropout"), N_ ("Percent of the neurons left out of each batch"),
    N_ ("Leaves random neurons out of every batch, which keeps the others from relying on them."),
    FIELD (dropout), CL_FORM_PERCENT, CL_FORM_MORE, 0, 100, FALSE, TRUE, .dense_only = TRUE },
  { N_ ("Stop at Accuracy"), N_ ("Percent of the test samples; 0 for never"),
    N_ ("Ends the run once this share of the test samples is right."), FIELD (target_accuracy),
    CL_FORM_PERCENT, CL_FORM_MORE, 0, 100 },
  { N_ ("Patience"), N_ ("Epochs without progress; 0 for no end"),
    N_ ("Ends the run after so many epochs without a better test accuracy."), FIELD (patience),
    CL_FORM_COUNT, CL_FORM_MORE, 0, 10000 },
};

/* One of core's tables as the three functions of a choice; ENTRY is an entry of it. */
#define TABLE(prefix, Type, lookup, ENTRY, VALUE)                                                  \
  static const char *prefix##_name (gsize i)                                                       \
  {                                                                                                \
    gsize count;                                                                                   \
    Type *table = lookup (&count);                                                                 \
                                                                                                   \
    return i < count ? (ENTRY)->title : NULL;                                                      \
  }                                                                                                \
  static gconstpointer prefix##_value (gsize i)                                                    \
  {                                                                                                \
    gsize count;                                                                                   \
    Type *table = lookup (&count);                                                                 \
                                                                                                   \
    return VALUE;                                                                                  \
  }

#define DETAIL(prefix, Type, lookup)                                                               \
  static const char *prefix##_detail (gsize i)                                                     \
  {                                                                                                \
    gsize count;                                                                                   \
                                                                                                   \
    return lookup (&count)[i]->formula;                                                            \
  }

const ClFamily *
cl_form_family (guint index)
{
  gsize n_dense, n_convolutions;
  const ClFamily *const *dense = cl_family_table (&n_dense);
  const ClFamily *const *convolutions = cl_family_convolution_table (&n_convolutions);

  if (index < n_dense)
    return dense[index];
  return index < n_dense + n_convolutions ? convolutions[index - n_dense] : NULL;
}

static const char *
family_name (gsize i)
{
  const ClFamily *family = cl_form_family ((guint) i);

  return family != NULL ? family->title : NULL;
}

static gconstpointer
family_value (gsize i)
{
  return cl_form_family ((guint) i)->id;
}

static const char *
family_detail (gsize i)
{
  return cl_form_family ((guint) i)->formula;
}

TABLE (activation, const ClActivation *const, cl_activation_table, table[i], table[i])
TABLE (regulariser, const ClRegulariser *const, cl_regulariser_table, table[i], table[i]->id)
TABLE (schedule, const ClSchedule, cl_schedule_table, &table[i], table[i].id)
TABLE (optimiser, const ClOptimiser, cl_optimiser_table, &table[i], table[i].id)
TABLE (loss, const ClLoss, cl_loss_table, &table[i], table[i].id)

DETAIL (activation, const ClActivation *const, cl_activation_table)
DETAIL (regulariser, const ClRegulariser *const, cl_regulariser_table)

static const ClFormChoice choices[] = {
  { N_ ("Family"), N_ ("How A is made of what is trained, and what that promises."), CL_FORM_MODEL,
    FIELD (family), family_name, family_value, family_detail },
  { N_ ("Activation"), N_ ("The function Φ of every neuron."), CL_FORM_MODEL, FIELD (activation),
    activation_name, activation_value, activation_detail },
  { N_ ("Penalty On"), N_ ("What the penalty λ weighs."), CL_FORM_MORE, FIELD (regulariser),
    regulariser_name, regulariser_value, regulariser_detail },
  { N_ ("Schedule"), N_ ("How the learning rate changes over the run."), CL_FORM_MORE,
    FIELD (schedule), schedule_name, schedule_value },
  { N_ ("Optimiser"), N_ ("How a gradient becomes a step."), CL_FORM_MORE, FIELD (optimiser),
    optimiser_name, optimiser_value },
  { N_ ("Loss"), N_ ("What is made small on the training samples."), CL_FORM_MORE, FIELD (loss),
    loss_name, loss_value },
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) <= CL_FORM_MAX_ROWS);
G_STATIC_ASSERT (G_N_ELEMENTS (choices) <= CL_FORM_MAX_ROWS);

const ClFormField *
cl_form_fields (gsize *count)
{
  *count = G_N_ELEMENTS (fields);
  return fields;
}

const ClFormChoice *
cl_form_choices (gsize *count)
{
  *count = G_N_ELEMENTS (choices);
  return choices;
}

double
cl_form_field_load (const ClFormField *field, const ClTrainSettings *settings)
{
  gconstpointer place = (const char *) settings + field->offset;

  switch (field->type)
    {
    case CL_FORM_COUNT:
      return (double) *(const gsize *) place;
    case CL_FORM_SEED:
      return (double) *(const guint64 *) place;
    case CL_FORM_PERCENT:
      return 100 * *(const double *) place;
    case CL_FORM_REAL:
    default:
      return *(const double *) place;
    }
}

void
cl_form_field_store (const ClFormField *field, ClTrainSettings *settings, double value)
{
  gpointer place = (char *) settings + field->offset;

  switch (field->type)
    {
    case CL_FORM_COUNT:
      *(gsize *) place = (gsize) value;
      break;
    case CL_FORM_SEED:
      *(guint64 *) place = (guint64) value;
      break;
    case CL_FORM_PERCENT:
      *(double *) place = value / 100;
      break;
    case CL_FORM_REAL:
    default:
      *(double *) place = value;
      break;
    }
}

static gconstpointer *
choice_place (const ClFormChoice *choice, const ClTrainSettings *settings)
{
  return (gconstpointer *) (gpointer) ((char *) settings + choice->offset);
}

/* Ids are compared as strings and table entries by address. */
guint
cl_form_choice_load (const ClFormChoice *choice, const ClTrainSettings *settings)
{
  gconstpointer wanted = *choice_place (choice, settings);

  for (guint i = 0; choice->name (i) != NULL; i++)
    if (choice->value (i) == wanted
        || (choice->offset != FIELD (activation) && wanted != NULL
            && g_str_equal (choice->value (i), wanted)))
      return i;
  return 0;
}

void
cl_form_choice_store (const ClFormChoice *choice, ClTrainSettings *settings, guint index)
{
  *choice_place (choice, settings) = choice->value (index);
}

gboolean
cl_form_takes_penalty (const ClTrainSettings *settings)
{
  return cl_regulariser_suits (cl_regulariser_find (settings->regulariser),
                               cl_family_find (settings->family));
}
