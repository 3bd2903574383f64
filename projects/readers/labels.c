/* labels: what is said of each sample in words: its class, and what it is for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/labels.h"

#include "engine/base/brief.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/natural.h"

#define MAX_LISTED 12 /* classes in a sentence */

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
