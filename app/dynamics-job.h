/* One request of the dynamics page and its computation on the worker. */
#pragma once

#include <gio/gio.h>

#include "ui/pages/dynamics-result.h"

G_BEGIN_DECLS

typedef struct
{
  ClModel *model;
  const ClExample *example; /* whose parameters the model holds, or NULL */
  ClMatrix *starts;         /* m x n; NULL: the automatic ones */
  ClDynamicsView view;
  gboolean live; /* something is being dragged: fewer frames, a shorter search for equilibria */
} ClDynamicsRequest;

/* Takes references. */
ClDynamicsRequest *cl_dynamics_request_new (ClModel *model, const ClExample *example,
                                            ClMatrix *starts, const ClDynamicsView *view,
                                            gboolean live) G_GNUC_WARN_UNUSED_RESULT;
void cl_dynamics_request_free (ClDynamicsRequest *request);

/* Any thread.  Coordinates of the view that the model does not have are brought into range. */
ClDynamicsResult *cl_dynamics_job_run (const ClDynamicsRequest *request, GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Uniform starts in the box in which the automatic ones lie; the same seed gives the same. */
ClMatrix *cl_dynamics_random_starts (const ClDynamicsResult *shown, gsize count,
                                     guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
