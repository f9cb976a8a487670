/* The parts of ClDynamicsPage: dynamics-page.c shows results and time, dynamics-page-starts.c edits
 * the starts. */
#pragma once

#include "ui/pages/dynamics-bar.h"
#include "ui/pages/dynamics-page.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/time-line.h"

G_BEGIN_DECLS

enum
{
  CL_DYNAMICS_PAGE_VIEW_CHANGED,
  CL_DYNAMICS_PAGE_STARTS_EDITED,
  CL_DYNAMICS_PAGE_STARTS_REQUESTED,
  CL_DYNAMICS_PAGE_STARTS_RESET,
  CL_DYNAMICS_PAGE_EXPORTED,
  CL_DYNAMICS_PAGE_FAILED,
  CL_DYNAMICS_PAGE_N_SIGNALS
};

extern guint cl_dynamics_page_signals[CL_DYNAMICS_PAGE_N_SIGNALS];

struct _ClDynamicsPage
{
  AdwBin parent_instance;

  ClDynamicsBar *bar;
  ClPlotView *plane;
  ClPlotView *second;
  GtkDropDown *choice; /* of what the second plot shows */
  ClTimeLine *time_line;
  GtkLabel *status;
  GtkWidget *hint;

  ClDynamicsResult *result;
  ClMatrix *starts;  /* as the user sees them: ahead of `result` during a drag */
  ClBox box;         /* what the plane should show at least */
  int width, height; /* of the plane when it was last drawn */
  guint reshape;     /* idle source */
  gboolean dragging; /* a start */
  gboolean faint;    /* the plane is drawn as background */
  gboolean fast;
  gboolean quiet; /* the program changes the choice */
};

/* The handles follow `starts`, as many of them as there is time for. */
void cl_dynamics_page_show_handles (ClDynamicsPage *self);

/* Once the plane and the bar exist. */
void cl_dynamics_page_connect_starts (ClDynamicsPage *self);

G_END_DECLS
