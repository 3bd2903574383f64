/* self_play: a network learns a game from games that it plays against itself, each move thought
 * through by a search that its own beliefs lead (Silver et al. 2017 and 2018)
 *
 * A step makes a move in each of some games that stand side by side, so that the network is asked
 * about all of them at once, and draws a batch of the positions of games that are over: what the
 * search tried there is what the network is to believe of moves, and how the game ended what it is
 * to believe of the position. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/self-play.h"

#include <string.h>

#include "engine/environments/tree-search.h"
#include "engine/recipes/match.h"

static const WeftParam params[] = {
  WEFT_INT (SelfPlay, simulations, 50, 1, 10000, .ui_max = 400, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Simulations"),
            .help = N_ ("How many continuations are looked at before a move is made")),
  WEFT_INT (SelfPlay, games, 16, 1, 4096, .ui_max = 128, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Games"), .help = N_ ("How many games are played side by side")),
  WEFT_INT (SelfPlay, memory_size, 20000, 1, 10000000, .ui_max = 100000, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Memory"), .help = N_ ("How many of the last moves are remembered")),
  WEFT_REAL (SelfPlay, temperature, 1, 0, 10, .ui_max = 2, .label = N_ ("Temperature"),
             .help = N_ ("How freely moves are drawn from what the search tried; at 0 the one that "
                         "it tried most is made")),
  WEFT_INT (SelfPlay, warm_moves, 30, 0, 1000000, .ui_max = 100, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Moves drawn"), .advanced = TRUE,
            .help = N_ ("After how many moves of a game the one that was tried most is made")),
  WEFT_REAL (SelfPlay, noise, 0.25, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Noise"),
             .help = N_ ("How much chance is mixed into what is believed of the next move, so that "
                         "each is tried now and then")),
  WEFT_REAL (SelfPlay, concentration, 1, 0.01, 100, .ui_max = 2, .label = N_ ("Concentration"),
             .advanced = TRUE,
             .help = N_ ("Of the noise: small numbers let it fall on few moves at a time")),
  WEFT_BOOL (SelfPlay, symmetry, TRUE, .label = N_ ("Symmetry"),
             .help = N_ ("Learn from positions also as they look mirrored or turned, where that is "
                         "the same game")),
  WEFT_REAL (SelfPlay, puct, 1.5, 0, 100, .ui_max = 5, .label = N_ ("Curiosity"), .advanced = TRUE,
             .help
             = N_ ("How much the search tries what is believed in, beside what has gone well")),
  { NULL },
};

static const WeftRecipeRole roles[] = {
  [GAME] = { .name = "game",
             .title = N_ ("a game for two"),
             .help = N_ ("The data has to be a game of two players, such as Tic-tac-toe."),
             .layer = "data",
             .acts = TRUE,
             .players = 2 },
  [POLICY] = { .name = "policy",
               .title = N_ ("beliefs about moves"),
               .help = N_ ("A Soft cross-entropy has to compare a score for each move with y of "
                           "the data."),
               .layer = "soft_cross_entropy",
               .sketch = "alone; data | ?flat flatten | wide dense units=128 | bend relu | "
                         "moves dense units={y} | policy soft_cross_entropy; "
                         "data.y | policy.target" },
  [VALUE] = { .name = "value",
              .title = N_ ("beliefs about the outcome"),
              .help = N_ ("A Mean squared error has to compare one number with the outcome of the "
                          "data."),
              .layer = "mse",
              .sketch = "data | ?flat flatten | hope dense units=128 | bend relu | "
                        "worth dense units=1 | bound tanh | value mse; "
                        "data.outcome | value.target" },
  { NULL },
};

static const WeftRecipeLane lanes[] = {
  { .name = "weights" },
  { NULL },
};

/* In the order of the plans. */
enum
{
  LEARN,
  INFER,
};

static const WeftRecipePlan plans[] = {
  [LEARN] = { .name = "learn", .mode = WEFT_MODE_TRAIN },
  [INFER] = { .name = "infer", .mode = WEFT_MODE_INFER },
  { NULL },
};

/* Of the scratch. */
enum
{
  TREES, /* (games): searches */
  SEEN,  /* (games, observation) */
  X,     /* (n, observation) */
  Y,     /* (n, actions) */
  ENDS,  /* (n) */
};

/* A position is what was seen of it, how often the search tried each move, in shares, and what the
 * move that was made gave, or, in the memory, what came of it in the end. */
static gint64
count_seen (const WeftEnvironment *environment)
{
  return weft_shape_count (&environment->observation);
}

static gint64
get_width (const WeftEnvironment *environment)
{
  return count_seen (environment) + environment->actions + 1;
}

static guint
list_own (const WeftRecipeForm *form, WeftRecipeOwn own[WEFT_MAX_OWN])
{
  const SelfPlay *it = form->record;
  const WeftEnvironment *game = form->environment;

  if (game == NULL)
    return 0;
  own[PROGRESS] = (WeftRecipeOwn){ "progress", WEFT_SHAPE (sizeof (Progress) / 4) };
  own[BOARDS] = (WeftRecipeOwn){ "boards", WEFT_SHAPE (it->games, (gint64) game->state_size / 4) };
  own[MADE] = (WeftRecipeOwn){ "made", WEFT_SHAPE (it->games) };
  own[LINES] = (WeftRecipeOwn){ "lines", WEFT_SHAPE (it->games, game->limit, get_width (game)) };
  own[MEMORY] = (WeftRecipeOwn){ "memory", WEFT_SHAPE (it->memory_size, get_width (game)) };
  return MEMORY + 1;
}

/* --- games --- */

static gpointer
get_board (const WeftRecipeRun *run, gint64 game)
{
  return (char *) run->own[BOARDS] + (gsize) game * run->environment->state_size;
}

/* The position after so many moves. */
static float *
get_position (const WeftRecipeRun *run, gint64 game, gint64 made)
{
  return (float *) run->own[LINES]
         + (game * run->environment->limit + made) * get_width (run->environment);
}

#define CHOICE ((guint64) 1 << 40) /* beyond the elements that noise takes */

/* Each game's own, at each of its moves others. */
static WeftRandom
get_draws (const WeftRecipeRun *run, gint64 game)
{
  const Progress *progress = run->own[PROGRESS];

  return (WeftRandom){ run->state->seed, WEFT_STREAM_PLAY + (((guint64) game + 1) << 8),
                       (guint64) progress->rounds };
}

static void
begin_game (WeftRecipeRun *run, gint64 game)
{
  Progress *progress = run->own[PROGRESS];
  const WeftRandom random = { run->state->seed, WEFT_STREAM_EPISODE, (guint64) progress->begun };

  run->environment->reset (get_board (run, game), &random);
  ((gint32 *) run->own[MADE])[game] = 0;
  progress->begun++;
}

/* What came of each of its moves for who made it. */
static void
remember_game (WeftRecipeRun *run, gint64 game)
{
  const SelfPlay *it = run->record;
  Progress *progress = run->own[PROGRESS];
  gint64 width = get_width (run->environment);
  float sum = 0;

  for (gint64 k = ((gint32 *) run->own[MADE])[game]; k-- > 0;)
    {
      float *position = get_position (run, game, k);

      sum = position[width - 1] - sum;
      position[width - 1] = sum;
      memcpy ((float *) run->own[MEMORY] + progress->next * width, position,
              (gsize) width * sizeof *position);
      progress->next = (progress->next + 1) % it->memory_size;
      progress->filled = MIN (progress->filled + 1, it->memory_size);
    }
}

static void
make_move (WeftRecipeRun *run, gint64 game, const WeftSearch *tree)
{
  const SelfPlay *it = run->record;
  const WeftEnvironment *environment = run->environment;
  const WeftRandom random = get_draws (run, game);
  gint32 *made = (gint32 *) run->own[MADE] + game;
  float *position = get_position (run, game, *made);
  int action
      = weft_search_choose (tree, *made < it->warm_moves ? it->temperature : 0, &random, CHOICE);
  gboolean ended = FALSE;

  environment->observe (get_board (run, game), position);
  weft_search_get_shares (tree, position + count_seen (environment));
  position[get_width (environment) - 1]
      = (float) environment->act (get_board (run, game), action, &ended);
  (*made)++;
  if (!ended && *made < environment->limit)
    return;
  remember_game (run, game);
  begin_game (run, game);
}

/* --- searches, one for each game --- */

typedef struct
{
  char *trees;
  gsize size; /* bytes of one */
  float *seen;
} Forest;

static WeftSearch *
get_tree (const Forest *forest, gint64 game)
{
  return (gpointer) (forest->trees + (gsize) game * forest->size);
}

/* FALSE: no memory. */
static gboolean
plant (WeftRecipeRun *run, Forest *forest)
{
  const SelfPlay *it = run->record;
  gsize games = (gsize) it->games;

  forest->size = weft_search_get_size (run->environment, it->simulations);
  forest->trees
      = (gpointer) weft_recipe_get_scratch (run, TREES, games * forest->size / sizeof (float));
  forest->seen = weft_recipe_get_scratch (run, SEEN, games * (gsize) count_seen (run->environment));
  if (forest->trees == NULL || forest->seen == NULL)
    return FALSE;
  for (gint64 g = 0; g < it->games; g++)
    {
      const WeftSearchNoise noise = { it->noise, it->concentration, get_draws (run, g) };
      WeftSearch *tree
          = weft_search_init (get_tree (forest, g), run->environment, it->simulations, it->puct);

      weft_search_begin (tree, get_board (run, g), &noise);
    }
  return TRUE;
}

/* A simulation in each. FALSE: there is an error. */
static gboolean
grow (WeftRecipeRun *run, const Forest *forest)
{
  const SelfPlay *it = run->record;
  gint64 seen = count_seen (run->environment);
  const WeftPlayer player = { run, INFER, POLICY, VALUE };
  WeftBeliefs beliefs;

  for (gint64 g = 0; g < it->games; g++)
    weft_search_descend (get_tree (forest, g), forest->seen + g * seen);
  if (!weft_recipe_believe (&player, forest->seen, it->games, &beliefs))
    return FALSE;
  for (gint64 g = 0; g < it->games; g++)
    weft_search_learn (get_tree (forest, g), beliefs.scores + g * run->environment->actions,
                       (double) beliefs.values[g]);
  return TRUE;
}

/* A move in each game. */
static gboolean
play (WeftRecipeRun *run)
{
  const SelfPlay *it = run->record;
  Progress *progress = run->own[PROGRESS];
  Forest forest;

  if (!plant (run, &forest))
    return FALSE;
  for (int i = 0; i <= it->simulations; i++)
    if (!grow (run, &forest))
      return FALSE;
  for (gint64 g = 0; g < it->games; g++)
    make_move (run, g, get_tree (&forest, g));
  progress->rounds++;
  return TRUE;
}

/* Until there is something to learn from. */
static gboolean
begin (WeftRecipeRun *run)
{
  const SelfPlay *it = run->record;
  Progress *progress = run->own[PROGRESS];

  if (progress->begun == 0)
    for (gint64 g = 0; g < it->games; g++)
      begin_game (run, g);
  while (progress->filled < MIN (run->binding.n, it->memory_size))
    if (!play (run))
      return FALSE;
  return TRUE;
}

/* --- learning --- */

typedef struct
{
  float *x, *y, *ends;
} Batch;

/* FALSE: no memory. */
static gboolean
get_batch (WeftRecipeRun *run, Batch *batch)
{
  gsize n = (gsize) run->binding.n;

  batch->x = weft_recipe_get_scratch (run, X, n * (gsize) count_seen (run->environment));
  batch->y = weft_recipe_get_scratch (run, Y, n * (gsize) run->environment->actions);
  batch->ends = weft_recipe_get_scratch (run, ENDS, n);
  return batch->x != NULL && batch->y != NULL && batch->ends != NULL;
}

/* What a position of the memory is in one of the ways in which its board can be turned, the i-th
 * of a batch. */
static void
take_position (WeftRecipeRun *run, const WeftRandom *random, gint64 i, const float *position,
               float *x, float *y)
{
  const SelfPlay *it = run->record;
  const WeftEnvironment *game = run->environment;
  gint64 seen = count_seen (game);

  if (it->symmetry && game->turn != NULL)
    {
      guint64 element = (guint64) (run->binding.n + i);

      game->turn ((int) weft_random_below (random, element, (guint64) game->ways), position,
                  position + seen, x, y);
      return;
    }
  memcpy (x, position, (gsize) seen * sizeof *x);
  memcpy (y, position + seen, (gsize) game->actions * sizeof *y);
}

static void
draw (WeftRecipeRun *run, const Batch *batch)
{
  const Progress *progress = run->own[PROGRESS];
  const WeftRandom random = { run->state->seed, WEFT_STREAM_PLAY, (guint64) run->state->step };
  gint64 seen = count_seen (run->environment), width = get_width (run->environment);
  int actions = run->environment->actions;

  for (gint64 i = 0; i < run->binding.n; i++)
    {
      guint64 drawn = weft_random_below (&random, (guint64) i, (guint64) progress->filled);
      const float *position = (const float *) run->own[MEMORY] + (gint64) drawn * width;

      take_position (run, &random, i, position, batch->x + i * seen, batch->y + i * actions);
      batch->ends[i] = position[width - 1];
    }
  run->scale (run, batch->x, run->binding.n);
}

static gboolean
step (WeftRecipeRun *run)
{
  Batch batch;

  if (!begin (run) || !play (run) || !get_batch (run, &batch))
    return FALSE;
  draw (run, &batch);
  return weft_recipe_learn_made (run, LEARN, batch.x, batch.y, batch.ends);
}

static gboolean
advise (WeftRecipeRun *run, float *x, guint64 open, WeftAdvice *advice)
{
  const WeftPlayer player = { run, INFER, POLICY, VALUE };

  return weft_recipe_advise (&player, x, 1, advice);
}

static gboolean
judge (WeftRecipeRun *run, guint part, double *figure)
{
  const WeftPlayer player = { run, INFER, POLICY, VALUE };

  return weft_recipe_play_match (&player, part, figure);
}

static gint64
count_judged (const WeftRecipeForm *form)
{
  return form->environment != NULL ? WEFT_MATCH_GAMES * (gint64) form->environment->limit : 0;
}

const char WEFT_RECIPE_TITLE (self_play)[] = N_ ("Self-play");

const WeftRecipe weft_recipe_self_play = {
  .id = "self_play",
  .title = WEFT_RECIPE_TITLE (self_play),
  .summary = N_ ("The network plays a game against itself, and learns from how it ends."),
  .roles = roles,
  .params = params,
  .record_size = sizeof (SelfPlay),
  .lanes = lanes,
  .plans = plans,
  .list_own = list_own,
  .figure = "win_rate",
  .judge = judge,
  .count_judged = count_judged,
  .advise = advise,
  .step = step,
};
