/* ClDrawingsController: keeps what is drawn on the digit pad, where the user asks for it. */
#pragma once

#include "app/data-controller.h"
#include "ui/pages/training-pad.h"

G_BEGIN_DECLS

typedef struct _ClDrawingsController ClDrawingsController;

/* Says what happened in a toast; text is markup-free. */
typedef void (*ClDrawingsNotifyFunc) (const char *text, gpointer data);

/* Takes a reference of the pad; `data` is told of other drawings and outlives the controller. */
ClDrawingsController *cl_drawings_controller_new (ClTrainingPad *pad, ClDataController *data,
                                                  ClDrawingsNotifyFunc notify,
                                                  gpointer notify_data) G_GNUC_WARN_UNUSED_RESULT;

/* What is being written is written; nothing is said any more. */
void cl_drawings_controller_free (ClDrawingsController *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDrawingsController, cl_drawings_controller_free)

G_END_DECLS
