#include "ui/widgets/check-group.h"

struct _ClCheckGroup
{
  GPtrArray *checks; /* of GtkCheckButton */
  GPtrArray *ids;
  void (*changed) (gpointer data);
  gpointer data;
  gboolean choosing;
};

ClCheckGroup *
cl_check_group_new (void (*changed) (gpointer data), gpointer data)
{
  g_return_val_if_fail (changed != NULL, NULL);
  ClCheckGroup *self = g_new0 (ClCheckGroup, 1);

  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  self->ids = g_ptr_array_new ();
  self->changed = changed;
  self->data = data;
  return self;
}

void
cl_check_group_free (ClCheckGroup *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->checks->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->checks, i), self);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->ids);
  g_free (self);
}

static void
toggled_cb (ClCheckGroup *self)
{
  if (!self->choosing)
    self->changed (self->data);
}

void
cl_check_group_add (ClCheckGroup *self, const char *id, GtkCheckButton *check)
{
  g_return_if_fail (self != NULL && id != NULL && GTK_IS_CHECK_BUTTON (check));

  g_ptr_array_add (self->checks, g_object_ref (check));
  g_ptr_array_add (self->ids, (gpointer) id);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);
}

gboolean
cl_check_group_is_chosen (ClCheckGroup *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->checks->len, FALSE);
  return gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
}

guint
cl_check_group_count_chosen (ClCheckGroup *self)
{
  g_return_val_if_fail (self != NULL, 0);
  guint count = 0;

  for (guint i = 0; i < self->checks->len; i++)
    count += cl_check_group_is_chosen (self, i);
  return count;
}

char *
cl_check_group_dup_text (ClCheckGroup *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->checks->len; i++)
    if (cl_check_group_is_chosen (self, i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "",
                              (const char *) g_ptr_array_index (self->ids, i));
  return g_string_free (text, FALSE);
}

void
cl_check_group_choose (ClCheckGroup *self, const char *text)
{
  g_return_if_fail (self != NULL);
  g_auto (GStrv) ids = g_strsplit (text != NULL ? text : "", ",", -1);

  self->choosing = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, i),
                                 g_strv_contains ((const char *const *) ids,
                                                  g_ptr_array_index (self->ids, i)));
  self->choosing = FALSE;
  self->changed (self->data);
}
