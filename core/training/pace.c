#include "core/training/pace.h"

struct _ClPace
{
  gatomicrefcount references;
  GMutex mutex; /* guards everything, also of the members */
  GCond cond;
  GPtrArray *members; /* that have not left */
  guint64 given;      /* batches before this one have been given out */
  guint64 limit;      /* while paused: batches before this one may be taken; else G_MAXUINT64 */
  guint64 held;       /* where the pause began */
};

struct _ClPaceMember
{
  ClPace *pace;
  guint64 next;  /* the batch that it asks for, or takes */
  guint64 steps; /* since the pause began */
  gboolean out;
};

ClPace *
cl_pace_new (void)
{
  ClPace *self = g_new0 (ClPace, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->members = g_ptr_array_new ();
  self->limit = G_MAXUINT64;
  return self;
}

ClPace *
cl_pace_ref (ClPace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
cl_pace_unref (ClPace *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->members);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

ClPaceMember *
cl_pace_join (ClPace *self, guint64 first)
{
  g_return_val_if_fail (self != NULL, NULL);
  ClPaceMember *member = g_new0 (ClPaceMember, 1);

  member->pace = cl_pace_ref (self);
  member->next = first;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->members, member);
  self->given = MAX (self->given, first + 1);
  g_mutex_unlock (&self->mutex);
  return member;
}

/* Runs func under the lock for a member that is still going, and wakes all. */
static void
change (ClPaceMember *member, void (*func) (ClPace *pace, ClPaceMember *member))
{
  ClPace *pace = member->pace;

  g_mutex_lock (&pace->mutex);
  if (!member->out)
    func (pace, member);
  g_cond_broadcast (&pace->cond);
  g_mutex_unlock (&pace->mutex);
}

static void
drop_out (ClPace *pace, ClPaceMember *member)
{
  member->out = TRUE;
}

void
cl_pace_drop_out (ClPaceMember *member)
{
  g_return_if_fail (member != NULL);
  change (member, drop_out);
}

void
cl_pace_leave (ClPaceMember *member)
{
  if (member == NULL)
    return;
  ClPace *pace = member->pace;

  g_mutex_lock (&pace->mutex);
  g_ptr_array_remove_fast (pace->members, member);
  g_cond_broadcast (&pace->cond);
  g_mutex_unlock (&pace->mutex);
  cl_pace_unref (pace);
  g_free (member);
}

static void
hold_at (ClPace *pace, guint64 limit)
{
  for (guint i = 0; i < pace->members->len; i++)
    ((ClPaceMember *) g_ptr_array_index (pace->members, i))->steps = 0;
  pace->limit = pace->held = limit;
}

/* What one member has been given the others take as well. */
static void
hold (ClPace *pace, ClPaceMember *member)
{
  hold_at (pace, pace->given);
}

void
cl_pace_pause (ClPaceMember *member)
{
  g_return_if_fail (member != NULL);
  change (member, hold);
}

static void
let_go (ClPace *pace, ClPaceMember *member)
{
  hold_at (pace, G_MAXUINT64);
}

void
cl_pace_resume (ClPaceMember *member)
{
  g_return_if_fail (member != NULL);
  change (member, let_go);
}

static void
hold_later (ClPace *pace, ClPaceMember *member)
{
  if (pace->limit == G_MAXUINT64)
    return;
  member->steps++;
  pace->limit = MAX (pace->limit, pace->held + member->steps);
}

void
cl_pace_step (ClPaceMember *member)
{
  g_return_if_fail (member != NULL);
  change (member, hold_later);
}

/* Under the lock. */
static ClPaceTurn
turn_of (const ClPace *pace, const ClPaceMember *member)
{
  if (member->out)
    return CL_PACE_OUT;
  if (member->next >= pace->limit)
    return CL_PACE_PAUSED;
  for (guint i = 0; i < pace->members->len; i++)
    {
      const ClPaceMember *other = g_ptr_array_index (pace->members, i);

      if (!other->out && other->next < member->next)
        return CL_PACE_AHEAD;
    }
  return pace->limit == G_MAXUINT64 ? CL_PACE_GO : CL_PACE_STEP;
}

ClPaceTurn
cl_pace_wait (ClPaceMember *member, guint64 batch, ClPaceTurn known)
{
  g_return_val_if_fail (member != NULL, CL_PACE_OUT);
  ClPace *pace = member->pace;
  ClPaceTurn turn;

  g_mutex_lock (&pace->mutex);
  if (member->next != batch)
    {
      member->next = batch;
      g_cond_broadcast (&pace->cond);
    }
  while ((turn = turn_of (pace, member)) == known
         && (turn == CL_PACE_AHEAD || turn == CL_PACE_PAUSED))
    g_cond_wait (&pace->cond, &pace->mutex);
  if (turn == CL_PACE_GO || turn == CL_PACE_STEP)
    pace->given = MAX (pace->given, batch + 1);
  g_mutex_unlock (&pace->mutex);
  return turn;
}
