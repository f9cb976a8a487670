/* The settings of the last training run, from one start of the program to the next. */
#pragma once

#include "ui/pages/training-page.h"

G_BEGIN_DECLS

void cl_training_memory_save (const ClTrainSettings *settings);

/* The defaults where nothing valid is remembered.  The strings are those of core's tables. */
void cl_training_memory_load (ClTrainSettings *settings);

/* Keeps the other choices of the page in the settings, as long as both live. */
void cl_training_memory_bind (ClTrainingPage *page);

G_END_DECLS
