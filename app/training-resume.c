#include "app/training-resume.h"

#include <glib/gi18n.h>

#include "app/training-comeback.h"

struct _ClTrainingResume
{
  ClTrainingPage *page;
  ClTrainingSession *session;
  GPtrArray *cut_off; /* of ClTrainingComeback: on offer */
  GPtrArray *lost;    /* of ClTrainingComeback: those that failed */
  GCancellable *gone;
  gboolean reading;
  void (*begun) (gpointer data);
  gpointer begun_data;
};

/* A reading may end after what asked for it. */
typedef struct
{
  ClTrainingResume *self;
  GCancellable *gone;
} Reading;

static void
append_name (GString *names, const ClTrainingComeback *comeback)
{
  g_string_append_printf (names, "%s%s", names->len > 0 ? "; " : "",
                          cl_training_file_get_name (comeback->file));
}

static void
offer_cut_off (ClTrainingResume *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->cut_off->len; i++)
    append_name (names, g_ptr_array_index (self->cut_off, i));
  if (names->len > 0)
    text = g_strdup_printf (ngettext ("A training run was cut off: %s.",
                                      "Training runs were cut off: %s.", self->cut_off->len),
                            names->str);
  cl_training_page_offer_resume (self->page, text);
}

/* The names of the runs from `first` on that failed for the same reason; returns the next one. */
static guint
collect_alike (ClTrainingResume *self, guint first, GString *names)
{
  const ClTrainingComeback *comeback = g_ptr_array_index (self->lost, first);
  const char *error = comeback->error;

  while (first < self->lost->len)
    {
      comeback = g_ptr_array_index (self->lost, first);
      if (!g_str_equal (comeback->error, error))
        break;
      append_name (names, comeback);
      first++;
    }
  return first;
}

static void
offer_lost (ClTrainingResume *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lost->len;)
    {
      const ClTrainingComeback *comeback = g_ptr_array_index (self->lost, i);
      g_autoptr (GString) names = g_string_new (NULL);
      const guint next = collect_alike (self, i, names);

      if (i > 0)
        g_string_append_c (text, '\n');
      /* Translators: the names of the runs, and why. */
      g_string_append_printf (text,
                              ngettext ("A run cannot be shown: %s. %s",
                                        "Runs cannot be shown: %s. %s", next - i),
                              names->str, comeback->error);
      i = next;
    }
  cl_training_page_offer_retry (self->page, text->len > 0 ? text->str : NULL);
}

static void
take_up (ClTrainingResume *self, ClTrainingComeback *comeback)
{
  const gboolean goes_on = !cl_training_file_get_ended (comeback->file);

  cl_training_session_adopt (self->session, g_steal_pointer (&comeback->file),
                             g_steal_pointer (&comeback->trainer), &comeback->settings,
                             comeback->dataset);
  cl_training_comeback_free (comeback);
  if (goes_on)
    self->begun (self->begun_data);
}

static void
sort (ClTrainingResume *self, ClTrainingComeback *comeback)
{
  if (comeback->trainer != NULL)
    take_up (self, comeback);
  else
    g_ptr_array_add (comeback->error != NULL ? self->lost : self->cut_off, comeback);
}

static void
select_newest (ClTrainingResume *self, GListModel *runs)
{
  const guint count = g_list_model_get_n_items (runs);
  g_autoptr (ClTrainingRun) newest = count > 0 ? g_list_model_get_item (runs, count - 1) : NULL;

  if (newest != NULL)
    cl_training_page_select (self->page, newest);
}

static void
runs_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  ClTrainingResume *self = reading->self;
  g_autoptr (GPtrArray) comebacks = cl_training_comeback_read_finish (result);

  if (!g_cancellable_is_cancelled (reading->gone))
    {
      GListModel *runs = cl_training_page_get_runs (self->page);
      const gboolean alone = g_list_model_get_n_items (runs) == 0;

      self->reading = FALSE;
      while (comebacks->len > 0)
        sort (self, g_ptr_array_steal_index (comebacks, 0));
      if (alone)
        select_newest (self, runs);
      offer_cut_off (self);
      offer_lost (self);
    }
  g_object_unref (reading->gone);
  g_free (reading);
}

/* Takes the array, or what nobody holds for NULL. */
static void
read_runs (ClTrainingResume *self, GPtrArray *comebacks)
{
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading){ self, g_object_ref (self->gone) };
  self->reading = TRUE;
  cl_training_comeback_read (comebacks, self->gone, runs_read_cb, reading);
  g_clear_pointer (&comebacks, g_ptr_array_unref);
}

static GPtrArray *
comebacks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) cl_training_comeback_free);
}

static void
resume_cb (ClTrainingResume *self)
{
  if (self->reading || self->cut_off->len == 0)
    return;
  read_runs (self, g_steal_pointer (&self->cut_off));
  self->cut_off = comebacks_new ();
  cl_training_page_offer_resume (self->page, NULL);
}

static void
retry_cb (ClTrainingResume *self)
{
  if (self->reading || self->lost->len == 0)
    return;
  read_runs (self, g_steal_pointer (&self->lost));
  self->lost = comebacks_new ();
  cl_training_page_offer_retry (self->page, NULL);
}

static void
discard (GPtrArray *comebacks)
{
  for (guint i = 0; i < comebacks->len; i++)
    {
      ClTrainingComeback *comeback = g_ptr_array_index (comebacks, i);

      cl_training_file_discard (g_steal_pointer (&comeback->file));
    }
  g_ptr_array_set_size (comebacks, 0);
}

static void
discard_cut_off_cb (ClTrainingResume *self)
{
  discard (self->cut_off);
  offer_cut_off (self);
}

static void
discard_lost_cb (ClTrainingResume *self)
{
  discard (self->lost);
  offer_lost (self);
}

ClTrainingResume *
cl_training_resume_new (ClTrainingPage *page, ClTrainingSession *session,
                        void (*begun) (gpointer data), gpointer data)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (page) && session != NULL && begun != NULL, NULL);
  static const struct
  {
    const char *signal;
    GCallback callback;
  } table[] = {
    { "resume-interrupted", G_CALLBACK (resume_cb) },
    { "discard-interrupted", G_CALLBACK (discard_cut_off_cb) },
    { "retry-lost", G_CALLBACK (retry_cb) },
    { "discard-lost", G_CALLBACK (discard_lost_cb) },
  };
  ClTrainingResume *self = g_new0 (ClTrainingResume, 1);

  self->page = page;
  self->session = session;
  self->begun = begun;
  self->begun_data = data;
  self->gone = g_cancellable_new ();
  self->cut_off = comebacks_new ();
  self->lost = comebacks_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect_swapped (page, table[i].signal, table[i].callback, self);
  return self;
}

void
cl_training_resume_begin (ClTrainingResume *self)
{
  g_return_if_fail (self != NULL);
  read_runs (self, NULL);
}

void
cl_training_resume_free (ClTrainingResume *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->page, self);
  g_cancellable_cancel (self->gone);
  g_object_unref (self->gone);
  g_ptr_array_unref (self->cut_off);
  g_ptr_array_unref (self->lost);
  g_free (self);
}
