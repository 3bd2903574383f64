/* labels: what is said of each sample in words: its class, and what it is for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/labels.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/natural.h"

#define MAX_LISTED 12 /* classes in a sentence */
#define MAX_CLASSES (1 << 20)

GPtrArray *
weft_labels_find (const GPtrArray *words)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *labels = g_ptr_array_new ();

  for (guint i = 0; i < words->len; i++)
    if (g_hash_table_add (seen, words->pdata[i]))
      g_ptr_array_add (labels, words->pdata[i]);
  g_ptr_array_sort (labels, weft_natural_compare_pointers);
  return labels;
}

gboolean
weft_labels_give (WeftDataset *dataset, const GPtrArray *words, const char *title, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) labels = weft_labels_find (words);

  field->shape.type = WEFT_I64;
  field->classes = (int) labels->len;
  field->class_names = g_new0 (char *, labels->len + 1);
  field->title = g_strdup (title);
  for (guint c = 0; c < labels->len; c++)
    {
      field->class_names[c] = g_strdup (labels->pdata[c]);
      g_hash_table_insert (numbers, labels->pdata[c], GUINT_TO_POINTER (c));
    }
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < words->len; i++)
    ((gint64 *) field->data)[i] = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, words->pdata[i]));
  return TRUE;
}

/* --- of numbers --- */

static int
compare_labels (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The labels that occur, each once, in order; gint64. Of too many not all. */
static GArray *
find_labels (const WeftField *field, gint64 count)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (gint64 i = 0; i < count && labels->len <= MAX_CLASSES; i++)
    {
      gint64 label = weft_field_get_class (field, i);

      if (g_hash_table_contains (seen, &label))
        continue;
      g_hash_table_add (seen, g_memdup2 (&label, sizeof label));
      g_array_append_val (labels, label);
    }
  g_array_sort (labels, compare_labels);
  return labels;
}

gboolean
weft_labels_number (WeftField *field, gint64 count, GError **error)
{
  g_autoptr (GArray) labels = find_labels (field, count);
  gint64 *y = field->data, *sorted = (gint64 *) (void *) labels->data;

  if (labels->len > MAX_CLASSES)
    return weft_sentence_refuse (error, _ ("%d classes are too many."), (int) labels->len);
  field->classes = (int) labels->len;
  field->class_names = g_new0 (char *, labels->len + 1);
  for (guint c = 0; c < labels->len; c++)
    field->class_names[c] = g_strdup_printf ("%" G_GINT64_FORMAT, sorted[c]);
  for (gint64 i = 0; i < count; i++)
    {
      weft_field_touch (field, i, 1);
      y[i] = (gint64 *) bsearch (&y[i], sorted, labels->len, sizeof *sorted, compare_labels)
             - sorted;
    }
  return TRUE;
}

/* --- parts --- */

gboolean
weft_labels_give_parts (WeftDataset *dataset, const guint8 *parts, GError **error)
{
  gint64 of[WEFT_N_PARTS + 1] = { 0 };

  for (gint64 i = 0; i < dataset->count; i++)
    of[parts[i]]++;
  if (of[0] == dataset->count)
    return TRUE;
  dataset->part = weft_memory_new ((gsize) dataset->count, error);
  for (gint64 i = 0; dataset->part && i < dataset->count; i++)
    dataset->part[i]
        = parts[i] == WEFT_PART_TRAIN + 1 && of[WEFT_PART_VALIDATION + 1] == 0 ? 0 : parts[i];
  return dataset->part != NULL;
}

char *
weft_labels_dup_list (char *const *names, guint n)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint c = 0; c < MIN (n, MAX_LISTED); c++)
    g_ptr_array_add (list, weft_brief (names[c], WEFT_BRIEF_QUOTE));
  if (n > MAX_LISTED)
    g_ptr_array_add (list, g_strdup ("…"));
  g_ptr_array_add (list, NULL);
  return g_strjoinv (weft_sentence_get_comma (), (char **) list->pdata);
}
