/* chance: what a world draws while it is acted in, from its state alone
 *
 * A state remembers what its episode was begun by and how many moves were made, so that a copy of
 * it goes on as it does itself. Any thread; its owner's. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/random.h"

typedef struct
{
  guint32 key[2]; /* of the episode */
  gint32 moves;   /* that have drawn */
} WeftChance;

/* At the beginning of the episode that `random` names; its elements are left to the world. */
static inline WeftChance
weft_chance_begin (const WeftRandom *random)
{
  guint32 words[4];

  weft_random_block (random, G_MAXUINT64, words);
  return (WeftChance){ .key = { words[0], words[1] } };
}

/* What the next move may draw, elements from 0. */
static inline WeftRandom
weft_chance_next (WeftChance *chance)
{
  return (WeftRandom){ chance->key[0] | (guint64) chance->key[1] << 32, WEFT_STREAM_EPISODE,
                       (guint64) chance->moves++ };
}
