/* Lists of numbers as they are typed: "0.01, 0.02", or ranges "first:last:step" with both ends
 * included, or both: "0,1:3:0.5". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest list: more is a slip of the keyboard. */
#define CL_LIST_MAX 10000

/* The values as a GArray of double, never empty.  The members of a range are the decimal numbers
 * one would write down: the fourth of 0:0.4:0.05 is 0.15.  Fails with G_OPTION_ERROR and a sentence
 * that starts with `option` ("--lambda"). */
GArray *cl_list_parse (const char *text, const char *option,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for whole numbers from 0 to 2^53. */
GArray *cl_list_parse_counts (const char *text, const char *option,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
