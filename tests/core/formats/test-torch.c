/* PyTorch's files: tensors are read, nothing is ever run. */
#include "core/formats/pickle.h"
#include "core/formats/zip-file.h"
#include "tests/core/formats/corpus.h"

#include <string.h>

/* Builds a pickle by hand. */
typedef GString Pickle;

static Pickle *
begin_pickle (void)
{
  return g_string_append_len (g_string_new (NULL), "\x80\2", 2);
}

static void
add_string (Pickle *pickle, const char *text)
{
  guint32 length = GUINT32_TO_LE ((guint32) strlen (text));

  g_string_append_c (pickle, 'X');
  g_string_append_len (pickle, (const char *) &length, 4);
  g_string_append (pickle, text);
}

static void
add_integer (Pickle *pickle, gint32 value)
{
  gint32 little = GINT32_TO_LE (value);

  g_string_append_c (pickle, 'J');
  g_string_append_len (pickle, (const char *) &little, 4);
}

static void
add_pair (Pickle *pickle, gint32 first, gint32 second)
{
  add_integer (pickle, first);
  add_integer (pickle, second);
  g_string_append_c (pickle, '\x86');
}

typedef struct
{
  const char *storage, *key;
  gint32 offset, size[2], stride[2];
} View;

static void
add_tensor (Pickle *pickle, const View *view)
{
  g_string_append (pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
  add_string (pickle, "storage");
  g_string_append_printf (pickle, "ctorch\n%s\n", view->storage);
  add_string (pickle, view->key);
  add_string (pickle, "cpu");
  add_integer (pickle, 6);
  g_string_append (pickle, "tQ");
  add_integer (pickle, view->offset);
  add_pair (pickle, view->size[0], view->size[1]);
  add_pair (pickle, view->stride[0], view->stride[1]);
  g_string_append (pickle, "\x89"
                           "ccollections\nOrderedDict\n)RtR");
}

/* A file whose pickle is given and whose storage "0" holds the floats 1 to 6. */
static GBytes *
make_file (const char *pickle, gsize length)
{
  static const float values[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cl_zip_entry_free);
  g_autoptr (GBytes) program = g_bytes_new (pickle, length);
  g_autoptr (GBytes) storage = g_bytes_new_static (values, sizeof values);

  g_ptr_array_add (entries, cl_zip_entry_new ("model/data.pkl", program));
  g_ptr_array_add (entries, cl_zip_entry_new ("model/data/0", storage));
  return cl_zip_write (entries, NULL);
}

static GBytes *
make_tensor_file (const View *view)
{
  Pickle *pickle = begin_pickle ();
  GBytes *content;

  g_string_append_c (pickle, '}');
  add_string (pickle, "A");
  add_tensor (pickle, view);
  g_string_append (pickle, "s.");
  content = make_file (pickle->str, pickle->len);
  g_string_free (pickle, TRUE);
  return content;
}

static void
test_views (void)
{
  static const struct
  {
    View view;
    double expected[6];
  } cases[] = {
    { { "FloatStorage", "0", 0, { 2, 3 }, { 3, 1 } }, { 1, 2, 3, 4, 5, 6 } },
    { { "FloatStorage", "0", 0, { 3, 2 }, { 1, 3 } }, { 1, 4, 2, 5, 3, 6 } },
    { { "FloatStorage", "0", 2, { 2, 2 }, { 2, 1 } }, { 3, 4, 5, 6 } },
    { { "FloatStorage", "0", 5, { 1, 1 }, { 99, 99 } }, { 6 } },
    { { "FloatStorage", "0", 1, { 2, 2 }, { 0, 0 } }, { 2, 2, 2, 2 } },
    { { "FloatStorage", "0", 0, { 0, 3 }, { 3, 1 } }, { 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const View *view = &cases[i].view;
      g_autoptr (GBytes) content = make_tensor_file (view);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClArraySet) set = cl_array_file_read_bytes ("m.pt", content, &error);
      const ClMatrix *matrix;

      g_assert_no_error (error);
      matrix = cl_array_set_find (set, "A");
      g_assert_cmpuint (matrix->rows, ==, view->size[0]);
      g_assert_cmpuint (matrix->cols, ==, view->size[1]);
      for (gsize k = 0; k < matrix->rows * matrix->cols; k++)
        g_assert_cmpfloat (matrix->data[k], ==, cases[i].expected[k]);
    }
}

static void
test_bad_views (void)
{
  static const struct
  {
    View view;
    const char *message;
  } cases[] = {
    { { "FloatStorage", "0", 0, { 2, 4 }, { 3, 1 } }, "tensor A: it reaches beyond its storage" },
    { { "FloatStorage", "0", 0, { 2, 3 }, { 4, 1 } }, "it reaches beyond its storage" },
    { { "FloatStorage", "0", 6, { 1, 1 }, { 1, 1 } }, "it reaches beyond its storage" },
    { { "FloatStorage", "0", 0, { 9999999, 9999999 }, { 0, 0 } }, "it reaches beyond its storage" },
    { { "FloatStorage", "0", 0, { 2, 2 }, { 0x7fffffff, 1 } }, "it reaches beyond its storage" },
    { { "DoubleStorage", "0", 0, { 2, 3 }, { 3, 1 } }, "it reaches beyond its storage" },
    { { "FloatStorage", "0", -1, { 2, 2 }, { 3, 1 } }, "its offset is damaged" },
    { { "FloatStorage", "0", 0, { -2, 2 }, { 3, 1 } }, "expected at most two dimensions" },
    { { "FloatStorage", "0", 0, { 2, 2 }, { 3, -1 } }, "expected at most two dimensions" },
    { { "FloatStorage", "1", 0, { 2, 2 }, { 2, 1 } }, "its storage is not in the file" },
    { { "FloatStorage", "../0", 0, { 2, 2 }, { 2, 1 } }, "its storage is not in the file" },
    { { "QInt8Storage", "0", 0, { 2, 2 }, { 2, 1 } }, "needs Python's \"torch QInt8Storage\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) content = make_tensor_file (&cases[i].view);

      corpus_assert_bad ("m.pt", content, cases[i].message);
    }
}

/* Programs that real attacks use, and programs that make no sense. */
static void
test_bad_programs (void)
{
#define PROGRAM(text, message)                                                                     \
  {                                                                                                \
    text, sizeof text - 1, message                                                                 \
  }
  static const struct
  {
    const char *text;
    gsize length;
    const char *message;
  } cases[] = {
    PROGRAM ("\x80\2cos\nsystem\n(X\4\0\0\0true"
             "tR.",
             "needs Python's \"os system\", expected"),
    PROGRAM ("\x80\4\x8c\2os\x8c\6system\x93.", "needs Python's \"os system\""),
    PROGRAM ("cbuiltins\neval\n.", "safetensors.torch.save_file"),
    PROGRAM ("c__builtin__\n\x1b[2J\n.", "\"__builtin__ ?[2J\""),
    PROGRAM ("ctorch._utils\n_rebuild_qtensor\n.", "needs Python's \"torch._utils _rebuild_q"),
    PROGRAM ("(iposix\nsystem\n.", "byte 2 of the pickle: expected an instruction that builds"),
    PROGRAM ("(cos\nsystem\no.", "needs Python's \"os system\""),
    PROGRAM ("", "byte 1 of the pickle"),
    PROGRAM ("\x80", "byte 1 of the pickle"),
    PROGRAM (".", "byte 1 of the pickle"),
    PROGRAM ("}", "byte 2 of the pickle"),
    PROGRAM ("}}.", "byte 3 of the pickle"),
    PROGRAM ("(.", "byte 2 of the pickle"),
    PROGRAM ("t.", "byte 1 of the pickle"),
    PROGRAM ("Ks", "byte 3 of the pickle"),
    PROGRAM ("}s", "byte 2 of the pickle"),
    PROGRAM ("}(K\1u", "byte 5 of the pickle"),
    PROGRAM ("h\0", "byte 1 of the pickle"),
    PROGRAM ("K\1K\2R", "byte 5 of the pickle"),
    PROGRAM ("K\1)R", "byte 4 of the pickle"),
    PROGRAM ("X\xff\xff\xff\xff"
             "abc",
             "byte 1 of the pickle"),
    PROGRAM ("X\1\0\0\0\xff.", "byte 1 of the pickle"),
    PROGRAM ("\x8a\x09"
             "123456789.",
             "byte 1 of the pickle"),
    PROGRAM ("cno newline", "byte 1 of the pickle"),
    PROGRAM ("", "byte 1 of the pickle"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) content = make_file (cases[i].text, cases[i].length);

      corpus_assert_bad ("m.pt", content, cases[i].message);
    }
}

/* A dictionary that holds itself, and one whose paths double at each of thirty levels. */
static void
test_loops (void)
{
  static const char self[] = "}q\0X\1\0\0\0xh\0s.";
  g_autoptr (GBytes) loop = make_file (self, sizeof self - 1), bush = NULL;
  Pickle *pickle = begin_pickle ();

  corpus_assert_bad ("m.pt", loop, "nested too deeply");

  g_string_append (pickle, "}q");
  g_string_append_c (pickle, 0);
  for (char level = 1; level < 7; level++)
    {
      g_string_append (pickle, "}(");
      for (int i = 0; i < 40; i++)
        {
          g_autofree char *key = g_strdup_printf ("%d", i);

          add_string (pickle, key);
          g_string_append_c (pickle, 'h');
          g_string_append_c (pickle, (char) (level - 1));
        }
      g_string_append (pickle, "uq");
      g_string_append_c (pickle, level);
    }
  g_string_append_c (pickle, '.');
  bush = make_file (pickle->str, pickle->len);
  corpus_assert_bad ("m.pt", bush, NULL);
  g_string_free (pickle, TRUE);
}

static void
test_values (void)
{
  static const char program[] =
      "(J\xfe\xff\xff\xffM\0\1\x8a\1\xfe\x8a\0\x88NG\xbf\xe0\0\0\0\0\0\0]\x94(K\1K\2e\x85t.";
  g_autoptr (ClPickle) pickle = cl_pickle_parse ((const guint8 *) program, sizeof program - 1,
                                                 (const char *const[]){ NULL }, NULL);
  const ClPickleValue *root = cl_pickle_root (pickle), *list;

  g_assert_cmpuint (root->items->len, ==, 8);
  g_assert_cmpint (cl_pickle_item (root, CL_PICKLE_TUPLE, 0)->integer, ==, -2);
  g_assert_cmpint (cl_pickle_item (root, CL_PICKLE_TUPLE, 1)->integer, ==, 256);
  g_assert_cmpint (cl_pickle_item (root, CL_PICKLE_TUPLE, 2)->integer, ==, -2);
  g_assert_cmpint (cl_pickle_item (root, CL_PICKLE_TUPLE, 3)->integer, ==, 0);
  g_assert_cmpint (cl_pickle_item (root, CL_PICKLE_TUPLE, 4)->integer, ==, 1);
  g_assert_cmpint (cl_pickle_item (root, CL_PICKLE_TUPLE, 5)->kind, ==, CL_PICKLE_NONE);
  g_assert_cmpfloat (cl_pickle_item (root, CL_PICKLE_TUPLE, 6)->number, ==, -0.5);
  list = cl_pickle_item (cl_pickle_item (root, CL_PICKLE_TUPLE, 7), CL_PICKLE_TUPLE, 0);
  g_assert_cmpint (cl_pickle_item (list, CL_PICKLE_LIST, 1)->integer, ==, 2);
  g_assert_null (cl_pickle_item (list, CL_PICKLE_LIST, 2));
  g_assert_null (cl_pickle_item (list, CL_PICKLE_DICT, 0));
}

static void
test_damage (void)
{
  static const View view = { "FloatStorage", "0", 0, { 2, 3 }, { 3, 1 } };
  g_autoptr (GBytes) content = make_tensor_file (&view);

  corpus_truncate ("m.pt", content);
  corpus_mutate ("m.pt", content, 2000, 8);
  corpus_mutate_entries ("m.pt", content, 5000, 7);
}

static void
test_not_writable (void)
{
  g_autoptr (ClArraySet) set = cl_array_set_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_array_file_write (set, "never-written.pt", &error));
  g_assert_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_UNKNOWN);
}

/* Python's own pickler, told to write what torch.save writes: stand-ins take the names of PyTorch,
 * which need not be installed. */
static void
test_python (void)
{
  static const char program[] =
      "import sys, types, io, pickle, zipfile, collections, numpy as np\n"
      "utils = types.ModuleType('torch._utils'); torch = types.ModuleType('torch')\n"
      "torch._utils = utils\n"
      "sys.modules['torch'] = torch; sys.modules['torch._utils'] = utils\n"
      "def named(name, module, kind=type):\n"
      "  x = type(name, (), {'__module__': module}); return x\n"
      "def _rebuild_tensor_v2(*a): raise SystemExit('was called')\n"
      "def _rebuild_parameter(*a): raise SystemExit('was called')\n"
      "for f in (_rebuild_tensor_v2, _rebuild_parameter):\n"
      "  f.__module__ = 'torch._utils'; setattr(utils, f.__name__, f)\n"
      "dtypes = {'f4': 'FloatStorage', 'f8': 'DoubleStorage', 'f2': 'HalfStorage', 'i8': 'LongStorage'}\n"
      "for n in dtypes.values(): setattr(torch, n, named(n, 'torch'))\n"
      "stores = []\n"
      "class Storage:\n"
      "  def __init__(s, a): s.a = a; s.key = str(len(stores)); stores.append(s)\n"
      "class Tensor:\n"
      "  def __init__(s, a): s.a = a; s.base = Storage(a if a.base is None else a.base)\n"
      "  def __reduce_ex__(s, p):\n"
      "    a = s.a; return (_rebuild_tensor_v2, (s.base, 0, a.shape,\n"
      "      tuple(x // a.itemsize for x in a.strides), False, collections.OrderedDict()))\n"
      "class Parameter(Tensor):\n"
      "  def __reduce_ex__(s, p):\n"
      "    return (_rebuild_parameter, (Tensor(s.a), True, collections.OrderedDict()))\n"
      "class P(pickle.Pickler):\n"
      "  def persistent_id(s, o):\n"
      "    if isinstance(o, Storage):\n"
      "      return ('storage', getattr(torch, dtypes[o.a.dtype.str[1:]]), o.key, 'cpu', o.a.size)\n"
      "for protocol in (2, 4):\n"
      "  stores.clear()\n"
      "  d = collections.OrderedDict()\n"
      "  base = np.arange(6, dtype='f4').reshape(2, 3)\n"
      "  d['A'] = Tensor(base.T); d['b'] = Parameter(np.array([1.5, -2], 'f8'))\n"
      "  d['net'] = {'half': Tensor(np.array([[0.5]], 'f2')), 'steps': Tensor(np.array(7, 'i8'))}\n"
      "  d['activation'] = 'tanh'; d['epoch'] = 3; d['lr'] = 0.1; d['seen'] = [1, 2, None, True]\n"
      "  d._metadata = {'version': 1}\n"
      "  out = io.BytesIO(); P(out, protocol=protocol).dump(d)\n"
      "  with zipfile.ZipFile(sys.argv[1] + '/m%d.pth' % protocol, 'w') as z:\n"
      "    z.writestr('archive/data.pkl', out.getvalue())\n"
      "    for s in stores: z.writestr('archive/data/' + s.key, s.a.tobytes())\n"
      "    z.writestr('archive/byteorder', 'little'); z.writestr('archive/version', '3\\n')\n";
  static const char *const names[] = { "m2.pth", "m4.pth" };
  char *folder = corpus_new_folder ();
  g_autofree char *output = corpus_python (program, (const char *const[]){ folder, NULL });

  for (gsize i = 0; output != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ClArraySet) set = cl_array_file_read (path, &error);
      const ClMatrix *a;

      g_assert_no_error (error);
      g_assert_cmpuint (cl_array_set_size (set), ==, 4);
      a = cl_array_set_find (set, "A");
      g_assert_cmpuint (a->rows, ==, 3);
      for (gsize k = 0; k < 6; k++)
        g_assert_cmpfloat (a->data[k], ==, k / 2 + 3 * (k % 2));
      g_assert_cmpfloat (cl_array_set_find (set, "b")->data[1], ==, -2);
      g_assert_cmpfloat (cl_array_set_find (set, "net.half")->data[0], ==, 0.5);
      g_assert_cmpfloat (cl_array_set_find (set, "net.steps")->data[0], ==, 7);
      g_assert_cmpstr (cl_array_set_attribute (set, "activation"), ==, "tanh");
    }
  corpus_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  corpus_limit_memory ();
  g_test_add_func ("/formats/torch/views", test_views);
  g_test_add_func ("/formats/torch/bad-views", test_bad_views);
  g_test_add_func ("/formats/torch/bad-programs", test_bad_programs);
  g_test_add_func ("/formats/torch/loops", test_loops);
  g_test_add_func ("/formats/torch/values", test_values);
  g_test_add_func ("/formats/torch/damage", test_damage);
  g_test_add_func ("/formats/torch/not-writable", test_not_writable);
  g_test_add_func ("/formats/torch/python", test_python);
  return g_test_run ();
}
