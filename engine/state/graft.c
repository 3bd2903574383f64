/* graft: what one network has learnt, taken by another where names and shapes agree */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/graft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_SAID 3 /* of what was left */

static WeftStateEntry *
find_entry (const WeftState *state, gint64 node, const WeftStateEntry *like)
{
  WeftStateEntry key = { .node = node, .repeat = like->repeat, .name = like->name };

  return g_hash_table_lookup (state->index, &key);
}

static void
take (WeftStateEntry *to, const WeftStateEntry *from)
{
  memcpy (to->value, from->value, to->count * sizeof *to->value);
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    if (to->slot[s] != NULL)
      memset (to->slot[s], 0, to->count * sizeof *to->value);
}

/* there: nullable. */
static void
leave (WeftGraft *graft, const char *node, const WeftStateEntry *here, const WeftStateEntry *there)
{
  g_autofree char *shape = weft_shape_format (&here->shape, FALSE);
  g_autofree char *other = there != NULL ? weft_shape_format (&there->shape, FALSE) : NULL;

  if (there == NULL)
    g_ptr_array_add (graft->left,
                     g_strdup_printf (_ ("There is no %s.%s there."), node, here->name));
  else
    g_ptr_array_add (graft->left, g_strdup_printf (_ ("%s.%s is %s here and %s there."), node,
                                                   here->name, shape, other));
}

static void
graft_entry (WeftStateEntry *entry, const WeftNode *node, const char *name, const WeftState *from,
             WeftGraph *from_graph, WeftGraft *graft)
{
  const WeftNode *other = weft_graph_find_by_name (from_graph, name);
  const WeftStateEntry *there = other != NULL ? find_entry (from, other->id, entry) : NULL;

  graft->of++;
  if (there != NULL && there->learnt == entry->learnt
      && weft_shape_equal (&there->shape, &entry->shape))
    {
      take (entry, there);
      graft->taken++;
      graft->numbers += (gint64) entry->count;
    }
  else
    leave (graft, node->name, entry, there);
}

void
weft_state_graft (WeftState *to, WeftGraph *graph, const char *prefix, const WeftState *from,
                  WeftGraph *from_graph, WeftGraft *graft)
{
  *graft = (WeftGraft){ .left = g_ptr_array_new_with_free_func (g_free) };
  for (guint i = 0; i < to->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (to->entries, WeftStateEntry, i);
      const WeftNode *node
          = entry->node != WEFT_OWN_NODE ? weft_graph_find (graph, entry->node) : NULL;

      if (node != NULL && g_str_has_prefix (node->name, prefix))
        graft_entry (entry, node, node->name + strlen (prefix), from, from_graph, graft);
    }
}

char *
weft_graft_dup_words (const WeftGraft *graft)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint said = MIN (graft->left->len, MOST_SAID);

  g_string_printf (words, _ ("%u of %u tensors of weights were taken."), graft->taken, graft->of);
  for (guint i = 0; i < said; i++)
    g_string_append_printf (words, " %s", (const char *) g_ptr_array_index (graft->left, i));
  if (graft->left->len > said)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words,
                              g_dngettext (GETTEXT_PACKAGE, "So it is with %u more.",
                                           "So it is with %u more.", graft->left->len - said),
                              graft->left->len - said);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
weft_graft_clear (WeftGraft *graft)
{
  g_clear_pointer (&graft->left, g_ptr_array_unref);
}
