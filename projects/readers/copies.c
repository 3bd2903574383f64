/* copies: what becomes of samples that are the same as others, or nearly so; and classes that are
 * one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/copies.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/memory.h"
#include "engine/data/duplicates.h"
#include "engine/data/near.h"
#include "engine/data/subset.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/column.h"
#include "projects/readers/tables/own-fields.h"

static void
add_note (WeftDataset *dataset, const char *format, gint64 n)
{
  WeftNotes *notes = weft_notes_new ();
  g_autofree char *number = weft_count_format (n);

  for (guint i = 0; dataset->notes && dataset->notes[i]; i++)
    g_ptr_array_add (notes, g_strdup (dataset->notes[i]));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  weft_notes_add (notes, format, number); /* one of this file's */
#pragma GCC diagnostic pop
  g_strfreev (dataset->notes);
  dataset->notes = weft_notes_finish (notes);
}

/* Of those to which a sample is near the first one that trains stays, else the first. */
static WeftDataset *
drop (WeftDataset *dataset, const guint32 *first, GError **error)
{
  g_autofree guint8 *kept = g_new0 (guint8, dataset->count);
  g_autofree guint32 *stays = g_new0 (guint32, dataset->count); /* of each kind: + 1 */
  WeftDataset *subset;

  for (gint64 i = 0; i < dataset->count; i++)
    {
      guint32 *of = &stays[first[i]];
      gboolean trains = !dataset->part || dataset->part[i] <= WEFT_PART_TRAIN + 1;

      if (*of == 0 || (trains && dataset->part && dataset->part[*of - 1] > WEFT_PART_TRAIN + 1))
        *of = (guint32) i + 1;
    }
  for (gint64 i = 0; i < dataset->count; i++)
    if (stays[i])
      kept[stays[i] - 1] = 1;
  subset = weft_dataset_new_subset (dataset, kept, error);
  if (subset)
    add_note (subset,
              _ ("Samples that are the same as another one, or nearly so, and were left "
                 "out, as asked for: %s."),
              dataset->count - subset->count);
  weft_dataset_unref (dataset);
  return subset;
}

static WeftDataset *
drop_near (WeftDataset *dataset, guint32 *near, GError **error)
{
  return drop (dataset, near, error);
}

/* Groups that the source has already are kept together, too. */
static WeftDataset *
join (WeftDataset *dataset, guint32 *near, GError **error)
{
  guint32 *group = weft_memory_new ((gsize) dataset->count * sizeof *group, error);
  g_autoptr (WeftDataset) owned = dataset;
  gint64 n = 0;

  if (!group)
    return NULL;
  for (gint64 i = 0; dataset->group && i < dataset->count; i++)
    weft_near_join (near, (guint32) i, dataset->group[i]);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      group[i] = weft_near_root (near, (guint32) i);
      n += group[i] != i;
    }
  weft_memory_free (dataset->group);
  dataset->group = group;
  add_note (dataset,
            _ ("Samples that are nearly the same as another one stay with it in one part: "
               "%s."),
            n);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&owned) : NULL;
}

/* --- classes --- */

static gboolean
is_asked_for (const WeftField *y, const WeftReadOptions *options)
{
  const char *title = y->title ? y->title : y->name;

  for (guint i = 0; options->merge && options->merge[i]; i++)
    if (g_ascii_strcasecmp (options->merge[i], title) == 0)
      return TRUE;
  return FALSE;
}

/* The number of each class as it is when those that differ in case or spaces alone are one. */
static int *
find_places (WeftField *y)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int *places = g_new (int, y->classes), n = 0;

  for (int c = 0; c < y->classes; c++)
    {
      char *folded = weft_word_fold (y->class_names[c]);
      gpointer place;

      if (g_hash_table_lookup_extended (seen, folded, NULL, &place))
        {
          places[c] = GPOINTER_TO_INT (place);
          g_free (y->class_names[c]);
          g_free (folded);
          continue;
        }
      y->class_names[n] = y->class_names[c];
      g_hash_table_insert (seen, folded, GINT_TO_POINTER (n));
      places[c] = n++;
    }
  y->class_names[n] = NULL;
  y->classes = n;
  return places;
}

/* Before anybody else has seen the set. */
static gboolean
merge_classes (WeftDataset *dataset, const WeftReadOptions *options, GError **error)
{
  WeftField *y = (WeftField *) weft_dataset_get_classes (dataset);
  g_autofree int *places = NULL;

  if (!y || !y->class_names || y->shape.type != WEFT_I64 || !is_asked_for (y, options))
    return TRUE;
  places = find_places (y);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      weft_field_touch (y, i, 1);
      ((gint64 *) y->data)[i] = places[((gint64 *) y->data)[i]];
    }
  return weft_dataset_finish (dataset, error);
}

WeftDataset *
weft_copies_heed (WeftDataset *dataset, const WeftReadOptions *options, GError **error)
{
  g_autoptr (WeftDataset) owned = dataset;
  g_autofree guint32 *near = NULL;
  const guint32 *copies;
  gint64 n;

  if (!merge_classes (dataset, options, error))
    return NULL;
  if (!options->copies)
    return g_steal_pointer (&owned);
  if (strcmp (options->copies, "drop") == 0)
    {
      copies = weft_copies_find (dataset, &n);
      return copies ? drop (g_steal_pointer (&owned), copies, error) : g_steal_pointer (&owned);
    }
  near = weft_own_fields_are_in (dataset) ? NULL : weft_near_find (dataset, &n);
  if (!near)
    {
      copies = weft_copies_find (dataset, &n);
      near = copies ? g_memdup2 (copies, (gsize) dataset->count * sizeof *near) : NULL;
    }
  if (!near)
    return g_steal_pointer (&owned);
  return (strcmp (options->copies, "drop-near") == 0 ? drop_near : join) (g_steal_pointer (&owned),
                                                                          near, error);
}
