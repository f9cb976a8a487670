#include "app/training-removals.h"

#include <glib/gi18n.h>

struct _ClTrainingRemovals
{
  ClTrainingPage *page;
  ClTrainingSession *session;
  GPtrArray *removals; /* that can still be undone */
};

typedef struct
{
  ClTrainingRemovals *self;
  ClTrainingRun *run;
  guint position;
  AdwToast *toast;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_signal_handlers_disconnect_by_data (removal->toast, removal);
  g_object_unref (removal->toast);
  g_object_unref (removal->run);
  g_free (removal);
}

static void
undo_cb (AdwToast *toast, Removal *removal)
{
  ClTrainingRemovals *self = removal->self;

  cl_training_session_put_back (self->session, removal->run, removal->position);
  g_ptr_array_remove (self->removals, removal);
}

static void
dismissed_cb (AdwToast *toast, Removal *removal)
{
  ClTrainingRemovals *self = removal->self;

  cl_training_session_forget (self->session, removal->run);
  g_ptr_array_remove (self->removals, removal);
}

static guint
position_of (ClTrainingRemovals *self, ClTrainingRun *run)
{
  GListModel *runs = cl_training_page_get_runs (self->page);
  guint position = 0;

  for (; position < g_list_model_get_n_items (runs); position++)
    {
      g_autoptr (ClTrainingRun) item = g_list_model_get_item (runs, position);

      if (item == run)
        break;
    }
  return position;
}

void
cl_training_removals_remove (ClTrainingRemovals *self, ClTrainingRun *run)
{
  g_return_if_fail (self != NULL && CL_IS_TRAINING_RUN (run));
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self->page), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *text =
      g_markup_printf_escaped (_ ("Removed %s"), cl_training_run_get_name (run));
  Removal *removal = g_new0 (Removal, 1);

  *removal = (Removal){ .self = self,
                        .run = g_object_ref (run),
                        .position = position_of (self, run),
                        .toast = g_object_ref_sink (adw_toast_new (text)) };
  g_ptr_array_add (self->removals, removal);
  adw_toast_set_button_label (removal->toast, _ ("_Undo"));
  g_signal_connect (removal->toast, "button-clicked", G_CALLBACK (undo_cb), removal);
  g_signal_connect (removal->toast, "dismissed", G_CALLBACK (dismissed_cb), removal);
  cl_training_session_remove (self->session, run);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_object_ref (removal->toast));
  else
    dismissed_cb (removal->toast, removal);
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
