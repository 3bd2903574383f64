/* npy-head: what the head of a .npy file says, which is written as Python writes a dictionary */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/arrays/npy-head.h"

#include <string.h>

static const char *
skip (const char *at)
{
  return at + strspn (at, " \t\n\r");
}

/* What stands in quotation marks of either kind; NULL: nothing does, or it is too long. */
static const char *
take_string (const char *at, char *to, gsize size)
{
  const char *end = *at == '\'' || *at == '"' ? strchr (at + 1, *at) : NULL;

  if (!end || (gsize) (end - at) > size)
    return NULL;
  g_strlcpy (to, at + 1, (gsize) (end - at));
  return skip (end + 1);
}

static const char *
take_type (WeftNpyHead *head, const char *at)
{
  int depth = 0;

  if (*at != '[')
    return take_string (at, head->type, sizeof head->type);
  do
    depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
  while (*at++ && depth > 0);
  return depth == 0 ? skip (at) : NULL;
}

static const char *
take_order (WeftNpyHead *head, const char *at)
{
  head->is_fortran = g_str_has_prefix (at, "True");
  if (head->is_fortran)
    return skip (at + strlen ("True"));
  return g_str_has_prefix (at, "False") ? skip (at + strlen ("False")) : NULL;
}

static const char *
take_shape (WeftNpyHead *head, const char *at)
{
  if (*at != '(')
    return NULL;
  for (at = skip (at + 1); *at != ')';)
    {
      char *end;
      guint64 n = g_ascii_isdigit (*at) ? g_ascii_strtoull (at, &end, 10) : G_MAXUINT64;

      if (n > G_MAXINT64 || head->rank == WEFT_NPY_RANK)
        return NULL;
      head->dims[head->rank++] = (gint64) n;
      at = skip (end + (*end == 'L')); /* as Python 2 wrote them */
      if (*at == ',')
        at = skip (at + 1);
      else if (*at != ')')
        return NULL;
    }
  return skip (at + 1);
}

static const struct
{
  const char *key;
  const char *(*take) (WeftNpyHead *head, const char *at);
} entries[] = {
  { "descr", take_type },
  { "fortran_order", take_order },
  { "shape", take_shape },
};

static const char *
take_entry (WeftNpyHead *head, const char *at, guint *taken)
{
  char key[32];

  at = take_string (at, key, sizeof key);
  if (!at || *at != ':')
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (strcmp (key, entries[i].key) == 0 && !(*taken >> i & 1))
      {
        *taken |= 1u << i;
        return entries[i].take (head, skip (at + 1));
      }
  return NULL;
}

gboolean
weft_npy_head_parse (WeftNpyHead *head, const char *text)
{
  const char *at = skip (text);
  guint taken = 0;

  *head = (WeftNpyHead){ 0 };
  if (*at != '{')
    return FALSE;
  for (at = skip (at + 1); *at != '}';)
    {
      at = take_entry (head, at, &taken);
      if (!at)
        return FALSE;
      if (*at == ',')
        at = skip (at + 1);
      else if (*at != '}')
        return FALSE;
    }
  return taken == (1u << G_N_ELEMENTS (entries)) - 1;
}
