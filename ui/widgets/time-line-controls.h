/* The buttons, the scale and the label of a time line: what is seen of a ClPlayback. */
#pragma once

#include <gtk/gtk.h>

#include "ui/widgets/playback.h"

G_BEGIN_DECLS

/* All owned by `box`. */
typedef struct
{
  GtkWidget *box, *play, *scale, *label, *speed, *repeat;
} ClTimeLineControls;

/* The buttons call the actions "time-line.play", "time-line.step" and "time-line.speed". */
void cl_time_line_controls_init (ClTimeLineControls *controls);

/* Time, duration, speed and repeat. */
void cl_time_line_controls_show (const ClTimeLineControls *controls, const ClPlayback *playback);
void cl_time_line_controls_show_playing (const ClTimeLineControls *controls, gboolean playing);

G_END_DECLS
