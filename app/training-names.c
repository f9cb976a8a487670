#include "app/training-names.h"

#include "core/training/family.h"
#include "ui/pages/training-run.h"

char *
cl_training_family_name (const char *id)
{
  const ClFamily *family = cl_family_find (id);

  g_return_val_if_fail (family != NULL, NULL);
  g_auto (GStrv) words = g_strsplit (family->title, " ", -1);
  g_autoptr (GString) initials = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_c (initials, words[i][0]);
  return g_ascii_strcasecmp (initials->str, family->id) == 0 ? g_ascii_strup (family->id, -1)
                                                             : g_strdup (family->title);
}

static gboolean
has_name (GListModel *runs, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (ClTrainingRun) run = g_list_model_get_item (runs, i);

      if (g_str_equal (cl_training_run_get_name (run), name))
        return TRUE;
    }
  return FALSE;
}

char *
cl_training_free_name (GListModel *runs, const char *base)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (runs) && base != NULL, NULL);
  char *name = g_strdup (base);

  for (guint k = 2; has_name (runs, name); k++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", base, k);
    }
  return name;
}
