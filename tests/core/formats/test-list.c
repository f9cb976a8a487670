/* Lists of numbers as they are typed. */
#include "core/formats/list.h"

#include <gio/gio.h>
#include <string.h>

static void
assert_list (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) values = cl_list_parse (text, "--eps", &error);
  g_autoptr (GString) found = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_assert_no_error (error);
  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            g_ascii_formatd (number, sizeof number, "%.17g",
                                             g_array_index (values, double, i)));
  g_assert_cmpstr (found->str, ==, expected);
}

/* 17 digits show whether a member is the double nearest to what one would write. */
static void
test_values (void)
{
  assert_list ("0", "0");
  assert_list ("0,0.5,-2", "0 0.5 -2");
  assert_list (" 0, 0.5 ,-2 ", "0 0.5 -2");
  assert_list ("1e-6,1e-5", "9.9999999999999995e-07 1.0000000000000001e-05");
}

static void
test_ranges (void)
{
  assert_list ("1:5:1", "1 2 3 4 5");
  assert_list ("0:0.5:0.25", "0 0.25 0.5");
  assert_list ("2:0:-0.5", "2 1.5 1 0.5 0");
  assert_list ("0:1:0.75", "0 0.75");
  assert_list ("3:3:1", "3");
  assert_list ("7,0:1:0.5,9", "7 0 0.5 1 9");
}

/* Repeated addition would give 0.15000000000000002, and might lose the end. */
static void
test_decimal_steps (void)
{
  g_autoptr (GArray) values = cl_list_parse ("0:0.4:0.05", "--eps", NULL);
  const double expected[] = { 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4 };

  g_assert_cmpmem (values->data, values->len * sizeof (double), expected, sizeof expected);
}

static void
test_refused (void)
{
  const char *const bad[] = { "",         ",",    "1,",    "1,,2",     "x",
                              "1 2",      "0:1",  "0:1:0", "0:1:-0.1", "0:1:0.5:2",
                              "0:x:1",    "nan",  "inf",   "0:inf:1",  "0:1e300:1e-300",
                              "0:1:1e-9", "1\n2", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cl_list_parse (bad[i], "--eps", &error));
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
      g_assert_true (g_str_has_prefix (error->message, "--eps"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
    }
}

static void
test_counts (void)
{
  g_autoptr (GError) negative = NULL, half = NULL;
  g_autoptr (GArray) seeds = cl_list_parse_counts ("0,1:3:1", "--seeds", NULL);

  g_assert_cmpuint (seeds->len, ==, 4);
  g_assert_null (cl_list_parse_counts ("-1", "--seeds", &negative));
  g_assert_nonnull (strstr (negative->message, "-1"));
  g_assert_null (cl_list_parse_counts ("0:2:0.5", "--seeds", &half));
  g_assert_nonnull (strstr (half->message, "0.5"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/values", test_values);
  g_test_add_func ("/list/ranges", test_ranges);
  g_test_add_func ("/list/decimal-steps", test_decimal_steps);
  g_test_add_func ("/list/refused", test_refused);
  g_test_add_func ("/list/counts", test_counts);
  return g_test_run ();
}
