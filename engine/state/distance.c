/* distance: how far the weights of two states lie apart, node by node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/distance.h"

#include <math.h>

/* A live weight of b that is the same one; nullable. */
static const WeftStateEntry *
find_same (const WeftState *b, const WeftStateEntry *of)
{
  for (guint i = 0; i < b->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (b->entries, WeftStateEntry, i);

      if (entry->node == of->node && entry->repeat == of->repeat
          && g_str_equal (entry->name, of->name))
        return entry->learnt && weft_shape_equal (&entry->shape, &of->shape) ? entry : NULL;
    }
  return NULL;
}

static WeftNodeDistance *
find_node (GArray *distances, gint64 node)
{
  const WeftNodeDistance none = { .node = node };

  for (guint i = 0; i < distances->len; i++)
    if (g_array_index (distances, WeftNodeDistance, i).node == node)
      return &g_array_index (distances, WeftNodeDistance, i);
  g_array_append_val (distances, none);
  return &g_array_index (distances, WeftNodeDistance, distances->len - 1);
}

/* Squares, of which the root is taken at the end. */
static void
add (WeftNodeDistance *to, const WeftStateEntry *a, const WeftStateEntry *b)
{
  for (gsize i = 0; i < a->count; i++)
    {
      double apart = (double) a->value[i] - (double) b->value[i];

      to->distance += apart * apart;
      to->size += (double) a->value[i] * (double) a->value[i];
    }
}

GArray *
weft_state_list_distances (const WeftState *a, const WeftState *b)
{
  GArray *distances = g_array_new (FALSE, FALSE, sizeof (WeftNodeDistance));

  for (guint i = 0; i < a->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (a->entries, WeftStateEntry, i);
      const WeftStateEntry *other = entry->learnt ? find_same (b, entry) : NULL;

      if (other != NULL)
        add (find_node (distances, entry->node), entry, other);
    }
  for (guint i = 0; i < distances->len; i++)
    {
      WeftNodeDistance *it = &g_array_index (distances, WeftNodeDistance, i);

      it->distance = sqrt (it->distance);
      it->size = sqrt (it->size);
    }
  return distances;
}
