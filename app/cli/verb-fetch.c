#include "app/cli/verbs.h"
#include "core/datasets/dataset.h"
#include "core/datasets/download.h"

#define LINE_MICROSECONDS 100000 /* between two lines of progress */

typedef struct
{
  const char *name; /* on the command line */
  const ClDownload *download;
} Set;

/* One a line. */
static const Set sets[] = {
  { "mnist", &cl_download_mnist },
};

typedef struct
{
  char *mirror;
  const Set *set;
  const char *folder;
} FetchOptions;

static const Set *
find_set (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    if (g_str_equal (sets[i].name, name))
      return &sets[i];
  return NULL;
}

static gboolean
parse (ClInvocation *self, FetchOptions *options, GError **error)
{
  const GOptionEntry entries[] = { { "mirror", 0, 0, G_OPTION_ARG_STRING, &options->mirror,
                                     "Ask this address only, in place of the known mirrors",
                                     "URL" },
                                   G_OPTION_ENTRY_NULL };

  if (!cl_invocation_parse (self, entries, CL_OPTIONS_PLAIN, 1, 2, error))
    return FALSE;
  options->set = find_set (self->argv[1]);
  options->folder = self->argv[2];
  return cl_invocation_check (options->set != NULL, error,
                              "“%s” is no data set that can be fetched: expected mnist",
                              self->argv[1])
         && cl_invocation_check (!options->mirror || g_uri_is_valid (options->mirror, 0, NULL),
                                 error, "--mirror is “%s”: expected an address such as https://…",
                                 options->mirror);
}

typedef struct
{
  gsize n_files;
  gint64 shown; /* when, in microseconds */
  gsize index;  /* of the file shown */
} Progress;

static void
show_progress (const ClDownloadProgress *status, gpointer data)
{
  Progress *self = data;
  gint64 now = g_get_monotonic_time ();
  gboolean whole = status->received == status->expected;

  if (now - self->shown < LINE_MICROSECONDS && status->index == self->index && !whole)
    return;
  self->shown = now;
  self->index = status->index;
  g_autofree char *received = g_format_size (status->received);
  g_autofree char *expected = g_format_size (status->expected);
  fprintf (stderr, "\r%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT "  %-26s  %s", status->index + 1,
           self->n_files, status->file->name, received);
  if (status->expected > 0)
    fprintf (stderr, " of %s, %.0f %%", expected,
             100.0 * (double) status->received / (double) status->expected);
  fputs ("\033[K", stderr);
  fflush (stderr);
}

static gboolean
fetch (ClInvocation *self, const ClDownload *download, const char *folder, GError **error)
{
  gboolean shows = cl_invocation_shows_progress (self);
  Progress progress = { .n_files = download->n_files, .index = G_MAXSIZE };
  gboolean done = cl_download_fetch (download, folder, shows ? show_progress : NULL, &progress,
                                     self->cancellable, error);

  if (shows && progress.shown > 0)
    fputc ('\n', stderr);
  return done;
}

static void
write_json (const ClDownload *download, const char *name, const char *folder)
{
  ClJsonWriter json = CL_JSON_WRITER_INIT (stdout);

  cl_json_begin_object (&json, NULL);
  cl_json_string (&json, "name", name);
  cl_json_string (&json, "folder", folder);
  cl_json_begin_list (&json, "files");
  for (gsize i = 0; i < download->n_files; i++)
    cl_json_string (&json, NULL, download->files[i].name);
  cl_json_end_list (&json);
  cl_json_end_object (&json);
  putchar ('\n');
}

static gboolean
run_with (ClInvocation *self, const FetchOptions *options, GError **error)
{
  const ClDownload *known = options->set->download;
  g_autofree char *usual = cl_dataset_default_folder ();
  const char *folder = options->folder ? options->folder : usual;
  g_autofree char *address =
      options->mirror
          ? g_strconcat (options->mirror, g_str_has_suffix (options->mirror, "/") ? "" : "/", NULL)
          : NULL;
  const char *const own[] = { address, NULL };
  const ClDownload download = { address ? own : known->mirrors, known->files, known->n_files };

  if (!fetch (self, &download, folder, error))
    return FALSE;
  if (self->json)
    write_json (known, options->set->name, folder);
  else
    printf ("All %" G_GSIZE_FORMAT " files are in %s, and their checksums are right.\n"
            "Train on them: contraction-lab train --data %s\n",
            known->n_files, folder, options->folder ? folder : options->set->name);
  return TRUE;
}

static gboolean
run (ClInvocation *self, GError **error)
{
  FetchOptions options = { NULL };
  gboolean done = parse (self, &options, error) && run_with (self, &options, error);

  g_free (options.mirror);
  return done;
}

const ClVerb cl_verb_fetch = {
  .name = "fetch",
  .arguments = "mnist [DIR]",
  .summary = "Download a data set, with checksums",
  .description =
      "Without DIR the files go to the folder of the user's data that “--data mnist” means.  What\n"
      "is there and right is not fetched again; what was interrupted goes on where it stopped.\n\n"
      "Example:\n"
      "  contraction-lab fetch mnist && contraction-lab train --data mnist --out model.npz",
  .run = run,
};
