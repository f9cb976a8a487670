/* safetensors: every offset is checked. */
#include "tests/core/formats/corpus.h"

#include <string.h>

/* The length of `header`, the header, and `count` bytes of entries. */
static GBytes *
make_file (const char *header, gsize count)
{
  guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) &length, 8);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_set_size (bytes, (guint) (8 + strlen (header) + count));
  memset (bytes->data + 8 + strlen (header), 0, count);
  return g_byte_array_free_to_bytes (bytes);
}

static ClArraySet *
make_set (void)
{
  static const struct
  {
    const char *name;
    gsize rows, cols;
  } arrays[] = { { "A", 4, 4 }, { "b", 4, 1 }, { "none", 0, 3 }, { "head.weight", 1, 7 } };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  ClArraySet *set = cl_array_set_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_autoptr (ClMatrix) matrix = corpus_random_matrix (random, arrays[i].rows, arrays[i].cols);

      cl_array_set_add (set, arrays[i].name, matrix);
    }
  cl_array_set_set_attribute (set, "activation", "tanh \"\\ẋ");
  return set;
}

static void
test_round_trip (void)
{
  g_autoptr (ClArraySet) set = make_set ();
  g_autoptr (GBytes) content = corpus_write (set, "w.safetensors");
  g_autoptr (ClArraySet) back = cl_array_file_read_bytes ("w.safetensors", content, NULL);

  corpus_assert_round_trip (set, "w.safetensors");
  g_assert_cmpstr (cl_array_set_attribute (back, "activation"), ==, "tanh \"\\ẋ");
  g_assert_cmpuint ((8 + *(const guint8 *) g_bytes_get_data (content, NULL)) % 8, ==, 0);
}

static void
test_types (void)
{
  static const struct
  {
    const char *type, *bytes;
    gsize length;
  } types[] = {
    { "BF16", "\x80\x3f\x00\xc0", 4 },
    { "F16", "\x00\x3c\x00\xc0", 4 },
    { "F32", "\0\0\x80\x3f\0\0\0\xc0", 8 },
    { "I8", "\1\xfe", 2 },
    { "I16", "\1\0\xfe\xff", 4 },
    { "I64", "\1\0\0\0\0\0\0\0\xfe\xff\xff\xff\xff\xff\xff\xff", 16 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *header = g_strdup_printf (
          "{\"x\":{\"dtype\":\"%s\",\"shape\":[1,2],\"data_offsets\":[0,%" G_GSIZE_FORMAT "]}}",
          types[i].type, types[i].length);
      g_autoptr (GBytes) empty = make_file (header, types[i].length), content = NULL;
      g_autoptr (ClArraySet) set = NULL;
      gsize length;
      const guint8 *data = g_bytes_get_data (empty, &length);
      guint8 *copy = g_memdup2 (data, length);

      memcpy (copy + length - types[i].length, types[i].bytes, types[i].length);
      content = g_bytes_new_take (copy, length);
      set = cl_array_file_read_bytes ("w.safetensors", content, NULL);
      g_assert_cmpfloat (cl_array_set_find (set, "x")->data[0], ==, 1);
      g_assert_cmpfloat (cl_array_set_find (set, "x")->data[1], ==, -2);
    }
}

#define TENSOR(type, shape, offsets)                                                               \
  "\"x\":{\"dtype\":\"" type "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

static const struct
{
  const char *header;
  gsize count;
  const char *message;
} bad[] = {
  { "", 0, "this is not a safetensors file" },
  { "[]", 0, "this is not a safetensors file" },
  { "{", 0, "this is not a safetensors file" },
  { "{x", 0, "JSON: " },
  { "{\"x\":1}", 0, "x: expected an object with dtype" },
  { "{" TENSOR ("F64", "[2]", "[0,16]"), 16, "JSON: " },
  { "{" TENSOR ("F64", "[2]", "[0,16]") "}", 15, "15 bytes of entries, expected 16" },
  { "{" TENSOR ("F64", "[2]", "[0,16]") "}", 17, "17 bytes of entries, expected 16" },
  { "{" TENSOR ("F64", "[2]", "[8,24]") "}", 24, "overlap others or leave a gap" },
  { "{" TENSOR ("F64", "[2]", "[0,8]") "}", 8, "the offsets do not fit the shape" },
  { "{" TENSOR ("F64", "[2]", "[16,0]") "}", 16, "the offsets do not fit the shape" },
  { "{" TENSOR ("F64", "[2]", "[-8,8]") "}", 16, "data_offsets: expected two offsets" },
  { "{" TENSOR ("F64", "[2]", "[0]") "}", 16, "data_offsets: expected two offsets" },
  { "{" TENSOR ("F64", "[2]", "[0,16.0]") "}", 16, "data_offsets: expected two offsets" },
  { "{" TENSOR ("F64", "[2]", "\"0,16\"") "}", 16, "data_offsets: expected two offsets" },
  { "{" TENSOR ("F64", "[-2]", "[0,16]") "}", 16, "the shape: expected at most two sizes" },
  { "{" TENSOR ("F64", "[1,1,2]", "[0,16]") "}", 16, "the shape: expected at most two sizes" },
  { "{" TENSOR ("F64", "[[2]]", "[0,16]") "}", 16, "the shape: expected at most two sizes" },
  { "{" TENSOR ("F64", "null", "[0,16]") "}", 16, "the shape: expected at most two sizes" },
  { "{" TENSOR ("F8_E4M3", "[2]", "[0,2]") "}", 2, "x: entries of an unknown type" },
  { "{" TENSOR ("F64", "[99999999,99999999]", "[0,16]") "}", 16, "expected at most 100000000" },
  { "{" TENSOR ("F64", "[10000,10000]", "[0,800000000]") "}", 16, "16 bytes of entries, expected" },
  { "{" TENSOR ("F64", "[0,9000000000000000000]", "[0,0]") "}", 0, "expected at most 100000000" },
  { "{\"x\\ny\":{}}", 0, "a tensor has no readable name" },
  { "{\"A\\332\":{}}", 0, "JSON: a string has an escape that stands for no character" },
  { "{\"A\\ud800\":{}}", 0, "JSON: a string has an escape" },
  { "{\"A\\udc00\\ud800\":{}}", 0, "JSON: a string has an escape" },
  { "{\"A\\u00g0\":{}}", 0, "JSON: a string has an escape" },
  { "{\"A\\", 0, "JSON: a string has an escape" },
  { "{\"A\\u0041\\ud83d\\ude00\\n\" 7}", 0, "JSON: " },
  { "{\"__metadata__\":{\"a\":1}}", 0, "member \"a\": expected a string" },
  { "{\"__metadata__\":[]}", 0, "__metadata__: expected an object" },
  { "{" TENSOR ("F64", "[1]", "[0,8]") ",\"y\":{\"dtype\":\"F64\",\"shape\":[1],"
                                       "\"data_offsets\":[0,8]}}",
    8, "overlap others or leave a gap" },
};

static void
test_bad (void)
{
  g_autoptr (GBytes) huge = CORPUS_BYTES ("\xff\xff\xff\xff\xff\xff\xff\xff{}");
  g_autoptr (GBytes) short_length = CORPUS_BYTES ("\2\0\0");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) content = make_file (bad[i].header, bad[i].count);

      corpus_assert_bad ("w.safetensors", content, bad[i].message);
    }
  corpus_assert_bad ("w.safetensors", huge, "this is not a safetensors file");
  corpus_assert_bad ("w.safetensors", short_length, "this is not a safetensors file");
}

static void
test_damage (void)
{
  g_autoptr (ClArraySet) set = make_set ();
  g_autoptr (GBytes) content = corpus_write (set, "w.safetensors");

  corpus_truncate ("w.safetensors", content);
  corpus_mutate ("w.safetensors", content, 5000, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  corpus_limit_memory ();
  g_test_add_func ("/formats/safetensors/round-trip", test_round_trip);
  g_test_add_func ("/formats/safetensors/types", test_types);
  g_test_add_func ("/formats/safetensors/bad", test_bad);
  g_test_add_func ("/formats/safetensors/damage", test_damage);
  return g_test_run ();
}
