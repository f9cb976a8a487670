/* A model driven by one wave: what entrainment is looked at with. */
#pragma once

#include "core/dynamics/input.h"
#include "core/theory/model.h"

G_BEGIN_DECLS

/* The model itself, or when it has no input one that hears a single input in every state: B is a
 * column of ones.  NULL when its kind takes no input. */
ClModel *cl_drive_model (const ClModel *model) G_GNUC_WARN_UNUSED_RESULT;

/* The same wave around zero on all r >= 1 inputs of a model; amplitude finite, period > 0. */
ClInput *cl_drive_input (const ClModel *model, ClWave wave, double amplitude, double period,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
