#include "app/document-io.h"
#include "app/document.h"
#include "app/example-state.h"
#include "app/history.h"

#include <glib/gstdio.h>

static ClModel *
model_of (double a)
{
  const double values[] = { a, 1.0 / 3.0, -2.5e-300, -a };
  g_autoptr (ClMatrix) matrix = cl_matrix_new_from (2, 2, values);
  g_autoptr (GError) error = NULL;
  ClModel *model = cl_model_new_for_matrix (matrix, &error);

  g_assert_no_error (error);
  return model;
}

static void
edit (ClDocument *document, double a, const char *label, gboolean finished)
{
  g_autoptr (ClModel) model = model_of (a);

  cl_document_edit (document, model, label, finished);
}

static double
corner (ClDocument *document)
{
  return cl_matrix_get (cl_model_array (cl_document_get_model (document), CL_ARRAY_A), 0, 0);
}

static ClDocument *
new_document (void)
{
  g_autoptr (ClModel) model = model_of (0);

  return cl_document_new (model);
}

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
  g_autoptr (ClDocument) document = new_document ();

  g_assert_false (cl_document_get_can_undo (document));
  g_assert_false (cl_document_undo (document));
  edit (document, 1, "One", TRUE);
  edit (document, 2, "Two", TRUE);
  g_assert_cmpstr (cl_document_get_undo_label (document), ==, "Two");
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (corner (document), ==, 1);
  g_assert_cmpstr (cl_document_get_undo_label (document), ==, "One");
  g_assert_cmpstr (cl_document_get_redo_label (document), ==, "Two");
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (corner (document), ==, 0);
  g_assert_true (cl_document_redo (document));
  edit (document, 3, "Three", TRUE);
  g_assert_false (cl_document_get_can_redo (document));
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (corner (document), ==, 1);
}

static void
test_drag_is_one_step (void)
{
  g_autoptr (ClDocument) document = new_document ();
  Counts counts;

  watch (document, &counts);
  for (guint i = 1; i <= 50; i++)
    edit (document, i, "Change A", FALSE);
  edit (document, 50, "Change A", TRUE);
  g_assert_cmpuint (counts.model, ==, 51);
  g_assert_cmpuint (counts.unfinished, ==, 50);
  edit (document, 60, "Change A", TRUE);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (corner (document), ==, 50);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (corner (document), ==, 0);
  g_assert_false (cl_document_get_can_undo (document));
}

/* Another edit in the middle of a drag, or an undo, ends it. */
static void
test_interrupted_drag (void)
{
  g_autoptr (ClDocument) document = new_document ();

  edit (document, 1, "Change A", FALSE);
  edit (document, 2, "Resize", TRUE);
  edit (document, 3, "Change A", FALSE);
  g_assert_true (cl_document_undo (document));
  edit (document, 4, "Change A", FALSE);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (corner (document), ==, 2);
  g_assert_true (cl_document_undo (document));
  g_assert_cmpfloat (corner (document), ==, 1);
}

/* A listener of the end of a drag hears it although the model is the same as before. */
static void
test_end_of_drag (void)
{
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (ClModel) model = model_of (7);
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
  g_autoptr (ClDocument) document = new_document ();
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
  g_autoptr (ClDocument) document = new_document ();
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
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (ClModel) model = model_of (9);
  g_autoptr (GVariant) value = NULL;

  cl_document_edit_state (document, "dynamics.starts", g_variant_new_int32 (1), "Add Start", TRUE);
  cl_document_replace (document, model, NULL, "Ring");
  g_assert_null (cl_document_get_state (document, "dynamics.starts", NULL));
  g_assert_cmpfloat (corner (document), ==, 9);
  g_assert_true (cl_document_undo (document));
  value = cl_document_get_state (document, "dynamics.starts", G_VARIANT_TYPE_INT32);
  g_assert_cmpint (g_variant_get_int32 (value), ==, 1);
  g_assert_cmpfloat (corner (document), ==, 0);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
save (ClDocument *document, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cl_document_save_async (document, file, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return cl_document_save_finish (document, result, error);
}

static gboolean
load (ClDocument *document, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cl_document_load_async (document, file, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return cl_document_load_finish (document, result, error);
}

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("document-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static GFile *
file_named (Fixture *fixture, const char *name)
{
  return g_file_new_build_filename (fixture->folder, name, NULL);
}

static GVariant *
starts_of (const double *values, gsize rows, gsize cols)
{
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("aad"));

  for (gsize i = 0; i < rows; i++)
    g_variant_builder_add_value (builder, g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE,
                                                                     values + i * cols, cols,
                                                                     sizeof (double)));
  return g_variant_builder_end (builder);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  const double starts[] = { 0.1, -1.0 / 3.0, 1e-320, 5 };
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (ClDocument) again = new_document ();
  g_autoptr (GFile) file = file_named (fixture, "Zwei Zeilen.clab");
  g_autoptr (GVariant) before = NULL;
  g_autoptr (GVariant) after = NULL;
  g_autoptr (GError) error = NULL;

  edit (document, 0.1, "Change A", TRUE);
  cl_document_edit_state (document, "dynamics.starts", starts_of (starts, 2, 2), "Add Start", TRUE);
  cl_document_set_state (document, "dynamics.norm", g_variant_new_string ("ℓ∞ \"quoted\""));
  cl_document_set_state (document, "dynamics.field", g_variant_new_boolean (TRUE));
  cl_document_set_state (document, "dynamics.until", g_variant_new_double (4));
  cl_document_set_state (document, "dynamics.coordinate", g_variant_new_uint32 (3));

  g_assert_true (save (document, file, &error));
  g_assert_no_error (error);
  g_assert_false (cl_document_get_modified (document));
  g_assert_cmpstr (cl_document_get_title (document), ==, "Zwei Zeilen");

  g_assert_true (load (again, file, &error));
  g_assert_no_error (error);
  before = cl_document_get_whole_state (document);
  after = cl_document_get_whole_state (again);
  g_assert_true (cl_model_equal (cl_document_get_model (document), cl_document_get_model (again)));
  g_assert_cmpuint (g_variant_n_children (before), ==, g_variant_n_children (after));
  for (gsize i = 0; i < g_variant_n_children (before); i++)
    {
      const char *key;
      g_autoptr (GVariant) value = NULL;
      g_autoptr (GVariant) twin = NULL;

      g_variant_get_child (before, i, "{&sv}", &key, &value);
      twin = g_variant_lookup_value (after, key, g_variant_get_type (value));
      g_assert_cmpvariant (value, twin);
    }
  g_assert_false (cl_document_get_modified (again));
  g_assert_false (cl_document_get_can_undo (again));
}

/* Undoing past the save makes the document differ from its file; redoing heals that. */
static void
test_modified (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (GFile) file = file_named (fixture, "a.clab");
  g_autoptr (GError) error = NULL;

  edit (document, 1, "One", TRUE);
  g_assert_true (cl_document_get_modified (document));
  g_assert_true (save (document, file, &error));
  g_assert_false (cl_document_get_modified (document));
  cl_document_undo (document);
  g_assert_true (cl_document_get_modified (document));
  cl_document_redo (document);
  g_assert_false (cl_document_get_modified (document));
}

/* What is edited while the file is being written stays unsaved. */
static void
test_edit_while_saving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (ClDocument) again = new_document ();
  g_autoptr (GFile) file = file_named (fixture, "a.clab");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  edit (document, 1, "One", TRUE);
  cl_document_save_async (document, file, NULL, done_cb, &result);
  edit (document, 2, "Two", TRUE);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (cl_document_save_finish (document, result, &error));
  g_assert_true (cl_document_get_modified (document));
  g_assert_true (load (again, file, &error));
  g_assert_cmpfloat (corner (again), ==, 1);
}

static void
test_failed_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (GFile) file = file_named (fixture, "broken.clab");
  g_autoptr (GError) error = NULL;

  edit (document, 1, "One", TRUE);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "no zip", -1, NULL));
  g_assert_false (load (document, file, &error));
  g_assert_nonnull (strstr (error->message, "broken.clab"));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpfloat (corner (document), ==, 1);
  g_assert_true (cl_document_get_can_undo (document));
  g_assert_null (cl_document_get_file (document));
}

static void
test_failed_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (GFile) file = file_named (fixture, "nowhere/a.clab");
  g_autoptr (GError) error = NULL;

  edit (document, 1, "One", TRUE);
  g_assert_false (save (document, file, &error));
  g_assert_nonnull (error);
  g_assert_true (cl_document_get_modified (document));
}

/* A matrix from elsewhere can be opened, but Save does not overwrite it. */
static void
test_bare_matrix (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (GFile) file = file_named (fixture, "weights.csv");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (g_file_peek_path (file), "1,2\n3,4\n", -1, NULL));
  g_assert_true (load (document, file, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (corner (document), ==, 1);
  g_assert_cmpstr (cl_document_get_title (document), ==, "weights");
  g_assert_null (cl_document_get_file (document));
  g_assert_false (cl_document_get_modified (document));
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
  ClDocument *document = new_document ();

  edit (document, 1, "One", TRUE);
  g_assert_finalize_object (document);
}

#define ADD_WITH_FILES(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

/* A document about an example is about the same one after it was saved and loaded, as any state; an
 * id that is not known is none. */
static void
test_example (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "example.clab", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ClDocument) document = new_document ();
  g_autoptr (ClDocument) other = new_document ();
  g_autoptr (GError) error = NULL;
  gsize count;
  const ClExample *const *table = cl_example_table (&count);

  for (gsize k = 0; k < count; k++)
    {
      g_autoptr (ClModel) model = cl_example_state_model (table[k]);

      cl_document_replace (document, model, cl_example_state_new (table[k]), "Example");
      g_assert_true (save (document, file, &error));
      g_assert_true (load (other, file, &error));
      g_assert_no_error (error);
      g_assert_true (cl_example_state_get (other) == table[k]);
      g_assert_true (cl_model_equal (cl_document_get_model (other), model));
    }
  cl_document_edit_state (other, CL_EXAMPLE_STATE_KEY, g_variant_new_string ("pendulum"), "Edit",
                          TRUE);
  g_assert_null (cl_example_state_get (other));
  g_assert_null (cl_example_state_new (NULL));
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
  ADD_WITH_FILES ("/app/document/example", test_example);
  ADD_WITH_FILES ("/app/document/round-trip", test_round_trip);
  ADD_WITH_FILES ("/app/document/modified", test_modified);
  ADD_WITH_FILES ("/app/document/edit-while-saving", test_edit_while_saving);
  ADD_WITH_FILES ("/app/document/failed-load", test_failed_load);
  ADD_WITH_FILES ("/app/document/failed-save", test_failed_save);
  ADD_WITH_FILES ("/app/document/bare-matrix", test_bare_matrix);
  g_test_add_func ("/app/history/memory-bound", test_memory_bound);
  g_test_add_func ("/app/history/shared-arrays-are-free", test_shared_arrays_are_free);
  g_test_add_func ("/app/document/finalisation", test_finalisation);
  return g_test_run ();
}
