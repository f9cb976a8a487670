#include "app/network-asker.h"

struct _ClNetworkAsker
{
  ClTrained *trained;              /* NULL: none */
  ClTrainedClassifier *classifier; /* of it; NULL until the first answer */
  ClJobSlot *slot;
  ClNetworkAnswered answered;
  gpointer data;
};

/* An input for a network, and the answer. */
typedef struct
{
  ClTrained *trained;
  ClTrainedClassifier *classifier; /* NULL: still to be made of the network */
  double *input;
  ClAnswer *answer;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  cl_trained_unref (question->trained);
  cl_trained_classifier_unref (question->classifier);
  g_free (question->input);
  cl_answer_free (question->answer);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static gpointer
find_answer (gpointer input, GCancellable *cancellable, GError **error)
{
  const Question *asked = input;
  g_autoptr (Question) question = g_new0 (Question, 1);

  question->trained = cl_trained_ref (asked->trained);
  question->classifier = asked->classifier != NULL
                             ? cl_trained_classifier_ref (asked->classifier)
                             : cl_trained_classifier_new (asked->trained, error);
  if (question->classifier == NULL)
    return NULL;
  question->answer =
      cl_trained_classifier_answer (question->classifier, asked->input, cancellable, error);
  return question->answer != NULL ? g_steal_pointer (&question) : NULL;
}

static void
adopt_answer (gpointer result, const GError *error, gpointer owner)
{
  ClNetworkAsker *self = owner;
  g_autoptr (Question) question = result;

  self->answered (question != NULL ? question->answer : NULL, error, self->data);
  /* The classifier is made once for a network. */
  if (question != NULL && question->trained == self->trained && self->classifier == NULL)
    self->classifier = g_steal_pointer (&question->classifier);
}

static const ClJobClass question_class = { find_answer, adopt_answer, question_free,
                                           question_free };

ClNetworkAsker *
cl_network_asker_new (ClJobQueue *jobs, int priority, ClNetworkAnswered answered, gpointer data)
{
  g_return_val_if_fail (CL_IS_JOB_QUEUE (jobs) && answered != NULL, NULL);
  ClNetworkAsker *self = g_new0 (ClNetworkAsker, 1);

  self->slot = cl_job_slot_new (jobs, priority, &question_class, self);
  self->answered = answered;
  self->data = data;
  return self;
}

void
cl_network_asker_free (ClNetworkAsker *self)
{
  if (self == NULL)
    return;
  cl_job_slot_free (self->slot);
  cl_trained_unref (self->trained);
  cl_trained_classifier_unref (self->classifier);
  g_free (self);
}

void
cl_network_asker_set_network (ClNetworkAsker *self, ClTrained *trained)
{
  g_return_if_fail (self != NULL);

  if (trained == self->trained)
    return;
  cl_network_asker_cancel (self);
  g_clear_pointer (&self->classifier, cl_trained_classifier_unref);
  g_clear_pointer (&self->trained, cl_trained_unref);
  self->trained = trained != NULL ? cl_trained_ref (trained) : NULL;
}

ClTrained *
cl_network_asker_get_network (ClNetworkAsker *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->trained;
}

void
cl_network_asker_ask (ClNetworkAsker *self, const float *input, gsize count)
{
  g_return_if_fail (self != NULL && self->trained != NULL && input != NULL);
  Question *question = g_new0 (Question, 1);

  question->trained = cl_trained_ref (self->trained);
  question->classifier =
      self->classifier != NULL ? cl_trained_classifier_ref (self->classifier) : NULL;
  question->input = g_new (double, count);
  for (gsize k = 0; k < count; k++)
    question->input[k] = (double) input[k];
  cl_job_slot_post (self->slot, question, CL_JOB_LIVE);
}

void
cl_network_asker_cancel (ClNetworkAsker *self)
{
  g_return_if_fail (self != NULL);
  cl_job_slot_cancel (self->slot);
}
