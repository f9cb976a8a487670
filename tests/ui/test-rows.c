#include <math.h>
#include <string.h>

#include "tests/ui/ui-test.h"
#include "ui/widgets/margin-bar.h"
#include "ui/widgets/number-row.h"
#include "ui/widgets/run-bar.h"
#include "ui/widgets/verdict-row.h"

static GtkWidget *
find (GtkWidget *widget, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type)
      && (text == NULL
          || (GTK_IS_LABEL (widget)
              && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
changed_cb (GArray *values, double value)
{
  g_array_append_val (values, value);
}

static GtkWindow *
list_window (GtkWidget *row)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return ui_test_window (list, 480, 120);
}

static void
test_number_row (void)
{
  GtkWidget *widget = cl_number_row_new ("Learning Rate", 0, 1, 0.25);
  ClNumberRow *row = CL_NUMBER_ROW (widget);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  GtkWindow *window = list_window (widget);
  GtkWidget *entry = find (widget, GTK_TYPE_ENTRY, NULL);

  cl_number_row_set_description (row, "Of the optimiser");
  cl_number_row_set_open (row, TRUE, FALSE);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (changed_cb), values);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.25");

  gtk_editable_set_text (GTK_EDITABLE (entry), "0,5");
  g_assert_cmpfloat (cl_number_row_get_value (row), ==, 0.5);
  g_assert_cmpuint (values->len, ==, 1);

  /* What is wrong is explained and not taken. */
  static const char *const wrong[] = { "0", "1.5", "x", "", "-1", "1,5.2" };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), wrong[i]);
      g_assert_false (cl_number_row_is_valid (row));
      g_assert_cmpfloat (cl_number_row_get_value (row), ==, 0.5);
      g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), !=, "Of the optimiser");
      g_assert_true (gtk_widget_has_css_class (widget, "error"));
    }
  g_assert_cmpuint (values->len, ==, 1);

  gtk_editable_set_text (GTK_EDITABLE (entry), "1/4");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.25");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "Of the optimiser");
  g_assert_true (cl_number_row_is_valid (row));
  g_assert_cmpuint (values->len, ==, 2);

  cl_number_row_set_value (row, 0.75);
  g_assert_cmpuint (values->len, ==, 2);
  ui_test_destroy (window, widget);
}

static void
test_number_row_keys (void)
{
  GtkWidget *widget = cl_number_row_new ("Epochs", 1, 12, 10);
  ClNumberRow *row = CL_NUMBER_ROW (widget);
  GtkWindow *window = list_window (widget);
  GtkWidget *entry = find (widget, GTK_TYPE_ENTRY, NULL);

  cl_number_row_set_integer (row, TRUE);
  ui_test_key (entry, GDK_KEY_Up, 0);
  g_assert_cmpfloat (cl_number_row_get_value (row), ==, 11);
  ui_test_key (entry, GDK_KEY_Up, 0);
  ui_test_key (entry, GDK_KEY_Up, 0);
  g_assert_cmpfloat (cl_number_row_get_value (row), ==, 12);
  gtk_editable_set_text (GTK_EDITABLE (entry), "2.5");
  g_assert_false (cl_number_row_is_valid (row));
  ui_test_key (entry, GDK_KEY_Escape, 0);
  g_assert_true (cl_number_row_is_valid (row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "12");

  cl_number_row_set_integer (row, FALSE);
  cl_number_row_set_range (row, 1e-6, 1);
  cl_number_row_set_value (row, 0.01);
  cl_number_row_set_step (row, 0, 10);
  ui_test_key (entry, GDK_KEY_Down, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.001");
  cl_number_row_set_step (row, 0.1, 0);
  cl_number_row_set_value (row, 0.2);
  ui_test_key (entry, GDK_KEY_Up, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.3");
  ui_test_destroy (window, widget);
}

static void
test_verdict_row (void)
{
  GtkWidget *widget = cl_verdict_row_new ();
  ClVerdictRow *row = CL_VERDICT_ROW (widget);
  GtkWindow *window = list_window (widget);
  GtkWidget *bar = find (widget, CL_TYPE_MARGIN_BAR, NULL);

  g_assert_cmpint (cl_verdict_row_get_mark (row), ==, CL_VERDICT_MARK_UNKNOWN);
  cl_verdict_row_set_condition (row, "Measure <∞>", "μ<sub>∞</sub>(A) &lt; 1",
                                "Contracts & is well posed");
  for (ClVerdictMark mark = CL_VERDICT_MARK_HOLDS; mark <= CL_VERDICT_MARK_CLOSE; mark++)
    {
      cl_verdict_row_set_result (row, mark, -0.5, 1.5, "row 2 decides");
      g_assert_cmpint (cl_verdict_row_get_mark (row), ==, mark);
      /* The word is there, not only the colour. */
      g_assert_nonnull (find (widget, GTK_TYPE_LABEL, cl_verdict_mark_label (mark)));
    }
  g_assert_nonnull (find (widget, GTK_TYPE_LABEL, "−0.5"));
  g_assert_cmpfloat (cl_margin_bar_get_margin (CL_MARGIN_BAR (bar)), ==, 1.5);
  g_assert_nonnull (find (widget, GTK_TYPE_LABEL, "Contracts & is well posed · row 2 decides"));
  g_assert_nonnull (find (widget, GTK_TYPE_LABEL, "Measure <∞>   μ∞(A)\u00a0<\u00a01"));
  cl_verdict_row_set_result (row, CL_VERDICT_MARK_UNKNOWN, NAN, NAN, NULL);
  g_assert_null (find (widget, GTK_TYPE_LABEL, "−0.5"));
  g_autoptr (GdkTexture) picture = ui_test_picture (widget);
  g_assert_nonnull (picture);
  ui_test_destroy (window, widget);
}

/* The bar grows to the right of the middle when the margin is positive, else to the left. */
static void
test_margin_bar (void)
{
  static const double margins[] = { 0.5, -0.5, 1e300, -1e300, INFINITY, -INFINITY };
  GtkWidget *widget = cl_margin_bar_new ();
  GtkWindow *window = ui_test_window (widget, 100, 40);

  for (gsize i = 0; i < G_N_ELEMENTS (margins); i++)
    {
      cl_margin_bar_set_margin (CL_MARGIN_BAR (widget), margins[i]);
      g_autoptr (GdkTexture) picture = ui_test_picture (widget);
      int middle = gdk_texture_get_width (picture) / 2;
      int y = gdk_texture_get_height (picture) / 2;
      guint32 left = ui_test_pixel (picture, middle - 10, y);
      guint32 right = ui_test_pixel (picture, middle + 10, y);
      guint left_alpha = left >> 24;
      guint right_alpha = right >> 24;

      if (margins[i] > 0)
        g_assert_cmpuint (right_alpha, >, left_alpha);
      else
        g_assert_cmpuint (left_alpha, >, right_alpha);
    }
  ui_test_destroy (window, widget);
}

static void
log_start (GString *log)
{
  g_string_append (log, "s");
}

static void
log_pause (GString *log)
{
  g_string_append (log, "p");
}

static void
log_resume (GString *log)
{
  g_string_append (log, "r");
}

static void
log_stop (GString *log)
{
  g_string_append (log, "x");
}

static GtkWidget *
button (GtkWidget *bar, const char *text)
{
  GtkWidget *label = find (bar, GTK_TYPE_LABEL, text);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}

static void
test_run_bar (void)
{
  GtkWidget *widget = cl_run_bar_new ("_Train");
  ClRunBar *bar = CL_RUN_BAR (widget);
  GtkWindow *window = ui_test_window (widget, 480, 60);
  GString *log = g_string_new (NULL);

  g_signal_connect_swapped (bar, "start", G_CALLBACK (log_start), log);
  g_signal_connect_swapped (bar, "pause", G_CALLBACK (log_pause), log);
  g_signal_connect_swapped (bar, "resume", G_CALLBACK (log_resume), log);
  g_signal_connect_swapped (bar, "stop", G_CALLBACK (log_stop), log);

  g_assert_true (gtk_widget_get_mapped (button (widget, "Train")));
  g_assert_false (gtk_widget_get_mapped (button (widget, "Stop")));
  cl_run_bar_set_ready (bar, FALSE, "Choose data first");
  g_assert_false (gtk_widget_get_sensitive (button (widget, "Train")));
  g_assert_nonnull (find (widget, GTK_TYPE_LABEL, "Choose data first"));
  cl_run_bar_set_ready (bar, TRUE, NULL);
  g_signal_emit_by_name (button (widget, "Train"), "clicked");

  cl_run_bar_set_state (bar, CL_RUN_RUNNING);
  cl_run_bar_set_progress (bar, 0.3, "Epoch 3 of 10");
  g_assert_nonnull (find (widget, GTK_TYPE_LABEL, "Epoch 3 of 10"));
  g_assert_false (gtk_widget_get_visible (button (widget, "Train")));
  g_signal_emit_by_name (button (widget, "Pause"), "clicked");
  cl_run_bar_set_state (bar, CL_RUN_PAUSED);
  g_signal_emit_by_name (button (widget, "Resume"), "clicked");
  cl_run_bar_set_state (bar, CL_RUN_RUNNING);

  /* The press is acknowledged before anybody answers it. */
  g_signal_emit_by_name (button (widget, "Stop"), "clicked");
  g_assert_cmpint (cl_run_bar_get_state (bar), ==, CL_RUN_STOPPING);
  g_assert_false (gtk_widget_get_sensitive (button (widget, "Stop")));
  cl_run_bar_set_progress (bar, NAN, NULL);
  cl_run_bar_set_state (bar, CL_RUN_IDLE);
  g_assert_true (gtk_widget_get_visible (button (widget, "Train")));
  g_assert_cmpstr (log->str, ==, "sprx");
  g_string_free (log, TRUE);
  ui_test_destroy (window, widget);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/rows/number-row", test_number_row);
  g_test_add_func ("/rows/number-row-keys", test_number_row_keys);
  g_test_add_func ("/rows/verdict-row", test_verdict_row);
  g_test_add_func ("/rows/margin-bar", test_margin_bar);
  g_test_add_func ("/rows/run-bar", test_run_bar);
  return g_test_run ();
}
