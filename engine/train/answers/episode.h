/* episode: a game that a network played as it was at one time, kept from its first position to its
 * last, to be looked at; immutable, any thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/base/pool.h"
#include "engine/train/model/model.h"

#define WEFT_MOST_GIVEN 128
#define WEFT_MOST_FROM 512 /* bytes of a state */

/* Which is to be played. Whoever plays against the network says all moves that were made so far;
 * who took a world out of its hands, how he left it. */
typedef struct
{
  guint number;  /* others begin otherwise; 0: none is wanted */
  int waits_for; /* of two players the one whose moves are given, 1 or 2; 0: it plays for both */
  guint n_given;
  guint8 given[WEFT_MOST_GIVEN]; /* actions that are made first, of both players */
  int simulations; /* > 0: of a game for two, by which it thinks each of its moves through */
  const WeftEnvironment *world; /* whose state `from` is; nullable: from the beginning on */
  guint made;                   /* moves that led to it */
  double got;                   /* return by then */
  gint32 from[WEFT_MOST_FROM / 4];
} WeftGame;

typedef struct
{
  gatomicrefcount ref_count;
  const WeftEnvironment *environment;
  WeftGame game;
  gint64 step;         /* of training, by which it was played */
  guint moves;         /* that were made */
  gboolean ended;      /* by the last of them; else it was broken off */
  double seconds;      /* that playing it took */
  GByteArray *states;  /* (moves + 1, state size) */
  GByteArray *actions; /* (moves): where there are actions to choose from */
  GArray *returns;     /* (moves + 1) double: got so far, of two players by the first */
  /* Before each move: how much of 1 the network held of each action, or, where it was thought
   * through, which share of the search that had, (moves, actions) float; and what whoever moved
   * could expect, (moves) double. NAN: the move was given. */
  GArray *beliefs, *hopes;
} WeftEpisode;

/* Whether the model learns by acting in a world, so that an episode can be played. */
gboolean weft_model_plays (const WeftModel *model);
/* The same for the same state, seed and game. Of one player each move is the one that the network
 * holds for the best; of two each player's first one is drawn by what the network believes of them,
 * so that games differ. Broken off at the environment's limit, and as soon as interrupt (nullable)
 * is due, with what was played by then; so it is before a move that it waits for. pool NULL: on the
 * caller's thread alone. WEFT_ERROR_INVALID where the model does not play. */
WeftEpisode *weft_model_play (WeftModel *model, WeftState *state, guint64 seed,
                              const WeftGame *game, WeftPool *pool, int level,
                              const WeftInterrupt *interrupt, GError **error);
WeftEpisode *weft_episode_ref (WeftEpisode *episode);
void weft_episode_unref (WeftEpisode *episode);
gconstpointer weft_episode_get_state (const WeftEpisode *episode, guint move); /* after so many */
double weft_episode_get_return (const WeftEpisode *episode, guint move);
/* (actions), before that move; NULL: it was given, or made by forces. */
const float *weft_episode_get_beliefs (const WeftEpisode *episode, guint move);
double weft_episode_get_hope (const WeftEpisode *episode, guint move); /* NAN: there is none */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftEpisode, weft_episode_unref)
