/* A convolutional network in the window: its settings, a run of it, the look inside, the digit pad,
 * and what is taken away. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/settings.h"
#include "app/training-controller.h"
#include "core/datasets/dataset-source.h"
#include "tests/app/page-test.h"
#include "ui/pages/contact-sheet.h"
#include "ui/pages/training-form.h"
#include "ui/pages/training-summary.h"
#include "ui/widgets/digit-pad.h"
#include "ui/widgets/run-bar.h"

#define TRAIN 60
#define TEST  30

typedef struct
{
  ClDocument *document;
  ClJobQueue *jobs;
  GtkWidget *window;
  ClTrainingPage *page;
  ClTrainingController *controller;
  char *notice; /* the last toast */
  char *folder; /* of the data */
} Fixture;

static const char *const data_files[] = { "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                          "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" };

static void
append_big_endian (GByteArray *bytes, guint32 value)
{
  const guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &swapped, sizeof swapped);
}

/* Images of the sort of MNIST: class k is a bar at row 2 k + 4. */
static void
write_data (const char *folder, guint file)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = g_build_filename (folder, data_files[file], NULL);
  const gboolean images = file % 2 == 0;
  const guint count = file < 2 ? TRAIN : TEST, size = images ? 28 * 28 : 1;

  append_big_endian (bytes, images ? 0x803 : 0x801);
  append_big_endian (bytes, count);
  for (guint k = 0; images && k < 2; k++)
    append_big_endian (bytes, 28);
  for (guint i = 0; i < count * size; i++)
    {
      const guint label = i / size % 10, row = i % size / 28;
      const guint8 byte = images ? (row / 2 == label + 2 ? 255 : 0) : (guint8) label;

      g_byte_array_append (bytes, &byte, 1);
    }
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
}

static void
choose_data (Fixture *fixture)
{
  ClDataChooser *chooser = cl_training_page_get_data (fixture->page);
  const ClDataKind *kind = cl_data_kind_find ("mnist");

  PAGE_TEST_WAIT_UNTIL (cl_data_chooser_get_dataset (chooser) != NULL);
  cl_data_chooser_set_kind (chooser, kind);
  cl_data_chooser_set_place (chooser, kind, fixture->folder);
  g_signal_emit_by_name (chooser, "chosen");
  PAGE_TEST_WAIT_UNTIL (cl_data_chooser_get_dataset (chooser) != NULL
                        && cl_data_chooser_get_dataset (chooser)->train.count == TRAIN);
}

static void
open_window (Fixture *fixture)
{
  fixture->page = CL_TRAINING_PAGE (cl_training_page_new ());
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 750);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  fixture->controller = cl_training_controller_new (fixture->document, fixture->jobs, fixture->page,
                                                    page_test_notify, &fixture->notice);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
close_window (Fixture *fixture)
{
  cl_training_controller_free (fixture->controller);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const remembered[] = { "training-data", "data-places", "training-family",
                                            "training-neurons", "training-epochs" };

  for (gsize i = 0; i < G_N_ELEMENTS (remembered); i++)
    g_settings_reset (cl_settings_get (), remembered[i]);
  fixture->folder = g_dir_make_tmp ("training-convolution-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (data_files); i++)
    write_data (fixture->folder, i);
  fixture->document = page_test_document ();
  fixture->jobs = cl_job_queue_new ();
  open_window (fixture);
  choose_data (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture);
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->document);
  for (guint i = 0; i < G_N_ELEMENTS (data_files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, data_files[i], NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->notice);
}

static void
set_settings (Fixture *fixture, gsize channels, gsize epochs)
{
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  cl_train_settings_suit (&settings, cl_family_find ("nemon-conv"));
  settings.n = channels;
  settings.epochs = epochs;
  settings.batch = 20;
  cl_training_page_set_settings (fixture->page, &settings);
}

static void
train (Fixture *fixture, gsize channels, gsize epochs)
{
  set_settings (fixture, channels, epochs);
  g_signal_emit_by_name (fixture->page, "start");
  g_assert_true (cl_training_controller_is_running (fixture->controller));
  PAGE_TEST_WAIT_UNTIL (!cl_training_controller_is_running (fixture->controller));
}

static void
wait_for_label (gpointer root, const char *text)
{
  PAGE_TEST_WAIT_UNTIL (page_test_label (root, text) != NULL);
}

/* Every number of the run is there; as a matrix it is too large, and says so. */
static void
test_run (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);
  ClTrainingSummary *summary =
      CL_TRAINING_SUMMARY (page_test_widget (page, CL_TYPE_TRAINING_SUMMARY));
  GtkWidget *open = page_test_button (page, "_Open as Model");

  train (fixture, 4, 2);
  g_assert_cmpstr (cl_training_summary_get_text (summary, "epoch"), ==, "2 of 2");
  g_assert_cmpfloat (g_ascii_strtod (cl_training_summary_get_text (summary, "lipschitz"), NULL), >,
                     0);
  const ClTrainingRun *run = cl_training_page_get_selected (fixture->page);
  const ClEpoch *epoch = cl_training_run_get_record ((ClTrainingRun *) run, 2);
  g_assert_cmpstr (cl_training_run_get_name ((ClTrainingRun *) run), ==, "Convolutional NEMON");
  g_assert_cmpfloat (epoch->bounds[CL_BOUND_L2_AS_INF], <, INFINITY);
  g_assert_cmpfloat (epoch->lipschitz, <=, epoch->bounds[CL_BOUND_L2_AS_INF]);
  g_assert_cmpfloat (epoch->worst_residual, <=, 1e-4);
  g_assert_false (gtk_widget_get_sensitive (open));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (open), "too large"));
  g_signal_emit_by_name (fixture->page, "open-model");
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 2);
}

/* Two channels of 28 x 28 states are a matrix that the window can hold. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  GtkWidget *open = page_test_button (GTK_WIDGET (fixture->page), "_Open as Model");

  train (fixture, 2, 1);
  g_assert_true (gtk_widget_get_sensitive (open));
  g_signal_emit_by_name (fixture->page, "open-model");
  g_assert_cmpuint (cl_document_get_model (fixture->document)->n, ==, 2 * 28 * 28);
  g_assert_cmpuint (cl_document_get_model (fixture->document)->q, ==, 10);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "conv.npz", NULL);
  static const char *const scripts[] = { "conv_numpy.py", "conv_torch.py" };
  g_autoptr (GError) error = NULL;

  train (fixture, 3, 1);
  g_signal_emit_by_name (fixture->page, "save-weights", path, TRUE);
  PAGE_TEST_WAIT_UNTIL (
      g_strcmp0 (fixture->notice, "Saved the weights as conv.npz with two scripts beside it") == 0);
  g_autoptr (ClConvModel) saved = cl_conv_model_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (saved->shape.channels, ==, 3);
  g_unlink (path);
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *script = g_build_filename (fixture->folder, scripts[i], NULL);
      g_assert_cmpint (g_unlink (script), ==, 0);
    }
}

/* Kernels and feature maps in the place of rows, and the answer to a drawing. */
static void
test_look_inside (Fixture *fixture, gconstpointer data)
{
  ClTrainingInside *inside = cl_training_page_get_inside (fixture->page);
  GtkWidget *room = GTK_WIDGET (cl_training_page_get_pad (fixture->page));
  GtkWidget *pad = page_test_widget (room, CL_TYPE_DIGIT_PAD);

  train (fixture, 3, 2);
  cl_training_page_show_room (fixture->page, "inside");
  wait_for_label (inside, "How the Channels Couple");
  g_assert_nonnull (page_test_label (GTK_WIDGET (inside), "Feature Maps"));
  g_assert_null (page_test_label (GTK_WIDGET (inside), "How the Neurons Couple"));
  GtkWidget *sample = page_test_widget (GTK_WIDGET (inside), GTK_TYPE_SPIN_BUTTON);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (sample), TEST + 5);
  g_assert_cmpuint (cl_training_inside_get_sample (inside), ==, TEST - 1);

  cl_training_page_show_room (fixture->page, "pad");
  wait_for_label (room, "Draw a digit.");
  cl_digit_pad_draw (CL_DIGIT_PAD (pad), 0.2, 0.5, 0.8, 0.5, FALSE);
  wait_for_label (room, "with probability");
  g_assert_nonnull (page_test_label (room, "Diagonal-implicit settled after"));
  g_assert_nonnull (page_test_label (room, "Output margin over class"));
}

/* Pause, a step, on again, and a branch from an epoch of it. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  ClRunBar *bar = CL_RUN_BAR (page_test_widget (GTK_WIDGET (fixture->page), CL_TYPE_RUN_BAR));
  ClTrainingRun *run;

  set_settings (fixture, 3, 1000);
  g_signal_emit_by_name (fixture->page, "start");
  run = cl_training_page_get_selected (fixture->page);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) >= 2);
  g_signal_emit_by_name (fixture->page, "pause");
  PAGE_TEST_WAIT_UNTIL (cl_run_bar_get_state (bar) == CL_RUN_PAUSED);
  const gsize batch = cl_training_run_get_snapshot (run)->batches_done;
  g_signal_emit_by_name (fixture->page, "step");
  PAGE_TEST_WAIT_UNTIL (cl_training_run_get_snapshot (run)->batches_done != batch);
  g_signal_emit_by_name (fixture->page, "resume");
  PAGE_TEST_WAIT_UNTIL (cl_run_bar_get_state (bar) == CL_RUN_RUNNING);
  g_signal_emit_by_name (fixture->page, "stop");
  PAGE_TEST_WAIT_UNTIL (!cl_training_controller_is_running (fixture->controller));

  cl_training_run_keep (run, CL_RUN_KEEP_EPOCH, 1);
  set_settings (fixture, 3, 3);
  g_signal_emit_by_name (fixture->page, "branch");
  PAGE_TEST_WAIT_UNTIL (!cl_training_controller_is_running (fixture->controller));
  run = cl_training_page_get_selected (fixture->page);
  g_assert_cmpstr (cl_training_run_get_name (run), ==, "Convolutional NEMON, from epoch 1");
  g_assert_cmpuint (cl_training_run_epochs_done (run), ==, 3);
}

/* A window that is closed while it trains leaves the run to the next one, kernels and all. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  ClTrainingRun *run;

  set_settings (fixture, 3, 40);
  g_signal_emit_by_name (fixture->page, "start");
  run = cl_training_page_get_selected (fixture->page);
  PAGE_TEST_WAIT_UNTIL (cl_training_run_epochs_done (run) >= 2);
  close_window (fixture);
  open_window (fixture);
  wait_for_label (fixture->page, "cut off: Convolutional NEMON");
  g_signal_emit_by_name (fixture->page, "resume-interrupted");
  PAGE_TEST_WAIT_UNTIL (cl_training_page_get_selected (fixture->page) != NULL);
  PAGE_TEST_WAIT_UNTIL (!cl_training_controller_is_running (fixture->controller));
  run = cl_training_page_get_selected (fixture->page);
  g_assert_cmpstr (cl_training_run_get_settings (run)->family, ==, "nemon-conv");
  g_assert_cmpuint (cl_training_run_epochs_done (run), ==, 40);
}

/* Each kind of network has its own n, batch, rate and gamma; what means nothing is not passed on.
 */
static void
test_form (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *widget = g_object_ref_sink (cl_training_form_new ());
  ClTrainingForm *form = CL_TRAINING_FORM (widget);
  ClTrainSettings dense, convolution, out;

  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  cl_train_settings_init (&dense);
  dense.n = 37;
  dense.dropout = 0.25;
  convolution = dense;
  cl_train_settings_suit (&convolution, cl_family_find ("nemon-conv-5"));
  convolution.n = 5;
  cl_training_form_set_settings (form, &dense);
  cl_training_form_get_settings (form, &out);
  g_assert_cmpuint (out.n, ==, 37);
  g_assert_nonnull (page_test_label (widget, "Neurons"));
  g_assert_null (page_test_label (widget, "Channels"));
  cl_training_form_set_settings (form, &convolution);
  cl_training_form_get_settings (form, &out);
  g_assert_nonnull (page_test_label (widget, "Channels"));
  g_assert_null (page_test_label (widget, "Neurons"));
  g_assert_cmpstr (out.family, ==, "nemon-conv-5");
  g_assert_cmpuint (out.n, ==, 5);
  g_assert_cmpuint (out.batch, ==, convolution.batch);
  g_assert_cmpfloat (out.gamma, ==, convolution.gamma);
  g_assert_cmpfloat (out.dropout, ==, 0);
  g_assert_true (cl_train_settings_validate (&out, NULL));

  /* A sweep of dense families goes on from what was set for them. */
  cl_training_form_set_settings (form, &dense);
  cl_train_settings_suit (&convolution, cl_family_find ("nemon-conv"));
  cl_training_form_get_settings (form, &out);
  out.family = convolution.family;
  cl_training_form_set_settings (form, &out);
  cl_training_form_get_dense_settings (form, &out);
  g_assert_cmpstr (out.family, ==, "nemon");
  g_assert_cmpuint (out.n, ==, 37);
  g_assert_cmpuint (out.batch, ==, dense.batch);
  g_assert_cmpfloat (out.gamma, ==, dense.gamma);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (widget);
}

/* Rows of a table are no pictures: the form says why nothing can start. */
static void
test_no_pictures (void)
{
  GtkWidget *widget = g_object_ref_sink (cl_training_form_new ());
  ClTrainingForm *form = CL_TRAINING_FORM (widget);
  g_autoptr (ClDataset) table = cl_dataset_new ("Table", 5, 1, 2);
  g_autoptr (ClDataset) pictures = cl_dataset_new ("Pictures", 5, 5, 2);
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  cl_training_form_set_dataset (form, table);
  g_assert_null (cl_training_form_get_problem (form));
  cl_train_settings_suit (&settings, cl_family_find ("nemon-conv"));
  cl_training_form_set_settings (form, &settings);
  g_assert_nonnull (strstr (cl_training_form_get_problem (form), "pictures"));
  cl_training_form_set_dataset (form, pictures);
  g_assert_null (cl_training_form_get_problem (form));
  g_assert_finalize_object (widget);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("training-convolution-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/convolution-page/form", test_form);
  g_test_add_func ("/convolution-page/no-pictures", test_no_pictures);
  ADD ("/convolution-page/run", test_run);
  ADD ("/convolution-page/open", test_open);
  ADD ("/convolution-page/save", test_save);
  ADD ("/convolution-page/look-inside", test_look_inside);
  ADD ("/convolution-page/steps", test_steps);
  ADD ("/convolution-page/resume", test_resume);
  return g_test_run ();
}
