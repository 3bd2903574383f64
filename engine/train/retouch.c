/* retouch: a weight that is typed over between two steps */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"
#include "engine/train/retouch.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static WeftStateEntry *
find_entry (WeftLearner *learner, gint64 node, const char *name, gsize offset)
{
  WeftStateEntry *entry = weft_state_find (learner->state, node, name);

  return entry != NULL && offset < entry->count ? entry : NULL;
}

/* What was copied or measured before is of another state. */
static void
set_number (WeftLearner *learner, WeftStateEntry *entry, gsize offset, float number)
{
  entry->value[offset] = number;
  weft_copies_drop (&learner->copies);
  learner->copies.next_copy = 0;
  learner->frames.sent_step = learner->frames.closed_step = -1;
  weft_looks_forget (&learner->looks);
}

void
weft_command_set_number (WeftLearner *learner, WeftCommand *command)
{
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);
  WeftStateEntry *entry;

  if (learner->model == NULL || !isfinite ((float) command->number))
    return;
  weft_learner_leave_step (learner);
  entry = find_entry (learner, command->node, command->name, command->offset);
  if (entry == NULL)
    return; /* it went with an edit on the way here */
  set_number (learner, entry, command->offset, (float) command->number);
  g_variant_dict_insert (&payload, "node", "x", command->node);
  g_variant_dict_insert (&payload, "name", "s", command->name);
  g_variant_dict_insert (&payload, "offset", "t", (guint64) command->offset);
  g_variant_dict_insert (&payload, "number", "d", command->number);
  weft_learner_note (learner, "number", &payload);
  if (!weft_learner_is_busy (learner))
    weft_learner_write_close (learner, TRUE);
}

gboolean
weft_learner_retouch_again (WeftLearner *learner, GVariant *payload, GError **error)
{
  const char *name = "";
  gint64 node = 0;
  guint64 offset = 0;
  double number = 0;
  WeftStateEntry *entry;

  g_variant_lookup (payload, "node", "x", &node);
  g_variant_lookup (payload, "name", "&s", &name);
  g_variant_lookup (payload, "offset", "t", &offset);
  g_variant_lookup (payload, "number", "d", &number);
  entry = find_entry (learner, node, name, (gsize) offset);
  if (entry == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                           _ ("A weight was typed over that this network does not have."));
      return FALSE;
    }
  set_number (learner, entry, (gsize) offset, (float) number);
  return TRUE;
}
