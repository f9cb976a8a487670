/* Writing a figure to a file: PDF, SVG, PNG, TikZ (.tex) and CSV.
 *
 * A format is one file (export-pdf.c, ...) and one line in the table of export.c.  Each carries
 * title, description and provenance as metadata.  Writes are atomic. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/figure.h"
#include "ui/figure/render.h"
#include "ui/figure/theme.h"

G_BEGIN_DECLS

typedef struct
{
  double width_mm;            /* default 120 */
  double height_mm;           /* default 80 */
  double dpi;                 /* PNG only, default 300 */
  const ClTheme *theme;       /* default "print" */
  gboolean transparent;       /* no background */
  const ClView *const *views; /* one a panel, or NULL */
} ClExportSettings;

void cl_export_settings_init (ClExportSettings *settings);

/* The endings: "pdf", "svg", "png", "tex", "csv". */
const char *const *cl_export_formats (void);

/* The format follows the ending of `path`; an unknown one is an error that lists the known. */
gboolean cl_figure_export (ClFigure *figure, const char *path, const ClExportSettings *settings,
                           GError **error);

/* The same into memory; format is an ending. */
GBytes *cl_figure_export_bytes (ClFigure *figure, const char *format,
                                const ClExportSettings *settings,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
