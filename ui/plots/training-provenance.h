/* The lines that say how a network was trained, for the metadata of the figures that show it. */
#pragma once

#include "core/training/trainer.h"

G_BEGIN_DECLS

/* "run: NEMON 1", its data, the family, the seed and every other setting, one a line.  threads:
 * those it ran on. */
void cl_training_provenance_append (GString *text, const char *name, const char *data,
                                    const ClTrainSettings *settings);

G_END_DECLS
