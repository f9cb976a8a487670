#include "ui/pages/sweep-plots.h"

#include <glib/gi18n.h>

#include "ui/plots/pareto-plot.h"
#include "ui/plots/spread-plot.h"
#include "ui/widgets/plot-view.h"

/* A plot is worth drawing from this size on; two of them above each other need twice the height. */
#define PLOT_WIDTH  280
#define PLOT_HEIGHT 230

static ClFigure *
spread_figure (const GPtrArray *runs, ClSweepBound bound)
{
  return cl_spread_figure (runs);
}

static const struct
{
  const char *id; /* proposed name of an export, and page of the stack */
  const char *title;
  ClFigure *(*figure) (const GPtrArray *runs, ClSweepBound bound);
} plots[] = {
  { "pareto", N_ ("Error and Bound"), cl_pareto_figure },
  { "seed-spread", N_ ("Over Epochs"), spread_figure },
};

#define N_PLOTS G_N_ELEMENTS (plots)

struct _ClSweepPlots
{
  AdwBin parent_instance;

  ClPlotView *together[N_PLOTS];
  ClPlotView *alone[N_PLOTS];
};

G_DEFINE_FINAL_TYPE (ClSweepPlots, cl_sweep_plots, ADW_TYPE_BIN)

enum
{
  SIGNAL_EXPORTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
cl_sweep_plots_show (ClSweepPlots *self, const GPtrArray *runs, ClSweepBound bound,
                     const char *provenance)
{
  g_return_if_fail (CL_IS_SWEEP_PLOTS (self));
  g_return_if_fail (runs != NULL);

  for (guint i = 0; i < N_PLOTS; i++)
    {
      g_autoptr (ClFigure) figure = plots[i].figure (runs, bound);

      cl_figure_set_provenance (figure, provenance);
      cl_plot_view_set_figure (self->together[i], figure);
      cl_plot_view_set_figure (self->alone[i], figure);
    }
}

static void
exported_cb (ClSweepPlots *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, path);
}

static void
failed_cb (ClSweepPlots *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, message);
}

static GtkWidget *
build_plot (ClSweepPlots *self, guint index, int height)
{
  GtkWidget *view = cl_plot_view_new ();

  cl_plot_view_set_export_name (CL_PLOT_VIEW (view), plots[index].id);
  gtk_widget_set_size_request (view, PLOT_WIDTH, height);
  gtk_widget_set_vexpand (view, TRUE);
  gtk_widget_set_hexpand (view, TRUE);
  g_signal_connect_swapped (view, "exported", G_CALLBACK (exported_cb), self);
  g_signal_connect_swapped (view, "failed", G_CALLBACK (failed_cb), self);
  return view;
}

static GtkWidget *
build_together (ClSweepPlots *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (guint i = 0; i < N_PLOTS; i++)
    {
      GtkWidget *view = build_plot (self, i, PLOT_HEIGHT);

      self->together[i] = CL_PLOT_VIEW (view);
      gtk_box_append (GTK_BOX (box), view);
    }
  return box;
}

static GtkWidget *
build_alone (ClSweepPlots *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *switcher = gtk_stack_switcher_new ();
  GtkWidget *stack = gtk_stack_new ();

  for (guint i = 0; i < N_PLOTS; i++)
    {
      GtkWidget *view = build_plot (self, i, -1);

      self->alone[i] = CL_PLOT_VIEW (view);
      gtk_stack_add_titled (GTK_STACK (stack), view, plots[i].id, _ (plots[i].title));
    }
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);
  return box;
}

static void
cl_sweep_plots_class_init (ClSweepPlotsClass *klass)
{
  static const char *const names[N_SIGNALS] = { "exported", "failed" };

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], CL_TYPE_SWEEP_PLOTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cl_sweep_plots_init (ClSweepPlots *self)
{
  GtkWidget *squeezer = adw_squeezer_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (squeezer), GTK_ORIENTATION_VERTICAL);
  adw_squeezer_set_homogeneous (ADW_SQUEEZER (squeezer), FALSE);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), build_together (self));
  adw_squeezer_add (ADW_SQUEEZER (squeezer), build_alone (self));
  adw_bin_set_child (ADW_BIN (self), squeezer);
}

GtkWidget *
cl_sweep_plots_new (void)
{
  return g_object_new (CL_TYPE_SWEEP_PLOTS, NULL);
}
