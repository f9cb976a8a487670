#include <math.h>

#include "ui/widgets/number-text.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    double value;
  } cases[] = {
    { "1.5", 1.5 },
    { "1,5", 1.5 },
    { " −2 ", -2 },
    { "-2", -2 },
    { "+3", 3 },
    { ".5", 0.5 },
    { "5.", 5 },
    { "2e-3", 2e-3 },
    { "1/3", 1.0 / 3 },
    { "-1/4", -0.25 },
    { "sqrt(2)", 1.4142135623730951 },
    { "2*(3+4)", 14 },
    { "2^3^2", 512 },
    { "-2^2", -4 },
    { "2^-1", 0.5 },
    { "2·pi", 2 * G_PI },
    { "1 - 2 - 3", -4 },
    { "8/4/2", 1 },
    { "1e3-1", 999 },
    { "1-1e-1", 0.9 },
    { "exp(0)+cos(0)", 2 },
    { "1,5+2,5", 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = NAN;

      g_assert_true (cl_number_parse (cases[i].text, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat_with_epsilon (value, cases[i].value, 1e-15 * fabs (cases[i].value));
    }
}

static void
test_refuse (void)
{
  static const char *const texts[] = { "",        " ",   "x",        "1.2.3", "1,2,3", "1.234,5",
                                       "1,234.5", "1 2", "1+",       "(1",    "1)",    "sqrt2",
                                       "foo(1)",  "1/0", "sqrt(-1)", "0/0",   "nan",   "inf",
                                       "1e999",   "--",  "*3",       "0x10",  "2e",    "é",
                                       "1e+",     "()" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = 42;

      g_assert_false (cl_number_parse (texts[i], &value, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_cmpfloat (value, ==, 42);
    }
}

/* Nesting must not exhaust the stack, whatever is pasted. */
static void
test_deep (void)
{
  g_autofree char *text = g_strnfill (200000, '(');
  g_autofree char *signs = g_strnfill (200000, '-');
  double value;

  g_assert_false (cl_number_parse (text, &value, NULL));
  g_assert_false (cl_number_parse (signs, &value, NULL));
}

static void
test_format (void)
{
  static const struct
  {
    double value;
    guint digits;
    const char *text;
  } cases[] = {
    { -1.5, 4, "−1.5" },       { 0, 4, "0" },
    { -0.0, 4, "0" },          { 1.0 / 3, 4, "0.3333" },
    { 12345.678, 4, "12346" }, { 1e-9, 3, "1e−9" },
    { 1.5e20, 3, "1.5e20" },   { NAN, 4, "NaN" },
    { INFINITY, 4, "∞" },      { -INFINITY, 4, "−∞" },
    { 100000, 3, "100000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cl_number_format (cases[i].value, cases[i].digits);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_fit (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  char text[CL_NUMBER_BUFFER];

  for (guint i = 0; i < 10000; i++)
    {
      double value = g_rand_double_range (rand, -1, 1) * pow (10, g_rand_int_range (rand, -12, 12));

      const guint room = i % 2 ? 6 : 7;

      cl_number_format_fit (value, 5, room, text);
      g_assert_cmpint (g_utf8_strlen (text, -1), <=, room);

      /* Shortened, never falsified. */
      double back;
      g_assert_true (cl_number_parse (text, &back, NULL));
      g_assert_cmpfloat (fabs (back - value), <=, 0.5 * fabs (value));
    }
}

static void
test_exact (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);

  for (guint i = 0; i < 10000; i++)
    {
      double value =
          g_rand_double_range (rand, -1, 1) * pow (10, g_rand_int_range (rand, -300, 300));
      double back;
      g_autofree char *text = cl_number_format_exact (value);

      g_assert_true (cl_number_parse (text, &back, NULL));
      g_assert_cmpfloat (back, ==, value);
    }
  g_autofree char *short_one = cl_number_format_exact (0.1);
  g_assert_cmpstr (short_one, ==, "0.1");
  g_autofree char *hundred = cl_number_format_exact (100);
  g_assert_cmpstr (hundred, ==, "100");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number-text/parse", test_parse);
  g_test_add_func ("/number-text/refuse", test_refuse);
  g_test_add_func ("/number-text/deep", test_deep);
  g_test_add_func ("/number-text/format", test_format);
  g_test_add_func ("/number-text/fit", test_fit);
  g_test_add_func ("/number-text/exact", test_exact);
  return g_test_run ();
}
