/* What can be done with a run while it goes on, and with its epochs. */
#include "tests/app/training-test.h"
#include "ui/pages/training-run-changes.h"
#include "ui/pages/training-run-epochs.h"
#include "ui/pages/training-summary.h"

#define FIND(fixture, TYPE, CAST) CAST (page_test_widget (GTK_WIDGET ((fixture)->page), TYPE))

static GtkEditable *
change_entry (TrainingTest *fixture, ClTrainMarkKind what)
{
  GtkWidget *changes = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_CHANGES);
  GtkWidget *box = gtk_widget_get_first_child (gtk_widget_get_first_child (changes));

  for (guint k = 0; k <= what; k++)
    box = gtk_widget_get_next_sibling (box);
  return GTK_EDITABLE (page_test_widget (box, GTK_TYPE_ENTRY));
}

static void
type_change (TrainingTest *fixture, ClTrainMarkKind what, const char *text)
{
  GtkEditable *entry = change_entry (fixture, what);

  gtk_editable_set_text (entry, text);
  g_signal_emit_by_name (entry, "activate");
}

/* Settings change while a run goes on; what is out of range is refused where it was typed. */
static void
test_live_changes (TrainingTest *fixture, gconstpointer data)
{
  training_test_set_small (fixture, "nemon", 100000);
  training_test_press (fixture, "_Train");
  ClTrainingRun *run = training_test_run (fixture, 0);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) >= 1);
  training_test_press (fixture, "Pa_use");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_get_state (run) == CL_TRAINER_PAUSED);

  type_change (fixture, CL_TRAIN_MARK_GAMMA, "2");
  PAGE_TEST_WAIT_UNTIL (page_test_label (GTK_WIDGET (fixture->page), "expected a number below 1")
                        != NULL);
  g_assert_true (
      gtk_widget_has_css_class (GTK_WIDGET (change_entry (fixture, CL_TRAIN_MARK_GAMMA)), "error"));
  type_change (fixture, CL_TRAIN_MARK_RATE, "fast");
  g_assert_true (
      gtk_widget_has_css_class (GTK_WIDGET (change_entry (fixture, CL_TRAIN_MARK_RATE)), "error"));
  g_assert_false (
      gtk_widget_has_css_class (GTK_WIDGET (change_entry (fixture, CL_TRAIN_MARK_GAMMA)), "error"));

  type_change (fixture, CL_TRAIN_MARK_RATE, "0.001");
  type_change (fixture, CL_TRAIN_MARK_LAMBDA, "1e-4");
  type_change (fixture, CL_TRAIN_MARK_GAMMA, "0.5");
  g_assert_false (
      gtk_widget_has_css_class (GTK_WIDGET (change_entry (fixture, CL_TRAIN_MARK_RATE)), "error"));
  training_test_press (fixture, "_Resume");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_get_snapshot (run)->marks->len == 3);
  for (guint what = 0; what < CL_N_TRAIN_MARKS; what++)
    {
      static const double wanted[] = { 0.001, 1e-4, 0.5 };
      gboolean found = FALSE;

      for (guint k = 0; k < 3; k++)
        {
          const ClTrainMark *mark =
              &g_array_index (cl_training_run_get_snapshot (run)->marks, ClTrainMark, k);

          found |= mark->what == (ClTrainMarkKind) what && mark->value == wanted[what];
        }
      g_assert_true (found);
    }
  const gsize then = cl_training_run_epochs_done (run);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) > then + 1);
  g_assert_cmpfloat (cl_training_run_get_record (run, cl_training_run_epochs_done (run))->margin,
                     >=, 0.499);
  training_test_press (fixture, "S_top");
  training_test_wait_for_end (fixture);
}

/* Of a run that is paused, which it is inside an epoch or at its end, before its test. */
static gsize
batches_of (ClTrainingRun *run)
{
  const ClTrainSnapshot *snapshot = cl_training_run_get_snapshot (run);

  return snapshot->epochs_done * snapshot->batches_per_epoch + snapshot->batches_done;
}

static void
test_step (TrainingTest *fixture, gconstpointer data)
{
  training_test_set_small (fixture, "nemon", 100000);
  training_test_press (fixture, "_Train");
  ClTrainingRun *run = training_test_run (fixture, 0);
  training_test_press (fixture, "Pa_use");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_get_state (run) == CL_TRAINER_PAUSED);
  for (guint k = 0; k < 3; k++)
    {
      const gsize done = batches_of (run);

      training_test_press (fixture, "St_ep");
      PAGE_TEST_WAIT_UNTIL (cl_training_run_get_state (run) == CL_TRAINER_PAUSED
                            && batches_of (run) > done);
      page_test_iterate (60);
      g_assert_cmpuint (batches_of (run), ==, done + 1);
    }
  training_test_press (fixture, "S_top");
  training_test_wait_for_end (fixture);
}

/* Going back to an epoch shows its numbers and its network; a branch goes on from there. */
static void
test_epochs (TrainingTest *fixture, gconstpointer data)
{
  GtkWidget *epochs = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_EPOCHS);
  GtkRange *scale = GTK_RANGE (page_test_widget (epochs, GTK_TYPE_SCALE));
  GtkWidget *inside = GTK_WIDGET (cl_training_page_get_inside (fixture->page));
  ClTrainingSummary *summary = FIND (fixture, CL_TYPE_TRAINING_SUMMARY, CL_TRAINING_SUMMARY);
  ClTrainSettings settings;

  training_test_train (fixture, "nemon", 5);
  ClTrainingRun *parent = training_test_run (fixture, 0);
  training_test_press (fixture, "_Last");
  g_assert_cmpuint (cl_training_run_get_epoch (parent), ==, 5);
  g_assert_cmpstr (cl_training_summary_get_text (summary, "epoch"), ==, "5 of 5");
  gtk_range_set_value (scale, 2);
  g_assert_cmpuint (cl_training_run_get_epoch (parent), ==, 2);
  g_assert_cmpstr (cl_training_summary_get_text (summary, "epoch"), ==, "2 of 5");
  cl_training_page_show_room (fixture->page, "inside");
  PAGE_TEST_WAIT_UNTIL (page_test_label (inside, "Epoch 2 of NEMON") != NULL);
  cl_training_page_show_room (fixture->page, "train");
  page_test_iterate (30);

  g_signal_emit_by_name (fixture->page, "open-model");
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 12);

  /* With the settings of the form: what differs is what the branch is for. */
  cl_training_page_get_settings (fixture->page, &settings);
  settings.rate *= 0.1;
  settings.epochs = 6;
  cl_training_page_set_settings (fixture->page, &settings);
  training_test_press (fixture, "Branch From _Here");
  training_test_wait_for_end (fixture);
  ClTrainingRun *branch = training_test_run (fixture, 1);
  g_assert_true (cl_training_page_get_selected (fixture->page) == branch);
  g_assert_cmpstr (cl_training_run_get_name (branch), ==, "NEMON, from epoch 2");
  g_assert_cmpuint (cl_training_run_trace (branch).first_epoch, ==, 2);
  g_assert_cmpuint (cl_training_run_epochs_done (branch), ==, 6);
  g_assert_cmpfloat (cl_training_run_get_record (branch, 2)->train_loss, ==,
                     cl_training_run_get_record (parent, 2)->train_loss);
  g_assert_cmpfloat (cl_training_run_get_record (branch, 3)->train_loss, !=,
                     cl_training_run_get_record (parent, 3)->train_loss);

  /* Another size is no continuation: the sentence names what differs. */
  settings.n = 7;
  cl_training_page_set_settings (fixture->page, &settings);
  g_signal_emit_by_name (fixture->page, "branch");
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 2);
  PAGE_TEST_WAIT_UNTIL (page_test_label (GTK_WIDGET (fixture->page), "the number of states")
                        != NULL);
}

static void
test_ends_early (TrainingTest *fixture, gconstpointer data)
{
  ClTrainSettings settings;

  training_test_set_small (fixture, "nemon", 5000);
  cl_training_page_get_settings (fixture->page, &settings);
  settings.target_accuracy = 0.55;
  cl_training_page_set_settings (fixture->page, &settings);
  training_test_press (fixture, "_Train");
  training_test_wait_for_end (fixture);
  ClTrainingRun *run = training_test_run (fixture, 0);
  g_assert_cmpint (cl_training_run_get_state (run), ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (cl_training_run_epochs_done (run), <, 5000);
  g_assert_nonnull (cl_training_run_get_snapshot (run)->reason);
  g_assert_true (g_str_has_prefix (fixture->notice, "Training has ended: "));
}

/* A run that breaks off says where and why, and what was good before can still be used. */
static void
test_divergence (TrainingTest *fixture, gconstpointer data)
{
  training_test_set_small (fixture, "free", 100000);
  training_test_press (fixture, "_Train");
  ClTrainingRun *run = training_test_run (fixture, 0);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) >= 1);
  type_change (fixture, CL_TRAIN_MARK_RATE, "1e30");
  training_test_wait_for_end (fixture);
  g_assert_cmpint (cl_training_run_get_state (run), ==, CL_TRAINER_FAILED);
  page_test_iterate (300);
  g_assert_nonnull (page_test_label (GTK_WIDGET (fixture->page), ", batch "));
  g_assert_true (cl_training_run_has_model (run));
  g_signal_emit_by_name (fixture->page, "open-model");
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 12);
}

int
main (int argc, char *argv[])
{
  training_test_init (&argc, &argv);
  TRAINING_TEST_ADD ("/training-live/live-changes", test_live_changes);
  TRAINING_TEST_ADD ("/training-live/step", test_step);
  TRAINING_TEST_ADD ("/training-live/epochs", test_epochs);
  TRAINING_TEST_ADD ("/training-live/ends-early", test_ends_early);
  TRAINING_TEST_ADD ("/training-live/divergence", test_divergence);
  return g_test_run ();
}
