/* script-acting: a network that plays in a world and learns from its moves, as a program of PyTorch
 * has it
 *
 * A world is a class World in worlds/ID.py, by its environment's id, and a line of
 * formats.gresource.xml: reset by an episode's numbers (seed, stream, step), observe, and step, as
 * its row has them, and teach, where it does; a game for two also copy, list_moves and turn; in
 * what acting/program.py.in has before it. A recipe is a row of script-acting.c and what of the
 * program is its own, in acting/ID.py.in: Player, take_step and judge. What either has not is
 * refused by name. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trainer.h"
#include "projects/formats/pytorch/script-parts.h"
#include "projects/formats/zip-write.h"

/* Of Weft's own first steps, which the program is held against. */
typedef struct
{
  GArray *moves;     /* gint64 */
  GArray *positions; /* float; empty: they are none */
} WeftActingNotes;

typedef struct
{
  const char *recipe;   /* acting/RECIPE.py.in is its own of the program */
  const char *learns;   /* a sentence of the program's */
  const char *figure;   /* by which it judges */
  const char *as_weft;  /* an expression of the program's: whether it does what Weft does */
  int episodes, tests;  /* by which it judges at a time, and at last */
  gint64 policy, value; /* roles: of a network with two heads; both 0: it has one, y's */
  /* A setting that it does not have; nullable: it has all. */
  const char *(*find_gap) (const WeftModel *model);
  /* Takes the places of the program's that are its own. */
  void (*put) (GString *text, const WeftScriptParts *script);
  /* How many of the first steps it can be held against, of n; nullable: all. */
  gint64 (*count_steps) (const WeftModel *model, gint64 n);
  /* Steps after which it is noted what was done, of n, which are noted at their end; nullable: one.
   */
  gint64 (*count_between) (const WeftModel *model, gint64 n);
  /* Numbers of moves in a row. */
  gint64 (*count_moves) (const WeftModel *model);
  /* Adds what was done in the last so many steps, after which the state is so. */
  void (*note) (WeftActingNotes *notes, const WeftModel *model, const WeftState *state,
                gint64 steps);
} WeftActing;

/* NULL: it learns by examples, or by a recipe that is no program. */
const WeftActing *weft_acting_find (const WeftModel *model);
/* What keeps it from being a program: a world, field or setting; translated where it has a name;
 * NULL: nothing. */
const char *weft_acting_find_gap (const WeftScriptParts *script);
/* The program with its world, where the rest is yet to be put; transfer full. */
GString *weft_acting_load (const WeftScriptParts *script);
/* data.npz has them as moves and positions. */
void weft_acting_add_notes (WeftZip *zip, const WeftModel *model, const WeftActingNotes *notes);
/* What the recipe keeps of its own, as it listed it. */
gconstpointer weft_acting_get_own (const WeftModel *model, const WeftState *state, guint which);
/* The recipe's parameters but those that are named (ends with NULL): "DISCOUNT = 0.99\n" each. */
void weft_acting_append_settings (GString *out, const WeftModel *model, const char *const *without);
/* data.npz has by what that which is seen is standardised. */
gboolean weft_acting_is_scaled (const WeftModel *model);

extern const WeftActing weft_acting_policy;
extern const WeftActing weft_acting_self_play;
extern const WeftActing weft_acting_value;
