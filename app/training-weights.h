/* The weights of a trained network on their way to a file. */
#pragma once

#include <gio/gio.h>

#include "core/training/trained.h"

G_BEGIN_DECLS

/* Writes on a worker (weights-file.h) and says in one sentence how it went; not when `gone` has
 * been cancelled by then.  text is markup-free. */
void cl_training_weights_save (ClTrained *trained, const char *path, gboolean scripts,
                               GCancellable *gone, void (*notify) (const char *text, gpointer data),
                               gpointer data);

G_END_DECLS
