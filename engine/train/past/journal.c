/* journal: what was done to a run besides making steps, in the order in which it was done */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/past/journal.h"

#include <math.h>

WeftJournalEntry *
weft_journal_entry_copy (const WeftJournalEntry *entry)
{
  WeftJournalEntry *copy = g_memdup2 (entry, sizeof *entry);

  copy->kind = g_strdup (entry->kind);
  copy->op = g_strdup (entry->op);
  copy->payload = g_variant_ref (entry->payload);
  copy->graph = entry->graph != NULL ? g_variant_ref (entry->graph) : NULL;
  return copy;
}

void
weft_journal_entry_free (WeftJournalEntry *entry)
{
  g_free ((char *) entry->kind);
  g_free ((char *) entry->op);
  g_variant_unref (entry->payload);
  g_clear_pointer (&entry->graph, g_variant_unref);
  g_free (entry);
}

double
weft_journal_entry_get_rate (const WeftJournalEntry *entry)
{
  double rate = NAN;

  g_variant_lookup (entry->payload, "rate", "d", &rate);
  return rate;
}

static gint64
get_number (const WeftJournalEntry *entry, const char *key)
{
  gint64 number = 0;

  g_variant_lookup (entry->payload, key, "x", &number);
  return number;
}

gint64
weft_journal_entry_get_parent (const WeftJournalEntry *entry)
{
  return get_number (entry, "parent");
}

gint64
weft_journal_entry_get_after (const WeftJournalEntry *entry)
{
  return get_number (entry, "after");
}

gboolean
weft_journal_entry_is_jump (const WeftJournalEntry *entry)
{
  return g_str_equal (entry->kind, "load") || g_str_equal (entry->kind, "back");
}
