/* Own drawings as data: drawn, added to the set, trained on, taken back. */
#include "app/drawings-controller.h"
#include "core/datasets/drawings.h"
#include "tests/app/data-test.h"
#include "ui/widgets/digit-pad.h"

static void
keep_text_cb (const char *text, gpointer data)
{
  g_free (*(char **) data);
  *(char **) data = g_strdup (text);
}

/* Draw, say which digit it is, train on it; take it back. */
static void
test_drawings (DataTest *fixture, gconstpointer data)
{
  ClTrainingPad *room = CL_TRAINING_PAD (cl_training_pad_new ());
  GtkWindow *window = ui_test_window (GTK_WIDGET (room), 800, 700);
  ClDigitPad *pad = CL_DIGIT_PAD (
      data_test_find (room, data_test_is_of_type, GSIZE_TO_POINTER (CL_TYPE_DIGIT_PAD)));
  g_autofree char *notice = NULL;
  ClDrawingsController *drawings =
      cl_drawings_controller_new (room, fixture->controller, keep_text_cb, &notice);
  g_autofree char *folder = cl_drawings_default_folder ();
  ClAddToSet *add = cl_training_pad_get_add (room);
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (add));

  WAIT_FOR (data_test_find (add, data_test_is_label, "My Drawings is empty") != NULL);
  g_assert_false (gtk_widget_get_sensitive (button));
  data_test_choose (fixture, "drawings", NULL);
  WAIT_FOR (data_test_find (fixture->chooser, data_test_is_label, "There are too few drawings yet")
            != NULL);
  g_assert_cmpint (data_test_state_of (fixture), ==, CL_DATA_WANTING);

  for (guint k = 0; k < 5; k++)
    {
      cl_digit_pad_draw (pad, 0.4 + 0.03 * k, 0.2, 0.5, 0.8, FALSE);
      g_assert_true (gtk_widget_get_sensitive (button));
      g_clear_pointer (&notice, g_free);
      gtk_menu_button_popup (GTK_MENU_BUTTON (button));
      ui_test_settle ();
      data_test_click (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), k < 3 ? "1" : "7");
      WAIT_FOR (cl_drawings_count (folder, NULL) == k + 1);
      WAIT_FOR (g_strcmp0 (notice, k < 3 ? "Added a 1 to My Drawings" : "Added a 7 to My Drawings")
                == 0);
      g_assert_false (gtk_widget_get_sensitive (button));
    }
  g_assert_nonnull (data_test_find (add, data_test_is_label, "5 drawings in My Drawings"));
  data_test_read_it (fixture, "drawings", NULL);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 4);
  g_assert_true (data_test_row_shows (fixture, "Together With"));

  /* The set is another when the chooser is next seen. */
  gtk_widget_set_visible (GTK_WIDGET (fixture->chooser), FALSE);
  data_test_click (add, "_Undo");
  WAIT_FOR (g_strcmp0 (notice, "Removed the 7 added last") == 0);
  g_assert_cmpuint (cl_drawings_count (folder, NULL), ==, 4);
  gtk_widget_set_visible (GTK_WIDGET (fixture->chooser), TRUE);
  WAIT_FOR (fixture->dataset == NULL);
  WAIT_FOR (fixture->dataset != NULL);
  g_assert_cmpuint (fixture->dataset->train.count, ==, 3);

  data_test_read_it (fixture, "drawings", "digits");
  g_assert_cmpstr (fixture->dataset->name, ==, "Built-in digits and my drawings");
  g_assert_cmpuint (fixture->dataset->train.count, ==, 60004);
  cl_drawings_controller_free (drawings);
  ui_test_destroy (window, GTK_WIDGET (room));
  remove_tree (folder);
}

static void
add_tests (void)
{
  DATA_TEST_ADD ("drawings", test_drawings);
}

int
main (int argc, char *argv[])
{
  return data_test_main (argc, argv, add_tests);
}
