#include "ui/pages/network-shield.h"

#include <glib/gi18n.h>

struct _ClNetworkShield
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *status;
};

G_DEFINE_FINAL_TYPE (ClNetworkShield, cl_network_shield, ADW_TYPE_BIN)

void
cl_network_shield_set_example (ClNetworkShield *self, const ClExample *example)
{
  g_autofree char *description = NULL;
  g_autofree char *markup = NULL;

  g_return_if_fail (CL_IS_NETWORK_SHIELD (self));

  if (example != NULL)
    {
      const ClExampleText *text = cl_example_text (example);

      description = g_strdup_printf (
          _ ("This page asks whether x = Φ(Ax + b) has one fixed point, and no norm of A answers that "
             "for\n%s.\n\nWhat holds instead, in its own norm or semi-norm:\n%s."),
          text->equation, _ (text->statement));
      markup = g_markup_escape_text (description, -1);
      adw_status_page_set_description (self->status, markup);
    }
  gtk_stack_set_visible_child_name (self->stack, example != NULL ? "status" : "page");
}

static void
cl_network_shield_class_init (ClNetworkShieldClass *klass)
{
}

static void
cl_network_shield_init (ClNetworkShield *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->status = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->status, "cl-conditions-symbolic");
  adw_status_page_set_title (self->status, _ ("Not a Neural Network"));
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->status), "status");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
cl_network_shield_new (GtkWidget *page)
{
  ClNetworkShield *self = g_object_new (CL_TYPE_NETWORK_SHIELD, NULL);

  gtk_stack_add_named (self->stack, page, "page");
  gtk_stack_set_visible_child_name (self->stack, "page");
  return GTK_WIDGET (self);
}
