/* kept-join: a set with the samples behind its own that somebody gave by hand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kept-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "engine/data/like.h"
#include "engine/data/pack-bits.h"

/* --- reading --- */

/* What is read of a sample: of each field of the set its numbers as they are stored there. */
typedef struct
{
  GByteArray *bytes[WEFT_MAX_FIELDS];
  gint64 steps[WEFT_MAX_FIELDS]; /* of a field that has them */
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  for (guint i = 0; i < WEFT_MAX_FIELDS; i++)
    g_clear_pointer (&read->bytes[i], g_byte_array_unref);
  g_free (read);
}

/* Labels are as wide in memory as it says, and below the classes. */
static gboolean
widen (const WeftField *field, GByteArray **bytes)
{
  GByteArray *wide = g_byte_array_new ();
  gboolean is_fine = TRUE;

  for (guint i = 0; i + sizeof (gint32) <= (*bytes)->len; i += sizeof (gint32))
    {
      gint32 label;
      gint64 own;

      memcpy (&label, (*bytes)->data + i, sizeof label);
      own = label;
      is_fine &= label >= 0 && label < field->classes;
      g_byte_array_append (wide, (const guint8 *) &own, sizeof own);
    }
  g_byte_array_unref (*bytes);
  *bytes = wide;
  return is_fine;
}

static gboolean
has_finite (const WeftField *field, const GByteArray *bytes)
{
  for (guint i = 0; field->shape.type == WEFT_F32 && i + sizeof (float) <= bytes->len;
       i += sizeof (float))
    {
      float number;

      memcpy (&number, bytes->data + i, sizeof number);
      if (!isfinite (number))
        return FALSE;
    }
  return TRUE;
}

/* One row of a field that has steps, else a whole sample, in the text. */
static gsize
get_row_bytes (const WeftField *field)
{
  WeftShape shape = field->shape;

  if (field->ragged >= 0)
    shape.dims[field->ragged] = 1;
  return (gsize) weft_shape_count (&shape) * weft_kept_get_width (field);
}

static gboolean
read_numbers (const WeftField *field, const char *written, GByteArray **bytes, gint64 *steps)
{
  gsize length, row = get_row_bytes (field);
  g_autofree guchar *packed = g_base64_decode (written, &length);

  *bytes = weft_unpack_bits (packed, length, WEFT_KEPT_MOST * sizeof (float));
  if (*bytes == NULL || (*bytes)->len == 0 || (*bytes)->len % row != 0)
    return FALSE;
  *steps = (*bytes)->len / row;
  return (field->ragged >= 0 || *steps == 1)
         && (field->shape.type == WEFT_I64 ? widen (field, bytes) : has_finite (field, *bytes));
}

static gboolean
read_field (const WeftField *field, const char *sample, Read *read, guint i)
{
  g_autofree char *written = weft_kept_dup_written (sample, field->name);
  gint64 class;

  if (written == NULL)
    return FALSE;
  if (!weft_kept_is_class (field))
    return read_numbers (field, written, &read->bytes[i], &read->steps[i]);
  class = weft_kept_read_class (sample, field->name);
  read->bytes[i] = g_byte_array_new ();
  g_byte_array_append (read->bytes[i], (const guint8 *) &class, sizeof class);
  return class >= 0 && class < field->classes;
}

/* Fields that are as long as each other in every sample are so in these. */
static gboolean
keeps_lengths (const WeftDataset *base, const Read *read)
{
  for (guint i = 0; i < base->n_fields; i++)
    for (guint k = 0; k < i; k++)
      if (base->fields[i].ragged >= 0 && base->fields[k].ragged >= 0
          && base->fields[i].t == base->fields[k].t && read->steps[i] != read->steps[k])
        return FALSE;
  return TRUE;
}

/* Read, those that fit. */
static GPtrArray *
read_samples (const WeftDataset *base, const char *text, guint *n_odd)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (read_free);
  g_auto (GStrv) samples = weft_kept_split (text);

  *n_odd = 0;
  for (guint i = 0; samples[i] != NULL && *text != '\0'; i++)
    {
      Read *read = g_new0 (Read, 1);
      gboolean fits = TRUE;

      for (guint k = 0; fits && k < base->n_fields; k++)
        fits = read_field (&base->fields[k], samples[i], read, k);
      if (fits && keeps_lengths (base, read))
        g_ptr_array_add (all, read);
      else
        {
          read_free (read);
          (*n_odd)++;
        }
    }
  return all;
}

/* --- joining --- */

static gboolean
copy_offsets (WeftField *field, const WeftDataset *base, guint i, const GPtrArray *more,
              GError **error)
{
  const WeftField *from = &base->fields[i];
  gint64 n = base->count;

  field->offsets = weft_memory_new ((gsize) (n + more->len + 1) * sizeof (gint64), error);
  if (field->offsets == NULL)
    return FALSE;
  if (n > 0)
    memcpy (field->offsets, from->offsets, (gsize) (n + 1) * sizeof (gint64));
  for (guint k = 0; k < more->len; k++)
    {
      gint64 steps = ((const Read *) more->pdata[k])->steps[i];

      field->offsets[n + k + 1] = field->offsets[n + k] + steps;
      field->shape.dims[field->ragged] = MAX (field->shape.dims[field->ragged], steps);
    }
  return TRUE;
}

static gboolean
join_field (WeftDataset *joined, const WeftDataset *base, guint i, const GPtrArray *more,
            GError **error)
{
  const WeftField *from = &base->fields[i];
  WeftField *field = weft_like_add_field (joined, from);
  gsize at = base->count > 0 ? weft_field_get_bytes (from, base->count) : 0;

  field->shape = from->shape;
  field->ragged = from->ragged;
  if (field->ragged >= 0 && !copy_offsets (field, base, i, more, error))
    return FALSE;
  if (!weft_dataset_allocate (joined, field, error))
    return FALSE;
  if (at > 0)
    memcpy (field->data, from->data, at);
  for (guint k = 0; k < more->len; k++)
    {
      const GByteArray *bytes = ((const Read *) more->pdata[k])->bytes[i];

      memcpy ((char *) field->data + at, bytes->data, bytes->len);
      at += bytes->len;
    }
  if (from->gaps != NULL)
    {
      field->gaps = g_malloc0 (weft_field_get_gaps_size (field, joined->count));
      memcpy (field->gaps, from->gaps, weft_field_get_gaps_size (from, base->count));
    }
  return TRUE;
}

/* Which of them are parted how: those of the base as before. */
static gboolean
join_parts (WeftDataset *joined, const WeftDataset *base, guint8 part, GError **error)
{
  gint64 n = base->count;

  if (base->part != NULL || part > 0)
    {
      joined->part = weft_memory_new ((gsize) joined->count, error);
      if (joined->part == NULL)
        return FALSE;
      if (base->part != NULL)
        memcpy (joined->part, base->part, (gsize) n);
      memset (joined->part + n, part, (gsize) (joined->count - n));
    }
  if (base->group == NULL)
    return TRUE;
  joined->group = weft_memory_new ((gsize) joined->count * sizeof *joined->group, error);
  for (gint64 i = 0; joined->group != NULL && i < joined->count; i++)
    joined->group[i] = i < n ? base->group[i] : (guint32) i;
  return joined->group != NULL;
}

static void
add_note (GStrvBuilder *notes, const char *format, guint n)
{
  if (n > 0)
    {
      g_autofree char *note = g_strdup_printf (format, n);

      g_strv_builder_add (notes, note);
    }
}

static void
join_words (WeftDataset *joined, const WeftDataset *base, guint n_kept, guint n_odd)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();

  joined->name = g_strdup (base->name);
  joined->title = g_strdup (base->title);
  joined->about = g_strdup (base->about);
  joined->cures = g_strdupv (base->cures);
  if (base->notes != NULL)
    g_strv_builder_addv (notes, (const char **) base->notes);
  add_note (notes,
            ngettext ("%u sample was given by hand and kept.",
                      "%u samples were given by hand and kept.", n_kept),
            n_kept);
  add_note (notes,
            ngettext ("%u sample that was kept does not fit the others and is left out.",
                      "%u samples that were kept do not fit the others and are left out.", n_odd),
            n_odd);
  joined->notes = g_strv_builder_end (notes);
}

WeftDataset *
weft_kept_join (const WeftDataset *base, const char *text, guint8 part, GError **error)
{
  g_autoptr (WeftDataset) joined = weft_dataset_new ();
  g_autoptr (GPtrArray) more = NULL;
  guint n_odd;

  for (guint i = 0; i < base->n_fields; i++)
    if (base->fields[i].backed != NULL)
      {
        weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                                 _ ("“%s” is too large to keep samples beside it."), base->name);
        return NULL;
      }
  more = read_samples (base, text, &n_odd);
  joined->count = base->count + more->len;
  join_words (joined, base, more->len, n_odd);
  for (guint i = 0; i < base->n_fields; i++)
    if (!join_field (joined, base, i, more, error))
      return NULL;
  return join_parts (joined, base, part, error) && weft_dataset_finish (joined, error)
             ? g_steal_pointer (&joined)
             : NULL;
}
