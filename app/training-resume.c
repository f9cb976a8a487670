#include "app/training-resume.h"

#include <glib/gi18n.h>

#include "app/training-comeback.h"

/* Beyond this they are counted. */
#define MOST_NAMES 6

struct _ClTrainingResume
{
  ClTrainingPage *page;
  ClTrainingSession *session;
  const ClTrainingResumeClass *klass;
  gpointer data;

  /* Of ClTrainingComeback. */
  GPtrArray *ended;   /* to be read */
  GPtrArray *cut_off; /* on offer */
  GPtrArray *lost;    /* that failed */

  GCancellable *gone;
  gboolean may_read;       /* what has ended */
  guint reading;           /* the works under way */
  ClTrainingRun *selected; /* by this, to be compared only */
};

static const ClTrainingComeback *
lost_at (ClTrainingResume *self, guint i)
{
  return g_ptr_array_index (self->lost, i);
}

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

  for (guint i = 0; i < MIN (self->cut_off->len, MOST_NAMES); i++)
    append_name (names, g_ptr_array_index (self->cut_off, i));
  if (self->cut_off->len > MOST_NAMES)
    text = g_strdup_printf (_ ("%u training runs were cut off."), self->cut_off->len);
  else if (names->len > 0)
    text = g_strdup_printf (ngettext ("A training run was cut off: %s.",
                                      "Training runs were cut off: %s.", self->cut_off->len),
                            names->str);
  cl_training_page_offer_resume (self->page, text);
}

/* The runs from `first` on that failed for the same reason; returns the next one. */
static guint
collect_alike (ClTrainingResume *self, guint first, GString *names)
{
  const char *error = lost_at (self, first)->error;
  guint next = first;

  for (; next < self->lost->len && g_str_equal (lost_at (self, next)->error, error); next++)
    append_name (names, lost_at (self, next));
  if (next - first > MOST_NAMES)
    g_string_printf (names, _ ("%u runs"), next - first);
  return next;
}

static void
offer_lost (ClTrainingResume *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lost->len;)
    {
      const char *error = lost_at (self, i)->error;
      g_autoptr (GString) names = g_string_new (NULL);

      if (i > 0)
        g_string_append_c (text, '\n');
      i = collect_alike (self, i, names);
      /* Translators: the names of the runs, and why. */
      g_string_append_printf (text, _ ("%s cannot be shown: %s."), names->str, error);
    }
  cl_training_page_offer_retry (self->page, text->len > 0 ? text->str : NULL);
}

/* The newest one, until somebody chooses another. */
static void
select_newest (ClTrainingResume *self, ClTrainingRun *newest)
{
  if (cl_training_page_get_selected (self->page) == self->selected)
    {
      self->selected = newest;
      cl_training_page_select (self->page, newest);
    }
}

static void
take_up (ClTrainingResume *self, ClTrainingComeback *comeback)
{
  const gboolean goes_on = !cl_training_file_get_ended (comeback->file);
  const gboolean first = self->selected == NULL
                         && g_list_model_get_n_items (cl_training_page_get_runs (self->page)) == 0;
  ClTrainingRun *run = cl_training_session_adopt (self->session, g_steal_pointer (&comeback->file),
                                                  g_steal_pointer (&comeback->trainer),
                                                  &comeback->settings, comeback->dataset);

  cl_training_comeback_free (comeback);
  if (goes_on)
    self->klass->begun (self->data);
  else if (first)
    self->selected = run;
  else
    select_newest (self, run);
}

static void
offer_all (ClTrainingResume *self)
{
  cl_training_page_set_reading (self->page, self->reading > 0 || self->ended->len > 0);
  offer_cut_off (self);
  offer_lost (self);
}

static void
read_cb (ClTrainingComeback *comeback, gpointer data)
{
  ClTrainingResume *self = data;

  if (comeback == NULL)
    {
      self->reading--;
      offer_all (self);
    }
  else if (comeback->trainer != NULL)
    take_up (self, comeback);
  else
    g_ptr_array_add (self->lost, comeback);
}

static GPtrArray *
comebacks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) cl_training_comeback_free);
}

/* Empties the list. */
static void
read_list (ClTrainingResume *self, GPtrArray **list)
{
  ClTrainingData origin = { NULL };
  ClDataset *dataset = self->klass->get_dataset (&origin, self->data);

  if ((*list)->len == 0)
    return;
  self->reading++;
  cl_training_comeback_read (g_steal_pointer (list), &origin, dataset, self->gone, read_cb, self);
  *list = comebacks_new ();
  offer_all (self);
}

static void
resume_cb (ClTrainingResume *self)
{
  read_list (self, &self->cut_off);
}

static void
retry_cb (ClTrainingResume *self)
{
  read_list (self, &self->lost);
}

static void
found_cb (ClTrainingComeback *comeback, gpointer data)
{
  ClTrainingResume *self = data;

  if (comeback != NULL)
    {
      g_ptr_array_add (cl_training_file_get_ended (comeback->file) ? self->ended : self->cut_off,
                       comeback);
      return;
    }
  offer_all (self);
  if (self->may_read)
    read_list (self, &self->ended);
}

void
cl_training_resume_find (ClTrainingResume *self)
{
  g_return_if_fail (self != NULL);
  cl_training_comeback_find (self->gone, found_cb, self);
}

void
cl_training_resume_read (ClTrainingResume *self)
{
  g_return_if_fail (self != NULL);
  self->may_read = TRUE;
  read_list (self, &self->ended);
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
                        const ClTrainingResumeClass *klass, gpointer data)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (page) && session != NULL && klass != NULL, NULL);
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
  self->klass = klass;
  self->data = data;
  self->gone = g_cancellable_new ();
  self->ended = comebacks_new ();
  self->cut_off = comebacks_new ();
  self->lost = comebacks_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect_swapped (page, table[i].signal, table[i].callback, self);
  return self;
}

void
cl_training_resume_free (ClTrainingResume *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->page, self);
  g_cancellable_cancel (self->gone);
  g_object_unref (self->gone);
  g_ptr_array_unref (self->ended);
  g_ptr_array_unref (self->cut_off);
  g_ptr_array_unref (self->lost);
  g_free (self);
}
