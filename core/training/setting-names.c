#include "core/training/setting-names.h"

#include "core/training/family.h"
#include "core/training/loss.h"
#include "core/training/optimiser.h"
#include "core/training/regulariser.h"
#include "core/training/schedule.h"

static const char *
find_family (const char *id)
{
  const ClFamily *family = cl_family_find (id);

  return family != NULL ? family->id : NULL;
}

static const char *
find_schedule (const char *id)
{
  const ClSchedule *schedule = cl_schedule_find (id);

  return schedule != NULL ? schedule->id : NULL;
}

static const char *
find_optimiser (const char *id)
{
  const ClOptimiser *optimiser = cl_optimiser_find (id);

  return optimiser != NULL ? optimiser->id : NULL;
}

static const char *
find_loss (const char *id)
{
  const ClLoss *loss = cl_loss_find (id);

  return loss != NULL ? loss->id : NULL;
}

static const char *
find_regulariser (const char *id)
{
  const ClRegulariser *regulariser = cl_regulariser_find (id);

  return regulariser != NULL ? regulariser->id : NULL;
}

static const ClSettingName names[] = {
  { "family", G_STRUCT_OFFSET (ClTrainSettings, family), find_family },
  { "schedule", G_STRUCT_OFFSET (ClTrainSettings, schedule), find_schedule },
  { "optimiser", G_STRUCT_OFFSET (ClTrainSettings, optimiser), find_optimiser },
  { "loss", G_STRUCT_OFFSET (ClTrainSettings, loss), find_loss },
  { "regulariser", G_STRUCT_OFFSET (ClTrainSettings, regulariser), find_regulariser },
};

const ClSettingName *
cl_setting_names (gsize *count)
{
  *count = G_N_ELEMENTS (names);
  return names;
}
