/* The presets: models to start from, each with a sentence that a test proves.
 *
 * A preset is one file in data/presets and one line in data/contraction-lab-data.gresource.xml; the
 * file names give the order. */
#pragma once

#include "core/dynamics/example.h"
#include "core/theory/analysis.h"
#include "core/theory/model.h"

G_BEGIN_DECLS

typedef struct _ClPreset ClPreset;

/* count may be NULL.  Static; main thread only. */
const ClPreset *const *cl_preset_table (gsize *count);

/* By the name of the file without number and ending: "only-l-inf".  NULL when there is none. */
const ClPreset *cl_preset_find (const char *id);

const char *cl_preset_id (const ClPreset *preset);
const char *cl_preset_title (const ClPreset *preset);
const char *cl_preset_sentence (const ClPreset *preset);

/* Makes the model; the same every time. */
ClModel *cl_preset_model (const ClPreset *preset) G_GNUC_WARN_UNUSED_RESULT;

/* The example whose parameters the model holds (example-state.h); NULL for a network. */
const ClExample *cl_preset_example (const ClPreset *preset);

/* What the sentence claims about a condition; FALSE when it claims nothing. */
gboolean cl_preset_claim (const ClPreset *preset, ClConditionId condition, ClVerdict *verdict);

G_END_DECLS
