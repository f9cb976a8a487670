/* Symbols: p = a z + s is the argument of phi, so that h (p) = p - a phi (p) - s = 0 with
 * h' = 1 - a phi' > 0.  A fixed number of Newton steps is made on a whole piece of the array at
 * once, each kept in the bracket that the slopes of phi give (it may jump across the bend of phi;
 * then the bracket is halved).  Entries that have not settled by then, rare ones and those that are
 * not finite, go to the activation's scalar solver.
 *
 * The C library's exp is scalar, so the activations are written out here on e = exp (-|p|):
 * every loop below has no call and no branch, and compiles to vector instructions. */
#include "core/training/smooth-loops.h"

#include <math.h>
#include <string.h>

#include "core/linalg/vector-clones.h"

/* The selections below may evaluate both of their sides: nobody reads the exception flags.  Values,
 * NaN and infinities among them, stay what they are. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-trapping-math")
#endif

#define PIECE 256
#define WIDTH 16 /* floats in the widest vector; divides PIECE */
#define STEPS 8

/* The last step may be this large, relative to |p| + 1: the error it leaves is its square. */
#define SETTLED 1e-4F

typedef struct
{
  float value, slope;
} Point;

/* exp (x) for x <= 0, within 2 ulps (Cephes): x = k ln 2 + r, ln 2 in two parts, and a polynomial
 * in r.  Below -87, and for NaN, it is exp (-87), which adds nothing to 1. */
static inline float
exp_negative (float x)
{
  const float bounded = x > -87.0F ? x : -87.0F;
  const float k = (bounded * 1.44269504F + 0x1.8p23F) - 0x1.8p23F;
  const float r = bounded - k * 0.693359375F + k * 2.12194440e-4F;
  float y = 1.9875691500e-4F;
  float power;

  y = y * r + 1.3981999507e-3F;
  y = y * r + 8.3334519073e-3F;
  y = y * r + 4.1665795894e-2F;
  y = y * r + 1.6666665459e-1F;
  y = y * r + 5.0000001201e-1F;
  const gint32 bits = ((gint32) k + 127) * (1 << 23);
  memcpy (&power, &bits, sizeof power);
  return (y * r * r + r + 1.0F) * power;
}

static inline Point
logistic_point (float p)
{
  const float e = exp_negative (-fabsf (p)), inverse = 1.0F / (1.0F + e);

  return (Point){ (p < 0.0F ? e : 1.0F) * inverse, e * inverse * inverse };
}

/* Near 0 a polynomial (Cephes): (1 - e) / (1 + e) would cancel. */
static inline Point
tanh_point (float p)
{
  const float e = exp_negative (-2.0F * fabsf (p)), inverse = 1.0F / (1.0F + e), z = p * p;
  const float far = copysignf ((1.0F - e) * inverse, p);
  float near = -5.70498872745e-3F;

  near = near * z + 2.06390887954e-2F;
  near = near * z - 5.37397155531e-2F;
  near = near * z + 1.33314422036e-1F;
  near = near * z - 3.33332819422e-1F;
  near = near * z * p + p;
  return (Point){ z < 0.390625F ? near : far, 4.0F * e * inverse * inverse };
}

/* log (1 + e) = 2 artanh (w), w = e / (2 + e) <= 1/3, by its series. */
static inline Point
softplus_point (float p)
{
  const float e = exp_negative (-fabsf (p)), inverse = 1.0F / (1.0F + e);
  const float w = e / (2.0F + e), q = w * w;
  float tail = 1.0F / 15.0F;

  tail = tail * q + 1.0F / 13.0F;
  tail = tail * q + 1.0F / 11.0F;
  tail = tail * q + 1.0F / 9.0F;
  tail = tail * q + 1.0F / 7.0F;
  tail = tail * q + 1.0F / 5.0F;
  tail = tail * q + 1.0F / 3.0F;
  tail = 2.0F * w * (tail * q + 1.0F);
  return (Point){ (p < 0.0F ? 0.0F : p) + tail, (p < 0.0F ? e : 1.0F) * inverse };
}

/* The state of a piece under way. */
typedef struct
{
  gsize count; /* a multiple of every vector's width, so that no entry is treated otherwise */
  float a[PIECE], s[PIECE], p[PIECE], low[PIECE], high[PIECE], last[PIECE];
} Piece;

/* The three loops of a solver, inlined into each with its own phi, whose slopes are in [0, most].
 */

static inline __attribute__ ((always_inline)) void
begin (Piece *piece, Point (*phi) (float), float most)
{
  for (gsize i = 0; i < piece->count; i++)
    {
      const float a = piece->a[i], s = piece->s[i];
      const Point at = phi (s);
      const float one = s + a * at.value, other = s + a * at.value / (1.0F - a * most);

      piece->low[i] = one < other ? one : other;
      piece->high[i] = one < other ? other : one;
      piece->p[i] = s + a * at.value / (1.0F - a * at.slope);
    }
}

static inline __attribute__ ((always_inline)) void
step (Piece *piece, Point (*phi) (float))
{
  for (gsize i = 0; i < piece->count; i++)
    {
      const float a = piece->a[i], p = piece->p[i];
      const Point at = phi (p);
      const float h = (p - piece->s[i]) - a * at.value;
      const float low = h > 0.0F ? piece->low[i] : p, high = h > 0.0F ? p : piece->high[i];
      const float newton = p - h / (1.0F - a * at.slope), middle = 0.5F * (low + high);
      const float above = newton < low ? middle : newton;
      const float next = newton > high ? middle : above;

      piece->low[i] = low;
      piece->high[i] = high;
      piece->last[i] = fabsf (next - p);
      piece->p[i] = next;
    }
}

static inline __attribute__ ((always_inline)) void
end (Piece *piece, Point (*phi) (float))
{
  for (gsize i = 0; i < piece->count; i++)
    piece->high[i] = phi (piece->p[i]).value;
}

/* Fills the rest of the last vector with an easy equation. */
static void
load (Piece *piece, gsize count, const float *a, const float *s)
{
  piece->count = (count + WIDTH - 1) / WIDTH * WIDTH;
  memcpy (piece->a, a, count * sizeof (float));
  memcpy (piece->s, s, count * sizeof (float));
  memset (piece->a + count, 0, (piece->count - count) * sizeof (float));
  memset (piece->s + count, 0, (piece->count - count) * sizeof (float));
}

static inline __attribute__ ((always_inline)) void
solve (gsize n, const float *a, const float *s, float *out, Point (*phi) (float), float most,
       const ClActivation *scalar)
{
  Piece piece;

  for (gsize begun = 0; begun < n; begun += PIECE)
    {
      const gsize count = MIN (PIECE, n - begun);

      load (&piece, count, a + begun, s + begun);
      begin (&piece, phi, most);
      for (gsize k = 0; k < STEPS; k++)
        step (&piece, phi);
      end (&piece, phi);
      for (gsize i = 0; i < count; i++)
        out[begun + i] = piece.last[i] <= SETTLED * (fabsf (piece.p[i]) + 1.0F)
                             ? piece.high[i]
                             : (float) scalar->self_loop ((double) piece.a[i], (double) piece.s[i]);
    }
}

CL_VECTOR_CLONES static void
tanh_loops (gsize n, const float *a, const float *s, float *out)
{
  solve (n, a, s, out, tanh_point, 1.0F, cl_activation_find ("tanh"));
}

CL_VECTOR_CLONES static void
logistic_loops (gsize n, const float *a, const float *s, float *out)
{
  solve (n, a, s, out, logistic_point, 0.25F, cl_activation_find ("logistic"));
}

CL_VECTOR_CLONES static void
softplus_loops (gsize n, const float *a, const float *s, float *out)
{
  solve (n, a, s, out, softplus_point, 1.0F, cl_activation_find ("softplus"));
}

static const struct
{
  const char *activation;
  ClSelfLoops loops;
} table[] = {
  { "tanh", tanh_loops },
  { "logistic", logistic_loops },
  { "softplus", softplus_loops },
};

ClSelfLoops
cl_smooth_loops_find (const ClActivation *activation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].activation, activation->id))
      return table[i].loops;
  return activation->self_loops_f;
}
