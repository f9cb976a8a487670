/* Copy, cut and paste of blocks, the context menu and the question for another size. */
#include <glib/gi18n.h>
#include <string.h>

#include "ui/widgets/context-menu.h"
#include "ui/widgets/matrix-editor-private.h"
#include "ui/widgets/size-popover.h"

static double *
copy_block (ClMatrixEditor *self, const ClMatrixBlock *block)
{
  gsize rows = block->end_row - block->first_row;
  gsize cols = block->end_col - block->first_col;
  double *values = g_new (double, MAX (rows * cols, 1));

  for (gsize i = 0; i < rows; i++)
    memcpy (values + i * cols,
            self->values + (block->first_row + i) * self->geometry.cols + block->first_col,
            cols * sizeof (double));
  return values;
}

void
cl_matrix_editor_copy (ClMatrixEditor *self, const char *format)
{
  ClMatrixBlock block = cl_matrix_selection_block (&self->selection);

  if (self->format == NULL || cl_matrix_editor_is_empty (self))
    return;
  g_autofree double *values = copy_block (self, &block);
  g_autofree char *text = self->format (values, block.end_row - block.first_row,
                                        block.end_col - block.first_col, format);
  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
fill_block (ClMatrixEditor *self, const ClMatrixBlock *block, double value)
{
  for (gsize i = block->first_row; i < block->end_row; i++)
    for (gsize j = block->first_col; j < block->end_col; j++)
      cl_matrix_editor_store (self, i, j, value);
  cl_matrix_editor_values_changed (self, TRUE);
}

void
cl_matrix_editor_clear (ClMatrixEditor *self)
{
  ClMatrixBlock block = cl_matrix_selection_block (&self->selection);

  cl_matrix_editor_end_nudge (self);
  if (!cl_matrix_editor_is_empty (self))
    fill_block (self, &block, 0);
}

void
cl_matrix_editor_cut (ClMatrixEditor *self)
{
  cl_matrix_editor_copy (self, "tsv");
  cl_matrix_editor_clear (self);
}

static void
paste_values (ClMatrixEditor *self, const double *values, gsize rows, gsize cols)
{
  ClMatrixGeometry *g = &self->geometry;
  ClMatrixBlock block = cl_matrix_selection_block (&self->selection);
  gsize row = block.first_row;
  gsize col = block.first_col;

  if (rows == 1 && cols == 1 && !cl_matrix_editor_is_empty (self))
    {
      fill_block (self, &block, values[0]);
      return;
    }
  if (row + rows > g->rows || col + cols > g->cols)
    {
      self->pasting = TRUE;
      cl_matrix_editor_request_size (self, MAX (row + rows, g->rows), MAX (col + cols, g->cols));
      self->pasting = FALSE;
    }
  if (row + rows > g->rows || col + cols > g->cols)
    {
      g_autofree char *message = g_strdup_printf (
          _ ("%zu × %zu numbers do not fit at row %zu, column %zu of a %zu × %zu matrix"), rows,
          cols, row + 1, col + 1, g->rows, g->cols);
      cl_matrix_editor_fail (self, message);
      return;
    }
  for (gsize i = 0; i < rows; i++)
    memcpy (self->values + (row + i) * g->cols + col, values + i * cols, cols * sizeof (double));
  self->selection.row = row;
  self->selection.col = col;
  self->selection.anchor_row = row + rows - 1;
  self->selection.anchor_col = col + cols - 1;
  cl_matrix_editor_values_changed (self, TRUE);
}

gboolean
cl_matrix_editor_is_pasting (ClMatrixEditor *self)
{
  g_return_val_if_fail (CL_IS_MATRIX_EDITOR (self), FALSE);
  return self->pasting;
}

void
cl_matrix_editor_paste_text (ClMatrixEditor *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  gsize rows = 0;
  gsize cols = 0;

  if (self->parse == NULL)
    return;
  g_autofree double *values = self->parse (text, &rows, &cols, &error);
  if (values == NULL)
    cl_matrix_editor_fail (self, error != NULL ? error->message : _ ("These are no numbers"));
  else if (rows > 0 && cols > 0)
    paste_values (self, values, rows, cols);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClMatrixEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (text == NULL)
    cl_matrix_editor_fail (self, _ ("The clipboard holds no text"));
  else if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    cl_matrix_editor_paste_text (self, text);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_matrix_editor_copy (CL_MATRIX_EDITOR (widget), g_variant_get_string (parameter, NULL));
}

static void
cut_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_matrix_editor_cut (CL_MATRIX_EDITOR (widget));
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, text_read_cb,
                                 g_object_ref (widget));
}

static void
clear_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_matrix_editor_clear (CL_MATRIX_EDITOR (widget));
}

static void
select_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_matrix_selection_all (&CL_MATRIX_EDITOR (widget)->selection);
  gtk_widget_queue_draw (widget);
}

static void
size_chosen_cb (ClMatrixEditor *self, guint rows, guint cols)
{
  cl_matrix_editor_request_size (self, rows, cols);
}

static void
resize_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClMatrixEditor *self = CL_MATRIX_EDITOR (widget);
  const ClMatrixGeometry *g = &self->geometry;
  GdkRectangle corner = { g->header_width / 2, g->header_height, 1, 1 };

  g_clear_pointer (&self->size_popover, gtk_widget_unparent);
  self->size_popover = cl_size_popover_new (g->rows, g->cols, self->square);
  gtk_widget_set_parent (self->size_popover, widget);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->size_popover), &corner);
  g_signal_connect_swapped (self->size_popover, "chosen", G_CALLBACK (size_chosen_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->size_popover));
}

static const ClMenuItem menu_items[] = {
  { N_ ("Cu_t"), "matrix.cut" },
  { N_ ("_Copy"), "matrix.copy::tsv" },
  { N_ ("_Paste"), "matrix.paste" },
  { NULL, NULL },
  { N_ ("Copy as _MATLAB"), "matrix.copy::matlab" },
  { N_ ("Copy as _NumPy"), "matrix.copy::numpy" },
  { N_ ("Copy as _LaTeX"), "matrix.copy::latex" },
  { NULL, NULL },
  { N_ ("Set to _Zero"), "matrix.clear" },
  { N_ ("Select _All"), "matrix.select-all" },
  { N_ ("_Resize…"), "matrix.resize" },
};

void
cl_matrix_editor_popup_menu (ClMatrixEditor *self, double x, double y)
{
  cl_context_menu_popup (GTK_WIDGET (self), &self->menu, menu_items, G_N_ELEMENTS (menu_items), x,
                         y);
}

void
cl_matrix_editor_clipboard_class_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "matrix.copy", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "matrix.cut", NULL, cut_action);
  gtk_widget_class_install_action (widget_class, "matrix.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "matrix.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "matrix.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "matrix.resize", NULL, resize_action);
}

void
cl_matrix_editor_clipboard_init (ClMatrixEditor *self)
{
  cl_matrix_editor_set_text_functions (self, NULL, NULL);
}
