/* ClCheckGroup: check buttons of which any number is chosen, as one text of ids with commas. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _ClCheckGroup ClCheckGroup;

/* changed: after the user toggled one, and once after each cl_check_group_choose. */
ClCheckGroup *cl_check_group_new (void (*changed) (gpointer data),
                                  gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Before or after its buttons. */
void cl_check_group_free (ClCheckGroup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClCheckGroup, cl_check_group_free)

/* The next one; the id is static. */
void cl_check_group_add (ClCheckGroup *self, const char *id, GtkCheckButton *check);

/* In the order in which they were added. */
gboolean cl_check_group_is_chosen (ClCheckGroup *self, guint i);
guint cl_check_group_count_chosen (ClCheckGroup *self);
char *cl_check_group_dup_text (ClCheckGroup *self) G_GNUC_WARN_UNUSED_RESULT;

/* Those of the text and no others; what nobody knows is left out, NULL is no text. */
void cl_check_group_choose (ClCheckGroup *self, const char *text);

G_END_DECLS
