/* mark-words: what was done to a run, in words */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/mark-words.h"

#include <glib/gi18n.h>
#include <math.h>

#include "engine/graph/difference.h"
#include "ui/base/format.h"

#define MOST_DIFFERENCES 3
#define ROUNDING 1e-5 /* what adding up in another order may change of a loss, beside it */

static char *
dup_change (const WeftDifference *difference)
{
  if (!difference->is_in[0])
    return g_strdup_printf (_ ("%s added"), difference->what);
  if (!difference->is_in[1])
    return g_strdup_printf (_ ("%s removed"), difference->what);
  if (difference->values[0] == NULL || difference->values[1] == NULL)
    return g_strdup (difference->what);
  return g_strdup_printf ("%s: %s → %s", difference->what, difference->values[0],
                          difference->values[1]);
}

/* A rate by hand is an edit of the settings, too, which its own entry tells. */
static gboolean
is_rate (const WeftDifference *difference)
{
  return difference->node == 0 && g_strcmp0 (difference->param, "lr") == 0;
}

/* What the change of the network did to the loss at once; nullable. */
static char *
dup_jump (const WeftJournalEntry *entry)
{
  double before = NAN, after = NAN, jump;
  g_autofree char *from = NULL, *to = NULL, *by = NULL, *signed_by = NULL;

  g_variant_lookup (entry->payload, "loss", "(dd)", &before, &after);
  jump = after - before;
  if (!isfinite (jump))
    return NULL;
  from = weft_format_number (before);
  to = weft_format_number (after);
  by = fabs (jump) > ROUNDING * MAX (1, fabs (before)) ? weft_format_digits (jump, 2)
                                                       : weft_format_fixed (0, 2);
  signed_by = g_strconcat (jump > ROUNDING * MAX (1, fabs (before)) ? "+" : "", by, NULL);
  /* Translators: before and after the network was changed, and by how much that is more */
  return g_strdup_printf (_ ("Loss of the same batch: %s → %s (%s)"), from, to, signed_by);
}

static gboolean
is_of_nodes (GPtrArray *differences)
{
  for (guint i = 0; i < differences->len; i++)
    if (((const WeftDifference *) differences->pdata[i])->node != 0)
      return TRUE;
  return FALSE;
}

/* One a line; jump: what to say besides where nodes differ; nullable, taken. */
static char *
dup_differences (WeftGraph *before, WeftGraph *after, char *jump)
{
  g_autoptr (GPtrArray) list = weft_graph_list_differences (before, after);
  g_autofree char *last = jump;
  GString *words = g_string_new (NULL);
  guint told = 0, left = 0;

  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *change = dup_change (list->pdata[i]);

      if (is_rate (list->pdata[i]))
        continue;
      if (told == MOST_DIFFERENCES)
        {
          left++;
          continue;
        }
      g_string_append_printf (words, "%s%s", told++ > 0 ? "\n" : "", change);
    }
  if (left > 0)
    g_string_append_printf (words, ngettext ("\n%u change more", "\n%u changes more", left), left);
  if (last != NULL && is_of_nodes (list))
    g_string_append_printf (words, "\n%s", last);
  return g_string_free (words, told == 0);
}

static WeftGraph *
read_graph (GVariant *graph) /* nullable, as what it gives */
{
  return graph != NULL ? weft_graph_deserialize (graph, NULL) : NULL;
}

/* Which layers lost by it what they had learnt; nullable: none. */
static char *
dup_anew (const WeftJournalEntry *entry, WeftGraph *after)
{
  g_autoptr (GVariant) nodes
      = g_variant_lookup_value (entry->payload, "anew", G_VARIANT_TYPE ("ax"));
  g_autoptr (GString) titles = g_string_new (NULL);
  gsize n = nodes != NULL ? g_variant_n_children (nodes) : 0;

  for (gsize i = 0; i < n && i < MOST_DIFFERENCES; i++)
    {
      gint64 id;
      const WeftNode *node;
      g_autofree char *title = NULL;

      g_variant_get_child (nodes, i, "x", &id);
      node = weft_graph_find (after, id);
      title = node != NULL ? weft_node_dup_title (node) : g_strdup_printf ("%" G_GINT64_FORMAT, id);
      g_string_append_printf (titles, "%s%s", titles->len > 0 ? " · " : "", title);
    }
  if (n == 0)
    return NULL;
  /* Translators: the titles of layers */
  return n <= MOST_DIFFERENCES
             ? g_strdup_printf (_ ("Weights that do not fit any more begin anew: %s"), titles->str)
             : g_strdup_printf (_ ("Weights that do not fit any more begin anew: %s and more"),
                                titles->str);
}

static char *
tell_swap (const WeftJournalEntry *entry, GVariant *last)
{
  g_autoptr (WeftGraph) before = read_graph (last);
  g_autoptr (WeftGraph) after = read_graph (entry->graph);
  g_autofree char *anew = NULL, *words = NULL;

  if (before == NULL || after == NULL)
    return NULL;
  anew = dup_anew (entry, after);
  words = dup_differences (before, after, dup_jump (entry));
  if (words == NULL || anew == NULL)
    return words != NULL ? g_steal_pointer (&words) : g_steal_pointer (&anew);
  return g_strconcat (words, "\n", anew, NULL);
}

static char *
tell_load (const WeftJournalEntry *entry, GVariant *last)
{
  gint64 from = -1, parent = 0;
  g_autofree char *number = NULL;

  g_variant_lookup (entry->payload, "from", "x", &from);
  g_variant_lookup (entry->payload, "parent", "x", &parent);
  number = weft_format_count (parent > 0 ? parent : from);
  if (parent > 0)
    return g_strdup_printf (_ ("Branched here from run %s"), number);
  return from > entry->step ? g_strdup_printf (_ ("Back here from step %s"), number) : NULL;
}

static char *
tell_back (const WeftJournalEntry *entry, GVariant *last)
{
  return g_strdup (_ ("Numbers went wrong, and it went back here"));
}

static char *
tell_rate (const WeftJournalEntry *entry, GVariant *last)
{
  g_autofree char *rate = weft_format_number (weft_journal_entry_get_rate (entry));

  return g_strdup_printf (_ ("Learning rate %s"), rate);
}

static char *
tell_number (const WeftJournalEntry *entry, GVariant *last)
{
  const char *name = "";
  gint64 node = 0;
  double value = 0;
  g_autoptr (WeftGraph) graph = read_graph (last);
  const WeftNode *of;
  g_autofree char *title = NULL, *number = NULL;

  g_variant_lookup (entry->payload, "node", "x", &node);
  g_variant_lookup (entry->payload, "name", "&s", &name);
  g_variant_lookup (entry->payload, "number", "d", &value);
  of = graph != NULL ? weft_graph_find (graph, node) : NULL;
  title = of != NULL ? weft_node_dup_title (of) : g_strdup (name);
  number = weft_format_number (value);
  return g_strdup_printf (g_str_equal (name, "bias") ? _ ("%s · a bias set to %s by hand")
                                                     : _ ("%s · a weight set to %s by hand"),
                          title, number);
}

static char *
tell_edit (const WeftJournalEntry *entry, GVariant *last)
{
  return g_strdup (_ ("A number was changed within the step"));
}

static char *
tell_restart (const WeftJournalEntry *entry, GVariant *last)
{
  return g_strdup (_ ("The schedule of the learning rate began anew"));
}

/* What a schedule or a player's turn does by itself is no mark. */
static const WeftMarkKind kinds[] = {
  { "load", tell_load, FALSE },       { "back", tell_back, FALSE },    { "rate", tell_rate, FALSE },
  { "swap", tell_swap, TRUE },        { "number", tell_number, TRUE }, { "edit", tell_edit, FALSE },
  { "restart", tell_restart, FALSE },
};

const WeftMarkKind *
weft_mark_kind_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (name, kinds[i].kind))
      return &kinds[i];
  return NULL;
}

char *
weft_mark_dup_anew (const WeftJournalEntry *entry)
{
  g_autoptr (GVariant) nodes = g_variant_lookup_value (entry->payload, "anew", NULL);
  g_autoptr (WeftGraph) after = nodes != NULL ? read_graph (entry->graph) : NULL;

  return after != NULL ? dup_anew (entry, after) : NULL;
}
