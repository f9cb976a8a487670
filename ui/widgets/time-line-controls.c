#include "ui/widgets/time-line-controls.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/widgets/number-text.h"

static const double speeds[] = { 0.25, 0.5, 1, 2, 4 };

static char *
speed_text (double speed)
{
  g_autofree char *number = cl_number_format (speed, 3);

  return g_strdup_printf ("%s×", number);
}

static void
show_label (const ClTimeLineControls *controls, const ClPlayback *playback)
{
  char now[CL_NUMBER_BUFFER], end[CL_NUMBER_BUFFER];
  int decimals = CLAMP ((int) ceil (-log10 (playback->duration)) + 2, 0, 6);
  char pattern[8];

  /* Fixed decimals: the label must not jump while it runs. */
  g_snprintf (pattern, sizeof pattern, "%%.%df", decimals);
  g_ascii_formatd (now, sizeof now, pattern, playback->time);
  cl_number_format_fit (playback->duration, 4, 8, end);

  g_autofree char *text = g_strdup_printf ("%s / %s", now, end);
  gtk_label_set_text (GTK_LABEL (controls->label), text);
}

static void
show_scale (const ClTimeLineControls *controls, const ClPlayback *playback)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (controls->scale));

  g_object_freeze_notify (G_OBJECT (adjustment));
  gtk_adjustment_set_step_increment (adjustment, cl_playback_frame_length (playback));
  gtk_adjustment_set_page_increment (adjustment, playback->duration / 10);
  gtk_adjustment_set_upper (adjustment, playback->duration);
  gtk_adjustment_set_value (adjustment, playback->time);
  g_object_thaw_notify (G_OBJECT (adjustment));
}

void
cl_time_line_controls_show (const ClTimeLineControls *controls, const ClPlayback *playback)
{
  g_autofree char *speed = speed_text (playback->speed);

  show_scale (controls, playback);
  show_label (controls, playback);
  if (g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (controls->speed)), speed) != 0)
    gtk_menu_button_set_label (GTK_MENU_BUTTON (controls->speed), speed);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (controls->repeat), playback->repeat);
}

void
cl_time_line_controls_show_playing (const ClTimeLineControls *controls, gboolean playing)
{
  const char *text = playing ? _ ("Pause (Space)") : _ ("Play (Space)");

  gtk_button_set_icon_name (GTK_BUTTON (controls->play), playing ? "media-playback-pause-symbolic"
                                                                 : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (controls->play, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (controls->play), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  playing ? _ ("Pause") : _ ("Play"), -1);
}

static GtkWidget *
add_button (ClTimeLineControls *controls, const char *icon, const char *tooltip, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (controls->box), button);
  return button;
}

static GMenuModel *
speed_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autofree char *label = speed_text (speeds[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "time-line.speed", "d", speeds[i]);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

void
cl_time_line_controls_init (ClTimeLineControls *controls)
{
  g_autoptr (GMenuModel) menu = speed_menu ();

  controls->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  add_button (controls, "media-skip-backward-symbolic", _ ("Step Back (,)"), "time-line.step(-1)");
  controls->play = add_button (controls, "media-playback-start-symbolic", NULL, "time-line.play");
  add_button (controls, "media-skip-forward-symbolic", _ ("Step Forward (.)"), "time-line.step(1)");

  controls->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 0.01);
  gtk_scale_set_draw_value (GTK_SCALE (controls->scale), FALSE);
  gtk_widget_set_hexpand (controls->scale, TRUE);
  gtk_widget_set_size_request (controls->scale, 80, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (controls->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time"), -1);
  gtk_box_append (GTK_BOX (controls->box), controls->scale);

  controls->label = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (controls->label), 11);
  gtk_widget_add_css_class (controls->label, "numeric");
  gtk_box_append (GTK_BOX (controls->box), controls->label);

  controls->speed = gtk_menu_button_new ();
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (controls->speed), menu);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (controls->speed), GTK_ARROW_UP);
  gtk_widget_add_css_class (controls->speed, "flat");
  gtk_widget_set_tooltip_text (controls->speed, _ ("Speed"));
  gtk_box_append (GTK_BOX (controls->box), controls->speed);

  controls->repeat = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (controls->repeat), "media-playlist-repeat-symbolic");
  gtk_widget_add_css_class (controls->repeat, "flat");
  gtk_widget_set_tooltip_text (controls->repeat, _ ("Repeat"));
  gtk_box_append (GTK_BOX (controls->box), controls->repeat);
}
