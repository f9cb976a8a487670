/* One mutex guards the list of slots and the three job pointers of each.  A job travels
 *
 *   post -> waiting -> running -> adopted on the main thread
 *
 * and is dropped when something newer overtakes it.  Generations count the posts of a slot;
 * `adopted` is the newest one shown, `barrier` the oldest one that may still be shown. */
#include "app/job-queue.h"

#include <sys/resource.h>
#include <unistd.h>

/* Less urgent than the window, more than a training. */
#define NICE 15

typedef struct
{
  gpointer input;
  guint64 generation;
  GCancellable *cancellable;
} Job;

struct _ClJobSlot
{
  gatomicrefcount references; /* the owner's, and one for each job that runs or returns */
  ClJobQueue *queue;
  int priority;
  const ClJobClass *klass;
  gpointer owner; /* main thread only; NULL once the slot is freed */

  /* Under the lock of the queue: */
  Job *waiting;
  Job *running;
  guint64 posted;  /* the newest generation */
  guint64 barrier; /* results older than this are dropped */
  gboolean closed;
};

struct _ClJobQueue
{
  GObject parent_instance;

  GThread *worker;
  GMutex lock;
  GCond changed;
  GPtrArray *slots; /* of ClJobSlot, by descending priority; not references */
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (ClJobQueue, cl_job_queue, G_TYPE_OBJECT)

typedef struct
{
  ClJobSlot *slot;
  guint64 generation;
  gpointer result;
  GError *error;
} Outcome;

static void
job_free (Job *job, const ClJobClass *klass)
{
  if (job == NULL)
    return;
  if (klass->input_free != NULL)
    klass->input_free (job->input);
  g_object_unref (job->cancellable);
  g_free (job);
}

static ClJobSlot *
slot_ref (ClJobSlot *slot)
{
  g_atomic_ref_count_inc (&slot->references);
  return slot;
}

static void
slot_unref (ClJobSlot *slot)
{
  if (g_atomic_ref_count_dec (&slot->references))
    g_free (slot);
}

static gboolean
outcome_is_current (Outcome *outcome)
{
  ClJobSlot *slot = outcome->slot;

  return !slot->closed && outcome->generation >= slot->barrier;
}

static gboolean
adopt_cb (gpointer data)
{
  Outcome *outcome = data;
  ClJobSlot *slot = outcome->slot;

  /* Barrier and closed change on this thread only, so reading them needs no lock. */
  if (outcome_is_current (outcome))
    slot->klass->adopt (g_steal_pointer (&outcome->result), outcome->error, slot->owner);
  return G_SOURCE_REMOVE;
}

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  if (outcome->result != NULL && outcome->slot->klass->result_free != NULL)
    outcome->slot->klass->result_free (outcome->result);
  g_clear_error (&outcome->error);
  slot_unref (outcome->slot);
  g_free (outcome);
}

/* Runs without the lock. */
static void
run_job (ClJobSlot *slot, Job *job)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->slot = slot_ref (slot);
  outcome->generation = job->generation;
  outcome->result = slot->klass->run (job->input, job->cancellable, &outcome->error);
  if (g_cancellable_is_cancelled (job->cancellable))
    outcome_free (outcome);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, adopt_cb, outcome, outcome_free);
}

static ClJobSlot *
next_slot (ClJobQueue *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      ClJobSlot *slot = g_ptr_array_index (self->slots, i);

      if (slot->waiting != NULL)
        return slot;
    }
  return NULL;
}

/* The window comes first on every core, and the analysis before a training.  On Linux a nice level
 * belongs to a thread, and those that a job starts inherit it; a system that refuses leaves the
 * usual one. */
static void
give_way (void)
{
  (void) setpriority (PRIO_PROCESS, (id_t) gettid (), NICE);
}

static gpointer
worker_main (gpointer data)
{
  ClJobQueue *self = data;

  give_way ();
  g_mutex_lock (&self->lock);
  while (!self->stopping)
    {
      ClJobSlot *slot = next_slot (self);

      if (slot == NULL)
        {
          g_cond_wait (&self->changed, &self->lock);
          continue;
        }
      slot_ref (slot);
      slot->running = g_steal_pointer (&slot->waiting);
      g_mutex_unlock (&self->lock);

      run_job (slot, slot->running);

      g_mutex_lock (&self->lock);
      job_free (g_steal_pointer (&slot->running), slot->klass);
      slot_unref (slot);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static int
compare_priority (gconstpointer a, gconstpointer b)
{
  const ClJobSlot *first = *(const ClJobSlot *const *) a;
  const ClJobSlot *second = *(const ClJobSlot *const *) b;

  return (first->priority < second->priority) - (first->priority > second->priority);
}

ClJobSlot *
cl_job_slot_new (ClJobQueue *queue, int priority, const ClJobClass *klass, gpointer owner)
{
  ClJobSlot *slot;

  g_return_val_if_fail (CL_IS_JOB_QUEUE (queue), NULL);
  g_return_val_if_fail (klass != NULL && klass->run != NULL && klass->adopt != NULL, NULL);

  slot = g_new0 (ClJobSlot, 1);
  g_atomic_ref_count_init (&slot->references);
  slot->queue = g_object_ref (queue);
  slot->priority = priority;
  slot->klass = klass;
  slot->owner = owner;

  g_mutex_lock (&queue->lock);
  g_ptr_array_add (queue->slots, slot);
  g_ptr_array_sort (queue->slots, compare_priority);
  g_mutex_unlock (&queue->lock);
  return slot;
}

/* Called with the lock. */
static void
drop_all (ClJobSlot *slot)
{
  job_free (g_steal_pointer (&slot->waiting), slot->klass);
  if (slot->running != NULL)
    g_cancellable_cancel (slot->running->cancellable);
  slot->barrier = slot->posted + 1;
}

void
cl_job_slot_free (ClJobSlot *slot)
{
  ClJobQueue *queue;

  if (slot == NULL)
    return;

  queue = g_steal_pointer (&slot->queue);
  g_mutex_lock (&queue->lock);
  drop_all (slot);
  slot->closed = TRUE;
  g_ptr_array_remove (queue->slots, slot);
  g_mutex_unlock (&queue->lock);
  slot_unref (slot);
  g_object_unref (queue);
}

void
cl_job_slot_cancel (ClJobSlot *slot)
{
  g_return_if_fail (slot != NULL);

  g_mutex_lock (&slot->queue->lock);
  drop_all (slot);
  g_mutex_unlock (&slot->queue->lock);
}

void
cl_job_slot_post (ClJobSlot *slot, gpointer input, ClJobMode mode)
{
  Job *job;

  g_return_if_fail (slot != NULL);

  job = g_new0 (Job, 1);
  job->input = input;
  job->cancellable = g_cancellable_new ();

  g_mutex_lock (&slot->queue->lock);
  if (mode == CL_JOB_REPLACE)
    drop_all (slot);
  else
    job_free (g_steal_pointer (&slot->waiting), slot->klass);
  job->generation = ++slot->posted;
  slot->waiting = job;
  g_cond_signal (&slot->queue->changed);
  g_mutex_unlock (&slot->queue->lock);
}

gboolean
cl_job_slot_is_busy (ClJobSlot *slot)
{
  gboolean busy;

  g_return_val_if_fail (slot != NULL, FALSE);

  g_mutex_lock (&slot->queue->lock);
  busy = slot->waiting != NULL || slot->running != NULL;
  g_mutex_unlock (&slot->queue->lock);
  return busy;
}

/* Every slot holds a reference of the queue, so none is left when it ends. */
static void
cl_job_queue_finalize (GObject *object)
{
  ClJobQueue *self = CL_JOB_QUEUE (object);

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->worker);

  g_ptr_array_unref (self->slots);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (cl_job_queue_parent_class)->finalize (object);
}

static void
cl_job_queue_class_init (ClJobQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_job_queue_finalize;
}

static void
cl_job_queue_init (ClJobQueue *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->slots = g_ptr_array_new ();
  self->worker = g_thread_new ("analysis", worker_main, self);
}

ClJobQueue *
cl_job_queue_new (void)
{
  return g_object_new (CL_TYPE_JOB_QUEUE, NULL);
}
