#include "ui/pages/dynamics-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/widgets/number-row.h"

#define DEFAULT_COUNT 20
#define MAX_COUNT     1000
#define POPOVER_WIDTH 320

typedef struct
{
  const char *title;
  const char *description;
  gsize offset;   /* of the gboolean in ClDynamicsView */
  gsize smallest; /* n for which it means something */
  gboolean any;   /* of examples too */
} Toggle;

#define TOGGLE(member) offsetof (ClDynamicsView, member)

static const Toggle toggles[] = {
  { N_ ("Vector Field"), N_ ("With all other states held still"), TOGGLE (field), 2, TRUE },
  { N_ ("Nullclines"), N_ ("Where one coordinate stands still"), TOGGLE (nullclines), 2, TRUE },
  { N_ ("Shrinking Ball"), N_ ("Of radius e^(−ct) r around the first trajectory"), TOGGLE (ball),
    2 },
  { N_ ("Principal Directions"), N_ ("Axes along the widest spread"), TOGGLE (principal), 3, TRUE },
};

/* By CL_CONTRACTION_*. */
static const char *const norm_names[] = {
  [CL_CONTRACTION_ONE] = N_ ("Norm ℓ₁"),
  [CL_CONTRACTION_TWO] = N_ ("Norm ℓ₂"),
  [CL_CONTRACTION_INF] = N_ ("Norm ℓ∞"),
  [CL_CONTRACTION_INF_WEIGHTED] = N_ ("Norm ℓ∞ with the best weights"),
};

enum
{
  SIGNAL_VIEW_CHANGED,
  SIGNAL_STARTS_REQUESTED,
  SIGNAL_STARTS_RESET,
  SIGNAL_STARTS_CLEARED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClDynamicsBar
{
  GtkWidget parent_instance;

  GtkWidget *axes; /* the box of the two drop-downs */
  GtkDropDown *x, *y;
  GtkDropDown *norm;
  ClNumberRow *until, *rtol, *count;
  GtkWidget *input; /* the button of the periodic input */
  AdwComboRow *wave;
  ClNumberRow *amplitude, *period;
  GtkSwitch *switches[G_N_ELEMENTS (toggles)];
  GtkWidget *toggle_rows[G_N_ELEMENTS (toggles)];

  gsize n;
  gboolean example;
  gboolean quiet; /* while the program changes the controls */
};

G_DEFINE_FINAL_TYPE (ClDynamicsBar, cl_dynamics_bar, GTK_TYPE_WIDGET)

char *
cl_coordinate_name (gsize i)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, i + 1);
  GString *name = g_string_new ("x");

  for (const char *digit = digits; *digit != '\0'; digit++)
    g_string_append_unichar (name, 0x2080 + (gunichar) (*digit - '0'));
  return g_string_free (name, FALSE);
}

static gboolean *
toggle_place (const Toggle *toggle, ClDynamicsView *view)
{
  return (gboolean *) (gpointer) ((char *) view + toggle->offset);
}

void
cl_dynamics_bar_get_view (ClDynamicsBar *self, ClDynamicsView *view)
{
  g_return_if_fail (CL_IS_DYNAMICS_BAR (self));
  g_return_if_fail (view != NULL);

  view->norm = gtk_drop_down_get_selected (self->norm);
  view->until = cl_number_row_get_value (self->until);
  view->rtol = cl_number_row_get_value (self->rtol);
  view->wave = adw_combo_row_get_selected (self->wave);
  view->amplitude = cl_number_row_get_value (self->amplitude);
  view->period = cl_number_row_get_value (self->period);
  view->x = gtk_drop_down_get_selected (self->x);
  view->y = gtk_drop_down_get_selected (self->y);
  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++)
    *toggle_place (&toggles[i], view) = gtk_switch_get_active (self->switches[i]);
}

static void
update_sensitivity (ClDynamicsBar *self)
{
  ClDynamicsView view;

  cl_dynamics_bar_get_view (self, &view);
  gtk_widget_set_visible (self->axes, self->n > 2 && !view.principal);
  gtk_widget_set_visible (GTK_WIDGET (self->norm), !self->example);
  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++)
    gtk_widget_set_visible (self->toggle_rows[i],
                            self->n >= toggles[i].smallest && (toggles[i].any || !self->example));
}

static void
view_changed_cb (ClDynamicsBar *self)
{
  if (self->quiet)
    return;
  update_sensitivity (self);
  g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
}

/* The axes are never the same coordinate: choosing that of the other axis swaps the two. */
static void
axis_selected_cb (GtkDropDown *axis, GParamSpec *pspec, ClDynamicsBar *self)
{
  GtkDropDown *other = axis == self->x ? self->y : self->x;
  guint chosen = gtk_drop_down_get_selected (axis);

  if (self->quiet)
    return;
  if (gtk_drop_down_get_selected (other) == chosen)
    {
      self->quiet = TRUE;
      gtk_drop_down_set_selected (other, chosen == 0 ? 1 : 0);
      self->quiet = FALSE;
    }
  view_changed_cb (self);
}

void
cl_dynamics_bar_set_view (ClDynamicsBar *self, const ClDynamicsView *view)
{
  g_return_if_fail (CL_IS_DYNAMICS_BAR (self));
  g_return_if_fail (view != NULL);
  ClDynamicsView copy = *view;

  self->quiet = TRUE;
  gtk_drop_down_set_selected (self->norm, copy.norm);
  cl_number_row_set_value (self->until, copy.until);
  cl_number_row_set_value (self->rtol, copy.rtol);
  adw_combo_row_set_selected (self->wave, copy.wave);
  cl_number_row_set_value (self->amplitude, copy.amplitude);
  cl_number_row_set_value (self->period, copy.period);
  if (copy.x < self->n && copy.y < self->n)
    {
      gtk_drop_down_set_selected (self->x, copy.x);
      gtk_drop_down_set_selected (self->y, copy.y);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++)
    gtk_switch_set_active (self->switches[i], *toggle_place (&toggles[i], &copy));
  self->quiet = FALSE;
  update_sensitivity (self);
}

void
cl_dynamics_bar_set_size (ClDynamicsBar *self, gsize n)
{
  g_return_if_fail (CL_IS_DYNAMICS_BAR (self));
  g_autoptr (GtkStringList) names = NULL;
  guint x = gtk_drop_down_get_selected (self->x), y = gtk_drop_down_get_selected (self->y);
  gboolean fit = x < n && y < n && x != y;

  if (n == self->n)
    return;
  self->n = n;
  names = gtk_string_list_new (NULL);
  for (gsize i = 0; i < n; i++)
    gtk_string_list_take (names, cl_coordinate_name (i));
  self->quiet = TRUE;
  gtk_drop_down_set_model (self->x, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->y, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->x, fit ? x : 0);
  gtk_drop_down_set_selected (self->y, fit ? y : MIN (1, (guint) n - 1));
  self->quiet = FALSE;
  update_sensitivity (self);
}

void
cl_dynamics_bar_set_example (ClDynamicsBar *self, gboolean example)
{
  g_return_if_fail (CL_IS_DYNAMICS_BAR (self));

  if (self->example == example)
    return;
  self->example = example;
  update_sensitivity (self);
}

void
cl_dynamics_bar_set_driven (ClDynamicsBar *self, gboolean driven)
{
  g_return_if_fail (CL_IS_DYNAMICS_BAR (self));

  gtk_widget_set_visible (self->input, driven);
}

static void
add_clicked_cb (GtkWidget *button, ClDynamicsBar *self)
{
  g_signal_emit (self, signals[SIGNAL_STARTS_REQUESTED], 0,
                 (guint) cl_number_row_get_value (self->count));
}

static void
reset_clicked_cb (GtkWidget *button, ClDynamicsBar *self)
{
  g_signal_emit (self, signals[SIGNAL_STARTS_RESET], 0);
}

static void
clear_clicked_cb (GtkWidget *button, ClDynamicsBar *self)
{
  g_signal_emit (self, signals[SIGNAL_STARTS_CLEARED], 0);
}

static GtkDropDown *
build_drop_down (ClDynamicsBar *self, const char *name, GCallback selected_cb)
{
  GtkWidget *drop_down = gtk_drop_down_new (NULL, NULL);

  gtk_widget_set_tooltip_text (drop_down, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect (drop_down, "notify::selected", selected_cb, self);
  return GTK_DROP_DOWN (drop_down);
}

static void
norm_selected_cb (GtkDropDown *norm, GParamSpec *pspec, ClDynamicsBar *self)
{
  view_changed_cb (self);
}

static GtkWidget *
build_axes (ClDynamicsBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->x = build_drop_down (self, _ ("Horizontal axis"), G_CALLBACK (axis_selected_cb));
  self->y = build_drop_down (self, _ ("Vertical axis"), G_CALLBACK (axis_selected_cb));
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->x));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->y));
  return box;
}

static GtkWidget *
build_norm (ClDynamicsBar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (norm_names); i++)
    gtk_string_list_append (names, _ (norm_names[i]));
  self->norm = build_drop_down (self, _ ("Norm of distances, ball and envelope"),
                                G_CALLBACK (norm_selected_cb));
  gtk_drop_down_set_model (self->norm, G_LIST_MODEL (names));
  return GTK_WIDGET (self->norm);
}

static GtkWidget *
build_popover (GtkWidget *child)
{
  GtkWidget *popover = gtk_popover_new ();

  gtk_widget_set_size_request (child, POPOVER_WIDTH, -1);
  gtk_widget_set_margin_start (child, 6);
  gtk_widget_set_margin_end (child, 6);
  gtk_widget_set_margin_top (child, 6);
  gtk_widget_set_margin_bottom (child, 6);
  gtk_popover_set_child (GTK_POPOVER (popover), child);
  return popover;
}

static GtkWidget *
build_starts (ClDynamicsBar *self)
{
  GtkWidget *button = adw_split_button_new ();
  GtkWidget *group = adw_preferences_group_new ();

  self->count =
      CL_NUMBER_ROW (cl_number_row_new (_ ("Starts to Add"), 1, MAX_COUNT, DEFAULT_COUNT));
  cl_number_row_set_integer (self->count, TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->count));
  adw_split_button_set_label (ADW_SPLIT_BUTTON (button), _ ("_Add Starts"));
  adw_split_button_set_use_underline (ADW_SPLIT_BUTTON (button), TRUE);
  adw_split_button_set_popover (ADW_SPLIT_BUTTON (button), GTK_POPOVER (build_popover (group)));
  gtk_widget_set_tooltip_text (button, _ ("Add random starts"));
  g_signal_connect (button, "clicked", G_CALLBACK (add_clicked_cb), self);
  return button;
}

static GtkWidget *
build_icon_button (ClDynamicsBar *self, const char *icon, const char *tooltip, GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect (button, "clicked", clicked_cb, self);
  return button;
}

static GtkWidget *
build_toggle (ClDynamicsBar *self, gsize i)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (toggles[i].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (toggles[i].description));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_signal_connect_swapped (toggle, "notify::active", G_CALLBACK (view_changed_cb), self);
  self->switches[i] = GTK_SWITCH (toggle);
  self->toggle_rows[i] = row;
  return row;
}

/* u (t), the same on every input. */
static GtkWidget *
build_input (ClDynamicsBar *self)
{
  const char *const waves[] = { _ ("Sine"), _ ("Square"), NULL };
  g_autoptr (GtkStringList) names = gtk_string_list_new (waves);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *rows[3];

  self->wave = ADW_COMBO_ROW (rows[0] = adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (rows[0]), _ ("Wave"));
  adw_combo_row_set_model (self->wave, G_LIST_MODEL (names));
  self->amplitude = CL_NUMBER_ROW (rows[1] = cl_number_row_new (_ ("Amplitude"), 0, 1e3, 1));
  self->period = CL_NUMBER_ROW (rows[2] = cl_number_row_new (_ ("Period"), 1e-2, 1e4, 3));
  cl_number_row_set_description (self->amplitude, _ ("The same on every input"));
  g_signal_connect_swapped (self->wave, "notify::selected", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (self->amplitude, "changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (self->period, "changed", G_CALLBACK (view_changed_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), rows[i]);

  self->input = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->input), _ ("_Input"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (self->input), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->input), build_popover (group));
  gtk_widget_set_tooltip_text (self->input, _ ("The periodic input; a model without B hears it in "
                                               "every state"));
  gtk_widget_set_visible (self->input, FALSE);
  return self->input;
}

static GtkWidget *
build_view (ClDynamicsBar *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *drawn = adw_preferences_group_new ();
  GtkWidget *integration = adw_preferences_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (drawn), build_toggle (self, i));
  self->until = CL_NUMBER_ROW (cl_number_row_new (_ ("Until Time T"), 0, 1e4, 10));
  cl_number_row_set_open (self->until, TRUE, FALSE);
  self->rtol = CL_NUMBER_ROW (cl_number_row_new (_ ("Tolerance"), 1e-12, 1e-2, 1e-6));
  cl_number_row_set_description (self->rtol, _ ("Relative, of the integration"));
  cl_number_row_set_step (self->rtol, 0, 10);
  g_signal_connect_swapped (self->until, "changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (self->rtol, "changed", G_CALLBACK (view_changed_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (integration), GTK_WIDGET (self->until));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (integration), GTK_WIDGET (self->rtol));
  gtk_box_append (GTK_BOX (box), drawn);
  gtk_box_append (GTK_BOX (box), integration);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("_View"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), build_popover (box));
  return button;
}

static void
cl_dynamics_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_dynamics_bar_parent_class)->dispose (object);
}

static void
cl_dynamics_bar_class_init (ClDynamicsBarClass *klass)
{
  static const struct
  {
    const char *name;
    GType type; /* of the one argument; 0 for none */
  } table[N_SIGNALS] = {
    [SIGNAL_VIEW_CHANGED] = { "view-changed" },
    [SIGNAL_STARTS_REQUESTED] = { "starts-requested", G_TYPE_UINT },
    [SIGNAL_STARTS_RESET] = { "starts-reset" },
    [SIGNAL_STARTS_CLEARED] = { "starts-cleared" },
  };

  G_OBJECT_CLASS (klass)->dispose = cl_dynamics_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (table[i].name, CL_TYPE_DYNAMICS_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, table[i].type != 0 ? 1 : 0, table[i].type);
}

static void
cl_dynamics_bar_init (ClDynamicsBar *self)
{
  const ClDynamicsView defaults = CL_DYNAMICS_VIEW_DEFAULT;
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  GtkWidget *children[8];

  gtk_box_layout_set_spacing (layout, 6);
  self->quiet = TRUE;
  self->axes = build_axes (self);
  children[0] = build_norm (self);
  children[1] = self->axes;
  children[2] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  children[3] = build_input (self);
  children[4] = build_starts (self);
  children[5] =
      build_icon_button (self, "view-refresh-symbolic", _ ("Back to the automatic starts"),
                         G_CALLBACK (reset_clicked_cb));
  children[6] = build_icon_button (self, "edit-clear-all-symbolic", _ ("Remove all starts"),
                                   G_CALLBACK (clear_clicked_cb));
  children[7] = build_view (self);
  gtk_widget_set_hexpand (children[2], TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_set_parent (children[i], GTK_WIDGET (self));
  self->quiet = FALSE;
  cl_dynamics_bar_set_size (self, 2);
  cl_dynamics_bar_set_view (self, &defaults);
}

GtkWidget *
cl_dynamics_bar_new (void)
{
  return g_object_new (CL_TYPE_DYNAMICS_BAR, NULL);
}
