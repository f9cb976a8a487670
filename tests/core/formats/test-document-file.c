/* The .clab document: nothing is lost, nothing damaged is believed. */
#include "core/formats/document-file.h"

#include "core/formats/zip-file.h"
#include "tests/core/formats/corpus.h"

#include <math.h>
#include <string.h>

#define STATE "{ \"dynamics.starts\" : [ 0.1, -2.5e-308 ], \"page\" : \"ẋ\", \"on\" : true }"

typedef struct
{
  char *folder, *path;
  ClModel *model;
  JsonNode *state;
} Fixture;

static ClModel *
make_model (void)
{
  g_autoptr (ClMatrix) a = cl_matrix_new_from (2, 2, (double[]){ 0.5, -0.0, 1.0 / 3, -1 });
  g_autoptr (ClMatrix) c = cl_matrix_new_from (1, 2, (double[]){ 1, 5e-324 });
  g_autoptr (ClMatrix) leak = cl_matrix_new_from (2, 1, (double[]){ 1, 2 });
  ClModelParts parts = { .activation = cl_activation_find ("tanh"), .kind = CL_MODEL_HOPFIELD };

  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_C] = c;
  parts.array[CL_ARRAY_LEAK] = leak;
  return cl_model_new (&parts, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = corpus_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "model.clab", NULL);
  fixture->model = make_model ();
  fixture->state = json_from_string (STATE, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  corpus_remove_folder (fixture->folder);
  g_free (fixture->path);
  cl_model_unref (fixture->model);
  json_node_unref (fixture->state);
}

static GBytes *
write_document (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *content;
  gsize length;

  cl_document_file_write (fixture->model, fixture->state, fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  return g_bytes_new_take (content, length);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first = write_document (fixture), second = write_document (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDocumentFile) file = cl_document_file_read (fixture->path, &error);
  g_autoptr (ClModel) model = cl_model_read (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_true (cl_model_equal (file->model, fixture->model));
  g_assert_true (cl_model_equal (model, fixture->model));
  g_assert_true (json_node_equal (file->state, fixture->state));
  g_assert_true (g_bytes_equal (first, second));
}

static void
test_no_state (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDocumentFile) file = NULL;

  g_assert_true (cl_document_file_write (fixture->model, NULL, fixture->path, NULL));
  file = cl_document_file_read (fixture->path, NULL);
  g_assert_cmpuint (json_object_get_size (json_node_get_object (file->state)), ==, 0);
}

/* A state without a JSON form leaves the old file as it is. */
static void
test_not_finite (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) before = write_document (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDocumentFile) file = NULL;

  json_object_set_double_member (json_node_get_object (fixture->state), "x", NAN);
  g_assert_false (cl_document_file_write (fixture->model, fixture->state, fixture->path, &error));
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  file = cl_document_file_read (fixture->path, NULL);
  g_assert_true (cl_model_equal (file->model, fixture->model));
}

/* Replaces one piece of document.json by another and packs the archive again. */
static GBytes *
with_json (Fixture *fixture, const char *from, const char *to)
{
  g_autoptr (GBytes) content = write_document (fixture), json = NULL;
  g_autoptr (GPtrArray) entries = cl_zip_read (content, NULL);
  ClZipEntry *entry = g_ptr_array_index (entries, 0);
  gsize length;
  const char *data = g_bytes_get_data (entry->content, &length);
  GString *text = g_string_new_len (data, (gssize) length);

  g_assert_cmpstr (entry->name, ==, "document.json");
  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  g_bytes_unref (entry->content);
  entry->content = g_string_free_to_bytes (text);
  return cl_zip_write (entries, NULL);
}

static const struct
{
  const char *from, *to, *message;
} edits[] = {
  { "\"version\" : 1", "\"version\" : 2", "has version 2 and was made by a newer program" },
  { "\"version\" : 1", "\"version\" : 0", "has version 0" },
  { "\"version\" : 1", "\"version\" : 1.5", "member \"version\": expected an integer" },
  { "\"version\" : 1", "\"version\" : \"1\"", "member \"version\": expected an integer" },
  { "\"version\"", "\"edition\"", "member \"version\": expected an integer" },
  { "contraction-lab-document", "else", "belongs to another program" },
  { "\"state\"", "\"stat\"", "member \"state\": expected an object" },
  { "\"model\" : {", "\"model\" : [ 1 ], \"x\" : {", "member \"model\": expected an object" },
  { "\"kind\" : \"hopfield\"", "\"kind\" : \"hop\"", "the model is \"hop\", expected firing-rate" },
  { "\"kind\" : \"hopfield\"", "\"kind\" : null", "member \"kind\": expected a string" },
  { "tanh", "tan\\nh", "the activation is \"tan?h\", expected relu, " },
  { "\"leak\"", "\"eta\"", "eta is 2x1, but eta.npy is missing" },
  { "\"A\" : [\n        2,", "\"A\" : [\n        3,", "A is 3x2, but A.npy has another shape" },
  { "\"A\" : [\n        2,\n        2\n      ]", "\"A\" : 4",
    "the shape of A: expected two integers" },
  { "\"A\" : [\n        2,\n", "\"A\" : [\n        [],\n", "A is -1x2" },
  { "{", "", "JSON: " },
  { "{", "[1] // {", "JSON: " },
  { "{", "{{", "JSON: " },
};

static void
test_edited (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr (GBytes) content = with_json (fixture, edits[i].from, edits[i].to);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClDocumentFile) file = NULL;

      g_assert_true (g_file_set_contents (fixture->path, g_bytes_get_data (content, NULL),
                                          (gssize) g_bytes_get_size (content), NULL));
      file = cl_document_file_read (fixture->path, &error);
      g_assert_null (file);
      g_assert_true (g_str_has_prefix (error->message, fixture->path));
      g_assert_null (strchr (error->message, '\n'));
      if (strstr (error->message, edits[i].message) == NULL)
        g_error ("'%s' does not say '%s'", error->message, edits[i].message);
    }
}

/* A hundred thousand brackets would overflow the stack of a recursive parser, which is not to be
 * reached behind a comment either. */
static void
test_deep (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *start, *message;
  } cases[] = {
    { "{ \"x\" : ", "nested more than 64 levels deep" },
    { "{ /* \" */ \"x\" : ", "something outside of a string" },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (GString) deep = g_string_new (cases[k].start);
      g_autoptr (GBytes) content = NULL;

      for (gsize i = 0; i < 100000; i++)
        g_string_append_c (deep, '[');
      content = with_json (fixture, "{", deep->str);
      corpus_assert_bad ("deep.clab", content, cases[k].message);
    }
}

static void
test_lost_entry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) content = write_document (fixture), without_json = NULL, without_a = NULL;
  g_autoptr (GPtrArray) entries = cl_zip_read (content, NULL);

  g_ptr_array_remove_index (entries, 1);
  without_a = cl_zip_write (entries, NULL);
  corpus_assert_bad ("lost.clab", without_a, "A is 2x2, but A.npy is missing");
  g_ptr_array_remove_index (entries, 0);
  without_json = cl_zip_write (entries, NULL);
  corpus_assert_bad ("lost.clab", without_json, "the archive has no document.json");
}

static void
test_damage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) content = write_document (fixture);

  corpus_truncate ("model.clab", content);
  corpus_mutate ("model.clab", content, 3000, 8);
  corpus_mutate_entries ("model.clab", content, 2500, 9);
}

static void
test_numpy (Fixture *fixture, gconstpointer data)
{
  static const char program[] = "import numpy as np, json, sys\n"
                                "z = np.load(sys.argv[1])\n"
                                "assert z['A'].tolist() == [[0.5, -0.0], [1/3, -1]], z['A']\n"
                                "assert z['leak'].shape == (2,)\n"
                                "d = json.loads(z['document.json'])\n"
                                "assert d['version'] == 1 and d['model']['activation'] == 'tanh'\n"
                                "assert d['state']['dynamics.starts'] == [0.1, -2.5e-308]\n";
  g_autoptr (GBytes) content = write_document (fixture);
  g_autofree char *output = corpus_python (program, (const char *const[]){ fixture->path, NULL });

  g_assert_cmpstr (output, ==, output != NULL ? "" : NULL);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/formats/document-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  corpus_limit_memory ();
  ADD ("round-trip", test_round_trip);
  ADD ("no-state", test_no_state);
  ADD ("not-finite", test_not_finite);
  ADD ("edited", test_edited);
  ADD ("deep", test_deep);
  ADD ("lost-entry", test_lost_entry);
  ADD ("damage", test_damage);
  ADD ("numpy", test_numpy);
  return g_test_run ();
}
