#include "app/training-controller.h"

#include <math.h>

#include <glib/gstdio.h>

#include "app/settings.h"
#include "app/training-memory.h"
#include "core/formats/array-file.h"
#include "tests/app/page-test.h"
#include "ui/pages/contact-sheet.h"
#include "ui/pages/data-chooser.h"
#include "ui/pages/training-form.h"
#include "ui/pages/training-summary.h"
#include "ui/widgets/digit-pad.h"
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
wait_for_data (Fixture *fixture)
{
  ClContactSheet *sheet = FIND (fixture, CL_TYPE_CONTACT_SHEET, CL_CONTACT_SHEET);
  PAGE_TEST_WAIT_UNTIL (cl_contact_sheet_get_n_samples (sheet) != 0);
}

static void
wait_for_end (Fixture *fixture)
{
  PAGE_TEST_WAIT_UNTIL (!cl_training_controller_is_running (fixture->controller));
}

static const char *const remembered[] = {
  "training-family", "training-activation", "training-schedule", "training-neurons",
  "training-gamma",  "training-lambda",     "training-epochs",   "training-batch",
  "training-rate",   "training-seed",
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  /* The choice of the test before would be remembered. */
  g_settings_reset (cl_settings_get (), "training-data");
  g_settings_reset (cl_settings_get (), "data-places");
  for (gsize i = 0; i < G_N_ELEMENTS (remembered); i++)
    g_settings_reset (cl_settings_get (), remembered[i]);
  fixture->document = page_test_document ();
  fixture->jobs = cl_job_queue_new ();
  fixture->window = gtk_window_new ();
  fixture->page = CL_TRAINING_PAGE (cl_training_page_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 750);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  fixture->controller = cl_training_controller_new (fixture->document, fixture->jobs, fixture->page,
                                                    page_test_notify, &fixture->notice);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_training_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->document);
  page_test_remove_runs ();
  g_free (fixture->notice);
}

static void
wait_for_notice (Fixture *fixture, const char *text)
{
  PAGE_TEST_WAIT_UNTIL (g_strcmp0 (fixture->notice, text) == 0);
}

static void
set_small (Fixture *fixture, gsize epochs)
{
  ClTrainSettings settings;

  cl_training_page_get_settings (fixture->page, &settings);
  settings.n = 8;
  settings.epochs = epochs;
  settings.batch = 500;
  cl_training_page_set_settings (fixture->page, &settings);
}

/* Train, look at the curves, open the model, save it: the whole way. */
static void
test_whole_way (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);
  ClTrainingSummary *summary = FIND (fixture, CL_TYPE_TRAINING_SUMMARY, CL_TRAINING_SUMMARY);
  g_autofree char *folder = g_dir_make_tmp ("training-page-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "weights.npz", NULL);
  g_autoptr (GError) error = NULL;

  wait_for_data (fixture);
  set_small (fixture, 1);
  g_signal_emit_by_name (bar, "start");
  g_assert_true (cl_training_controller_is_running (fixture->controller));
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_RUNNING);
  wait_for_end (fixture);
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_IDLE);
  g_assert_cmpstr (fixture->notice, ==, "Training has finished");
  g_assert_cmpstr (cl_training_summary_get_text (summary, "epoch"), ==, "1 of 1");
  g_assert_cmpfloat (g_ascii_strtod (cl_training_summary_get_text (summary, "test-accuracy"), NULL),
                     >, 30);
  g_assert_cmpfloat (g_ascii_strtod (cl_training_summary_get_text (summary, "lipschitz"), NULL), >,
                     0);

  ClPlotView *plots = CL_PLOT_VIEW (
      page_test_widget (gtk_widget_get_parent (GTK_WIDGET (summary)), CL_TYPE_PLOT_VIEW));
  ClFigure *figure = cl_plot_view_get_figure (plots);
  g_assert_cmpuint (cl_figure_n_panels (figure), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (cl_panel_n_layers (cl_figure_panel (figure, i)), >, 0);

  g_signal_emit_by_name (fixture->page, "open-model");
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 8);
  g_assert_cmpuint (cl_document_get_model (fixture->document)->q, ==, 10);
  g_assert_true (cl_document_undo (fixture->document));
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 2);

  g_signal_emit_by_name (fixture->page, "save-weights", path, FALSE);
  wait_for_notice (fixture, "Saved the weights as weights.npz");
  g_autoptr (ClModel) saved = cl_model_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (saved->n, ==, 8);
  g_assert_cmpuint (saved->r, ==, 784);
  g_unlink (path);
  g_rmdir (folder);
}

/* The press is acknowledged at once, and the run ends soon after. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = FIND (fixture, CL_TYPE_RUN_BAR, CL_RUN_BAR);

  wait_for_data (fixture);
  set_small (fixture, 1000);
  g_signal_emit_by_name (bar, "start");
  page_test_iterate (150);

  g_signal_emit_by_name (fixture->page, "pause");
  PAGE_TEST_WAIT_UNTIL (cl_run_bar_get_state (bar) == CL_RUN_PAUSED);
  g_signal_emit_by_name (fixture->page, "resume");
  PAGE_TEST_WAIT_UNTIL (cl_run_bar_get_state (bar) == CL_RUN_RUNNING);

  gint64 pressed = g_get_monotonic_time ();
  cl_run_bar_set_state (bar, CL_RUN_STOPPING);
  g_signal_emit_by_name (fixture->page, "stop");
  g_assert_cmpint (g_get_monotonic_time () - pressed, <, G_USEC_PER_SEC / 10);
  wait_for_end (fixture);
  g_assert_cmpint (g_get_monotonic_time () - pressed, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_IDLE);
}

/* The poll takes over when the page is not seen. */
static void
test_hidden_page (Fixture *fixture, gconstpointer data)
{
  wait_for_data (fixture);
  set_small (fixture, 1);
  g_signal_emit_by_name (fixture->page, "start");
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
  wait_for_end (fixture);
  g_assert_cmpstr (fixture->notice, ==, "Training has finished");
}

static void
wait_for_label (GtkWidget *root, const char *text)
{
  PAGE_TEST_WAIT_UNTIL (page_test_label (root, text) != NULL);
}

static void
keep_message_cb (char **place, const char *message)
{
  g_free (*place);
  *place = g_strdup (message);
}

/* Train a little, look inside, draw a one: the network sees it and the certificate is named. */
static void
test_look_inside (Fixture *fixture, gconstpointer data)
{
  GtkWidget *inside = GTK_WIDGET (cl_training_page_get_inside (fixture->page));
  GtkWidget *room = GTK_WIDGET (cl_training_page_get_pad (fixture->page));
  ClDigitPad *pad = CL_DIGIT_PAD (page_test_widget (room, CL_TYPE_DIGIT_PAD));

  wait_for_data (fixture);
  cl_training_page_show_room (fixture->page, "inside");
  wait_for_label (inside, "Train a network for one epoch");
  cl_training_page_show_room (fixture->page, "pad");
  wait_for_label (room, "Train a network on pictures");

  set_small (fixture, 2);
  g_signal_emit_by_name (fixture->page, "start");
  wait_for_end (fixture);
  wait_for_label (room, "Draw a digit.");
  cl_digit_pad_draw (pad, 0.55, 0.2, 0.5, 0.8, FALSE);
  wait_for_label (room, "with probability");
  g_assert_nonnull (page_test_label (room, "can change this answer"));
  g_assert_nonnull (page_test_label (room, "settled after"));
  cl_digit_pad_clear (pad);
  wait_for_label (room, "Draw a digit.");
  g_assert_null (page_test_label (room, "can change this answer"));

  cl_training_page_show_room (fixture->page, "inside");
  g_assert_nonnull (page_test_label (inside, "test samples first"));
  wait_for_label (inside, "of NEMON: ");
  wait_for_label (inside, "test samples of Built-in digits are right");
}

/* The model of the window serves where there is no run. */
static void
test_own_model (Fixture *fixture, gconstpointer data)
{
  GtkWidget *room = GTK_WIDGET (cl_training_page_get_pad (fixture->page));
  g_autoptr (ClMatrix) a = cl_matrix_new (2, 2);
  g_autoptr (ClMatrix) b = cl_matrix_new (2, 784);
  g_autoptr (ClMatrix) c = cl_matrix_new (3, 2);
  const ClModelParts parts = { .array = { [CL_ARRAY_A] = a, [CL_ARRAY_B] = b, [CL_ARRAY_C] = c } };
  g_autoptr (ClModel) model = cl_model_new (&parts, NULL);

  wait_for_data (fixture);
  cl_training_page_show_room (fixture->page, "pad");
  cl_document_replace (fixture->document, model, NULL, "Test");
  wait_for_label (room, "The model of this window");
  cl_digit_pad_draw (CL_DIGIT_PAD (page_test_widget (room, CL_TYPE_DIGIT_PAD)), 0.5, 0.2, 0.5, 0.8,
                     FALSE);
  /* Three equal outputs. */
  wait_for_label (room, "33.33 %");
  g_assert_nonnull (page_test_label (room, "too close to call"));
}

/* A picture file comes onto the pad; what is none is said. */
static void
test_load_picture (Fixture *fixture, gconstpointer data)
{
  ClTrainingPad *room = cl_training_page_get_pad (fixture->page);
  ClDigitPad *pad = CL_DIGIT_PAD (page_test_widget (GTK_WIDGET (room), CL_TYPE_DIGIT_PAD));
  g_autofree char *folder = g_dir_make_tmp ("training-page-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "digit.png", NULL);
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 60, 60);
  g_autoptr (GdkPixbuf) stroke = gdk_pixbuf_new_subpixbuf (picture, 28, 10, 6, 40);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *failure = NULL;

  gdk_pixbuf_fill (picture, 0xffffffff);
  gdk_pixbuf_fill (stroke, 0x202020ff);
  g_assert_true (gdk_pixbuf_save (picture, path, "png", NULL, NULL));
  cl_training_pad_load (room, file);
  for (guint k = 0; k < 400 && cl_digit_pad_is_empty (pad); k++)
    page_test_iterate (5);
  g_assert_false (cl_digit_pad_is_empty (pad));

  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  g_signal_connect_swapped (fixture->page, "failed", G_CALLBACK (keep_message_cb), &failure);
  cl_training_pad_load (room, file);
  for (guint k = 0; k < 400 && failure == NULL; k++)
    page_test_iterate (5);
  g_assert_nonnull (failure);
  g_unlink (path);
  g_rmdir (folder);
}

/* The next window begins with the settings of this one. */
static void
test_memory (Fixture *fixture, gconstpointer data)
{
  ClTrainingPage *page = CL_TRAINING_PAGE (g_object_ref_sink (cl_training_page_new ()));
  ClTrainSettings settings;
  ClTrainingController *other;

  cl_training_page_get_settings (fixture->page, &settings);
  settings.n = 41;
  settings.lambda = 1e-5;
  settings.gamma = 0.5;
  settings.seed = 7;
  settings.activation = cl_activation_find ("tanh");
  settings.schedule = "cosine";
  cl_training_page_set_settings (page, &settings);
  other = cl_training_controller_new (fixture->document, fixture->jobs, page, page_test_notify,
                                      &fixture->notice);
  cl_training_page_set_settings (page, &settings);
  cl_training_controller_free (other);
  g_assert_finalize_object (page);

  cl_training_memory_load (&settings);
  g_assert_cmpuint (settings.n, ==, 41);
  g_assert_cmpfloat (settings.lambda, ==, 1e-5);
  g_assert_cmpfloat (settings.gamma, ==, 0.5);
  g_assert_cmpuint (settings.seed, ==, 7);
  g_assert_cmpstr (settings.activation->id, ==, "tanh");
  g_assert_cmpstr (settings.schedule, ==, "cosine");

  g_settings_set_double (cl_settings_get (), "training-gamma", 3);
  g_settings_set_string (cl_settings_get (), "training-family", "unheard-of");
  cl_training_memory_load (&settings);
  g_assert_cmpuint (settings.n, ==, 100);
  g_assert_cmpstr (settings.family, ==, "nemon");
}

/* A folder without the files: the sentence names a file of it, and nothing can be started. */
static void
test_missing_data (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("training-page-XXXXXX", NULL);
  GtkWidget *chooser = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_DATA_CHOOSER);

  wait_for_data (fixture);
  cl_data_chooser_set_kind (CL_DATA_CHOOSER (chooser), cl_data_kind_find ("mnist"));
  cl_data_chooser_set_place (CL_DATA_CHOOSER (chooser), cl_data_kind_find ("mnist"), folder);
  g_signal_emit_by_name (chooser, "chosen");
  wait_for_label (chooser, "ubyte");
  g_signal_emit_by_name (fixture->page, "start");
  g_assert_false (cl_training_controller_is_running (fixture->controller));
  g_rmdir (folder);
}

static void
test_cancel_reading (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chooser = page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_DATA_CHOOSER);

  g_signal_emit_by_name (chooser, "chosen");
  wait_for_label (chooser, "Reading the data");
  g_signal_emit_by_name (chooser, "cancelled");
  wait_for_label (chooser, "cancelled");
  page_test_iterate (100);
  g_assert_nonnull (page_test_label (chooser, "cancelled"));
  g_signal_emit_by_name (chooser, "chosen");
  wait_for_data (fixture);
}

/* What goes in comes out. */
static void
test_form (void)
{
  GtkWidget *form = g_object_ref_sink (cl_training_form_new ());
  ClTrainSettings in, out;

  cl_train_settings_init (&in);
  in.n = 37;
  in.gamma = 0.5;
  in.lambda = 1e-5;
  in.seed = G_GUINT64_CONSTANT (123456789012);
  in.schedule = "step";
  in.activation = cl_activation_find ("tanh");
  cl_training_form_set_settings (CL_TRAINING_FORM (form), &in);
  cl_training_form_get_settings (CL_TRAINING_FORM (form), &out);
  g_assert_cmpuint (out.n, ==, 37);
  g_assert_cmpfloat (out.gamma, ==, 0.5);
  g_assert_cmpfloat (out.lambda, ==, 1e-5);
  g_assert_cmpuint (out.seed, ==, G_GUINT64_CONSTANT (123456789012));
  g_assert_cmpstr (out.schedule, ==, "step");
  g_assert_true (out.activation == in.activation);
  g_assert_null (cl_training_form_get_problem (CL_TRAINING_FORM (form)));

  /* A family without the bound takes no penalty, but what was typed comes back. */
  in.family = "mon";
  cl_training_form_set_settings (CL_TRAINING_FORM (form), &in);
  cl_training_form_get_settings (CL_TRAINING_FORM (form), &out);
  g_assert_cmpfloat (out.lambda, ==, 0);
  in.family = "nemon";
  cl_training_form_set_settings (CL_TRAINING_FORM (form), &in);
  cl_training_form_get_settings (CL_TRAINING_FORM (form), &out);
  g_assert_cmpfloat (out.lambda, ==, 1e-5);
  g_assert_finalize_object (form);
}

/* A penalty that the family has no promise for says which one is missing. */
static void
test_penalty (void)
{
  static const struct
  {
    const char *family, *regulariser, *text;
  } cases[] = {
    { "nemon", "nemon", "Weight of the penalty" },
    { "mon", "nemon", "it does not promise μ∞(A) < 1" },
    { "mon", "l2", "Weight of the penalty" },
    { "nemon", "l2", "it does not promise μ₂(A) < 1" },
    { "lben", "l2", "it does not promise μ₂(A) < 1" },
    { "nemon-conv", "l2", "it needs more than sums of kernels" },
  };
  GtkWidget *window = gtk_window_new (), *widget = cl_training_form_new ();
  ClTrainSettings settings, out;

  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      cl_train_settings_init (&settings);
      settings.family = cases[i].family;
      settings.regulariser = cases[i].regulariser;
      settings.lambda = 1e-3;
      cl_training_form_set_settings (CL_TRAINING_FORM (widget), &settings);
      cl_training_form_get_settings (CL_TRAINING_FORM (widget), &out);
      g_assert_nonnull (page_test_label (widget, cases[i].text));
      g_assert_true ((out.lambda > 0) == g_str_equal (cases[i].text, cases[0].text));
      g_assert_true (cl_train_settings_validate (&out, NULL));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_finalizes (void)
{
  GtkWidget *page = g_object_ref_sink (cl_training_page_new ());
  GtkWidget *sheet = g_object_ref_sink (cl_contact_sheet_new ());

  g_assert_finalize_object (page);
  g_assert_finalize_object (sheet);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("training-page-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/training-page/finalizes", test_finalizes);
  g_test_add_func ("/training-page/form", test_form);
  g_test_add_func ("/training-page/penalty", test_penalty);
  ADD ("/training-page/whole-way", test_whole_way);
  ADD ("/training-page/stop", test_stop);
  ADD ("/training-page/hidden-page", test_hidden_page);
  ADD ("/training-page/look-inside", test_look_inside);
  ADD ("/training-page/own-model", test_own_model);
  ADD ("/training-page/load-picture", test_load_picture);
  ADD ("/training-page/memory", test_memory);
  ADD ("/training-page/missing-data", test_missing_data);
  ADD ("/training-page/cancel-reading", test_cancel_reading);
  return g_test_run ();
}
