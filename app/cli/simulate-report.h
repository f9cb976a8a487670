/* ClSimulateReport: trajectories and what was measured along them, as the simulate verb prints it.
 */
#pragma once

#include "app/cli/json-writer.h"
#include "core/dynamics/bundle.h"
#include "core/dynamics/entrainment.h"
#include "core/dynamics/example.h"
#include "core/dynamics/lyapunov.h"
#include "core/theory/contraction.h"

G_BEGIN_DECLS

/* Owns all of it; every part but the bundle may be NULL. */
typedef struct
{
  ClBundle *bundle;
  ClEntrainment *entrainment;

  ClLyapunov *lyapunov;
  ClContraction contraction; /* in the norm of the Lyapunov functions */
  ClMatrix *equilibrium;     /* n x 1; NULL when none was found */

  const ClExample *example;
  ClExampleFlow *flow;
  ClDistances *distances; /* of the example */
} ClSimulateReport;

void cl_simulate_report_clear (ClSimulateReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClSimulateReport, cl_simulate_report_clear)

void cl_simulate_report_json (const ClSimulateReport *report);
void cl_simulate_report_table (const ClSimulateReport *report);

G_END_DECLS
