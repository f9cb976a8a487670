/* What new runs are called. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The id of the family in capitals where it is the initials of the title, "MON"; else the title. */
char *cl_training_family_name (const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* The first of "NEMON", "NEMON 2", ... that no run of the list (of ClTrainingRun) has. */
char *cl_training_free_name (GListModel *runs, const char *base) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
