#include "app/job-queue.h"

#include <sys/resource.h>
#include <unistd.h>

/* A job that waits at a gate until the test opens it, so that no test depends on time. */
typedef struct
{
  GMutex lock;
  GCond changed;
  guint started;
  gboolean open;
  guint cancelled;
  guint inputs;   /* alive */
  guint results;  /* alive */
  GString *order; /* of the jobs run */
} Stage;

typedef struct
{
  Stage *stage;
  char name;
  gboolean wait;
} Input;

typedef struct
{
  ClJobQueue *queue;
  ClJobSlot *slot; /* of priority 0 */
  GString *adopted;
  guint errors;
} Fixture;

static Stage stage;

static Input *
input_new (char name, gboolean wait)
{
  Input *input = g_new0 (Input, 1);

  input->stage = &stage;
  input->name = name;
  input->wait = wait;
  g_atomic_int_inc (&stage.inputs);
  return input;
}

static void
input_free (gpointer data)
{
  g_atomic_int_add (&stage.inputs, -1);
  g_free (data);
}

static void
result_free (gpointer data)
{
  g_atomic_int_add (&stage.results, -1);
  g_free (data);
}

static gpointer
run (gpointer data, GCancellable *cancellable, GError **error)
{
  /* A job never takes the processor from the window. */
  g_assert_cmpint (getpriority (PRIO_PROCESS, (id_t) gettid ()), >,
                   getpriority (PRIO_PROCESS, (id_t) getpid ()));
  Input *input = data;
  char *result;

  g_mutex_lock (&stage.lock);
  stage.started++;
  g_string_append_c (stage.order, input->name);
  g_cond_broadcast (&stage.changed);
  while (input->wait && !stage.open && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&stage.changed, &stage.lock,
                       g_get_monotonic_time () + G_TIME_SPAN_MILLISECOND);
  stage.cancelled += g_cancellable_is_cancelled (cancellable);
  g_mutex_unlock (&stage.lock);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (input->name == '!')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "as told");
      return NULL;
    }
  g_atomic_int_inc (&stage.results);
  result = g_new (char, 1);
  *result = input->name;
  return result;
}

static void
adopt (gpointer result, const GError *error, gpointer data)
{
  Fixture *fixture = data;

  if (result == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      fixture->errors++;
      return;
    }
  g_string_append_c (fixture->adopted, *(char *) result);
  result_free (result);
}

static const ClJobClass job_class = { run, adopt, input_free, result_free };

static void
wait_for_start (guint count)
{
  g_mutex_lock (&stage.lock);
  while (stage.started < count)
    g_cond_wait (&stage.changed, &stage.lock);
  g_mutex_unlock (&stage.lock);
}

static void
open_gate (void)
{
  g_mutex_lock (&stage.lock);
  stage.open = TRUE;
  g_cond_broadcast (&stage.changed);
  g_mutex_unlock (&stage.lock);
}

static void
settle (ClJobSlot *slot)
{
  while (cl_job_slot_is_busy (slot))
    g_thread_yield ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  stage.started = stage.cancelled = 0;
  stage.open = FALSE;
  stage.order = g_string_new (NULL);
  fixture->adopted = g_string_new (NULL);
  fixture->queue = cl_job_queue_new ();
  fixture->slot = cl_job_slot_new (fixture->queue, 0, &job_class, fixture);
}

/* Nothing is left of any job, nor of the queue. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->slot, cl_job_slot_free);
  g_assert_finalize_object (fixture->queue);
  g_assert_cmpuint (g_atomic_int_get (&stage.inputs), ==, 0);
  g_assert_cmpuint (g_atomic_int_get (&stage.results), ==, 0);
  g_string_free (fixture->adopted, TRUE);
  g_string_free (stage.order, TRUE);
}

/* The running job is cancelled, the one that waited is forgotten, the last is shown. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  cl_job_slot_post (fixture->slot, input_new ('a', TRUE), CL_JOB_REPLACE);
  wait_for_start (1);
  cl_job_slot_post (fixture->slot, input_new ('b', TRUE), CL_JOB_REPLACE);
  cl_job_slot_post (fixture->slot, input_new ('c', FALSE), CL_JOB_REPLACE);
  settle (fixture->slot);
  g_assert_cmpstr (fixture->adopted->str, ==, "c");
  g_assert_cmpuint (stage.cancelled, ==, 1);
}

/* A result that is already on its way to the main thread is dropped too. */
static void
test_stale_result (Fixture *fixture, gconstpointer data)
{
  cl_job_slot_post (fixture->slot, input_new ('a', FALSE), CL_JOB_REPLACE);
  while (cl_job_slot_is_busy (fixture->slot))
    g_thread_yield ();
  cl_job_slot_post (fixture->slot, input_new ('b', FALSE), CL_JOB_REPLACE);
  settle (fixture->slot);
  g_assert_cmpstr (fixture->adopted->str, ==, "b");
}

/* While something is dragged, what runs is shown and then the newest: never nothing. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  cl_job_slot_post (fixture->slot, input_new ('a', TRUE), CL_JOB_LIVE);
  wait_for_start (1);
  for (char name = 'b'; name <= 'z'; name++)
    cl_job_slot_post (fixture->slot, input_new (name, FALSE), CL_JOB_LIVE);
  open_gate ();
  settle (fixture->slot);
  g_assert_cmpstr (fixture->adopted->str, ==, "az");
  g_assert_cmpuint (stage.cancelled, ==, 0);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  cl_job_slot_post (fixture->slot, input_new ('a', TRUE), CL_JOB_REPLACE);
  wait_for_start (1);
  cl_job_slot_post (fixture->slot, input_new ('b', FALSE), CL_JOB_LIVE);
  cl_job_slot_cancel (fixture->slot);
  settle (fixture->slot);
  g_assert_cmpstr (fixture->adopted->str, ==, "");
  g_assert_cmpuint (stage.cancelled, ==, 1);
}

/* Freeing a slot in the middle of its job is safe, and its owner hears nothing more. */
static void
test_free_while_running (Fixture *fixture, gconstpointer data)
{
  ClJobSlot *other = cl_job_slot_new (fixture->queue, 0, &job_class, fixture);

  cl_job_slot_post (fixture->slot, input_new ('a', TRUE), CL_JOB_REPLACE);
  wait_for_start (1);
  g_clear_pointer (&fixture->slot, cl_job_slot_free);
  cl_job_slot_post (other, input_new ('b', FALSE), CL_JOB_REPLACE);
  settle (other);
  g_assert_cmpstr (fixture->adopted->str, ==, "b");
  cl_job_slot_free (other);
}

static void
test_priority (Fixture *fixture, gconstpointer data)
{
  ClJobSlot *low = cl_job_slot_new (fixture->queue, -1, &job_class, fixture);
  ClJobSlot *high = cl_job_slot_new (fixture->queue, 1, &job_class, fixture);

  cl_job_slot_post (fixture->slot, input_new ('b', TRUE), CL_JOB_REPLACE);
  wait_for_start (1);
  cl_job_slot_post (low, input_new ('l', FALSE), CL_JOB_REPLACE);
  cl_job_slot_post (high, input_new ('h', FALSE), CL_JOB_REPLACE);
  open_gate ();
  settle (low);
  g_assert_cmpstr (stage.order->str, ==, "bhl");
  cl_job_slot_free (low);
  cl_job_slot_free (high);
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  cl_job_slot_post (fixture->slot, input_new ('!', FALSE), CL_JOB_REPLACE);
  settle (fixture->slot);
  g_assert_cmpuint (fixture->errors, ==, 1);
}

/* A queue with a job on the way can go: tear_down proves that nothing stays behind. */
static void
test_finalisation (Fixture *fixture, gconstpointer data)
{
  cl_job_slot_post (fixture->slot, input_new ('a', TRUE), CL_JOB_REPLACE);
  wait_for_start (1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/job-queue/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/app/job-queue/stale-result", Fixture, NULL, set_up, test_stale_result, tear_down);
  g_test_add ("/app/job-queue/live", Fixture, NULL, set_up, test_live, tear_down);
  g_test_add ("/app/job-queue/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/app/job-queue/free-while-running", Fixture, NULL, set_up, test_free_while_running,
              tear_down);
  g_test_add ("/app/job-queue/priority", Fixture, NULL, set_up, test_priority, tear_down);
  g_test_add ("/app/job-queue/error", Fixture, NULL, set_up, test_error, tear_down);
  g_test_add ("/app/job-queue/finalisation", Fixture, NULL, set_up, test_finalisation, tear_down);
  return g_test_run ();
}
