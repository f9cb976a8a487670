/* The made-up problems of IDL section 7: regression of a real function (7.1), and classification of
 * what a teacher says (7.2.1).
 *
 * Every number is decided by the seed alone. */
#pragma once

#include <gio/gio.h>

#include "core/theory/model.h"

G_BEGIN_DECLS

/* f (u) = 5 cos (pi u) exp (-|u| / 2), u in [-5, 5]. */
double cl_regression_function (double u);

#define CL_REGRESSION_HALF_RANGE 5.0
#define CL_REGRESSION_COUNT      200 /* points in IDL 7.1 */

typedef struct
{
  gsize count;
  double *inputs;  /* u_i, uniform on [-5, 5) */
  double *targets; /* f (u_i) + w_i, w_i uniform on [-1, 1): no fit is below an RMSE of 1/sqrt 3 on
                      new points */
} ClRegression;

/* Any thread. */
ClRegression *cl_regression_new (gsize count, guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void cl_regression_free (ClRegression *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRegression, cl_regression_free)

#define CL_TEACHER_INPUTS  5
#define CL_TEACHER_OUTPUTS 2

/* IDL leaves the architectures to its supplement; these are of our choosing. */
typedef enum
{
  CL_TEACHER_NETWORK,  /* feedforward, two hidden layers of 10 neurons, as an implicit network */
  CL_TEACHER_IMPLICIT, /* 20 neurons, every row of A has the l_1 norm 0.9 */
  CL_N_TEACHERS
} ClTeacher;

/* A random ReLU model with 5 inputs and 2 outputs, offset so that each output is the larger one on
 * half of the cube [-1, 1]^5. */
ClModel *cl_teacher_new (ClTeacher teacher, guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  gsize count;
  double *inputs;  /* u, count x 5, uniform on [-1, 1)^5 */
  double *outputs; /* y, count x 2 */
  guint8 *labels;  /* count: which output is the larger */
} ClTaught;

/* `teacher`: any well-posed model with 5 inputs and 2 outputs.  Errors are those of its fixed
 * points.  Any thread. */
ClTaught *cl_taught_new (const ClModel *teacher, gsize count, guint64 seed,
                         GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_taught_free (ClTaught *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTaught, cl_taught_free)

G_END_DECLS
