#include "app/insight-controller.h"

#include <glib/gi18n.h>

#include "app/network-asker.h"
#include "core/datasets/centre-digit.h"
#include "ui/plots/provenance.h"

/* An answer to a drawing does not wait for an evaluation that has not begun. */
#define ANSWER_PRIORITY   10
#define EVALUATE_PRIORITY (-10)
#define MISTAKES          24

struct _ClInsightController
{
  ClDocument *document;
  ClTrainingInside *inside;
  ClTrainingPad *pad;
  ClJobSlot *evaluate_slot;

  ClDataset *chosen; /* NULL while there are no data */
  ClTrained *own;    /* the document's; NULL until it is looked at */
  ClTrained *run;    /* NULL before its first epoch */
  ClDataset *run_dataset;
  char *run_origin;
  char *run_provenance;

  ClTrained *evaluated;    /* shown, or asked for, by the look inside */
  char *inside_provenance; /* of what it shows of that */
  ClNetworkAsker *of_drawing;
  ClNetworkAsker *of_sample; /* for feature maps */
};

/* What an evaluation is of, and what came out. */
typedef struct
{
  ClTrained *trained;
  ClDataset *dataset;
  char *origin;
  char *provenance;
  ClEvaluation *evaluation;
  GArray *mistakes;
} Insight;

static void
insight_free (gpointer data)
{
  Insight *insight = data;

  cl_trained_unref (insight->trained);
  cl_dataset_unref (insight->dataset);
  g_free (insight->origin);
  g_free (insight->provenance);
  cl_evaluation_free (insight->evaluation);
  g_clear_pointer (&insight->mistakes, g_array_unref);
  g_free (insight);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Insight, insight_free)

static Insight *
insight_new (ClTrained *trained, ClDataset *dataset, const char *origin, const char *provenance)
{
  Insight *insight = g_new0 (Insight, 1);

  insight->trained = cl_trained_ref (trained);
  insight->dataset = cl_dataset_ref (dataset);
  insight->origin = g_strdup (origin);
  insight->provenance = g_strdup (provenance);
  return insight;
}

static gpointer
evaluate (gpointer input, GCancellable *cancellable, GError **error)
{
  const Insight *asked = input;
  const ClSamples *test = &asked->dataset->test;
  ClEvaluation *evaluation =
      cl_evaluation_new_trained (asked->trained, asked->dataset, test, cancellable, error);
  Insight *insight;

  if (evaluation == NULL)
    return NULL;
  insight = insight_new (asked->trained, asked->dataset, asked->origin, asked->provenance);
  insight->evaluation = evaluation;
  insight->mistakes = cl_worst_mistakes (evaluation, test, MISTAKES);
  return insight;
}

static void ask_for_maps (ClInsightController *self);

static void
adopt_insight (gpointer result, const GError *error, gpointer owner)
{
  ClInsightController *self = owner;
  g_autoptr (Insight) insight = result;

  if (insight == NULL)
    {
      cl_training_inside_set_empty (self->inside, error->message);
      return;
    }
  cl_training_inside_set_network (self->inside, insight->origin, insight->trained, insight->dataset,
                                  insight->evaluation, insight->mistakes, insight->provenance);
  ask_for_maps (self);
}

static const ClJobClass evaluate_class = { evaluate, adopt_insight, insight_free, insight_free };

static void
drawing_answered (const ClAnswer *answer, const GError *error, gpointer data)
{
  ClInsightController *self = data;

  cl_training_pad_set_answer (self->pad, answer, error != NULL ? error->message : NULL);
}

static void
sample_answered (const ClAnswer *answer, const GError *error, gpointer data)
{
  ClInsightController *self = data;

  cl_training_inside_set_answer (self->inside, answer, self->inside_provenance);
}

/* What the network that is shown is tested on. */
static ClDataset *
dataset_of (ClInsightController *self)
{
  return self->run_dataset != NULL ? self->run_dataset : self->chosen;
}

static gboolean
is_dense_classifier (const ClModel *model, gsize inputs)
{
  return model->parts.kind == CL_MODEL_FIRING_RATE && model->r == inputs && model->q >= 2
         && cl_model_array (model, CL_ARRAY_B) != NULL
         && cl_model_array (model, CL_ARRAY_C) != NULL;
}

/* Whether it answers inputs of this size with one of `classes`, or with any number where that is 0.
 */
static gboolean
is_classifier (const ClTrained *trained, gsize inputs, gsize classes)
{
  if (trained == NULL)
    return FALSE;
  if (trained->model != NULL)
    return is_dense_classifier (trained->model, inputs)
           && (classes == 0 || trained->model->q == classes);
  const ClConvShape *shape = &trained->convolution->shape;
  return shape->inputs * cl_conv_pixels (shape) == inputs && shape->classes >= 2
         && (classes == 0 || shape->classes == classes);
}

static ClTrained *
own_network (ClInsightController *self)
{
  ClModel *model = cl_document_get_model (self->document);

  if (self->own == NULL || self->own->model != model)
    {
      g_clear_pointer (&self->own, cl_trained_unref);
      self->own = model != NULL ? cl_trained_new_take (cl_model_ref (model), NULL) : NULL;
    }
  return self->own;
}

/* The network of the run, else that of the document, else NULL; classes 0: any number. */
static ClTrained *
choose (ClInsightController *self, gsize inputs, gsize classes, const char **origin)
{
  if (is_classifier (self->run, inputs, classes))
    {
      *origin = self->run_origin;
      return self->run;
    }
  *origin = _ ("The model of this window");
  return is_classifier (own_network (self), inputs, classes) ? self->own : NULL;
}

/* What made a figure that shows this network: lines about the run where it comes from one. */
static char *
describe_provenance (ClInsightController *self, const ClTrained *trained, const ClDataset *dataset)
{
  GString *text = g_string_new (NULL);

  cl_provenance_append_program (text);
  if (trained->model != NULL)
    cl_provenance_append_model (text, trained->model);
  if (trained == self->run)
    g_string_append_printf (text, "network: %s\n%s", self->run_origin,
                            self->run_provenance != NULL ? self->run_provenance : "");
  else if (dataset != NULL)
    g_string_append_printf (text, "data: %s\n", dataset->name);
  return g_string_free (text, FALSE);
}

/* Takes another reference of the network, or of none; FALSE when it is the same as before. */
static gboolean
take_network (ClTrained **place, ClTrained *trained)
{
  if (*place == trained)
    return FALSE;
  g_clear_pointer (place, cl_trained_unref);
  *place = trained != NULL ? cl_trained_ref (trained) : NULL;
  return TRUE;
}

/* The feature maps of the sample that is chosen; a dense network has none. */
static void
ask_for_maps (ClInsightController *self)
{
  const ClDataset *dataset = dataset_of (self);
  const gsize sample = cl_training_inside_get_sample (self->inside);

  if (self->evaluated == NULL || self->evaluated->convolution == NULL || dataset == NULL
      || sample >= dataset->test.count)
    return;
  cl_network_asker_set_network (self->of_sample, self->evaluated);
  cl_network_asker_ask (self->of_sample,
                        dataset->test.pixels + sample * cl_dataset_inputs (dataset),
                        cl_dataset_inputs (dataset));
}

static void
show_no_network (ClInsightController *self)
{
  const ClDataset *dataset = dataset_of (self);
  g_autofree char *reason =
      dataset != NULL
          ? g_strdup_printf (_ ("Train a network for one epoch, or open a model that has the %zu "
                                "inputs and %zu outputs of %s."),
                             cl_dataset_inputs (dataset), dataset->classes, dataset->name)
          : g_strdup (_ ("There is no data set yet. Choose one under Train."));

  cl_job_slot_cancel (self->evaluate_slot);
  cl_training_inside_set_empty (self->inside, reason);
}

static void
update_inside (ClInsightController *self)
{
  ClDataset *dataset = dataset_of (self);
  const char *origin = NULL;
  ClTrained *trained = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->inside)))
    {
      /* Whoever looks next wants it fresh. */
      take_network (&self->evaluated, NULL);
      return;
    }
  if (dataset != NULL)
    trained = choose (self, cl_dataset_inputs (dataset), dataset->classes, &origin);
  if (trained == NULL)
    {
      take_network (&self->evaluated, NULL);
      show_no_network (self);
    }
  else if (take_network (&self->evaluated, trained))
    {
      cl_network_asker_cancel (self->of_sample);
      g_free (self->inside_provenance);
      self->inside_provenance = describe_provenance (self, trained, dataset);
      cl_training_inside_set_waiting (self->inside, dataset->test.count);
      cl_job_slot_post (self->evaluate_slot,
                        insight_new (trained, dataset, origin, self->inside_provenance),
                        CL_JOB_LIVE);
    }
}

static void
ask (ClInsightController *self)
{
  float picture[CL_DIGIT_PIXELS];

  if (cl_network_asker_get_network (self->of_drawing) == NULL)
    return;
  if (cl_training_pad_get_picture (self->pad, picture))
    {
      cl_network_asker_ask (self->of_drawing, picture, CL_DIGIT_PIXELS);
      return;
    }
  cl_network_asker_cancel (self->of_drawing);
  cl_training_pad_set_answer (self->pad, NULL, NULL);
}

static const char *const *
class_names (ClInsightController *self, const ClTrained *trained)
{
  const ClDataset *dataset = dataset_of (self);

  return dataset != NULL && is_classifier (trained, CL_DIGIT_PIXELS, dataset->classes)
             ? (const char *const *) dataset->class_names
             : NULL;
}

static void
update_pad (ClInsightController *self)
{
  const char *origin = NULL;
  ClTrained *trained = choose (self, CL_DIGIT_PIXELS, 0, &origin);

  cl_network_asker_set_network (self->of_drawing, trained);
  if (trained == NULL)
    {
      cl_training_pad_set_empty (self->pad,
                                 _ ("Train a network on pictures of 28 × 28 pixels for one epoch, "
                                    "or open a model that has 784 inputs."));
      return;
    }
  g_autofree char *provenance = describe_provenance (self, trained, NULL);
  cl_training_pad_set_provenance (self->pad, provenance);
  cl_training_pad_set_network (self->pad, origin, class_names (self, trained));
  ask (self);
}

static void
update (ClInsightController *self)
{
  update_inside (self);
  update_pad (self);
}

static void
take_dataset (ClDataset **place, ClDataset *dataset)
{
  g_clear_pointer (place, cl_dataset_unref);
  *place = dataset != NULL ? cl_dataset_ref (dataset) : NULL;
}

void
cl_insight_controller_set_dataset (ClInsightController *self, ClDataset *dataset)
{
  g_return_if_fail (self != NULL);

  take_dataset (&self->chosen, dataset);
  take_network (&self->evaluated, NULL);
  update (self);
}

void
cl_insight_controller_set_run (ClInsightController *self, ClTrained *trained, ClDataset *dataset,
                               const char *origin, const char *provenance)
{
  g_return_if_fail (self != NULL);

  take_network (&self->run, trained);
  if (dataset != self->run_dataset)
    take_network (&self->evaluated, NULL);
  take_dataset (&self->run_dataset, dataset);
  g_free (self->run_origin);
  self->run_origin = g_strdup (origin);
  g_free (self->run_provenance);
  self->run_provenance = g_strdup (provenance);
  update (self);
}

ClInsightController *
cl_insight_controller_new (ClDocument *document, ClJobQueue *jobs, ClTrainingInside *inside,
                           ClTrainingPad *pad)
{
  g_return_val_if_fail (CL_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (CL_IS_JOB_QUEUE (jobs), NULL);
  ClInsightController *self = g_new0 (ClInsightController, 1);

  self->document = g_object_ref (document);
  self->inside = g_object_ref (inside);
  self->pad = g_object_ref (pad);
  self->evaluate_slot = cl_job_slot_new (jobs, EVALUATE_PRIORITY, &evaluate_class, self);
  self->of_drawing = cl_network_asker_new (jobs, ANSWER_PRIORITY, drawing_answered, self);
  self->of_sample = cl_network_asker_new (jobs, ANSWER_PRIORITY, sample_answered, self);
  g_signal_connect_swapped (inside, "map", G_CALLBACK (update_inside), self);
  g_signal_connect_swapped (inside, "sample-chosen", G_CALLBACK (ask_for_maps), self);
  g_signal_connect_swapped (pad, "changed", G_CALLBACK (ask), self);
  g_signal_connect_swapped (document, "model-changed", G_CALLBACK (update), self);
  update (self);
  return self;
}

void
cl_insight_controller_free (ClInsightController *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->inside, self);
  g_signal_handlers_disconnect_by_data (self->pad, self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  cl_job_slot_free (self->evaluate_slot);
  cl_network_asker_free (self->of_drawing);
  cl_network_asker_free (self->of_sample);
  g_clear_pointer (&self->chosen, cl_dataset_unref);
  g_clear_pointer (&self->run_dataset, cl_dataset_unref);
  g_clear_pointer (&self->own, cl_trained_unref);
  g_clear_pointer (&self->run, cl_trained_unref);
  g_clear_pointer (&self->evaluated, cl_trained_unref);
  g_free (self->inside_provenance);
  g_free (self->run_origin);
  g_free (self->run_provenance);
  g_object_unref (self->document);
  g_object_unref (self->inside);
  g_object_unref (self->pad);
  g_free (self);
}
