/* ClBundle: a bundle of trajectories of one model, integrated together.
 *
 * All starts advance in one adaptive Runge-Kutta system whose right-hand side is one gemm for the
 * whole bundle.  Each trajectory has its own step sizes: the requested tolerance holds for every
 * one of them, and adding or moving a start leaves the others where they are. */
#pragma once

#include <gio/gio.h>

#include "core/dynamics/input.h"
#include "core/dynamics/system.h"
#include "core/theory/model.h"

G_BEGIN_DECLS

/* What the tolerances promise of a frame of a contracting model: no entry of it errs by more than
 * twice atol + rtol M, with M the largest |x_i| of the trajectory up to that frame (mostly by less
 * than a quarter of it).  An entry that passes near zero may miss its own atol + rtol |x_i| by a
 * factor of a hundred and more: the steps are judged entry by entry, but what they err while the
 * entry is large is still there when it is small, and the other entries pass their errors on to it.
 * A smaller rtol helps; a smaller atol does not. */
typedef struct
{
  double until; /* T > 0 */
  gsize frames; /* K >= 2 equally spaced frames, 0 and T included */
  double rtol;  /* default 1e-6 */
  double atol;  /* default 1e-9 */
} ClBundleSettings;

#define CL_BUNDLE_SETTINGS_DEFAULT                                                                 \
  {                                                                                                \
    10.0, 500, 1e-6, 1e-9                                                                          \
  }

typedef struct
{
  gsize steps;           /* accepted, of the trajectory that took the most */
  gsize rejected;        /* over all trajectories */
  gsize rhs_evaluations; /* evaluations of the whole bundle */
  double seconds;
} ClBundleInfo;

typedef struct
{
  gsize starts; /* m */
  gsize frames; /* K */
  gsize n;
  double *t; /* [K] */
  double *x; /* [m][K][n]: the trajectory of one start is contiguous */
  ClBundleInfo info;
} ClBundle;

/* starts: m x n, one a row.  input: u of length r held constant, or NULL for zero.
 * Fails (CL_BUNDLE_ERROR, naming the start and time) when a trajectory leaves the finite numbers or
 * the step underflows; G_IO_ERROR_CANCELLED when cancelled. */
ClBundle *cl_bundle_new (const ClModel *model, const ClMatrix *starts, const double *input,
                         const ClBundleSettings *settings, GCancellable *cancellable,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same with an input that depends on time, of size r; NULL for zero.  Steps end at its breaks
 * and never cross one. */
ClBundle *cl_bundle_new_with_input (const ClModel *model, const ClMatrix *starts,
                                    const ClInput *input, const ClBundleSettings *settings,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of any vector field. */
ClBundle *cl_bundle_new_for_system (const ClSystem *system, const ClMatrix *starts,
                                    const ClBundleSettings *settings, GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cl_bundle_free (ClBundle *bundle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBundle, cl_bundle_free)

static inline const double *
cl_bundle_state (const ClBundle *bundle, gsize start, gsize frame)
{
  return bundle->x + (start * bundle->frames + frame) * bundle->n;
}

#define CL_BUNDLE_ERROR (cl_bundle_error_quark ())
GQuark cl_bundle_error_quark (void);

typedef enum
{
  CL_BUNDLE_ERROR_DIVERGED,
  CL_BUNDLE_ERROR_STEP,
  CL_BUNDLE_ERROR_INPUT,
} ClBundleError;

G_END_DECLS
