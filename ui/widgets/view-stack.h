/* ClViewStack: what part of each panel is shown, and the way back: the history of zoom and pan,
 * which is no part of the undo of the document. */
#pragma once

#include "ui/figure/render.h"

G_BEGIN_DECLS

typedef struct _ClViewStack ClViewStack;

ClViewStack *cl_view_stack_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cl_view_stack_free (ClViewStack *stack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClViewStack, cl_view_stack_free)

/* Another number of panels is another picture: all views become automatic, the history is lost. */
void cl_view_stack_set_panels (ClViewStack *stack, guint n_panels);

/* One a panel, NULL where automatic; owned by the stack, valid until it changes. */
const ClView *const *cl_view_stack_views (ClViewStack *stack);
gboolean cl_view_stack_is_automatic (ClViewStack *stack);

/* Refuses (FALSE) a view that is empty, not finite or finer than doubles can tell apart; NaN is an
 * automatic y. */
gboolean cl_view_stack_set (ClViewStack *stack, guint panel, const ClView *view);

/* Call before a gesture changes the views: back returns to here. */
void cl_view_stack_remember (ClViewStack *stack);

/* FALSE when there is nothing to go back to. */
gboolean cl_view_stack_back (ClViewStack *stack);

/* All panels automatic, as one step of the history; FALSE when they were. */
gboolean cl_view_stack_reset (ClViewStack *stack);

G_END_DECLS
