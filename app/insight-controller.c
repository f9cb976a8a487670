#include "app/insight-controller.h"

#include <glib/gi18n.h>

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
  ClJobSlot *answer_slot;

  ClDataset *chosen; /* NULL while there are no data */
  ClModel *run;      /* NULL before its first epoch */
  ClDataset *run_dataset;
  char *run_origin;
  char *run_provenance;

  ClModel *evaluated;       /* shown, or asked for, by the look inside */
  ClModel *asked;           /* by the digit pad */
  ClClassifier *classifier; /* of `asked`; NULL until the first answer */
};

/* What an evaluation is of, and what came out. */
typedef struct
{
  ClModel *model;
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

  cl_model_unref (insight->model);
  cl_dataset_unref (insight->dataset);
  g_free (insight->origin);
  g_free (insight->provenance);
  cl_evaluation_free (insight->evaluation);
  g_clear_pointer (&insight->mistakes, g_array_unref);
  g_free (insight);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Insight, insight_free)

static Insight *
insight_new (ClModel *model, ClDataset *dataset, const char *origin, const char *provenance)
{
  Insight *insight = g_new0 (Insight, 1);

  insight->model = cl_model_ref (model);
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
      cl_evaluation_new (asked->model, asked->dataset, test, cancellable, error);
  Insight *insight;

  if (evaluation == NULL)
    return NULL;
  insight = insight_new (asked->model, asked->dataset, asked->origin, asked->provenance);
  insight->evaluation = evaluation;
  insight->mistakes = cl_worst_mistakes (evaluation, test, MISTAKES);
  return insight;
}

static void
adopt_insight (gpointer result, const GError *error, gpointer owner)
{
  ClInsightController *self = owner;
  g_autoptr (Insight) insight = result;

  if (insight != NULL)
    cl_training_inside_set_network (self->inside, insight->origin, insight->model, insight->dataset,
                                    insight->evaluation, insight->mistakes, insight->provenance);
  else
    cl_training_inside_set_empty (self->inside, error->message);
}

static const ClJobClass evaluate_class = { evaluate, adopt_insight, insight_free, insight_free };

/* A drawing for a model, and the answer. */
typedef struct
{
  ClModel *model;
  ClClassifier *classifier; /* NULL: still to be made of the model */
  double picture[CL_DIGIT_PIXELS];
  ClAnswer *answer;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  cl_model_unref (question->model);
  g_clear_pointer (&question->classifier, cl_classifier_unref);
  cl_answer_free (question->answer);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static gpointer
answer (gpointer input, GCancellable *cancellable, GError **error)
{
  const Question *asked = input;
  g_autoptr (Question) question = g_new0 (Question, 1);

  question->model = cl_model_ref (asked->model);
  question->classifier = asked->classifier != NULL ? cl_classifier_ref (asked->classifier)
                                                   : cl_classifier_new (asked->model, error);
  if (question->classifier == NULL)
    return NULL;
  question->answer =
      cl_classifier_answer (question->classifier, asked->picture, cancellable, error);
  return question->answer != NULL ? g_steal_pointer (&question) : NULL;
}

static void
adopt_answer (gpointer result, const GError *error, gpointer owner)
{
  ClInsightController *self = owner;
  g_autoptr (Question) question = result;

  cl_training_pad_set_answer (self->pad, question != NULL ? question->answer : NULL,
                              error != NULL ? error->message : NULL);
  if (question == NULL || question->model != self->asked || self->classifier != NULL)
    return;
  self->classifier = g_steal_pointer (&question->classifier);
}

static const ClJobClass answer_class = { answer, adopt_answer, question_free, question_free };

/* What the network that is shown is tested on. */
static ClDataset *
dataset_of (ClInsightController *self)
{
  return self->run_dataset != NULL ? self->run_dataset : self->chosen;
}

static gboolean
is_classifier (const ClModel *model, gsize inputs)
{
  return model != NULL && model->parts.kind == CL_MODEL_FIRING_RATE && model->r == inputs
         && model->q >= 2 && cl_model_array (model, CL_ARRAY_B) != NULL
         && cl_model_array (model, CL_ARRAY_C) != NULL;
}

/* The network of the run, else that of the document, else NULL; classes 0: any number. */
static ClModel *
choose (ClInsightController *self, gsize inputs, gsize classes, const char **origin)
{
  ClModel *own = cl_document_get_model (self->document);

  if (is_classifier (self->run, inputs) && (classes == 0 || self->run->q == classes))
    {
      *origin = self->run_origin;
      return self->run;
    }
  *origin = _ ("The model of this window");
  return is_classifier (own, inputs) && (classes == 0 || own->q == classes) ? own : NULL;
}

/* What made a figure that shows this network: lines about the run where it comes from one. */
static char *
describe_provenance (ClInsightController *self, const ClModel *model, const ClDataset *dataset)
{
  GString *text = g_string_new (NULL);

  cl_provenance_append_program (text);
  cl_provenance_append_model (text, model);
  if (model == self->run)
    g_string_append_printf (text, "network: %s\n%s", self->run_origin,
                            self->run_provenance != NULL ? self->run_provenance : "");
  else if (dataset != NULL)
    g_string_append_printf (text, "data: %s\n", dataset->name);
  return g_string_free (text, FALSE);
}

/* Takes another reference of the model, or of none; FALSE when it is the same as before. */
static gboolean
take_model (ClModel **place, ClModel *model)
{
  if (*place == model)
    return FALSE;
  g_clear_pointer (place, cl_model_unref);
  *place = model != NULL ? cl_model_ref (model) : NULL;
  return TRUE;
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
          : g_strdup (_ ("There is no data yet. Choose a data set under Train."));

  cl_job_slot_cancel (self->evaluate_slot);
  cl_training_inside_set_empty (self->inside, reason);
}

static void
update_inside (ClInsightController *self)
{
  ClDataset *dataset = dataset_of (self);
  const char *origin = NULL;
  ClModel *model = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->inside)))
    {
      /* Whoever looks next wants it fresh. */
      take_model (&self->evaluated, NULL);
      return;
    }
  if (dataset != NULL)
    model = choose (self, cl_dataset_inputs (dataset), dataset->classes, &origin);
  if (model == NULL)
    {
      take_model (&self->evaluated, NULL);
      show_no_network (self);
    }
  else if (take_model (&self->evaluated, model))
    {
      g_autofree char *provenance = describe_provenance (self, model, dataset);

      cl_job_slot_post (self->evaluate_slot, insight_new (model, dataset, origin, provenance),
                        CL_JOB_LIVE);
    }
}

static void
ask (ClInsightController *self)
{
  float picture[CL_DIGIT_PIXELS];
  Question *question;

  if (self->asked == NULL)
    return;
  if (!cl_training_pad_get_picture (self->pad, picture))
    {
      cl_job_slot_cancel (self->answer_slot);
      cl_training_pad_set_answer (self->pad, NULL, NULL);
      return;
    }
  question = g_new0 (Question, 1);
  question->model = cl_model_ref (self->asked);
  question->classifier = self->classifier != NULL ? cl_classifier_ref (self->classifier) : NULL;
  for (gsize k = 0; k < CL_DIGIT_PIXELS; k++)
    question->picture[k] = (double) picture[k];
  cl_job_slot_post (self->answer_slot, question, CL_JOB_LIVE);
}

static const char *const *
class_names (ClInsightController *self, const ClModel *model)
{
  const ClDataset *dataset = dataset_of (self);

  return dataset != NULL && dataset->classes == model->q
             ? (const char *const *) dataset->class_names
             : NULL;
}

static void
update_pad (ClInsightController *self)
{
  const char *origin = NULL;
  ClModel *model = choose (self, CL_DIGIT_PIXELS, 0, &origin);

  if (take_model (&self->asked, model))
    {
      g_clear_pointer (&self->classifier, cl_classifier_unref);
      cl_job_slot_cancel (self->answer_slot);
    }
  if (model == NULL)
    {
      cl_training_pad_set_empty (self->pad,
                                 _ ("Train a network on pictures of 28 × 28 pixels for one epoch, "
                                    "or open a model that has 784 inputs."));
      return;
    }
  g_autofree char *provenance = describe_provenance (self, model, NULL);
  cl_training_pad_set_provenance (self->pad, provenance);
  cl_training_pad_set_network (self->pad, origin, class_names (self, model));
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
  take_model (&self->evaluated, NULL);
  update (self);
}

void
cl_insight_controller_set_run (ClInsightController *self, ClModel *model, ClDataset *dataset,
                               const char *origin, const char *provenance)
{
  g_return_if_fail (self != NULL);

  take_model (&self->run, model);
  if (dataset != self->run_dataset)
    take_model (&self->evaluated, NULL);
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
  self->answer_slot = cl_job_slot_new (jobs, ANSWER_PRIORITY, &answer_class, self);
  g_signal_connect_swapped (inside, "map", G_CALLBACK (update_inside), self);
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
  cl_job_slot_free (self->answer_slot);
  g_clear_pointer (&self->chosen, cl_dataset_unref);
  g_clear_pointer (&self->run_dataset, cl_dataset_unref);
  g_clear_pointer (&self->run, cl_model_unref);
  g_clear_pointer (&self->evaluated, cl_model_unref);
  g_clear_pointer (&self->asked, cl_model_unref);
  g_clear_pointer (&self->classifier, cl_classifier_unref);
  g_free (self->run_origin);
  g_free (self->run_provenance);
  g_object_unref (self->document);
  g_object_unref (self->inside);
  g_object_unref (self->pad);
  g_free (self);
}
