#include "ui/pages/model-side-bar.h"

#include "ui/pages/array-names.h"
#include "ui/pages/model-edits.h"
#include "ui/widgets/tooltip.h"

#include <glib/gi18n.h>

struct _ClModelSideBar
{
  GtkWidget parent_instance;

  ClModel *model;
  const ClExample *example; /* or NULL */
  ClArrayId shown;
  gboolean showing; /* the widgets are being set, not edited */
  double *row_sums; /* n of the model, or NULL */
  gssize deciding_row;

  GtkWidget *scroller;
  GtkWidget *presets_button;
  GtkLabel *equation, *statement;
  GtkBox *array_box;
  GtkWidget *array_button[CL_N_ARRAYS];
  GtkLabel *array_label;
  GtkStack *array_stack;
  ClMatrixEditor *editor;
  GtkLabel *absent_label;
  GtkButton *add_button;
  GtkWidget *remove_button;
  GtkSpinButton *n_spin, *r_spin, *q_spin;
  GtkWidget *r_row, *q_row;
  AdwActionRow *n_row;
  AdwComboRow *activation_row, *kind_row;
};

G_DEFINE_FINAL_TYPE (ClModelSideBar, cl_model_side_bar, GTK_TYPE_WIDGET)

enum
{
  EDITED,
  PRESETS_REQUESTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
emit_edited (ClModelSideBar *self, ClModel *model, const char *label, gboolean finished)
{
  g_signal_emit (self, signals[EDITED], 0, model, label, finished);
}

static void
show_margin (ClModelSideBar *self)
{
  if (self->shown == CL_ARRAY_A && self->row_sums != NULL && self->example == NULL)
    cl_matrix_editor_set_margin (self->editor, _ ("Row Sum"), self->row_sums, self->deciding_row);
  else
    cl_matrix_editor_set_margin (self->editor, NULL, NULL, -1);
}

static void
show_array (ClModelSideBar *self)
{
  const ClMatrix *array = cl_model_array (self->model, self->shown);
  g_autofree char *description = cl_array_description (self->example, self->model, self->shown);
  g_autofree char *add = g_strdup_printf (_ ("Add %s"), cl_array_label (NULL, self->shown));
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), cl_array_label (NULL, self->shown));

  gtk_label_set_text (self->array_label, description);
  cl_tooltip_set (self->remove_button, remove);
  gtk_widget_set_visible (self->remove_button, array != NULL && self->example == NULL
                                                   && cl_array_absence (self->shown) != NULL);
  gtk_stack_set_visible_child_name (self->array_stack, array != NULL ? "editor" : "absent");
  if (array == NULL)
    {
      gtk_label_set_text (self->absent_label, cl_array_absence (self->shown));
      gtk_button_set_label (self->add_button, add);
      return;
    }
  cl_matrix_editor_set_name (self->editor, cl_array_label (self->example, self->shown));
  cl_matrix_editor_set_square (self->editor, self->shown == CL_ARRAY_A);
  cl_matrix_editor_set_values (self->editor, array->data, array->rows, array->cols);
  show_margin (self);
}

static void
show_array_buttons (ClModelSideBar *self)
{
  for (guint id = 0; id < CL_N_ARRAYS; id++)
    {
      g_autofree char *description = cl_array_description (self->example, self->model, id);
      GtkWidget *button = self->array_button[id];

      cl_tooltip_set (button, description);
      if (cl_model_array (self->model, id) != NULL)
        gtk_widget_remove_css_class (button, "absent");
      else
        gtk_widget_add_css_class (button, "absent");
    }
}

static guint
activation_index (const ClActivation *activation)
{
  gsize count;
  const ClActivation *const *table = cl_activation_table (&count);

  for (gsize i = 0; i < count; i++)
    if (table[i] == activation)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
show_equation (ClModelSideBar *self)
{
  const ClExampleText *text = self->example != NULL ? cl_example_text (self->example) : NULL;

  gtk_label_set_text (self->equation, text != NULL
                                          ? text->equation
                                          : cl_model_kind_equation (self->model->parts.kind));
  gtk_widget_set_visible (GTK_WIDGET (self->statement), text != NULL);
  adw_action_row_set_subtitle (self->n_row, text != NULL ? _ ("n, rows and columns of W")
                                                         : _ ("n, rows and columns of A"));
  if (text != NULL)
    {
      g_autofree char *statement = g_strdup_printf ("%s.\n(%s)", _ (text->statement), text->source);

      gtk_label_set_text (self->statement, statement);
    }
}

void
cl_model_side_bar_set_model (ClModelSideBar *self, ClModel *model)
{
  g_return_if_fail (CL_IS_MODEL_SIDE_BAR (self));
  g_return_if_fail (model != NULL);

  if (model == self->model)
    return;
  if (self->model != NULL && self->model->n != model->n)
    g_clear_pointer (&self->row_sums, g_free);
  cl_model_ref (model);
  g_clear_pointer (&self->model, cl_model_unref);
  self->model = model;

  self->showing = TRUE;
  show_equation (self);
  gtk_spin_button_set_value (self->n_spin, model->n);
  gtk_spin_button_set_value (self->r_spin, model->r);
  gtk_spin_button_set_value (self->q_spin, model->q);
  adw_combo_row_set_selected (self->activation_row, activation_index (model->parts.activation));
  adw_combo_row_set_selected (self->kind_row, model->parts.kind);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->activation_row),
                               model->parts.activation->formula);
  show_array_buttons (self);
  show_array (self);
  self->showing = FALSE;
}

void
cl_model_side_bar_set_example (ClModelSideBar *self, const ClExample *example)
{
  GtkWidget *of_networks[] = { self->r_row, self->q_row, GTK_WIDGET (self->activation_row),
                               GTK_WIDGET (self->kind_row) };

  g_return_if_fail (CL_IS_MODEL_SIDE_BAR (self));
  g_return_if_fail (self->model != NULL);

  if (self->example == example)
    return;
  self->example = example;
  for (gsize i = 0; i < G_N_ELEMENTS (of_networks); i++)
    gtk_widget_set_visible (of_networks[i], example == NULL);
  for (guint id = 0; id < CL_N_ARRAYS; id++)
    {
      gtk_widget_set_visible (self->array_button[id],
                              example == NULL || id == CL_ARRAY_A || id == CL_ARRAY_BIAS);
      gtk_button_set_label (GTK_BUTTON (self->array_button[id]),
                            cl_array_label (self->example, id));
    }
  if (example != NULL && self->shown != CL_ARRAY_BIAS)
    cl_model_side_bar_show_array (self, CL_ARRAY_A);
  show_equation (self);
  show_array_buttons (self);
  show_array (self);
}

void
cl_model_side_bar_set_row_sums (ClModelSideBar *self, const double *row_sums, gssize row)
{
  g_return_if_fail (CL_IS_MODEL_SIDE_BAR (self));

  g_clear_pointer (&self->row_sums, g_free);
  if (row_sums != NULL && self->model != NULL)
    self->row_sums = g_memdup2 (row_sums, self->model->n * sizeof (double));
  self->deciding_row = row;
  show_margin (self);
}

void
cl_model_side_bar_show_array (ClModelSideBar *self, ClArrayId id)
{
  g_return_if_fail (CL_IS_MODEL_SIDE_BAR (self));
  g_return_if_fail ((gsize) id < CL_N_ARRAYS);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->array_button[id]), TRUE);
}

ClMatrixEditor *
cl_model_side_bar_get_editor (ClModelSideBar *self)
{
  g_return_val_if_fail (CL_IS_MODEL_SIDE_BAR (self), NULL);

  return self->editor;
}

void
cl_model_side_bar_set_text_functions (ClModelSideBar *self, ClMatrixParseFunc parse,
                                      ClMatrixFormatFunc format)
{
  g_return_if_fail (CL_IS_MODEL_SIDE_BAR (self));

  cl_matrix_editor_set_text_functions (self->editor, parse, format);
}

static void
array_toggled_cb (GtkToggleButton *button, ClModelSideBar *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->shown = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "array"));
  if (self->model != NULL)
    show_array (self);
}

static char *
change_label (ClModelSideBar *self)
{
  return g_strdup_printf (_ ("Change %s"), cl_array_label (self->example, self->shown));
}

static void
matrix_edited_cb (ClModelSideBar *self, gboolean finished)
{
  gsize rows, cols;
  const double *values = cl_matrix_editor_get_values (self->editor, &rows, &cols);
  g_autoptr (ClMatrix) array = cl_matrix_new_from (rows, cols, values);
  g_autofree char *label = change_label (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClModel) model = cl_model_with_array (self->model, self->shown, array, &error);

  if (model != NULL)
    {
      emit_edited (self, model, label, finished);
      return;
    }
  g_signal_emit (self, signals[FAILED], 0, error->message);
  show_array (self);
}

static void
resize_model (ClModelSideBar *self, gsize n, gsize r, gsize q)
{
  gboolean pasting = cl_matrix_editor_is_pasting (self->editor);
  g_autofree char *label = pasting ? change_label (self) : g_strdup (_ ("Resize"));
  g_autoptr (ClModel) model = NULL;

  if (n == self->model->n && r == self->model->r && q == self->model->q)
    return;
  model = cl_model_edit_resize (self->model, n, r, q);
  emit_edited (self, model, label, !pasting);
}

static guint
limit (GtkSpinButton *spin)
{
  return (guint) gtk_adjustment_get_upper (gtk_spin_button_get_adjustment (spin));
}

/* The shape of the array that is shown stands for the sizes of the model. */
static void
resize_requested_cb (ClModelSideBar *self, guint rows, guint cols)
{
  gsize n, r, q;

  cl_model_edit_sizes (self->model, self->shown, rows, cols, &n, &r, &q);
  if (n <= limit (self->n_spin) && r <= limit (self->r_spin) && q <= limit (self->q_spin))
    resize_model (self, MAX (n, 1), r, q);
  else
    {
      g_autofree char *message =
          g_strdup_printf (_ ("At most %u states, %u inputs and %u outputs are edited here"),
                           limit (self->n_spin), limit (self->r_spin), limit (self->q_spin));
      g_signal_emit (self, signals[FAILED], 0, message);
    }
}

static void
sizes_changed_cb (ClModelSideBar *self)
{
  if (!self->showing && self->model != NULL)
    resize_model (self, gtk_spin_button_get_value_as_int (self->n_spin),
                  gtk_spin_button_get_value_as_int (self->r_spin),
                  gtk_spin_button_get_value_as_int (self->q_spin));
}

static void
add_clicked_cb (ClModelSideBar *self)
{
  g_autoptr (ClModel) model = cl_model_edit_add (self->model, self->shown);
  g_autofree char *label = g_strdup_printf (_ ("Add %s"), cl_array_label (NULL, self->shown));

  emit_edited (self, model, label, TRUE);
}

static void
remove_clicked_cb (ClModelSideBar *self)
{
  g_autoptr (ClModel) model = cl_model_edit_remove (self->model, self->shown);
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), cl_array_label (NULL, self->shown));

  emit_edited (self, model, label, TRUE);
}

static void
activation_changed_cb (ClModelSideBar *self)
{
  gsize count;
  const ClActivation *const *table = cl_activation_table (&count);
  guint selected = adw_combo_row_get_selected (self->activation_row);
  g_autoptr (ClModel) model = NULL;

  if (self->showing || self->model == NULL || selected >= count)
    return;
  model = cl_model_with_activation (self->model, table[selected]);
  emit_edited (self, model, _ ("Change Activation"), TRUE);
}

static void
kind_changed_cb (ClModelSideBar *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row);
  g_autoptr (ClModel) model = NULL;

  if (self->showing || self->model == NULL || selected >= CL_N_MODEL_KINDS)
    return;
  model = cl_model_with_kind (self->model, selected);
  emit_edited (self, model, _ ("Change Model"), TRUE);
}

static void
presets_clicked_cb (ClModelSideBar *self)
{
  g_signal_emit (self, signals[PRESETS_REQUESTED], 0);
}

static void
editor_failed_cb (ClModelSideBar *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
fill_array_buttons (ClModelSideBar *self)
{
  for (guint id = 0; id < CL_N_ARRAYS; id++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (cl_array_label (NULL, id));

      g_object_set_data (G_OBJECT (button), "array", GUINT_TO_POINTER (id));
      if (id > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                     GTK_TOGGLE_BUTTON (self->array_button[0]));
      g_signal_connect (button, "toggled", G_CALLBACK (array_toggled_cb), self);
      gtk_box_append (self->array_box, button);
      self->array_button[id] = button;
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->array_button[CL_ARRAY_A]), TRUE);
}

static void
fill_choices (ClModelSideBar *self)
{
  g_autoptr (GtkStringList) activations = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  gsize count;
  const ClActivation *const *table = cl_activation_table (&count);

  for (gsize i = 0; i < count; i++)
    gtk_string_list_append (activations, table[i]->title);
  for (guint kind = 0; kind < CL_N_MODEL_KINDS; kind++)
    gtk_string_list_append (kinds, cl_model_kind_title (kind));
  adw_combo_row_set_model (self->activation_row, G_LIST_MODEL (activations));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
}

static void
cl_model_side_bar_dispose (GObject *object)
{
  ClModelSideBar *self = CL_MODEL_SIDE_BAR (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->model, cl_model_unref);
  g_clear_pointer (&self->row_sums, g_free);
  G_OBJECT_CLASS (cl_model_side_bar_parent_class)->dispose (object);
}

static void
cl_model_side_bar_class_init (ClModelSideBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_model_side_bar_dispose;

  signals[EDITED] =
      g_signal_new ("edited", CL_TYPE_MODEL_SIDE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[PRESETS_REQUESTED] =
      g_signal_new ("presets-requested", CL_TYPE_MODEL_SIDE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", CL_TYPE_MODEL_SIDE_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CL_TYPE_MATRIX_EDITOR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/contractionlab/ContractionLab/ui/model-side-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, presets_button);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, equation);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, array_box);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, array_label);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, array_stack);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, editor);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, absent_label);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, add_button);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, remove_button);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, n_spin);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, r_spin);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, q_spin);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, statement);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, n_row);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, r_row);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, q_row);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, activation_row);
  gtk_widget_class_bind_template_child (widget_class, ClModelSideBar, kind_row);
  gtk_widget_class_bind_template_callback (widget_class, presets_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, matrix_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, resize_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, editor_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sizes_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activation_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
}

static void
cl_model_side_bar_init (ClModelSideBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->showing = TRUE;
  fill_array_buttons (self);
  fill_choices (self);
  self->showing = FALSE;
}

GtkWidget *
cl_model_side_bar_new (void)
{
  return g_object_new (CL_TYPE_MODEL_SIDE_BAR, NULL);
}
