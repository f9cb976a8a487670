#include "ui/pages/training-inside.h"

#include <glib/gi18n.h>

#include "ui/plots/class-map.h"
#include "ui/plots/confusion-map.h"
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

static const struct
{
  const char *title;
  const char *description;
  const char *export_name;
} cards[N_CARDS] = {
  [CARD_INPUT] = { N_ ("What Each Neuron Looks For"), N_ ("Rows of B, colours around zero"),
                   "input-weights" },
  [CARD_CONFUSION] = { N_ ("Confusion"), N_ ("Counts; shades over the mistakes only"),
                       "confusion" },
  [CARD_MISTAKES] = { N_ ("Worst Mistakes"), N_ ("True class → answer, its probability"),
                      "mistakes" },
  [CARD_COUPLING] = { N_ ("How the Neurons Couple"), N_ ("Entries of A, the diagonal cut off"),
                      "coupling" },
  [CARD_ACTIVITY] = { N_ ("When Each Neuron Fires"), N_ ("Mean of x over the samples of a class"),
                      "activity" },
  [CARD_OUTPUT] = { N_ ("What Each Class Listens To"), N_ ("Rows of C, colours around zero"),
                    "output-weights" },
};

enum
{
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
};

G_DEFINE_FINAL_TYPE (ClTrainingInside, cl_training_inside, ADW_TYPE_BIN)

void
cl_training_inside_set_empty (ClTrainingInside *self, const char *reason)
{
  g_return_if_fail (CL_IS_TRAINING_INSIDE (self));
  g_autofree char *markup = g_markup_escape_text (reason, -1);

  adw_status_page_set_description (self->empty, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
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

void
cl_training_inside_set_network (ClTrainingInside *self, const char *origin, const ClModel *model,
                                const ClDataset *dataset, const ClEvaluation *evaluation,
                                const GArray *mistakes, const char *provenance)
{
  g_return_if_fail (CL_IS_TRAINING_INSIDE (self));

  show_origin (self, origin, dataset, evaluation);
  /* The planes of a picture in colour stand one above the other. */
  set_figure (self, CARD_INPUT,
              cl_weight_sheet_figure (NULL, cl_model_array (model, CL_ARRAY_B), dataset->width,
                                      dataset->height * dataset->channels, MAX_ROWS),
              provenance);
  set_figure (self, CARD_COUPLING, cl_coupling_map_figure ("A", cl_model_array (model, CL_ARRAY_A)),
              provenance);
  set_figure (self, CARD_CONFUSION, confusion_figure (evaluation), provenance);
  set_figure (self, CARD_MISTAKES, cl_mistake_sheet_figure (dataset, &dataset->test, mistakes),
              provenance);
  show_classes (self, model, dataset, evaluation->activity, provenance);
  gtk_stack_set_visible_child_name (self->stack, "network");
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

static GtkWidget *
build_card (ClTrainingInside *self, guint card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (_ (cards[card].title));
  GtkWidget *description = gtk_label_new (_ (cards[card].description));
  GtkWidget *plot = cl_plot_view_new ();

  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (description, "dim-label");
  gtk_widget_add_css_class (description, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (description), PANGO_ELLIPSIZE_END);
  /* The flow box would make room for the whole line. */
  gtk_label_set_max_width_chars (GTK_LABEL (description), 10);
  gtk_label_set_xalign (GTK_LABEL (description), 0);
  gtk_widget_set_hexpand (description, TRUE);
  gtk_widget_set_tooltip_text (description, _ (cards[card].description));
  gtk_widget_set_margin_bottom (heading, 3);
  gtk_box_append (GTK_BOX (heading), title);
  gtk_box_append (GTK_BOX (heading), description);
  gtk_widget_set_size_request (plot, CARD_WIDTH, CARD_HEIGHT);
  gtk_widget_set_vexpand (plot, TRUE);
  gtk_widget_set_hexpand (plot, TRUE);
  cl_plot_view_set_export_name (CL_PLOT_VIEW (plot), cards[card].export_name);
  g_signal_connect_swapped (plot, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (plot, "failed", G_CALLBACK (failed_cb), self);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), plot);
  self->plots[card] = CL_PLOT_VIEW (plot);
  return box;
}

static GtkWidget *
build_cards (ClTrainingInside *self)
{
  GtkWidget *flow = gtk_flow_box_new ();

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
  adw_status_page_set_title (self->empty, _ ("No Network to Look Into"));
  gtk_widget_add_css_class (GTK_WIDGET (self->empty), "compact");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  gtk_stack_add_named (self->stack, build_network (self), "network");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
cl_training_inside_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_INSIDE, NULL);
}
