/* Implicit deep learning: |A|_inf <= gamma (IDL 6.3), theta = A, kept in the set by projecting each
 * row on the l1 ball after each step (IDL 6.7).
 *
 * The projection of a row is a_j -> sign (a_j) max (|a_j| - t, 0) with the t that leaves the sum
 * gamma.  Michelot's iteration finds it without sorting: t is the mean excess of the entries still
 * larger than the last t, which only rises, and the entries only leave. */
#include <math.h>

#include "core/training/families.h"
#include "core/training/families/plain.h"

static double
sum_of_magnitudes (gsize n, const float *row)
{
  double sum = 0.0;

  for (gsize j = 0; j < n; j++)
    sum += fabsf (row[j]);
  return sum;
}

static double
find_threshold (gsize n, double radius, const float *row)
{
  double threshold = (sum_of_magnitudes (n, row) - radius) / (double) n;

  for (gsize k = 0; k < n; k++)
    {
      double sum = 0.0;
      gsize count = 0;

      for (gsize j = 0; j < n; j++)
        if (fabsf (row[j]) > threshold)
          {
            sum += fabsf (row[j]);
            count++;
          }
      const double next = count > 0 ? (sum - radius) / (double) count : threshold;
      if (next <= threshold)
        break;
      threshold = next;
    }
  return threshold;
}

/* Rounding towards zero keeps the sum of the floats within the radius. */
static void
project (const ClFamily *self, gsize n, double gamma, float *theta, float *work)
{
  const double radius = MAX (gamma, 0.0);

  for (gsize i = 0; i < n; i++)
    {
      float *row = theta + i * n;

      if (sum_of_magnitudes (n, row) <= radius)
        continue;
      const double threshold = find_threshold (n, radius, row);
      for (gsize j = 0; j < n; j++)
        row[j] = copysignf (cl_family_round_down (MAX (fabsf (row[j]) - threshold, 0.0)), row[j]);
    }
}

static void
initialise (const ClFamily *self, gsize n, double gamma, ClRandomStream *stream, float *theta)
{
  cl_plain_initialise (self, n, gamma, stream, theta);
  project (self, n, gamma, theta, NULL);
}

const ClFamily cl_family_idl = {
  .id = "idl",
  .title = "Implicit deep learning",
  .formula = "‖A‖∞ ≤ γ",
  .source = "IDL 6.3",
  .norm = CL_FAMILY_NORM_INF,
  .parameters = cl_plain_parameters,
  .initialise = initialise,
  .forward = cl_plain_forward,
  .backward = cl_plain_backward,
  .project = project,
};
