/* A document whose vector field is one of the examples.
 *
 * It is said by one key of its view state; the model holds the parameters, W as A and v as b, so
 * that editing, undo and files are those of every model. */
#pragma once

#include "app/document.h"
#include "core/dynamics/example.h"

G_BEGIN_DECLS

#define CL_EXAMPLE_STATE_KEY "model.example" /* s: the id */

/* The example, or NULL when the document is about its model. */
const ClExample *cl_example_state_get (ClDocument *document);

/* A view state that says so, for cl_document_replace; NULL for NULL. */
GVariant *cl_example_state_new (const ClExample *example) G_GNUC_WARN_UNUSED_RESULT;

/* The parameters as a model. */
ClModel *cl_example_state_model (const ClExample *example) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
