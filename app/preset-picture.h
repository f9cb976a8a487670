/* The small picture of a model in the gallery: its trajectories in the first two coordinates. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "core/dynamics/example.h"
#include "core/theory/model.h"
#include "ui/figure/theme.h"

G_BEGIN_DECLS

/* example: whose parameters the model holds, or NULL.  Any thread.  width and height in pixels of
 * `scale` 1.  NULL when the model has no trajectories to show (they leave the finite numbers), or
 * when cancelled. */
cairo_surface_t *cl_preset_picture_draw (const ClModel *model, const ClExample *example,
                                         const ClTheme *theme, int width, int height, int scale,
                                         GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
