#include "core/dynamics/distance.h"

#include <math.h>

typedef double (*NormFunc) (gsize n, const double *x, const double *y, const double *scale);

static double
norm_one (gsize n, const double *x, const double *y, const double *scale)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += scale[i] * fabs (y != NULL ? x[i] - y[i] : x[i]);
  return sum;
}

static double
norm_inf (gsize n, const double *x, const double *y, const double *scale)
{
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    largest = fmax (largest, scale[i] * fabs (y != NULL ? x[i] - y[i] : x[i]));
  return largest;
}

/* Relative to the largest term, so that neither a tiny distance underflows nor a huge one
 * overflows. */
static double
norm_two (gsize n, const double *x, const double *y, const double *scale)
{
  double largest = norm_inf (n, x, y, scale);
  double sum = 0;

  if (largest == 0 || isinf (largest))
    return largest;
  for (gsize i = 0; i < n; i++)
    {
      double ratio = scale[i] * fabs (y != NULL ? x[i] - y[i] : x[i]) / largest;

      sum += ratio * ratio;
    }
  return largest * sqrt (sum);
}

static const NormFunc norms[CL_N_NORMS] = {
  [CL_NORM_ONE] = norm_one,
  [CL_NORM_TWO] = norm_two,
  [CL_NORM_INF] = norm_inf,
};

double *
cl_distance_scale_new (gsize n, const ClMatrix *eta)
{
  double *scale = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    scale[i] = eta != NULL ? 1 / eta->data[i] : 1;
  return scale;
}

double
cl_distance_scaled (ClNormKind norm, gsize n, const double *x, const double *y, const double *scale)
{
  return norms[norm](n, x, y, scale);
}

double
cl_distance (ClNormKind norm, gsize n, const double *x, const double *y, const ClMatrix *eta)
{
  g_autofree double *scale = NULL;

  g_return_val_if_fail (norm < CL_N_NORMS, NAN);
  g_return_val_if_fail (eta == NULL || eta->rows * eta->cols == n, NAN);

  scale = cl_distance_scale_new (n, eta);
  return norms[norm](n, x, y, scale);
}

/* The envelope starts at the largest initial distance, so it lies above every pair. */
static void
fill_envelope (ClDistances *self, const ClBundle *bundle, double rate)
{
  double largest = 0;

  for (gsize pair = 0; pair < self->pairs; pair++)
    largest = fmax (largest, self->distance[pair * self->frames]);
  for (gsize frame = 0; frame < self->frames; frame++)
    self->envelope[frame] = isnan (rate) ? NAN : exp (-rate * bundle->t[frame]) * largest;
}

ClDistances *
cl_distances_new_with (const ClBundle *bundle, ClDistanceFunc distance, gconstpointer data,
                       double rate, gsize max_pairs)
{
  ClDistances *self;
  gsize all;

  g_return_val_if_fail (bundle != NULL && distance != NULL, NULL);

  self = g_new0 (ClDistances, 1);
  all = bundle->starts > 1 ? bundle->starts - 1 : 0;
  self->pairs = MIN (all, max_pairs);
  self->frames = bundle->frames;
  self->first = g_new (gsize, self->pairs);
  self->second = g_new (gsize, self->pairs);
  self->distance = g_new (double, self->pairs * self->frames);
  self->envelope = g_new (double, self->frames);
  for (gsize pair = 0; pair < self->pairs; pair++)
    {
      self->first[pair] = pair * all / self->pairs;
      self->second[pair] = self->first[pair] + 1;
      for (gsize frame = 0; frame < self->frames; frame++)
        self->distance[pair * self->frames + frame] =
            distance (data, bundle->n, cl_bundle_state (bundle, self->first[pair], frame),
                      cl_bundle_state (bundle, self->second[pair], frame));
    }
  fill_envelope (self, bundle, rate);
  return self;
}

typedef struct
{
  ClNormKind norm;
  double *scale;
} ScaledNorm;

static double
distance_in_norm (gconstpointer data, gsize n, const double *x, const double *y)
{
  const ScaledNorm *scaled = data;

  return norms[scaled->norm](n, x, y, scaled->scale);
}

ClDistances *
cl_distances_new (const ClBundle *bundle, ClNormKind norm, const ClMatrix *eta, double rate,
                  gsize max_pairs)
{
  ScaledNorm scaled = { .norm = norm };
  ClDistances *self;

  g_return_val_if_fail (bundle != NULL && norm < CL_N_NORMS, NULL);
  g_return_val_if_fail (eta == NULL || eta->rows * eta->cols == bundle->n, NULL);

  scaled.scale = cl_distance_scale_new (bundle->n, eta);
  self = cl_distances_new_with (bundle, distance_in_norm, &scaled, rate, max_pairs);
  g_free (scaled.scale);
  return self;
}

/* Unlike fmax, a NaN wins. */
static double
larger (double a, double b)
{
  return a >= b ? a : b >= a ? b : NAN;
}

double
cl_distances_worst_increase (const ClDistances *self)
{
  double worst = 0;

  g_return_val_if_fail (self != NULL, NAN);

  for (gsize pair = 0; pair < self->pairs; pair++)
    {
      const double *distance = self->distance + pair * self->frames;
      double least = distance[0];

      for (gsize frame = 0; frame < self->frames; frame++)
        {
          least = fmin (least, distance[frame]);
          worst = larger (worst, distance[frame] - least);
        }
    }
  return worst;
}

double
cl_distances_worst_excess (const ClDistances *self, const double *t, double rate)
{
  double worst = 0;

  g_return_val_if_fail (self != NULL && t != NULL, NAN);

  for (gsize pair = 0; pair < self->pairs; pair++)
    {
      const double *distance = self->distance + pair * self->frames;

      for (gsize frame = 0; frame < self->frames; frame++)
        worst = larger (worst, distance[frame] - exp (-rate * t[frame]) * distance[0]);
    }
  return worst;
}

void
cl_distances_free (ClDistances *self)
{
  if (self == NULL)
    return;
  g_free (self->first);
  g_free (self->second);
  g_free (self->distance);
  g_free (self->envelope);
  g_free (self);
}
