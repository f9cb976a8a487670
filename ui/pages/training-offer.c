#include "ui/pages/training-offer.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_ACCEPT,
  SIGNAL_DISCARD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _ClTrainingOffer
{
  GtkWidget parent_instance;

  GtkLabel *text;
  GtkButton *accept, *discard;
};

G_DEFINE_FINAL_TYPE (ClTrainingOffer, cl_training_offer, GTK_TYPE_WIDGET)

void
cl_training_offer_set_text (ClTrainingOffer *self, const char *text)
{
  g_return_if_fail (CL_IS_TRAINING_OFFER (self));

  if (text != NULL)
    gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static void
accept_cb (ClTrainingOffer *self)
{
  g_signal_emit (self, signals[SIGNAL_ACCEPT], 0);
}

static void
discard_cb (ClTrainingOffer *self)
{
  g_signal_emit (self, signals[SIGNAL_DISCARD], 0);
}

static void
cl_training_offer_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_training_offer_parent_class)->dispose (object);
}

static void
cl_training_offer_class_init (ClTrainingOfferClass *klass)
{
  static const char *const names[N_SIGNALS] = { "accept", "discard" };

  G_OBJECT_CLASS (klass)->dispose = cl_training_offer_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
build_text (ClTrainingOffer *self)
{
  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->text, 0);
}

static void
cl_training_offer_init (ClTrainingOffer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *actions = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  build_text (self);
  self->accept = GTK_BUTTON (gtk_button_new_with_mnemonic (""));
  self->discard = GTK_BUTTON (gtk_button_new_with_mnemonic (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->accept), "suggested-action");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->discard), _ ("Delete what was trained."));
  gtk_widget_set_halign (actions, GTK_ALIGN_END);
  g_signal_connect_swapped (self->accept, "clicked", G_CALLBACK (accept_cb), self);
  g_signal_connect_swapped (self->discard, "clicked", G_CALLBACK (discard_cb), self);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "training-offer");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (actions), GTK_WIDGET (self->discard));
  gtk_box_append (GTK_BOX (actions), GTK_WIDGET (self->accept));
  gtk_box_append (GTK_BOX (box), actions);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
cl_training_offer_new (const char *accept, const char *tooltip, const char *discard)
{
  g_return_val_if_fail (accept != NULL && tooltip != NULL && discard != NULL, NULL);
  ClTrainingOffer *self = g_object_new (CL_TYPE_TRAINING_OFFER, NULL);

  gtk_button_set_label (self->accept, accept);
  gtk_button_set_label (self->discard, discard);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->accept), tooltip);
  return GTK_WIDGET (self);
}
