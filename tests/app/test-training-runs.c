/* Several runs on the training page: duels, the list, what is plotted of them. */
#include "app/settings.h"
#include "tests/app/training-test.h"
#include "ui/pages/training-form.h"
#include "ui/pages/training-run-changes.h"
#include "ui/pages/training-run-epochs.h"
#include "ui/pages/training-run-list.h"
#include "ui/pages/training-run-quantities.h"
#include "ui/pages/training-summary.h"

/* Three families on the same batches, in the same plots; the same again gives the same numbers. */
static void
test_duel (TrainingTest *fixture, gconstpointer data)
{
  static const char *const names[] = { "NEMON", "MON", "IDL" };

  g_object_set (fixture->page, "duel", TRUE, "duel-families", "nemon,mon,idl", NULL);
  training_test_train (fixture, "nemon", 3);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      ClTrainingRun *run = training_test_run (fixture, i);

      g_assert_cmpstr (cl_training_run_get_name (run), ==, names[i]);
      g_assert_cmpuint (cl_training_run_get_series (run), ==, i);
      g_assert_cmpuint (cl_training_run_epochs_done (run), ==, 3);
      g_assert_cmpuint (cl_training_run_get_settings (run)->seed, ==,
                        cl_training_run_get_settings (training_test_run (fixture, 0))->seed);
      g_assert_cmpuint (cl_training_run_get_settings (run)->threads, >=, 1);
      for (guint panel = 0; panel < 4; panel++)
        g_assert_true (training_test_has_curve (training_test_figure (fixture), panel, names[i]));
    }
  g_assert_cmpstr (fixture->notice, ==, "Training has finished");
  g_assert_nonnull (page_test_label (GTK_WIDGET (fixture->page), "NEMON: Finished 3 epochs"));

  training_test_press (fixture, "_Train");
  training_test_wait_for_end (fixture);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 6);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *again = g_strdup_printf ("%s 2", names[i]);

      g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, i + 3)), ==, again);
      for (gsize epoch = 1; epoch <= 3; epoch++)
        g_assert_cmpfloat (
            cl_training_run_get_record (training_test_run (fixture, i), epoch)->train_loss, ==,
            cl_training_run_get_record (training_test_run (fixture, i + 3), epoch)->train_loss);
    }
}

static gsize
batches_of (ClTrainingRun *run)
{
  return cl_training_run_get_snapshot (run)->points->len;
}

/* In step all come to rest at the same batch, and each step is one of each; apart they need not. */
static void
test_in_step (TrainingTest *fixture, gconstpointer data)
{
  gboolean remembered;
  gsize batch = 0;

  g_object_get (fixture->page, "duel-in-step", &remembered, NULL);
  g_assert_true (remembered);
  g_object_set (fixture->page, "duel", TRUE, "duel-families", "nemon,mon,idl", NULL);
  training_test_set_small (fixture, "nemon", 20);
  training_test_press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_get_snapshot (training_test_run (fixture, 2)) != NULL);
  training_test_press (fixture, "Pa_use");
  for (guint round = 0; round < 4; round++)
    {
      for (guint i = 0; i < 3; i++)
        {
          ClTrainingRun *run = training_test_run (fixture, i);

          PAGE_TEST_WAIT_UNTIL (cl_training_run_get_state (run) == CL_TRAINER_PAUSED
                                && batches_of (run) > batch);
        }
      for (guint i = 0; i < 3; i++)
        {
          const gsize there = batches_of (training_test_run (fixture, i));

          g_assert_cmpuint (there, ==, batches_of (training_test_run (fixture, 0)));
          g_assert_true (round == 0 || there == batch + 1);
        }
      batch = batches_of (training_test_run (fixture, 0));
      training_test_press (fixture, "St_ep");
    }
  g_signal_emit_by_name (fixture->page, "stop-run", training_test_run (fixture, 1));
  PAGE_TEST_WAIT_UNTIL (!cl_training_run_is_active (training_test_run (fixture, 1)));
  training_test_press (fixture, "_Resume");
  training_test_wait_for_end (fixture);
  g_assert_cmpuint (cl_training_run_epochs_done (training_test_run (fixture, 2)), ==, 20);

  g_object_set (fixture->page, "duel-in-step", FALSE, NULL);
  g_assert_false (g_settings_get_boolean (cl_settings_get (), "training-duel-in-step"));
}

/* A duel without families cannot start, and says so. */
static void
test_empty_duel (TrainingTest *fixture, gconstpointer data)
{
  g_object_set (fixture->page, "duel", TRUE, "duel-families", "", NULL);
  g_assert_nonnull (
      page_test_label (GTK_WIDGET (fixture->page), "Choose the families of the duel"));
  g_signal_emit_by_name (fixture->page, "start");
  g_assert_false (cl_training_controller_is_running (fixture->controller));
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 0);
}

static void
test_rename_and_hide (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 2);
  training_test_train (fixture, "mon", 2);
  ClTrainingRunRow *row = training_test_row (fixture, 0);
  GtkWidget *entry = page_test_widget (GTK_WIDGET (row), GTK_TYPE_ENTRY);
  GtkWidget *shown = page_test_widget (GTK_WIDGET (row), GTK_TYPE_TOGGLE_BUTTON);

  gtk_widget_activate_action (GTK_WIDGET (row), "run.rename", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "  the first ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "the first");
  g_assert_true (training_test_has_curve (training_test_figure (fixture), 1, "the first"));

  /* No name is no name: the old one stays. */
  gtk_widget_activate_action (GTK_WIDGET (row), "run.rename", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "the first");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (shown), FALSE);
  g_assert_false (cl_training_run_get_shown (training_test_run (fixture, 0)));
  g_assert_false (training_test_has_curve (training_test_figure (fixture), 1, "the first"));
  g_assert_true (training_test_has_curve (training_test_figure (fixture), 1, "MON"));
}

static void
test_remove (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 1);
  training_test_train (fixture, "mon", 1);
  gtk_widget_activate_action (GTK_WIDGET (training_test_row (fixture, 0)), "run.remove", NULL);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 1);
  g_assert_true (cl_training_page_get_selected (fixture->page) == training_test_run (fixture, 0));
  g_assert_false (training_test_has_curve (training_test_figure (fixture), 1, "NEMON"));
  page_test_iterate (30);
  AdwToast *toast = training_test_toast (fixture->window);
  g_signal_emit_by_name (toast, "button-clicked");
  adw_toast_dismiss (toast);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 2);
  g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "NEMON");
  g_assert_true (training_test_has_curve (training_test_figure (fixture), 1, "NEMON"));

  /* Once the toast has gone so has the run, with what it has written. */
  const guint files = training_test_count_files ();
  gtk_widget_activate_action (GTK_WIDGET (training_test_row (fixture, 1)), "run.remove", NULL);
  page_test_iterate (30);
  adw_toast_dismiss (training_test_toast (fixture->window));
  PAGE_TEST_WAIT_UNTIL (training_test_count_files () < files);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 1);
}

/* A running one that is removed is stopped, and comes back as far as it got. */
static void
test_remove_running (TrainingTest *fixture, gconstpointer data)
{
  training_test_set_small (fixture, "nemon", 10000);
  training_test_press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (training_test_run (fixture, 0)) >= 2);
  gtk_widget_activate_action (GTK_WIDGET (training_test_row (fixture, 0)), "run.remove", NULL);
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 0);
  training_test_wait_for_end (fixture);
  page_test_iterate (30);
  g_signal_emit_by_name (training_test_toast (fixture->window), "button-clicked");
  g_assert_cmpuint (training_test_count_runs (fixture), ==, 1);
  g_assert_cmpint (cl_training_run_get_state (training_test_run (fixture, 0)), ==,
                   CL_TRAINER_STOPPED);
  g_assert_cmpuint (cl_training_run_epochs_done (training_test_run (fixture, 0)), >=, 2);
}

/* The row of the run that is selected is seen, however long the list is. */
static void
test_long_list (TrainingTest *fixture, gconstpointer data)
{
  GtkWidget *list = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_LIST);
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (page_test_widget (list, GTK_TYPE_SCROLLED_WINDOW)));

  for (guint i = 0; i < 7; i++)
    training_test_train (fixture, "nemon", 1);
  PAGE_TEST_WAIT_UNTIL (gtk_adjustment_get_value (scroll) > 0
                        && gtk_adjustment_get_value (scroll)
                               == gtk_adjustment_get_upper (scroll)
                                      - gtk_adjustment_get_page_size (scroll));
  g_assert_cmpfloat (gtk_adjustment_get_page_size (scroll), >, 100);
  cl_training_page_select (fixture->page, training_test_run (fixture, 0));
  PAGE_TEST_WAIT_UNTIL (gtk_adjustment_get_value (scroll) < 10);
}

/* Whatever goes on stays; one toast brings all of them back, to where they were. */
static void
test_remove_ended (TrainingTest *fixture, gconstpointer data)
{
  static const char *const names[] = { "NEMON", "MON", "IDL" };

  training_test_train (fixture, "nemon", 1);
  training_test_train (fixture, "mon", 1);
  training_test_set_small (fixture, "idl", 100000);
  training_test_press (fixture, "_Train");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (training_test_run (fixture, 2)) >= 1);
  for (guint again = 0; again < 2; again++)
    {
      const guint files = training_test_count_files ();

      gtk_widget_activate_action (GTK_WIDGET (training_test_row (fixture, 2)), "runs.remove-ended",
                                  NULL);
      g_assert_cmpuint (training_test_count_runs (fixture), ==, 1);
      g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, 0)), ==, "IDL");
      g_assert_true (cl_training_controller_is_running (fixture->controller));
      page_test_iterate (30);
      AdwToast *toast = training_test_toast (fixture->window);
      g_assert_cmpstr (adw_toast_get_title (toast), ==, "Removed 2 runs");
      if (again == 0)
        g_signal_emit_by_name (toast, "button-clicked");
      adw_toast_dismiss (toast);
      for (guint i = 0; again == 0 && i < 3; i++)
        g_assert_cmpstr (cl_training_run_get_name (training_test_run (fixture, i)), ==, names[i]);
      if (again == 1)
        PAGE_TEST_WAIT_UNTIL (training_test_count_files () == files - 4);
    }
  gtk_widget_activate_action (GTK_WIDGET (training_test_row (fixture, 0)), "runs.remove-ended",
                              NULL);
  page_test_iterate (30);
  g_assert_null (training_test_toast (fixture->window));
}

/* Every figure that leaves says what made it; the legend stands in for the list. */
static void
test_provenance (TrainingTest *fixture, gconstpointer data)
{
  training_test_train (fixture, "nemon", 1);
  training_test_train (fixture, "mon", 1);
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
test_quantities (TrainingTest *fixture, gconstpointer data)
{
  g_autofree char *chosen = NULL;

  training_test_train (fixture, "nemon", 2);
  g_assert_cmpuint (cl_figure_n_panels (training_test_figure (fixture)), ==, 4);
  g_object_set (fixture->page, "plots", "margin,bound-l2_mixed,speed", NULL);
  g_assert_cmpuint (cl_figure_n_panels (training_test_figure (fixture)), ==, 3);
  for (guint panel = 0; panel < 3; panel++)
    g_assert_true (training_test_has_curve (training_test_figure (fixture), panel, "NEMON"));
  chosen = g_settings_get_string (cl_settings_get (), "training-plots");
  g_assert_cmpstr (chosen, ==, "margin,speed,bound-l2_mixed");
  g_object_set (fixture->page, "plots", "unheard-of", NULL);
  g_assert_cmpuint (cl_figure_n_panels (training_test_figure (fixture)), ==, 4);
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

int
main (int argc, char *argv[])
{
  training_test_init (&argc, &argv);
  g_test_add_func ("/training-runs/finalizes", test_finalizes);
  g_test_add_func ("/training-runs/quantity-table", test_quantity_table);
  g_test_add_func ("/training-runs/form", test_form);
  TRAINING_TEST_ADD ("/training-runs/duel", test_duel);
  TRAINING_TEST_ADD ("/training-runs/in-step", test_in_step);
  TRAINING_TEST_ADD ("/training-runs/empty-duel", test_empty_duel);
  TRAINING_TEST_ADD ("/training-runs/rename-and-hide", test_rename_and_hide);
  TRAINING_TEST_ADD ("/training-runs/remove", test_remove);
  TRAINING_TEST_ADD ("/training-runs/remove-running", test_remove_running);
  TRAINING_TEST_ADD ("/training-runs/long-list", test_long_list);
  TRAINING_TEST_ADD ("/training-runs/remove-ended", test_remove_ended);
  TRAINING_TEST_ADD ("/training-runs/provenance", test_provenance);
  TRAINING_TEST_ADD ("/training-runs/quantities", test_quantities);
  return g_test_run ();
}
