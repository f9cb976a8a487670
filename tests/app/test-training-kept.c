/* No run is lost: not with its window, not with its process, not with its data. */
#include <glib/gstdio.h>
#include <signal.h>

#include "tests/app/training-test.h"

#define CRASH "/training-kept/subprocess/crash"
#define OTHER "/training-kept/subprocess/other"

static void
reopen (TrainingTest *fixture)
{
  training_test_close (fixture);
  g_clear_pointer (&fixture->notice, g_free);
  training_test_open (fixture);
}

static void
wait_for_label (TrainingTest *fixture, const char *text)
{
  PAGE_TEST_WAIT_UNTIL (page_test_label (GTK_WIDGET (fixture->page), text) != NULL);
}

static void
assert_no_label (TrainingTest *fixture, const char *text)
{
  page_test_iterate (300);
  g_assert_null (page_test_label (GTK_WIDGET (fixture->page), text));
}

/* Cut off in an epoch after the first few. */
static void
train_and_close (TrainingTest *fixture, const char *family, gsize epochs, const char *name)
{
  training_test_set_small (fixture, family, epochs);
  training_test_press (fixture, "_Train");
  cl_training_run_set_name (training_test_run (fixture, 0), name);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (training_test_run (fixture, 0)) >= 3);
  reopen (fixture);
}

/* Every word of the notes of the runs in which it stands. */
static void
replace_in_notes (const char *word, const char *with)
{
  g_autoptr (GPtrArray) files = page_test_runs ();

  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_ptr_array_index (files, i);
      g_autofree char *text = NULL;

      if (!g_str_has_suffix (path, ".run"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_auto (GStrv) parts = g_strsplit (text, word, -1);
      g_autofree char *changed = g_strjoinv (with, parts);
      g_assert_true (g_file_set_contents (path, changed, -1, NULL));
    }
}

/* What a window shows of a run, held beyond the window. */
typedef struct
{
  ClTrainingRun *run;
  ClModel *model; /* the best */
} Kept;

static ClModel *
open_best (TrainingTest *fixture, ClTrainingRun *run)
{
  cl_training_page_select (fixture->page, run);
  g_signal_emit_by_name (fixture->page, "open-model");
  return cl_model_ref (cl_document_get_model (fixture->document));
}

static void
assert_same (TrainingTest *fixture, const Kept *kept, ClTrainingRun *back)
{
  const ClTrainSnapshot *a = cl_training_run_get_snapshot (kept->run);
  const ClTrainSnapshot *b = cl_training_run_get_snapshot (back);
  g_autoptr (ClModel) model = open_best (fixture, back);

  g_assert_cmpstr (cl_training_run_get_name (back), ==, cl_training_run_get_name (kept->run));
  g_assert_cmpuint (cl_training_run_get_series (back), ==, cl_training_run_get_series (kept->run));
  g_assert_cmpint (cl_training_run_get_shown (back), ==, cl_training_run_get_shown (kept->run));
  g_assert_cmpint (cl_training_run_get_state (back), ==, cl_training_run_get_state (kept->run));
  g_assert_cmpstr (b->error, ==, a->error);
  g_assert_cmpmem (b->epochs->data, b->epochs->len * sizeof (ClEpoch), a->epochs->data,
                   a->epochs->len * sizeof (ClEpoch));
  g_assert_cmpmem (b->points->data, b->points->len * sizeof (ClBatchPoint), a->points->data,
                   a->points->len * sizeof (ClBatchPoint));
  g_assert_cmpuint (b->marks->len, ==, a->marks->len);
  g_assert_true (cl_model_equal (model, kept->model));
}

/* Finished, stopped and failed runs: all are there again, in their order, and none goes on. */
static void
test_comes_back (TrainingTest *fixture, gconstpointer data)
{
  Kept kept[3];

  training_test_train (fixture, "nemon", 3);
  training_test_set_small (fixture, "mon", 100000);
  training_test_press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (training_test_run (fixture, 1)) >= 2);
  training_test_press (fixture, "S_top");
  training_test_wait_for_end (fixture);
  training_test_set_small (fixture, "free", 100000);
  training_test_press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (training_test_run (fixture, 2)) >= 1);
  g_signal_emit_by_name (fixture->page, "change", CL_TRAIN_MARK_RATE, 1e30);
  training_test_wait_for_end (fixture);
  cl_training_run_set_name (training_test_run (fixture, 0), "the “first” one; kept");
  cl_training_run_set_shown (training_test_run (fixture, 1), FALSE);
  for (guint i = 0; i < 3; i++)
    {
      kept[i].run = g_object_ref (training_test_run (fixture, i));
      kept[i].model = open_best (fixture, kept[i].run);
    }
  g_assert_cmpint (cl_training_run_get_state (kept[2].run), ==, CL_TRAINER_FAILED);
  g_assert_cmpuint (cl_training_run_get_snapshot (kept[2].run)->marks->len, ==, 1);

  for (guint again = 0; again < 2; again++)
    {
      reopen (fixture);
      PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 3);
      g_assert_true (cl_training_page_get_selected (fixture->page)
                     == training_test_run (fixture, 2));
      for (guint i = 0; i < 3; i++)
        assert_same (fixture, &kept[i], training_test_run (fixture, i));
      g_assert_true (
          training_test_has_curve (training_test_figure (fixture), 1, "the “first” one; kept"));
      g_assert_false (training_test_has_curve (training_test_figure (fixture), 1, "MON"));
      g_assert_false (cl_training_controller_is_running (fixture->controller));
      assert_no_label (fixture, "cut off");
    }

  /* Another run gets a name and a colour of its own. */
  training_test_train (fixture, "mon", 1);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 3)), ==, "MON 2");
  g_assert_cmpuint (cl_training_run_get_series (training_test_run (fixture, 3)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_object_unref (kept[i].run);
      cl_model_unref (kept[i].model);
    }
}

/* Of a run from an earlier window the best and the last network are there, and can be branched
 * from. */
static void
test_networks (TrainingTest *fixture, gconstpointer data)
{
  ClTrainSettings settings;

  training_test_train (fixture, "nemon", 6);
  reopen (fixture);
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 1);
  ClTrainingRun *run = training_test_run (fixture, 0);
  const gsize best = cl_training_run_get_best_epoch (run);
  for (gsize epoch = 1; epoch <= 6; epoch++)
    {
      ClModel *before = cl_document_get_model (fixture->document);

      cl_training_run_keep (run, CL_RUN_KEEP_EPOCH, epoch);
      g_signal_emit_by_name (fixture->page, "open-model");
      g_assert_true ((cl_document_get_model (fixture->document) != before)
                     == (epoch == best || epoch == 6));
    }

  /* That one is missing is said as long as it is chosen. */
  cl_training_run_keep (run, CL_RUN_KEEP_EPOCH, best == 2 ? 3 : 2);
  wait_for_label (fixture, "is not kept");
  cl_training_run_keep (run, CL_RUN_KEEP_EPOCH, 6);
  assert_no_label (fixture, "is not kept");
  cl_training_page_get_settings (fixture->page, &settings);
  settings.epochs = 8;
  cl_training_page_set_settings (fixture->page, &settings);
  training_test_press (fixture, "Branch From _Here");
  training_test_wait_for_end (fixture);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 2);
  g_assert_cmpuint (cl_training_run_epochs_done (training_test_run (fixture, 1)), ==, 8);
}

static void
test_removed (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 1);
  training_test_train (fixture, "mon", 1);
  g_assert_cmpuint (training_test_count_files (), ==, 4);
  gtk_widget_activate_action (GTK_WIDGET (training_test_row (fixture, 0)), "run.remove", NULL);
  g_assert_cmpuint (training_test_count_files (), ==, 4);

  /* The toast goes with the window. */
  reopen (fixture);
  g_assert_cmpuint (training_test_count_files (), ==, 2);
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 1);
  page_test_iterate (100);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 1);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "MON");
}

/* Runs whose data are gone are named; the others come back all the same, and so do they once the
 * data are there again. */
static void
test_missing_data (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 2);
  training_test_close (fixture);
  replace_in_notes ("teacher-network", "/not/there");
  training_test_open (fixture);
  training_test_train (fixture, "mon", 2);
  reopen (fixture);
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 1);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "MON");
  wait_for_label (fixture, "NEMON cannot be shown: there is no data set at /not/there");
  g_assert_cmpuint (training_test_count_files (), ==, 4);

  training_test_press (fixture, "Tr_y Again");
  wait_for_label (fixture, "NEMON cannot be shown: there is no data set at /not/there");
  training_test_close (fixture);
  replace_in_notes ("/not/there", "teacher-network");
  training_test_open (fixture);
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 2);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "NEMON");
  assert_no_label (fixture, "cannot be shown");
}

static void
test_discard_lost (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 1);
  training_test_train (fixture, "nemon", 1);
  training_test_close (fixture);
  replace_in_notes ("teacher-network", "/not/there");
  training_test_open (fixture);
  wait_for_label (fixture, "NEMON; NEMON 2 cannot be shown: there is no data set at /not/there");
  training_test_press (fixture, "Dis_card");
  g_assert_cmpuint (training_test_count_files (), ==, 0);
  assert_no_label (fixture, "cannot be shown");
}

/* Without its notes a run has no name and no data, but what was trained is not thrown away. */
static void
test_lost_notes (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 1);
  training_test_close (fixture);
  replace_in_notes ("\n", "?");
  training_test_open (fixture);
  wait_for_label (fixture, "A run without a name cannot be shown: nothing is known");
  g_assert_cmpuint (training_test_count_files (), ==, 2);
}

/* A window that is closed while it trains leaves the run to the next one. */
static void
test_resume (TrainingTest *fixture, gconstpointer data)
{
  train_and_close (fixture, "idl", 40, "the long one");
  g_assert_cmpuint (training_test_count_files (), ==, 2);
  wait_for_label (fixture, "cut off: the long one");
  training_test_press (fixture, "Res_ume Training");
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 1);
  ClTrainingRun *run = training_test_run (fixture, 0);
  g_assert_cmpstr (cl_training_run_get_name (run), ==, "the long one");
  g_assert_cmpstr (cl_training_run_get_settings (run)->family, ==, "idl");
  training_test_wait_for_end (fixture);
  g_assert_cmpuint (cl_training_run_epochs_done (run), ==, 40);

  /* As if nobody had interrupted it. */
  training_test_train (fixture, "idl", 40);
  ClTrainingRun *whole = training_test_run (fixture, 1);
  for (gsize epoch = 1; epoch <= 40; epoch++)
    g_assert_cmpfloat (cl_training_run_get_record (run, epoch)->train_loss, ==,
                       cl_training_run_get_record (whole, epoch)->train_loss);
}

/* A run that comes back beside one of the same name gets another. */
static void
test_same_name (TrainingTest *fixture, gconstpointer data)
{
  train_and_close (fixture, "nemon", 100000, "NEMON");
  training_test_train (fixture, "nemon", 1);
  wait_for_label (fixture, "cut off: NEMON");
  training_test_press (fixture, "Res_ume Training");
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 2);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "NEMON");
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 1)), ==, "NEMON 2");
  g_assert_cmpuint (cl_training_run_get_series (training_test_run (fixture, 0)), !=,
                    cl_training_run_get_series (training_test_run (fixture, 1)));
  training_test_press (fixture, "S_top");
  training_test_wait_for_end (fixture);
}

/* Cut off before an epoch was done, it begins again. */
static void
test_first_epoch (TrainingTest *fixture, gconstpointer data)
{
  training_test_set_small (fixture, "nemon", 3);
  training_test_press (fixture, "_Train");
  training_test_press (fixture, "Pa_use");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_get_state (training_test_run (fixture, 0))
                        == CL_TRAINER_PAUSED);
  g_assert_cmpuint (cl_training_run_epochs_done (training_test_run (fixture, 0)), ==, 0);
  reopen (fixture);
  wait_for_label (fixture, "cut off: NEMON");
  training_test_press (fixture, "Res_ume Training");
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 1);
  training_test_wait_for_end (fixture);
  g_assert_cmpuint (cl_training_run_epochs_done (training_test_run (fixture, 0)), ==, 3);
}

static void
test_discard (TrainingTest *fixture, gconstpointer data)
{
  train_and_close (fixture, "nemon", 100000, "unwanted");
  wait_for_label (fixture, "cut off: unwanted");
  training_test_press (fixture, "_Discard");
  g_assert_cmpuint (training_test_count_files (), ==, 0);
  assert_no_label (fixture, "cut off");
}

/* A checkpoint that cannot be read is said, and can be discarded. */
static void
test_damaged (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 1);
  training_test_close (fixture);
  g_autoptr (GPtrArray) files = page_test_runs ();
  for (guint i = 0; i < files->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (files, i), ".npz"))
      g_assert_true (g_file_set_contents (g_ptr_array_index (files, i), "no archive", -1, NULL));
  training_test_open (fixture);
  wait_for_label (fixture, "NEMON cannot be shown: ");
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 0);
  training_test_press (fixture, "Dis_card");
  g_assert_cmpuint (training_test_count_files (), ==, 0);
}

/* Without a place for checkpoints the run goes on and says so. */
static void
test_full_disk (TrainingTest *fixture, gconstpointer data)
{
  g_autofree char *parent = g_build_filename (g_get_user_data_dir (), "contraction-lab", NULL);
  g_autofree char *folder = g_build_filename (parent, "runs", NULL);

  g_rmdir (folder);
  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  training_test_train (fixture, "nemon", 2);
  ClTrainingRun *run = training_test_run (fixture, 0);
  g_assert_cmpuint (cl_training_run_epochs_done (run), ==, 2);
  g_assert_nonnull (cl_training_run_get_snapshot (run)->warning);
  wait_for_label (fixture, folder);
  g_unlink (folder);
}

/* What a window holds is not for another one, of this process or of a second. */
static void
test_two_windows (TrainingTest *fixture, gconstpointer data)
{
  TrainingTest second = { .document = fixture->document, .jobs = fixture->jobs };

  training_test_train (fixture, "nemon", 1);
  training_test_open (&second);
  page_test_iterate (300);
  g_assert_cmpuint (training_test_count_runs (&second), ==, 0);

  g_test_trap_subprocess (OTHER, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_assert_cmpuint (training_test_count_files (), ==, 4);

  training_test_close (&second);
  training_test_open (&second);
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (&second) == 1);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (&second, 0)), ==, "IDL");
  training_test_close (&second);
  g_free (second.notice);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 1);
}

/* Not a test of its own: the second process. */
static void
other_process (void)
{
  TrainingTest fixture = { .document = page_test_document (), .jobs = cl_job_queue_new () };

  training_test_open (&fixture);
  page_test_iterate (300);
  g_assert_cmpuint (training_test_count_runs (&fixture), ==, 0);
  training_test_train (&fixture, "idl", 1);
  training_test_close (&fixture);
}

/* A process that is killed leaves one run that had ended and one that had not. */
static void
test_crash (TrainingTest *fixture, gconstpointer data)
{
  training_test_close (fixture);
  g_test_trap_subprocess (CRASH, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_assert_cmpuint (training_test_count_files (), ==, 4);

  training_test_open (fixture);
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 1);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "NEMON");
  wait_for_label (fixture, "cut off: MON");
  training_test_press (fixture, "Res_ume Training");
  PAGE_TEST_WAIT_UNTIL (training_test_count_runs (fixture) == 2);
  ClTrainingRun *run = training_test_run (fixture, 1);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) >= 4);
}

/* Not a test of its own: the process that is killed. */
static void
crashing_process (void)
{
  TrainingTest fixture = { .document = page_test_document (), .jobs = cl_job_queue_new () };

  training_test_open (&fixture);
  training_test_train (&fixture, "nemon", 2);
  training_test_set_small (&fixture, "mon", 100000);
  training_test_press (&fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (training_test_run (&fixture, 1)) >= 2);
  raise (SIGKILL);
}

int
main (int argc, char *argv[])
{
  training_test_init (&argc, &argv);
  g_test_add_func (CRASH, crashing_process);
  g_test_add_func (OTHER, other_process);
  TRAINING_TEST_ADD ("/training-kept/comes-back", test_comes_back);
  TRAINING_TEST_ADD ("/training-kept/networks", test_networks);
  TRAINING_TEST_ADD ("/training-kept/removed", test_removed);
  TRAINING_TEST_ADD ("/training-kept/missing-data", test_missing_data);
  TRAINING_TEST_ADD ("/training-kept/discard-lost", test_discard_lost);
  TRAINING_TEST_ADD ("/training-kept/lost-notes", test_lost_notes);
  TRAINING_TEST_ADD ("/training-kept/resume", test_resume);
  TRAINING_TEST_ADD ("/training-kept/same-name", test_same_name);
  TRAINING_TEST_ADD ("/training-kept/first-epoch", test_first_epoch);
  TRAINING_TEST_ADD ("/training-kept/discard", test_discard);
  TRAINING_TEST_ADD ("/training-kept/damaged", test_damaged);
  TRAINING_TEST_ADD ("/training-kept/full-disk", test_full_disk);
  TRAINING_TEST_ADD ("/training-kept/two-windows", test_two_windows);
  TRAINING_TEST_ADD ("/training-kept/crash", test_crash);
  return g_test_run ();
}
