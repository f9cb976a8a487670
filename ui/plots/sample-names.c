#include "ui/plots/sample-names.h"

static char *
shorten (const char *name, gsize length)
{
  g_autofree char *start = NULL;

  if ((gsize) g_utf8_strlen (name, -1) <= length)
    return g_strdup (name);
  start = g_utf8_substring (name, 0, (glong) length - 1);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

char *
cl_sample_names_feature (const ClDataset *dataset, gsize k, gsize length)
{
  g_return_val_if_fail (dataset != NULL && dataset->features != NULL && k < dataset->width, NULL);
  const char *name = dataset->features[k].name;

  return name != NULL && *name != '\0' ? shorten (name, length)
                                       : g_strdup_printf ("%" G_GSIZE_FORMAT, k + 1);
}

char *
cl_sample_names_class (const ClDataset *dataset, gsize label, gsize length)
{
  g_return_val_if_fail (dataset != NULL && label < dataset->classes, NULL);

  return dataset->class_names != NULL ? shorten (dataset->class_names[label], length)
                                      : g_strdup_printf ("%" G_GSIZE_FORMAT, label);
}
