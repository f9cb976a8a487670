/* The runs in the plots, the numbers and the buttons of the training page. */
#include <glib/gi18n.h>
#include <math.h>

#include "ui/pages/training-page-private.h"
#include "ui/plots/provenance.h"
#include "ui/plots/training-provenance.h"

void
cl_training_page_update_ready (ClTrainingPage *self)
{
  const ClDataset *dataset = cl_data_chooser_get_dataset (self->data);

  cl_training_form_set_dataset (self->form, dataset);
  const char *reason =
      dataset == NULL ? _ ("There is no data set yet") : cl_training_form_get_problem (self->form);

  cl_run_bar_set_ready (self->run_bar, reason == NULL, reason);
  if (reason == NULL && self->refused)
    cl_run_bar_set_progress (self->run_bar, -1, NULL);
  self->refused = reason != NULL;
}

static guint
count_runs (ClTrainingPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->runs));
}

/* Of the list; borrowed. */
static ClTrainingRun *
run_at (ClTrainingPage *self, guint i)
{
  g_autoptr (ClTrainingRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

  return run;
}

/* The plots. */

static void
append_provenance (GString *text, ClTrainingRun *run)
{
  cl_training_provenance_append (text, cl_training_run_get_name (run),
                                 cl_training_run_get_dataset (run)->name,
                                 cl_training_run_get_settings (run));
}

/* The runs that are shown, as they are drawn; what was trained for the longest is the axis. */
static GArray *
collect_traces (ClTrainingPage *self, ClTrainingPlot *plot, GString *provenance)
{
  GArray *traces = g_array_new (FALSE, FALSE, sizeof (ClTrainingTrace));
  const ClTrainingRun *selected = cl_training_page_get_selected (self);

  for (guint i = 0; i < count_runs (self); i++)
    {
      ClTrainingRun *run = run_at (self, i);
      ClTrainingTrace trace = cl_training_run_trace (run);

      if (!cl_training_run_get_shown (run))
        continue;
      trace.strong = run == selected && count_runs (self) > 1;
      plot->epochs = MAX (plot->epochs, cl_training_run_get_settings (run)->epochs);
      g_array_append_val (traces, trace);
      append_provenance (provenance, run);
    }
  plot->traces = (const ClTrainingTrace *) (gpointer) traces->data;
  plot->n_traces = traces->len;
  return traces;
}

static void
set_figures (ClTrainingPage *self, ClTrainingPlot *plot, const char *provenance)
{
  g_autoptr (ClFigure) figure = cl_training_plot_figure (plot);

  plot->legend = plot->n_traces > 1;
  plot->chosen_epoch = 0;
  g_autoptr (ClFigure) exported = cl_training_plot_figure (plot);
  cl_figure_set_provenance (exported, provenance);
  cl_plot_view_set_figure (self->plots, figure);
  cl_plot_view_set_export_figure (self->plots, exported);
}

/* The rule of the chosen epoch shows where somebody went back to. */
static gsize
rule_epoch (ClTrainingPage *self)
{
  ClTrainingRun *run = cl_training_page_get_selected (self);

  return run != NULL && cl_training_run_get_keep (run) == CL_RUN_KEEP_EPOCH
             ? cl_training_run_get_epoch (run)
             : 0;
}

void
cl_training_page_show_plots (ClTrainingPage *self)
{
  g_autoptr (GPtrArray) quantities = cl_training_run_quantities_get (self->quantities);
  g_autoptr (GString) provenance = g_string_new (NULL);
  ClTrainingPlot plot = { .quantities = (const ClTrainingQuantity *const *) quantities->pdata,
                          .n_quantities = quantities->len,
                          .chosen_epoch = rule_epoch (self) };

  cl_provenance_append_program (provenance);
  g_autoptr (GArray) traces = collect_traces (self, &plot, provenance);
  set_figures (self, &plot, provenance->str);
}

/* The run bar speaks for all active runs. */

typedef struct
{
  guint active, paused;
  double fraction;        /* mean over the active ones */
  ClTrainingRun *slowest; /* of the active ones */
} Activity;

static Activity
find_activity (ClTrainingPage *self)
{
  Activity activity = { 0 };

  for (guint i = 0; i < count_runs (self); i++)
    {
      ClTrainingRun *run = run_at (self, i);

      if (!cl_training_run_is_active (run))
        continue;
      activity.active++;
      activity.paused += cl_training_run_get_state (run) == CL_TRAINER_PAUSED;
      activity.fraction += cl_training_run_get_fraction (run);
      if (activity.slowest == NULL
          || cl_training_run_get_fraction (run) < cl_training_run_get_fraction (activity.slowest))
        activity.slowest = run;
    }
  activity.fraction /= MAX (activity.active, 1);
  return activity;
}

/* A stop that was pressed stays acknowledged until the workers have ended. */
static void
show_bar_state (ClTrainingPage *self, const Activity *activity)
{
  const gboolean paused = activity->paused == activity->active;

  if (activity->active == 0)
    cl_run_bar_set_state (self->run_bar, CL_RUN_IDLE);
  else if (cl_run_bar_get_state (self->run_bar) != CL_RUN_STOPPING)
    cl_run_bar_set_state (self->run_bar, paused ? CL_RUN_PAUSED : CL_RUN_RUNNING);
  cl_training_run_list_set_any_ended (self->list, activity->active < count_runs (self));
  gtk_widget_set_visible (self->step, activity->active > 0 && paused);
  gtk_widget_set_sensitive (GTK_WIDGET (self->data), activity->active == 0);
}

/* "Epoch 4 of 10", with the name of the run where there are others, and how many go on. */
static char *
describe_progress (ClTrainingPage *self, const Activity *activity, ClTrainingRun *told)
{
  g_autofree char *one = cl_training_run_describe (told);
  const char *name = cl_training_run_get_name (told);

  if (activity->active > 1)
    return g_strdup_printf (_ ("%u runs; %s: %s"), activity->active, name, one);
  return count_runs (self) > 1 ? g_strdup_printf ("%s: %s", name, one) : g_steal_pointer (&one);
}

static void
show_bar_text (ClTrainingPage *self, const Activity *activity)
{
  ClTrainingRun *selected = cl_training_page_get_selected (self);
  ClTrainingRun *told = activity->active > 0 ? activity->slowest : selected;
  g_autofree char *text = told != NULL ? describe_progress (self, activity, told) : NULL;

  if (self->refused && activity->active == 0)
    return;
  cl_run_bar_set_progress (self->run_bar, activity->active > 0 ? activity->fraction : -1, text);
}

void
cl_training_page_show_selected (ClTrainingPage *self)
{
  ClTrainingRun *run = cl_training_page_get_selected (self);
  const gboolean active = run != NULL && cl_training_run_is_active (run);
  const ClTrainSnapshot *snapshot = run != NULL ? cl_training_run_get_snapshot (run) : NULL;

  cl_training_summary_set_run (self->summary, run);
  if (active)
    cl_training_run_changes_set_name (self->changes, cl_training_run_get_name (run));
  gtk_revealer_set_reveal_child (self->changes_revealer, active);
  if (snapshot != NULL && (snapshot->error != NULL || snapshot->warning != NULL))
    cl_training_page_set_message (self,
                                  snapshot->error != NULL ? snapshot->error : snapshot->warning);
}

void
cl_training_page_update (ClTrainingPage *self)
{
  g_return_if_fail (CL_IS_TRAINING_PAGE (self));
  const Activity activity = find_activity (self);

  show_bar_state (self, &activity);
  show_bar_text (self, &activity);
  cl_training_page_show_selected (self);
  cl_training_page_show_plots (self);
}

void
cl_training_page_runs_changed (ClTrainingPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, count_runs (self) > 0 ? "run" : "empty");
  cl_training_page_update (self);
  cl_training_page_emit (self, CL_TRAINING_PAGE_SELECTED);
}
