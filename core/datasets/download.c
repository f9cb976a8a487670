/* One request per file and mirror.  A partial file is continued with a range request:
 *
 *   206  the rest follows            append it
 *   200  the server knows no ranges  write from the start
 *   416  there is nothing more       check what is there
 *
 * The partial file may be from another mirror that compressed the content differently.  The joint
 * file is then wrong, which its checksum tells, and it is fetched once more from the start. */
#include "core/datasets/download.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <unistd.h>

#include "core/datasets/dataset.h"
#include "core/datasets/gzip-stream.h"

#define PIECE   65536
#define TIMEOUT 30 /* seconds without a byte after which the next mirror is asked */

static const ClDownloadFile mnist_files[] = {
  { "train-images-idx3-ubyte.gz", 47040016,
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db" },
  { "train-labels-idx1-ubyte.gz", 60008,
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5" },
  { "t10k-images-idx3-ubyte.gz", 7840016,
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7" },
  { "t10k-labels-idx1-ubyte.gz", 10008,
    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2" },
};

/* The authors' own server, the last, often refuses. */
static const char *const mnist_mirrors[] = {
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://raw.githubusercontent.com/fgnt/mnist/master/",
  "http://yann.lecun.com/exdb/mnist/",
  NULL,
};

const ClDownload cl_download_mnist = {
  .mirrors = mnist_mirrors,
  .files = mnist_files,
  .n_files = G_N_ELEMENTS (mnist_files),
};

/* One file on its way. */
typedef struct
{
  SoupSession *session;
  const ClDownloadFile *file;
  char *path, *part;
  ClDownloadProgress status;
  ClDownloadProgressFunc progress;
  gpointer data;
  GCancellable *cancellable;
  gboolean hopeless; /* the failure is at this end: another mirror would not help */
  gboolean reached;  /* a mirror has answered, however badly */
} Transfer;

static void
report (Transfer *self, guint64 received, guint64 expected)
{
  self->status.received = received;
  self->status.expected = expected;
  if (self->progress != NULL)
    self->progress (&self->status, self->data);
}

static guint64
size_of (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (guint64) status.st_size : 0;
}

static gboolean
fail_here (Transfer *self, const char *what, int code, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->part);

  self->hopeless = TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s (%s)", name, what,
               g_strerror (code));
  return FALSE;
}

static gboolean fail_there (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail_there (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (CL_DATASET_ERROR, CL_DATASET_ERROR_DOWNLOAD, format,
                                                arguments));
  va_end (arguments);
  return FALSE;
}

/* Reads the content of `path` to its end, but never more than one byte too many. */
static gboolean
digest (Transfer *self, const char *path, GChecksum *checksum, guint64 *length, GError **error)
{
  g_autoptr (GInputStream) stream = cl_gzip_stream_open (path, self->cancellable, error);
  g_autofree guint8 *piece = g_malloc (PIECE);

  *length = 0;
  if (stream == NULL)
    return FALSE;
  while (*length <= self->file->size)
    {
      gsize most = (gsize) MIN (self->file->size + 1 - *length, PIECE);
      gssize got = g_input_stream_read (stream, piece, most, self->cancellable, error);

      if (got <= 0)
        return got == 0;
      g_checksum_update (checksum, piece, got);
      *length += (guint64) got;
    }
  return TRUE;
}

/* What a network says that wants a login first. */
static gboolean
is_page (const char *path)
{
  g_autofree char *content = NULL;
  gsize length;

  return g_file_get_contents (path, &content, &length, NULL) && length > 0 && content[0] == '<';
}

static gboolean
verify (Transfer *self, const char *path, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GError) inner = NULL;
  guint64 length;

  if (!digest (self, path, checksum, &length, &inner))
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      return fail_there (error,
                         "the answer is damaged or truncated, after %" G_GUINT64_FORMAT
                         " of %" G_GUINT64_FORMAT " bytes of content",
                         length, self->file->size);
    }
  if (length > self->file->size)
    return fail_there (error,
                       "the content of the answer is longer than the expected %" G_GUINT64_FORMAT
                       " bytes",
                       self->file->size);
  if (length < self->file->size && is_page (path))
    return fail_there (error, "the answer is a web page, not the file: perhaps the network asks "
                              "you to log in");
  if (length < self->file->size)
    return fail_there (error,
                       "the content of the answer ends after %" G_GUINT64_FORMAT
                       " bytes, expected %" G_GUINT64_FORMAT,
                       length, self->file->size);
  if (!g_str_equal (g_checksum_get_string (checksum), self->file->sha256))
    return fail_there (error, "the answer is corrupt: its checksum is not that of the published "
                              "file");
  return TRUE;
}

static gboolean
write_piece (Transfer *self, int fd, const guint8 *piece, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize done = write (fd, piece, length);

      if (done < 0 && errno != EINTR)
        return fail_here (self, "could not be written", errno, error);
      if (done > 0)
        {
          piece += done;
          length -= (gsize) done;
        }
    }
  return TRUE;
}

/* Compression makes no file longer, but for its headers. */
static guint64
longest_answer (const ClDownloadFile *file)
{
  return file->size + file->size / 100 + 4096;
}

static gboolean
copy_body (Transfer *self, GInputStream *body, int fd, guint64 offset, guint64 expected,
           GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  g_autoptr (GError) inner = NULL;
  guint64 received = offset;
  gssize got;

  report (self, received, expected);
  while ((got = g_input_stream_read (body, piece, PIECE, self->cancellable, &inner)) > 0)
    {
      if (!write_piece (self, fd, piece, (gsize) got, error))
        return FALSE;
      received += (guint64) got;
      report (self, received, expected);
      if (received > longest_answer (self->file))
        {
          g_unlink (self->part);
          return fail_there (error, "the answer is longer than the file");
        }
    }

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (got < 0 || received < expected)
    return fail_there (error,
                       "the answer ended after %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                       " bytes (%s)",
                       received, expected, got < 0 ? inner->message : "truncated");
  return TRUE;
}

/* Writes the body to the partial file, waits until it is on the disk and closes it. */
static gboolean
save_body (Transfer *self, GInputStream *body, guint64 offset, guint64 expected, GError **error)
{
  int fd =
      g_open (self->part, O_WRONLY | O_CREAT | O_CLOEXEC | (offset > 0 ? O_APPEND : O_TRUNC), 0666);
  gboolean done;

  if (fd < 0)
    return fail_here (self, "could not be opened", errno, error);
  done = copy_body (self, body, fd, offset, expected, error);
  if (done && g_fsync (fd) != 0)
    done = fail_here (self, "could not be written", errno, error);
  if (!g_close (fd, done ? error : NULL))
    {
      self->hopeless = TRUE;
      return FALSE;
    }
  return done;
}

/* How the answer continues a partial file of `offset` bytes; FALSE when it is no answer to use.
 * *offset becomes where the body begins. */
static gboolean
understand (SoupMessage *message, guint64 *offset, guint64 *expected, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  SoupStatus status = soup_message_get_status (message);
  goffset start, end, total;

  if (status == SOUP_STATUS_OK)
    *offset = 0;
  else if (status != SOUP_STATUS_PARTIAL_CONTENT || *offset == 0)
    return fail_there (error, "the server answered %u %s", status,
                       soup_message_get_reason_phrase (message));
  else if (!soup_message_headers_get_content_range (headers, &start, &end, &total)
           || (guint64) start != *offset)
    return fail_there (error, "the server answered with a range nobody asked for");

  *expected = (guint64) MAX (soup_message_headers_get_content_length (headers), 0);
  if (*expected > 0)
    *expected += *offset;
  return TRUE;
}

/* Asks for what the partial file lacks and adds it. */
static gboolean
receive (Transfer *self, const char *address, GError **error)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, address);
  g_autoptr (GInputStream) body = NULL;
  g_autoptr (GError) inner = NULL;
  guint64 offset = size_of (self->part), expected = 0;

  if (message == NULL)
    return fail_there (error, "this is no address");
  /* The bytes as they are stored, which is what a range counts. */
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  if (offset > 0)
    soup_message_headers_set_range (soup_message_get_request_headers (message), (goffset) offset,
                                    -1);

  body = soup_session_send (self->session, message, self->cancellable, &inner);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (body == NULL)
    return fail_there (error, "%s", inner->message);
  self->reached = TRUE;
  if (offset > 0
      && soup_message_get_status (message) == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
    return TRUE;
  return understand (message, &offset, &expected, error)
         && save_body (self, body, offset, expected, error);
}

static gboolean
place (Transfer *self, GError **error)
{
  if (g_rename (self->part, self->path) == 0)
    return TRUE;
  return fail_here (self, "could not be renamed", errno, error);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
try_mirror (Transfer *self, const char *mirror, GError **error)
{
  g_autofree char *address = g_strconcat (mirror, self->file->name, NULL);

  for (;;)
    {
      gboolean resumed = size_of (self->part) > 0;
      g_autoptr (GError) inner = NULL;

      if (!receive (self, address, error))
        return FALSE;
      if (verify (self, self->part, &inner))
        return place (self, error);
      if (!is_cancelled (inner) && g_unlink (self->part) != 0)
        return fail_here (self, "could not be deleted", errno, error);
      if (is_cancelled (inner) || !resumed)
        {
          g_propagate_error (error, g_steal_pointer (&inner));
          return FALSE;
        }
    }
}

/* Where this computer is not online, all mirrors say the same. */
static gboolean
fail_unreached (const Transfer *self, const char *first, gsize n_mirrors, GError **error)
{
  g_autofree char *others = n_mirrors > 1
                                ? g_strdup_printf ("; %" G_GSIZE_FORMAT " other%s alike",
                                                   n_mirrors - 1, n_mirrors > 2 ? "s" : "")
                                : g_strdup ("");

  return fail_there (error, "%s: no mirror could be reached; is this computer online? (%s%s)",
                     self->file->name, first, others);
}

/* Adds "HOST: REASON" to the list of what went wrong. */
static void
note_reason (GString *reasons, const char *mirror, const GError *error)
{
  g_autoptr (GUri) address = g_uri_parse (mirror, G_URI_FLAGS_NONE, NULL);
  const char *host = address != NULL ? g_uri_get_host (address) : NULL;

  g_string_append_printf (reasons, "%s%s: %s", reasons->len > 0 ? "; " : "",
                          host != NULL && *host != '\0' ? host : mirror, error->message);
}

static gboolean
fetch_file (Transfer *self, const char *const *mirrors, GError **error)
{
  g_autoptr (GString) reasons = g_string_new (NULL);
  gsize first = 0, i; /* first: how long the first reason is */

  self->reached = FALSE;
  if (verify (self, self->path, NULL))
    {
      report (self, size_of (self->path), size_of (self->path));
      return TRUE;
    }
  for (i = 0; mirrors[i] != NULL; i++)
    {
      g_autoptr (GError) inner = NULL;

      if (try_mirror (self, mirrors[i], &inner))
        return TRUE;
      if (self->hopeless || is_cancelled (inner))
        {
          g_propagate_error (error, g_steal_pointer (&inner));
          return FALSE;
        }
      note_reason (reasons, mirrors[i], inner);
      first = i == 0 ? reasons->len : first;
    }
  if (self->reached || i == 0)
    return fail_there (error, "%s: no mirror gave the file (%s)", self->file->name, reasons->str);
  g_string_truncate (reasons, first);
  return fail_unreached (self, reasons->str, i, error);
}

static gboolean
fetch_all (const ClDownload *self, const char *folder, Transfer *transfer, GError **error)
{
  for (gsize i = 0; i < self->n_files; i++)
    {
      g_autofree char *path = g_build_filename (folder, self->files[i].name, NULL);
      g_autofree char *part = g_strconcat (path, ".part", NULL);

      transfer->file = &self->files[i];
      transfer->path = path;
      transfer->part = part;
      transfer->status = (ClDownloadProgress){ .file = transfer->file, .index = i };
      if (!fetch_file (transfer, self->mirrors, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cl_download_fetch (const ClDownload *self, const char *folder, ClDownloadProgressFunc progress,
                   gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autofree char *name = g_filename_display_name (folder);
  Transfer transfer = { .progress = progress, .data = data, .cancellable = cancellable };
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (folder != NULL, FALSE);

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: could not be created (%s)",
                   name, g_strerror (code));
      return FALSE;
    }

  /* The session keeps timers of its own, which must not run in another thread's main loop. */
  g_main_context_push_thread_default (context);
  transfer.session =
      soup_session_new_with_options ("timeout", TIMEOUT, "user-agent", "contraction-lab", NULL);
  done = fetch_all (self, folder, &transfer, error);
  g_object_unref (transfer.session);
  g_main_context_pop_thread_default (context);
  return done;
}
