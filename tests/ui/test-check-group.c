#include "ui/widgets/check-group.h"

static const char *const ids[] = { "one", "two", "three" };

static void
count_cb (gpointer data)
{
  (*(guint *) data)++;
}

static void
add_checks (ClCheckGroup *group, GtkWidget *checks[3])
{
  for (guint i = 0; i < 3; i++)
    {
      checks[i] = g_object_ref_sink (gtk_check_button_new ());
      cl_check_group_add (group, ids[i], GTK_CHECK_BUTTON (checks[i]));
    }
}

static void
assert_text (ClCheckGroup *group, const char *expected)
{
  g_autofree char *text = cl_check_group_dup_text (group);

  g_assert_cmpstr (text, ==, expected);
}

/* Text to buttons and back, in the order of the buttons; each change is told once. */
static void
test_text (void)
{
  guint changes = 0;
  GtkWidget *checks[3];
  ClCheckGroup *group = cl_check_group_new (count_cb, &changes);

  add_checks (group, checks);
  assert_text (group, "");
  cl_check_group_choose (group, "three,unheard-of,one");
  g_assert_cmpuint (changes, ==, 1);
  assert_text (group, "one,three");
  g_assert_cmpuint (cl_check_group_count_chosen (group), ==, 2);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (checks[2])));
  g_assert_false (cl_check_group_is_chosen (group, 1));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (checks[1]), TRUE);
  g_assert_cmpuint (changes, ==, 2);
  assert_text (group, "one,two,three");
  cl_check_group_choose (group, NULL);
  g_assert_cmpuint (changes, ==, 3);
  g_assert_cmpuint (cl_check_group_count_chosen (group), ==, 0);

  /* The buttons may live on without it. */
  cl_check_group_free (group);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (checks[1]), TRUE);
  g_assert_cmpuint (changes, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_finalize_object (checks[i]);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check-group/text", test_text);
  return g_test_run ();
}
