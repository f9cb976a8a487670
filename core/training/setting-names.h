/* ClSettingName: the settings of a run that are ids of core's tables: family, schedule and so on.
 * Who writes them down, a checkpoint or the program's own memory, goes through this list. */
#pragma once

#include "core/training/trainer.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* "family" */
  gsize offset;     /* of a (const char *) in ClTrainSettings */

  /* The same id as a string that lives for ever, or NULL when the table has none like it. */
  const char *(*find) (const char *id);
} ClSettingName;

/* In an order that never changes; newer ones come last.  The activation, which is no string, is not
 * among them. */
const ClSettingName *cl_setting_names (gsize *count);

G_END_DECLS
