#include "tests/app/training-test.h"

#include "app/settings.h"
#include "ui/pages/training-run-epochs.h"
#include "ui/pages/training-run-list.h"

/* A test that starts itself again shares its folder with the child. */
#define HOME "TRAINING_TEST_HOME"

void
training_test_init (int *argc, char ***argv)
{
  g_autofree char *home = g_strdup (g_getenv (HOME));

  if (home == NULL)
    home = g_dir_make_tmp ("training-runs-XXXXXX", NULL);
  g_setenv (HOME, home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

void
training_test_press (TrainingTest *fixture, const char *label)
{
  GtkWidget *button = page_test_button (GTK_WIDGET (fixture->page), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

void
training_test_wait_for_end (TrainingTest *fixture)
{
  PAGE_TEST_WAIT_UNTIL (!cl_training_controller_is_running (fixture->controller));
}

void
training_test_open (TrainingTest *fixture)
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

void
training_test_close (TrainingTest *fixture)
{
  cl_training_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static const char *const remembered[] = {
  "training-plots",        "training-duel",    "training-duel-families",
  "training-duel-in-step", "training-family",  "training-rate",
  "training-lambda",       "training-gamma",   "training-target-accuracy",
  "training-epochs",       "training-neurons", "training-batch",
  "training-more",
};

guint
training_test_count_files (void)
{
  g_autoptr (GPtrArray) files = page_test_runs ();

  return files->len;
}

/* A few thousand points of five numbers, in two classes: an epoch takes milliseconds. */
void
training_test_set_up (TrainingTest *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (remembered); i++)
    g_settings_reset (cl_settings_get (), remembered[i]);
  g_settings_set_string (cl_settings_get (), "training-data", "teacher-network");
  fixture->document = page_test_document ();
  fixture->jobs = cl_job_queue_new ();
  training_test_open (fixture);
}

void
training_test_tear_down (TrainingTest *fixture, gconstpointer data)
{
  training_test_close (fixture);
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->document);
  page_test_remove_runs ();
  g_free (fixture->notice);
}

void
training_test_set_small (TrainingTest *fixture, const char *family, gsize epochs)
{
  ClTrainSettings settings;

  cl_training_page_get_settings (fixture->page, &settings);
  settings.family = family;
  settings.n = 12;
  settings.epochs = epochs;
  settings.batch = 500;
  cl_training_page_set_settings (fixture->page, &settings);
}

void
training_test_train (TrainingTest *fixture, const char *family, gsize epochs)
{
  training_test_set_small (fixture, family, epochs);
  training_test_press (fixture, "_Train");
  training_test_wait_for_end (fixture);
}

guint
training_test_count_runs (TrainingTest *fixture)
{
  return g_list_model_get_n_items (cl_training_page_get_runs (fixture->page));
}

ClTrainingRun *
training_test_run (TrainingTest *fixture, guint i)
{
  g_autoptr (ClTrainingRun) run =
      g_list_model_get_item (cl_training_page_get_runs (fixture->page), i);

  return run;
}

ClTrainingRunRow *
training_test_row (TrainingTest *fixture, int i)
{
  GtkWidget *list = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_LIST);
  GtkListBox *box = GTK_LIST_BOX (page_test_widget (list, GTK_TYPE_LIST_BOX));

  return CL_TRAINING_RUN_ROW (gtk_list_box_get_row_at_index (box, i));
}

ClFigure *
training_test_figure (TrainingTest *fixture)
{
  GtkWidget *epochs = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_TRAINING_RUN_EPOCHS);

  return cl_plot_view_get_figure (
      CL_PLOT_VIEW (page_test_widget (gtk_widget_get_parent (epochs), CL_TYPE_PLOT_VIEW)));
}

gboolean
training_test_has_curve (ClFigure *figure, guint panel, const char *name)
{
  ClPanel *source = cl_figure_panel (figure, panel);

  for (guint k = 0; k < cl_panel_n_layers (source); k++)
    if (g_strcmp0 (cl_layer_name (cl_panel_layer (source, k)), name) == 0)
      return TRUE;
  return FALSE;
}

/* The way a toast asks for it is public: its signals. */
AdwToast *
training_test_toast (GtkWidget *root)
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
      AdwToast *toast = training_test_toast (child);

      if (toast != NULL)
        return toast;
    }
  return NULL;
}
