/* The table of a sweep and what is computed from its runs. */
#include "core/training/sweep-summary.h"
#include "core/training/sweep-table.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/formats/array-file.h"
#include "tests/core/scratch.h"

static ClSweepRun *
make_run (const char *family, double lambda, guint64 seed, double accuracy, double lipschitz)
{
  ClSweepRun *run = cl_sweep_run_new (family, lambda, seed);
  const ClSweepEpoch epochs[] = { { accuracy - 0.1, 0.9, 2 * lipschitz, 1.0 },
                                  { accuracy, 0.3, lipschitz, 20 * lipschitz },
                                  { accuracy, 0.2, 3 * lipschitz, 2.0 } };

  g_array_append_vals (run->epochs, epochs, G_N_ELEMENTS (epochs));
  run->seconds = 1.25;
  run->state = CL_SWEEP_DONE;
  cl_sweep_run_find_best (run);
  return run;
}

static ClSweepTable *
make_table (void)
{
  ClTrainSettings settings;

  cl_train_settings_init (&settings);
  settings.n = 17;
  settings.threads = 1;
  settings.schedule = "cosine";
  ClSweepTable *table = cl_sweep_table_new (&settings, "Digits, \"small\"");
  g_autoptr (ClSweepRun) one = make_run ("nemon", 1e-5, 1, 0.97, 1.0 / 3.0);
  g_autoptr (ClSweepRun) two = make_run ("idl", 0.0, G_MAXUINT64, 0.95, INFINITY);
  g_autoptr (ClSweepRun) three = cl_sweep_run_new ("free", 0.0, 3);
  three->state = CL_SWEEP_FAILED;
  three->error = g_strdup ("epoch 1, batch 2: it left, \"so to speak\",\nthe numbers");
  cl_sweep_table_add (table, one, 1);
  cl_sweep_table_add (table, two, G_MAXUINT64);
  cl_sweep_table_add (table, three, 3);
  return table;
}

/* The first of two equal epochs is the best one. */
static void
test_best (void)
{
  g_autoptr (ClSweepRun) run = make_run ("nemon", 0.0, 1, 0.9, 7.0);

  g_assert_cmpfloat (run->accuracy, ==, 0.9);
  g_assert_cmpfloat (run->lipschitz, ==, 7.0);
  g_assert_cmpfloat (cl_sweep_run_bound (run, CL_SWEEP_BOUND_NEMON), ==, 140.0);
}

static void
test_round_trip (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClSweepTable) table = make_table ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (cl_sweep_table_write (table, fixture->path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "lambda,seed,best_test_accuracy,lipschitz,seconds,"));
  g_autoptr (ClSweepTable) back = cl_sweep_table_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->data, ==, table->data);
  g_assert_true (cl_sweep_table_accepts (back, &table->settings, NULL));
  g_assert_cmpuint (back->settings.n, ==, 17);
  g_assert_cmpstr (back->settings.schedule, ==, "cosine");
  g_assert_cmpuint (back->runs->len, ==, 3);
  g_assert_cmpmem (back->fingerprints->data, 24, table->fingerprints->data, 24);
  for (guint i = 0; i < 3; i++)
    {
      const ClSweepRun *in = g_ptr_array_index (table->runs, i);
      const ClSweepRun *out = g_ptr_array_index (back->runs, i);

      g_assert_true (cl_sweep_run_is_same (in, out));
      g_assert_cmpint (in->state, ==, out->state);
      g_assert_cmpstr (in->error, ==, out->error);
      g_assert_true (in->accuracy == out->accuracy || isnan (in->accuracy + out->accuracy));
      g_assert_true (in->lipschitz == out->lipschitz || isnan (in->lipschitz + out->lipschitz));
      g_assert_true (in->nemon == out->nemon || isnan (in->nemon + out->nemon));
      g_assert_cmpfloat (in->seconds, ==, out->seconds);
      g_assert_cmpmem (in->epochs->data, in->epochs->len * sizeof (ClSweepEpoch), out->epochs->data,
                       out->epochs->len * sizeof (ClSweepEpoch));
    }
}

/* A spreadsheet ends lines with CR LF and may add columns; an older version had fewer settings. */
static void
test_tolerant (Scratch *fixture, gconstpointer data)
{
  const char *text = "note,lambda,seed,best_test_accuracy,lipschitz,seconds,family,error,data,"
                     "fingerprint,n\r\n"
                     "\"a \"\"quoted\"\" word\",1e-05,4,0.9,12.5,3,nemon,,MNIST,00ff,30\r\n";
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  g_autoptr (ClSweepTable) table = cl_sweep_table_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (table->runs->len, ==, 1);
  g_assert_cmpuint (table->settings.n, ==, 30);
  g_assert_cmpuint (table->settings.batch, ==, 300);
  g_assert_cmpfloat (((const ClSweepRun *) g_ptr_array_index (table->runs, 0))->lipschitz, ==,
                     12.5);
  g_assert_cmpuint (g_array_index (table->fingerprints, guint64, 0), ==, 0xff);
}

#define HEADER                                                                                     \
  "lambda,seed,best_test_accuracy,lipschitz,seconds,family,error,data,fingerprint,n,"              \
  "test_accuracy_1,train_loss_1,lipschitz_1\n"
#define GOOD "0,1,0.9,12.5,3,nemon,,MNIST,ff,30,0.9,0.1,12.5\n"

static void
test_bad_files (Scratch *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text, *expected;
  } cases[] = {
    { "", "lambda" },
    { "lambda,seed,best_test_accuracy,lipschitz,seconds\n0,1,0.9,2,3\n", "family" },
    { HEADER "0,1,0.9\n", "line 2: 3 fields, expected 13" },
    { HEADER GOOD "zero,1,0.9,12.5,3,nemon,,MNIST,ff,30,0.9,0.1,12.5\n", "line 3" },
    { HEADER "0,-1,0.9,12.5,3,nemon,,MNIST,ff,30,0.9,0.1,12.5\n", "the seed" },
    { HEADER "0,1,0.9,12.5,3,nemoon,,MNIST,ff,30,0.9,0.1,12.5\n", "nemoon" },
    { HEADER "0,1,0.9,12.5,3,nemon,,MNIST,fingers,30,0.9,0.1,12.5\n", "fingerprint" },
    { HEADER "0,1,0.9,12.5,3,nemon,,MNIST,f\xff,30,0.9,0.1,12.5\n", "line 2: this is no text" },
    { HEADER "0,1,0.9,12.5,3,nemon,,MNIST,\"f\n\",30,0.9,0.1,12.5\n", "“f ”" },
    { HEADER "0,1,0.9,12.5,3,nemon,,MNIST,ff,0,0.9,0.1,12.5\n", "number of states" },
    { HEADER "0,1,0.9,12.5,3,nemon,,MNIST,ff,2.5,0.9,0.1,12.5\n", "“n”" },
    { HEADER "0,1,0.9,12.5,3,nemon,,MNIST,ff,30,0.9,low,12.5\n", "train_loss_1" },
    { HEADER GOOD "0,2,0.9,12.5,3,nemon,,MNIST,ff,31,0.9,0.1,12.5\n", "“n”" },
    { HEADER GOOD "0,2,0.9,12.5,3,nemon,,Digits,ff,30,0.9,0.1,12.5\n", "the data are Digits" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (fixture->path, cases[i].text, -1, NULL));
      g_assert_null (cl_sweep_table_read (fixture->path, &error));
      g_assert_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX);
      g_assert_true (g_str_has_prefix (error->message, fixture->path));
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* Whatever is cut off or changed, the reader answers with a table or an error. */
static void
test_damage (Scratch *fixture, gconstpointer data)
{
  g_autoptr (ClSweepTable) table = make_table ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (cl_sweep_table_write (table, fixture->path, NULL));
  g_assert_true (g_file_get_contents (fixture->path, &whole, &length, NULL));
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *bad = g_memdup2 (whole, length);
      const gsize kept = (gsize) g_rand_int_range (rand, 0, (gint32) length + 1);
      g_autoptr (GError) error = NULL;

      bad[g_rand_int_range (rand, 0, (gint32) length)] = (char) g_rand_int_range (rand, 0, 256);
      g_assert_true (
          g_file_set_contents (fixture->path, bad, (gssize) (i % 2 == 0 ? kept : length), NULL));
      g_autoptr (ClSweepTable) read = cl_sweep_table_read (fixture->path, &error);
      g_assert_true ((read != NULL) != (error != NULL));
    }
}

static void
test_spread (void)
{
  static const double values[] = { 2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0 };
  ClSpread spread = { 0 }, one = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    cl_spread_add (&spread, 1e8 + values[i]);
  g_assert_cmpfloat (spread.mean, ==, 1e8 + 5.0);
  g_assert_cmpfloat (spread.min, ==, 1e8 + 2.0);
  g_assert_cmpfloat (spread.max, ==, 1e8 + 9.0);
  g_assert_cmpfloat_with_epsilon (cl_spread_deviation (&spread), sqrt (32.0 / 7.0), 1e-7);
  cl_spread_add (&one, 3.0);
  g_assert_cmpfloat (cl_spread_deviation (&one), ==, 0.0);
  for (guint i = 0; i < 2; i++)
    {
      cl_spread_add (&one, INFINITY);
      cl_spread_add (&one, 1.0);
      g_assert_cmpfloat (one.mean, ==, INFINITY);
      g_assert_cmpfloat (cl_spread_deviation (&one), ==, INFINITY);
      g_assert_cmpfloat (one.min, ==, 1.0);
      g_assert_cmpfloat (one.max, ==, INFINITY);
    }
}

/* Four means whose front is known: (0.9, 1), (0.95, 10) and (0.97, 100) are on it; (0.94, 20) is
 * beaten by the second, the infinite bound by none but is no place. */
static void
test_front (void)
{
  static const struct
  {
    const char *family;
    double lambda, accuracy, lipschitz;
    gboolean on_front;
  } cases[] = {
    { "nemon", 1e-4, 0.90, 1.0, TRUE },     { "nemon", 1e-5, 0.95, 10.0, TRUE },
    { "nemon", 0.0, 0.97, 100.0, TRUE },    { "idl", 0.0, 0.94, 20.0, FALSE },
    { "free", 0.0, 0.99, INFINITY, FALSE },
  };
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sweep_run_unref);

  /* Two seeds around each mean; the bound of one is spread more than that of the other. */
  for (guint64 seed = 1; seed <= 2; seed++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      g_ptr_array_add (runs, make_run (cases[i].family, cases[i].lambda, seed,
                                       cases[i].accuracy + (seed == 1 ? 0.001 : -0.001),
                                       cases[i].lipschitz * (seed == 1 ? 0.9 : 1.1)));
  g_ptr_array_add (runs, cl_sweep_run_new ("lben", 0.0, 1));
  g_autoptr (GPtrArray) summaries = cl_sweep_summarise (runs);
  g_assert_cmpuint (summaries->len, ==, 6);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ClSweepSummary *summary = g_ptr_array_index (summaries, i);

      g_assert_cmpstr (summary->family, ==, cases[i].family);
      g_assert_cmpfloat (summary->lambda, ==, cases[i].lambda);
      g_assert_cmpuint (summary->accuracy.count, ==, 2);
      g_assert_cmpfloat_with_epsilon (summary->accuracy.mean, cases[i].accuracy, 1e-12);
      g_assert_cmpint (summary->on_front[CL_SWEEP_BOUND_BEST], ==, cases[i].on_front);
      g_assert_cmpuint (summary->accuracies->len, ==, 3);
      g_assert_cmpfloat_with_epsilon (g_array_index (summary->losses, ClSpread, 2).mean, 0.2,
                                      1e-12);
    }
  const ClSweepSummary *waiting = g_ptr_array_index (summaries, 5);
  g_assert_cmpuint (waiting->accuracy.count, ==, 0);
  g_assert_cmpuint (waiting->accuracies->len, ==, 0);
  g_assert_false (waiting->on_front[CL_SWEEP_BOUND_BEST]);
}

static void
test_file_name (void)
{
  g_autoptr (ClSweepRun) run = cl_sweep_run_new ("nemon", 1e-5, 2);
  g_autofree char *name = cl_sweep_run_file_name (run);

  g_assert_cmpstr (name, ==, "nemon-1e-05-2.npz");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/training/sweep-table/" name, Scratch, "sweep.csv", scratch_set_up, func,           \
              scratch_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/sweep-table/best", test_best);
  g_test_add_func ("/training/sweep-table/spread", test_spread);
  g_test_add_func ("/training/sweep-table/front", test_front);
  g_test_add_func ("/training/sweep-table/file-name", test_file_name);
  ADD ("round-trip", test_round_trip);
  ADD ("tolerant", test_tolerant);
  ADD ("bad-files", test_bad_files);
  ADD ("damage", test_damage);
  return g_test_run ();
}
