/* named-weights: what a network has learnt, by the names that others know it by: "conv1.weight" */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/named-weights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "projects/formats/output.h"

#define HEAD 512 /* bytes, at most: what a file says of an array besides its name */

void
weft_named_weight_free (WeftNamedWeight *weight)
{
  g_free (weight->name);
  weft_memory_free (weight->owned);
  g_free (weight);
}

WeftNamedWeight *
weft_named_weight_new (const char *name, const WeftShape *shape, float *numbers)
{
  WeftNamedWeight *weight = g_new0 (WeftNamedWeight, 1);

  weight->name = g_strdup (name);
  weight->shape = *shape;
  weight->numbers = weight->owned = numbers;
  return weight;
}

char *
weft_weights_dup_name (WeftGraph *graph, gint64 id, gint64 repeat, const char *name)
{
  const WeftNode *node = id != WEFT_OWN_NODE ? weft_graph_find (graph, id) : NULL;

  if (node == NULL)
    return NULL;
  if (repeat == 0)
    return g_strdup_printf ("%s.%s", node->name, name);
  return g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%s", node->name, repeat + 1, name);
}

GPtrArray *
weft_weights_list (WeftGraph *graph, const WeftState *state, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);
  guint64 bytes = 0;

  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      WeftNamedWeight *weight;
      char *name = weft_weights_dup_name (graph, entry->node, entry->repeat, entry->name);

      if (name == NULL)
        continue;
      weight = g_new0 (WeftNamedWeight, 1);
      weight->name = name;
      weight->shape = entry->shape;
      weight->numbers = entry->value;
      bytes += (guint64) weft_shape_bytes (&entry->shape) + 2 * strlen (name) + HEAD;
      g_ptr_array_add (list, weight);
    }
  return weft_output_check_size (bytes, error) ? g_steal_pointer (&list) : NULL;
}

/* --- in --- */

/* (8, 1, 3) is as good as (8, 3): numbers lie alike. */
static gboolean
fits (const WeftShape *a, const WeftShape *b)
{
  int i = 0, k = 0;

  for (;;)
    {
      while (i < a->rank && a->dims[i] == 1)
        i++;
      while (k < b->rank && b->dims[k] == 1)
        k++;
      if (i == a->rank || k == b->rank)
        return i == a->rank && k == b->rank;
      if (a->dims[i++] != b->dims[k++])
        return FALSE;
    }
}

static void
take (WeftStateEntry *entry, const WeftNamedWeight *weight, WeftGraft *graft)
{
  memcpy (entry->value, weight->numbers, entry->count * sizeof *entry->value);
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    if (entry->slot[s] != NULL)
      memset (entry->slot[s], 0, entry->count * sizeof *entry->value);
  graft->taken++;
  graft->numbers += (gint64) entry->count;
}

static char *
dup_left (const char *name, const WeftStateEntry *entry, const WeftNamedWeight *weight)
{
  g_autofree char *here = weft_shape_format (&entry->shape, FALSE);
  g_autofree char *there = weight != NULL ? weft_shape_format (&weight->shape, FALSE) : NULL;

  return weight == NULL ? g_strdup_printf (_ ("There is no %s there."), name)
                        : g_strdup_printf (_ ("%s is %s here and %s there."), name, here, there);
}

static void
add_row (GPtrArray *rows, const char *name, const char *what, gboolean is_taken)
{
  g_ptr_array_add (rows, g_variant_ref_sink (g_variant_new ("(ssb)", name, what, is_taken)));
}

/* What nobody has asked for. */
static void
add_rest (GPtrArray *rows, const GPtrArray *weights, GHashTable *asked)
{
  for (guint i = 0; i < weights->len; i++)
    {
      const WeftNamedWeight *weight = weights->pdata[i];

      if (!g_hash_table_contains (asked, weight->name))
        add_row (rows, weight->name,
                 g_str_has_suffix (weight->name, ".running_mean")
                     ? _ ("There is no such batch norm here. If a convolution has taken it in, the "
                          "weights that were taken for that one are without it.")
                     : _ ("Nothing here is called so."),
                 FALSE);
    }
}

/* --- by their names --- */

typedef struct
{
  GHashTable *exact;  /* name → WeftNamedWeight */
  GHashTable *spelt;  /* name in one spelling → WeftNamedWeight; NULL: of several */
  GHashTable *wanted; /* names of ours */
} Names;

/* A node's name has no points: "layer1.0.conv1.weight" of PyTorch's is layer1_0_conv1's. */
static char *
dup_spelling (const char *name)
{
  return g_strdelimit (g_strdup (name), ".", '_');
}

static void
list_names (Names *names, const GPtrArray *weights, const WeftState *state, WeftGraph *graph)
{
  names->exact = g_hash_table_new (g_str_hash, g_str_equal);
  names->spelt = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < weights->len; i++)
    {
      WeftNamedWeight *weight = weights->pdata[i];
      char *spelling = dup_spelling (weight->name);
      gboolean is_second = g_hash_table_contains (names->spelt, spelling);

      g_hash_table_insert (names->exact, weight->name, weight);
      g_hash_table_insert (names->spelt, spelling, is_second ? NULL : weight);
    }
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      char *name = weft_weights_dup_name (graph, entry->node, entry->repeat, entry->name);

      if (name != NULL)
        g_hash_table_add (names->wanted, name);
    }
}

static void
clear_names (Names *names)
{
  g_hash_table_unref (names->exact);
  g_hash_table_unref (names->spelt);
  g_hash_table_unref (names->wanted);
}

/* Of that name, else of one that is it but for points, unless that is another's of ours; nullable.
 */
static const WeftNamedWeight *
find_weight (const Names *names, const char *name)
{
  const WeftNamedWeight *weight = g_hash_table_lookup (names->exact, name);
  g_autofree char *spelling = dup_spelling (name);

  if (weight != NULL)
    return weight;
  weight = g_hash_table_lookup (names->spelt, spelling);
  return weight != NULL && !g_hash_table_contains (names->wanted, weight->name) ? weight : NULL;
}

GPtrArray *
weft_weights_fit (WeftState *state, WeftGraph *graph, const char *prefix, const GPtrArray *weights,
                  WeftGraft *graft)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Names names;

  *graft = (WeftGraft){ .left = g_ptr_array_new_with_free_func (g_free) };
  list_names (&names, weights, state, graph);
  for (guint i = 0; i < state->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      g_autofree char *name
          = weft_weights_dup_name (graph, entry->node, entry->repeat, entry->name);
      const WeftNamedWeight *weight;
      g_autofree char *what = NULL;

      if (name == NULL || !g_str_has_prefix (name, prefix))
        continue;
      weight = find_weight (&names, name + strlen (prefix));
      g_hash_table_add (asked, g_strdup (weight != NULL ? weight->name : name + strlen (prefix)));
      graft->of++;
      if (weight != NULL && fits (&weight->shape, &entry->shape))
        {
          take (entry, weight, graft);
          what = weft_shape_format (&entry->shape, FALSE);
          add_row (rows, name, what, TRUE);
          continue;
        }
      what = dup_left (name, entry, weight);
      g_ptr_array_add (graft->left, g_strdup (what));
      add_row (rows, name, what, FALSE);
    }
  add_rest (rows, weights, asked);
  clear_names (&names);
  return rows;
}
