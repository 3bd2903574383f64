/* match: what a network believes of a game's positions, and how it stands against a search that
 * knows nothing; for recipes whose network has a head for moves and one for the outcome */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/recipes/recipe-run.h"

#define WEFT_MATCH_GAMES 20
#define WEFT_MATCH_SIMULATIONS 50 /* of the other, for a move */

typedef struct
{
  WeftRecipeRun *run;
  guint plan;          /* that infers */
  guint policy, value; /* roles: the losses of the two heads */
} WeftPlayer;

/* Until the plan runs again. */
typedef struct
{
  const float *scores; /* (n, actions), before any softmax; or (n, forces) */
  const float *values; /* (n): what the player to move may expect */
} WeftBeliefs;

/* x (n, observation) is scaled in its place. FALSE: there is an error. */
gboolean weft_recipe_believe (const WeftPlayer *player, float *x, gint64 n, WeftBeliefs *beliefs);
/* A row's advise, in which the value is that many times what is to be hoped for. */
gboolean weft_recipe_advise (const WeftPlayer *player, float *x, double scale, WeftAdvice *advice);
/* A judge: the mean return of episodes, as weft_recipe_play_greedy's, of the moves that the network
 * holds for the likeliest (greedy.c). */
gboolean weft_recipe_play_likeliest (const WeftPlayer *player, guint part, double *figure);
/* A judge: the share that is won, ties by half, of games that are begun alike whenever it is asked,
 * half of them by the network, which makes the move that it believes in most; the other searches
 * with games at random.
 */
gboolean weft_recipe_play_match (const WeftPlayer *player, guint part, double *figure);
