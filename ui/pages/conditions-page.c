#include "ui/pages/conditions-page.h"

#include "ui/pages/conditions-text.h"
#include "ui/pages/twin-layout.h"
#include "ui/plots/condition-plot.h"
#include "ui/plots/eigenvalue-plot.h"
#include "ui/plots/provenance.h"
#include "ui/widgets/number-text.h"
#include "ui/widgets/plot-view.h"
#include "ui/widgets/verdict-row.h"

#include <glib/gi18n.h>
#include <math.h>

/* Shorter computations than this never show as busy. */
#define BUSY_DELAY_MS 250

enum
{
  ITERATION_AVERAGE,
  ITERATION_IMPLICIT,
  N_ITERATIONS
};

struct _ClConditionsPage
{
  GtkWidget parent_instance;

  guint busy_timeout;

  GtkWidget *scroller;
  GtkWidget *lists;
  GtkWidget *plots;
  GtkLabel *summary_title;
  GtkLabel *summary_text;
  GtkSpinner *spinner;
  AdwPreferencesGroup *witness_group;
  AdwActionRow *witness_row;
  GtkWidget *witness_button;
  AdwPreferencesGroup *ladder_group;
  AdwPreferencesGroup *rate_group;
  AdwPreferencesGroup *iteration_group;
  ClPlotView *eigenvalues;
  ClWeightSpacePlot *second;

  ClVerdictRow *ladder[CL_N_CONDITIONS];
  AdwActionRow *rate[CL_N_CONTRACTIONS];
  GtkLabel *rate_label[CL_N_CONTRACTIONS];
  AdwActionRow *iteration[N_ITERATIONS];
  GtkLabel *iteration_label[N_ITERATIONS];
};

G_DEFINE_FINAL_TYPE (ClConditionsPage, cl_conditions_page, GTK_TYPE_WIDGET)

enum
{
  WITNESS_REQUESTED,
  EXPORTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const rate_titles[CL_N_CONTRACTIONS] = {
  [CL_CONTRACTION_ONE] = N_ ("In ℓ₁"),
  [CL_CONTRACTION_TWO] = N_ ("In ℓ₂"),
  [CL_CONTRACTION_INF] = N_ ("In ℓ∞"),
  [CL_CONTRACTION_INF_WEIGHTED] = N_ ("In ℓ∞ with the Best Weights"),
};

static const char *const iteration_titles[N_ITERATIONS] = {
  [ITERATION_AVERAGE] = N_ ("Average Iteration"),
  [ITERATION_IMPLICIT] = N_ ("Diagonal-Implicit Iteration"),
};

static const ClVerdictMark marks[] = {
  [CL_VERDICT_HOLDS] = CL_VERDICT_MARK_HOLDS,
  [CL_VERDICT_FAILS] = CL_VERDICT_MARK_FAILS,
  [CL_VERDICT_UNKNOWN] = CL_VERDICT_MARK_UNKNOWN,
  [CL_VERDICT_TOO_CLOSE] = CL_VERDICT_MARK_CLOSE,
};

static void
show_ladder (ClConditionsPage *self, const ClAnalysis *analysis)
{
  for (guint id = 0; id < CL_N_CONDITIONS; id++)
    {
      const ClCondition *condition = &analysis->condition[id];
      g_autofree char *decider = cl_conditions_text_decider (id, condition);
      /* What cannot be told from zero has no digits to show. */
      double value = fabs (condition->value) <= condition->rounding ? 0 : condition->value;

      cl_verdict_row_set_result (self->ladder[id], marks[condition->verdict], value,
                                 condition->margin, decider);
    }
}

static void
show_rates (ClConditionsPage *self, const ClModel *model, const ClAnalysis *analysis)
{
  adw_preferences_group_set_description (self->rate_group,
                                         cl_model_kind_equation (model->parts.kind));
  for (guint norm = 0; norm < CL_N_CONTRACTIONS; norm++)
    {
      const ClContraction *contraction = &analysis->contraction[norm];
      g_autofree char *osl = cl_conditions_text_osl (contraction);
      g_autofree char *rate = cl_conditions_text_rate (contraction);

      adw_action_row_set_subtitle (self->rate[norm], osl);
      gtk_label_set_text (self->rate_label[norm], rate);
      if (contraction->osl < -contraction->rounding)
        gtk_widget_remove_css_class (GTK_WIDGET (self->rate_label[norm]), "dim-label");
      else
        gtk_widget_add_css_class (GTK_WIDGET (self->rate_label[norm]), "dim-label");
    }
}

static void
show_iterations (ClConditionsPage *self, const ClAnalysis *analysis)
{
  const double factors[N_ITERATIONS] = {
    [ITERATION_AVERAGE] = analysis->average_factor,
    [ITERATION_IMPLICIT] = analysis->implicit_factor,
  };
  g_autofree char *step = cl_number_format (analysis->average_step, 4);
  g_autofree char *subtitle = g_strdup_printf (_ ("x ← (1 − α)x + αΦ(Ax + b) with α = %s"), step);

  adw_action_row_set_subtitle (self->iteration[ITERATION_AVERAGE], subtitle);
  for (guint i = 0; i < N_ITERATIONS; i++)
    {
      g_autofree char *text = cl_conditions_text_factor (factors[i]);

      gtk_label_set_text (self->iteration_label[i], text);
    }
}

/* The witness is one of the ReLU model; that of another activation may well have one fixed point.
 */
static void
show_witness (ClConditionsPage *self, const ClModel *model, const ClWitness *witness)
{
  g_autofree char *bias = NULL;
  g_autofree char *points = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->witness_group), witness != NULL);
  if (witness == NULL)
    return;
  bias = cl_conditions_text_bias (witness);
  points = cl_conditions_text_fixed_points (witness);
  adw_preferences_group_set_description (self->witness_group,
                                         cl_conditions_text_witness (model, witness));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->witness_row), bias);
  adw_action_row_set_subtitle (self->witness_row, points);
  gtk_widget_set_visible (self->witness_button, cl_conditions_text_applies (model));
}

static void
show_summary (ClConditionsPage *self, const ClModel *model, const ClAnalysis *analysis)
{
  g_autofree char *reason = cl_conditions_text_reason (model, analysis);

  gtk_label_set_text (self->summary_title, cl_conditions_text_title (model, analysis));
  gtk_label_set_markup (self->summary_text, reason);
  show_witness (self, model, analysis->witness);
}

static void
show_plots (ClConditionsPage *self, const ClModel *model, const ClAnalysis *analysis,
            const ClMatrix *range)
{
  const ClEigenvaluePlot plot = { .analysis = analysis,
                                  .a = cl_model_array (model, CL_ARRAY_A),
                                  .range = range };
  g_autoptr (ClFigure) eigenvalues = cl_eigenvalue_plot_figure (&plot);
  g_autoptr (ClFigure) margins = cl_condition_plot_figure (analysis);

  cl_provenance_set (eigenvalues, model, NULL);
  cl_provenance_set (margins, model, NULL);
  cl_plot_view_set_figure (self->eigenvalues, eigenvalues);
  cl_weight_space_plot_set_margins (self->second, margins);
}

void
cl_conditions_page_set_analysis (ClConditionsPage *self, const ClModel *model,
                                 const ClAnalysis *analysis, const ClMatrix *range)
{
  g_return_if_fail (CL_IS_CONDITIONS_PAGE (self));
  g_return_if_fail (model != NULL && analysis != NULL);

  show_summary (self, model, analysis);
  show_ladder (self, analysis);
  show_rates (self, model, analysis);
  show_iterations (self, analysis);
  show_plots (self, model, analysis, range);
}

ClWeightSpacePlot *
cl_conditions_page_get_second (ClConditionsPage *self)
{
  g_return_val_if_fail (CL_IS_CONDITIONS_PAGE (self), NULL);

  return self->second;
}

static void
show_busy (ClConditionsPage *self, gboolean busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  if (busy)
    gtk_widget_add_css_class (self->lists, "outdated");
  else
    gtk_widget_remove_css_class (self->lists, "outdated");
}

static gboolean
busy_timeout_cb (gpointer data)
{
  ClConditionsPage *self = data;

  self->busy_timeout = 0;
  show_busy (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
cl_conditions_page_set_busy (ClConditionsPage *self, gboolean busy)
{
  g_return_if_fail (CL_IS_CONDITIONS_PAGE (self));

  if (!busy)
    {
      g_clear_handle_id (&self->busy_timeout, g_source_remove);
      show_busy (self, FALSE);
    }
  else if (self->busy_timeout == 0 && !gtk_spinner_get_spinning (self->spinner))
    self->busy_timeout = g_timeout_add (BUSY_DELAY_MS, busy_timeout_cb, self);
}

void
cl_conditions_page_set_fast (ClConditionsPage *self, gboolean fast)
{
  g_return_if_fail (CL_IS_CONDITIONS_PAGE (self));

  cl_plot_view_set_fast (self->eigenvalues, fast);
  cl_weight_space_plot_set_fast (self->second, fast);
}

static void
witness_clicked_cb (ClConditionsPage *self)
{
  g_signal_emit (self, signals[WITNESS_REQUESTED], 0);
}

static void
exported_cb (ClConditionsPage *self, const char *path)
{
  g_signal_emit (self, signals[EXPORTED], 0, path);
}

static void
failed_cb (ClConditionsPage *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

/* A row with a title and a value at its end. */
static AdwActionRow *
add_value_row (AdwPreferencesGroup *group, const char *title, GtkLabel **value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (group, row);
  *value = GTK_LABEL (label);
  return ADW_ACTION_ROW (row);
}

static void
fill_lists (ClConditionsPage *self)
{
  for (guint id = 0; id < CL_N_CONDITIONS; id++)
    {
      const ClConditionInfo *info = cl_condition_info (id);
      g_autofree char *source = cl_conditions_text_source (id);
      GtkWidget *row = cl_verdict_row_new ();

      cl_verdict_row_set_condition (CL_VERDICT_ROW (row), info->title, info->markup,
                                    info->guarantee);
      gtk_widget_set_tooltip_text (row, source);
      adw_preferences_group_add (self->ladder_group, row);
      self->ladder[id] = CL_VERDICT_ROW (row);
    }
  for (guint norm = 0; norm < CL_N_CONTRACTIONS; norm++)
    self->rate[norm] =
        add_value_row (self->rate_group, _ (rate_titles[norm]), &self->rate_label[norm]);
  for (guint i = 0; i < N_ITERATIONS; i++)
    self->iteration[i] =
        add_value_row (self->iteration_group, _ (iteration_titles[i]), &self->iteration_label[i]);
  adw_action_row_set_subtitle (self->iteration[ITERATION_IMPLICIT],
                               _ ("each state solves its own self-loop exactly"));
}

static void
cl_conditions_page_dispose (GObject *object)
{
  ClConditionsPage *self = CL_CONDITIONS_PAGE (object);

  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->plots, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_conditions_page_parent_class)->dispose (object);
}

static void
cl_conditions_page_class_init (ClConditionsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_conditions_page_dispose;

  signals[WITNESS_REQUESTED] =
      g_signal_new ("witness-requested", CL_TYPE_CONDITIONS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[EXPORTED] = g_signal_new ("exported", CL_TYPE_CONDITIONS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", CL_TYPE_CONDITIONS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CL_TYPE_PLOT_VIEW);
  g_type_ensure (CL_TYPE_WEIGHT_SPACE_PLOT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/contractionlab/ContractionLab/ui/conditions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, lists);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, plots);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, summary_title);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, summary_text);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, witness_group);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, witness_row);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, witness_button);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, ladder_group);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, rate_group);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, iteration_group);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, eigenvalues);
  gtk_widget_class_bind_template_child (widget_class, ClConditionsPage, second);
  gtk_widget_class_bind_template_callback (widget_class, witness_clicked_cb);
}

static void
connect_plot (ClConditionsPage *self, gpointer plot)
{
  g_signal_connect_swapped (plot, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (plot, "failed", G_CALLBACK (failed_cb), self);
}

static void
cl_conditions_page_init (ClConditionsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), cl_twin_layout_new (0.55, 0));
  gtk_widget_set_layout_manager (self->plots, cl_twin_layout_new (0.46, 0));
  fill_lists (self);
  cl_plot_view_set_export_name (self->eigenvalues, "eigenvalues");
  connect_plot (self, self->eigenvalues);
  connect_plot (self, self->second);
}

GtkWidget *
cl_conditions_page_new (void)
{
  return g_object_new (CL_TYPE_CONDITIONS_PAGE, NULL);
}
