/* Files for tests: a folder of their own, and the file in it that most of them need. */
#pragma once

#include <gio/gio.h>

typedef struct
{
  char *folder;
  char *path; /* of the file in it; NULL where the test has no use for one */
} Scratch;

/* Fixture functions of g_test_add.  data: the name of the file, or NULL; the file is not made. */
void scratch_set_up (Scratch *scratch, gconstpointer data);

/* Deletes the folder with all that is in it. */
void scratch_tear_down (Scratch *scratch, gconstpointer data);

void write_bytes (const char *path, GBytes *bytes);

/* Deletes a file, or a folder with all that is in it. */
void remove_tree (const char *path);
