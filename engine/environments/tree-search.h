/* tree-search: Monte-Carlo tree search for the move to make, led by what somebody believes of
 * positions
 *
 * Each simulation goes down from the position at hand to one that is new, by the moves of highest
 * Q + U, U = c · P · √N / (1 + n) (PUCT, as in Silver et al. 2017: N visits of the position, n of
 * the move, P what was believed of the move, Q the mean of what came of it); that position is
 * judged, and all that lead to it learn from it. Who judges is asked for one position of each of
 * many games at once, or by a function.
 *
 * Lies in memory that the caller has, so that nothing is allocated; any thread, one at a time. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/environments/environment.h"

typedef struct _WeftSearch WeftSearch;

/* What is mixed into the beliefs about the first move, so that each may be tried: a share of
 * numbers that sum to 1, drawn from Dirichlet's distribution. */
typedef struct
{
  double share;         /* 0: none */
  double concentration; /* small: most of it falls on few moves */
  WeftRandom random;
} WeftSearchNoise;

/* Bytes that a search of so many simulations needs, a multiple of 64. */
gsize weft_search_get_size (const WeftEnvironment *environment, int simulations);
/* memory: aligned to 64 bytes; dies with it. exploration: c. */
WeftSearch *weft_search_init (gpointer memory, const WeftEnvironment *environment, int simulations,
                              double exploration);
/* From that position on (copied), which must not be the end of a game; noise: nullable. */
void weft_search_begin (WeftSearch *search, gconstpointer state, const WeftSearchNoise *noise);
/* To the next position to be judged; x (observation): how it is seen. The first is the one that the
 * search began with, so that a search of n simulations descends 1 + n times. */
void weft_search_descend (WeftSearch *search, float *x);
gconstpointer weft_search_get_leaf (const WeftSearch *search); /* that position */
/* What is believed of it: scores (actions), before any softmax, and what the player to move may
 * expect. Where the game is over there it is worth nothing more, whatever is believed. */
void weft_search_learn (WeftSearch *search, const float *scores, double value);

/* x (observation), scores (actions). */
typedef void (*WeftSearchJudge) (gpointer user, gconstpointer state, const float *x, float *scores,
                                 double *value);

/* All of it for one game. */
void weft_search_run (WeftSearch *search, WeftSearchJudge judge, gpointer user, int simulations,
                      gconstpointer state, const WeftSearchNoise *noise);
/* The same by somebody who believes nothing of moves, and of a position what a game that goes on at
 * random from there gives. */
void weft_search_run_plain (WeftSearch *search, int simulations, gconstpointer state,
                            const WeftRandom *random);

/* How often each first move was tried, in shares (actions) of all; 0 of those that may not be. */
void weft_search_get_shares (const WeftSearch *search, float *shares);
/* What the player to move may expect: the mean of all simulations. */
double weft_search_get_value (const WeftSearch *search);
/* A move drawn by the shares to the power of 1 / temperature; at 0 the one of the highest. */
int weft_search_choose (const WeftSearch *search, double temperature, const WeftRandom *random,
                        guint64 element);
