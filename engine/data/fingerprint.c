/* fingerprint: what tells a data set from any other
 *
 * Sets of an x and at most one y were there first: graphs and projects name them by what was taken
 * of them then, in that order. Whatever else a set has is added behind it, field by field. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/fingerprint.h"

#include <string.h>

#include "engine/base/errand.h"

#define WINDOW ((gsize) 1 << 20) /* bytes at a time: GChecksum's lengths are 32-bit inside */

/* Files and fingerprints hold numbers as they lie in memory. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

/* What the kind of y counts as in a fingerprint; 0: there is none. */
static const gint64 targets[WEFT_N_KINDS] = {
  [WEFT_KIND_CLASS] = 1,
  [WEFT_KIND_NUMBERS] = 2,
  [WEFT_KIND_MASK] = 3,
};
static const guint x_kinds = WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_POINTS)
                             | WEFT_KIND_BIT (WEFT_KIND_PICTURE);

static void
add_shape (GChecksum *sum, const WeftShape *shape)
{
  gint64 head[2] = { shape->rank, shape->type };

  g_checksum_update (sum, (const guchar *) head, sizeof head);
  g_checksum_update (sum, (const guchar *) shape->dims, shape->rank * sizeof shape->dims[0]);
}

/* backed: nullable, what they lie in. */
static void
add_bytes_of (GChecksum *sum, WeftBacked *backed, gconstpointer bytes, gsize length)
{
  const guchar *at = bytes;
  guint64 head = bytes ? length + 1 : 0;

  g_checksum_update (sum, (const guchar *) &head, sizeof head);
  for (gsize done = 0; bytes && done < length;)
    {
      gsize part = MIN (length - done, WINDOW);

      if (backed)
        weft_backed_touch (backed, at + done, part);
      g_checksum_update (sum, at + done, (gssize) part);
      if (!weft_errand_add ((gint64) part, NULL))
        return; /* nobody will look at it */
      done += part;
    }
}

static void
add_bytes (GChecksum *sum, gconstpointer bytes, gsize length)
{
  add_bytes_of (sum, NULL, bytes, length);
}

static void
add_data (GChecksum *sum, const WeftField *field, gint64 count)
{
  add_bytes_of (sum, field->backed, field->data,
                field->data ? weft_field_get_bytes (field, count) : 0);
}

static void
add_string (GChecksum *sum, const char *string)
{
  add_bytes (sum, string, string ? strlen (string) : 0);
}

static void
add_strings (GChecksum *sum, char **strings)
{
  for (guint i = 0; strings && strings[i]; i++)
    add_string (sum, strings[i]);
  add_bytes (sum, NULL, 0);
}

static gboolean
is_first_x (const WeftField *field)
{
  return strcmp (field->name, "x") == 0 && field->ragged < 0
         && x_kinds & WEFT_KIND_BIT (field->kind);
}

static gboolean
is_first_y (const WeftField *field)
{
  return strcmp (field->name, "y") == 0 && field->ragged < 0 && targets[field->kind] != 0
         && field->scale == 1;
}

static void
add_first (GChecksum *sum, const WeftDataset *dataset, const WeftField *x, const WeftField *y)
{
  static const WeftField none;
  gint64 count = dataset->count;
  gint64 head[3] = { count, y ? targets[y->kind] : 0, y ? y->classes : 0 };

  y = y ? y : &none;
  x = x ? x : &none;
  g_checksum_update (sum, (const guchar *) head, sizeof head);
  g_checksum_update (sum, (const guchar *) &x->scale, sizeof x->scale);
  add_shape (sum, &x->shape);
  add_shape (sum, &y->shape);
  add_strings (sum, y->class_names);
  add_strings (sum, x->feature_names);
  add_string (sum, y->title);
  add_bytes (sum, dataset->part, (gsize) count);
  if (x->gaps)
    add_bytes (sum, x->gaps, weft_field_get_gaps_size (x, count));
  add_data (sum, y, count);
  add_data (sum, x, count);
}

static void
add_field (GChecksum *sum, const WeftDataset *dataset, const WeftField *field)
{
  gint64 count = dataset->count, head[2] = { field->classes, field->ragged };

  add_string (sum, field->name);
  add_string (sum, weft_kind_get_id (field->kind));
  g_checksum_update (sum, (const guchar *) head, sizeof head);
  g_checksum_update (sum, (const guchar *) &field->scale, sizeof field->scale);
  if (field->rate > 0)
    g_checksum_update (sum, (const guchar *) &field->rate, sizeof field->rate);
  add_shape (sum, &field->shape);
  add_strings (sum, field->class_names);
  add_strings (sum, field->feature_names);
  add_string (sum, field->title);
  add_bytes (sum, field->gaps, field->gaps ? weft_field_get_gaps_size (field, count) : 0);
  add_bytes (sum, field->offsets, field->offsets ? (gsize) (count + 1) * sizeof (gint64) : 0);
  add_data (sum, field, count);
}

char *
weft_fingerprint_new (const WeftDataset *dataset)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const WeftField *x = NULL, *y = NULL;

  for (guint i = 0; i < dataset->n_fields; i++)
    {
      x = is_first_x (&dataset->fields[i]) ? &dataset->fields[i] : x;
      y = is_first_y (&dataset->fields[i]) ? &dataset->fields[i] : y;
    }
  add_first (sum, dataset, x, y);
  for (guint i = 0; i < dataset->n_fields; i++)
    if (&dataset->fields[i] != x && &dataset->fields[i] != y)
      add_field (sum, dataset, &dataset->fields[i]);
  if (dataset->group)
    add_bytes (sum, dataset->group, (gsize) dataset->count * sizeof *dataset->group);
  return g_strdup (g_checksum_get_string (sum));
}
