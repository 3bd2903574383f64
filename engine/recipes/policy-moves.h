/* policy-moves: the moves that a policy learns from: made in worlds that stand side by side, and
 * judged by what they brought; for policy.c */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/recipes/match.h"
#include "engine/recipes/surrogate.h"

enum
{
  PROXIMAL,
  REINFORCE,
};

/* The recipe's parameters. */
typedef struct
{
  int method;
  double discount, reward_scale;
  int n_envs, n_steps, n_epochs;
  double gae_lambda;
  double clip_range;
  double ent_coef;
  gboolean normalize_advantage;
  int imitation_steps;
} Policy;

/* The roles. */
enum
{
  WORLD,
  POLICY,
  VALUE,
};

/* In the order of the plans. */
enum
{
  LEARN,
  INFER,
};

/* In the order in which they are listed. */
enum
{
  PROGRESS,
  GAMES,           /* (worlds): states of the environment */
  MADE,            /* (worlds) gint32: moves in the episode */
  SIGHT,           /* (worlds, horizon, observation) */
  MOVES,           /* (worlds, horizon): Move */
  ORDER,           /* (worlds · horizon) guint32: in which they are learnt */
  FORCES,          /* (worlds, horizon, forces): of the moves, where it is acted by them */
  TAUGHT = FORCES, /* (worlds, horizon) gint32: 1 + what the teacher would have done, 0: nobody was
                      asked; where there is a teacher, who knows of actions only */
};

typedef struct
{
  gint32 begun;    /* episodes */
  gint32 rounds;   /* of moves */
  gint32 pass, at; /* over the moves, and how many of them are learnt in it */
} Progress;

typedef struct
{
  gint32 action;
  guint32 open[2];
  float chance; /* its logarithm, when it was taken */
  float reward, value, after;
  gint32 end; /* WeftMoveEnd */
  float advantage, worth;
} Move;

/* Of the scratch. */
enum
{
  SEEN, /* (worlds, observation) */
  MADE_IN_ONE,
  ADVANTAGES, /* (horizon) or (n) */
  X,          /* (n, observation) */
  Y,          /* (n, target) */
  ENDS,       /* (n) */
};

gint64 weft_policy_count_seen (const WeftEnvironment *environment); /* numbers */
gint64 weft_policy_count_moves (const Policy *it);                  /* of a round */
/* Whether there is something to imitate in this world, and that is wanted. */
gboolean weft_policy_imitates (const Policy *it, const WeftEnvironment *environment);
/* How far forces are spread about what the network answers, logarithms (forces): weights of the
 * policy's loss. */
const float *weft_policy_get_spread (const WeftRecipeRun *run);
/* Makes and judges a round of moves, and begins the first pass over them. FALSE: there is an error.
 */
gboolean weft_policy_play (WeftRecipeRun *run);
/* Another order of the moves: of the pass that begins. */
void weft_policy_shuffle (WeftRecipeRun *run);
