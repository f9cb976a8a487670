#include "app/history.h"
#include "tests/app/document-test.h"

typedef struct
{
  guint model, unfinished, state;
  char *last_key;
} Counts;

static void
model_changed_cb (ClDocument *document, gboolean finished, Counts *counts)
{
  counts->model++;
  counts->unfinished += !finished;
}

static void
state_changed_cb (ClDocument *document, const char *key, gboolean finished, Counts *counts)
{
  counts->state++;
  g_free (counts->last_key);
  counts->last_key = g_strdup (key);
}

static void
watch (ClDocument *document, Counts *counts)
{
  *counts = (Counts){ 0 };
  g_signal_connect (document, "model-changed", G_CALLBACK (model_changed_cb), counts);
  g_signal_connect (document, "state-changed", G_CALLBACK (state_changed_cb), counts);
}

static void
test_undo (void)
{
  g_autoptr (ClDocument) document = document_test_new ();

  g_assert_false (cl_document_get_can_undo (document));
  g_assert_false (cl_document_undo (document));
  document_test_edit (document, 1, "One", TRUE);
  document_test_edit (document, 2, "Two", TRUE);
  g_assert_cmpstr (cl_document_get_undo_label (document), ==, "Two");
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (document_test_corner (document), ==, 1);
  g_assert_cmpstr (cl_document_get_undo_label (document), ==, "One");
  g_assert_cmpstr (cl_document_get_redo_label (document), ==, "Two");
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (document_test_corner (document), ==, 0);
  g_assert_true (cl_document_redo (document));
  document_test_edit (document, 3, "Three", TRUE);
  g_assert_false (cl_document_get_can_redo (document));
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (document_test_corner (document), ==, 1);
}

static void
test_drag_is_one_step (void)
{
  g_autoptr (ClDocument) document = document_test_new ();
  Counts counts;

  watch (document, &counts);
  for (guint i = 1; i <= 50; i++)
    document_test_edit (document, i, "Change A", FALSE);
  document_test_edit (document, 50, "Change A", TRUE);
  g_assert_cmpuint (counts.model, ==, 51);
  g_assert_cmpuint (counts.unfinished, ==, 50);
  document_test_edit (document, 60, "Change A", TRUE);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (document_test_corner (document), ==, 50);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (document_test_corner (document), ==, 0);
  g_assert_false (cl_document_get_can_undo (document));
}

/* Another edit in the middle of a drag, or an undo, ends it. */
static void
test_interrupted_drag (void)
{
  g_autoptr (ClDocument) document = document_test_new ();

  document_test_edit (document, 1, "Change A", FALSE);
  document_test_edit (document, 2, "Resize", TRUE);
  document_test_edit (document, 3, "Change A", FALSE);
  g_assert_true (cl_document_undo (document));
  document_test_edit (document, 4, "Change A", FALSE);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (document_test_corner (document), ==, 2);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (document_test_corner (document), ==, 1);
}

/* A listener of the end of a drag hears it although the model is the same as before. */
static void
test_end_of_drag (void)
{
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (ClModel) model = document_test_model (7);
  Counts counts;

  watch (document, &counts);
  cl_document_edit (document, model, "Change A", FALSE);
  cl_document_edit (document, model, "Change A", TRUE);
  g_assert_cmpuint (counts.model, ==, 2);
  g_assert_cmpuint (counts.unfinished, ==, 1);
}

static void
test_state (void)
{
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (GVariant) value = NULL;
  Counts counts;

  watch (document, &counts);
  cl_document_edit_state (document, "dynamics.starts", g_variant_new_int32 (1), "Add Start", TRUE);
  g_assert_true (cl_document_get_modified (document));
  g_assert_cmpuint (counts.model, ==, 0);
  g_assert_cmpuint (counts.state, ==, 1);
  g_assert_null (cl_document_get_state (document, "dynamics.starts", G_VARIANT_TYPE_DOUBLE));
  g_assert_true (cl_document_undo (document));
  g_assert_cmpuint (counts.state, ==, 2);
  g_assert_cmpstr (counts.last_key, ==, "dynamics.starts");
  g_assert_null (cl_document_get_state (document, "dynamics.starts", NULL));
  g_assert_true (cl_document_redo (document));
  value = cl_document_get_state (document, "dynamics.starts", G_VARIANT_TYPE_INT32);
  g_assert_cmpint (g_variant_get_int32 (value), ==, 1);
  g_free (counts.last_key);
}

/* How one looks at the model is no edit. */
static void
test_view_is_no_edit (void)
{
  g_autoptr (ClDocument) document = document_test_new ();
  Counts counts;

  watch (document, &counts);
  cl_document_set_state (document, "dynamics.norm", g_variant_new_string ("inf"));
  cl_document_set_state (document, "dynamics.norm", g_variant_new_string ("inf"));
  g_assert_cmpuint (counts.state, ==, 1);
  g_assert_false (cl_document_get_modified (document));
  g_assert_false (cl_document_get_can_undo (document));
  g_free (counts.last_key);
}

static void
test_replace (void)
{
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (ClModel) model = document_test_model (9);
  g_autoptr (GVariant) value = NULL;

  cl_document_edit_state (document, "dynamics.starts", g_variant_new_int32 (1), "Add Start", TRUE);
  cl_document_replace (document, model, NULL, "Ring");
  g_assert_null (cl_document_get_state (document, "dynamics.starts", NULL));
  g_assert_cmpfloat (document_test_corner (document), ==, 9);
  g_assert_true (cl_document_undo (document));
  value = cl_document_get_state (document, "dynamics.starts", G_VARIANT_TYPE_INT32);
  g_assert_cmpint (g_variant_get_int32 (value), ==, 1);
  g_assert_cmpfloat (document_test_corner (document), ==, 0);
}

static void
test_memory_bound (void)
{
  const gsize bytes = 100 * 100 * sizeof (double);
  g_autoptr (ClMatrix) first = cl_matrix_new (100, 100);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (first, NULL);
  g_autoptr (GVariant) state =
      g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));
  g_autoptr (ClHistory) history = cl_history_new (model, state, 10 * bytes);
  guint steps = 0;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (ClMatrix) a = cl_matrix_new (100, 100);
      g_autoptr (ClModel) next = cl_model_new_for_matrix (a, NULL);

      cl_history_push (history, next, state, "Change A", FALSE);
      g_assert_cmpuint (cl_history_bytes (history), <=, 10 * bytes);
    }
  while (cl_history_undo (history))
    steps++;
  g_assert_cmpuint (steps, ==, 9);
}

/* Steps that share their arrays cost nothing, and one step is kept whatever it costs. */
static void
test_shared_arrays_are_free (void)
{
  g_autoptr (ClMatrix) a = cl_matrix_new (100, 100);
  g_autoptr (ClModel) model = cl_model_new_for_matrix (a, NULL);
  g_autoptr (GVariant) state =
      g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));
  g_autoptr (ClHistory) history = cl_history_new (model, state, 1);
  gsize before = cl_history_bytes (history);
  gsize count;
  const ClActivation *const *table = cl_activation_table (&count);

  for (gsize i = 1; i < count; i++)
    {
      g_autoptr (ClModel) next = cl_model_with_activation (model, table[i]);

      cl_history_push (history, next, state, "Change Activation", FALSE);
      g_assert_cmpuint (cl_history_bytes (history), ==, before);
    }
  g_assert_true (cl_history_undo (history));
  g_assert_false (cl_history_undo (history));
}

static void
test_finalisation (void)
{
  ClDocument *document = document_test_new ();

  document_test_edit (document, 1, "One", TRUE);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/document/undo", test_undo);
  g_test_add_func ("/app/document/drag-is-one-step", test_drag_is_one_step);
  g_test_add_func ("/app/document/interrupted-drag", test_interrupted_drag);
  g_test_add_func ("/app/document/end-of-drag", test_end_of_drag);
  g_test_add_func ("/app/document/state", test_state);
  g_test_add_func ("/app/document/view-is-no-edit", test_view_is_no_edit);
  g_test_add_func ("/app/document/replace", test_replace);
  g_test_add_func ("/app/history/memory-bound", test_memory_bound);
  g_test_add_func ("/app/history/shared-arrays-are-free", test_shared_arrays_are_free);
  g_test_add_func ("/app/document/finalisation", test_finalisation);
  return g_test_run ();
}
