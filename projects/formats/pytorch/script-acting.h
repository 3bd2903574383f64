/* script-acting: a network that plays in a world and learns from its moves, as a program of PyTorch
 * has it
 *
 * A world is a class World in worlds/ID.py, by its environment's id, and a line of
 * formats.gresource.xml: reset by an episode's numbers (seed, stream, step), observe, and step, as
 * its row has them, in what value.py.in has before it. A recipe is a row of acting.c and the
 * program in acting/ID.py.in. What either has not is refused by name. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trainer.h"
#include "projects/formats/pytorch/script-parts.h"
#include "projects/formats/zip-write.h"

typedef struct
{
  const char *recipe; /* acting/RECIPE.py.in is the program */
  /* A setting that it does not have; nullable: it has all. */
  const char *(*find_gap) (const WeftModel *model);
  /* Takes the places of the program's that are its own. */
  void (*put) (GString *text, const WeftScriptParts *script);
  /* How many of the first steps it can be held against, of n. */
  gint64 (*count_steps) (const WeftModel *model, gint64 n);
  /* What data.npz has to say of the moves that were made in them, after which the state was so. */
  void (*add_moves) (WeftZip *zip, const WeftModel *model, const WeftState *state, gint64 steps);
} WeftActing;

/* NULL: it learns by examples, or by a recipe that is no program. */
const WeftActing *weft_acting_find (const WeftModel *model);
/* What keeps it from being a program: a world, field or setting; translated where it has a name;
 * NULL: nothing. */
const char *weft_acting_find_gap (const WeftScriptParts *script);
/* The program with its world, where the rest is yet to be put; transfer full. */
GString *weft_acting_load (const WeftScriptParts *script);
/* The recipe's parameters but those that are named (ends with NULL): "DISCOUNT = 0.99\n" each. */
void weft_acting_append_settings (GString *out, const WeftModel *model, const char *const *without);
/* data.npz has by what that which is seen is standardised. */
gboolean weft_acting_is_scaled (const WeftModel *model);

extern const WeftActing weft_acting_value;
