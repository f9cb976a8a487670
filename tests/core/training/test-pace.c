/* Members of a pace take each batch before any takes the next, and nobody waits for ever. */
#include "core/training/pace.h"

#include <math.h>
#include <stdatomic.h>

#include "core/datasets/random-stream.h"
#include "tests/core/training/problem.h"
#include "tests/core/training/runs.h"

#define MEMBERS 4
#define BATCHES 300

/* A thread that takes batches as a trainer does. */
typedef struct
{
  ClPaceMember *member;
  GThread *thread;
  guint64 seed;
  guint64 last;         /* the batches it takes */
  _Atomic guint64 done; /* the batches that it has taken */
  _Atomic int over;
} Walker;

static Walker walkers[MEMBERS];

static ClPaceTurn
ask (Walker *self, guint64 batch)
{
  ClPaceTurn turn = cl_pace_wait (self->member, batch, CL_PACE_GO);

  while (turn == CL_PACE_AHEAD || turn == CL_PACE_PAUSED)
    turn = cl_pace_wait (self->member, batch, turn);
  return turn;
}

/* Everybody who is still going has taken the batch before this one. */
static void
assert_in_step (guint64 batch)
{
  for (guint i = 0; i < MEMBERS; i++)
    {
      const guint64 done = atomic_load (&walkers[i].done);

      if (walkers[i].member != NULL && !atomic_load (&walkers[i].over))
        g_assert_cmpuint (done, >=, batch);
    }
}

static gpointer
walk (gpointer data)
{
  Walker *self = data;
  ClRandomStream stream = cl_random_stream_new (self->seed, 3);

  for (guint64 batch = 0; batch < self->last; batch++)
    {
      if (batch > 0 && ask (self, batch) == CL_PACE_OUT)
        break;
      assert_in_step (batch);
      if (cl_random_stream_next (&stream) % 4 == 0)
        g_usleep (cl_random_stream_next (&stream) % 300);
      atomic_store (&self->done, batch + 1);
    }
  atomic_store (&self->over, TRUE);
  cl_pace_drop_out (self->member);
  return NULL;
}

/* All join before any walks. */
static void
set_out (guint64 seed)
{
  g_autoptr (ClPace) pace = cl_pace_new ();

  for (guint i = 0; i < MEMBERS; i++)
    {
      walkers[i] = (Walker){ .seed = seed + i, .last = BATCHES };
      walkers[i].member = cl_pace_join (pace, 0);
    }
}

static void
start (void)
{
  for (guint i = 0; i < MEMBERS; i++)
    walkers[i].thread = g_thread_new ("walker", walk, &walkers[i]);
}

static void
come_home (void)
{
  for (guint i = 0; i < MEMBERS; i++)
    g_clear_pointer (&walkers[i].thread, g_thread_join);
  for (guint i = 0; i < MEMBERS; i++)
    g_clear_pointer (&walkers[i].member, cl_pace_leave);
}

static void
test_in_step (void)
{
  for (guint64 seed = 1; seed <= 5; seed++)
    {
      set_out (100 * seed);
      for (guint i = 0; i < MEMBERS; i++)
        walkers[i].last = BATCHES / (i + 1);
      start ();
      come_home ();
      for (guint i = 0; i < MEMBERS; i++)
        g_assert_cmpuint (walkers[i].done, ==, BATCHES / (i + 1));
    }
}

/* The batch that all walkers have come to; they have to stay there. */
static guint64
settle (void)
{
  guint64 batch = atomic_load (&walkers[0].done);

  for (guint calm = 0; calm < 20;)
    {
      gboolean equal = TRUE;

      g_usleep (500);
      for (guint i = 0; i < MEMBERS; i++)
        equal = equal && atomic_load (&walkers[i].done) == batch;
      calm = equal ? calm + 1 : 0;
      batch = atomic_load (&walkers[0].done);
    }
  return batch;
}

/* Wherever a pause comes, all stop at one batch; a step takes all of them one further, however many
 * ask for it. */
static void
test_pause (void)
{
  set_out (7);
  start ();
  for (guint round = 0; round < 6; round++)
    {
      cl_pace_pause (walkers[round % MEMBERS].member);
      const guint64 batch = settle ();
      for (guint i = 0; i < MEMBERS; i++)
        cl_pace_step (walkers[i].member);
      g_assert_cmpuint (settle (), ==, batch + 1);
      cl_pace_step (walkers[1].member);
      g_assert_cmpuint (settle (), ==, batch + 2);
      cl_pace_step (walkers[1].member);
      cl_pace_step (walkers[1].member);
      g_assert_cmpuint (settle (), ==, batch + 4);
      cl_pace_resume (walkers[2].member);
      g_usleep (1000);
    }
  come_home ();
  for (guint i = 0; i < MEMBERS; i++)
    g_assert_cmpuint (walkers[i].done, ==, BATCHES);
}

/* From outside; nobody counts on the walker from now on. */
static void
drop (Walker *walker)
{
  atomic_store (&walker->over, TRUE);
  cl_pace_drop_out (walker->member);
}

/* Requests in any order from outside: everybody gets out. */
static void
test_any_order (void)
{
  void (*const requests[]) (ClPaceMember *) = { cl_pace_pause, cl_pace_resume, cl_pace_step };
  ClRandomStream stream = cl_random_stream_new (11, 0);

  for (guint round = 0; round < 40; round++)
    {
      set_out (1000 + round);
      start ();
      for (guint k = 0; k < 12; k++)
        {
          Walker *walker = &walkers[cl_random_stream_next (&stream) % MEMBERS];
          const gsize what = cl_random_stream_next (&stream) % (G_N_ELEMENTS (requests) + 1);

          if (what < G_N_ELEMENTS (requests))
            requests[what](walker->member);
          else
            drop (walker);
          g_usleep (cl_random_stream_next (&stream) % 400);
        }
      for (guint i = 0; i < MEMBERS; i++)
        drop (&walkers[(i + round) % MEMBERS]);
      come_home ();
    }
}

/* Who has dropped out asks for nothing, and holds nothing. */
static void
test_out (void)
{
  g_autoptr (ClPace) pace = cl_pace_new ();
  g_autoptr (ClPaceMember) going = cl_pace_join (pace, 5);
  g_autoptr (ClPaceMember) gone = cl_pace_join (pace, 5);

  cl_pace_drop_out (gone);
  cl_pace_pause (gone);
  g_assert_cmpint (cl_pace_wait (gone, 6, CL_PACE_GO), ==, CL_PACE_OUT);
  g_assert_cmpint (cl_pace_wait (going, 6, CL_PACE_GO), ==, CL_PACE_GO);
  cl_pace_pause (going);
  g_assert_cmpint (cl_pace_wait (going, 7, CL_PACE_GO), ==, CL_PACE_PAUSED);
  cl_pace_step (gone);
  cl_pace_resume (gone);
  g_assert_cmpint (cl_pace_wait (going, 7, CL_PACE_GO), ==, CL_PACE_PAUSED);
  cl_pace_step (going);
  g_assert_cmpint (cl_pace_wait (going, 7, CL_PACE_PAUSED), ==, CL_PACE_STEP);
  ClPaceMember *late = cl_pace_join (pace, 5);
  cl_pace_resume (going);
  g_assert_cmpint (cl_pace_wait (going, 8, CL_PACE_GO), ==, CL_PACE_AHEAD);
  cl_pace_leave (late);
  g_assert_cmpint (cl_pace_wait (going, 8, CL_PACE_AHEAD), ==, CL_PACE_GO);
}

/* Trainers. */

static const char *const families[] = { "nemon", "mon", "idl" };

static ClTrainSettings
duel_settings (gsize i)
{
  ClTrainSettings settings = small_settings ();

  settings.family = families[i];
  settings.threads = 1 + i % 2;
  settings.dropout = 0.1;
  return settings;
}

static void
new_duel (ClTrainer *trainers[3], gsize epochs, ClDataset *dataset)
{
  g_autoptr (ClPace) pace = cl_pace_new ();

  for (gsize i = 0; i < 3; i++)
    {
      ClTrainSettings settings = duel_settings (i);

      settings.epochs = epochs;
      trainers[i] = new_trainer (&settings, dataset);
      cl_trainer_set_pace (trainers[i], pace);
    }
}

static void
test_same_bytes (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1000, 100, 1);
  ClTrainer *duel[3];

  new_duel (duel, 3, dataset);
  for (gsize i = 0; i < 3; i++)
    cl_trainer_start (duel[i]);
  for (gsize i = 0; i < 3; i++)
    {
      const ClTrainSettings settings = duel_settings (i);
      g_autoptr (ClTrainer) alone = new_trainer (&settings, dataset);
      g_autoptr (ClTrainSnapshot) expected = run (alone);
      g_autoptr (ClTrainSnapshot) finished = wait_for (duel[i], CL_TRAINER_FINISHED);

      assert_same_records (expected, finished);
      assert_same_models (alone, duel[i]);
      cl_trainer_free (duel[i]);
    }
}

/* One pause is a pause of all, at the same batch; each step is one batch of each; a run that is
 * stopped leaves the others going. */
static void
test_duel_pauses (void)
{
  g_autoptr (ClDataset) dataset = problem_new (1000, 100, 2);
  ClTrainer *duel[3];
  gsize batch = 0;

  new_duel (duel, 100000, dataset);
  for (gsize i = 0; i < 3; i++)
    cl_trainer_start (duel[i]);
  g_usleep (20000);
  cl_trainer_pause (duel[1]);
  for (gsize round = 0; round < 25; round++)
    {
      for (gsize i = 0; i < 3; i++)
        {
          g_autoptr (ClTrainSnapshot) paused = wait_for (duel[i], CL_TRAINER_PAUSED);

          if (i == 0)
            g_assert_cmpuint (batches_of (paused), ==,
                              round == 0 ? batches_of (paused) : batch + 1);
          batch = i == 0 ? batches_of (paused) : batch;
          g_assert_cmpuint (batches_of (paused), ==, batch);
        }
      for (gsize i = 0; i < 3; i++)
        cl_trainer_step (duel[i]);
    }
  cl_trainer_stop (duel[0]);
  g_autoptr (ClTrainSnapshot) stopped = wait_for (duel[0], CL_TRAINER_STOPPED);
  cl_trainer_resume (duel[2]);
  for (gsize i = 1; i < 3; i++)
    {
      g_autoptr (ClTrainSnapshot) on = wait_for_epochs (duel[i], stopped->epochs_done + 3);
    }
  for (gsize i = 0; i < 3; i++)
    cl_trainer_free (duel[i]);
}

/* A member that never takes its turn stands for one that is slow. */
static void
test_stop_while_waiting (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 3);
  ClTrainSettings settings = small_settings ();

  for (gsize freed = 0; freed < 2; freed++)
    {
      g_autoptr (ClPace) pace = cl_pace_new ();
      g_autoptr (ClPaceMember) slow = cl_pace_join (pace, 0);
      ClTrainer *trainer = new_trainer (&settings, dataset);

      cl_trainer_set_pace (trainer, pace);
      cl_trainer_start (trainer);
      g_usleep (20000);
      g_autoptr (ClTrainSnapshot) running = cl_trainer_take_snapshot (trainer);
      g_assert_true (running == NULL || running->points->len <= 1);
      const gint64 begin = g_get_monotonic_time ();
      if (freed == 0)
        {
          cl_trainer_stop (trainer);
          g_autoptr (ClTrainSnapshot) stopped = wait_for (trainer, CL_TRAINER_STOPPED);
          g_assert_cmpuint (stopped->points->len, ==, 1);
        }
      cl_trainer_free (trainer);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC / 2);
    }
}

/* A run that fails, finishes or is freed does not hold up the others. */
static void
test_others_end (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 4);
  g_autoptr (ClPace) pace = cl_pace_new ();
  ClTrainSettings settings = small_settings ();
  ClTrainer *trainers[3];

  settings.epochs = 6;
  for (gsize i = 0; i < 3; i++)
    {
      settings.rate = i == 1 ? 1e12 : 1.5e-2;
      settings.epochs = i == 2 ? 2 : 6;
      trainers[i] = new_trainer (&settings, dataset);
      cl_trainer_set_pace (trainers[i], pace);
    }
  ClTrainer *never_started = new_trainer (&settings, dataset);
  cl_trainer_set_pace (never_started, pace);
  for (gsize i = 0; i < 3; i++)
    cl_trainer_start (trainers[i]);
  g_usleep (5000);
  cl_trainer_free (never_started);
  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (ClTrainSnapshot) end =
          wait_for (trainers[i], i == 1 ? CL_TRAINER_FAILED : CL_TRAINER_FINISHED);

      cl_trainer_free (trainers[i]);
    }
}

/* The time that others take is not the run's. */
static void
test_speed (void)
{
  g_autoptr (ClDataset) dataset = problem_new (500, 100, 5);
  g_autoptr (ClPace) pace = cl_pace_new ();
  g_autoptr (ClPaceMember) slow = cl_pace_join (pace, 0);
  ClTrainSettings settings = small_settings ();
  const gint64 begin = g_get_monotonic_time ();
  double seconds = 0.0;

  g_autoptr (ClTrainer) trainer = new_trainer (&settings, dataset);
  cl_trainer_set_pace (trainer, pace);
  cl_trainer_start (trainer);
  for (guint64 batch = 1; batch <= 30; batch++)
    {
      g_usleep (20000);
      g_assert_cmpint (cl_pace_wait (slow, batch, CL_PACE_GO), !=, CL_PACE_OUT);
    }
  cl_trainer_wait (trainer);
  const double wall = (double) (g_get_monotonic_time () - begin) * 1e-6;
  g_autoptr (ClTrainSnapshot) finished = cl_trainer_take_snapshot (trainer);
  for (guint i = 0; i < 3; i++)
    seconds += epoch_of (finished, i)->seconds;
  g_assert_cmpfloat (wall, >=, 0.6);
  g_assert_cmpfloat (seconds, <, 0.5 * wall);
  g_assert_cmpfloat (finished->samples_per_second, >, 2.0 * 1500.0 / wall);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/pace/in-step", test_in_step);
  g_test_add_func ("/training/pace/pause", test_pause);
  g_test_add_func ("/training/pace/any-order", test_any_order);
  g_test_add_func ("/training/pace/out", test_out);
  g_test_add_func ("/training/pace/same-bytes", test_same_bytes);
  g_test_add_func ("/training/pace/duel-pauses", test_duel_pauses);
  g_test_add_func ("/training/pace/stop-while-waiting", test_stop_while_waiting);
  g_test_add_func ("/training/pace/others-end", test_others_end);
  g_test_add_func ("/training/pace/speed", test_speed);
  return g_test_run ();
}
