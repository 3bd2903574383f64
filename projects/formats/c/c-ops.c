/* c-ops: an op as a block of C99, for one sample: the places of its row are filled in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/c/c-ops.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/number.h"
#include "projects/formats/c/c-blocks.h"

void
weft_c_append_number (GString *out, double number)
{
  char buffer[WEFT_NUMBER_SIZE];

  weft_number_write_float (buffer, (float) number);
  g_string_append (out, buffer);
  g_string_append (out, strpbrk (buffer, ".e") != NULL ? "f" : ".0f");
}

/* --- places --- */

/* The place of an input among them, −1: the output; FALSE: there is none of that name. */
static gboolean
find_port (const WeftCBlock *block, const char *name, gsize n, int *port)
{
  *port = -1;
  if (n == 1 && *name == 'y')
    return TRUE;
  for (guint i = 0; i < block->n_in; i++)
    {
      const char *own = weft_op_get_input (block->op, i)->name;

      if (strlen (own) == n && strncmp (own, name, n) == 0)
        {
          *port = (int) i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
get_attribute (const WeftCBlock *block, const char *name, WeftAttr *attr)
{
  *attr = (WeftAttr){ 0 };
  weft_op_attr_get (weft_params_find (block->op->attrs, name), block->attrs, attr);
}

/* The numbers before ('<'), along ('|') or behind ('>') the axis that the attribute dim says. */
static gint64
count_side (const WeftCBlock *block, const WeftShape *shape, char side)
{
  gint64 n = 1;
  WeftAttr dim;
  int axis;

  get_attribute (block, "dim", &dim);
  axis = (int) dim.v[0] < 0 ? (int) dim.v[0] + block->in_shape[0].rank : (int) dim.v[0];
  for (int i = 0; i < shape->rank; i++)
    if (side == '<' ? i < axis : side == '>' ? i > axis : i == axis)
      n *= shape->dims[i];
  return n;
}

static void
append_dims (GString *out, const WeftShape *shape)
{
  for (int i = 0; i < shape->rank; i++)
    g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", shape->dims[i]);
}

/* "[x]", "[x.1]", "[x.*]", "[x<]": returns what stands behind it. */
static const char *
append_size (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strchr (at, ']'), *name = at + strcspn (at, ".<|>]");
  const WeftShape *shape = &block->out_shape;
  int port, axis = *name == '.' ? atoi (name + 1) : 0;

  find_port (block, at, (gsize) (name - at), &port);
  if (port >= 0)
    shape = &block->in_shape[port];
  if (*name == '.' && name[1] == '*')
    append_dims (out, shape);
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT,
                            *name == ']'   ? weft_shape_count (shape)
                            : *name == '.' ? shape->dims[axis < 0 ? axis + shape->rank : axis]
                                           : count_side (block, shape, *name));
  return end + 1;
}

/* "{eps}", "{kernel.0}", "{dims.*}". */
static const char *
append_attribute (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strchr (at, '}'), *dot = memchr (at, '.', (gsize) (end - at));
  g_autofree char *name = g_strndup (at, (gsize) ((dot != NULL ? dot : end) - at));
  const WeftParam *row = weft_params_find (block->op->attrs, name);
  WeftAttr attr;

  get_attribute (block, name, &attr);
  if (dot != NULL && dot[1] == '*')
    for (int i = 0; i < attr.n; i++)
      g_string_append_printf (out, "%s%d", i > 0 ? ", " : "", (int) attr.v[i]);
  else if (row->type == WEFT_PARAM_REAL || row->type == WEFT_PARAM_REALS)
    weft_c_append_number (out, attr.v[dot != NULL ? atoi (dot + 1) : 0]);
  else
    g_string_append_printf (out, "%d", (int) attr.v[dot != NULL ? atoi (dot + 1) : 0]);
  return end + 1;
}

static const char *
append_name (GString *out, const WeftCBlock *block, const char *at)
{
  gsize n = 0;
  int port;

  while (g_ascii_isalnum (at[n]) || at[n] == '_')
    n++;
  find_port (block, at, n, &port);
  g_string_append (out, port < 0 ? block->out : block->in[port]);
  return at + n;
}

/* Behind the end of what only stands where an input is there, or its beginning. */
static const char *
skip_absent (const WeftCBlock *block, const char *at)
{
  gsize n = strcspn (at, " ");
  int port;

  if (find_port (block, at, n, &port) && block->in[port] != NULL)
    return at + n;
  return strstr (at, "?}") + 2;
}

/* "w[o]#}": returns what stands behind it. */
static const char *
append_scale (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strstr (at, "#}"), *index = strchr (at, '[');
  int port;

  if (find_port (block, at, (gsize) (index - at), &port) && block->scale[port] != NULL)
    g_string_append_printf (out, " * %s%.*s", block->scale[port], (int) (end - index), index);
  return end + 2;
}

/* "{* + *}": returns what stands behind it. */
static const char *
append_all (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strstr (at, "*}");

  for (guint i = 0; i < block->n_in; i++)
    {
      g_string_append_len (out, at, i > 0 ? end - at : 0);
      g_string_append_printf (out, "%s[i]", block->in[i]);
    }
  return end + 2;
}

static void append_text (GString *out, const WeftCBlock *block, const char *at, const char *end);

/* "{@ … @}": returns what stands behind it. */
static const char *
append_each (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strstr (at, "@}");

  for (guint i = 0; i < block->n_in; i++)
    {
      WeftCBlock one = *block;

      one.in[0] = block->in[i];
      one.in_shape[0] = block->in_shape[i];
      append_text (out, &one, at, end);
    }
  return end + 2;
}

static void
append_text (GString *out, const WeftCBlock *block, const char *at, const char *end)
{
  while (at < end)
    if (g_str_has_prefix (at, "{@"))
      at = append_each (out, block, at + 2);
    else if (g_str_has_prefix (at, "$["))
      at = append_size (out, block, at + 2);
    else if (g_str_has_prefix (at, "${"))
      at = append_attribute (out, block, at + 2);
    else if (g_str_has_prefix (at, "{?"))
      at = skip_absent (block, at + 2);
    else if (g_str_has_prefix (at, "{#"))
      at = append_scale (out, block, at + 2);
    else if (g_str_has_prefix (at, "?}"))
      at += 2;
    else if (g_str_has_prefix (at, "{*"))
      at = append_all (out, block, at + 2);
    else if (*at == '$')
      at = append_name (out, block, at + 1);
    else
      g_string_append_c (out, *at++);
}

/* An input that is there, or an attribute that is not 0. */
static gboolean
has (const WeftCBlock *block, const char *name)
{
  int port;
  WeftAttr attr;

  if (find_port (block, name, strlen (name), &port))
    return block->in[port] != NULL;
  if (weft_params_find (block->op->attrs, name) == NULL)
    return FALSE;
  get_attribute (block, name, &attr);
  return attr.n > 0 || attr.v[0] != 0;
}

static gboolean
has_any (const WeftCBlock *block, const char *names)
{
  g_auto (GStrv) list = g_strsplit (names != NULL ? names : "", ",", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (has (block, list[i]))
      return TRUE;
  return FALSE;
}

gboolean
weft_c_append_block (GString *out, const WeftCBlock *block)
{
  const WeftCText *row = weft_c_find_text (block->op->id);

  if (row == NULL || has_any (block, row->without))
    return FALSE;
  append_text (out, block, row->text, row->text + strlen (row->text));
  return TRUE;
}
