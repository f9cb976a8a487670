/* Several runs on the training page: duels, live changes, any epoch, branches, resumed runs. */
#include <glib/gstdio.h>

#include "app/settings.h"
#include "app/training-controller.h"
#include "app/training-file.h"
#include "tests/app/page-test.h"
#include "ui/pages/training-form.h"
#include "ui/pages/training-run-changes.h"
#include "ui/pages/training-run-epochs.h"
#include "ui/pages/training-run-list.h"
#include "ui/pages/training-run-quantities.h"
#include "ui/pages/training-run-row.h"
#include "ui/pages/training-summary.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/run-bar.h"

typedef struct
{
  ClDocument *document;
  ClJobQueue *jobs;
  GtkWidget *window;
  ClTrainingPage *page;
  ClTrainingController *controller;
  char *notice; /* the last toast */
} Fixture;

#define FIND(fixture, TYPE, CAST) CAST (page_test_widget (GTK_WIDGET ((fixture)->page), TYPE))

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *button = page_test_button (GTK_WIDGET (fixture->page), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
wait_for_end (Fixture *fixture)
{
  PAGE_TEST_WAIT_UNTIL (!cl_training_controller_is_running (fixture->controller));
}

static void
open_window (Fixture *fixture)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->window = gtk_window_new ();
  fixture->page = CL_TRAINING_PAGE (cl_training_page_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 750);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (fixture->page));
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  fixture->controller = cl_training_controller_new (fixture->document, fixture->jobs, fixture->page,
                                                    page_test_notify, &fixture->notice);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  PAGE_TEST_WAIT_UNTIL (cl_data_chooser_get_dataset (cl_training_page_get_data (fixture->page))
                        != NULL);
}

static void
close_window (Fixture *fixture)
{
  cl_training_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static const char *const remembered[] = {
  "training-plots",  "training-duel",    "training-duel-families", "training-family",
  "training-rate",   "training-lambda",  "training-gamma",         "training-target-accuracy",
  "training-epochs", "training-neurons", "training-batch",         "training-more",
};

/* A few thousand points of five numbers, in two classes: an epoch takes milliseconds. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (remembered); i++)
    g_settings_reset (cl_settings_get (), remembered[i]);
  g_settings_set_string (cl_settings_get (), "training-data", "teacher-network");
  fixture->document = page_test_document ();
  fixture->jobs = cl_job_queue_new ();
  open_window (fixture);
}

static GPtrArray *
files_on_disk (void)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "contraction-lab", "runs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  return files;
}

static guint
count_files (void)
{
  g_autoptr (GPtrArray) files = files_on_disk ();

  return files->len;
}

/* What has ended needs nothing on disk once the window is closed. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture);
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->document);
  g_assert_cmpuint (count_files (), ==, 0);
  g_free (fixture->notice);
}

static void
set_small (Fixture *fixture, const char *family, gsize epochs)
{
  ClTrainSettings settings;

  cl_training_page_get_settings (fixture->page, &settings);
  settings.family = family;
  settings.n = 12;
  settings.epochs = epochs;
  settings.batch = 500;
  cl_training_page_set_settings (fixture->page, &settings);
}

static void
train (Fixture *fixture, const char *family, gsize epochs)
{
  set_small (fixture, family, epochs);
  press (fixture, "_Train");
  wait_for_end (fixture);
}

static guint
count_runs (Fixture *fixture)
{
  return g_list_model_get_n_items (cl_training_page_get_runs (fixture->page));
}

static ClTrainingRun *
run_at (Fixture *fixture, guint i)
{
  g_autoptr (ClTrainingRun) run =
      g_list_model_get_item (cl_training_page_get_runs (fixture->page), i);

  return run;
}

static ClTrainingRunRow *
row_at (Fixture *fixture, int i)
{
  GtkWidget *list = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_LIST);
  GtkListBox *box = GTK_LIST_BOX (page_test_widget (list, GTK_TYPE_LIST_BOX));

  return CL_TRAINING_RUN_ROW (gtk_list_box_get_row_at_index (box, i));
}

static ClFigure *
figure_of (Fixture *fixture)
{
  GtkWidget *epochs = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_EPOCHS);

  return cl_plot_view_get_figure (
      CL_PLOT_VIEW (page_test_widget (gtk_widget_get_parent (epochs), CL_TYPE_PLOT_VIEW)));
}

static gboolean
has_curve (ClFigure *figure, guint panel, const char *name)
{
  ClPanel *source = cl_figure_panel (figure, panel);

  for (guint k = 0; k < cl_panel_n_layers (source); k++)
    if (g_strcmp0 (cl_layer_name (cl_panel_layer (source, k)), name) == 0)
      return TRUE;
  return FALSE;
}

static GtkEditable *
change_entry (Fixture *fixture, ClTrainMarkKind what)
{
  GtkWidget *changes = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_CHANGES);
  GtkWidget *box = gtk_widget_get_first_child (gtk_widget_get_first_child (changes));

  for (guint k = 0; k <= what; k++)
    box = gtk_widget_get_next_sibling (box);
  return GTK_EDITABLE (page_test_widget (box, GTK_TYPE_ENTRY));
}

static void
type_change (Fixture *fixture, ClTrainMarkKind what, const char *text)
{
  GtkEditable *entry = change_entry (fixture, what);

  gtk_editable_set_text (entry, text);
  g_signal_emit_by_name (entry, "activate");
}

/* Three families on the same batches, in the same plots; the same again gives the same numbers. */
static void
test_duel (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "NEMON", "MON", "IDL" };

  g_object_set (fixture->page, "duel", TRUE, "duel-families", "nemon,mon,idl", NULL);
  train (fixture, "nemon", 3);
  g_assert_cmpuint (count_runs (fixture), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      ClTrainingRun *run = run_at (fixture, i);

      g_assert_cmpstr (cl_training_run_get_name (run), ==, names[i]);
      g_assert_cmpuint (cl_training_run_get_series (run), ==, i);
      g_assert_cmpuint (cl_training_run_epochs_done (run), ==, 3);
      g_assert_cmpuint (cl_training_run_get_settings (run)->seed, ==,
                        cl_training_run_get_settings (run_at (fixture, 0))->seed);
      g_assert_cmpuint (cl_training_run_get_settings (run)->threads, >=, 1);
      for (guint panel = 0; panel < 4; panel++)
        g_assert_true (has_curve (figure_of (fixture), panel, names[i]));
    }
  g_assert_cmpstr (fixture->notice, ==, "Training has finished");
  g_assert_nonnull (page_test_label (GTK_WIDGET (fixture->page), "NEMON: Finished 3 epochs"));

  press (fixture, "_Train");
  wait_for_end (fixture);
  g_assert_cmpuint (count_runs (fixture), ==, 6);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *again = g_strdup_printf ("%s 2", names[i]);

      g_assert_cmpstr (cl_training_run_get_name (run_at (fixture, i + 3)), ==, again);
      for (gsize epoch = 1; epoch <= 3; epoch++)
        g_assert_cmpfloat (cl_training_run_get_record (run_at (fixture, i), epoch)->train_loss, ==,
                           cl_training_run_get_record (run_at (fixture, i + 3), epoch)->train_loss);
    }
}

/* A duel without families cannot start, and says so. */
static void
test_empty_duel (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->page, "duel", TRUE, "duel-families", "", NULL);
  g_assert_nonnull (
      page_test_label (GTK_WIDGET (fixture->page), "Choose the families of the duel"));
  g_signal_emit_by_name (fixture->page, "start");
  g_assert_false (cl_training_controller_is_running (fixture->controller));
  g_assert_cmpuint (count_runs (fixture), ==, 0);
}

static void
test_rename_and_hide (Fixture *fixture, gconstpointer data)
{
  train (fixture, "nemon", 2);
  train (fixture, "mon", 2);
  ClTrainingRunRow *row = row_at (fixture, 0);
  GtkWidget *entry = page_test_widget (GTK_WIDGET (row), GTK_TYPE_ENTRY);
  GtkWidget *shown = page_test_widget (GTK_WIDGET (row), GTK_TYPE_TOGGLE_BUTTON);

  gtk_widget_activate_action (GTK_WIDGET (row), "run.rename", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "  the first ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (cl_training_run_get_name (run_at (fixture, 0)), ==, "the first");
  g_assert_true (has_curve (figure_of (fixture), 1, "the first"));

  /* No name is no name: the old one stays. */
  gtk_widget_activate_action (GTK_WIDGET (row), "run.rename", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (cl_training_run_get_name (run_at (fixture, 0)), ==, "the first");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (shown), FALSE);
  g_assert_false (cl_training_run_get_shown (run_at (fixture, 0)));
  g_assert_false (has_curve (figure_of (fixture), 1, "the first"));
  g_assert_true (has_curve (figure_of (fixture), 1, "MON"));
}

/* The way a toast asks for it is public: its signals. */
static AdwToast *
find_toast (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (root), "AdwToastWidget"))
    {
      AdwToast *toast = NULL;

      g_object_get (root, "toast", &toast, NULL);
      g_object_unref (toast);
      return toast;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwToast *toast = find_toast (child);

      if (toast != NULL)
        return toast;
    }
  return NULL;
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  train (fixture, "nemon", 1);
  train (fixture, "mon", 1);
  gtk_widget_activate_action (GTK_WIDGET (row_at (fixture, 0)), "run.remove", NULL);
  g_assert_cmpuint (count_runs (fixture), ==, 1);
  g_assert_true (cl_training_page_get_selected (fixture->page) == run_at (fixture, 0));
  g_assert_false (has_curve (figure_of (fixture), 1, "NEMON"));
  page_test_iterate (30);
  AdwToast *toast = find_toast (fixture->window);
  g_signal_emit_by_name (toast, "button-clicked");
  adw_toast_dismiss (toast);
  g_assert_cmpuint (count_runs (fixture), ==, 2);
  g_assert_cmpstr (cl_training_run_get_name (run_at (fixture, 0)), ==, "NEMON");
  g_assert_true (has_curve (figure_of (fixture), 1, "NEMON"));

  /* Once the toast has gone so has the run, with what it has written. */
  const guint files = count_files ();
  gtk_widget_activate_action (GTK_WIDGET (row_at (fixture, 1)), "run.remove", NULL);
  page_test_iterate (30);
  adw_toast_dismiss (find_toast (fixture->window));
  PAGE_TEST_WAIT_UNTIL (count_files () < files);
  g_assert_cmpuint (count_runs (fixture), ==, 1);
}

/* A running one that is removed is stopped, and comes back as far as it got. */
static void
test_remove_running (Fixture *fixture, gconstpointer data)
{
  set_small (fixture, "nemon", 10000);
  press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run_at (fixture, 0)) >= 2);
  gtk_widget_activate_action (GTK_WIDGET (row_at (fixture, 0)), "run.remove", NULL);
  g_assert_cmpuint (count_runs (fixture), ==, 0);
  wait_for_end (fixture);
  page_test_iterate (30);
  g_signal_emit_by_name (find_toast (fixture->window), "button-clicked");
  g_assert_cmpuint (count_runs (fixture), ==, 1);
  g_assert_cmpint (cl_training_run_get_state (run_at (fixture, 0)), ==, CL_TRAINER_STOPPED);
  g_assert_cmpuint (cl_training_run_epochs_done (run_at (fixture, 0)), >=, 2);
}

/* Settings change while a run goes on; what is out of range is refused where it was typed. */
static void
test_live_changes (Fixture *fixture, gconstpointer data)
{
  set_small (fixture, "nemon", 100000);
  press (fixture, "_Train");
  ClTrainingRun *run = run_at (fixture, 0);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) >= 1);
  press (fixture, "Pa_use");
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
  press (fixture, "_Resume");
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
  press (fixture, "S_top");
  wait_for_end (fixture);
}

/* Of a run that is paused, which it is inside an epoch or at its end, before its test. */
static gsize
batches_of (ClTrainingRun *run)
{
  const ClTrainSnapshot *snapshot = cl_training_run_get_snapshot (run);

  return snapshot->epochs_done * snapshot->batches_per_epoch + snapshot->batches_done;
}

static void
test_step (Fixture *fixture, gconstpointer data)
{
  set_small (fixture, "nemon", 100000);
  press (fixture, "_Train");
  ClTrainingRun *run = run_at (fixture, 0);
  press (fixture, "Pa_use");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_get_state (run) == CL_TRAINER_PAUSED);
  for (guint k = 0; k < 3; k++)
    {
      const gsize done = batches_of (run);

      press (fixture, "St_ep");
      PAGE_TEST_WAIT_UNTIL (cl_training_run_get_state (run) == CL_TRAINER_PAUSED
                            && batches_of (run) > done);
      page_test_iterate (60);
      g_assert_cmpuint (batches_of (run), ==, done + 1);
    }
  press (fixture, "S_top");
  wait_for_end (fixture);
}

/* Going back to an epoch shows its numbers and its network; a branch goes on from there. */
static void
test_epochs (Fixture *fixture, gconstpointer data)
{
  GtkWidget *epochs = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_EPOCHS);
  GtkRange *scale = GTK_RANGE (page_test_widget (epochs, GTK_TYPE_SCALE));
  GtkWidget *inside = GTK_WIDGET (cl_training_page_get_inside (fixture->page));
  ClTrainingSummary *summary = FIND (fixture, CL_TYPE_TRAINING_SUMMARY, CL_TRAINING_SUMMARY);
  ClTrainSettings settings;

  train (fixture, "nemon", 5);
  ClTrainingRun *parent = run_at (fixture, 0);
  press (fixture, "_Last");
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
  press (fixture, "Branch From _Here");
  wait_for_end (fixture);
  ClTrainingRun *branch = run_at (fixture, 1);
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
  g_assert_cmpuint (count_runs (fixture), ==, 2);
  PAGE_TEST_WAIT_UNTIL (page_test_label (GTK_WIDGET (fixture->page), "the number of states")
                        != NULL);
}

static void
test_ends_early (Fixture *fixture, gconstpointer data)
{
  ClTrainSettings settings;

  set_small (fixture, "nemon", 5000);
  cl_training_page_get_settings (fixture->page, &settings);
  settings.target_accuracy = 0.55;
  cl_training_page_set_settings (fixture->page, &settings);
  press (fixture, "_Train");
  wait_for_end (fixture);
  ClTrainingRun *run = run_at (fixture, 0);
  g_assert_cmpint (cl_training_run_get_state (run), ==, CL_TRAINER_FINISHED);
  g_assert_cmpuint (cl_training_run_epochs_done (run), <, 5000);
  g_assert_nonnull (cl_training_run_get_snapshot (run)->reason);
  g_assert_true (g_str_has_prefix (fixture->notice, "Training has ended: "));
}

/* A run that breaks off says where and why, and what was good before can still be used. */
static void
test_divergence (Fixture *fixture, gconstpointer data)
{
  set_small (fixture, "free", 100000);
  press (fixture, "_Train");
  ClTrainingRun *run = run_at (fixture, 0);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) >= 1);
  type_change (fixture, CL_TRAIN_MARK_RATE, "1e30");
  wait_for_end (fixture);
  g_assert_cmpint (cl_training_run_get_state (run), ==, CL_TRAINER_FAILED);
  page_test_iterate (300);
  g_assert_nonnull (page_test_label (GTK_WIDGET (fixture->page), ", batch "));
  g_assert_true (cl_training_run_has_model (run));
  g_signal_emit_by_name (fixture->page, "open-model");
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 12);
}

/* A window that is closed while it trains leaves the run to the next one. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  set_small (fixture, "idl", 40);
  press (fixture, "_Train");
  cl_training_run_set_name (run_at (fixture, 0), "the long one");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run_at (fixture, 0)) >= 3);
  close_window (fixture);
  g_assert_cmpuint (count_files (), ==, 2);

  open_window (fixture);
  page_test_iterate (300);
  g_assert_nonnull (page_test_label (GTK_WIDGET (fixture->page), "cut off: the long one"));
  press (fixture, "Res_ume Training");
  PAGE_TEST_WAIT_UNTIL (count_runs (fixture) == 1);
  ClTrainingRun *run = run_at (fixture, 0);
  g_assert_cmpstr (cl_training_run_get_name (run), ==, "the long one");
  g_assert_cmpstr (cl_training_run_get_settings (run)->family, ==, "idl");
  wait_for_end (fixture);
  g_assert_cmpuint (cl_training_run_epochs_done (run), ==, 40);

  /* As if nobody had interrupted it. */
  train (fixture, "idl", 40);
  for (gsize epoch = 1; epoch <= 40; epoch++)
    g_assert_cmpfloat (cl_training_run_get_record (run, epoch)->train_loss, ==,
                       cl_training_run_get_record (run_at (fixture, 1), epoch)->train_loss);
}

static void
test_discard (Fixture *fixture, gconstpointer data)
{
  set_small (fixture, "nemon", 100000);
  press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run_at (fixture, 0)) >= 1);
  close_window (fixture);
  open_window (fixture);
  page_test_iterate (300);
  press (fixture, "_Discard");
  g_assert_cmpuint (count_files (), ==, 0);
  page_test_iterate (300);
  g_assert_null (page_test_label (GTK_WIDGET (fixture->page), "cut off"));
}

/* A checkpoint that cannot be read is said, and can be discarded. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  set_small (fixture, "nemon", 100000);
  press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run_at (fixture, 0)) >= 1);
  close_window (fixture);
  g_autoptr (GPtrArray) files = files_on_disk ();
  for (guint i = 0; i < files->len; i++)
    if (g_str_has_suffix (g_ptr_array_index (files, i), ".npz"))
      g_assert_true (g_file_set_contents (g_ptr_array_index (files, i), "no archive", -1, NULL));
  open_window (fixture);
  page_test_iterate (300);
  press (fixture, "Res_ume Training");
  PAGE_TEST_WAIT_UNTIL (page_test_label (GTK_WIDGET (fixture->page), ".npz") != NULL);
  g_assert_cmpuint (count_runs (fixture), ==, 0);
  press (fixture, "_Discard");
}

/* Without a place for checkpoints the run goes on and says so. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = g_build_filename (g_get_user_data_dir (), "contraction-lab", NULL);
  g_autofree char *folder = g_build_filename (parent, "runs", NULL);

  g_rmdir (folder);
  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  train (fixture, "nemon", 2);
  g_assert_cmpuint (cl_training_run_epochs_done (run_at (fixture, 0)), ==, 2);
  g_assert_nonnull (cl_training_run_get_snapshot (run_at (fixture, 0))->warning);
  page_test_iterate (300);
  g_assert_nonnull (page_test_label (GTK_WIDGET (fixture->page), folder));
  g_unlink (folder);
}

/* Every figure that leaves says what made it; the legend stands in for the list. */
static void
test_provenance (Fixture *fixture, gconstpointer data)
{
  train (fixture, "nemon", 1);
  train (fixture, "mon", 1);
  GtkWidget *epochs = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_EPOCHS);
  ClPlotView *plots =
      CL_PLOT_VIEW (page_test_widget (gtk_widget_get_parent (epochs), CL_TYPE_PLOT_VIEW));
  const char *text = cl_figure_provenance (cl_plot_view_get_export_figure (plots));

  g_assert_nonnull (strstr (text, "program: contraction-lab"));
  g_assert_nonnull (strstr (text, "run: NEMON\n"));
  g_assert_nonnull (strstr (text, "family: mon\n"));
  g_assert_nonnull (strstr (text, "seed: 1\n"));
  g_assert_nonnull (strstr (text, "epochs: 1\n"));
  g_assert_nonnull (strstr (text, "data: "));

  GtkWidget *inside = GTK_WIDGET (cl_training_page_get_inside (fixture->page));
  ClPlotView *weights = CL_PLOT_VIEW (page_test_widget (inside, CL_TYPE_PLOT_VIEW));
  cl_training_page_show_room (fixture->page, "inside");
  PAGE_TEST_WAIT_UNTIL (cl_plot_view_get_export_figure (weights) != NULL);
  text = cl_figure_provenance (cl_plot_view_get_export_figure (weights));
  g_assert_nonnull (strstr (text, "network: Epoch 1 of MON\n"));
  g_assert_nonnull (strstr (text, "model: "));
  g_assert_nonnull (strstr (text, "seed: 1\n"));
}

/* What is plotted is chosen, and remembered. */
static void
test_quantities (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chosen = NULL;

  train (fixture, "nemon", 2);
  g_assert_cmpuint (cl_figure_n_panels (figure_of (fixture)), ==, 4);
  g_object_set (fixture->page, "plots", "margin,bound-l2_mixed,speed", NULL);
  g_assert_cmpuint (cl_figure_n_panels (figure_of (fixture)), ==, 3);
  for (guint panel = 0; panel < 3; panel++)
    g_assert_true (has_curve (figure_of (fixture), panel, "NEMON"));
  chosen = g_settings_get_string (cl_settings_get (), "training-plots");
  g_assert_cmpstr (chosen, ==, "margin,speed,bound-l2_mixed");
  g_object_set (fixture->page, "plots", "unheard-of", NULL);
  g_assert_cmpuint (cl_figure_n_panels (figure_of (fixture)), ==, 4);
}

static void
test_quantity_table (void)
{
  gsize count;
  const ClTrainingQuantity *table = cl_training_quantity_table (&count);
  ClEpoch epoch = { .seconds = 0.5, .margin = 0.25 };

  g_assert_cmpuint (count, >, CL_N_TRAINING_DEFAULTS);
  for (gsize i = 0; i < count; i++)
    {
      g_assert_true (cl_training_quantity_find (table[i].id) == &table[i]);
      g_assert_nonnull (table[i].title);
      g_assert_nonnull (table[i].tooltip);
    }
  g_assert_null (cl_training_quantity_find ("unheard-of"));
  for (gsize k = 0; k < CL_N_BOUNDS; k++)
    epoch.bounds[k] = 100.0 + (double) k;
  g_assert_cmpfloat (cl_training_quantity_value (cl_training_quantity_find ("bound-idl"), &epoch,
                                                 10),
                     ==, 100.0 + CL_BOUND_IDL);
  g_assert_cmpfloat (cl_training_quantity_value (cl_training_quantity_find ("speed"), &epoch, 10),
                     ==, 20);
  g_assert_cmpfloat (cl_training_quantity_value (cl_training_quantity_find ("margin"), &epoch, 10),
                     ==, 0.25);
}

/* The form asks for everything that the tables of core hold. */
static void
test_form (void)
{
  GtkWidget *form = g_object_ref_sink (cl_training_form_new ());
  ClTrainSettings in, out;

  cl_train_settings_init (&in);
  in.optimiser = "sgd";
  in.loss = "squared-error";
  in.dropout = 0.25;
  in.target_accuracy = 0.98;
  in.patience = 4;
  in.lambda = 1e-4;
  cl_training_form_set_settings (CL_TRAINING_FORM (form), &in);
  cl_training_form_get_settings (CL_TRAINING_FORM (form), &out);
  g_assert_cmpstr (out.optimiser, ==, "sgd");
  g_assert_cmpstr (out.loss, ==, "squared-error");
  g_assert_cmpfloat (out.dropout, ==, 0.25);
  g_assert_cmpfloat_with_epsilon (out.target_accuracy, 0.98, 1e-12);
  g_assert_cmpuint (out.patience, ==, 4);

  /* In a duel only those carry the penalty for which it is defined. */
  g_object_set (form, "duel", TRUE, "duel-families", "nemon,mon", NULL);
  g_autoptr (GArray) planned = cl_training_form_get_planned (CL_TRAINING_FORM (form));
  g_assert_cmpuint (planned->len, ==, 2);
  g_assert_cmpstr (g_array_index (planned, ClTrainSettings, 1).family, ==, "mon");
  g_assert_cmpfloat (g_array_index (planned, ClTrainSettings, 0).lambda, ==, 1e-4);
  g_assert_cmpfloat (g_array_index (planned, ClTrainSettings, 1).lambda, ==, 0);
  g_assert_finalize_object (form);
}

static void
test_finalizes (void)
{
  g_autoptr (GListStore) runs = g_list_store_new (CL_TYPE_TRAINING_RUN);
  GtkWidget *widgets[] = {
    cl_training_run_list_new (G_LIST_MODEL (runs)),
    cl_training_run_changes_new (),
    cl_training_run_epochs_new (),
    cl_training_run_quantities_new (),
    cl_training_summary_new (),
    cl_training_page_new (),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      GtkWidget *widget = g_object_ref_sink (widgets[i]);

      g_assert_finalize_object (widget);
    }
}

#define ADD(name, func) g_test_add ("/training-runs/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("training-runs-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/training-runs/finalizes", test_finalizes);
  g_test_add_func ("/training-runs/quantity-table", test_quantity_table);
  g_test_add_func ("/training-runs/form", test_form);
  ADD ("duel", test_duel);
  ADD ("empty-duel", test_empty_duel);
  ADD ("rename-and-hide", test_rename_and_hide);
  ADD ("remove", test_remove);
  ADD ("remove-running", test_remove_running);
  ADD ("live-changes", test_live_changes);
  ADD ("step", test_step);
  ADD ("epochs", test_epochs);
  ADD ("ends-early", test_ends_early);
  ADD ("divergence", test_divergence);
  ADD ("resume", test_resume);
  ADD ("discard", test_discard);
  ADD ("damaged", test_damaged);
  ADD ("full-disk", test_full_disk);
  ADD ("provenance", test_provenance);
  ADD ("quantities", test_quantities);
  return g_test_run ();
}
