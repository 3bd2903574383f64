/* named-weights: what a network has learnt, by the names that others know it by: "conv1.weight" */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/named-weights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "projects/formats/output.h"
#include "projects/formats/their-norms.h"

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

char *
weft_name_dup_before (const char *name, const char *end)
{
  return g_str_has_suffix (name, end) ? g_strndup (name, strlen (name) - strlen (end)) : NULL;
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
take (WeftStateEntry *entry, const WeftTheirs *theirs, WeftGraft *graft)
{
  weft_theirs_read (theirs, entry->value);
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    if (entry->slot[s] != NULL)
      memset (entry->slot[s], 0, entry->count * sizeof *entry->value);
  graft->taken++;
  graft->numbers += (gint64) entry->count;
}

static char *
dup_left (const char *name, const WeftStateEntry *entry, const WeftShape *shape)
{
  g_autofree char *here = weft_shape_format (&entry->shape, FALSE);
  g_autofree char *there = shape != NULL ? weft_shape_format (shape, FALSE) : NULL;

  return shape == NULL ? g_strdup_printf (_ ("There is no %s there."), name)
                       : g_strdup_printf (_ ("%s is %s here and %s there."), name, here, there);
}

static void
add_row (GPtrArray *rows, const char *name, const char *what, const char *of, gboolean is_taken)
{
  g_ptr_array_add (rows, g_variant_ref_sink (g_variant_new ("(ssbs)", name, what, is_taken, of)));
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
                 "", FALSE);
    }
}

/* --- by their names --- */

/* Of each live entry what it is made of, where something is; rest: what nothing is made of. */
static WeftTheirs *
find_all (WeftState *state, WeftGraph *graph, const char *prefix, const GPtrArray *weights,
          GHashTable *asked)
{
  WeftTheirs *found = g_new0 (WeftTheirs, state->n_live);
  g_autoptr (WeftTheirNames) names = weft_their_names_new (weights, state, graph);

  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      g_autofree char *name
          = weft_weights_dup_name (graph, entry->node, entry->repeat, entry->name);

      if (name == NULL || !g_str_has_prefix (name, prefix)
          || !weft_their_names_find (names, entry, name + strlen (prefix), &found[i]))
        continue;
      for (guint k = 0; k < found[i].n; k++)
        g_hash_table_add (asked, g_strdup (found[i].of[k]->name));
    }
  weft_their_norms_find (weights, state, graph, found, asked);
  return found;
}

/* What one that was taken is called there, "" where that is its own name. */
static char *
dup_of (const char *name, const WeftTheirs *theirs)
{
  g_autoptr (GString) of = g_string_new (NULL);
  g_autofree char *norm
      = theirs->norm[0] != NULL ? weft_name_dup_before (theirs->norm[0]->name, ".weight") : NULL;

  if (norm == NULL && theirs->n == 1 && theirs->parts == 1
      && weft_name_is_spelt_alike (name, theirs->of[0]->name))
    return g_strdup ("");
  for (guint i = 0; i < theirs->n; i++)
    g_string_append_printf (of, "%s%s", i > 0 ? ", " : "", theirs->of[i]->name);
  if (norm != NULL)
    g_string_append_printf (of, "%s%s", of->len > 0 ? ", " : "", norm);
  return g_string_free (g_steal_pointer (&of), FALSE);
}

/* One of ours; name: without what it has before theirs. */
static void
fit (WeftStateEntry *entry, const char *name, const WeftTheirs *theirs, GPtrArray *rows,
     WeftGraft *graft)
{
  gboolean is_there = theirs->of[0] != NULL || theirs->norm[0] != NULL;
  WeftShape shape = is_there ? weft_theirs_get_shape (theirs) : (WeftShape){ 0 };
  gboolean is_taken = is_there && fits (&shape, &entry->shape);
  g_autofree char *what = is_taken ? weft_shape_format (&entry->shape, FALSE)
                                   : dup_left (name, entry, is_there ? &shape : NULL);
  g_autofree char *of = is_taken ? dup_of (name, theirs) : g_strdup ("");

  graft->of++;
  if (is_taken)
    take (entry, theirs, graft);
  else
    g_ptr_array_add (graft->left, g_strdup (what));
  add_row (rows, name, what, of, is_taken);
}

GPtrArray *
weft_weights_fit (WeftState *state, WeftGraph *graph, const char *prefix, const GPtrArray *weights,
                  WeftGraft *graft)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree WeftTheirs *found = find_all (state, graph, prefix, weights, asked);

  *graft = (WeftGraft){ .left = g_ptr_array_new_with_free_func (g_free) };
  for (guint i = 0; i < state->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      g_autofree char *name
          = weft_weights_dup_name (graph, entry->node, entry->repeat, entry->name);

      if (name != NULL && g_str_has_prefix (name, prefix))
        fit (entry, name, &found[i], rows, graft);
    }
  add_rest (rows, weights, asked);
  return rows;
}
