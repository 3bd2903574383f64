/* self-play: what the recipe self_play is told, and what it keeps of games */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/recipes/recipe-run.h"

/* The recipe's parameters. */
typedef struct
{
  int simulations;
  int games;
  double puct;
  double noise, concentration;
  double temperature;
  int warm_moves;
  int memory_size;
  gboolean symmetry;
} SelfPlay;

/* The roles. */
enum
{
  GAME,
  POLICY,
  VALUE,
};

/* In the order in which they are listed. */
enum
{
  PROGRESS,
  BOARDS, /* (games): states of the environment */
  MADE,   /* (games) gint32: moves in the game */
  LINES,  /* (games, limit): a position a row, of games that go on */
  MEMORY, /* (memory_size): likewise, of games that are over */
};

typedef struct
{
  gint32 filled, next; /* of the memory */
  gint32 begun;        /* games */
  gint32 rounds;       /* of a move in each game */
} Progress;
