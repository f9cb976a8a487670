#include "tests/core/datasets/download-server.h"

#include <libsoup/soup.h>
#include <string.h>

const char *const download_modes[N_MODES] = { "good",    "squeezed", "no-ranges",
                                              "missing", "cut",      "shortened",
                                              "corrupt", "page",     "stuck" };

static GBytes *
compress (const guint8 *data, gsize length, int level)
{
  g_autoptr (GConverter) zip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, level));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, zip);

  g_assert_true (g_output_stream_write_all (stream, data, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
fill_answers (DownloadServer *self, gsize i, GBytes *good)
{
  static const char page[] = "<html>Please log in</html>";

  self->answer[SHORTENED][i] = g_bytes_new_from_bytes (good, 0, g_bytes_get_size (good) / 2);
  self->answer[PAGE][i] = g_bytes_new_static (page, strlen (page));
  for (Mode mode = 0; mode < N_MODES; mode++)
    if (self->answer[mode][i] == NULL)
      self->answer[mode][i] = g_bytes_ref (good);
}

static void
take_content (DownloadServer *self, gsize i, GBytes *content)
{
  gsize size;
  guint8 *data = g_bytes_unref_to_data (content, &size);
  g_autoptr (GBytes) good = compress (data, size, 6);

  self->sha256[i] = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
  self->files[i] = (ClDownloadFile){ self->names[i], size, self->sha256[i] };
  self->answer[SQUEEZED][i] = compress (data, size, 1);
  data[size / 2] ^= 1;
  self->answer[CORRUPT][i] = compress (data, size, 6);
  fill_answers (self, i, good);
  g_free (data);
}

/* The offset of "bytes=OFFSET-"; 0 without a range. */
static goffset
requested_offset (SoupServerMessage *message)
{
  const char *range =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Range");

  return range != NULL && g_str_has_prefix (range, "bytes=")
             ? (goffset) g_ascii_strtoull (range + strlen ("bytes="), NULL, 10)
             : 0;
}

/* Announces the whole and sends half of it.  The connection is the caller's. */
static GIOStream *
send_half (SoupServerMessage *message, GBytes *answer)
{
  GIOStream *stream = soup_server_message_steal_connection (message);
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  gsize length;
  const guint8 *data = g_bytes_get_data (answer, &length);

  g_assert_true (g_output_stream_printf (out, NULL, NULL, NULL,
                                         "HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT
                                         "\r\n\r\n",
                                         length));
  g_assert_true (g_output_stream_write_all (out, data, length / 2, NULL, NULL, NULL));
  return stream;
}

static void
send_cut (SoupServerMessage *message, GBytes *answer)
{
  g_autoptr (GIOStream) stream = send_half (message, answer);

  g_io_stream_close (stream, NULL, NULL);
}

static void
answer_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer data)
{
  DownloadServer *self = data;
  g_auto (GStrv) parts = g_strsplit (path + 1, "/", 2);
  Mode mode = 0;
  gsize i = 0;
  GBytes *answer;

  while (!g_str_equal (parts[0], download_modes[mode]))
    mode++;
  while (!g_str_equal (parts[1], self->names[i]))
    i++;
  answer = self->answer[mode][i];
  g_mutex_lock (&self->mutex);
  g_string_append_printf (self->log, "%s %" G_GOFFSET_FORMAT "; ", path + 1,
                          requested_offset (message));
  g_mutex_unlock (&self->mutex);

  /* The server cuts ranges out of an answer by itself. */
  if (mode == NO_RANGES)
    soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  if (mode == CUT)
    send_cut (message, answer);
  else if (mode == STUCK && requested_offset (message) == 0)
    g_ptr_array_add (self->held, send_half (message, answer));
  else if (mode == MISSING)
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  else
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY,
                                        g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
    }
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
serve (gpointer data)
{
  DownloadServer *self = data;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, answer_cb, self, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  g_mutex_lock (&self->mutex);
  self->address = g_uri_to_string (uris->data);
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->mutex);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static DownloadServer *
server_new (const char *const *names, gsize n)
{
  DownloadServer *self = g_new0 (DownloadServer, 1);

  g_assert_cmpuint (n, <=, DOWNLOAD_SERVER_MAX_FILES);
  self->names = names;
  self->n_files = n;
  self->log = g_string_new (NULL);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ready);
  return self;
}

static void
start (DownloadServer *self)
{
  self->thread = g_thread_new ("server", serve, self);
  g_mutex_lock (&self->mutex);
  while (self->address == NULL)
    g_cond_wait (&self->ready, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

DownloadServer *
download_server_new (const char *const *names, GBytes **contents, gsize n)
{
  DownloadServer *self = server_new (names, n);

  for (gsize i = 0; i < n; i++)
    take_content (self, i, contents[i]);
  start (self);
  return self;
}

DownloadServer *
download_server_new_packed (const char *const *names, GBytes **packed, gsize n)
{
  DownloadServer *self = server_new (names, n);

  for (gsize i = 0; i < n; i++)
    {
      fill_answers (self, i, packed[i]);
      g_bytes_unref (packed[i]);
    }
  start (self);
  return self;
}

void
download_server_free (DownloadServer *self)
{
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ready);
  g_string_free (self->log, TRUE);
  g_ptr_array_unref (self->held);
  g_free (self->address);
  for (gsize i = 0; i < self->n_files; i++)
    {
      g_free (self->sha256[i]);
      for (Mode mode = 0; mode < N_MODES; mode++)
        g_bytes_unref (self->answer[mode][i]);
    }
  g_free (self);
}

char *
download_server_mirror (const DownloadServer *self, Mode mode)
{
  return g_strconcat (self->address, download_modes[mode], "/", NULL);
}
