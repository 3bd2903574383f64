/* run-notes: what the learner writes into its run's journal, and does again from one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/graph/edit.h"
#include "engine/ops/op.h"

void
weft_notes_load (WeftNotes *notes, const WeftState *state, guint64 seed, gint64 from)
{
  weft_notes_clear (notes);
  notes->begins = TRUE;
  notes->origin = state != NULL ? weft_state_dup_hash (state) : g_strdup ("");
  notes->seed = seed;
  notes->from = from;
}

void
weft_notes_clear (WeftNotes *notes)
{
  g_free (notes->origin);
  *notes = (WeftNotes){ 0 };
}

static gboolean
has_journal (const WeftLearner *learner)
{
  return learner->out.has_sink && learner->out.sink.journal != NULL;
}

static void
tell (WeftLearner *learner, WeftJournalEntry entry, GVariantDict *payload, gboolean has_graph)
{
  WeftOutlets *out = &learner->out;
  WeftGraph *graph = learner->model->graph;

  if (!isnan (learner->lesson.hand_rate))
    g_variant_dict_insert (payload, "rate", "d", learner->lesson.hand_rate);
  entry.payload = g_variant_ref_sink (g_variant_dict_end (payload));
  if (has_graph)
    entry.graph = weft_graph_serialize (graph);
  entry.revision = weft_graph_get_revision (graph);
  learner->notes.place = out->sink.journal (out->sink.user, &entry);
  g_variant_unref (entry.payload);
  g_clear_pointer (&entry.graph, g_variant_unref);
}

void
weft_learner_note_beginning (WeftLearner *learner)
{
  WeftNotes *notes = &learner->notes;
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);

  if (!notes->begins || !has_journal (learner))
    return;
  notes->begins = FALSE;
  g_variant_dict_insert (&payload, "state", "s", notes->origin);
  g_variant_dict_insert (&payload, "seed", "t", notes->seed);
  if (notes->from >= 0)
    g_variant_dict_insert (&payload, "from", "x", notes->from);
  if (notes->parent > 0)
    g_variant_dict_insert (&payload, "parent", "x", notes->parent);
  g_variant_dict_insert (&payload, "kernels", "s", weft_kernel_level_name (learner->level));
  tell (learner, (WeftJournalEntry){ .step = learner->state->step, .kind = "load" }, &payload,
        TRUE);
}

void
weft_learner_note (WeftLearner *learner, const char *kind, GVariantDict *more)
{
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);

  if (!has_journal (learner))
    return;
  weft_learner_note_beginning (learner);
  tell (learner, (WeftJournalEntry){ .step = learner->state->step, .kind = kind },
        more != NULL ? more : &payload, g_str_equal (kind, "swap"));
}

void
weft_learner_note_within (WeftLearner *learner, gint64 step, const char *op, const char *kind,
                          GVariantDict *more)
{
  if (has_journal (learner))
    tell (learner, (WeftJournalEntry){ .step = step, .kind = kind, .op = op }, more, FALSE);
}

void
weft_learner_note_back (WeftLearner *learner, gint64 from)
{
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *hash = NULL;

  if (!has_journal (learner))
    return;
  hash = weft_state_dup_hash (learner->state);
  g_variant_dict_insert (&payload, "state", "s", hash);
  g_variant_dict_insert (&payload, "from", "x", from);
  weft_learner_note (learner, "back", &payload);
}
