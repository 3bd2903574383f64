/* field: one thing that is known of every sample of a set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/field.h"

#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/memory.h"
#include "engine/data/unknown.h"

#define MAX_NAME 60

gboolean
weft_field_is_name (const char *name)
{
  gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_");

  return g_ascii_islower (*name) && !name[length] && length <= MAX_NAME;
}

const char *
weft_field_get_mask_name (const WeftField *field)
{
  g_autofree char *name = g_strconcat (field->name, "_mask", NULL);

  return field->ragged >= 0 ? g_intern_string (name) : NULL;
}

void
weft_field_clear (WeftField *field)
{
  if (field->backed)
    weft_backed_free (field->backed);
  else
    weft_memory_free (field->data);
  weft_memory_free (field->offsets);
  g_strfreev (field->class_names);
  g_strfreev (field->feature_names);
  g_strfreev (field->feature_forms);
  g_free (field->title);
  g_free (field->gaps);
}

/* Where no disk has room for much, memory may. */
gboolean
weft_field_allocate (WeftField *field, gsize bytes, GError **error)
{
  g_autoptr (GError) no_room = NULL;

  if (bytes >= WEFT_BACKED_FROM)
    field->backed = weft_backed_new (bytes, &no_room);
  if (field->backed)
    field->data = weft_backed_get_memory (field->backed);
  else
    field->data = weft_memory_new (bytes, no_room ? NULL : error);
  if (!field->data && no_room)
    g_propagate_error (error, g_steal_pointer (&no_room));
  return field->data != NULL;
}

/* Of all samples, or of those before one: steps of a ragged field, else samples. */
static gint64
count_rows (const WeftField *field, gint64 count)
{
  return field->ragged < 0 ? count : field->offsets[count];
}

/* What one row of count_rows has. */
static WeftShape
row_shape (const WeftField *field)
{
  WeftShape shape = field->shape;

  if (field->ragged >= 0)
    shape.dims[field->ragged] = 1;
  return shape;
}

gsize
weft_field_get_bytes (const WeftField *field, gint64 count)
{
  WeftShape row = row_shape (field);

  return (gsize) count_rows (field, count) * weft_shape_bytes (&row);
}

gsize
weft_field_get_gaps_size (const WeftField *field, gint64 count)
{
  WeftShape row = row_shape (field);

  return ((gsize) count_rows (field, count) * (gsize) weft_shape_count (&row) + 7) / 8;
}

void
weft_field_touch (const WeftField *field, gint64 first, gint64 n)
{
  gsize begin, end;

  if (!field->backed)
    return;
  begin = weft_field_get_bytes (field, first);
  end = weft_field_get_bytes (field, first + n);
  weft_backed_touch (field->backed, (const char *) field->data + begin, end - begin);
}

void
weft_field_expect (const WeftField *field, gint64 sample)
{
  gsize begin;

  if (!field->backed)
    return;
  begin = weft_field_get_bytes (field, sample);
  weft_backed_expect (field->backed, (const char *) field->data + begin,
                      weft_field_get_bytes (field, sample + 1) - begin);
}

gconstpointer
weft_field_get_sample (const WeftField *field, gint64 sample, WeftShape *shape)
{
  if (shape != NULL)
    {
      *shape = field->shape;
      if (field->ragged >= 0)
        shape->dims[field->ragged] = field->offsets[sample + 1] - field->offsets[sample];
    }
  weft_field_touch (field, sample, 1);
  return (const guint8 *) field->data + weft_field_get_bytes (field, sample);
}

void
weft_field_get (const WeftField *field, gint64 sample, float *numbers)
{
  WeftShape shape;
  gconstpointer from = weft_field_get_sample (field, sample, &shape);
  gint64 n = weft_shape_count (&shape);
  float factor = (float) field->scale;

  for (gint64 i = 0; i < n; i++)
    switch (shape.type)
      {
      case WEFT_F32:
        numbers[i] = ((const float *) from)[i] * factor;
        break;
      case WEFT_I32:
        numbers[i] = (float) ((const gint32 *) from)[i] * factor;
        break;
      case WEFT_I64:
        numbers[i] = (float) ((const gint64 *) from)[i] * factor;
        break;
      case WEFT_I16:
        numbers[i] = (float) ((const gint16 *) from)[i] * factor;
        break;
      case WEFT_U8:
      case WEFT_BOOLEAN:
        numbers[i] = (float) ((const guint8 *) from)[i] * factor;
        break;
      }
}

gint64
weft_field_get_class (const WeftField *field, gint64 sample)
{
  g_return_val_if_fail (field->kind == WEFT_KIND_CLASS, -1);
  weft_field_touch (field, sample, 1);
  return ((const gint64 *) field->data)[sample];
}

void
weft_field_get_labels (const WeftField *field, gint64 sample, gint64 *labels)
{
  WeftShape shape;
  gconstpointer from = weft_field_get_sample (field, sample, &shape);
  gint64 n = weft_shape_count (&shape);

  if (shape.type == WEFT_I64)
    memcpy (labels, from, (gsize) n * sizeof *labels);
  else
    for (gint64 i = 0; i < n; i++)
      labels[i] = ((const guint8 *) from)[i];
}

gboolean
weft_word_is_sign (const char *word)
{
  return *word == '\0' || *g_utf8_next_char (word) == '\0'
         || (word[0] == '\\' && g_ascii_isalpha (word[1]) && (word[2] == '\0' || word[1] == 'u'));
}

/* Words of one letter stand side by side. */
static gboolean
has_long_words (const WeftField *field)
{
  for (int i = 0; field->class_names && i < field->classes; i++)
    if (!weft_word_is_sign (field->class_names[i]))
      return TRUE;
  return field->class_names == NULL;
}

gboolean
weft_field_has_pieces (const WeftField *field)
{
  for (int i = 0; field->class_names && i < field->classes; i++)
    if (g_str_has_prefix (field->class_names[i], WEFT_WORD_START))
      return TRUE;
  return FALSE;
}

gboolean
weft_field_has_spaces (const WeftField *field)
{
  return has_long_words (field) && !weft_field_has_pieces (field);
}

/* Whether people write a space between two words of which one ends and the other begins so:
 * Chinese has none, and none stands before what ends a clause or behind what opens one. */
static gboolean
is_apart (gunichar end, gunichar start)
{
  GUnicodeType before = g_unichar_type (end), after = g_unichar_type (start);

  return !g_unichar_iswide (end) && !g_unichar_iswide (start)
         && !(start < 128 && strchr (".,;:!?%", (int) start) != NULL)
         && after != G_UNICODE_CLOSE_PUNCTUATION && after != G_UNICODE_FINAL_PUNCTUATION
         && before != G_UNICODE_OPEN_PUNCTUATION && before != G_UNICODE_INITIAL_PUNCTUATION;
}

void
weft_text_append_word (GString *text, const char *word, gboolean has_spaces)
{
  if (has_spaces && text->len > 0 && *word != '\0'
      && is_apart (g_utf8_get_char (g_utf8_prev_char (text->str + text->len)),
                   g_utf8_get_char (word)))
    g_string_append_c (text, ' ');
  g_string_append (text, word);
}

void
weft_field_tidy_pieces (const WeftField *field, GString *text)
{
  if (!weft_field_has_pieces (field))
    return;
  g_string_replace (text, WEFT_WORD_START, " ", 0);
  if (*text->str == ' ')
    g_string_erase (text, 0, 1);
}

char *
weft_field_dup_word (const WeftField *field, gint64 token)
{
  const char *name;

  if (field->class_names == NULL || token < 0 || token >= field->classes)
    return g_strdup_printf ("%" G_GINT64_FORMAT, token);
  name = field->class_names[token];
  if (weft_field_is_unknown (field, token))
    return g_strdup ("…");
  return *name != '\0' ? weft_brief (name, WEFT_BRIEF_NAME) : g_strdup ("_");
}

gint64
weft_field_find_end (const WeftField *field, gint64 count)
{
  const gint64 *tokens;
  WeftShape shape;
  gint64 end, seen = 0;

  if (field->kind != WEFT_KIND_TOKENS || field->ragged != 0 || field->shape.rank != 1)
    return -1;
  tokens = weft_field_get_sample (field, 0, &shape);
  end = tokens[shape.dims[0] - 1];
  for (gint64 i = 0; i < count; i++)
    {
      tokens = weft_field_get_sample (field, i, &shape);
      if (tokens[shape.dims[0] - 1] != end)
        return -1;
      for (gint64 k = 0; k < shape.dims[0]; k++)
        seen += tokens[k] == end;
    }
  return seen == count ? end : -1;
}
