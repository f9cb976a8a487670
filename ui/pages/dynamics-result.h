/* What the dynamics page lets people choose, and the result that it shows. */
#pragma once

#include "core/dynamics/bundle.h"
#include "core/dynamics/contour.h"
#include "core/dynamics/distance.h"
#include "core/dynamics/entrainment.h"
#include "core/dynamics/equilibrium.h"
#include "core/dynamics/example.h"
#include "core/dynamics/field.h"
#include "core/dynamics/lyapunov.h"
#include "core/dynamics/plane.h"
#include "core/theory/contraction.h"

G_BEGIN_DECLS

/* What the second plot shows; those before CL_N_EXAMPLE_SECONDS also exist for examples. */
enum
{
  CL_DYNAMICS_DISTANCES,
  CL_DYNAMICS_STATES,
  CL_DYNAMICS_LYAPUNOV,
  CL_DYNAMICS_ENTRAINMENT, /* all of the page is then about the periodic input of the view */
  CL_DYNAMICS_TWO_NORMS,   /* distances in the chosen norm and in its rival */
  CL_N_DYNAMICS_SECONDS,
  CL_N_EXAMPLE_SECONDS = CL_DYNAMICS_LYAPUNOV
};

/* The norms of the page are those of ClAnalysis.contraction. */
typedef struct
{
  guint norm;         /* CL_CONTRACTION_* */
  double until;       /* T > 0 */
  double rtol;        /* of the integration */
  guint x, y;         /* the coordinates on the axes, from 0 */
  gboolean principal; /* the axes are the two principal directions instead */
  gboolean field;     /* draw the vector field, */
  gboolean nullclines;
  gboolean ball; /* and the ball that rides on the first trajectory */
  guint second;  /* CL_DYNAMICS_*: what the second plot shows */

  /* The periodic input of the entrainment. */
  guint wave;       /* ClWave */
  double amplitude; /* not negative */
  double period;    /* > 0 */
} ClDynamicsView;

#define CL_DYNAMICS_VIEW_DEFAULT                                                                   \
  {                                                                                                \
    .norm = CL_CONTRACTION_INF, .until = 10, .rtol = 1e-6, .y = 1, .field = TRUE, .ball = TRUE,    \
    .amplitude = 1, .period = 3                                                                    \
  }

gboolean cl_dynamics_view_equal (const ClDynamicsView *a, const ClDynamicsView *b);

/* The trajectories in a norm. */
typedef struct
{
  guint norm;                /* CL_CONTRACTION_* */
  ClContraction contraction; /* in this norm, without its weights; osl is NaN where nothing is
                                known */
  ClMatrix *eta;             /* weights of the norm, n x 1, or NULL */
  ClDistances *distances;    /* NULL with fewer than two starts */
  double radius;             /* the largest distance of a start from the first */
} ClDynamicsNorm;

/* The rate that is guaranteed in this norm, NaN where none is. */
double cl_dynamics_norm_rate (const ClDynamicsNorm *norm);

/* The norm beside a chosen one: l_2 beside those of l_inf and l_1, l_inf beside l_2. */
guint cl_dynamics_rival_norm (guint norm);

/* Owned by whoever holds it; immutable. */
typedef struct
{
  ClDynamicsView view;      /* as asked; x and y are below n */
  ClModel *model;           /* of an example: its W as A and its v as b */
  const ClExample *example; /* the vector field is this one; NULL for that of the model */
  ClExampleFlow *flow;      /* of the example */
  gboolean covered;         /* the statement of the example is about all starts */
  ClMatrix *starts;         /* m x n */
  gboolean automatic;       /* the starts were chosen by the program, with this seed */
  guint64 seed;
  ClBundle *bundle;
  ClPlane *plane;   /* NULL when n = 1: the page then shows x against t */
  ClBox box;        /* what the plane should show: all that is drawn, with a margin */
  ClBundle *shadow; /* the bundle in the plane, 2 coordinates; NULL when n = 1 */

  ClEquilibria *equilibria;
  ClDynamicsNorm chosen;      /* the norm of the view; of an example its own (semi-)norm */
  ClDynamicsNorm *rival;      /* beside it, of the same pairs; NULL when not asked for */
  ClLyapunov *lyapunov;       /* NULL when not asked for */
  ClEntrainment *entrainment; /* NULL when not asked for, or without an input */
  ClBundle *cycle;            /* of the entrainment, in the plane; NULL with it or when n = 1 */
  ClField *field;             /* for the arrows; NULL when not asked for or not planar */
  ClContour *x_nullcline, *y_nullcline; /* NULL when not asked for */
} ClDynamicsResult;

/* The ball is asked for, some rate (0 too) is guaranteed in this norm of the result and there is a
 * second start; never where the norm is NULL. */
gboolean cl_dynamics_result_has_ball (const ClDynamicsResult *result, const ClDynamicsNorm *norm);

/* One line: how many trajectories, how long it took, what is guaranteed in the chosen norm. */
char *cl_dynamics_result_describe (const ClDynamicsResult *result) G_GNUC_WARN_UNUSED_RESULT;

void cl_dynamics_result_free (ClDynamicsResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDynamicsResult, cl_dynamics_result_free)

G_END_DECLS
