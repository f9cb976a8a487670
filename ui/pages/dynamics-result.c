#include "ui/pages/dynamics-result.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/widgets/number-text.h"

gboolean
cl_dynamics_view_equal (const ClDynamicsView *a, const ClDynamicsView *b)
{
  return a->norm == b->norm && a->until == b->until && a->rtol == b->rtol && a->x == b->x
         && a->y == b->y && a->principal == b->principal && a->field == b->field
         && a->nullclines == b->nullclines && a->ball == b->ball && a->second == b->second
         && a->wave == b->wave && a->amplitude == b->amplitude && a->period == b->period;
}

double
cl_dynamics_norm_rate (const ClDynamicsNorm *norm)
{
  return norm->contraction.osl <= 0 ? norm->contraction.rate : NAN;
}

gboolean
cl_dynamics_result_has_ball (const ClDynamicsResult *result, const ClDynamicsNorm *norm)
{
  return norm != NULL && result->view.ball && result->example == NULL && result->plane != NULL
         && result->bundle->starts > 1 && norm->contraction.osl <= 0;
}

guint
cl_dynamics_rival_norm (guint norm)
{
  return norm == CL_CONTRACTION_TWO ? CL_CONTRACTION_INF : CL_CONTRACTION_TWO;
}

static const char *
norm_name (guint norm)
{
  static const char *const names[] = {
    [CL_CONTRACTION_ONE] = N_ ("ℓ₁"),
    [CL_CONTRACTION_TWO] = N_ ("ℓ₂"),
    [CL_CONTRACTION_INF] = N_ ("ℓ∞"),
    [CL_CONTRACTION_INF_WEIGHTED] = N_ ("ℓ∞ with the best weights"),
  };

  return _ (names[norm]);
}

static char *
describe_guarantee (const ClContraction *contraction, guint norm)
{
  g_autofree char *osl = cl_number_format (contraction->osl, 3);
  g_autofree char *rate = cl_number_format (contraction->rate, 3);
  const char *name = norm_name (norm);

  if (isnan (contraction->osl))
    return g_strdup_printf (_ ("no rate is known in %s"), name);
  if (fabs (contraction->osl) <= contraction->rounding)
    return g_strdup_printf (_ ("in %s the rate is too close to 0 to call"), name);
  if (contraction->osl < 0 && contraction->exact)
    return g_strdup_printf (_ ("contracts in %s at rate %s"), name, rate);
  if (contraction->osl < 0)
    return g_strdup_printf (_ ("contracts in %s at rate %s or faster (a bound)"), name, rate);
  if (contraction->osl == 0)
    return g_strdup_printf (_ ("in %s distances never grow (rate 0)"), name);
  if (contraction->exact)
    return g_strdup_printf (_ ("does not contract in %s (one-sided Lipschitz constant %s)"), name,
                            osl);
  return g_strdup_printf (_ ("no rate is guaranteed in %s (the bound is only %s)"), name, osl);
}

/* What holds for an example, and what was measured. */
static char *
describe_example (const ClDynamicsResult *result)
{
  g_autofree char *rate = cl_number_format (result->chosen.contraction.rate, 3);
  g_autofree char *growth =
      result->chosen.distances != NULL
          ? cl_number_format (cl_distances_worst_increase (result->chosen.distances), 2)
          : NULL;
  g_autofree char *measured =
      growth != NULL ? g_strdup_printf (_ ("; largest growth of a distance measured: %s"), growth)
                     : g_strdup ("");

  if (!result->covered)
    return g_strdup_printf (_ ("nothing is stated: some start is not within %s%s"),
                            cl_example_region (result->example), measured);
  switch (cl_example_flow_claim (result->flow))
    {
    case CL_EXAMPLE_CLAIM_SEMI:
      return g_strdup_printf (_ ("semi-contraction at rate %s%s"), rate, measured);
    case CL_EXAMPLE_CLAIM_WEAK:
      return g_strdup_printf (_ ("weak contraction: no distance grows%s"), measured);
    default:
      return g_strdup_printf (_ ("with these numbers nothing is stated%s"), measured);
    }
}

/* Whether the input is followed, and how soon. */
static char *
describe_entrainment (const ClDynamicsResult *result)
{
  const ClEntrainment *entrainment = result->entrainment;
  g_autofree char *period = cl_number_format (entrainment->period, 3);
  g_autofree char *factor = cl_number_format (entrainment->factor, 3);
  g_autofree char *theory = cl_number_format (entrainment->factor_theory, 3);
  g_autofree char *error = cl_number_format (cl_entrainment_error (entrainment), 2);
  g_autofree char *bound = isnan (entrainment->factor_theory)
                               ? g_strdup (_ ("nothing is guaranteed"))
                               : g_strdup_printf (_ ("guaranteed at most %s"), theory);

  return g_strdup_printf (
      _ ("period %s: changes shrink by the factor %s a period (%s); after %zu periods %s is left"),
      period, factor, bound, entrainment->periods, error);
}

static char *
describe_norms (const ClDynamicsResult *result)
{
  g_autofree char *chosen = describe_guarantee (&result->chosen.contraction, result->view.norm);
  g_autofree char *rival =
      result->rival != NULL ? describe_guarantee (&result->rival->contraction, result->rival->norm)
                            : NULL;

  return rival != NULL ? g_strdup_printf ("%s; %s", chosen, rival) : g_steal_pointer (&chosen);
}

/* What the moving ball is, with its numbers. */
static char *
describe_ball (const ClDynamicsResult *result)
{
  g_autofree char *rate = cl_number_format (result->chosen.contraction.rate, 3);
  g_autofree char *radius = cl_number_format (result->chosen.radius, 3);

  if (!cl_dynamics_result_has_ball (result, &result->chosen) || result->entrainment != NULL
      || result->rival != NULL)
    return g_strdup ("");
  return g_strdup_printf (_ ("; ball of radius e^(−ct) r around the first trajectory, c = %s, "
                             "r = %s"),
                          rate, radius);
}

char *
cl_dynamics_result_describe (const ClDynamicsResult *result)
{
  g_autofree char *guarantee = result->example != NULL       ? describe_example (result)
                               : result->entrainment != NULL ? describe_entrainment (result)
                                                             : describe_norms (result);
  g_autofree char *ball = describe_ball (result);
  g_autofree char *milliseconds = cl_number_format (1e3 * result->bundle->info.seconds, 2);
  gsize starts = result->bundle->starts;

  return g_strdup_printf (ngettext ("%zu trajectory in %s ms; %s%s",
                                    "%zu trajectories in %s ms; %s%s", starts),
                          starts, milliseconds, guarantee, ball);
}

static void
norm_clear (ClDynamicsNorm *norm)
{
  g_clear_pointer (&norm->eta, cl_matrix_unref);
  g_clear_pointer (&norm->distances, cl_distances_free);
}

void
cl_dynamics_result_free (ClDynamicsResult *result)
{
  if (result == NULL)
    return;
  g_clear_pointer (&result->model, cl_model_unref);
  cl_example_flow_free (result->flow);
  g_clear_pointer (&result->starts, cl_matrix_unref);
  cl_bundle_free (result->bundle);
  cl_plane_free (result->plane);
  cl_bundle_free (result->shadow);
  cl_equilibria_free (result->equilibria);
  norm_clear (&result->chosen);
  cl_lyapunov_free (result->lyapunov);
  cl_entrainment_free (result->entrainment);
  cl_bundle_free (result->cycle);
  if (result->rival != NULL)
    norm_clear (result->rival);
  g_free (result->rival);
  cl_field_free (result->field);
  cl_contour_free (result->x_nullcline);
  cl_contour_free (result->y_nullcline);
  g_free (result);
}
