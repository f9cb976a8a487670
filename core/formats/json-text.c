#include "core/formats/json-text.h"

#include <string.h>

#include "core/formats/array-file.h"

#define MAX_DEPTH 64

static gboolean
set_error (GError **error, const char *text)
{
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX, "JSON: %s", text);
  return FALSE;
}

/* The four digits behind "\\u" at `text`, or -1. */
static int
read_unit (const char *text, gsize length)
{
  int unit = 0;

  if (length < 6 || text[0] != '\\' || text[1] != 'u')
    return -1;
  for (gsize i = 2; i < 6; i++)
    {
      int digit = g_ascii_xdigit_value (text[i]);

      if (digit < 0)
        return -1;
      unit = 16 * unit + digit;
    }
  return unit;
}

/* The length of the escape that begins at `text`, or 0 when JSON knows none like it.  The parser
 * knows more (octal ones, halves of surrogate pairs), of which it makes strings that are no
 * UTF-8. */
static gsize
measure_escape (const char *text, gsize length)
{
  int unit = read_unit (text, length);

  if (length < 2)
    return 0;
  if (text[1] != 'u')
    return strchr ("\"\\/bfnrt", text[1]) != NULL && text[1] != '\0' ? 2 : 0;
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      int second = read_unit (text + 6, length - 6);

      return second >= 0xdc00 && second < 0xe000 ? 12 : 0;
    }
  return unit <= 0 || (unit >= 0xdc00 && unit < 0xe000) ? 0 : 6;
}

/* What may stand outside of strings.  The parser also knows comments, in which quotes and brackets
 * mean nothing to it. */
static gboolean
is_json (char c)
{
  return c != '\0' && strchr (" \t\r\n[]{},:+-.0123456789Eaeflnrstu", c) != NULL;
}

/* Looks at the escapes in strings and counts the brackets outside of them. */
static gboolean
check_text (const char *text, gsize length, GError **error)
{
  gboolean in_string = FALSE;
  gsize depth = 0, step = 1;

  for (gsize i = 0; i < length; i += step)
    {
      char c = text[i];

      step = in_string && c == '\\' ? measure_escape (text + i, length - i) : 1;
      if (step == 0)
        return set_error (error, "a string has an escape that stands for no character");
      if (c == '"')
        in_string = !in_string;
      else if (!in_string && !is_json (c))
        return set_error (error,
                          "something outside of a string is neither bracket, number nor word");
      else if (!in_string && (c == '{' || c == '['))
        depth++;
      else if (!in_string && (c == '}' || c == ']') && depth > 0)
        depth--;
      if (depth > MAX_DEPTH)
        return set_error (error, "nested more than 64 levels deep");
    }
  return TRUE;
}

JsonNode *
cl_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) inner = NULL;
  JsonNode *root;

  if (!g_utf8_validate_len (text, length, NULL))
    {
      set_error (error, "the text is not UTF-8");
      return NULL;
    }
  if (!check_text (text, length, error))
    return NULL;
  if (!json_parser_load_from_data (parser, text, (gssize) length, &inner))
    {
      g_autofree char *message = g_utf8_make_valid (inner->message, -1);

      set_error (error, g_strdelimit (message, "\r\n", ' '));
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      set_error (error, "expected an object");
      return NULL;
    }
  return json_node_ref (root);
}

static gboolean
set_member_error (const char *key, const char *expected, GError **error)
{
  g_set_error (error, CL_FORMAT_ERROR, CL_FORMAT_ERROR_SYNTAX, "JSON: member \"%s\": expected %s",
               key, expected);
  return FALSE;
}

static JsonNode *
member_of_type (JsonObject *object, const char *key, GType type)
{
  JsonNode *node = json_object_get_member (object, key);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

gboolean
cl_json_get_integer (JsonObject *object, const char *key, gint64 *value, GError **error)
{
  JsonNode *node = member_of_type (object, key, G_TYPE_INT64);

  if (node == NULL)
    return set_member_error (key, "an integer", error);
  *value = json_node_get_int (node);
  return TRUE;
}

gboolean
cl_json_get_string (JsonObject *object, const char *key, const char **value, GError **error)
{
  JsonNode *node = member_of_type (object, key, G_TYPE_STRING);

  if (node == NULL)
    return set_member_error (key, "a string", error);
  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
cl_json_get_object (JsonObject *object, const char *key, JsonObject **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return set_member_error (key, "an object", error);
  *value = json_node_get_object (node);
  return TRUE;
}
