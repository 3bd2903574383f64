/* script-value: value learning (engine/recipes/value.c) as a program of PyTorch has it
 *
 * The program makes the moves that Weft makes, for it draws the same random numbers; only those of
 * the first steps, which may hang on rounding, are given to it to be held against. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/recipes/value-moves.h"
#include "projects/formats/pytorch/script-acting.h"

static const Value *
get_record (const WeftModel *model)
{
  return model->record;
}

/* A world in which not all can be done at any time; or moves of a step that are not all remembered
 * when it is over. */
static const char *
find_gap (const WeftModel *model)
{
  if (model->environment->may != NULL || model->environment->open != NULL)
    return _ (model->environment->title);
  return get_record (model)->moves > get_record (model)->memory_size ? "moves" : NULL;
}

static const char uniform_draw[]
    = "    def draw(self, words):\n"
      "        \"\"\"Which are learnt from; each is as likely.\"\"\"\n"
      "        return below(words, self.filled)\n",
    draw_by_priority[]
    = "    def draw(self, words):\n"
      "        \"\"\"Which are learnt from, more often those that surprised; and how much each "
      "then "
      "counts.\"\"\"\n"
      "        shares = (np.arange(len(words)) + uniform(words[:, 0]).astype(float)) / "
      "len(words)\n"
      "        places = self.priorities.find(shares)\n"
      "        likely = self.priorities.get(places).astype(float) * self.filled / "
      "self.priorities.get_sum()\n"
      "        weights = likely ** -CORRECTION\n"
      "        return places, weights / weights.max()\n\n"
      "    def surprise(self, places, errors):\n"
      "        worth = ((np.minimum(np.abs(errors), 1e6) + 1e-3) ** PRIORITY).astype(np.float32)\n"
      "        self.priorities.set(places, worth)\n"
      "        self.priorities.highest = max(self.priorities.highest, worth.max())\n",
    learn_all[] = "    y.scatter_(1, action, brought[:, None])\n",
    learn_by_weight[] = "    errors = brought - y.gather(1, action)[:, 0]\n"
                        "    memory.surprise(places, errors.cpu().numpy())\n"
                        "    y.scatter_add_(1, action, (torch.from_numpy(weights).to(errors) * "
                        "errors)[:, None])\n";

static void
put (GString *text, const WeftScriptParts *script)
{
  static const char *const even[] = { "double_q", "priority", "correction", NULL };
  const Value *value = get_record (script->model);
  gboolean has_priority = value->priority > 0;
  g_autoptr (GString) settings = g_string_new (NULL);
  g_autoptr (GString) priorities = weft_script_load ("acting/priorities.py.in");

  weft_acting_append_settings (settings, script->model,
                               has_priority ? (const char *const[]){ "double_q", NULL } : even);
  weft_script_put (text, "@RECIPE@", settings->str);
  weft_script_put (text, "@PRIORITIES@", has_priority ? priorities->str : "");
  weft_script_put (text, "@PRIORITIES_MADE@",
                   has_priority ? "        self.priorities = Priorities(MEMORY_SIZE)\n" : "");
  weft_script_put (
      text, "@PRIORITY_SET@",
      has_priority ? "        self.priorities.set(np.array([at]), self.priorities.highest)\n" : "");
  weft_script_put (text, "@DRAW@", has_priority ? draw_by_priority : uniform_draw);
  weft_script_put (text, "@DRAWN_PLACES@", has_priority ? "places, weights" : "places");
  weft_script_put (text, "@LEARNT@", has_priority ? learn_by_weight : learn_all);
  weft_script_put (text, "@CHOOSER@", value->double_q ? "network" : "target");
}

/* As many as are remembered. */
static gint64
count_steps (const WeftModel *model, gint64 n)
{
  const Value *value = get_record (model);

  return MIN (n, value->memory_size / value->moves);
}

/* As far as the memory goes back. */
static gint64
count_between (const WeftModel *model, gint64 n)
{
  return MAX (n, 1);
}

static gint64
count_moves (const WeftModel *model)
{
  return get_record (model)->moves;
}

/* The newest in the memory. */
static void
note (WeftActingNotes *notes, const WeftModel *model, const WeftState *state, gint64 steps)
{
  const Value *value = get_record (model);
  const Progress *progress = weft_acting_get_own (model, state, PROGRESS);
  gint64 seen = weft_value_count_seen (model->environment), n = steps * value->moves;
  const float *memory = weft_acting_get_own (model, state, MEMORY);

  for (gint64 i = 0; i < n; i++)
    {
      gint64 place = (progress->next + value->memory_size - n + i) % value->memory_size, action;
      Outcome outcome;

      memcpy (&outcome, memory + place * (2 * seen + (gint64) OUTCOME) + 2 * seen, sizeof outcome);
      action = outcome.action;
      g_array_append_val (notes->moves, action);
    }
}

const WeftActing weft_acting_value = {
  .recipe = "value",
  .learns = "It plays, and learns what each move brings (deep Q-learning).",
  .figure = "return",
  .as_weft = "is_as_weft(follow, 0, 1e-4)",
  .episodes = WEFT_GREEDY_EPISODES,
  .tests = WEFT_GREEDY_EPISODES * WEFT_GREEDY_ROUNDS,
  .find_gap = find_gap,
  .put = put,
  .count_steps = count_steps,
  .count_between = count_between,
  .count_moves = count_moves,
  .note = note,
};
