#include "ui/pages/training-summary.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/widgets/number-text.h"

#define NO_VALUE "–"

/* What a tile shows before the first epoch is decided by `needs_epoch`; format gets the epoch that
 * is shown, or NULL where the tile does not need one. */
typedef struct
{
  const char *id;
  const char *title;
  gboolean needs_epoch;
  char *(*format) (ClTrainingRun *run, const ClEpoch *epoch);
} Tile;

static char *
format_percent (double share)
{
  g_autofree char *number = cl_number_format (100 * share, 4);

  return g_strdup_printf ("%s %%", number);
}

static char *
format_epoch (ClTrainingRun *run, const ClEpoch *epoch)
{
  /* Translators: an epoch, of the planned number. */
  return g_strdup_printf (_ ("%zu of %zu"), epoch != NULL ? epoch->epoch : 0,
                          cl_training_run_get_settings (run)->epochs);
}

static char *
format_test_accuracy (ClTrainingRun *run, const ClEpoch *epoch)
{
  const double best_accuracy = cl_training_run_get_snapshot (run)->best_test_accuracy;
  g_autofree char *newest = format_percent (epoch->test_accuracy);
  g_autofree char *best = format_percent (best_accuracy);

  if (!(best_accuracy > epoch->test_accuracy))
    return g_steal_pointer (&newest);
  return g_strdup_printf (_ ("%s (best %s)"), newest, best);
}

static char *
format_lipschitz (ClTrainingRun *run, const ClEpoch *epoch)
{
  return cl_number_format (epoch->lipschitz, 4);
}

static char *
format_residual (ClTrainingRun *run, const ClEpoch *epoch)
{
  return cl_number_format (epoch->worst_residual, 2);
}

static char *
format_epoch_time (ClTrainingRun *run, const ClEpoch *epoch)
{
  g_autofree char *number = cl_number_format (epoch->seconds, 3);

  return g_strdup_printf (_ ("%s s"), number);
}

static char *
format_speed (ClTrainingRun *run, const ClEpoch *epoch)
{
  const double speed = cl_training_run_get_snapshot (run)->samples_per_second;

  if (!(speed > 0))
    return g_strdup (NO_VALUE);
  /* Three digits: the rest flickers. */
  double unit = pow (10, floor (log10 (speed)) - 2);
  double rounded = unit * round (speed / unit);

  return g_strdup_printf ("%'.0f", rounded);
}

static const Tile tiles[] = {
  { "epoch", N_ ("Epoch"), FALSE, format_epoch },
  { "test-accuracy", N_ ("Test Accuracy"), TRUE, format_test_accuracy },
  { "lipschitz", N_ ("Lipschitz Bound"), TRUE, format_lipschitz },
  { "residual", N_ ("Worst Residual"), TRUE, format_residual },
  { "seconds", N_ ("Epoch Time"), TRUE, format_epoch_time },
  { "speed", N_ ("Samples/s"), FALSE, format_speed },
};

struct _ClTrainingSummary
{
  GtkWidget parent_instance;

  GtkLabel *values[G_N_ELEMENTS (tiles)];
};

G_DEFINE_FINAL_TYPE (ClTrainingSummary, cl_training_summary, GTK_TYPE_WIDGET)

/* What somebody went back to, else the newest. */
static const ClEpoch *
shown_epoch (ClTrainingRun *run)
{
  const gsize epoch = cl_training_run_get_keep (run) == CL_RUN_KEEP_EPOCH
                          ? cl_training_run_get_epoch (run)
                          : cl_training_run_epochs_done (run);

  return cl_training_run_get_record (run, epoch);
}

void
cl_training_summary_set_run (ClTrainingSummary *self, ClTrainingRun *run)
{
  g_return_if_fail (CL_IS_TRAINING_SUMMARY (self));
  const gboolean started = run != NULL && cl_training_run_get_snapshot (run) != NULL;
  const ClEpoch *epoch = started ? shown_epoch (run) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tiles); i++)
    {
      const gboolean known = started && (epoch != NULL || !tiles[i].needs_epoch);
      g_autofree char *text = known ? tiles[i].format (run, epoch) : g_strdup (NO_VALUE);

      gtk_label_set_text (self->values[i], text);
    }
}

const char *
cl_training_summary_get_text (ClTrainingSummary *self, const char *id)
{
  g_return_val_if_fail (CL_IS_TRAINING_SUMMARY (self), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tiles); i++)
    if (g_str_equal (tiles[i].id, id))
      return gtk_label_get_text (self->values[i]);
  g_return_val_if_reached (NULL);
}

static GtkWidget *
build_tile (const Tile *tile, GtkLabel **value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (_ (tile->title));

  *value = GTK_LABEL (gtk_label_new (NO_VALUE));
  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (*value), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (*value), "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (*value, 0);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (*value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  title, NULL, -1);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (*value));
  return box;
}

static void
cl_training_summary_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_training_summary_parent_class)->dispose (object);
}

static void
cl_training_summary_class_init (ClTrainingSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_training_summary_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cl_training_summary_init (ClTrainingSummary *self)
{
  GtkFlowBox *flow = GTK_FLOW_BOX (gtk_flow_box_new ());

  gtk_flow_box_set_selection_mode (flow, GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (flow, 3);
  gtk_flow_box_set_max_children_per_line (flow, G_N_ELEMENTS (tiles));
  gtk_flow_box_set_column_spacing (flow, 12);
  gtk_flow_box_set_row_spacing (flow, 6);
  gtk_flow_box_set_homogeneous (flow, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (tiles); i++)
    {
      GtkWidget *tile = build_tile (&tiles[i], &self->values[i]);
      gtk_flow_box_append (flow, tile);
      gtk_widget_set_focusable (gtk_widget_get_parent (tile), FALSE);
    }
  gtk_widget_set_parent (GTK_WIDGET (flow), GTK_WIDGET (self));
}

GtkWidget *
cl_training_summary_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_SUMMARY, NULL);
}
