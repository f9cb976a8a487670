/* The built-in digits: 60,000 + 10,000 pictures of 28 x 28 pixels, drawn by a simulated hand.
 *
 * One picture is a glyph (a set of splines in a box of 100 x 100) under a random warp
 *
 *   q = p + sum_k a_k sin (w_k . p + phase_k)      tremor, smooth so that joined strokes stay
 * joined r = M q + t,   M = rotation * slant * scale    pose
 *
 * drawn with a pen of random, slowly varying radius, then faded and strewn with noise.  The spread
 * of pose and tremor is what makes the set hard for a linear classifier (it stays well under 95 %)
 * and leaves it easy for a network (over 98 %).
 *
 * Picture k depends on (seed, k) alone: threads take chunks of pictures in any order and the
 * result is the same on every machine with IEEE arithmetic. */
#include "core/datasets/dataset-source.h"

#include <math.h>

#include "core/datasets/glyphs.h"
#include "core/datasets/pen-canvas.h"
#include "core/datasets/random-stream.h"

#define TRAIN_COUNT 60000
#define TEST_COUNT  10000
#define CHUNK       250

#define N_WAVES        3
#define STEPS_PER_SPAN 6

/* How one picture is written. */
typedef struct
{
  struct
  {
    double wx, wy, phase, ax, ay;
  } waves[N_WAVES];
  double m[2][2], t[2];
  double radius, swell, swell_phase;
  double softness, ink, noise;
} Hand;

static void
draw_tremor (Hand *hand, ClRandomStream *random)
{
  for (gsize k = 0; k < N_WAVES; k++)
    {
      double angle = cl_random_stream_uniform (random, 0, 2 * G_PI);
      double frequency = 2 * G_PI / cl_random_stream_uniform (random, 70, 160);

      hand->waves[k].wx = frequency * cos (angle);
      hand->waves[k].wy = frequency * sin (angle);
      hand->waves[k].phase = cl_random_stream_uniform (random, 0, 2 * G_PI);
      hand->waves[k].ax = 3.4 * cl_random_stream_bell (random);
      hand->waves[k].ay = 3.4 * cl_random_stream_bell (random);
    }
}

static void
draw_pose (Hand *hand, ClRandomStream *random)
{
  double angle = 0.13 * cl_random_stream_bell (random);
  double slant = 0.10 + 0.20 * cl_random_stream_bell (random);
  double height = 0.195 * (1 + 0.09 * cl_random_stream_bell (random));
  double width = height * (0.86 + 0.14 * cl_random_stream_bell (random));
  double c = cos (angle), s = sin (angle);

  /* The slant moves the top of the glyph (y < 0) to the right. */
  hand->m[0][0] = width * c;
  hand->m[0][1] = -height * (slant * c + s);
  hand->m[1][0] = width * s;
  hand->m[1][1] = height * (c - slant * s);
  hand->t[0] = 13.5 + 0.95 * cl_random_stream_bell (random);
  hand->t[1] = 13.5 + 0.95 * cl_random_stream_bell (random);
}

static void
draw_hand (Hand *hand, ClRandomStream *random)
{
  draw_tremor (hand, random);
  draw_pose (hand, random);
  hand->radius = cl_random_stream_uniform (random, 0.65, 1.75);
  hand->swell = cl_random_stream_uniform (random, 0.0, 0.3);
  hand->swell_phase = cl_random_stream_uniform (random, 0, 2 * G_PI);
  hand->softness = cl_random_stream_uniform (random, 1.0, 2.2);
  hand->ink = cl_random_stream_uniform (random, 0.75, 1.0);
  hand->noise = MAX (0.0, cl_random_stream_uniform (random, -0.04, 0.10));
}

/* From the box of the glyph to pixels. */
static ClPenPosition
place (const Hand *hand, double x, double y)
{
  double qx = x - 50, qy = y - 50;

  for (gsize k = 0; k < N_WAVES; k++)
    {
      double wave = sin (hand->waves[k].wx * x + hand->waves[k].wy * y + hand->waves[k].phase);

      qx += hand->waves[k].ax * wave;
      qy += hand->waves[k].ay * wave;
    }

  return (ClPenPosition){
    (float) (hand->m[0][0] * qx + hand->m[0][1] * qy + hand->t[0]),
    (float) (hand->m[1][0] * qx + hand->m[1][1] * qy + hand->t[1]),
  };
}

/* The Catmull-Rom span from p1 to p2 at t in [0,1], in one coordinate. */
static double
catmull_rom (double p0, double p1, double p2, double p3, double t)
{
  return p1
         + 0.5 * t
               * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
}

/* Draws one span; its neighbours bend it unless they lie beyond a corner or an end. */
static void
write_span (ClPenCanvas *canvas, const Hand *hand, const ClPenPoint *points, gsize count, gsize i)
{
  const ClPenPoint *p1 = &points[i], *p2 = &points[i + 1];
  const ClPenPoint *p0 = i == 0 || p1->corner ? p1 : &points[i - 1];
  const ClPenPoint *p3 = i + 2 == count || p2->corner ? p2 : &points[i + 2];
  ClPenPosition from = place (hand, p1->x, p1->y);

  for (gsize step = 1; step <= STEPS_PER_SPAN; step++)
    {
      double t = (double) step / STEPS_PER_SPAN;
      double pressure = 1 + hand->swell * sin (hand->swell_phase + 0.8 * ((double) i + t));
      ClPenPosition to = place (hand, catmull_rom (p0->x, p1->x, p2->x, p3->x, t),
                                catmull_rom (p0->y, p1->y, p2->y, p3->y, t));

      cl_pen_canvas_draw (canvas, from, to, (float) (hand->radius * pressure));
      from = to;
    }
}

/* Four pixels share one draw: each takes 16 bits, the difference of two bytes being triangular. */
static void
add_noise (float *pixels, const Hand *hand, ClRandomStream *random)
{
  float ink = (float) hand->ink, scale = (float) (hand->noise * 2.45 / 255.0);

  for (gsize i = 0; i < CL_PEN_CANVAS_PIXELS; i += 4)
    {
      guint64 bits = cl_random_stream_next (random);

      for (gsize k = 0; k < 4; k++, bits >>= 16)
        {
          int grain = (int) (bits & 0xff) - (int) (bits >> 8 & 0xff);
          float value = ink * pixels[i + k] + scale * (float) grain;

          pixels[i + k] = CLAMP (value, 0.0f, 1.0f);
        }
    }
}

static void
write_sample (guint64 seed, gsize index, float *pixels, guint8 *label)
{
  ClRandomStream random = cl_random_stream_new (seed, index);
  guint digit = cl_random_stream_next (&random) % 10;
  ClPenCanvas canvas;
  Hand hand;
  gsize count;
  const ClGlyph *glyph = cl_glyphs_of (digit, &count);

  glyph += cl_random_stream_next (&random) % count;
  draw_hand (&hand, &random);
  cl_pen_canvas_clear (&canvas);
  for (gsize s = 0; s < CL_GLYPH_MAX_STROKES; s++)
    for (gsize i = 0; i + 1 < glyph->strokes[s].count; i++)
      write_span (&canvas, &hand, glyph->strokes[s].points, glyph->strokes[s].count, i);

  cl_pen_canvas_ink (&canvas, (float) hand.softness, pixels);
  add_noise (pixels, &hand, &random);
  *label = (guint8) digit;
}

/* What the writing threads share: they take the next chunk until none is left. */
typedef struct
{
  ClDataset *dataset;
  guint64 seed;
  GCancellable *cancellable;
  gsize next; /* atomic: the first sample that nobody has taken; train first, then test */
} Desk;

static void
write_one (const Desk *desk, gsize index)
{
  gboolean is_train = index < TRAIN_COUNT;
  const ClSamples *samples = is_train ? &desk->dataset->train : &desk->dataset->test;
  gsize i = is_train ? index : index - TRAIN_COUNT;

  write_sample (desk->seed, index, samples->pixels + i * CL_PEN_CANVAS_PIXELS, &samples->labels[i]);
}

static gpointer
write_chunks (gpointer data)
{
  Desk *desk = data;
  const gsize total = TRAIN_COUNT + TEST_COUNT;

  while (!g_cancellable_is_cancelled (desk->cancellable))
    {
      gsize first = (gsize) g_atomic_pointer_add (&desk->next, CHUNK);

      if (first >= total)
        break;
      for (gsize i = first; i < MIN (first + CHUNK, total); i++)
        write_one (desk, i);
    }
  return NULL;
}

static void
write_all (Desk *desk)
{
  gsize helpers = MAX (g_get_num_processors (), 1) - 1;
  g_autofree GThread **threads = g_new0 (GThread *, helpers + 1);

  for (gsize i = 0; i < helpers; i++)
    threads[i] = g_thread_new ("digits", write_chunks, desk);
  write_chunks (desk);
  for (gsize i = 0; i < helpers; i++)
    g_thread_join (threads[i]);
}

static gboolean
digits_matches (const char *spec)
{
  return g_str_equal (spec, "digits");
}

static ClDataset *
digits_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (ClDataset) dataset =
      cl_dataset_new ("Built-in digits", CL_PEN_CANVAS_SIDE, CL_PEN_CANVAS_SIDE, 10);
  Desk desk = { dataset, options->seed, cancellable, 0 };

  dataset->traits = CL_DATASET_SEEDED;
  cl_samples_allocate (&dataset->train, TRAIN_COUNT, CL_PEN_CANVAS_PIXELS);
  cl_samples_allocate (&dataset->test, TEST_COUNT, CL_PEN_CANVAS_PIXELS);
  write_all (&desk);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

const ClDatasetSource cl_dataset_source_digits = {
  .id = "digits",
  .expected = "\"digits\"",
  .matches = digits_matches,
  .open = digits_open,
};
