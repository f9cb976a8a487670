#include "app/presets.h"

#include "core/training/evaluate.h"

/* What an example says of itself holds for the parameters and starts that it comes with. */
static void
check_example (const ClPreset *preset)
{
  const ClExample *example = cl_preset_example (preset);
  g_autoptr (ClModel) model = cl_preset_model (preset);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClExampleFlow) flow =
      cl_example_flow_new (example, cl_model_array (model, CL_ARRAY_A),
                           cl_model_array (model, CL_ARRAY_BIAS), &error);
  g_autoptr (ClMatrix) starts = cl_example_starts (example, model->n, 12, 1);

  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (cl_preset_sentence (preset), "."));
  g_assert_cmpint (cl_example_flow_claim (flow), !=, CL_EXAMPLE_CLAIM_NONE);
  g_assert_true (cl_example_flow_covers_all (flow, starts));
}

/* Every sentence of the gallery is backed by claims, and every claim is true. */
static void
test_claims (gconstpointer data)
{
  const ClPreset *preset = data;

  if (cl_preset_example (preset) != NULL)
    {
      check_example (preset);
      return;
    }

  g_autoptr (ClModel) model = cl_preset_model (preset);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClAnalysis) analysis = cl_analysis_new (model, NULL, NULL, &error);
  guint claims = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (cl_preset_title (preset), !=, "");
  g_assert_true (g_str_has_suffix (cl_preset_sentence (preset), "."));
  for (guint id = 0; id < CL_N_CONDITIONS; id++)
    {
      ClVerdict claimed;

      if (!cl_preset_claim (preset, id, &claimed))
        continue;
      claims++;
      g_test_message ("%s: %g", cl_condition_info (id)->id, analysis->condition[id].value);
      g_assert_cmpstr (cl_verdict_id (analysis->condition[id].verdict), ==,
                       cl_verdict_id (claimed));
    }
  g_assert_cmpuint (claims, >, 0);
}

static void
test_same_every_time (void)
{
  const ClPreset *preset = cl_preset_find ("random-fifty");
  g_autoptr (ClModel) one = cl_preset_model (preset);
  g_autoptr (ClModel) two = cl_preset_model (preset);

  g_assert_true (cl_model_equal (one, two));
  g_assert_cmpuint (one->n, ==, 50);
}

static ClAnalysis *
analyse (const char *id, ClModel **model)
{
  const ClPreset *preset = cl_preset_find (id);
  ClAnalysis *analysis;

  g_assert_nonnull (preset);
  *model = cl_preset_model (preset);
  analysis = cl_analysis_new (*model, NULL, NULL, NULL);
  g_assert_nonnull (analysis);
  return analysis;
}

/* The numbers that the sentences name, to the digits they name. */
static void
test_numbers (void)
{
  static const struct
  {
    const char *preset;
    ClConditionId condition;
    double value;
  } named[] = {
    { "only-l-two", CL_CONDITION_MU_INF, 4 },
    { "minus-two", CL_CONDITION_MU_INF, -2 },
    { "minus-two", CL_CONDITION_MU_2, -2 },
    { "implicit-deep-learning", CL_CONDITION_PF_ABS, 0.5 },
    { "near-the-border", CL_CONDITION_MU_INF, 0.98 },
    { "upper-triangular", CL_CONDITION_PF_ABS, 0 },
    { "trained-nemon", CL_CONDITION_MU_INF, 0.95 },
    { "trained-nemon", CL_CONDITION_MU_2, 1.75 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    {
      ClModel *model;
      g_autoptr (ClAnalysis) analysis = analyse (named[i].preset, &model);

      g_assert_cmpfloat_with_epsilon (analysis->condition[named[i].condition].value, named[i].value,
                                      5e-3);
      cl_model_unref (model);
    }
}

/* The trained network reads the digits as well as its sentence says. */
static void
test_trained (void)
{
  g_autoptr (ClModel) model = cl_preset_model (cl_preset_find ("trained-nemon"));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDataset) digits = cl_dataset_open ("digits", 1, NULL, &error);
  g_autoptr (ClEvaluation) evaluation =
      cl_evaluation_new (model, digits, &digits->test, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (evaluation->converged);
  g_assert_cmpfloat (evaluation->accuracy, >, 0.955);
  g_assert_cmpfloat (evaluation->accuracy, <, 0.965);
}

/* The witness of the preset with several equilibria has several. */
static void
test_several_equilibria (void)
{
  ClModel *model;
  g_autoptr (ClAnalysis) analysis = analyse ("several-equilibria", &model);

  g_assert_nonnull (analysis->witness);
  g_assert_cmpuint (analysis->witness->fixed_points->rows, >=, 2);
  cl_model_unref (model);
}

int
main (int argc, char **argv)
{
  gsize count;
  const ClPreset *const *presets;

  g_test_init (&argc, &argv, NULL);
  presets = cl_preset_table (&count);
  g_assert_cmpuint (count, >=, 12);
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_strconcat ("/app/presets/", cl_preset_id (presets[i]), NULL);

      g_test_add_data_func (path, presets[i], test_claims);
    }
  g_test_add_func ("/app/presets/same-every-time", test_same_every_time);
  g_test_add_func ("/app/presets/numbers", test_numbers);
  g_test_add_func ("/app/presets/trained", test_trained);
  g_test_add_func ("/app/presets/witness", test_several_equilibria);
  return g_test_run ();
}
