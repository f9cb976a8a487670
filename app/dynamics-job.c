#include "app/dynamics-job.h"

#include <math.h>
#include <string.h>

#include "core/dynamics/drive.h"
#include "core/dynamics/starts.h"
#include "core/theory/contraction.h"

#define AUTOMATIC_STARTS  24
#define EXAMPLE_STARTS    12
#define AUTOMATIC_SEED    1
#define MAX_FRAMES        401
#define MIN_FRAMES        101
#define MAX_NUMBERS       4000000 /* of one bundle: what is drawn of it is far less */
#define MAX_PAIRS         60
#define ARROWS            16
#define NULLCLINE_SAMPLES 161
#define VIEW_MARGIN       0.1
#define LIVE_FRAMES       161
#define LIVE_SEARCHES     24
#define LARGE             20
#define LARGE_SEARCHES    8
#define SMALLEST_RADIUS   2.0
#define MIN_PERIODS       12
#define MAX_PERIODS       60
#define VERTEX_LIMIT      12

ClDynamicsRequest *
cl_dynamics_request_new (ClModel *model, const ClExample *example, ClMatrix *starts,
                         const ClDynamicsView *view, gboolean live)
{
  ClDynamicsRequest *request = g_new0 (ClDynamicsRequest, 1);

  request->model = cl_model_ref (model);
  request->example = example;
  request->starts = starts != NULL ? cl_matrix_ref (starts) : NULL;
  request->view = *view;
  request->live = live;
  return request;
}

void
cl_dynamics_request_free (ClDynamicsRequest *request)
{
  cl_model_unref (request->model);
  g_clear_pointer (&request->starts, cl_matrix_unref);
  g_free (request);
}

/* Powers of two: the starts stay where they are while the equilibrium moves a little. */
static double
start_radius (const ClDynamicsResult *result)
{
  double radius = SMALLEST_RADIUS, largest = 0;

  if (result->equilibria->count > 0)
    for (gsize i = 0; i < result->model->n; i++)
      largest = fmax (largest, fabs (cl_matrix_get (result->equilibria->points, 0, i)));
  while (radius < 1.5 * largest && isfinite (largest))
    radius *= 2;
  return radius;
}

ClMatrix *
cl_dynamics_random_starts (const ClDynamicsResult *shown, gsize count, guint64 seed)
{
  if (shown->example != NULL)
    return cl_example_starts (shown->example, shown->model->n, count, seed);
  return cl_starts_new (shown->model->n, count, CL_STARTS_UNIFORM, NULL, start_radius (shown),
                        seed);
}

static void
choose_starts (ClDynamicsResult *result, const ClDynamicsRequest *request)
{
  result->automatic = request->starts == NULL;
  result->seed = AUTOMATIC_SEED;
  if (result->automatic && result->example != NULL)
    result->starts =
        cl_example_starts (result->example, result->model->n, EXAMPLE_STARTS, result->seed);
  else if (result->automatic)
    result->starts = cl_starts_new (result->model->n, AUTOMATIC_STARTS, CL_STARTS_AUTO, NULL,
                                    start_radius (result), result->seed);
  else
    result->starts = cl_matrix_ref (request->starts);
}

/* A Newton search costs n^3, so large models get fewer of them. */
static gboolean
find_equilibria (ClDynamicsResult *result, gboolean live, GCancellable *cancellable, GError **error)
{
  ClEquilibriaSettings settings = CL_EQUILIBRIA_SETTINGS_DEFAULT;
  gsize n = result->model->n;

  settings.starts = live ? LIVE_SEARCHES : settings.starts;
  if (n > LARGE)
    settings.starts = MIN (settings.starts, LARGE_SEARCHES);
  result->equilibria = cl_equilibria_new (result->model, NULL, &settings, cancellable, error);
  return result->equilibria != NULL;
}

/* The periodic input of the view, and the model that hears it; NULL where there is none. */
typedef struct
{
  ClModel *model;
  ClInput *input;
} Drive;

static void
drive_clear (Drive *drive)
{
  g_clear_pointer (&drive->model, cl_model_unref);
  g_clear_pointer (&drive->input, cl_input_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Drive, drive_clear)

static gboolean
start_drive (const ClDynamicsResult *result, Drive *drive, GError **error)
{
  const ClDynamicsView *view = &result->view;

  if (view->second != CL_DYNAMICS_ENTRAINMENT || result->flow != NULL || result->starts->rows == 0
      || !(drive->model = cl_drive_model (result->model)))
    return TRUE;
  drive->input = cl_drive_input (drive->model, view->wave, view->amplitude, view->period, error);
  return drive->input != NULL;
}

static gboolean
integrate (ClDynamicsResult *result, const Drive *drive, gboolean live, GCancellable *cancellable,
           GError **error)
{
  gsize numbers = MAX (1, result->starts->rows * result->model->n);
  ClBundleSettings settings = CL_BUNDLE_SETTINGS_DEFAULT;

  settings.until = result->view.until;
  settings.frames = CLAMP (MAX_NUMBERS / numbers, MIN_FRAMES, live ? LIVE_FRAMES : MAX_FRAMES);
  settings.rtol = result->view.rtol;
  settings.atol = 1e-3 * result->view.rtol;
  result->bundle =
      result->flow != NULL
          ? cl_bundle_new_for_system (cl_example_flow_system (result->flow), result->starts,
                                      &settings, cancellable, error)
          : cl_bundle_new_with_input (drive->input != NULL ? drive->model : result->model,
                                      result->starts, drive->input, &settings, cancellable, error);
  return result->bundle != NULL;
}

/* Only the norms that are shown are needed; l_2 is the expensive one. */
static gboolean
find_rate (ClDynamicsNorm *norm, const ClModel *model, GCancellable *cancellable, GError **error)
{
  if (!cl_contraction_compute_one (model, norm->norm, VERTEX_LIMIT, &norm->contraction, cancellable,
                                   error))
    return FALSE;
  norm->eta = g_steal_pointer (&norm->contraction.weights);
  return TRUE;
}

static void
choose_plane (ClDynamicsResult *result)
{
  gsize n = result->model->n;

  result->view.principal = result->view.principal && n > 2 && result->starts->rows > 0;
  if (n < 2)
    return;
  if (result->view.x >= n || result->view.y >= n || result->view.x == result->view.y)
    {
      result->view.x = 0;
      result->view.y = 1;
    }
  result->plane = result->view.principal
                      ? cl_plane_new_principal (result->bundle)
                      : cl_plane_new_coordinates (n, result->view.x, result->view.y);
  result->shadow = cl_plane_project_bundle (result->plane, result->bundle);
}

/* At least as many periods as the time shows, and enough to see whether all end on one cycle.  What
 * stands still without the input is not shown with it. */
static gboolean
entrain (ClDynamicsResult *result, const Drive *drive, GCancellable *cancellable, GError **error)
{
  ClEntrainmentSettings settings = CL_ENTRAINMENT_SETTINGS_DEFAULT;

  settings.periods =
      (gsize) CLAMP (result->view.until / result->view.period, MIN_PERIODS, MAX_PERIODS);
  settings.norm = cl_contraction_norm (result->view.norm);
  settings.eta = result->chosen.eta;
  settings.rate = cl_dynamics_norm_rate (&result->chosen);
  settings.rtol = result->view.rtol;
  settings.atol = 1e-3 * result->view.rtol;
  settings.tolerance = MAX (settings.tolerance, 10 * result->view.rtol);
  result->entrainment = cl_entrainment_new (drive->model, result->starts, drive->input, &settings,
                                            cancellable, error);
  if (result->entrainment == NULL)
    return FALSE;
  if (result->plane != NULL)
    result->cycle = cl_plane_project_bundle (result->plane, result->entrainment->cycle);
  cl_equilibria_free (result->equilibria);
  result->equilibria = g_new0 (ClEquilibria, 1);
  return TRUE;
}

/* In the norm or semi-norm of the example; the envelope only where its statement is about every
 * start. */
static void
measure_example (ClDynamicsResult *result)
{
  if (result->starts->rows < 2)
    return;
  result->chosen.distances = cl_example_flow_distances (result->flow, result->bundle, MAX_PAIRS);
  for (gsize k = 0; !result->covered && k < result->bundle->frames; k++)
    result->chosen.distances->envelope[k] = NAN;
}

static void
measure_norm (const ClDynamicsResult *result, ClDynamicsNorm *norm)
{
  const ClMatrix *starts = result->starts;
  ClNormKind kind = cl_contraction_norm (norm->norm);

  if (starts->rows < 2)
    return;
  norm->distances =
      cl_distances_new (result->bundle, kind, norm->eta, cl_dynamics_norm_rate (norm), MAX_PAIRS);
  for (gsize k = 1; k < starts->rows; k++)
    norm->radius = fmax (norm->radius, cl_distance (kind, starts->cols, cl_matrix_row (starts, 0),
                                                    cl_matrix_row (starts, k), norm->eta));
}

static gboolean
measure_rival (ClDynamicsResult *result, GCancellable *cancellable, GError **error)
{
  if (result->view.second != CL_DYNAMICS_TWO_NORMS || result->flow != NULL)
    return TRUE;
  result->rival = g_new0 (ClDynamicsNorm, 1);
  result->rival->norm = cl_dynamics_rival_norm (result->view.norm);
  if (!find_rate (result->rival, result->model, cancellable, error))
    return FALSE;
  measure_norm (result, result->rival);
  return TRUE;
}

/* Trajectories and equilibria in the plane, with a margin. */
static void
choose_box (ClDynamicsResult *result)
{
  if (result->plane == NULL)
    return;
  gsize states = result->shadow->starts * result->shadow->frames;
  g_autoptr (ClMatrix) places = cl_matrix_new (states + result->equilibria->count, 2);

  memcpy (places->data, result->shadow->x, 2 * states * sizeof (double));
  for (gsize k = 0; k < result->equilibria->count; k++)
    cl_plane_project (result->plane, cl_matrix_row (result->equilibria->points, k),
                      cl_matrix_row (places, states + k));
  result->box = cl_box_around (places, NULL, 0, 1, VIEW_MARGIN);
}

/* One unit is as long on both axes, so a panel that is not square shows more than the box; this is
 * enough for one that is twice as long as wide, and for panning a little. */
static ClBox
field_box (const ClBox *box)
{
  double side = fmax (box->x1 - box->x0, box->y1 - box->y0);
  double x = 0.5 * (box->x0 + box->x1), y = 0.5 * (box->y0 + box->y1);

  return (ClBox){ x - side, x + side, y - side, y + side };
}

static ClContour *
find_nullcline (const ClField *field, const double *values)
{
  return cl_contour_new (values, field->columns, field->rows, &field->box, 0);
}

/* What the coordinates that are not shown are held at: the first equilibrium, or where the first
 * trajectory of an example ends. */
static const double *
field_slice (const ClDynamicsResult *result)
{
  if (result->equilibria->count > 0)
    return cl_matrix_row (result->equilibria->points, 0);
  if (result->flow != NULL && result->bundle->starts > 0)
    return cl_bundle_state (result->bundle, 0, result->bundle->frames - 1);
  return NULL;
}

static ClField *
field_of (const ClDynamicsResult *result, const ClBox *box, gsize samples)
{
  const ClDynamicsView *view = &result->view;
  const double *slice = field_slice (result);

  if (result->flow != NULL)
    return cl_field_new_for_system (cl_example_flow_system (result->flow), slice, view->x, view->y,
                                    box, samples, samples);
  return cl_field_new (result->model, slice, NULL, view->x, view->y, box, samples, samples);
}

static void
sample_field (ClDynamicsResult *result)
{
  const ClDynamicsView *view = &result->view;
  ClBox box = field_box (&result->box);

  if (result->plane == NULL || result->entrainment != NULL || view->principal)
    return;
  if (view->field)
    result->field = field_of (result, &box, 2 * ARROWS);
  if (view->nullclines)
    {
      g_autoptr (ClField) fine = field_of (result, &box, NULLCLINE_SAMPLES);

      result->x_nullcline = find_nullcline (fine, fine->u);
      result->y_nullcline = find_nullcline (fine, fine->v);
    }
}

static void
find_lyapunov (ClDynamicsResult *result)
{
  const ClEquilibria *equilibria = result->equilibria;
  g_autoptr (ClMatrix) equilibrium = NULL;

  if (result->view.second != CL_DYNAMICS_LYAPUNOV)
    return;
  if (equilibria->count == 1)
    equilibrium = cl_matrix_new_from (result->model->n, 1, cl_matrix_row (equilibria->points, 0));
  result->lyapunov = cl_lyapunov_new (result->model, NULL, result->bundle, equilibrium,
                                      cl_contraction_norm (result->view.norm), result->chosen.eta,
                                      cl_dynamics_norm_rate (&result->chosen));
}

/* The vector field of an example: nothing is searched, and its norm is its own. */
static gboolean
prepare_example (ClDynamicsResult *result, GError **error)
{
  const ClMatrix *v = cl_model_array (result->model, CL_ARRAY_BIAS);
  g_autoptr (ClMatrix) vector =
      v != NULL ? cl_matrix_copy (v) : cl_matrix_new (result->model->n, 1);

  result->flow = cl_example_flow_new (result->example, cl_model_array (result->model, CL_ARRAY_A),
                                      vector, error);
  if (result->flow == NULL)
    return FALSE;
  result->equilibria = g_new0 (ClEquilibria, 1);
  if (result->view.second >= CL_N_EXAMPLE_SECONDS)
    result->view.second = CL_DYNAMICS_DISTANCES;
  return TRUE;
}

static void
state_example (ClDynamicsResult *result)
{
  double rate = cl_example_flow_rate (result->flow);

  result->covered = cl_example_flow_covers_all (result->flow, result->starts);
  result->chosen.contraction = (ClContraction){
    .norm = cl_example_text (result->example)->seminorm,
    .osl = result->covered ? -rate : NAN,
    .rate = rate,
  };
}

ClDynamicsResult *
cl_dynamics_job_run (const ClDynamicsRequest *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClDynamicsResult) result = g_new0 (ClDynamicsResult, 1);
  g_auto (Drive) drive = { NULL };
  gboolean prepared;

  result->view = request->view;
  result->chosen.norm = request->view.norm;
  result->model = cl_model_ref (request->model);
  result->example = request->example;
  prepared = result->example != NULL ? prepare_example (result, error)
                                     : find_equilibria (result, request->live, cancellable, error);
  if (!prepared)
    return NULL;
  choose_starts (result, request);
  if (!start_drive (result, &drive, error)
      || !integrate (result, &drive, request->live, cancellable, error))
    return NULL;
  if (result->example != NULL)
    state_example (result);
  else if (!find_rate (&result->chosen, result->model, cancellable, error))
    return NULL;
  choose_plane (result);
  if (drive.input != NULL && !entrain (result, &drive, cancellable, error))
    return NULL;
  choose_box (result);
  if (result->flow != NULL)
    measure_example (result);
  else
    measure_norm (result, &result->chosen);
  if (!measure_rival (result, cancellable, error))
    return NULL;
  find_lyapunov (result);
  sample_field (result);
  return g_steal_pointer (&result);
}
