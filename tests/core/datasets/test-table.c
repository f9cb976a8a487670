/* Tables of samples: where the class is, how features are scaled, and what is refused. */
#include "core/datasets/class-table.h"
#include "core/datasets/dataset.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "tests/core/scratch.h"

static ClDataset *
open_bytes (const Scratch *fixture, const char *text, gssize length, guint64 seed, GError **error)
{
  g_unlink (fixture->path);
  g_assert_true (g_file_set_contents (fixture->path, text, length, NULL));
  return cl_dataset_open (fixture->path, seed, NULL, error);
}

static ClDataset *
open_text (const Scratch *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  ClDataset *set = open_bytes (fixture, text, -1, 1, &error);

  g_assert_no_error (error);
  return set;
}

/* The sample of either part whose feature `k` is nearest to `value`. */
static const float *
find_sample (const ClDataset *set, gsize k, float value, guint8 *label)
{
  const ClSamples *parts[] = { &set->train, &set->test };
  const float *best = NULL;

  for (gsize p = 0; p < 2; p++)
    for (gsize i = 0; i < parts[p]->count; i++)
      {
        const float *sample = parts[p]->pixels + i * cl_dataset_inputs (set);

        if (best == NULL || ABS (sample[k] - value) < ABS (best[k] - value))
          {
            best = sample;
            *label = parts[p]->labels[i];
          }
      }
  return best;
}

/* The same table in each of its forms. */
static void
test_forms (Scratch *fixture, gconstpointer data)
{
  static const char *const forms[] = {
    "0,5,rose\n1,6,iris\n0.5,7,rose\n0,5,rose\n1,6,iris\n",
    "0;5;rose\n1;6;iris\n0.5;7;rose\n0;5;rose\n1;6;iris",
    "0\t5\trose\r\n1\t6\tiris\r\n0.5\t7\trose\r\n0\t5\trose\r\n1\t6\tiris\r\n",
    "size,age,kind\n0,5,rose\n\n1,6,iris\n0.5,7,rose\n0,5,rose\n1,6,iris\n",
    "LABEL,size,age\nrose,0,5\niris,1,6\nrose,0.5,7\nrose,0,5\niris,1,6\n",
    "size,label,age\n0,rose,5\n1,iris,6\n0.5,rose,7\n0,rose,5\n1,iris,6\n",
    "0,label,1\n0,rose,5\n1,iris,6\n0.5,rose,7\n0,rose,5\n1,iris,6\n",
    "\xef\xbb\xbf\"0\", 5 ,\"rose\"\n1,6,iris\n0.5,7,rose\n0,5,rose\n1,6,iris\n",
  };
  g_autoptr (ClDataset) first = open_text (fixture, forms[0]);

  g_assert_cmpstr (first->name, ==, "flowers.csv");
  g_assert_cmpuint (first->width, ==, 2);
  g_assert_cmpuint (first->height, ==, 1);
  g_assert_cmpuint (first->classes, ==, 2);
  g_assert_cmpstr (first->class_names[0], ==, "iris");
  g_assert_cmpstr (first->class_names[1], ==, "rose");
  g_assert_cmpuint (first->train.count, ==, 4);
  g_assert_cmpuint (first->test.count, ==, 1);
  for (gsize i = 1; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (ClDataset) set = open_text (fixture, forms[i]);

      g_assert_cmpuint (set->classes, ==, 2);
      g_assert_cmpmem (set->train.labels, set->train.count, first->train.labels, 4);
      g_assert_cmpmem (set->train.pixels, set->train.count * 8, first->train.pixels, 32);
      g_assert_cmpmem (set->test.pixels, set->test.count * 8, first->test.pixels, 8);
    }
}

/* Columns of 0 ... 99, of -2000 ... -20 and of a constant; the train rows reach from 0 to 1. */
static void
test_scaling (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (ClDataset) set = NULL;
  float low = 1, high = 0;

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "%d,%de1,7,%d\n", i, 2 * (i - 100), i % 3);
  set = open_text (fixture, text->str);
  g_assert_cmpuint (set->train.count, ==, 80);
  g_assert_cmpuint (set->classes, ==, 3);
  g_assert_null (set->class_names);
  for (gsize i = 0; i < set->train.count; i++)
    {
      const float *sample = set->train.pixels + 3 * i;

      low = MIN (low, sample[0]);
      high = MAX (high, sample[0]);
      g_assert_cmpfloat_with_epsilon (sample[0], sample[1], 1e-6);
      g_assert_cmpfloat (sample[2], ==, 0);
      g_assert_cmpuint (set->train.labels[i], <, 3);
    }
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 1);
  for (gsize i = 0; i < 3 * set->test.count; i++)
    g_assert_true (set->test.pixels[i] >= 0 && set->test.pixels[i] <= 1);
}

/* Extremes of the test rows are clamped, because the train rows alone set the scale. */
static void
test_clamped (Scratch *fixture, gconstpointer data)
{
  for (guint64 seed = 0; seed < 40; seed++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClDataset) set =
          open_bytes (fixture, "0,a\n1,a\n2,b\n3,b\n1e308,b\n-1e308,a\n1,a\n2,b\n2,a\n1,b\n", -1,
                      seed, &error);

      g_assert_no_error (error);
      for (gsize i = 0; i < set->train.count; i++)
        g_assert_true (set->train.pixels[i] >= 0 && set->train.pixels[i] <= 1);
      for (gsize i = 0; i < set->test.count; i++)
        g_assert_true (set->test.pixels[i] >= 0 && set->test.pixels[i] <= 1);
    }
}

static void
test_pixels (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClDataset) set = open_text (fixture, "label,pixel0,pixel1,pixel2,pixel3\n"
                                                  "9,0,51,102,255\n10,10,0,0,0\n9,20,0,0,0\n");
  const float *sample;
  guint8 label;

  g_assert_cmpuint (set->width, ==, 2);
  g_assert_cmpuint (set->height, ==, 2);
  g_assert_cmpstr (set->class_names[0], ==, "9");
  g_assert_cmpstr (set->class_names[1], ==, "10");
  sample = find_sample (set, 3, 1, &label);
  g_assert_cmpuint (label, ==, 0);
  g_assert_cmpfloat_with_epsilon (sample[0], 0, 1e-7);
  g_assert_cmpfloat_with_epsilon (sample[1], 0.2, 1e-7);
  g_assert_cmpfloat_with_epsilon (sample[2], 0.4, 1e-7);
  g_assert_cmpfloat_with_epsilon (sample[3], 1, 1e-7);
  find_sample (set, 0, 10 / 255.0F, &label);
  g_assert_cmpuint (label, ==, 1);
}

/* 1 and 1.0 are one class. */
static void
test_number_classes (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClDataset) set = open_text (fixture, "5,1\n6,0\n7,1.0\n8,-0.5\n");

  g_assert_cmpuint (set->classes, ==, 3);
  g_assert_cmpstr (set->class_names[0], ==, "-0.5");
  g_assert_cmpstr (set->class_names[1], ==, "0");
  g_assert_cmpstr (set->class_names[2], ==, "1");
}

static const struct
{
  const char *text, *message;
} damages[] = {
  { "", "there are no rows" },
  { "\n\r\n  \n", "there are no rows" },
  { "a,b,label\n", "there are no rows" },
  { "1\n2\n", "row 1: found one column, expected features and a class, separated by" },
  { "1,2,a\n1,2\n", "row 2: found 2 columns, expected 3 as in row 1" },
  { "1,2,a\n\n1,2,3,b\n", "row 3: found 4 columns, expected 3" },
  { "1,2,a\n1,,b\n", "row 2, column 2: found nothing, expected a finite number" },
  { "1,2,a\n1,x,b\n", "row 2, column 2: found \"x\", expected a finite number" },
  { "a,b,c\nred,2,3\n",
    "row 2, column 1: found \"red\", expected a finite number; a column of cl" },
  { "1,nan,a\n1,2,b\n", "row 1, column 2: found \"nan\", expected a finite number" },
  { "1,-inf,a\n1,2,b\n", "row 1, column 2: found \"-inf\", expected a finite number" },
  { "1,1e999,a\n1,2,b\n", "row 1, column 2: found \"1e999\"" },
  { "1,2,a\n1,2,\n", "row 2, column 3: found nothing, expected a class" },
  { "1,2,a\n3,4,a\n", "all samples are of one class, \"a\"" },
  { "pixel0,label\n0,1\n256,2\n", "pixel0 of sample 2 is 256, expected 0 to 255" },
  { "pixel0,label\n-1,1\n25,2\n", "pixel0 of sample 1 is -1, expected 0 to 255" },
  { "x\n", "row 1: found one column" },
  { "1;2;a\n1\n", "row 2: found 1 column, expected 3 as in row 1" },
  { "1,234;2;a\n3;4;b\n", "row 1, column 1: the comma may be a decimal comma or group thousands" },
  { "1,5;2.5;a\n3;4;b\n", "row 1, column 1: found \"1,5\", expected a finite number" },
  { "1,5,5;2;a\n3;4;b\n", "row 1, column 1: found \"1,5,5\"" },
  { "\xff\xfe"
    "1,2,a\n",
    "the text is encoded in UTF-16, expected UTF-8" },
  { "1,2,a\n1,\xff,b\n", "row 2: this is no text in UTF-8" },
  { "1,2,a\n1,\"3,b\n", "row 2: found 2 columns, expected 3" },
};

static void
test_damaged (Scratch *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_bytes (fixture, damages[i].text, -1, 0, &error));
      g_assert_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT);
      g_assert_true (g_str_has_prefix (error->message, fixture->path));
      g_assert_null (strchr (error->message, '\n'));
      if (strstr (error->message, damages[i].message) == NULL)
        g_error ("'%s' does not say '%s'", error->message, damages[i].message);
    }
}

/* As a spreadsheet writes it where the comma is the decimal sign; a class may have one as well. */
static void
test_decimal_commas (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClDataset) set = open_text (fixture, "Breite;L\xc3\xa4nge;Art\n1,25;-2;\"a,b\"\n"
                                                  "\"3,75\";1,234;c\n2,5;7;c\n");
  g_autoptr (ClDataset) bare = open_text (fixture, "1,5;x\n2,5;y\n");
  g_autoptr (ClDataset) tabs = open_text (fixture, "0,5\tx\n1,5\ty\n");

  g_assert_cmpuint (set->train.count + set->test.count, ==, 3);
  g_assert_cmpstr (set->class_names[0], ==, "a,b");
  g_assert_cmpstr (set->features[1].name, ==, "L\xc3\xa4nge");
  g_assert_cmpuint (bare->train.count + bare->test.count, ==, 2);
  g_assert_cmpuint (tabs->train.count + tabs->test.count, ==, 2);
}

/* What commas mean is asked of the whole table first: that can be cancelled too. */
static void
test_cancelled (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  for (int row = 0; row < 3000; row++)
    g_string_append (text, "1,234;x\n");
  g_cancellable_cancel (cancellable);
  g_assert_null (cl_class_table_parse (text->str, text->len, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The rows that are shown have the numbers of the file. */
static void
test_features (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,b,label\n");
  g_autoptr (ClDataset) set = NULL;
  g_autoptr (ClDataset) picture = NULL;

  for (int i = 0; i < 50; i++)
    g_string_append_printf (text, "%d,7,%c\n", 1000 + i * i, i % 2 ? 'x' : 'y');
  set = open_text (fixture, text->str);
  g_assert_cmpstr (set->features[0].name, ==, "a");
  for (gsize i = 0; i < set->train.count; i++)
    {
      const float *sample = set->train.pixels + 2 * i;
      double root = sqrt (cl_dataset_feature_value (set, sample, 0) - 1000);

      g_assert_cmpfloat_with_epsilon (root, round (root), 1e-2);
      g_assert_cmpfloat (cl_dataset_feature_value (set, sample, 1), ==, 7);
    }
  picture = open_text (fixture, "pixel0,pixel1,pixel2,pixel3,label\n0,1,2,3,x\n4,5,6,7,y\n");
  g_assert_null (picture->features);
}

static void
test_too_many_classes (Scratch *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 257; i++)
    g_string_append_printf (text, "0,%d\n", i);
  g_assert_null (open_bytes (fixture, text->str, -1, 0, &error));
  g_assert_nonnull (strstr (error->message, "row 257, column 2: more than 256 different classes"));
}

/* Random bytes at fixed places: any answer is right but a crash. */
static void
test_flipped (Scratch *fixture, gconstpointer data)
{
  static const char good[] = "label,pixel0,pixel1\n0,1,2\n1,3,4\n\"2\",5,6\n0,7,8\n";
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (gsize round = 0; round < 400; round++)
    {
      g_autofree char *text = g_strdup (good);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClDataset) set = NULL;

      text[g_rand_int_range (random, 0, sizeof good - 1)] =
          (char) g_rand_int_range (random, 0, 256);
      set = open_bytes (fixture, text, sizeof good - 1, 0, &error);
      g_assert_true ((set == NULL) == (error != NULL));
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/datasets/table/" name, Scratch, "flowers.csv", scratch_set_up, function,           \
              scratch_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("forms", test_forms);
  ADD ("scaling", test_scaling);
  ADD ("clamped", test_clamped);
  ADD ("pixels", test_pixels);
  ADD ("number-classes", test_number_classes);
  ADD ("damaged", test_damaged);
  ADD ("decimal-commas", test_decimal_commas);
  ADD ("cancelled", test_cancelled);
  ADD ("features", test_features);
  ADD ("too-many-classes", test_too_many_classes);
  ADD ("flipped", test_flipped);
  return g_test_run ();
}
