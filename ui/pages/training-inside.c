#include "ui/pages/training-inside.h"

#include <glib/gi18n.h>

#include "ui/plots/class-map.h"
#include "ui/plots/confusion-map.h"
#include "ui/plots/convolution-plots.h"
#include "ui/plots/image-sheet.h"
#include "ui/plots/matrix-map.h"
#include "ui/widgets/number-text.h"
#include "ui/widgets/plot-view.h"

#define MAX_ROWS    100 /* of B: more would be too small to see */
#define CARD_WIDTH  420
#define CARD_HEIGHT 335

enum
{
  CARD_INPUT,
  CARD_CONFUSION,
  CARD_MISTAKES,
  CARD_COUPLING,
  CARD_ACTIVITY,
  CARD_OUTPUT,
  N_CARDS
};

/* What a card shows of a dense network and, where that is something else, of a convolutional one.
 */
static const struct
{
  const char *title, *description;
  const char *conv_title, *conv_description;
  const char *export_name;
} cards[N_CARDS] = {
  [CARD_INPUT] = { N_ ("What Each Neuron Looks For"), N_ ("Rows of B, colours around zero"),
                   N_ ("What Each Channel Looks For"), N_ ("Kernels of B, colours around zero"),
                   "input-weights" },
  [CARD_CONFUSION] = { N_ ("Confusion"), N_ ("Counts; shades over the mistakes only"), NULL, NULL,
                       "confusion" },
  [CARD_MISTAKES] = { N_ ("Worst Mistakes"), N_ ("True class → answer, its probability"), NULL,
                      NULL, "mistakes" },
  [CARD_COUPLING] = { N_ ("How the Neurons Couple"), N_ ("Entries of A, the diagonal cut off"),
                      N_ ("How the Channels Couple"), N_ ("Kernels of A without self-loops"),
                      "coupling" },
  [CARD_ACTIVITY] = { N_ ("When Each Neuron Fires"), N_ ("Mean of x over the samples of a class"),
                      N_ ("Feature Maps"), N_ ("The fixed point x by channel"), "activity" },
  [CARD_OUTPUT] = { N_ ("What Each Class Listens To"), N_ ("Rows of C, colours around zero"), NULL,
                    N_ ("Blocks of C, colours around zero"), "output-weights" },
};

enum
{
  SIGNAL_SAMPLE_CHOSEN,
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingInside
{
  AdwBin parent_instance;

  GtkStack *stack; /* "empty" or "network" */
  AdwStatusPage *empty;
  GtkLabel *origin;
  ClPlotView *plots[N_CARDS];
  GtkLabel *titles[N_CARDS], *descriptions[N_CARDS];
  GtkWidget *sample_row; /* in the card of the activity */
  GtkSpinButton *sample;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (ClTrainingInside, cl_training_inside, ADW_TYPE_BIN)

void
cl_training_inside_set_empty (ClTrainingInside *self, const char *reason)
{
  g_return_if_fail (CL_IS_TRAINING_INSIDE (self));
  g_autofree char *markup = g_markup_escape_text (reason, -1);

  adw_status_page_set_title (self->empty, _ ("No Network to Look Into"));
  adw_status_page_set_description (self->empty, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

void
cl_training_inside_set_waiting (ClTrainingInside *self, gsize samples)
{
  g_return_if_fail (CL_IS_TRAINING_INSIDE (self));
  g_autofree char *text =
      g_strdup_printf (_ ("It answers the %zu test samples first; while a run trains, that takes "
                          "longer."),
                       samples);

  adw_status_page_set_title (self->empty, _ ("Testing the Network"));
  adw_status_page_set_description (self->empty, text);
}

static ClFigure *
confusion_figure (const ClEvaluation *evaluation)
{
  const gsize classes = evaluation->confusion->rows;
  g_autofree gsize *counts = g_new (gsize, classes * classes);

  for (gsize k = 0; k < classes * classes; k++)
    counts[k] = (gsize) evaluation->confusion->data[k];
  return cl_confusion_map_figure (counts, classes);
}

static void
set_figure (ClTrainingInside *self, guint card, ClFigure *figure, const char *provenance)
{
  cl_figure_set_provenance (figure, provenance);
  cl_plot_view_set_figure (self->plots[card], figure);
  cl_figure_unref (figure);
}

static void
show_origin (ClTrainingInside *self, const char *origin, const ClDataset *dataset,
             const ClEvaluation *evaluation)
{
  g_autofree char *share = cl_number_format (100 * evaluation->accuracy, 4);
  g_autofree char *text =
      /* Translators: where the network comes from; percent; count of samples; name of the data. */
      g_strdup_printf (_ ("%s: %s %% of the %'zu test samples of %s are right"), origin, share,
                       evaluation->samples, dataset->name);
  g_autofree char *unsettled =
      g_strdup_printf (_ ("%s. Some fixed points were not reached: their answers may be wrong"),
                       text);

  gtk_label_set_text (self->origin, evaluation->converged ? text : unsettled);
}

static void
show_classes (ClTrainingInside *self, const ClModel *model, const ClDataset *dataset,
              const ClMatrix *activity, const char *provenance)
{
  const char *const *names = (const char *const *) dataset->class_names;

  set_figure (self, CARD_ACTIVITY,
              cl_class_map_figure (activity, names, _ ("mean <i>x</i><sub>i</sub>"),
                                   _ ("The mean state of each neuron over the test samples of "
                                      "each class.")),
              provenance);
  set_figure (self, CARD_OUTPUT,
              cl_class_map_figure (cl_model_array (model, CL_ARRAY_C), names,
                                   _ ("entry of <i>C</i>"),
                                   _ ("The weight of each neuron in the output of each class.")),
              provenance);
}

static void
show_dense (ClTrainingInside *self, const ClModel *model, const ClDataset *dataset,
            const ClMatrix *activity, const char *provenance)
{
  /* The planes of a picture in colour stand one above the other. */
  set_figure (self, CARD_INPUT,
              cl_weight_sheet_figure (NULL, cl_model_array (model, CL_ARRAY_B), dataset->width,
                                      dataset->height * dataset->channels, MAX_ROWS),
              provenance);
  set_figure (self, CARD_COUPLING, cl_coupling_map_figure ("A", cl_model_array (model, CL_ARRAY_A)),
              provenance);
  show_classes (self, model, dataset, activity, provenance);
}

static void
show_convolution (ClTrainingInside *self, const ClConvModel *model, const ClDataset *dataset,
                  const char *provenance)
{
  self->setting = TRUE;
  gtk_spin_button_set_range (self->sample, 1, (double) MAX (dataset->test.count, 1));
  self->setting = FALSE;
  set_figure (self, CARD_INPUT, cl_input_kernels_figure (model), provenance);
  set_figure (self, CARD_COUPLING, cl_coupling_kernels_figure (model), provenance);
  set_figure (self, CARD_OUTPUT,
              cl_output_maps_figure (model, (const char *const *) dataset->class_names),
              provenance);
}

static void
show_titles (ClTrainingInside *self, gboolean convolution)
{
  for (guint card = 0; card < N_CARDS; card++)
    {
      const char *title = convolution ? cards[card].conv_title : NULL;
      const char *description = convolution ? cards[card].conv_description : NULL;

      title = title != NULL ? title : cards[card].title;
      description = description != NULL ? description : cards[card].description;
      gtk_label_set_text (self->titles[card], _ (title));
      gtk_label_set_text (self->descriptions[card], _ (description));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->descriptions[card]), _ (description));
    }
  gtk_widget_set_visible (self->sample_row, convolution);
}

void
cl_training_inside_set_network (ClTrainingInside *self, const char *origin,
                                const ClTrained *trained, const ClDataset *dataset,
                                const ClEvaluation *evaluation, const GArray *mistakes,
                                const char *provenance)
{
  g_return_if_fail (CL_IS_TRAINING_INSIDE (self));
  g_return_if_fail (trained != NULL);

  show_origin (self, origin, dataset, evaluation);
  show_titles (self, trained->convolution != NULL);
  if (trained->convolution != NULL)
    show_convolution (self, trained->convolution, dataset, provenance);
  else
    show_dense (self, trained->model, dataset, evaluation->activity, provenance);
  set_figure (self, CARD_CONFUSION, confusion_figure (evaluation), provenance);
  set_figure (self, CARD_MISTAKES, cl_mistake_sheet_figure (dataset, &dataset->test, mistakes),
              provenance);
  gtk_stack_set_visible_child_name (self->stack, "network");
}

gsize
cl_training_inside_get_sample (ClTrainingInside *self)
{
  g_return_val_if_fail (CL_IS_TRAINING_INSIDE (self), 0);
  return (gsize) gtk_spin_button_get_value_as_int (self->sample) - 1;
}

void
cl_training_inside_set_answer (ClTrainingInside *self, const ClAnswer *answer,
                               const char *provenance)
{
  g_return_if_fail (CL_IS_TRAINING_INSIDE (self));
  set_figure (self, CARD_ACTIVITY, cl_feature_maps_figure (answer), provenance);
}

static void
exported_cb (ClTrainingInside *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClTrainingInside *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static void
sample_changed_cb (ClTrainingInside *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[SIGNAL_SAMPLE_CHOSEN], 0);
}

static GtkWidget *
build_sample (ClTrainingInside *self)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("Test sa_mple"));
  GtkWidget *spin = gtk_spin_button_new_with_range (1, 1, 1);

  self->sample_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->sample = GTK_SPIN_BUTTON (spin);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), spin);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_tooltip_text (spin, _ ("Whose feature maps are shown; numbered from 1."));
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (sample_changed_cb), self);
  gtk_box_append (GTK_BOX (self->sample_row), label);
  gtk_box_append (GTK_BOX (self->sample_row), spin);
  return self->sample_row;
}

static GtkWidget *
build_heading (ClTrainingInside *self, guint card)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *description = gtk_label_new (NULL);

  self->titles[card] = GTK_LABEL (title);
  self->descriptions[card] = GTK_LABEL (description);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (description, "dim-label");
  gtk_widget_add_css_class (description, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (description), PANGO_ELLIPSIZE_END);
  /* The flow box would make room for the whole line. */
  gtk_label_set_max_width_chars (GTK_LABEL (description), 10);
  gtk_label_set_xalign (GTK_LABEL (description), 0);
  gtk_widget_set_hexpand (description, TRUE);
  gtk_widget_set_margin_bottom (heading, 3);
  gtk_box_append (GTK_BOX (heading), title);
  gtk_box_append (GTK_BOX (heading), description);
  if (card == CARD_ACTIVITY)
    gtk_box_append (GTK_BOX (heading), build_sample (self));
  return heading;
}

static GtkWidget *
build_card (ClTrainingInside *self, guint card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *plot = cl_plot_view_new ();

  gtk_widget_set_size_request (plot, CARD_WIDTH, CARD_HEIGHT);
  gtk_widget_set_vexpand (plot, TRUE);
  gtk_widget_set_hexpand (plot, TRUE);
  cl_plot_view_set_export_name (CL_PLOT_VIEW (plot), cards[card].export_name);
  g_signal_connect_swapped (plot, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (plot, "failed", G_CALLBACK (failed_cb), self);
  gtk_box_append (GTK_BOX (box), build_heading (self, card));
  gtk_box_append (GTK_BOX (box), plot);
  self->plots[card] = CL_PLOT_VIEW (plot);
  return box;
}

static GtkWidget *
heading_of (ClTrainingInside *self, guint card)
{
  return gtk_widget_get_parent (GTK_WIDGET (self->titles[card]));
}

static GtkWidget *
build_cards (ClTrainingInside *self)
{
  GtkWidget *flow = gtk_flow_box_new ();
  g_autoptr (GtkSizeGroup) level = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 18);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 9);
  gtk_widget_set_vexpand (flow, TRUE);
  for (guint card = 0; card < N_CARDS; card++)
    {
      GtkWidget *box = build_card (self, card);

      gtk_flow_box_append (GTK_FLOW_BOX (flow), box);
      gtk_widget_set_focusable (gtk_widget_get_parent (box), FALSE);
    }
  /* These two stand side by side, and one of them has a number to choose. */
  gtk_size_group_add_widget (level, heading_of (self, CARD_ACTIVITY));
  gtk_size_group_add_widget (level, heading_of (self, CARD_OUTPUT));
  return flow;
}

static GtkWidget *
build_network (ClTrainingInside *self)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->origin = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->origin, 0);
  gtk_label_set_wrap (self->origin, TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->origin));
  gtk_box_append (GTK_BOX (box), build_cards (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), box);
  return scroll;
}

static void
cl_training_inside_class_init (ClTrainingInsideClass *klass)
{
  signals[SIGNAL_SAMPLE_CHOSEN] =
      g_signal_new ("sample-chosen", CL_TYPE_TRAINING_INSIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", CL_TYPE_TRAINING_INSIDE, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CL_TYPE_TRAINING_INSIDE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cl_training_inside_init (ClTrainingInside *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->empty = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->empty), "compact");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  gtk_stack_add_named (self->stack, build_network (self), "network");
  show_titles (self, FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
cl_training_inside_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_INSIDE, NULL);
}
