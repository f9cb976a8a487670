/* What the files of ClDataChooser share. */
#pragma once

#include "ui/pages/data-chooser.h"
#include "ui/pages/data-state.h"
#include "ui/widgets/number-row.h"

G_BEGIN_DECLS

struct _ClDataChooser
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *kind;
  AdwActionRow *place_row;
  AdwComboRow *base_row;
  AdwActionRow *fetch_row;
  ClNumberRow *share_row, *seed_row;

  ClDataState *state;
  GtkFileChooserNative *dialog;
  GHashTable *places; /* of a kind's id to char * */
  ClDataset *dataset;
};

/* What the user did: emits "chosen", emits "fetch", asks for a path. */
void cl_data_chooser_choose (ClDataChooser *self);
void cl_data_chooser_fetch (ClDataChooser *self);
void cl_data_chooser_open_dialog (ClDataChooser *self);

/* The rows above the state; `state` is there before they are updated. */
void cl_data_chooser_build_rows (ClDataChooser *self);
void cl_data_chooser_update_rows (ClDataChooser *self);

/* id: what the drawings are added to; NULL or empty for nothing else.  Emits nothing. */
void cl_data_chooser_show_base (ClDataChooser *self, const char *id);

G_END_DECLS
