/* The two figures of the dynamics page, from one result. */
#pragma once

#include "ui/figure/figure.h"
#include "ui/pages/dynamics-result.h"

G_BEGIN_DECLS

/* The phase plane with these ranges; x against t for n = 1.  faint: the trajectories are background
 * for what moves above them. */
ClFigure *cl_dynamics_plane_figure (const ClDynamicsResult *result, const ClBox *box,
                                    gboolean faint) G_GNUC_WARN_UNUSED_RESULT;

/* Adds what the page draws above the plane at a time: the ball, and where the trajectories are. */
void cl_dynamics_plane_add_moment (ClFigure *plane, const ClDynamicsResult *result, double time);

/* What the second plot may show, a line of a table by CL_DYNAMICS_*. */
typedef struct
{
  const char *title;       /* of the choice; not translated yet */
  const char *export_name; /* of the figure */
  ClFigure *(*build) (const ClDynamicsResult *result);
} ClDynamicsSecond;

const ClDynamicsSecond *cl_dynamics_second (guint second);

/* The one that the view of the result asks for. */
ClFigure *cl_dynamics_second_figure (const ClDynamicsResult *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
