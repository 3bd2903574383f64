/* script-self-play: self-play (engine/recipes/self_play.c) as a program of PyTorch has it
 *
 * The program draws what Weft draws. What a search tries may hang on rounding: the first steps are
 * held against each other with Weft's own positions, and the search by how many of those that both
 * had before the first step are alike. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/recipes/match.h"
#include "engine/recipes/self-play.h"
#include "projects/formats/pytorch/script-acting.h"

static const SelfPlay *
get_record (const WeftModel *model)
{
  return model->record;
}

/* Numbers of a position. */
static gint64
count_numbers (const WeftModel *model)
{
  return weft_shape_count (&model->environment->observation) + model->environment->actions + 1;
}

/* A memory in which not all fits that a step may add to it, so that it cannot be noted. */
static const char *
find_gap (const WeftModel *model)
{
  const SelfPlay *it = get_record (model);

  return it->memory_size
                 < weft_model_get_batch (model) + 2 * (gint64) it->games * model->environment->limit
             ? "memory_size"
             : NULL;
}

static const char turned[]
    = "    ways = below(words[n:], World.ways)\n"
      "    positions = [(*player.games[0].turn(way, *position[:2]), position[2]) for way, position "
      "in zip(ways, positions)]\n";

static void
put (GString *text, const WeftScriptParts *script)
{
  const SelfPlay *it = get_record (script->model);
  gboolean turns = it->symmetry && script->model->environment->turn != NULL;
  g_autoptr (GString) settings = g_string_new (NULL);
  g_autofree char *others = g_strdup_printf ("%d", WEFT_MATCH_SIMULATIONS);

  weft_acting_append_settings (settings, script->model, (const char *const[]){ "symmetry", NULL });
  weft_script_put (text, "@RECIPE@", settings->str);
  weft_script_put (text, "@TURNED@", turns ? turned : "");
  weft_script_put (text, "@OTHERS@", others);
}

static gint64
count_moves (const WeftModel *model)
{
  return 1;
}

/* How many positions were remembered so far, and those that are new. */
static void
note (WeftActingNotes *notes, const WeftModel *model, const WeftState *state, gint64 steps)
{
  const Progress *progress = weft_acting_get_own (model, state, PROGRESS);
  const float *memory = weft_acting_get_own (model, state, MEMORY);
  gint64 size = get_record (model)->memory_size, width = count_numbers (model),
         before = notes->positions->len / width, n = (progress->next - before % size + size) % size,
         total = before + n;

  for (gint64 i = before; i < total; i++)
    g_array_append_vals (notes->positions, memory + i % size * width, (guint) width);
  g_array_append_val (notes->moves, total);
}

const WeftActing weft_acting_self_play = {
  .recipe = "self_play",
  .learns = "It plays against itself, each move thought through by a search that its own beliefs "
            "lead, and learns from how games end.",
  .figure = "win rate",
  .as_weft = "(is_as_weft(follow, 0, 1e-4) and thinks_as_weft(begin(device, torch.float32, total, "
             "True)[0]))",
  .episodes = WEFT_MATCH_GAMES,
  .tests = WEFT_MATCH_GAMES,
  .policy = POLICY,
  .value = VALUE,
  .find_gap = find_gap,
  .put = put,
  .count_moves = count_moves,
  .note = note,
};
