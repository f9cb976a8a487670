/* The parts of ClWindow: window.c holds the widgets, window-files.c opens and saves,
 * window-actions.c is the table of actions. */
#pragma once

#include "app/recovery.h"
#include "app/window.h"
#include "ui/pages/model-side-bar.h"

struct _ClWindow
{
  AdwApplicationWindow parent_instance;

  ClDocument *document;
  ClRecovery *recovery;
  GPtrArray *keepers; /* of the controllers of the pages */
  GPtrArray *shields; /* of the pages that are about networks; borrowed */
  gboolean narrow;    /* the side bar lies over the page, the switcher is at the bottom */
  gboolean closing;   /* the user has decided about unsaved work */
  guint narrow_idle;  /* the switch between narrow and wide, outside of layout */

  AdwToastOverlay *toasts;
  AdwFlap *flap;
  ClModelSideBar *side_bar;
  AdwViewStack *stack;
  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  GtkWidget *title_box;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
  GtkButton *undo_button;
  GtkButton *redo_button;
  GtkWidget *save_button;
  GMenu *recent_menu;
};

void cl_window_add_actions (ClWindow *self);

/* The undo and redo actions and their tooltips follow the document. */
void cl_window_update_history_actions (ClWindow *self);

/* Asks about unsaved work before closing; TRUE when the window has to stay for now. */
gboolean cl_window_ask_before_close (ClWindow *self);

void cl_window_choose_and_open (ClWindow *self);
void cl_window_save (ClWindow *self);
void cl_window_save_as (ClWindow *self);
void cl_window_export_model (ClWindow *self);

/* The menu of the open button follows the files used last. */
void cl_window_update_recent (ClWindow *self);

void cl_window_accept_drops (ClWindow *self);
