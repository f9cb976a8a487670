#include <glib/gi18n.h>
#include <math.h>

#include "app/figures/kit.h"
#include "core/theory/landscape.h"
#include "ui/plots/landscape-plot.h"

#define SAMPLES 81

ClFigure *
cl_figure_landscape (const ClFigureContext *context, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClModel) model = cl_figure_kit_model (context, cl_figure_kit_spiral, 2, error);
  g_autoptr (ClLandscape) landscape = NULL;
  ClSlice slice;

  if (model == NULL)
    return NULL;
  const ClMatrix *a = cl_model_array (model, CL_ARRAY_A);
  if (a->rows < 2)
    return cl_landscape_plot_figure (NULL, a, _ ("A single entry spans no plane."));
  slice = cl_slice_around (a, (ClEntry){ 0, 1 }, (ClEntry){ 1, 0 }, SAMPLES);
  landscape = cl_landscape_new (a, &slice, cancellable, error);
  return landscape != NULL ? cl_landscape_plot_figure (landscape, a, NULL) : NULL;
}
