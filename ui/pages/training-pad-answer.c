#include "ui/pages/training-pad-answer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/plots/answer-plots.h"
#include "ui/widgets/number-text.h"
#include "ui/widgets/plot-view.h"

#define BARS_HEIGHT     190
#define SETTLING_HEIGHT 300

enum
{
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingPadAnswer
{
  AdwBin parent_instance;

  GtkLabel *origin;
  ClPlotView *bars, *settling;
  GtkLabel *answer, *certified, *detail, *settled;

  GStrv names;
  char *provenance; /* of what is exported, or NULL */
};

G_DEFINE_FINAL_TYPE (ClTrainingPadAnswer, cl_training_pad_answer, ADW_TYPE_BIN)

static void
set_figure (ClTrainingPadAnswer *self, ClPlotView *view, ClFigure *figure)
{
  if (self->provenance != NULL)
    cl_figure_set_provenance (figure, self->provenance);
  cl_plot_view_set_figure (view, figure);
  cl_figure_unref (figure);
}

void
cl_training_pad_answer_set_network (ClTrainingPadAnswer *self, const char *origin,
                                    const char *const *names)
{
  g_return_if_fail (CL_IS_TRAINING_PAD_ANSWER (self));

  g_strfreev (self->names);
  self->names = g_strdupv ((char **) names);
  gtk_label_set_text (self->origin, origin);
}

void
cl_training_pad_answer_set_provenance (ClTrainingPadAnswer *self, const char *text)
{
  g_return_if_fail (CL_IS_TRAINING_PAD_ANSWER (self));

  g_free (self->provenance);
  self->provenance = g_strdup (text);
}

/* The largest number of two digits that does not exceed the value: a radius is never rounded up. */
static char *
format_below (double value)
{
  if (!(value > 0 && isfinite (value)))
    return cl_number_format (value, 2);
  const double unit = pow (10, floor (log10 (value)) - 1);

  return cl_number_format (unit * floor (value / unit), 2);
}

static char *
class_name (ClTrainingPadAnswer *self, gsize k)
{
  return self->names != NULL ? g_strdup (self->names[k]) : g_strdup_printf ("%" G_GSIZE_FORMAT, k);
}

static void
show_class (ClTrainingPadAnswer *self, const ClAnswer *answer)
{
  g_autofree char *name = class_name (self, answer->answer);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Rounded down: 100 % would be a certainty. */
  const double percent = floor (1e4 * answer->probabilities[answer->answer]) / 100;
  g_autofree char *number = cl_number_format (percent, 4);
  g_autofree char *markup =
      /* Translators: the class, then its probability. */
      g_strdup_printf (_ ("<span size='300%%' weight='bold'>%s</span>   with probability %s %%"),
                       escaped, number);

  gtk_label_set_markup (self->answer, markup);
}

static char *
certified_text (const ClAnswer *answer)
{
  g_autofree char *radius = format_below (answer->radius);

  if (!isfinite (answer->lipschitz))
    return g_strdup (_ ("Nothing is certified: no Lipschitz bound is valid for this network."));
  if (!(answer->radius > 0))
    return g_strdup (_ ("Nothing is certified: the two best classes are too close to call."));
  if (!isfinite (answer->radius))
    return g_strdup (_ ("No change of the pixels can change this answer."));
  return g_strdup_printf (_ ("No change of any pixel by at most %s can change this answer."),
                          radius);
}

static void
show_certificate (ClTrainingPadAnswer *self, const ClAnswer *answer)
{
  g_autofree char *certified = certified_text (answer);
  g_autofree char *rival = class_name (self, answer->rival);
  g_autofree char *margin = cl_number_format (answer->margin, 3);
  g_autofree char *lipschitz = cl_number_format (answer->lipschitz, 3);
  g_autofree char *detail =
      g_strdup_printf (_ ("All pixels may change at once; they run from 0 to 1. Output margin over "
                          "class %s: %s; ℓ∞ Lipschitz bound of that difference: %s."),
                       rival, margin, lipschitz);

  gtk_label_set_text (self->certified, certified);
  gtk_label_set_text (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), isfinite (answer->lipschitz));
}

static void
show_settled (ClTrainingPadAnswer *self, const ClFixedPointInfo *info)
{
  g_autofree char *residual = cl_number_format (info->residual, 2);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text,
                   info->converged
                       ? _ ("%s settled after %zu iterations; residual %s.")
                       : _ ("%s did not settle in %zu iterations; residual %s. The answer is that "
                            "of the last state."),
                   cl_solver_title (info->solver), info->iterations, residual);
  if (!(info->factor_theory < 1))
    g_string_append (text, _ (" It is not proven to converge on this network."));
  gtk_label_set_text (self->settled, text->str);
}

static void
show_nothing (ClTrainingPadAnswer *self, const char *error)
{
  gtk_label_set_text (self->answer, error != NULL ? error : _ ("Draw a digit."));
  gtk_label_set_text (self->certified, NULL);
  gtk_label_set_text (self->settled, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), FALSE);
}

void
cl_training_pad_answer_show (ClTrainingPadAnswer *self, const ClAnswer *answer, const char *error)
{
  g_return_if_fail (CL_IS_TRAINING_PAD_ANSWER (self));

  set_figure (self, self->bars,
              cl_probability_bars_figure (answer, (const char *const *) self->names));
  set_figure (self, self->settling, cl_settling_figure (answer));
  if (answer == NULL)
    {
      show_nothing (self, error);
      return;
    }
  show_class (self, answer);
  show_certificate (self, answer);
  show_settled (self, &answer->info);
}

/* Pictures to take away speak through this widget. */
static void
exported_cb (ClTrainingPadAnswer *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClTrainingPadAnswer *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static ClPlotView *
build_plot (ClTrainingPadAnswer *self, const char *export_name, int height)
{
  GtkWidget *plot = cl_plot_view_new ();

  gtk_widget_set_size_request (plot, -1, height);
  cl_plot_view_set_export_name (CL_PLOT_VIEW (plot), export_name);
  g_signal_connect_swapped (plot, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (plot, "failed", G_CALLBACK (failed_cb), self);
  return CL_PLOT_VIEW (plot);
}

static GtkLabel *
build_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
cl_training_pad_answer_finalize (GObject *object)
{
  ClTrainingPadAnswer *self = CL_TRAINING_PAD_ANSWER (object);

  g_strfreev (self->names);
  g_free (self->provenance);
  G_OBJECT_CLASS (cl_training_pad_answer_parent_class)->finalize (object);
}

static void
cl_training_pad_answer_class_init (ClTrainingPadAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_training_pad_answer_finalize;
  signals[SIGNAL_EXPORTED] =
      g_signal_new ("exported", CL_TYPE_TRAINING_PAD_ANSWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CL_TYPE_TRAINING_PAD_ANSWER, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cl_training_pad_answer_init (ClTrainingPadAnswer *self)
{
  GtkWidget *widget = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkBox *box = GTK_BOX (widget);

  self->origin = build_label (box, NULL, "dim-label");
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->origin), 6);
  self->bars = build_plot (self, "probabilities", BARS_HEIGHT);
  self->settling = build_plot (self, "settling", SETTLING_HEIGHT);
  gtk_widget_set_vexpand (GTK_WIDGET (self->bars), FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->settling), TRUE);
  self->answer = build_label (box, NULL, NULL);
  self->certified = build_label (box, NULL, "heading");
  self->detail = build_label (box, NULL, "caption");
  gtk_box_append (box, GTK_WIDGET (self->bars));
  build_label (box, _ ("The Fixed Point Settles"), "heading");
  self->settled = build_label (box, NULL, "caption");
  gtk_box_append (box, GTK_WIDGET (self->settling));
  gtk_widget_set_hexpand (widget, TRUE);
  adw_bin_set_child (ADW_BIN (self), widget);
  cl_training_pad_answer_show (self, NULL, NULL);
}

GtkWidget *
cl_training_pad_answer_new (void)
{
  return g_object_new (CL_TYPE_TRAINING_PAD_ANSWER, NULL);
}
