#include "app/document-io.h"
#include "app/example-state.h"
#include "tests/app/document-test.h"

#include <glib/gstdio.h>

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
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (ClDocument) again = document_test_new ();
  g_autoptr (GFile) file = file_named (fixture, "Zwei Zeilen.clab");
  g_autoptr (GVariant) before = NULL;
  g_autoptr (GVariant) after = NULL;
  g_autoptr (GError) error = NULL;

  document_test_edit (document, 0.1, "Change A", TRUE);
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
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (GFile) file = file_named (fixture, "a.clab");
  g_autoptr (GError) error = NULL;

  document_test_edit (document, 1, "One", TRUE);
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
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (ClDocument) again = document_test_new ();
  g_autoptr (GFile) file = file_named (fixture, "a.clab");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  document_test_edit (document, 1, "One", TRUE);
  cl_document_save_async (document, file, NULL, done_cb, &result);
  document_test_edit (document, 2, "Two", TRUE);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (cl_document_save_finish (document, result, &error));
  g_assert_true (cl_document_get_modified (document));
  g_assert_true (load (again, file, &error));
  g_assert_cmpfloat (document_test_corner (again), ==, 1);
}

static void
test_failed_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (GFile) file = file_named (fixture, "broken.clab");
  g_autoptr (GError) error = NULL;

  document_test_edit (document, 1, "One", TRUE);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "no zip", -1, NULL));
  g_assert_false (load (document, file, &error));
  g_assert_nonnull (strstr (error->message, "broken.clab"));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpfloat (document_test_corner (document), ==, 1);
  g_assert_true (cl_document_get_can_undo (document));
  g_assert_null (cl_document_get_file (document));
}

static void
test_failed_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (GFile) file = file_named (fixture, "nowhere/a.clab");
  g_autoptr (GError) error = NULL;

  document_test_edit (document, 1, "One", TRUE);
  g_assert_false (save (document, file, &error));
  g_assert_nonnull (error);
  g_assert_true (cl_document_get_modified (document));
}

/* A matrix from elsewhere can be opened, but Save does not overwrite it. */
static void
test_bare_matrix (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (GFile) file = file_named (fixture, "weights.csv");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (g_file_peek_path (file), "1,2\n3,4\n", -1, NULL));
  g_assert_true (load (document, file, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (document_test_corner (document), ==, 1);
  g_assert_cmpstr (cl_document_get_title (document), ==, "weights");
  g_assert_null (cl_document_get_file (document));
  g_assert_false (cl_document_get_modified (document));
}

/* A document about an example is about the same one after it was saved and loaded, as any state; an
 * id that is not known is none. */
static void
test_example (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "example.clab", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ClDocument) document = document_test_new ();
  g_autoptr (ClDocument) other = document_test_new ();
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

#define ADD_WITH_FILES(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_WITH_FILES ("/app/document/example", test_example);
  ADD_WITH_FILES ("/app/document/round-trip", test_round_trip);
  ADD_WITH_FILES ("/app/document/modified", test_modified);
  ADD_WITH_FILES ("/app/document/edit-while-saving", test_edit_while_saving);
  ADD_WITH_FILES ("/app/document/failed-load", test_failed_load);
  ADD_WITH_FILES ("/app/document/failed-save", test_failed_save);
  ADD_WITH_FILES ("/app/document/bare-matrix", test_bare_matrix);
  return g_test_run ();
}
