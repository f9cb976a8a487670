#include "app/cli/simulate-report.h"

#include <math.h>

void
cl_simulate_report_clear (ClSimulateReport *report)
{
  cl_bundle_free (report->bundle);
  cl_entrainment_free (report->entrainment);
  cl_lyapunov_free (report->lyapunov);
  g_clear_pointer (&report->contraction.weights, cl_matrix_unref);
  g_clear_pointer (&report->equilibrium, cl_matrix_unref);
  cl_example_flow_free (report->flow);
  cl_distances_free (report->distances);
}

static void
write_entrainment (ClJsonWriter *json, const ClEntrainment *entrainment)
{
  cl_json_begin_object (json, "entrainment");
  cl_json_number (json, "period", entrainment->period);
  cl_json_number (json, "factor", entrainment->factor);
  cl_json_number (json, "factor_theory", entrainment->factor_theory);
  cl_json_number (json, "period_error", cl_entrainment_error (entrainment));
  cl_json_boolean (json, "all_entrained", entrainment->all_entrained);
  cl_json_boolean (json, "common", entrainment->common);
  cl_json_end_object (json);
}

/* starts x frames. */
static void
write_curves (ClJsonWriter *json, const char *key, const double *curves, gsize starts, gsize frames)
{
  cl_json_begin_list (json, key);
  for (gsize start = 0; start < starts; start++)
    cl_json_numbers (json, NULL, curves + start * frames, frames);
  cl_json_end_list (json);
}

static void
write_lyapunov (ClJsonWriter *json, const ClSimulateReport *report)
{
  const ClLyapunov *lyapunov = report->lyapunov;
  const ClMatrix *equilibrium = report->equilibrium;

  cl_json_begin_object (json, "lyapunov");
  cl_json_string (json, "norm", report->contraction.norm);
  cl_json_number (json, "osl", report->contraction.osl);
  cl_json_number (json, "rate", report->contraction.rate);
  cl_json_boolean (json, "exact", report->contraction.exact);
  if (equilibrium)
    {
      cl_json_numbers (json, "equilibrium", equilibrium->data, equilibrium->rows);
      write_curves (json, "distance", lyapunov->distance, lyapunov->starts, lyapunov->frames);
      cl_json_numbers (json, "distance_envelope", lyapunov->distance_envelope, lyapunov->frames);
    }
  else
    cl_json_null (json, "equilibrium");
  write_curves (json, "speed", lyapunov->speed, lyapunov->starts, lyapunov->frames);
  cl_json_numbers (json, "speed_envelope", lyapunov->speed_envelope, lyapunov->frames);
  cl_json_end_object (json);
}

static gboolean
covers_all (const ClSimulateReport *report)
{
  const ClBundle *bundle = report->bundle;

  for (gsize start = 0; start < bundle->starts; start++)
    if (!cl_example_flow_covers (report->flow, cl_bundle_state (bundle, start, 0)))
      return FALSE;
  return TRUE;
}

static void
write_example (ClJsonWriter *json, const ClSimulateReport *report)
{
  const ClExampleText *text = cl_example_text (report->example);
  double rate = cl_example_flow_rate (report->flow);

  cl_json_begin_object (json, "example");
  cl_json_string (json, "id", text->id);
  cl_json_string (json, "equation", text->equation);
  cl_json_string (json, "claim", cl_example_claim_id (cl_example_flow_claim (report->flow)));
  cl_json_string (json, "norm", text->seminorm);
  cl_json_string (json, "statement", text->statement);
  cl_json_string (json, "region", cl_example_region (report->example));
  cl_json_boolean (json, "covers_starts", covers_all (report));
  cl_json_number (json, "osl", cl_example_flow_osl (report->flow));
  cl_json_number (json, "rate", rate);
  cl_json_number (json, "worst_increase", cl_distances_worst_increase (report->distances));
  cl_json_number (json, "worst_excess",
                  isnan (rate)
                      ? NAN
                      : cl_distances_worst_excess (report->distances, report->bundle->t, rate));
  cl_json_end_object (json);
}

void
cl_simulate_report_json (const ClSimulateReport *report)
{
  const ClBundle *bundle = report->bundle;
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_numbers (&json, "t", bundle->t, bundle->frames);
  cl_json_begin_list (&json, "x");
  for (gsize start = 0; start < bundle->starts; start++)
    {
      cl_json_begin_list (&json, NULL);
      for (gsize frame = 0; frame < bundle->frames; frame++)
        cl_json_numbers (&json, NULL, cl_bundle_state (bundle, start, frame), bundle->n);
      cl_json_end_list (&json);
    }
  cl_json_end_list (&json);
  cl_json_count (&json, "steps", bundle->info.steps);
  cl_json_count (&json, "rejected", bundle->info.rejected);
  cl_json_count (&json, "rhs_evaluations", bundle->info.rhs_evaluations);
  if (report->entrainment)
    write_entrainment (&json, report->entrainment);
  if (report->lyapunov)
    write_lyapunov (&json, report);
  if (report->example)
    write_example (&json, report);
  cl_json_end_object (&json);
  putchar ('\n');
}

static void
print_entrainment (const ClEntrainment *entrainment)
{
  printf ("# period %g: %s, factor %.6g a period, not repeating by %.3g after %" G_GSIZE_FORMAT
          " periods\n",
          entrainment->period,
          entrainment->common          ? "every start entrains to one cycle"
          : entrainment->all_entrained ? "every start entrains, not all to the same cycle"
                                       : "not every start entrains",
          entrainment->factor, cl_entrainment_error (entrainment), entrainment->periods);
}

static void
print_lyapunov (const ClSimulateReport *report)
{
  printf ("# the last columns are %s|F(x)| in the norm %s, ",
          report->equilibrium ? "|x - x*| and " : "", report->contraction.norm);
  if (report->contraction.osl <= 0)
    printf ("guaranteed to decay at the rate %.6g\n", report->contraction.rate);
  else
    printf ("in which no decay is guaranteed\n");
}

static void
print_example (const ClSimulateReport *report)
{
  const ClExampleText *text = cl_example_text (report->example);
  ClExampleClaim claim = cl_example_flow_claim (report->flow);

  printf ("# %s: %s\n# %s\n# norm: %s\n", text->title, text->equation, text->statement,
          text->seminorm);
  if (claim == CL_EXAMPLE_CLAIM_NONE)
    printf ("# with these parameters nothing is claimed\n");
  else if (!covers_all (report))
    printf ("# some start is outside %s: of those nothing is claimed\n",
            cl_example_region (report->example));
  else
    printf ("# claimed here: %s, rate %.6g\n", cl_example_claim_id (claim),
            cl_example_flow_rate (report->flow));
  printf ("# worst increase of a distance measured: %.3g\n",
          cl_distances_worst_increase (report->distances));
}

static void
print_frame (const ClSimulateReport *report, gsize start, gsize frame)
{
  const ClBundle *bundle = report->bundle;
  const double *x = cl_bundle_state (bundle, start, frame);
  gsize place = start * bundle->frames + frame;

  printf ("%" G_GSIZE_FORMAT " %.10g", start + 1, bundle->t[frame]);
  for (gsize i = 0; i < bundle->n; i++)
    printf (" %.10g", x[i]);
  if (report->lyapunov && report->equilibrium)
    printf (" %.10g", report->lyapunov->distance[place]);
  if (report->lyapunov)
    printf (" %.10g", report->lyapunov->speed[place]);
  printf ("\n");
}

void
cl_simulate_report_table (const ClSimulateReport *report)
{
  const ClBundle *bundle = report->bundle;

  if (report->entrainment)
    print_entrainment (report->entrainment);
  if (report->lyapunov)
    print_lyapunov (report);
  if (report->example)
    print_example (report);
  printf ("# %" G_GSIZE_FORMAT " trajectories, %" G_GSIZE_FORMAT " steps (%" G_GSIZE_FORMAT
          " rejected), %.3g ms\n# start t x1 ... xn\n",
          bundle->starts, bundle->info.steps, bundle->info.rejected, bundle->info.seconds * 1e3);
  for (gsize start = 0; start < bundle->starts; start++)
    for (gsize frame = 0; frame < bundle->frames; frame++)
      print_frame (report, start, frame);
}
