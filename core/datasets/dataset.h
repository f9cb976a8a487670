/* ClDataset: labelled images, split into train and test, in memory and immutable.
 *
 * A data set is one file and one line in the table of dataset.c. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gsize count;
  float *pixels;  /* count x cl_dataset_inputs, in [0,1], 64-byte aligned */
  guint8 *labels; /* count, each < classes */
} ClSamples;

/* A column of a table, which was brought from [low, high] to [0,1]. */
typedef struct
{
  char *name; /* NULL where the table has no header */
  double low, high;
} ClFeature;

typedef enum
{
  CL_DATASET_FIXED = 0,
  CL_DATASET_SEEDED = 1 << 0, /* the seed of the options decided something */
  CL_DATASET_SPLIT = 1 << 1,  /* the samples came without a split: so did their share */
} ClDatasetTraits;

typedef struct
{
  char *name; /* "Built-in digits", "MNIST" */
  gsize width, height, classes;
  ClSamples train, test;
  gsize channels;      /* 1 (ink, or the features of a table), or 3 (red, green, blue) */
  GStrv class_names;   /* one a class; NULL where a class is called by its number, from 0 */
  ClFeature *features; /* `width` of them where the samples are rows of a table; else NULL */
  ClDatasetTraits traits;
} ClDataset;

typedef struct
{
  guint64 seed;       /* of generated sets, and of the split of those that come without one */
  double train_share; /* what of the latter is for training, in (0,1); neither part gets empty */
} ClDatasetOptions;

#define CL_DATASET_DEFAULT_SHARE 0.8

/* The number of inputs of one sample: `channels` planes, each height x width, row-major. */
static inline gsize
cl_dataset_inputs (const ClDataset *dataset)
{
  return dataset->channels * dataset->height * dataset->width;
}

/* Feature `k` of a sample as the table had it; clamped, for a test sample beyond its range. */
static inline double
cl_dataset_feature_value (const ClDataset *dataset, const float *sample, gsize k)
{
  const ClFeature *feature = &dataset->features[k];

  return feature->low * (1 - (double) sample[k]) + feature->high * (double) sample[k];
}

/* spec: "digits" for the built-in set, "teacher-network" or "teacher-implicit" for what a random
 * teacher says (IDL 7.2.1), "mnist" for its four files in the default folder, "drawings" for one's
 * own digits or "drawings+SPEC" for another set with these added to what it trains on; else a
 * folder that holds one of the known data sets, or the file of one.  Every count, size and magic
 * number is checked; errors name the file and what was expected. */
ClDataset *cl_dataset_open_with (const char *spec, const ClDatasetOptions *options,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same with this seed and the default share. */
ClDataset *cl_dataset_open (const char *spec, guint64 seed, GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Only what is of this kind, see cl_dataset_kind; anything else is an error that says what was
 * expected. */
ClDataset *cl_dataset_open_kind (const char *kind, const char *spec,
                                 const ClDatasetOptions *options, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What kind of data set a spec names, by its look alone: "digits", "teacher-network",
 * "teacher-implicit", "drawings", "mnist", "cifar", "idx", "table" or "images"; NULL when it is
 * none. */
const char *cl_dataset_kind (const char *spec);

/* Where downloaded files of MNIST belong: a folder of the user's data. */
char *cl_dataset_default_folder (void) G_GNUC_WARN_UNUSED_RESULT;

ClDataset *cl_dataset_ref (ClDataset *dataset);
void cl_dataset_unref (ClDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDataset, cl_dataset_unref)

#define CL_DATASET_ERROR (cl_dataset_error_quark ())
GQuark cl_dataset_error_quark (void);

typedef enum
{
  CL_DATASET_ERROR_MISSING,
  CL_DATASET_ERROR_EMPTY, /* there are no drawings yet, or too few */
  CL_DATASET_ERROR_FORMAT,
  CL_DATASET_ERROR_DOWNLOAD,
} ClDatasetError;

G_END_DECLS
