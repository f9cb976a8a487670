/* A batch is worked through in chunks of rows that stay in the second-level cache, each until its
 * own worst residual is small.
 *
 * In single precision each chunk is iterated twice: in float until the residual that float sees is
 * small or falls no more, then in double from there.  The first evaluation in double is the true
 * residual of what float has found, and mostly the last: what rounding float costs is known only
 * here, and not believed but measured. */
#include "core/implicit/iteration.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define CHUNK_ROWS 256

/* The best solver is looked for among those that need singular values only when the l_inf ones
 * promise less than this. */
#define SLOW_FACTOR 0.9

/* Float gives up when its least residual has not fallen by this share over so many iterations, and
 * half of all before. */
#define HEADWAY  0.999
#define PATIENCE 24

typedef struct
{
  const ClSolver *solver;
  const ClFixedPointSettings *settings;
  ClFixedPointInfo *info;
  GCancellable *cancellable;
  ClPlan plan;
  gpointer loop;   /* in double */
  gpointer loop_f; /* in float, or NULL */
} Run;

/* Some rows of the batch on their way. */
typedef struct
{
  gsize first;
  gsize count;
  const double *drive;
  double *x; /* in the caller's matrix: the start, between the precisions the state, the result */
  gsize iterations;
  double residual; /* of the last evaluation */
} Chunk;

static double
step_of (const ClSolver *solver, ClProblem *problem, const ClFixedPointSettings *settings)
{
  if (solver->choose_step == NULL)
    return 0;
  return settings->step > 0 ? settings->step : solver->choose_step (problem);
}

static void
consider (const ClSolver *candidate, ClProblem *problem, const ClFixedPointSettings *settings,
          const ClSolver **best, double *step, double *factor)
{
  double tried_step = step_of (candidate, problem, settings);
  double tried = candidate->factor (problem, tried_step);

  if (*best == NULL || tried < *factor)
    {
      *best = candidate;
      *step = tried_step;
      *factor = tried;
    }
}

/* Of the solvers with an l_inf proof the diagonal-implicit one has the smallest factor.  Those with
 * an l_2 proof reach further; Peaceman-Rachford contracts at least as fast as forward-backward. */
static const ClSolver *
choose_best (ClProblem *problem, const ClFixedPointSettings *settings, double *step, double *factor)
{
  const ClSolver *best = NULL;

  consider (&cl_solver_diagonal_implicit, problem, settings, &best, step, factor);
  if (*factor > SLOW_FACTOR)
    consider (&cl_solver_peaceman_rachford, problem, settings, &best, step, factor);
  return best;
}

static void
refuse_all (ClProblem *problem, GError **error)
{
  g_set_error (
      error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_REFUSED,
      "No solver is proven to converge on this model: slope × α(M(%s)) is %.6g and the best "
      "weighted μ₂(%s) is %.6g, expected one of them below 1",
      problem->name, problem->slope_max * cl_problem_metzler_abscissa (problem), problem->name,
      cl_problem_l2_measure (problem));
}

static void
refuse_one (const ClSolver *solver, ClProblem *problem, double step, double factor, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = strstr (solver->condition, "%s");

  g_string_append_printf (text, "%s is not proven to converge on this model: ", solver->title);
  g_string_append_len (text, solver->condition, at - solver->condition);
  g_string_append_printf (text, "%s%s", problem->name, at + 2);
  if (solver->choose_step != NULL)
    g_string_append_printf (text, " with the step %.4g", step);
  g_string_append_printf (text, " give the factor %.6g, expected below 1", factor);
  g_set_error_literal (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_REFUSED, text->str);
}

const ClSolver *
cl_iteration_choose (ClProblem *problem, const ClFixedPointSettings *settings, double *step,
                     double *factor, GError **error)
{
  const ClSolver *solver = settings->solver;

  if (solver == NULL)
    solver = choose_best (problem, settings, step, factor);
  else
    {
      *step = step_of (solver, problem, settings);
      *factor = solver->factor (problem, *step);
    }
  if (*factor < 1 || settings->force)
    return solver;
  if (settings->solver == NULL)
    refuse_all (problem, error);
  else
    refuse_one (solver, problem, *step, *factor, error);
  return NULL;
}

/* The history holds the worst residual of all chunks after each iteration; a chunk that ended
 * before the others keeps its last. */
static void
record (ClFixedPointInfo *info, gsize iteration, double residual)
{
  if (iteration < info->residuals->len)
    {
      double *held = &g_array_index (info->residuals, double, iteration);

      *held = fmax (*held, residual);
    }
  else
    g_array_append_val (info->residuals, residual);
}

static void
keep (const Run *self, const ClArithmetic *arithmetic, gpointer loop, const Chunk *chunk)
{
  GArray *iterates = self->info->iterates;
  gsize n = self->plan.problem->n;

  if (iterates == NULL || chunk->first > 0)
    return;
  g_array_set_size (iterates, iterates->len + (guint) n);
  arithmetic->get_iterate (loop, 1, &g_array_index (iterates, double, iterates->len - n));
}

/* True when the least residual so far has stood still for too long; NULL never tires. */
typedef struct
{
  double least;
  gsize since;
} Patience;

static gboolean
has_run_out (Patience *patience, const Chunk *chunk)
{
  if (patience == NULL)
    return FALSE;
  patience->since++;
  if (chunk->residual < HEADWAY * patience->least)
    *patience = (Patience){ chunk->residual, 0 };
  return patience->since >= PATIENCE + chunk->iterations / 2;
}

/* Iterates from the state in chunk->x until the residual is small, the iterations are used up, the
 * patience has run out or the iterates leave the finite numbers.  FALSE when cancelled. */
static gboolean
iterate (const Run *self, const ClArithmetic *arithmetic, gpointer loop, Chunk *chunk,
         Patience *patience, GError **error)
{
  const ClFixedPointSettings *settings = self->settings;

  arithmetic->load (loop, chunk->first, chunk->count, chunk->drive, chunk->x);
  chunk->residual = arithmetic->evaluate (loop);
  if (chunk->iterations == 0)
    keep (self, arithmetic, loop, chunk);
  while (chunk->residual > settings->tolerance && chunk->iterations < settings->max_iterations
         && !has_run_out (patience, chunk))
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      arithmetic->advance (loop);
      chunk->residual = arithmetic->evaluate (loop);
      keep (self, arithmetic, loop, chunk);
      record (self->info, chunk->iterations++, chunk->residual);
      if (!(chunk->residual < arithmetic->far))
        break;
    }
  return TRUE;
}

/* Leaves the state that float has reached in chunk->x; the start where it got nowhere. */
static gboolean
approach_in_single (const Run *self, Chunk *chunk, GError **error)
{
  Patience patience = { INFINITY, 0 };

  if (!iterate (self, &cl_arithmetic_f, self->loop_f, chunk, &patience, error))
    return FALSE;
  if (chunk->residual < cl_arithmetic_f.far)
    cl_arithmetic_f.get_state (self->loop_f, chunk->count, chunk->x);
  return TRUE;
}

static gboolean
run_chunk (const Run *self, Chunk *chunk, GError **error)
{
  ClFixedPointInfo *info = self->info;
  gsize single;

  if (self->loop_f != NULL && !approach_in_single (self, chunk, error))
    return FALSE;
  single = chunk->iterations;
  if (!iterate (self, &cl_arithmetic, self->loop, chunk, NULL, error))
    return FALSE;
  cl_arithmetic.get_iterate (self->loop, chunk->count, chunk->x);
  if (!(chunk->residual < cl_arithmetic.far))
    {
      g_set_error (error, CL_FIXED_POINT_ERROR, CL_FIXED_POINT_ERROR_DIVERGED,
                   "%s diverges: the residual of rows %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT
                   " passes %g after %" G_GSIZE_FORMAT " iterations",
                   self->solver->title, chunk->first + 1, chunk->first + chunk->count,
                   cl_arithmetic.far, chunk->iterations);
      return FALSE;
    }
  if (single > 0)
    record (info, chunk->iterations - 1, chunk->residual);
  for (gsize later = chunk->iterations; later < info->residuals->len; later++)
    record (info, later, chunk->residual);
  info->iterations = MAX (info->iterations, chunk->iterations);
  info->double_iterations = MAX (info->double_iterations, chunk->iterations - single);
  info->residual = fmax (info->residual, chunk->residual);
  return TRUE;
}

/* A later chunk that needs more iterations continues the history where the earlier ones had ended
 * below it: their last residuals are the smaller ones, so nothing has to be filled in. */
static gboolean
run_chunks (const Run *self, const ClMatrix *drive, ClMatrix *x, GError **error)
{
  for (gsize first = 0; first < x->rows; first += CHUNK_ROWS)
    {
      Chunk chunk = {
        .first = first,
        .count = MIN (CHUNK_ROWS, x->rows - first),
        .drive = cl_matrix_row (drive, first),
        .x = cl_matrix_row (x, first),
      };

      if (!run_chunk (self, &chunk, error))
        return FALSE;
    }
  return TRUE;
}

/* The geometric mean of the last ratios of the residual, at most ten of them, before it reaches
 * the rounding error of the iterates. */
static double
measured_factor (const GArray *residuals, double floor)
{
  gsize end = residuals->len;
  gsize span;
  double first, last;

  while (end > 0 && !(g_array_index (residuals, double, end - 1) > floor))
    end--;
  if (end < 3)
    return NAN;
  span = MIN (end - 1, 10);
  first = g_array_index (residuals, double, end - 1 - span);
  last = g_array_index (residuals, double, end - 1);
  return pow (last / first, 1.0 / (double) span);
}

static double
largest_entry (const ClMatrix *x)
{
  double largest = 0;

  for (gsize e = 0; e < x->rows * x->cols; e++)
    largest = fmax (largest, fabs (x->data[e]));
  return largest;
}

/* Where the ratios of the residual say something: above the rounding error of the iterates. */
static double
rounding_floor (const ClMatrix *x, ClPrecision precision)
{
  double epsilon = precision == CL_PRECISION_SINGLE ? FLT_EPSILON : DBL_EPSILON;

  return 64 * epsilon * fmax (1, largest_entry (x));
}

static gboolean
run_open (Run *self, gsize rows, GError **error)
{
  const ClSolver *solver = self->solver;
  gsize memory = self->settings->anderson;

  self->plan.loop = g_new0 (double, self->plan.problem->n);
  if (solver->prepare != NULL && !solver->prepare (&self->plan, error))
    return FALSE;
  rows = MIN (rows, CHUNK_ROWS);
  self->loop = cl_arithmetic.open (&solver->schemes, &self->plan, rows, memory);
  if (self->settings->precision == CL_PRECISION_SINGLE)
    self->loop_f = cl_arithmetic_f.open (&solver->schemes, &self->plan, rows, memory);
  return TRUE;
}

static void
run_close (Run *self)
{
  g_free (self->plan.loop);
  g_clear_pointer (&self->plan.matrix, cl_matrix_unref);
  g_clear_pointer (&self->loop, cl_arithmetic.close);
  g_clear_pointer (&self->loop_f, cl_arithmetic_f.close);
}

gboolean
cl_iteration_run (ClProblem *problem, const ClMatrix *drive, ClMatrix *x,
                  const ClFixedPointSettings *settings, ClFixedPointInfo *info,
                  GCancellable *cancellable, GError **error)
{
  Run run = { .settings = settings, .info = info, .cancellable = cancellable };
  gint64 begin = g_get_monotonic_time ();
  gboolean done;

  info->residuals = g_array_new (FALSE, FALSE, sizeof (double));
  if (settings->keep_iterates)
    info->iterates = g_array_new (FALSE, FALSE, sizeof (double));
  info->factor_measured = NAN;
  run.plan.problem = problem;
  run.solver = cl_iteration_choose (problem, settings, &run.plan.step, &info->factor_theory, error);
  if (run.solver == NULL)
    return FALSE;
  info->solver = run.solver;
  info->precision = settings->precision;
  done = run_open (&run, x->rows, error) && run_chunks (&run, drive, x, error);
  run_close (&run);
  info->converged = done && info->residual <= settings->tolerance;
  info->factor_measured =
      measured_factor (info->residuals, rounding_floor (x, settings->precision));
  info->seconds = (double) (g_get_monotonic_time () - begin) * 1e-6;
  return done;
}
