/* An IDX file is a big-endian header
 *
 *   0x00 0x00 type rank | size_1 ... size_rank (32 bits each)
 *
 * followed by the entries; the type of unsigned bytes is 0x08, so that labels begin with 2049 and
 * images with 2051. */
#include "core/datasets/idx.h"

#include "core/datasets/dataset.h"
#include "core/datasets/gzip-stream.h"

#define TYPE_UNSIGNED_BYTE 0x08

/* No known set comes near; a header that claims more is damaged. */
#define MAX_BYTES ((guint64) 1000 * 1000 * 1000)
#define PIECE     (1024 * 1024)

void
cl_idx_free (ClIdx *idx)
{
  if (idx->bytes != NULL)
    g_byte_array_unref (idx->bytes);
  g_free (idx);
}

/* Reads all of `length` bytes or says how many there were; `whole` is what the file should have. */
static gboolean
read_exactly (GInputStream *stream, guint8 *buffer, gsize length, gsize offset, gsize whole,
              GCancellable *cancellable, GError **error)
{
  gsize got;

  if (!g_input_stream_read_all (stream, buffer, length, &got, cancellable, error))
    return FALSE;
  if (got == length)
    return TRUE;
  g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
               "the file ends after %" G_GSIZE_FORMAT " bytes, expected %" G_GSIZE_FORMAT
               "; it may not have been copied to its end",
               offset + got, whole);
  return FALSE;
}

static guint32
big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static gboolean
read_header (ClIdx *idx, GInputStream *stream, GCancellable *cancellable, GError **error)
{
  guint8 header[4 + 4 * CL_IDX_MAX_DIMENSIONS];
  guint32 expected = TYPE_UNSIGNED_BYTE << 8 | (guint32) idx->n_dimensions;
  gsize length = 4 + 4 * idx->n_dimensions;

  if (!read_exactly (stream, header, 4, 0, length, cancellable, error))
    return FALSE;
  if (big_endian (header) != expected)
    {
      g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                   "this is no file of IDX %s: it begins with the number %u, expected %u",
                   idx->n_dimensions == 1 ? "labels" : "images", big_endian (header), expected);
      return FALSE;
    }
  if (!read_exactly (stream, header + 4, 4 * idx->n_dimensions, 4, length, cancellable, error))
    return FALSE;
  for (gsize i = 0; i < CL_IDX_MAX_DIMENSIONS; i++)
    idx->size[i] = i < idx->n_dimensions ? big_endian (header + 4 + 4 * i) : 1;
  return TRUE;
}

/* The product of the sizes, each of which has 32 bits: three of them fit no 64-bit integer. */
static gboolean
compute_length (const ClIdx *idx, gsize *length, GError **error)
{
  guint64 product = 1;

  for (gsize i = 0; i < CL_IDX_MAX_DIMENSIONS; i++)
    {
      if (idx->size[i] == 0 || product > MAX_BYTES / idx->size[i])
        {
          g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                       "the header claims %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
                       " x %" G_GSIZE_FORMAT " bytes, expected between 1 and 10^9 in total",
                       idx->size[0], idx->size[1], idx->size[2]);
          return FALSE;
        }
      product *= idx->size[i];
    }
  *length = product;
  return TRUE;
}

static gboolean
read_body (ClIdx *idx, GInputStream *stream, gsize length, GCancellable *cancellable,
           GError **error)
{
  gsize header = 4 + 4 * idx->n_dimensions;
  guint8 excess;
  gssize more;

  idx->bytes = g_byte_array_new ();
  for (gsize done = 0; done < length; done = idx->bytes->len)
    {
      gsize piece = MIN (length - done, PIECE);

      g_byte_array_set_size (idx->bytes, (guint) (done + piece));
      if (!read_exactly (stream, idx->bytes->data + done, piece, header + done, header + length,
                         cancellable, error))
        return FALSE;
    }

  more = g_input_stream_read (stream, &excess, 1, cancellable, error);
  if (more > 0)
    g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                 "the file goes on after %" G_GSIZE_FORMAT
                 " bytes, which is all its header announces",
                 header + length);
  return more == 0;
}

static gboolean
read_all (ClIdx *idx, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = cl_gzip_stream_open (path, cancellable, error);
  gsize length;

  return stream != NULL && read_header (idx, stream, cancellable, error)
         && compute_length (idx, &length, error)
         && read_body (idx, stream, length, cancellable, error);
}

ClIdx *
cl_idx_read (const char *path, gsize n_dimensions, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClIdx) idx = g_new0 (ClIdx, 1);
  g_autofree char *name = g_filename_display_name (path);

  g_return_val_if_fail (n_dimensions >= 1 && n_dimensions <= CL_IDX_MAX_DIMENSIONS, NULL);

  idx->n_dimensions = n_dimensions;
  if (!read_all (idx, path, cancellable, error))
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return g_steal_pointer (&idx);
}
