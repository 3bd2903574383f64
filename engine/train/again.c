/* again: what an entry of a journal says, done once more, with the functions that did it first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"
#include "engine/train/retouch.h"
#include "engine/train/verdict.h"

#include <glib/gi18n-lib.h>

typedef gboolean (*Doer) (WeftLearner *learner, WeftCommand *command, GError **error);

static void
set_newer (const WeftJournalEntry *entry, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NEWER,
               _ ("A newer Weft did something to this run that this one does not know (“%s”)."),
               entry->kind);
}

static gboolean
set_rate (WeftLearner *learner, WeftCommand *command, GError **error)
{
  return TRUE; /* each entry says which is in force */
}

static gboolean
restart (WeftLearner *learner, WeftCommand *command, GError **error)
{
  learner->state->restart = learner->state->step;
  return TRUE;
}

static gboolean
swap (WeftLearner *learner, WeftCommand *command, GError **error)
{
  GVariant *payload = command->entry->payload;
  WeftExchange exchange = { 0 };
  gboolean is_stashed = FALSE;

  g_variant_lookup (payload, "stashed", "b", &is_stashed);
  g_variant_lookup (payload, "back", "b", &exchange.wants_back);
  g_variant_lookup (payload, "rule", "u", &exchange.rule);
  if (exchange.rule > WEFT_SURGERY_NEWEST)
    {
      set_newer (command->entry, error);
      return FALSE;
    }
  if (is_stashed)
    weft_learner_stash (learner);
  if (!weft_learner_exchange (learner, g_steal_pointer (&command->model), &exchange, error))
    return FALSE;
  if (exchange.is_back == exchange.wants_back)
    return TRUE;
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                       _ ("The state that an undo brought back is not kept any more."));
  return FALSE;
}

static gboolean
judge (WeftLearner *learner, WeftCommand *command, GError **error)
{
  weft_learner_judge_again (learner, command->entry->payload);
  return TRUE;
}

static gboolean
step_alone (WeftLearner *learner, WeftCommand *command, GError **error)
{
  guint lane = 0;

  g_variant_lookup (command->entry->payload, "lane", "u", &lane);
  weft_learner_step_alone (learner, lane);
  return TRUE;
}

static gboolean
edit (WeftLearner *learner, WeftCommand *command, GError **error)
{
  return weft_learner_edit_again (learner, command->entry->payload, error);
}

static gboolean
retouch (WeftLearner *learner, WeftCommand *command, GError **error)
{
  return weft_learner_retouch_again (learner, command->entry->payload, error);
}

static const struct
{
  const char *kind;
  Doer again;
} rows[] = {
  { "alone", step_alone }, { "edit", edit }, { "number", retouch }, { "rate", set_rate },
  { "restart", restart },  { "swap", swap }, { "verdict", judge },
};

static gboolean
do_again (WeftLearner *learner, WeftCommand *command, GError **error)
{
  const WeftJournalEntry *entry = command->entry;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].kind, entry->kind))
      {
        if (!rows[i].again (learner, command, error))
          return FALSE;
        learner->lesson.hand_rate = weft_journal_entry_get_rate (entry);
        weft_lesson_choose_rates (&learner->lesson);
        return TRUE;
      }
  set_newer (entry, error);
  return FALSE;
}

void
weft_command_do_again (WeftLearner *learner, WeftCommand *command)
{
  g_autoptr (GError) error = NULL;

  if (learner->model == NULL)
    return;
  if (do_again (learner, command, &error))
    return;
  weft_learner_unload (learner);
  weft_learner_set_phase (learner, WEFT_TRAINER_PREPARING);
  weft_learner_fail (learner, 0, error->message);
}
