/* script-policy: a policy gradient (engine/recipes/policy.c) as a program of PyTorch has it
 *
 * The program draws what Weft draws; the moves of the first steps, which may hang on rounding, are
 * given to it to be held against. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/recipes/policy-moves.h"
#include "projects/formats/pytorch/script-acting.h"

static const Policy *
get_record (const WeftModel *model)
{
  return model->record;
}

/* A world in which not all can be done at any time, or which is pushed. */
static const char *
find_gap (const WeftModel *model)
{
  const WeftEnvironment *world = model->environment;

  return world->may != NULL || world->open != NULL || world->forces > 0 ? _ (world->title) : NULL;
}

static const char bounded[]
    = "    bounded = ratio.clamp(1 - CLIP_RANGE, 1 + CLIP_RANGE)\n"
      "    gain = torch.minimum(ratio * advantage, bounded * advantage)\n",
    plain[] = "    gain = ratio * advantage\n",
    normalised[] = "    advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)\n",
    asked[]
    = "            self.right[:, t] = [world.teach() if step < IMITATION_STEPS else -1 for world "
      "in self.worlds]\n",
    imitated[] = "    right = torch.from_numpy(player.right[places]).to(y.device)[:, None]  # -1: "
                 "nobody was asked\n"
                 "    y = torch.where(right < 0, y, F.one_hot(right[:, 0].clamp(min=0), "
                 "ACTIONS).to(y))\n";

static void
put (GString *text, const WeftScriptParts *script)
{
  static const char *const of_proximal[]
      = { "method",          "n_epochs", "clip_range", "gae_lambda", "normalize_advantage",
          "imitation_steps", NULL };
  const Policy *policy = get_record (script->model);
  gboolean is_proximal = policy->method == PROXIMAL,
           imitates = weft_policy_imitates (policy, script->model->environment);
  g_autoptr (GPtrArray) without = g_ptr_array_new ();
  g_autoptr (GString) settings = g_string_new (NULL);

  for (guint i = 0; of_proximal[i] != NULL; i++)
    if ((i == 0 || i > 3 || !is_proximal) && (i != 5 || !imitates))
      g_ptr_array_add (without, (gpointer) of_proximal[i]);
  g_ptr_array_add (without, NULL);
  weft_acting_append_settings (settings, script->model, (const char *const *) without->pdata);
  weft_script_put (text, "@RECIPE@", settings->str);
  weft_script_put (text, "@METHOD@", is_proximal ? "proximal policy optimisation" : "REINFORCE");
  weft_script_put (text, "@GAIN@", is_proximal ? bounded : plain);
  weft_script_put (text, "@TRACE@ * ", is_proximal ? "GAE_LAMBDA * " : "");
  weft_script_put (text, "@PASSES@", is_proximal ? "N_EPOCHS" : "1");
  weft_script_put (text, "@NORMALISED@", policy->normalize_advantage ? normalised : "");
  weft_script_put (text, "@TAUGHT_MADE@", imitates ? ", self.right" : "");
  weft_script_put (text, "@MARKS@", imitates ? "3" : "2");
  weft_script_put (text, "@ASKED@", imitates ? asked : "");
  weft_script_put (text, "@IMITATED@", imitates ? imitated : "");
}

static gint64
count_moves (const WeftModel *model)
{
  return weft_policy_count_moves (get_record (model));
}

/* (worlds, horizon), where it was just made. */
static void
note (WeftActingNotes *notes, const WeftModel *model, const WeftState *state, gint64 steps)
{
  const Progress *progress = weft_acting_get_own (model, state, PROGRESS);
  const Move *moves = weft_acting_get_own (model, state, MOVES);
  gint64 n = count_moves (model);

  if (notes->moves->len == (guint64) (progress->rounds * n))
    return;
  for (gint64 i = 0; i < n; i++)
    {
      gint64 action = moves[i].action;

      g_array_append_val (notes->moves, action);
    }
}

const WeftActing weft_acting_policy = {
  .recipe = "policy",
  .learns = "It plays, and does more often what brought more than it hoped for (policy gradient).",
  .figure = "return",
  .as_weft = "is_as_weft(follow, 0)",
  .episodes = WEFT_GREEDY_EPISODES,
  .tests = WEFT_GREEDY_EPISODES * WEFT_GREEDY_ROUNDS,
  .policy = POLICY,
  .value = VALUE,
  .find_gap = find_gap,
  .put = put,
  .count_moves = count_moves,
  .note = note,
};
