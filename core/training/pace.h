/* ClPace: lets trainers take their batches in step.
 *
 * The members of a pace count their batches from the start of their runs.  None takes batch k + 1
 * before every member that is still going has taken batch k.  A pause holds all of them at the same
 * batch: those that are behind take theirs first.  A member that drops out, because it has ended or
 * was told to stop, holds nobody up.
 *
 * The owner's functions may be called from any thread, cl_pace_wait from the one that trains. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ClPace ClPace;
typedef struct _ClPaceMember ClPaceMember;

ClPace *cl_pace_new (void) G_GNUC_WARN_UNUSED_RESULT;
ClPace *cl_pace_ref (ClPace *pace);
void cl_pace_unref (ClPace *pace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPace, cl_pace_unref)

/* A new member, which takes batch `first` without asking.  It has a reference of the pace, and
 * holds the others up until it has taken that batch or left. */
ClPaceMember *cl_pace_join (ClPace *pace, guint64 first) G_GNUC_WARN_UNUSED_RESULT;

/* Drops out and frees; nobody may be waiting for this member's turn. */
void cl_pace_leave (ClPaceMember *member);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPaceMember, cl_pace_leave)

/* Final: its turn does not come any more, and what it is asked to do has no effect. */
void cl_pace_drop_out (ClPaceMember *member);

/* Of the whole pace, through any of its members. */
void cl_pace_pause (ClPaceMember *member);
void cl_pace_resume (ClPaceMember *member);

/* Lets a pace that is paused take one batch more; steps of one member add up, those of several
 * members that are asked for together are the same ones. */
void cl_pace_step (ClPaceMember *member);

typedef enum
{
  CL_PACE_GO,
  CL_PACE_STEP,   /* go, and be paused again after this batch */
  CL_PACE_AHEAD,  /* wait: others have not taken the batch before */
  CL_PACE_PAUSED, /* wait */
  CL_PACE_OUT,    /* the member has dropped out */
} ClPaceTurn;

/* Whether the member may take this batch, which it has not asked for before, or is asking for
 * still. `known` is the answer it has, CL_PACE_GO at first; an answer to wait is given only when it
 * is another one. */
ClPaceTurn cl_pace_wait (ClPaceMember *member, guint64 batch, ClPaceTurn known);

G_END_DECLS
