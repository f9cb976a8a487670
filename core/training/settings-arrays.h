/* The settings of a run in a set of arrays: numbers as 1 x 1 arrays, names and the seed, which may
 * have more bits than a double, as strings. */
#pragma once

#include "core/formats/array-set.h"
#include "core/training/trainer.h"

G_BEGIN_DECLS

/* All but `checkpoint`. */
void cl_train_settings_to_arrays (const ClTrainSettings *settings, ClArraySet *set);

/* `version` is that of the checkpoint, 1 or 2: the settings that 1 did not have take their
 * defaults. Fails, with CL_TRAINER_ERROR_CHECKPOINT and without naming the file, unless every
 * setting is there and valid.  The names point into the tables and live for ever; `checkpoint` is
 * NULL. */
gboolean cl_train_settings_from_arrays (ClTrainSettings *settings, const ClArraySet *set,
                                        guint version, GError **error);

G_END_DECLS
