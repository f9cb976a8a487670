/* A chooser of data with its controller, in a window: what the tests of the data of the training
 * page share. */
#pragma once

#include "app/data-controller.h"
#include "tests/core/scratch.h"
#include "tests/ui/ui-test.h"
#include "ui/pages/data-state.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  GtkWindow *window;
  ClDataChooser *chooser;
  ClDataController *controller;
  ClDataset *dataset; /* what the controller said last; not owned */
} DataTest;

/* Runs all tests that `add` adds, in a home of their own. */
int data_test_main (int argc, char *argv[], void (*add) (void));

/* Fixture functions of g_test_add. */
void data_test_set_up (DataTest *fixture, gconstpointer data);
void data_test_tear_down (DataTest *fixture, gconstpointer data);

#define DATA_TEST_ADD(name, function)                                                              \
  g_test_add ("/data-chooser/" name, DataTest, NULL, data_test_set_up, function,                   \
              data_test_tear_down)

/* Notes the data set in the fixture, which is `data`. */
void data_test_changed_cb (ClDataset *dataset, gpointer data);

/* The first widget in `root` of which `found` is true, or NULL. */
typedef gboolean (*DataTestFound) (GtkWidget *widget, gconstpointer data);

GtkWidget *data_test_find (gpointer root, DataTestFound found, gconstpointer data);
gboolean data_test_is_label (GtkWidget *widget, gconstpointer text);  /* mapped, holds the text */
gboolean data_test_is_button (GtkWidget *widget, gconstpointer text); /* mapped, has the label */
gboolean data_test_is_of_type (GtkWidget *widget, gconstpointer type);
gboolean data_test_is_row (GtkWidget *widget, gconstpointer title);

gboolean data_test_row_shows (DataTest *fixture, const char *title);
ClDataStateId data_test_state_of (DataTest *fixture);
void data_test_click (gpointer root, const char *label);

/* Chooses; and waits for the samples, or for an error in one line. */
void data_test_choose (DataTest *fixture, const char *id, const char *place);
ClDataset *data_test_read_it (DataTest *fixture, const char *id, const char *place);
void data_test_assert_error (DataTest *fixture, const char *part);

/* Writes a file of the fixture's folder; returns its path. */
char *data_test_put_text (DataTest *fixture, const char *name, const char *text);

/* `count` images of 28 x 28, or their labels, as an IDX file. */
GBytes *data_test_make_idx (guint count, gboolean images);

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                                    \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, end);                                         \
        ui_test_wait (5);                                                                          \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
