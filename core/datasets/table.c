/* A table of samples in a CSV file.  It is split into train and test rows, then its features are
 * brought to [0,1]:
 *
 *   pixels   x / 255                      when the header calls every feature "pixel..."
 *   others   (x - min) / (max - min)      for each column, the extremes taken over the train rows;
 *                                         test values beyond them are clamped, a constant column
 *                                         becomes 0
 *
 * Extremes of the test rows would let the training know about them.  As many pixels as fill a
 * square are shown as a picture; anything else is a data set of height 1. */
#include "core/datasets/dataset-source.h"

#include <math.h>
#include <string.h>

#include "core/datasets/class-names.h"
#include "core/datasets/class-table.h"
#include "core/datasets/split.h"
#include "core/formats/file-io.h"

#define WHITE 255.0

static gboolean
table_matches (const char *spec)
{
  g_autofree char *lower = g_ascii_strdown (spec, -1);

  return (g_str_has_suffix (lower, ".csv") || g_str_has_suffix (lower, ".tsv"))
         && g_file_test (spec, G_FILE_TEST_IS_REGULAR);
}

static const double *
row_of (const ClClassTable *table, gsize row)
{
  return &g_array_index (table->values, double, row * table->features);
}

static gboolean
is_table_of_pixels (const ClClassTable *table)
{
  if (table->names == NULL)
    return FALSE;
  for (gsize i = 0; i < table->names->len; i++)
    if (!g_str_has_prefix (g_ptr_array_index (table->names, i), "pixel"))
      return FALSE;
  return TRUE;
}

/* The extremes of each column over the rows `order`; `count` is at least one. */
static void
measure_columns (const ClClassTable *table, const guint32 *order, gsize count, ClFeature *features)
{
  for (gsize k = 0; k < table->features; k++)
    features[k].low = features[k].high = row_of (table, order[0])[k];
  for (gsize i = 1; i < count; i++)
    {
      const double *row = row_of (table, order[i]);

      for (gsize k = 0; k < table->features; k++)
        {
          features[k].low = MIN (features[k].low, row[k]);
          features[k].high = MAX (features[k].high, row[k]);
        }
    }
}

static gboolean
set_pixel_ranges (const ClClassTable *table, ClFeature *features, GError **error)
{
  for (gsize k = 0; k < table->features; k++)
    {
      features[k].low = 0;
      features[k].high = WHITE;
    }
  for (gsize i = 0; i < table->values->len; i++)
    {
      double value = g_array_index (table->values, double, i);

      if (value < 0 || value > WHITE)
        {
          g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                       "%s of sample %" G_GSIZE_FORMAT " is %g, expected 0 to 255",
                       (const char *) g_ptr_array_index (table->names, i % table->features),
                       i / table->features + 1, value);
          return FALSE;
        }
    }
  return TRUE;
}

/* Halves, because the difference of two finite numbers may overflow. */
static float
scale (double value, ClFeature feature)
{
  double width = feature.high / 2 - feature.low / 2;

  return width > 0 ? (float) CLAMP ((value / 2 - feature.low / 2) / width, 0.0, 1.0) : 0.0f;
}

static void
fill_samples (ClSamples *samples, const ClClassTable *table, const ClFeature *features,
              const guint32 *order, gsize count)
{
  cl_samples_allocate (samples, count, table->features);
  for (gsize i = 0; i < count; i++)
    {
      const double *row = row_of (table, order[i]);

      for (gsize k = 0; k < table->features; k++)
        samples->pixels[i * table->features + k] = scale (row[k], features[k]);
      samples->labels[i] = table->labels->data[order[i]];
    }
}

/* Rows are shown with the numbers and the names of the table; pictures need neither. */
static void
keep_features (ClDataset *dataset, const ClClassTable *table, ClFeature *features)
{
  for (gsize k = 0; k < table->features; k++)
    features[k].name = table->names != NULL ? g_strdup (g_ptr_array_index (table->names, k)) : NULL;
  dataset->features = features;
}

static ClDataset *
build (const ClClassTable *table, const char *name, const ClDatasetOptions *options, GError **error)
{
  gboolean pixels = is_table_of_pixels (table);
  gsize side = (gsize) lround (sqrt ((double) table->features));
  gboolean square = pixels && side * side == table->features;
  g_autofree ClFeature *features = g_new0 (ClFeature, table->features);
  g_autofree guint32 *order = NULL;
  ClDataset *dataset;
  gsize n_train;

  if (table->classes->len < 2)
    {
      g_set_error (error, CL_DATASET_ERROR, CL_DATASET_ERROR_FORMAT,
                   "all samples are of one class, \"%s\", expected at least two classes",
                   (const char *) g_ptr_array_index (table->classes, 0));
      return NULL;
    }
  if (pixels && !set_pixel_ranges (table, features, error))
    return NULL;

  order = cl_split_order (table->rows, options, &n_train);
  if (!pixels)
    measure_columns (table, order, n_train, features);
  dataset = cl_dataset_new (name, square ? side : table->features, square ? side : 1,
                            table->classes->len);
  dataset->traits = CL_DATASET_SEEDED | CL_DATASET_SPLIT;
  dataset->class_names = cl_class_names_copy (table->classes);
  fill_samples (&dataset->train, table, features, order, n_train);
  fill_samples (&dataset->test, table, features, order + n_train, table->rows - n_train);
  if (!square)
    keep_features (dataset, table, g_steal_pointer (&features));
  return dataset;
}

static ClDataset *
table_open (const char *spec, const ClDatasetOptions *options, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GBytes) content = cl_file_read (spec, error);
  g_autofree char *file = g_path_get_basename (spec);
  g_autofree char *name = g_filename_display_name (file), *path = g_filename_display_name (spec);
  g_autoptr (ClClassTable) table = NULL;
  ClDataset *dataset = NULL;
  const char *text;
  gsize length;

  if (content != NULL)
    {
      text = g_bytes_get_data (content, &length);
      table = cl_class_table_parse (text != NULL ? text : "", length, cancellable, error);
    }
  if (table != NULL)
    dataset = build (table, name, options, error);
  if (dataset == NULL)
    g_prefix_error (error, "%s: ", path);
  return dataset;
}

const ClDatasetSource cl_dataset_source_table = {
  .id = "table",
  .expected = "a .csv or .tsv table of samples",
  .matches = table_matches,
  .open = table_open,
};
