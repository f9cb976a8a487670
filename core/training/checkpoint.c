#include "core/training/checkpoint.h"

#include <math.h>

#include "core/formats/array-file.h"
#include "core/training/record.h"
#include "core/training/settings-arrays.h"

#define VERSION_KEY     "checkpoint"
#define VERSION         3
#define DATASET_KEY     "dataset"
#define FINGERPRINT_KEY "fingerprint"
#define ENDED_KEY       "ended"
#define ERROR_KEY       "error"

static const char *const state_names[CL_N_LEARNER_ARRAYS] = {
  [CL_LEARNER_WEIGHTS] = "weights",
  [CL_LEARNER_FIRST] = "first_moment",
  [CL_LEARNER_SECOND] = "second_moment",
};

#define EPOCH(name)                                                                                \
  {                                                                                                \
#name, G_STRUCT_OFFSET(ClEpoch, name), CL_RECORD_REAL                                          \
  }

#define BOUND(name, id)                                                                            \
  {                                                                                                \
    name, G_STRUCT_OFFSET (ClEpoch, bounds) + (id) * sizeof (double), CL_RECORD_REAL               \
  }

static const ClRecordField epoch_fields[] = {
  { "epoch", G_STRUCT_OFFSET (ClEpoch, epoch), CL_RECORD_SIZE },
  EPOCH (seconds),
  EPOCH (train_loss),
  EPOCH (train_accuracy),
  EPOCH (test_accuracy),
  EPOCH (forward_iterations),
  EPOCH (backward_iterations),
  EPOCH (worst_residual),
  EPOCH (lipschitz),
  EPOCH (margin),
  EPOCH (rate),
  BOUND ("nemon", CL_BOUND_NEMON),
  BOUND ("nemon_refined", CL_BOUND_NEMON_REFINED),
  BOUND ("nemon_weighted", CL_BOUND_NEMON_WEIGHTED),
  BOUND ("idl", CL_BOUND_IDL),
  BOUND ("sensitivity", CL_BOUND_SENSITIVITY),
  BOUND ("metzler_sensitivity", CL_BOUND_METZLER_SENSITIVITY),
  BOUND ("l2", CL_BOUND_L2),
  BOUND ("l2_as_inf", CL_BOUND_L2_AS_INF),
  BOUND ("l2_mixed", CL_BOUND_L2_MIXED),
  BOUND ("vertex", CL_BOUND_VERTEX),
  BOUND ("l2_weighted", CL_BOUND_L2_WEIGHTED),
};

/* Each version appended columns to an epoch's record. */
static const gsize epoch_columns[VERSION + 1] = { 0, 11, 21, G_N_ELEMENTS (epoch_fields) };

static const ClRecordField point_fields[] = {
  { "position", G_STRUCT_OFFSET (ClBatchPoint, position), CL_RECORD_REAL },
  { "loss", G_STRUCT_OFFSET (ClBatchPoint, loss), CL_RECORD_SINGLE },
  { "accuracy", G_STRUCT_OFFSET (ClBatchPoint, accuracy), CL_RECORD_SINGLE },
  { "forward_iterations", G_STRUCT_OFFSET (ClBatchPoint, forward_iterations), CL_RECORD_SINGLE },
  { "residual", G_STRUCT_OFFSET (ClBatchPoint, residual), CL_RECORD_SINGLE },
};

static const ClRecordField mark_fields[] = {
  { "position", G_STRUCT_OFFSET (ClTrainMark, position), CL_RECORD_REAL },
  { "what", G_STRUCT_OFFSET (ClTrainMark, what), CL_RECORD_INTEGER },
  { "value", G_STRUCT_OFFSET (ClTrainMark, value), CL_RECORD_REAL },
};

/* The lists of the history. */
static const struct
{
  const char *name;
  gsize offset; /* of a GArray in ClHistory */
  const ClRecordField *fields;
  gsize count;
} lists[] = {
  { "epoch_records", G_STRUCT_OFFSET (ClHistory, epochs), epoch_fields,
    G_N_ELEMENTS (epoch_fields) },
  { "batch_points", G_STRUCT_OFFSET (ClHistory, points), point_fields,
    G_N_ELEMENTS (point_fields) },
  { "marks", G_STRUCT_OFFSET (ClHistory, marks), mark_fields, G_N_ELEMENTS (mark_fields) },
};

/* The lists of the end. */
static const struct
{
  const char *name;
  gsize offset; /* of a GArray in ClCheckpointEnd */
  const ClRecordField *fields;
  gsize count;
  gsize size; /* of a record */
} end_lists[] = {
  { "end_points", G_STRUCT_OFFSET (ClCheckpointEnd, points), point_fields,
    G_N_ELEMENTS (point_fields), sizeof (ClBatchPoint) },
  { "end_marks", G_STRUCT_OFFSET (ClCheckpointEnd, marks), mark_fields, G_N_ELEMENTS (mark_fields),
    sizeof (ClTrainMark) },
};

/* The states of a run that has ended before its last epoch. */
static const char *const end_names[] = {
  [CL_TRAINER_STOPPED] = "stopped",
  [CL_TRAINER_FAILED] = "failed",
};

static const ClRecordField numbers[] = {
  { "inputs", G_STRUCT_OFFSET (ClCheckpoint, inputs), CL_RECORD_SIZE },
  { "classes", G_STRUCT_OFFSET (ClCheckpoint, classes), CL_RECORD_SIZE },
  { "point_stride", G_STRUCT_OFFSET (ClCheckpoint, history.stride), CL_RECORD_SIZE },
  { "points_offered", G_STRUCT_OFFSET (ClCheckpoint, history.offered), CL_RECORD_SIZE },
  { "best_accuracy", G_STRUCT_OFFSET (ClCheckpoint, best_accuracy), CL_RECORD_REAL },
};

ClCheckpoint *
cl_checkpoint_new (void)
{
  ClCheckpoint *self = g_new0 (ClCheckpoint, 1);

  g_atomic_ref_count_init (&self->references);
  return self;
}

ClCheckpoint *
cl_checkpoint_ref (ClCheckpoint *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
cl_checkpoint_unref (ClCheckpoint *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->dataset);
  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    g_clear_pointer (&self->state[i], cl_matrix_unref);
  cl_history_clear (&self->history);
  g_clear_pointer (&self->best, cl_trained_unref);
  g_clear_pointer (&self->last, cl_trained_unref);
  g_clear_pointer (&self->end.points, g_array_unref);
  g_clear_pointer (&self->end.marks, g_array_unref);
  g_free (self->end.error);
  g_free (self);
}

gsize
cl_checkpoint_epoch (const ClCheckpoint *self)
{
  return self->history.epochs->len;
}

static gsize
bytes_of_matrix (const ClMatrix *matrix)
{
  return matrix != NULL ? matrix->rows * matrix->cols * sizeof (double) : 0;
}

gsize
cl_checkpoint_bytes (const ClCheckpoint *self)
{
  gsize bytes = sizeof *self;

  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    bytes += bytes_of_matrix (self->state[i]);
  if (self->last != NULL)
    bytes += cl_trained_bytes (self->last);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GArray *list = G_STRUCT_MEMBER (GArray *, &self->history, lists[i].offset);

      bytes += list->len * g_array_get_element_size (list);
    }
  return bytes;
}

/* Writing. */

static void
add_history (const ClHistory *history, ClArraySet *set)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (ClMatrix) matrix =
          cl_records_to_matrix (lists[i].fields, lists[i].count,
                                G_STRUCT_MEMBER (GArray *, history, lists[i].offset));

      cl_array_set_add (set, lists[i].name, matrix);
    }
}

static void
add_numbers (const ClCheckpoint *self, ClArraySet *set)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const double value = cl_record_get (&numbers[i], self);
      g_autoptr (ClMatrix) number = cl_matrix_new_from (1, 1, &value);

      cl_array_set_add (set, numbers[i].name, number);
    }
}

static void
add_end (const ClCheckpointEnd *end, ClArraySet *set)
{
  if (end->state == CL_TRAINER_IDLE)
    return;
  cl_array_set_set_attribute (set, ENDED_KEY, end_names[end->state]);
  if (end->error != NULL)
    cl_array_set_set_attribute (set, ERROR_KEY, end->error);
  for (gsize i = 0; i < G_N_ELEMENTS (end_lists); i++)
    {
      g_autoptr (ClMatrix) matrix =
          cl_records_to_matrix (end_lists[i].fields, end_lists[i].count,
                                G_STRUCT_MEMBER (GArray *, end, end_lists[i].offset));

      cl_array_set_add (set, end_lists[i].name, matrix);
    }
}

gboolean
cl_checkpoint_write (const ClCheckpoint *self, const char *path, GError **error)
{
  return cl_checkpoint_write_ended (self, &self->end, self->best, path, error);
}

gboolean
cl_checkpoint_write_ended (const ClCheckpoint *self, const ClCheckpointEnd *end,
                           const ClTrained *best, const char *path, GError **error)
{
  g_autoptr (ClArraySet) set = cl_trained_to_set (best);
  g_autofree char *fingerprint = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", self->fingerprint);

  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    cl_array_set_add (set, state_names[i], self->state[i]);
  add_history (&self->history, set);
  add_end (end, set);
  add_numbers (self, set);
  cl_train_settings_to_arrays (&self->settings, set);
  cl_array_set_set_attribute (set, DATASET_KEY, self->dataset);
  cl_array_set_set_attribute (set, FINGERPRINT_KEY, fingerprint);
  cl_array_set_set_attribute (set, VERSION_KEY, G_STRINGIFY (VERSION));
  return cl_array_file_write (set, path, error);
}

/* Reading. */

static gboolean
check (gboolean valid, GError **error, const char *what)
{
  if (!valid)
    g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_CHECKPOINT,
                 "the checkpoint is damaged: %s", what);
  return valid;
}

/* Returns 0 with an error for a file that cannot be read. */
static guint
find_version (const ClArraySet *set, GError **error)
{
  const char *version = cl_array_set_attribute (set, VERSION_KEY);
  guint64 number = 0;

  if (version == NULL)
    g_set_error_literal (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_CHECKPOINT,
                         "this is not the checkpoint of a training run");
  else if (!g_ascii_string_to_unsigned (version, 10, 1, VERSION, &number, NULL))
    g_set_error (error, CL_TRAINER_ERROR, CL_TRAINER_ERROR_CHECKPOINT,
                 "the checkpoint is of version “%.20s”, expected 1 to " G_STRINGIFY (VERSION),
                 version);
  return (guint) number;
}

static gboolean
read_numbers (ClCheckpoint *self, const ClArraySet *set, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const ClMatrix *number = cl_array_set_find (set, numbers[i].name);

      if (!check (number != NULL && number->rows == 1 && number->cols == 1
                      && cl_record_set (&numbers[i], self, number->data[0]),
                  error, numbers[i].name))
        return FALSE;
    }
  return TRUE;
}

static gboolean
epochs_are_counted (const ClHistory *history)
{
  for (guint i = 0; i < history->epochs->len; i++)
    if (g_array_index (history->epochs, ClEpoch, i).epoch != i + 1)
      return FALSE;
  return TRUE;
}

static gboolean
marks_are_known (const GArray *marks)
{
  for (guint i = 0; i < marks->len; i++)
    if ((guint) g_array_index (marks, ClTrainMark, i).what >= CL_N_TRAIN_MARKS)
      return FALSE;
  return TRUE;
}

static gboolean
points_are_complete (const ClHistory *history)
{
  return history->stride > 0 && history->points->len <= CL_HISTORY_MAX_POINTS
         && history->points->len
                == history->offered / history->stride + (history->offered % history->stride > 0);
}

/* What the version did not compute yet. */
static void
mark_unknown (ClHistory *history, guint version)
{
  for (guint i = 0; i < history->epochs->len; i++)
    for (gsize k = epoch_columns[version]; k < G_N_ELEMENTS (epoch_fields); k++)
      G_STRUCT_MEMBER (double, &g_array_index (history->epochs, ClEpoch, i),
                       epoch_fields[k].offset) = NAN;
}

static gboolean
read_history (ClHistory *history, const ClArraySet *set, guint version, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const ClMatrix *matrix = cl_array_set_find (set, lists[i].name);
      const gsize count = lists[i].fields == epoch_fields ? epoch_columns[version] : lists[i].count;

      if (!check (matrix != NULL
                      && cl_records_from_matrix (lists[i].fields, count, matrix,
                                                 G_STRUCT_MEMBER (GArray *, history,
                                                                  lists[i].offset)),
                  error, lists[i].name))
        return FALSE;
    }
  mark_unknown (history, version);
  return check (epochs_are_counted (history), error, "its epochs are not 1, 2, ...")
         && check (marks_are_known (history->marks), error, "its marks are unknown")
         && check (points_are_complete (history), error, "its points are not those it counts");
}

static gboolean
read_end (ClCheckpointEnd *end, const ClArraySet *set, GError **error)
{
  const char *state = cl_array_set_attribute (set, ENDED_KEY);

  if (state == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (end_names); i++)
    if (g_strcmp0 (state, end_names[i]) == 0)
      end->state = (ClTrainerState) i;
  if (!check (end->state != CL_TRAINER_IDLE, error, "nobody knows how it ended"))
    return FALSE;
  end->error = g_strdup (cl_array_set_attribute (set, ERROR_KEY));
  for (gsize i = 0; i < G_N_ELEMENTS (end_lists); i++)
    {
      const ClMatrix *matrix = cl_array_set_find (set, end_lists[i].name);
      GArray *records = g_array_new (FALSE, FALSE, (guint) end_lists[i].size);

      G_STRUCT_MEMBER (GArray *, end, end_lists[i].offset) = records;
      if (!check (matrix != NULL
                      && cl_records_from_matrix (end_lists[i].fields, end_lists[i].count, matrix,
                                                 records),
                  error, end_lists[i].name))
        return FALSE;
    }
  return check (marks_are_known (end->marks), error, "its marks are unknown")
         && check (end->points->len <= CL_HISTORY_MAX_POINTS, error, "its points are too many");
}

/* Of the best model, which has been checked. */
static ClParameterLayout
layout_of (const ClCheckpoint *self)
{
  const ClFamily *family = cl_family_find (self->settings.family);

  return self->best->convolution != NULL
             ? cl_parameter_layout_convolution (family, &self->best->convolution->shape)
             : cl_parameter_layout (family, self->settings.n, self->inputs, self->classes);
}

static gboolean
read_state (ClCheckpoint *self, const ClArraySet *set, GError **error)
{
  const ClParameterLayout layout = layout_of (self);

  for (gsize i = 0; i < CL_N_LEARNER_ARRAYS; i++)
    {
      ClMatrix *matrix = cl_array_set_find (set, state_names[i]);
      gsize row, col;

      if (!check (matrix != NULL && matrix->cols == 1
                      && matrix->rows == layout.theta + layout.linear
                      && cl_matrix_is_finite (matrix, &row, &col),
                  error, state_names[i]))
        return FALSE;
      self->state[i] = cl_matrix_ref (matrix);
    }
  return TRUE;
}

static gboolean
read_best (ClCheckpoint *self, const ClArraySet *set, GError **error)
{
  const gsize kernel = cl_family_find (self->settings.family)->kernel;

  self->best = cl_trained_from_set (set, NULL);
  return check (self->best != NULL
                    && cl_trained_fits (self->best, kernel, self->settings.n, self->inputs,
                                        self->classes),
                error, "its best model has another shape");
}

static gboolean
read_dataset (ClCheckpoint *self, const ClArraySet *set, GError **error)
{
  const char *fingerprint = cl_array_set_attribute (set, FINGERPRINT_KEY);

  self->dataset = g_strdup (cl_array_set_attribute (set, DATASET_KEY));
  return check (self->dataset != NULL, error, DATASET_KEY)
         && check (fingerprint != NULL
                       && g_ascii_string_to_unsigned (fingerprint, 16, 0, G_MAXUINT64,
                                                      &self->fingerprint, NULL),
                   error, FINGERPRINT_KEY);
}

ClCheckpoint *
cl_checkpoint_read (const char *path, GError **error)
{
  g_autoptr (ClArraySet) set = cl_array_file_read (path, error);
  g_autoptr (ClCheckpoint) self = cl_checkpoint_new ();

  cl_history_init (&self->history);
  if (set == NULL)
    return NULL;
  const guint version = find_version (set, error);
  if (version > 0 && cl_train_settings_from_arrays (&self->settings, set, version, error)
      && read_numbers (self, set, error) && read_history (&self->history, set, version, error)
      && read_end (&self->end, set, error) && read_best (self, set, error)
      && read_state (self, set, error) && read_dataset (self, set, error))
    return g_steal_pointer (&self);
  g_prefix_error (error, "%s: ", path);
  return NULL;
}
