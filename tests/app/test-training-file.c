/* The files of runs: held at every moment, and never half there. */
#include "app/training-file.h"
#include "tests/app/training-test.h"

/* What was being written when the process was killed goes, once it is nobody's. */
static void
test_half_written (TrainingTest *fixture, gconstpointer data)
{
  g_autofree char *rest = NULL;

  training_test_train (fixture, "nemon", 1);
  g_autoptr (GPtrArray) files = page_test_runs ();
  for (guint i = 0; i < files->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (files, i), ".npz"))
      rest = g_strconcat (g_ptr_array_index (files, i), ".AB12CD", NULL);
  g_assert_true (g_file_set_contents (rest, "half", -1, NULL));
  training_test_close (fixture);
  training_test_open (fixture);
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 1);
  g_assert_false (g_file_test (rest, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (training_test_count_files (), ==, 2);
}

/* Notes are replaced as a whole, and held at every moment. */
static void
test_lock (void)
{
  const ClTrainingData origin = { .spec = "digits" };
  ClTrainingFile *file = cl_training_file_new ("one", &origin, 0, 5);

  g_assert_true (g_file_set_contents (cl_training_file_get_path (file), "", 0, NULL));
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("name %u", i);
      g_autoptr (GPtrArray) free_ones = NULL;

      cl_training_file_set_look (file, name, i % 2 == 0);
      free_ones = cl_training_file_take_orphans ();
      g_assert_cmpuint (free_ones->len, ==, 0);
    }
  cl_training_file_set_ended (file);
  cl_training_file_free (file);
  g_autoptr (GPtrArray) found = cl_training_file_take_orphans ();
  g_assert_cmpuint (found->len, ==, 1);
  const ClTrainingFile *again = g_ptr_array_index (found, 0);
  g_assert_cmpstr (cl_training_file_get_name (again), ==, "name 19");
  g_assert_cmpuint (cl_training_file_get_series (again), ==, 5);
  g_assert_false (cl_training_file_get_shown (again));
  g_assert_true (cl_training_file_get_ended (again));
  g_assert_cmpstr (cl_training_file_get_data (again).spec, ==, "digits");
  g_autoptr (GPtrArray) none = cl_training_file_take_orphans ();
  g_assert_cmpuint (none->len, ==, 0);
  page_test_remove_runs ();
}

int
main (int argc, char *argv[])
{
  training_test_init (&argc, &argv);
  g_test_add_func ("/training-file/lock", test_lock);
  TRAINING_TEST_ADD ("/training-file/half-written", test_half_written);
  return g_test_run ();
}
