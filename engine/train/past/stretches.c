/* stretches: the parts of a run's journal, and the frames that lie in them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/past/stretches.h"

const WeftJournalEntry *
weft_record_get_entry (const WeftRunRecord *record, guint i)
{
  return g_ptr_array_index (record->entries, i);
}

static const WeftKeyFrame *
get_frame (const WeftRunRecord *record, guint i)
{
  return &g_array_index (record->frames, WeftKeyFrame, i);
}

static gboolean
has_place (const WeftStretch *stretch, gint64 place)
{
  return place > (gint64) stretch->first && place <= (gint64) stretch->end;
}

gboolean
weft_stretch_has_frame (const WeftStretch *stretch, const WeftKeyFrame *frame)
{
  return has_place (stretch, frame->place);
}

/* Of what was before a jump: a session goes on where the one before it ended. */
static gint64
find_end (const WeftJournalEntry *jump)
{
  gint64 from = jump->step;

  g_variant_lookup (jump->payload, "from", "x", &from);
  return from;
}

/* Whether it is what was before the jump; a session that was killed may have left others behind it,
 * of which nothing came. */
static gboolean
is_before (const WeftStretch *stretch, const WeftJournalEntry *jump, guint place)
{
  gint64 after = weft_journal_entry_get_after (jump);

  return after > 0 ? has_place (stretch, after) : place == stretch->end + 1;
}

/* How far it came, as far as anything says. */
static gint64
find_reach (const WeftRunRecord *record, const WeftStretch *stretch)
{
  gint64 reach = weft_record_get_entry (record, stretch->end - 1)->step;

  for (guint i = 0; i < record->frames->len; i++)
    if (weft_stretch_has_frame (stretch, get_frame (record, i)))
      reach = MAX (reach, get_frame (record, i)->step);
  for (guint i = stretch->end; i < record->entries->len; i++)
    {
      const WeftJournalEntry *entry = weft_record_get_entry (record, i);

      if (weft_journal_entry_is_jump (entry) && is_before (stretch, entry, i + 1))
        reach = MAX (reach, find_end (entry));
    }
  if (stretch->first == 0 && stretch->end == record->entries->len)
    reach = MAX (reach, record->last_step);
  return reach;
}

GArray *
weft_stretches_find (const WeftRunRecord *record)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (WeftStretch));
  guint n = record->entries->len;

  for (guint i = 0, end; i < n; i = end)
    {
      WeftStretch stretch = { .first = i, .begin = weft_record_get_entry (record, i)->step };

      for (end = i + 1;
           end < n && !weft_journal_entry_is_jump (weft_record_get_entry (record, end)); end++)
        ;
      stretch.end = end;
      stretch.reach = find_reach (record, &stretch);
      if (weft_journal_entry_is_jump (weft_record_get_entry (record, i)))
        g_array_append_val (stretches, stretch);
    }
  return stretches;
}

const WeftStretch *
weft_stretches_get (const GArray *stretches, int which)
{
  return &g_array_index (stretches, WeftStretch, which);
}

int
weft_stretches_find_step (const GArray *stretches, int below, gint64 step)
{
  int found = -1;

  for (int i = below - 1; i >= 0; i--)
    {
      const WeftStretch *stretch = &g_array_index (stretches, WeftStretch, i);

      if (stretch->begin < step && step <= stretch->reach)
        return i;
      if (stretch->begin == step)
        found = i;
    }
  return found;
}

gboolean
weft_stretch_is_before_deeds (const WeftStretch *stretch, const WeftRunRecord *record,
                              const WeftKeyFrame *frame)
{
  for (guint i = stretch->first + 1; i < (guint) frame->place; i++)
    if (weft_record_get_entry (record, i)->step == frame->step)
      return FALSE;
  return TRUE;
}

const WeftKeyFrame *
weft_stretch_find_frame (const WeftStretch *stretch, const WeftRunRecord *record,
                         const GArray *frames, gint64 step, const WeftKeyFrame *tried)
{
  const WeftKeyFrame *best = NULL;

  for (guint i = 0; i < frames->len; i++)
    {
      const WeftKeyFrame *frame = &g_array_index (frames, WeftKeyFrame, i);

      if (!weft_stretch_has_frame (stretch, frame) || frame->step > step
          || (frame->step == step && !weft_stretch_is_before_deeds (stretch, record, frame))
          || (tried != NULL
              && (frame->step > tried->step
                  || (frame->step == tried->step && frame->place >= tried->place))))
        continue;
      if (best == NULL || frame->step > best->step
          || (frame->step == best->step && frame->place > best->place))
        best = frame;
    }
  return best;
}
