/* ClNetworkAsker: asks a network about one input after the other, as a job of the queue each; only
 * the newest question is answered. */
#pragma once

#include "app/job-queue.h"
#include "core/training/trained-classifier.h"

G_BEGIN_DECLS

typedef struct _ClNetworkAsker ClNetworkAsker;

/* On the main thread: the answer, which is borrowed, or NULL with the reason why there is none. */
typedef void (*ClNetworkAnswered) (const ClAnswer *answer, const GError *error, gpointer data);

/* data is for `answered`. */
ClNetworkAsker *cl_network_asker_new (ClJobQueue *jobs, int priority, ClNetworkAnswered answered,
                                      gpointer data) G_GNUC_WARN_UNUSED_RESULT;
void cl_network_asker_free (ClNetworkAsker *self);

/* Takes a reference; NULL for none.  Another network than before ends the question under way. */
void cl_network_asker_set_network (ClNetworkAsker *self, ClTrained *trained);
ClTrained *cl_network_asker_get_network (ClNetworkAsker *self);

/* `count` numbers, as many as the network has inputs. */
void cl_network_asker_ask (ClNetworkAsker *self, const float *input, gsize count);
void cl_network_asker_cancel (ClNetworkAsker *self);

G_END_DECLS
