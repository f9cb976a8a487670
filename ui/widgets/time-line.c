#include "ui/widgets/time-line.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/widgets/playback.h"
#include "ui/widgets/time-line-controls.h"

enum
{
  PROP_0,
  PROP_TIME,
  PROP_DURATION,
  PROP_FRAMES,
  PROP_PLAYING,
  PROP_SPEED,
  PROP_REPEAT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _ClTimeLine
{
  GtkWidget parent;

  ClPlayback playback;

  guint tick; /* 0: not playing */
  gint64 last_frame;

  ClTimeLineControls controls;
};

G_DEFINE_FINAL_TYPE (ClTimeLine, cl_time_line, GTK_TYPE_WIDGET)

void
cl_time_line_set_time (ClTimeLine *self, double time)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));
  g_return_if_fail (!isnan (time));

  time = CLAMP (time, 0, self->playback.duration);
  if (time == self->playback.time)
    return;
  self->playback.time = time;
  cl_time_line_controls_show (&self->controls, &self->playback);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIME]);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClTimeLine *self = CL_TIME_LINE (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double elapsed = self->last_frame != 0 ? (double) (now - self->last_frame) / G_USEC_PER_SEC : 0;
  double time;
  gboolean going = cl_playback_after (&self->playback, elapsed, &time);

  self->last_frame = now;
  cl_time_line_set_time (self, time);
  if (!going)
    cl_time_line_pause (self);
  return going ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
cl_time_line_play (ClTimeLine *self)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));

  if (self->tick != 0)
    return;
  if (!adw_get_enable_animations (GTK_WIDGET (self)))
    {
      cl_time_line_set_time (self, self->playback.duration);
      return;
    }
  if (self->playback.time >= self->playback.duration)
    cl_time_line_set_time (self, 0);
  self->last_frame = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  cl_time_line_controls_show_playing (&self->controls, self->tick != 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYING]);
}

void
cl_time_line_pause (ClTimeLine *self)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));

  if (self->tick == 0)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  cl_time_line_controls_show_playing (&self->controls, self->tick != 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYING]);
}

void
cl_time_line_step (ClTimeLine *self, int frames)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));

  cl_time_line_pause (self);
  cl_time_line_set_time (self, cl_playback_frames_away (&self->playback, frames));
}

void
cl_time_line_set_range (ClTimeLine *self, double duration, guint frames)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));
  g_return_if_fail (duration > 0 && frames >= 2);

  g_object_freeze_notify (G_OBJECT (self));
  if (duration != self->playback.duration)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DURATION]);
  if (frames != self->playback.frames)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRAMES]);
  self->playback.duration = duration;
  self->playback.frames = frames;
  cl_time_line_set_time (self, MIN (self->playback.time, duration));
  cl_time_line_controls_show (&self->controls, &self->playback);
  g_object_thaw_notify (G_OBJECT (self));
}

void
cl_time_line_set_speed (ClTimeLine *self, double speed)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));
  g_return_if_fail (speed > 0);

  if (speed == self->playback.speed)
    return;
  self->playback.speed = speed;
  cl_time_line_controls_show (&self->controls, &self->playback);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPEED]);
}

void
cl_time_line_set_repeat (ClTimeLine *self, gboolean repeat)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));

  if (!!repeat == self->playback.repeat)
    return;
  self->playback.repeat = !!repeat;
  cl_time_line_controls_show (&self->controls, &self->playback);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REPEAT]);
}

double
cl_time_line_get_duration (ClTimeLine *self)
{
  g_return_val_if_fail (CL_IS_TIME_LINE (self), 0);
  return self->playback.duration;
}

double
cl_time_line_get_time (ClTimeLine *self)
{
  g_return_val_if_fail (CL_IS_TIME_LINE (self), 0);
  return self->playback.time;
}

gboolean
cl_time_line_is_playing (ClTimeLine *self)
{
  g_return_val_if_fail (CL_IS_TIME_LINE (self), FALSE);
  return self->tick != 0;
}

double
cl_time_line_get_speed (ClTimeLine *self)
{
  g_return_val_if_fail (CL_IS_TIME_LINE (self), 0);
  return self->playback.speed;
}

gboolean
cl_time_line_get_repeat (ClTimeLine *self)
{
  g_return_val_if_fail (CL_IS_TIME_LINE (self), FALSE);
  return self->playback.repeat;
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClTimeLine *self = CL_TIME_LINE (widget);

  if (self->tick != 0)
    cl_time_line_pause (self);
  else
    cl_time_line_play (self);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_time_line_step (CL_TIME_LINE (widget), g_variant_get_int32 (parameter));
}

static void
speed_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_time_line_set_speed (CL_TIME_LINE (widget), g_variant_get_double (parameter));
}

static gboolean
key_pressed_cb (ClTimeLine *self, guint key, guint code, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_space:
      gtk_widget_activate_action (GTK_WIDGET (self), "time-line.play", NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_comma:
      cl_time_line_step (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_period:
      cl_time_line_step (self, 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
cl_time_line_add_keys (ClTimeLine *self, GtkWidget *widget)
{
  g_return_if_fail (CL_IS_TIME_LINE (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* Bubbling: a button or a text that has the focus keeps its own use of these keys. */
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, keys);
}

static void
scrubbed_cb (ClTimeLine *self)
{
  double value = gtk_range_get_value (GTK_RANGE (self->controls.scale));

  if (value == self->playback.time)
    return;
  cl_time_line_pause (self);
  cl_time_line_set_time (self, value);
}

static void
repeat_toggled_cb (ClTimeLine *self)
{
  cl_time_line_set_repeat (self, gtk_toggle_button_get_active (
                                     GTK_TOGGLE_BUTTON (self->controls.repeat)));
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClTimeLine *self = CL_TIME_LINE (object);

  switch (id)
    {
    case PROP_TIME:
      g_value_set_double (value, self->playback.time);
      break;
    case PROP_DURATION:
      g_value_set_double (value, self->playback.duration);
      break;
    case PROP_FRAMES:
      g_value_set_uint (value, self->playback.frames);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->tick != 0);
      break;
    case PROP_SPEED:
      g_value_set_double (value, self->playback.speed);
      break;
    case PROP_REPEAT:
      g_value_set_boolean (value, self->playback.repeat);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ClTimeLine *self = CL_TIME_LINE (object);

  switch (id)
    {
    case PROP_TIME:
      cl_time_line_set_time (self, g_value_get_double (value));
      break;
    case PROP_DURATION:
      cl_time_line_set_range (self, g_value_get_double (value), self->playback.frames);
      break;
    case PROP_FRAMES:
      cl_time_line_set_range (self, self->playback.duration, g_value_get_uint (value));
      break;
    case PROP_PLAYING:
      (g_value_get_boolean (value) ? cl_time_line_play : cl_time_line_pause) (self);
      break;
    case PROP_SPEED:
      cl_time_line_set_speed (self, g_value_get_double (value));
      break;
    case PROP_REPEAT:
      cl_time_line_set_repeat (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  ClTimeLine *self = CL_TIME_LINE (object);

  g_clear_pointer (&self->controls.box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_time_line_parent_class)->dispose (object);
}

static void
cl_time_line_class_init (ClTimeLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;

  props[PROP_TIME] = g_param_spec_double ("time", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  props[PROP_DURATION] =
      g_param_spec_double ("duration", NULL, NULL, G_MINDOUBLE, G_MAXDOUBLE, 10, flags);
  props[PROP_FRAMES] = g_param_spec_uint ("frames", NULL, NULL, 2, G_MAXUINT, 101, flags);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, G_MINDOUBLE, G_MAXDOUBLE, 1, flags);
  props[PROP_REPEAT] = g_param_spec_boolean ("repeat", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_install_action (widget_class, "time-line.play", NULL, play_action);
  gtk_widget_class_install_action (widget_class, "time-line.step", "i", step_action);
  gtk_widget_class_install_action (widget_class, "time-line.speed", "d", speed_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "time-line");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cl_time_line_init (ClTimeLine *self)
{
  cl_playback_init (&self->playback);
  cl_time_line_controls_init (&self->controls);
  gtk_widget_set_parent (self->controls.box, GTK_WIDGET (self));
  cl_time_line_controls_show (&self->controls, &self->playback);
  cl_time_line_controls_show_playing (&self->controls, self->tick != 0);
  cl_time_line_add_keys (self, GTK_WIDGET (self));
  g_signal_connect_swapped (self->controls.scale, "value-changed", G_CALLBACK (scrubbed_cb), self);
  g_signal_connect_swapped (self->controls.repeat, "toggled", G_CALLBACK (repeat_toggled_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time line"), -1);
}

GtkWidget *
cl_time_line_new (void)
{
  return g_object_new (CL_TYPE_TIME_LINE, NULL);
}
