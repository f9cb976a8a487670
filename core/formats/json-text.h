/* JSON from files that may be damaged or hostile. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Parses UTF-8 text whose top is an object.  Nesting beyond 64 levels is refused before the
 * recursive parser sees it, as are escapes that would make a string anything but UTF-8.  Errors are
 * of CL_FORMAT_ERROR, one line, with the line number. */
JsonNode *cl_json_parse (const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The member, or an error that names it: "member \"version\": expected an integer". */
gboolean cl_json_get_integer (JsonObject *object, const char *key, gint64 *value, GError **error);
gboolean cl_json_get_string (JsonObject *object, const char *key, const char **value,
                             GError **error); /* owned by the object */
gboolean cl_json_get_object (JsonObject *object, const char *key, JsonObject **value,
                             GError **error); /* owned by the object */

G_END_DECLS
