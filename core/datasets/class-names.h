/* The names of classes: how they are numbered, and when they need no names. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* names: of char *, all different.  By value when all of them are numbers, else by the alphabet. */
void cl_class_names_sort (GPtrArray *names);

/* A copy, or NULL when they are just the numbers from 0. */
GStrv cl_class_names_copy (GPtrArray *names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
