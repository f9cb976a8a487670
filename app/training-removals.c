#include "app/training-removals.h"

#include <glib/gi18n.h>

struct _ClTrainingRemovals
{
  ClTrainingPage *page;
  ClTrainingSession *session;
  GPtrArray *removals; /* that can still be undone */
};

/* A run, and where it was in the list before any of its removal went. */
typedef struct
{
  ClTrainingRun *run;
  guint position;
} Place;

typedef struct
{
  ClTrainingRemovals *self;
  GArray *places; /* of Place, from the top of the list down */
  AdwToast *toast;
} Removal;

static void
place_clear (gpointer place)
{
  g_object_unref (((Place *) place)->run);
}

static Removal *
removal_new (ClTrainingRemovals *self)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->self = self;
  removal->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (removal->places, place_clear);
  return removal;
}

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  if (removal->toast != NULL)
    g_signal_handlers_disconnect_by_data (removal->toast, removal);
  g_clear_object (&removal->toast);
  g_array_unref (removal->places);
  g_free (removal);
}

static Place *
place_at (Removal *removal, guint i)
{
  return &g_array_index (removal->places, Place, i);
}

static void
undo_cb (AdwToast *toast, Removal *removal)
{
  ClTrainingRemovals *self = removal->self;

  for (guint i = 0; i < removal->places->len; i++)
    cl_training_session_put_back (self->session, place_at (removal, i)->run,
                                  place_at (removal, i)->position);
  g_ptr_array_remove (self->removals, removal);
}

static void
dismissed_cb (AdwToast *toast, Removal *removal)
{
  ClTrainingRemovals *self = removal->self;

  for (guint i = 0; i < removal->places->len; i++)
    cl_training_session_forget (self->session, place_at (removal, i)->run);
  g_ptr_array_remove (self->removals, removal);
}

/* Those of the list that `chosen` says, in its order. */
static void
collect (Removal *removal, gboolean (*chosen) (ClTrainingRun *run, gpointer data), gpointer data)
{
  GListModel *runs = cl_training_page_get_runs (removal->self->page);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (ClTrainingRun) run = g_list_model_get_item (runs, i);

      if (chosen (run, data))
        {
          const Place place = { g_steal_pointer (&run), i };

          g_array_append_val (removal->places, place);
        }
    }
}

static char *
describe (Removal *removal)
{
  const guint count = removal->places->len;

  if (count == 1)
    return g_markup_printf_escaped (_ ("Removed %s"),
                                    cl_training_run_get_name (place_at (removal, 0)->run));
  return g_strdup_printf (ngettext ("Removed %u run", "Removed %u runs", count), count);
}

static void
carry_out (Removal *removal)
{
  ClTrainingRemovals *self = removal->self;
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self->page), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *text = describe (removal);

  removal->toast = g_object_ref_sink (adw_toast_new (text));
  g_ptr_array_add (self->removals, removal);
  adw_toast_set_button_label (removal->toast, _ ("_Undo"));
  g_signal_connect (removal->toast, "button-clicked", G_CALLBACK (undo_cb), removal);
  g_signal_connect (removal->toast, "dismissed", G_CALLBACK (dismissed_cb), removal);
  for (guint i = 0; i < removal->places->len; i++)
    cl_training_session_remove (self->session, place_at (removal, i)->run);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_object_ref (removal->toast));
  else
    dismissed_cb (removal->toast, removal);
}

static gboolean
is_run (ClTrainingRun *run, gpointer wanted)
{
  return run == wanted;
}

static gboolean
has_ended (ClTrainingRun *run, gpointer data)
{
  return !cl_training_run_is_active (run);
}

void
cl_training_removals_remove (ClTrainingRemovals *self, ClTrainingRun *run)
{
  g_return_if_fail (self != NULL && CL_IS_TRAINING_RUN (run));
  Removal *removal = removal_new (self);

  collect (removal, is_run, run);
  carry_out (removal);
}

void
cl_training_removals_remove_ended (ClTrainingRemovals *self)
{
  g_return_if_fail (self != NULL);
  Removal *removal = removal_new (self);

  collect (removal, has_ended, NULL);
  if (removal->places->len > 0)
    carry_out (removal);
  else
    removal_free (removal);
}

ClTrainingRemovals *
cl_training_removals_new (ClTrainingPage *page, ClTrainingSession *session)
{
  g_return_val_if_fail (CL_IS_TRAINING_PAGE (page) && session != NULL, NULL);
  ClTrainingRemovals *self = g_new0 (ClTrainingRemovals, 1);

  self->page = page;
  self->session = session;
  self->removals = g_ptr_array_new_with_free_func (removal_free);
  return self;
}

void
cl_training_removals_free (ClTrainingRemovals *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->removals);
  g_free (self);
}
