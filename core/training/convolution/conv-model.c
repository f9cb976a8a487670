#include "core/training/convolution/conv-model.h"

#include <math.h>

#include "core/formats/array-file.h"
#include "core/formats/model-set.h"

#define B_KERNELS  "B_kernels"
#define IMAGE      "image"
#define ACTIVATION "activation"
#define KIND       "model"

/* The arrays, in the order of the file. */
static const struct
{
  const char *name;
  gsize offset; /* of a ClMatrix * in ClConvModel */
} arrays[] = {
  { CL_ARRAY_KERNELS, G_STRUCT_OFFSET (ClConvModel, a_kernels) },
  { B_KERNELS, G_STRUCT_OFFSET (ClConvModel, b_kernels) },
  { "b", G_STRUCT_OFFSET (ClConvModel, bias) },
  { "C", G_STRUCT_OFFSET (ClConvModel, c_matrix) },
  { "c", G_STRUCT_OFFSET (ClConvModel, offset) },
};

/* The numbers of the array "image". */
static const gsize image_numbers[] = {
  G_STRUCT_OFFSET (ClConvShape, height),
  G_STRUCT_OFFSET (ClConvShape, width),
  G_STRUCT_OFFSET (ClConvShape, kernel),
  G_STRUCT_OFFSET (ClConvShape, pool),
};

#define LARGEST_SIDE 100000

static void
fill_sizes (const ClConvShape *shape, gsize sizes[G_N_ELEMENTS (arrays)][2])
{
  const gsize expected[G_N_ELEMENTS (arrays)][2] = {
    { shape->channels, cl_conv_state_taps (shape) },
    { shape->channels, cl_conv_input_taps (shape) },
    { shape->channels, 1 },
    { shape->classes, cl_conv_features (shape) },
    { shape->classes, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    for (gsize j = 0; j < 2; j++)
      sizes[i][j] = expected[i][j];
}

static gboolean
check_array (const char *name, const ClMatrix *matrix, gsize rows, gsize cols, GError **error)
{
  gsize row, col;

  if (matrix->rows != rows || matrix->cols != cols)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE,
                 "%s is %" G_GSIZE_FORMAT "x%" G_GSIZE_FORMAT ": expected %" G_GSIZE_FORMAT
                 "x%" G_GSIZE_FORMAT,
                 name, matrix->rows, matrix->cols, rows, cols);
  else if (!cl_matrix_is_finite (matrix, &row, &col))
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
                 "%s has an entry in row %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT
                 " that is no finite number",
                 name, row + 1, col + 1);
  else
    return TRUE;
  return FALSE;
}

ClConvModel *
cl_conv_model_new (const ClConvModel *parts, GError **error)
{
  g_autofree char *problem = cl_conv_shape_check (&parts->shape);
  gsize sizes[G_N_ELEMENTS (arrays)][2];

  if (problem != NULL)
    {
      g_set_error_literal (error, CL_MODEL_ERROR, CL_MODEL_ERROR_SHAPE, problem);
      return NULL;
    }
  fill_sizes (&parts->shape, sizes);
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    if (!check_array (arrays[i].name, G_STRUCT_MEMBER (ClMatrix *, parts, arrays[i].offset),
                      sizes[i][0], sizes[i][1], error))
      return NULL;

  ClConvModel *self = g_atomic_rc_box_new (ClConvModel);
  *self = *parts;
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    cl_matrix_ref (G_STRUCT_MEMBER (ClMatrix *, self, arrays[i].offset));
  return self;
}

ClConvModel *
cl_conv_model_ref (ClConvModel *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    cl_matrix_unref (G_STRUCT_MEMBER (ClMatrix *, data, arrays[i].offset));
}

void
cl_conv_model_unref (ClConvModel *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear);
}

/* The quotient. */

static double
sum_magnitudes (const ClMatrix *matrix, gsize row, gsize begin, gsize count)
{
  double sum = 0.0;

  for (gsize j = begin; j < begin + count; j++)
    sum += fabs (cl_matrix_get (matrix, row, j));
  return sum;
}

/* One column for every group of `group` columns: the sums of their magnitudes. */
static ClMatrix *
sum_groups (const ClMatrix *matrix, gsize group)
{
  ClMatrix *sums = cl_matrix_new (matrix->rows, matrix->cols / group);

  for (gsize i = 0; i < sums->rows; i++)
    for (gsize j = 0; j < sums->cols; j++)
      cl_matrix_set (sums, i, j, sum_magnitudes (matrix, i, j * group, group));
  return sums;
}

ClModel *
cl_conv_model_quotient (const ClConvModel *self, GError **error)
{
  const ClConvShape *shape = &self->shape;
  const gsize taps = shape->kernel * shape->kernel;
  g_autoptr (ClMatrix) a = sum_groups (self->a_kernels, taps);
  g_autoptr (ClMatrix) b_matrix = sum_groups (self->b_kernels, shape->inputs * taps);
  g_autoptr (ClMatrix) c_matrix = sum_groups (self->c_matrix, cl_conv_blocks (shape));
  ClModelParts parts = { .activation = self->activation, .kind = CL_MODEL_FIRING_RATE };

  for (gsize c = 0; c < shape->channels; c++)
    {
      const double loop = cl_matrix_get (self->a_kernels, c, cl_conv_centre (shape, c));
      cl_matrix_set (a, c, c, cl_matrix_get (a, c, c) - fabs (loop) + loop);
    }
  parts.array[CL_ARRAY_A] = a;
  parts.array[CL_ARRAY_B] = b_matrix;
  parts.array[CL_ARRAY_C] = c_matrix;
  return cl_model_new (&parts, error);
}

/* Files. */

gboolean
cl_conv_model_is_in (const ClArraySet *set)
{
  return cl_array_set_find (set, CL_ARRAY_KERNELS) != NULL;
}

ClArraySet *
cl_conv_model_to_set (const ClConvModel *self)
{
  ClArraySet *set = cl_array_set_new ();
  g_autoptr (ClMatrix) image = cl_matrix_new (1, G_N_ELEMENTS (image_numbers));

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    cl_array_set_add (set, arrays[i].name, G_STRUCT_MEMBER (ClMatrix *, self, arrays[i].offset));
  for (gsize i = 0; i < G_N_ELEMENTS (image_numbers); i++)
    image->data[i] = (double) G_STRUCT_MEMBER (gsize, &self->shape, image_numbers[i]);
  cl_array_set_add (set, IMAGE, image);
  cl_array_set_set_attribute (set, ACTIVATION, self->activation->id);
  cl_array_set_set_attribute (set, KIND, CL_CONV_MODEL_ID);
  return set;
}

static gboolean
read_image (const ClArraySet *set, ClConvShape *shape, GError **error)
{
  const ClMatrix *image = cl_array_set_find (set, IMAGE);
  gboolean valid = image != NULL && image->rows * image->cols == G_N_ELEMENTS (image_numbers);

  for (gsize i = 0; valid && i < G_N_ELEMENTS (image_numbers); i++)
    {
      const double number = image->data[i];

      valid = number >= 1.0 && number <= LARGEST_SIDE && number == floor (number);
      G_STRUCT_MEMBER (gsize, shape, image_numbers[i]) = valid ? (gsize) number : 0;
    }
  if (!valid)
    g_set_error_literal (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE,
                         "the array “" IMAGE
                         "” of the convolutional network is missing or wrong: expected height, "
                         "width, side of the kernels, side of the blocks");
  return valid;
}

static gboolean
read_activation (const ClArraySet *set, ClConvModel *parts, GError **error)
{
  const char *id = cl_array_set_attribute (set, ACTIVATION);

  parts->activation = id != NULL ? cl_activation_find (id) : cl_activation_default ();
  if (parts->activation == NULL)
    g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_VALUE, "there is no activation “%.20s”", id);
  return parts->activation != NULL;
}

ClConvModel *
cl_conv_model_from_set (const ClArraySet *set, GError **error)
{
  ClConvModel parts = { { 0 }, NULL, NULL, NULL, NULL, NULL, NULL };
  ClConvShape *shape = &parts.shape;

  if (!read_image (set, shape, error) || !read_activation (set, &parts, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      ClMatrix *matrix = cl_array_set_find (set, arrays[i].name);

      if (matrix == NULL)
        {
          g_set_error (error, CL_MODEL_ERROR, CL_MODEL_ERROR_MISSING,
                       "the convolutional network has no %s", arrays[i].name);
          return NULL;
        }
      G_STRUCT_MEMBER (ClMatrix *, &parts, arrays[i].offset) = matrix;
    }
  shape->channels = parts.a_kernels->rows;
  shape->inputs = MAX (parts.b_kernels->cols / (shape->kernel * shape->kernel), 1);
  shape->classes = parts.c_matrix->rows;
  return cl_conv_model_new (&parts, error);
}

ClConvModel *
cl_conv_model_read (const char *path, GError **error)
{
  g_autoptr (ClArraySet) set = cl_array_file_read (path, error);
  ClConvModel *model;

  if (set == NULL)
    return NULL;
  model = cl_conv_model_from_set (set, error);
  if (model == NULL)
    {
      g_autofree char *name = g_filename_display_name (path);
      g_prefix_error (error, "%s: ", name);
    }
  return model;
}

gboolean
cl_conv_model_write (const ClConvModel *self, const char *path, GError **error)
{
  g_autoptr (ClArraySet) set = cl_conv_model_to_set (self);

  return cl_array_file_write (set, path, error);
}
