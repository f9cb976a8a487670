/* What the tests of the document share: models that a number tells apart. */
#pragma once

#include "app/document.h"

G_BEGIN_DECLS

/* A 2 x 2 model with this number in the corner of A. */
ClModel *document_test_model (double a);

/* A document with the model of 0. */
ClDocument *document_test_new (void);

void document_test_edit (ClDocument *document, double a, const char *label, gboolean finished);

/* The number of the model that a document holds. */
double document_test_corner (ClDocument *document);

G_END_DECLS
