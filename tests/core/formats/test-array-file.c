/* Whole files: choice of the format, models, and writing that never harms. */
#include "core/formats/file-io.h"
#include "core/formats/model-set.h"
#include "tests/core/formats/corpus.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct
{
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = corpus_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "file.npz", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  corpus_remove_folder (fixture->folder);
  g_free (fixture->path);
}

static gsize
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gsize count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* One matrix through every format that can be written. */
static void
test_every_format (Fixture *fixture, gconstpointer data)
{
  static const gsize shapes[][2] = { { 1, 1 }, { 1, 9 }, { 9, 1 }, { 7, 5 }, { 30, 30 } };
  const char *const *endings = cl_array_file_endings (TRUE);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize i = 0; endings[i] != NULL; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (ClMatrix) matrix = corpus_random_matrix (random, shapes[k][0], shapes[k][1]);
        g_autoptr (ClArraySet) set = cl_array_set_new ();
        g_autofree char *name = g_strconcat ("file", endings[i], NULL);

        cl_array_set_add (set, "A", matrix);
        corpus_assert_round_trip (set, name);
      }
}

static void
test_endings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) csv = CORPUS_BYTES ("1,2\n"), npy = CORPUS_BYTES ("\x93NUMPY\1\0");
  g_autoptr (ClArraySet) upper = cl_array_file_read_bytes ("FILE.CSV", csv, NULL);

  g_assert_nonnull (upper);
  corpus_assert_bad ("file.foo", csv, "no ending of a format that can be read, expected one of .");
  corpus_assert_bad ("file", csv, "no ending of a format");
  corpus_assert_bad ("file.csv", npy,
                     "this is not a table of comma-separated numbers, it looks "
                     "like a NumPy array");
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name, *message;
  } cases[] = {
    { "missing.csv", "No such file or directory" },
    { "folder.csv", "this is a folder, expected a file" },
    { "zero.csv", "this is a device or a pipe, expected a file" },
  };
  g_autofree char *folder = g_build_filename (fixture->folder, "folder.csv", NULL);
  g_autofree char *device = g_build_filename (fixture->folder, "zero.csv", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", device), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, cases[i].name, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (cl_matrix_read (path, &error));
      g_assert_true (g_str_has_prefix (error->message, path));
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
}

/* More than 2 GiB, of which the disk holds nothing. */
static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "PK", 2, NULL));
  g_assert_cmpint (truncate (fixture->path, (off_t) 3 << 30), ==, 0);
  g_assert_null (cl_matrix_read (fixture->path, &error));
  g_assert_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_TOO_LARGE);
}

static ClModel *
make_model (gsize n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autoptr (ClMatrix) a = corpus_random_matrix (random, n, n);
  g_autoptr (ClMatrix) b = corpus_random_matrix (random, n, 2);
  g_autoptr (ClMatrix) bias = corpus_random_matrix (random, n, 1);
  ClModelParts parts = { .activation = cl_activation_find ("tanh"), .kind = CL_MODEL_PERSIDSKII };

  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b;
  parts.array[CL_ARRAY_BIAS] = bias;
  return cl_model_new (&parts, NULL);
}

static void
test_model (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClModel) model = make_model (6);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClModel) back = NULL;
  g_autofree char *csv = g_build_filename (fixture->folder, "model.csv", NULL);

  g_assert_true (cl_model_write (model, fixture->path, &error));
  back = cl_model_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (cl_model_equal (model, back));

  g_assert_false (cl_model_write (model, csv, &error));
  g_assert_nonnull (strstr (error->message, "holds one array, but there are 3 (A, B, b)"));
}

typedef struct
{
  const char *name;
  gsize rows, cols;
  double first;
} Array;

static void
assert_model_error (Fixture *fixture, const Array arrays[3], const char *message)
{
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < 3 && arrays[i].name != NULL; i++)
    {
      g_autoptr (ClMatrix) matrix = cl_matrix_new (arrays[i].rows, arrays[i].cols);

      if (matrix->rows * matrix->cols > 0)
        matrix->data[matrix->rows * matrix->cols - 1] = arrays[i].first;
      cl_array_set_add (set, arrays[i].name, matrix);
    }
  g_assert_true (cl_array_file_write (set, fixture->path, NULL));
  g_assert_null (cl_model_read (fixture->path, &error));
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  if (strstr (error->message, message) == NULL)
    g_error ("'%s' does not say '%s'", error->message, message);
}

static void
test_model_errors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    Array arrays[3];
    const char *message;
  } cases[] = {
    { { { NULL } }, "this is not an archive of NumPy arrays" },
    { { { "W", 2, 2 }, { "V", 2, 2 } }, "no array is named A, the file has W, V" },
    { { { "W", 2, 3 } }, "A is 2x3: expected a square matrix" },
    { { { "A", 0, 0 } }, "A is 0x0: expected a square matrix" },
    { { { "A", 4, 4 }, { "C", 2, 3 } }, "A is 4x4, C is 2x3: expected 2x4" },
    { { { "A", 4, 4 }, { "b", 3, 1 } }, "A is 4x4, b is 3x1: expected 4x1" },
    { { { "A", 2, 3, NAN } }, "A is 2x3" },
    { { { "A", 3, 3, NAN } }, "A has NaN in row 3, column 3: expected a finite number" },
    { { { "A", 2, 2 }, { "b", 2, 1, -INFINITY } }, "b has an infinity in row 2, column 1" },
    { { { "A", 1, 1 }, { "eta", 1, 1, 0 } }, "eta is 0 in row 1: expected a positive number" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_model_error (fixture, cases[i].arrays, cases[i].message);
}

/* The arrays of one module among others, as in a state dictionary of PyTorch. */
static void
test_prefix (Fixture *fixture, gconstpointer data)
{
  static const Array arrays[] = { { "head.b", 7, 1, 9 },
                                  { "core.A", 2, 2, 3 },
                                  { "core.b", 2, 1, 5 } };
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (ClMatrix) other = cl_matrix_new_identity (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClModel) model = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_autoptr (ClMatrix) matrix = cl_matrix_new (arrays[i].rows, arrays[i].cols);

      matrix->data[1] = arrays[i].first;
      cl_array_set_add (set, arrays[i].name, matrix);
    }
  model = cl_model_set_read (set, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (cl_model_array (model, CL_ARRAY_A)->data[1], ==, 3);
  g_assert_cmpfloat (cl_model_array (model, CL_ARRAY_BIAS)->data[1], ==, 5);

  /* With two candidates nobody can tell. */
  cl_array_set_add (set, "head.A", other);
  g_assert_null (cl_model_set_read (set, &error));
  g_assert_nonnull (strstr (error->message, "no array is named A, the file has head.b, core.A"));
}

/* A bare matrix is A, whatever its name. */
static void
test_bare (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.csv", NULL);
  g_autoptr (ClModel) model = NULL;

  g_assert_true (g_file_set_contents (path, "0.5, 1\n-1, 0.25\n", -1, NULL));
  model = cl_model_read (path, NULL);
  g_assert_cmpuint (model->n, ==, 2);
  g_assert_true (model->parts.kind == CL_MODEL_FIRING_RATE);
  g_assert_true (model->parts.activation == cl_activation_default ());
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

/* The size limit of a process stands for a disk that is full after so many bytes. */
static void
assert_keeps_old (Fixture *fixture, const char *ending)
{
  g_autoptr (ClModel) model = make_model (60);
  g_autofree char *name = g_strconcat ("weights", ending, NULL);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit old, limit;

  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (cl_model_write (model, path, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  g_assert_nonnull (strstr (error->message, "could not be written (File too large)"));
  assert_content (path, "precious");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_size_limit (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { ".npz", ".mat", ".safetensors", ".clab" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    assert_keeps_old (fixture, endings[i]);
}

/* A real file system of 64 KiB, where the user may make one. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClModel) model = make_model (200);
  g_autoptr (GError) error = NULL;
  char *disk = corpus_new_folder ();
  g_autofree char *path = g_build_filename (disk, "file.npz", NULL);

  if (mount ("tmpfs", disk, "tmpfs", 0, "size=64k") != 0)
    {
      g_autofree char *reason = g_strdup_printf ("no small file system: %s", g_strerror (errno));

      g_test_skip (reason);
      corpus_remove_folder (disk);
      return;
    }
  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
  g_assert_false (cl_model_write (model, path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_assert_nonnull (strstr (error->message, "(No space left on device); nothing changed"));
  assert_content (path, "precious");
  g_assert_cmpuint (count_files (disk), ==, 1);
  g_assert_cmpint (umount (disk), ==, 0);
  corpus_remove_folder (disk);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClModel) model = make_model (2);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "none", "file.npz", NULL);

  g_assert_false (cl_model_write (model, path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_null (strstr (error->message, "npz."));
}

/* Saving keeps the mode, and writes through a link to where the file is. */
static void
test_link_and_mode (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) content = CORPUS_BYTES ("new");
  g_autofree char *link = g_build_filename (fixture->folder, "link.npz", NULL);
  GStatBuf status;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  g_assert_cmpint (symlink ("file.npz", link), ==, 0);
  g_assert_true (cl_file_write_atomically (link, content, NULL));
  g_assert_cmpint (g_lstat (link, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);
  assert_content (fixture->path, "new");
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (ClMatrix) one = cl_matrix_new_identity (1), two = cl_matrix_new_identity (2);
  g_autofree char *names = NULL;

  cl_array_set_add (set, "A", one);
  cl_array_set_add (set, "b", one);
  cl_array_set_add (set, "A", two);
  cl_array_set_set_attribute (set, "model", "x");
  cl_array_set_set_attribute (set, "model", "hopfield");
  names = cl_array_set_list_names (set);
  g_assert_cmpstr (names, ==, "A, b");
  g_assert_true (cl_array_set_matrix (set, 0) == two);
  g_assert_true (cl_array_set_find (set, "c") == NULL);
  g_assert_false (cl_array_set_is_vector (set, 0));
  g_assert_true (cl_array_set_is_vector (set, 1));
  g_assert_cmpstr (cl_array_set_attribute (set, "model"), ==, "hopfield");
  g_assert_null (cl_array_set_attribute (set, "activation"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/formats/array-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("every-format", test_every_format);
  ADD ("endings", test_endings);
  ADD ("unreadable", test_unreadable);
  ADD ("too-large", test_too_large);
  ADD ("model", test_model);
  ADD ("model-errors", test_model_errors);
  ADD ("prefix", test_prefix);
  ADD ("bare", test_bare);
  ADD ("size-limit", test_size_limit);
  ADD ("full-disk", test_full_disk);
  ADD ("no-folder", test_no_folder);
  ADD ("link-and-mode", test_link_and_mode);
  ADD ("set", test_set);
  return g_test_run ();
}
