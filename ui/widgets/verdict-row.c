#include "ui/widgets/verdict-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/widgets/margin-bar.h"
#include "ui/widgets/number-text.h"

struct _ClVerdictRow
{
  AdwActionRow parent;

  char *name, *formula, *guarantee, *detail;
  ClVerdictMark mark;
  GtkWidget *value, *bar, *icon, *word, *pill;
};

G_DEFINE_FINAL_TYPE (ClVerdictRow, cl_verdict_row, ADW_TYPE_ACTION_ROW)

/* Word, icon and colour together: colour is never the only carrier. */
typedef struct
{
  const char *label, *icon, *css_class;
} Look;

static const Look looks[] = {
  [CL_VERDICT_MARK_HOLDS] = { N_ ("Holds"), "emblem-ok-symbolic", "success" },
  [CL_VERDICT_MARK_FAILS] = { N_ ("Fails"), "window-close-symbolic", "error" },
  [CL_VERDICT_MARK_UNKNOWN] = { N_ ("Unknown"), "dialog-question-symbolic", "dim" },
  [CL_VERDICT_MARK_CLOSE] = { N_ ("Too close to call"), "dialog-warning-symbolic", "warning" },
};

const char *
cl_verdict_mark_label (ClVerdictMark mark)
{
  g_return_val_if_fail ((gsize) mark < G_N_ELEMENTS (looks), NULL);
  return _ (looks[mark].label);
}

/* A formula stays on one line, which would break at its spaces and after its bars.  Those within
 * tags are not text. */
static char *
keep_together (const char *formula)
{
  GString *text = g_string_new (NULL);
  gboolean tag = FALSE;

  for (const char *p = formula; *p != '\0'; p++)
    {
      tag = *p == '<' || (tag && *p != '>');
      if (*p == ' ' && !tag)
        g_string_append (text, "\u00a0");
      else if (*p == '|' && !tag)
        g_string_append (text, "\u2060|\u2060");
      else
        g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

static void
update_texts (ClVerdictRow *self)
{
  g_autofree char *name = g_markup_escape_text (self->name != NULL ? self->name : "", -1);
  g_autofree char *formula = self->formula != NULL ? keep_together (self->formula) : g_strdup ("");
  const char *gap = *name != '\0' && *formula != '\0' ? "   " : "";
  g_autofree char *title = g_strconcat (name, gap, formula, NULL);
  GString *subtitle = g_string_new (self->guarantee);

  if (self->detail != NULL)
    g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? " · " : "", self->detail);
  g_autofree char *plain = g_string_free (subtitle, FALSE);
  g_autofree char *escaped = g_markup_escape_text (plain, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
}

static void
update_mark (ClVerdictRow *self, ClVerdictMark mark)
{
  gtk_widget_remove_css_class (self->pill, looks[self->mark].css_class);
  self->mark = mark;
  gtk_widget_add_css_class (self->pill, looks[mark].css_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[mark].icon);
  gtk_label_set_text (GTK_LABEL (self->word), cl_verdict_mark_label (mark));
}

static void
replace (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

void
cl_verdict_row_set_condition (ClVerdictRow *self, const char *name, const char *formula,
                              const char *guarantee)
{
  g_return_if_fail (CL_IS_VERDICT_ROW (self));

  replace (&self->name, name);
  replace (&self->formula, formula);
  replace (&self->guarantee, guarantee);
  update_texts (self);
}

void
cl_verdict_row_set_result (ClVerdictRow *self, ClVerdictMark mark, double value, double margin,
                           const char *detail)
{
  g_return_if_fail (CL_IS_VERDICT_ROW (self));
  g_return_if_fail ((gsize) mark < G_N_ELEMENTS (looks));

  g_autofree char *number = isnan (value) ? g_strdup ("–") : cl_number_format (value, 4);

  gtk_label_set_text (GTK_LABEL (self->value), number);
  cl_margin_bar_set_margin (CL_MARGIN_BAR (self->bar), margin);
  update_mark (self, mark);
  replace (&self->detail, detail);
  update_texts (self);
}

ClVerdictMark
cl_verdict_row_get_mark (ClVerdictRow *self)
{
  g_return_val_if_fail (CL_IS_VERDICT_ROW (self), CL_VERDICT_MARK_UNKNOWN);
  return self->mark;
}

static void
finalize (GObject *object)
{
  ClVerdictRow *self = CL_VERDICT_ROW (object);

  g_free (self->name);
  g_free (self->formula);
  g_free (self->guarantee);
  g_free (self->detail);
  G_OBJECT_CLASS (cl_verdict_row_parent_class)->finalize (object);
}

static void
cl_verdict_row_class_init (ClVerdictRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

/* The number above its bar. */
static GtkWidget *
build_value (ClVerdictRow *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->value = gtk_label_new ("–");
  gtk_widget_add_css_class (self->value, "numeric");
  self->bar = cl_margin_bar_new ();
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), self->value);
  gtk_box_append (GTK_BOX (column), self->bar);
  return column;
}

static GtkWidget *
build_pill (ClVerdictRow *self)
{
  self->pill = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->icon = gtk_image_new ();
  self->word = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->pill, "verdict-pill");
  gtk_widget_set_valign (self->pill, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->pill, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->pill), self->icon);
  gtk_box_append (GTK_BOX (self->pill), self->word);
  return self->pill;
}

static void
cl_verdict_row_init (ClVerdictRow *self)
{
  /* One group for all rows of the program: the bars of a list stand in one column. */
  static GtkSizeGroup *pills = NULL;

  if (pills == NULL)
    pills = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (place), build_pill (self));
  gtk_size_group_add_widget (pills, place);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), build_value (self));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), place);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  update_mark (self, CL_VERDICT_MARK_UNKNOWN);
}

GtkWidget *
cl_verdict_row_new (void)
{
  return g_object_new (CL_TYPE_VERDICT_ROW, NULL);
}
