#include "app/cli/convolution-report.h"

#include "core/theory/analysis.h"
#include "core/theory/norm.h"
#include "core/training/convolution/conv-spectrum.h"

typedef struct
{
  const ClConvModel *model;
  const ClAnalysis
      *quotient;  /* what it says in the inf norm, weighted or not, is true of the model */
  ClBounded norm; /* |A|_inf */
  ClBounded norm_two, mu_two; /* of A, from the transform of its kernels */
} Report;

/* The conditions that sums or the transform of kernels decide. */
typedef struct
{
  ClConditionId id;
  double value;
  ClVerdict verdict;
} Condition;

#define N_CONDITIONS 4

static void
fill_conditions (const Report *report, Condition conditions[N_CONDITIONS])
{
  const ClCondition *quotient = report->quotient->condition;
  const ClConditionId ids[] = { CL_CONDITION_MU_INF, CL_CONDITION_METZLER };

  conditions[0] = (Condition){ CL_CONDITION_NORM_INF, report->norm.value,
                               cl_verdict_below_one (report->norm.value, report->norm.rounding) };
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    conditions[i + 1] = (Condition){ ids[i], quotient[ids[i]].value, quotient[ids[i]].verdict };
  conditions[3] =
      (Condition){ CL_CONDITION_MU_2, report->mu_two.value,
                   cl_verdict_below_one (report->mu_two.value, report->mu_two.rounding) };
}

static void
write_image (ClJsonWriter *json, const ClConvShape *shape)
{
  cl_json_begin_object (json, "image");
  cl_json_count (json, "channels", shape->inputs);
  cl_json_count (json, "height", shape->height);
  cl_json_count (json, "width", shape->width);
  cl_json_count (json, "kernel", shape->kernel);
  cl_json_count (json, "block", shape->pool);
  cl_json_end_object (json);
}

static void
write_conditions (ClJsonWriter *json, const Report *report)
{
  Condition conditions[N_CONDITIONS];

  fill_conditions (report, conditions);
  cl_json_begin_list (json, "conditions");
  for (gsize i = 0; i < N_CONDITIONS; i++)
    {
      cl_json_begin_object (json, NULL);
      cl_json_string (json, "id", cl_condition_info (conditions[i].id)->id);
      cl_json_number (json, "value", conditions[i].value);
      cl_json_number (json, "margin", 1.0 - conditions[i].value);
      cl_json_string (json, "verdict", cl_verdict_id (conditions[i].verdict));
      cl_json_end_object (json);
    }
  cl_json_end_list (json);
}

static void
write_json (const Report *report)
{
  ClJsonWriter writer = CL_JSON_WRITER_INIT (stdout);
  ClJsonWriter *json = &writer;
  const ClConvShape *shape = &report->model->shape;
  const ClAnalysis *quotient = report->quotient;

  cl_json_begin_object (json, NULL);
  cl_json_count (json, "n", shape->channels * cl_conv_pixels (shape));
  cl_json_count (json, "channels", shape->channels);
  cl_json_string (json, "activation", report->model->activation->id);
  cl_json_string (json, "model", CL_CONV_MODEL_ID);
  write_image (json, shape);
  cl_json_begin_object (json, "norms");
  cl_json_number (json, "two", report->norm_two.value);
  cl_json_number (json, "inf", report->norm.value);
  cl_json_end_object (json);
  cl_json_begin_object (json, "measures");
  cl_json_number (json, "two", report->mu_two.value);
  cl_json_number (json, "inf", quotient->measure_inf);
  cl_json_end_object (json);
  cl_json_number (json, "metzler_abscissa", quotient->metzler_abscissa);
  cl_json_numbers (json, "optimal_weights", quotient->optimal_weights->data, shape->channels);
  cl_json_number (json, "weighted_mu_inf", quotient->weighted_mu_inf);
  write_conditions (json, report);
  cl_json_number (json, "rate", quotient->contraction[CL_CONTRACTION_INF].rate);
  cl_json_number (json, "weighted_rate", quotient->contraction[CL_CONTRACTION_INF_WEIGHTED].rate);
  cl_json_end_object (json);
  putchar ('\n');
}

static void
print_table (const Report *report)
{
  const ClConvShape *shape = &report->model->shape;
  Condition conditions[N_CONDITIONS];

  printf (
      "Convolutional network of %" G_GSIZE_FORMAT " channels, %" G_GSIZE_FORMAT
      " states, for images of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
      "; activation %s\n"
      "Kernels of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT ", averages of %" G_GSIZE_FORMAT
      " x %" G_GSIZE_FORMAT " pixels, %" G_GSIZE_FORMAT " outputs.  All pixels of a channel see "
      "the same\nkernels: what follows holds of the whole network and is found from their sums and,\n"
      "in l2, from their transform at every frequency.\n\n",
      shape->channels, shape->channels * cl_conv_pixels (shape), shape->inputs, shape->height,
      shape->width, report->model->activation->title, shape->kernel, shape->kernel, shape->pool,
      shape->pool, shape->classes);
  fill_conditions (report, conditions);
  printf ("Is x = Φ(Ax + b) well posed for every b?\n");
  for (gsize i = 0; i < N_CONDITIONS; i++)
    {
      const ClConditionInfo *info = cl_condition_info (conditions[i].id);
      const int padding = 18 - (int) g_utf8_strlen (info->formula, -1);

      printf ("  %s%*s %14.8g   %s\n", info->formula, MAX (padding, 0), "", conditions[i].value,
              cl_verdict_title (conditions[i].verdict));
    }
  printf (
      "\nRate of contraction in the inf norm %.8g, with the best weight for every channel %.8g\n",
      report->quotient->contraction[CL_CONTRACTION_INF].rate,
      report->quotient->contraction[CL_CONTRACTION_INF_WEIGHTED].rate);
}

gboolean
cl_convolution_report (const ClInvocation *invocation, const ClConvModel *model, GError **error)
{
  const ClAnalysisSettings settings = { .threads = 1 };
  g_autoptr (ClModel) quotient = cl_conv_model_quotient (model, error);
  g_autoptr (ClAnalysis) analysis =
      quotient ? cl_analysis_new (quotient, &settings, invocation->cancellable, error) : NULL;

  if (!analysis)
    return FALSE;
  const Report report = { model, analysis, cl_norm_inf (model->a_kernels),
                          cl_conv_norm_two (&model->shape, model->a_kernels),
                          cl_conv_measure_two (&model->shape, model->a_kernels) };
  if (invocation->json)
    write_json (&report);
  else
    print_table (&report);
  return TRUE;
}
