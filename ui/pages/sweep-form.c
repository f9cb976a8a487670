#include "ui/pages/sweep-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/formats/list.h"
#include "core/training/family.h"
#include "ui/plots/sweep-labels.h"

enum
{
  PROP_FAMILIES = 1,
  PROP_LAMBDAS,
  PROP_SEEDS,
  N_PROPERTIES
};

/* A field with a list of numbers. */
typedef struct
{
  const char *property;
  const char *title;
  const char *hint;
  const char *initial;
  gboolean counts; /* whole numbers from 0 on */
} ListField;

enum
{
  LIST_LAMBDAS,
  LIST_SEEDS,
  N_LISTS
};

static const ListField lists[N_LISTS] = {
  { "lambdas", N_ ("Penalties λ"), N_ ("Values such as 0, 1e-6, 1e-5, or a range first:last:step"),
    "0, 1e-6, 1e-5, 1e-4", FALSE },
  { "seeds", N_ ("Seeds"), N_ ("Values such as 1, 2, 3, or a range first:last:step"), "1:3:1",
    TRUE },
};

struct _ClSweepForm
{
  AdwBin parent_instance;

  GPtrArray *checks; /* of GtkCheckButton, in the order of core's table */
  GtkMenuButton *families_button;
  GtkLabel *families_error;
  GPtrArray *families; /* of ids, NULL-terminated */

  GtkEditable *entries[N_LISTS];
  GtkLabel *errors[N_LISTS];
  GArray *values[N_LISTS]; /* of double; NULL while the text is none */
  GArray *seeds;           /* of guint64 */
};

G_DEFINE_FINAL_TYPE (ClSweepForm, cl_sweep_form, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPERTIES];
static guint signal_changed;

gboolean
cl_sweep_form_is_valid (ClSweepForm *self)
{
  g_return_val_if_fail (CL_IS_SWEEP_FORM (self), FALSE);
  return self->families->len > 1 && self->values[LIST_LAMBDAS] != NULL
         && self->values[LIST_SEEDS] != NULL;
}

const char *const *
cl_sweep_form_get_families (ClSweepForm *self)
{
  g_return_val_if_fail (CL_IS_SWEEP_FORM (self), NULL);
  return (const char *const *) self->families->pdata;
}

const GArray *
cl_sweep_form_get_lambdas (ClSweepForm *self)
{
  g_return_val_if_fail (CL_IS_SWEEP_FORM (self), NULL);
  return self->values[LIST_LAMBDAS];
}

const GArray *
cl_sweep_form_get_seeds (ClSweepForm *self)
{
  g_return_val_if_fail (CL_IS_SWEEP_FORM (self), NULL);
  return self->seeds;
}

static void
show_error (GtkLabel *label, GtkWidget *field, const char *message)
{
  gtk_label_set_text (label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (label), message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (field, "error");
  else
    gtk_widget_remove_css_class (field, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* The families. */

static char *
families_text (ClSweepForm *self)
{
  return g_strjoinv (",", (char **) self->families->pdata);
}

/* "NEMON, MON": the button says what is chosen. */
static void
label_families (ClSweepForm *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i + 1 < self->families->len; i++)
    {
      g_autofree char *name = cl_sweep_family_name (g_ptr_array_index (self->families, i));
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  gtk_menu_button_set_label (self->families_button, text->len > 0 ? text->str : _ ("None"));
}

static void
families_toggled_cb (ClSweepForm *self)
{
  gsize count;
  const ClFamily *const *table = cl_family_table (&count);

  g_ptr_array_set_size (self->families, 0);
  for (guint i = 0; i < count; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_ptr_array_add (self->families, (gpointer) table[i]->id);
  g_ptr_array_add (self->families, NULL);
  label_families (self);
  show_error (self->families_error, GTK_WIDGET (self->families_button),
              self->families->len > 1 ? NULL : _ ("Choose at least one family."));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAMILIES]);
  g_signal_emit (self, signal_changed, 0);
}

/* What another version remembered may be unknown here. */
static void
set_families (ClSweepForm *self, const char *text)
{
  g_auto (GStrv) ids = g_strsplit (text, ",", -1);
  gsize count;
  const ClFamily *const *table = cl_family_table (&count);

  for (guint i = 0; i < count; i++)
    {
      const gboolean chosen = g_strv_contains ((const char *const *) ids, table[i]->id);
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);

      g_signal_handlers_block_by_func (check, families_toggled_cb, self);
      gtk_check_button_set_active (check, chosen);
      g_signal_handlers_unblock_by_func (check, families_toggled_cb, self);
    }
  families_toggled_cb (self);
}

/* The lists. */

static void
copy_seeds (ClSweepForm *self)
{
  const GArray *values = self->values[LIST_SEEDS];

  g_array_set_size (self->seeds, 0);
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      const guint64 seed = (guint64) g_array_index (values, double, i);
      g_array_append_val (self->seeds, seed);
    }
}

static gboolean
all_positive (const GArray *values, GError **error)
{
  for (guint i = 0; i < values->len; i++)
    if (g_array_index (values, double, i) < 0)
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _ ("%s is %g: expected zero or a positive number"), "λ",
                     g_array_index (values, double, i));
        return FALSE;
      }
  return TRUE;
}

static GArray *
parse_list (guint list, const char *text, GError **error)
{
  g_autoptr (GArray) values = lists[list].counts ? cl_list_parse_counts (text, "Seeds", error)
                                                 : cl_list_parse (text, "λ", error);

  if (values == NULL || (list == LIST_LAMBDAS && !all_positive (values, error)))
    return NULL;
  return g_steal_pointer (&values);
}

static void
parse_entry (ClSweepForm *self, guint list)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->values[list], g_array_unref);
  self->values[list] = parse_list (list, gtk_editable_get_text (self->entries[list]), &error);
  if (list == LIST_SEEDS)
    copy_seeds (self);
  show_error (self->errors[list], GTK_WIDGET (self->entries[list]),
              error != NULL ? error->message : NULL);
}

static void
entry_changed_cb (ClSweepForm *self, GtkEditable *entry)
{
  for (guint list = 0; list < N_LISTS; list++)
    if (self->entries[list] == entry)
      {
        parse_entry (self, list);
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAMBDAS + list]);
      }
  g_signal_emit (self, signal_changed, 0);
}

/* The widgets. */

/* A caption above, a place for what is wrong below. */
static GtkWidget *
build_field (const char *title, GtkWidget *field, GtkLabel **error)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *caption = gtk_label_new (title);

  *error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (caption, "caption");
  gtk_label_set_xalign (*error, 0);
  gtk_label_set_wrap (*error, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (*error), "error");
  gtk_widget_add_css_class (GTK_WIDGET (*error), "caption");
  gtk_widget_set_visible (GTK_WIDGET (*error), FALSE);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  caption, NULL, -1);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (*error));
  return box;
}

static GtkWidget *
build_families (ClSweepForm *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gsize count;
  const ClFamily *const *table = cl_family_table (&count);

  for (gsize i = 0; i < count; i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (table[i]->title);

      gtk_widget_set_tooltip_text (check, table[i]->formula);
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (families_toggled_cb), self);
      gtk_box_append (GTK_BOX (box), check);
      g_ptr_array_add (self->checks, check);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  self->families_button = GTK_MENU_BUTTON (button);
  gtk_menu_button_set_always_show_arrow (self->families_button, TRUE);
  return build_field (_ ("Families"), button, &self->families_error);
}

static GtkWidget *
build_list (ClSweepForm *self, guint list)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_set_tooltip_text (entry, _ (lists[list].hint));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  self->entries[list] = GTK_EDITABLE (entry);
  GtkWidget *field = build_field (_ (lists[list].title), entry, &self->errors[list]);
  gtk_editable_set_text (self->entries[list], lists[list].initial);
  parse_entry (self, list);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (entry_changed_cb), self);
  return field;
}

static void
cl_sweep_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClSweepForm *self = CL_SWEEP_FORM (object);

  if (id == PROP_FAMILIES)
    g_value_take_string (value, families_text (self));
  else
    g_value_set_string (value, gtk_editable_get_text (self->entries[id - PROP_LAMBDAS]));
}

static void
cl_sweep_form_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ClSweepForm *self = CL_SWEEP_FORM (object);
  const char *text = g_value_get_string (value);

  if (id == PROP_FAMILIES)
    set_families (self, text != NULL ? text : "");
  else
    gtk_editable_set_text (self->entries[id - PROP_LAMBDAS], text != NULL ? text : "");
}

static void
cl_sweep_form_finalize (GObject *object)
{
  ClSweepForm *self = CL_SWEEP_FORM (object);

  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->families);
  for (guint list = 0; list < N_LISTS; list++)
    g_clear_pointer (&self->values[list], g_array_unref);
  g_array_unref (self->seeds);
  G_OBJECT_CLASS (cl_sweep_form_parent_class)->finalize (object);
}

static void
cl_sweep_form_class_init (ClSweepFormClass *klass)
{
  static const char *const names[N_PROPERTIES] = { NULL, "families", "lambdas", "seeds" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cl_sweep_form_get_property;
  object_class->set_property = cl_sweep_form_set_property;
  object_class->finalize = cl_sweep_form_finalize;
  for (guint id = 1; id < N_PROPERTIES; id++)
    properties[id] =
        g_param_spec_string (names[id], NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signal_changed = g_signal_new ("changed", CL_TYPE_SWEEP_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
cl_sweep_form_init (ClSweepForm *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->checks = g_ptr_array_new ();
  self->families = g_ptr_array_new ();
  self->seeds = g_array_new (FALSE, FALSE, sizeof (guint64));
  gtk_box_append (GTK_BOX (box), build_families (self));
  for (guint list = 0; list < N_LISTS; list++)
    gtk_box_append (GTK_BOX (box), build_list (self, list));
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  adw_bin_set_child (ADW_BIN (self), box);
  set_families (self, "nemon,idl");
}

GtkWidget *
cl_sweep_form_new (void)
{
  return g_object_new (CL_TYPE_SWEEP_FORM, NULL);
}
