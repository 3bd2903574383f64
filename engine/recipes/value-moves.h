/* value-moves: the moves that a network learns the worth of: made, remembered, and drawn again; for
 * value.c */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/recipes/recipe-run.h"

/* The recipe's parameters. */
typedef struct
{
  double discount, reward_scale;
  double exploration;
  int exploration_steps;
  int moves;
  int memory_size;
  int first_moves;
  int target_every;
  gboolean double_q;
  int n_step;
  double priority, correction;
} Value;

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
  GAME,
  MEMORY,
  TARGET,
  PRIORITIES, /* a tree (priority.h) over the memory, where some are drawn more often than others;
                 its first float is the highest that any had */
};

typedef struct
{
  gint32 has_begun;
  gint32 filled, next;  /* of the memory */
  gint32 episode, made; /* which, and its moves */
} Progress;

/* A move lies in the memory as: what was seen, what was seen after it, and these. */
typedef struct
{
  gint32 action;
  float reward;
  gint32 end;     /* WeftMoveEnd */
  guint32 may[2]; /* the actions that there are after it, a bit each */
} Outcome;

#define OUTCOME (sizeof (Outcome) / sizeof (float))

/* Of the scratch. */
enum
{
  X,     /* (n, observation) */
  NEXT,  /* (n, observation) */
  Y,     /* (n, actions) */
  DRAWN, /* (n): Drawn */
};

/* A move of the batch, and those after it whose rewards are added up. */
typedef struct
{
  Outcome outcome; /* the first one's action, what all of them brought, and the last one's rest */
  gint32 best;     /* the action after them */
  gint32 place;    /* in the memory */
  float factor;    /* what is hoped for after them counts */
  float weight;    /* how much is learnt of it, beside the others */
} Drawn;

typedef struct
{
  float *x, *next, *y;
  Drawn *drawn;
} Batch;

gint64 weft_value_count_seen (const WeftEnvironment *environment);
/* Moves at random before the first step, unless they were made. */
void weft_value_begin (WeftRecipeRun *run);
/* The moves of a step. FALSE: there is an error. */
gboolean weft_value_play (WeftRecipeRun *run);
/* Fills in x, next and drawn, scaled as the data is. */
void weft_value_draw (WeftRecipeRun *run, const Batch *batch);
/* Of the move that lies there: adds up what those after it brought in the same episode, as far as
 * they are remembered, and fills in the outcome and its factor. Where the last of them lies. */
gint64 weft_value_look_ahead (const WeftRecipeRun *run, gint64 place, Drawn *drawn);
/* What was drawn has surprised by so much. */
void weft_value_remember_error (WeftRecipeRun *run, const Drawn *drawn, double error);
