/* state: everything that decides the next bit; keyed by name, copied, compared, hashed, stored */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/error.h"
#include "engine/graph/recipe.h"
#include "engine/plan/program.h"

#define WEFT_MAX_SLOTS 3 /* optimiser slots a weight */

#define WEFT_OWN_NODE 0 /* of entries that are the recipe's own: not learnt, and of any bits */

typedef struct
{
  gint64 node;
  gint64 repeat;    /* which of the times that its group stands; 0: the first */
  const char *name; /* interned */
  gboolean learnt;
  WeftShape shape;
  gsize count;
  float *value;                /* into the state's block, 64-byte aligned */
  float *slot[WEFT_MAX_SLOTS]; /* NULL: not used by the optimiser */
} WeftStateEntry;

typedef struct
{
  guint64 seed;
  gint64 step;          /* steps done */
  gint64 epoch;         /* whole epochs done */
  gint64 cursor;        /* samples taken in this epoch */
  gint64 restart;       /* step at which the rate's schedule last began anew; 0: never */
  guint n_slots;        /* of every learnt entry, 0 … WEFT_MAX_SLOTS */
  const char *slots_of; /* interned: who keeps something in them; NULL: not known */
  GArray *entries;   /* WeftStateEntry, program order; entries of deleted nodes stay at the end */
  guint n_live;      /* how many entries belong to the program; the others are kept for undo only */
  GHashTable *index; /* (node, repeat, name) → entry; live ones first */
  gpointer block;    /* the memory: learnt values, each slot in the same layout, then all else */
  gsize block_bytes;
} WeftState;

/* What a state is to hold. */
typedef struct
{
  const WeftProgram *program; /* its weights and buffers */
  guint n_slots;              /* of each weight: what the optimisers keep */
  const WeftRecipeOwn *own;   /* what the recipe keeps; names unique, whatever the recipe */
  guint n_own;
  const char *slots_of; /* interned, nullable: which optimisers; others would misread the slots */
} WeftStateForm;

/* First values for every weight and buffer, drawn from the seed; slots and the recipe's own are
 * zeros. */
WeftState *weft_state_new (const WeftStateForm *form, guint64 seed, GError **error);
/* After an edit: entries that still fit (key and shape) keep values and slots, new ones get first
 * values, ones no longer used stay for undo (of one key the last that was removed). Of the recipe's
 * own either all fit or all begin anew, and so of what else has a name up to a "/"; slots that are
 * others' are zeroed. Edits in place; on an error nothing has changed. */
gboolean weft_state_adapt (WeftState *state, const WeftStateForm *form, GError **error);
WeftState *weft_state_dup (const WeftState *state, GError **error);
void weft_state_free (WeftState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftState, weft_state_free)
/* Of the first time that its group stands; nullable. */
WeftStateEntry *weft_state_find (const WeftState *state, gint64 node, const char *name);
/* Of a weight or buffer of a program; nullable. */
WeftStateEntry *weft_state_find_value (const WeftState *state, const WeftProgramValue *value);
/* Whether what its slots hold is of other optimisers than the form's, as far as is known. */
gboolean weft_state_has_slots_of_others (const WeftState *state, const WeftStateForm *form);
/* SHA-256 hex of all that decides the next bit: seed, step, epoch, cursor, restart, and of the live
 * entries, by (node, repeat, name), values and slots, little-endian. What is only kept for undo is
 * left out, and so is whose the slots are, which follows from the graph. Transfer full. */
char *weft_state_dup_hash (const WeftState *state);
/* Whether that is the state's; NULL: FALSE. */
gboolean weft_state_has_hash (const WeftState *state, const char *hash);
/* One self-describing block, little-endian, and back: every length checked. */
/* Nullable: NULL when it is larger than any file takes, 2 GB. */
GBytes *weft_state_serialize (const WeftState *state);
WeftState *weft_state_deserialize (GBytes *bytes, GError **error);
