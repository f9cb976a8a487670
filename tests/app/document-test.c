#include "tests/app/document-test.h"

ClModel *
document_test_model (double a)
{
  const double values[] = { a, 1.0 / 3.0, -2.5e-300, -a };
  g_autoptr (ClMatrix) matrix = cl_matrix_new_from (2, 2, values);
  g_autoptr (GError) error = NULL;
  ClModel *model = cl_model_new_for_matrix (matrix, &error);

  g_assert_no_error (error);
  return model;
}

void
document_test_edit (ClDocument *document, double a, const char *label, gboolean finished)
{
  g_autoptr (ClModel) model = document_test_model (a);

  cl_document_edit (document, model, label, finished);
}

double
document_test_corner (ClDocument *document)
{
  return cl_matrix_get (cl_model_array (cl_document_get_model (document), CL_ARRAY_A), 0, 0);
}

ClDocument *
document_test_new (void)
{
  g_autoptr (ClModel) model = document_test_model (0);

  return cl_document_new (model);
}
