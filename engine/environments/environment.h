/* environment: a row of the environment table: a world or a game that is acted in, move by move
 *
 * To add one: a file engine/environments/ID.c and a row in engine/environments/environments.def.
 * A row holds nothing: what changes lies in a state of plain bytes, so that episodes are copied,
 * searched, stored and resumed by whoever plays them. Any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/kind.h"
#include "engine/base/random.h"
#include "engine/environments/drawing.h"

#define WEFT_MAX_ACTIONS 64
#define WEFT_MAX_FORCES 8

/* The title is an array of its own, so that constant tables can point at it. */
#define WEFT_ENVIRONMENT_TITLE(id) weft_environment_title_##id

typedef struct
{
  const char *id;
  const char *title;     /* N_ () */
  WeftKind kind;         /* what an observation is */
  WeftShape observation; /* of one; float32 */
  /* What can be done: one of `actions` things, called 0, 1, … (1 to WEFT_MAX_ACTIONS), by `act`;
   * or, where that is 0, `forces` numbers at a time (1 to WEFT_MAX_FORCES), each from low to high,
   * by `push`, which brings what lies beyond to the nearer end. */
  int actions;
  int forces;
  float low, high;
  int players; /* 1, or 2 who move by turns */
  int limit;   /* moves after which an episode is broken off, by whoever plays it */
  int pace;    /* moves a second at which it is shown to people; 0: as others are */
  /* Bytes of a state: nothing but words of four bytes (float, gint32), as a stored state has. */
  gsize state_size;
  /* The beginning of the episode that `random` names: of its elements as many as it wants. */
  void (*reset) (gpointer state, const WeftRandom *random);
  /* As the player to move sees it, (observation). */
  void (*observe) (gconstpointer state, float *x);
  /* Makes the move of the player whose turn it is, and gives the reward to him (of two players the
   * other's is its negative). *ended: that was the last move; the state can still be observed. */
  double (*act) (gpointer state, int action, gboolean *ended);
  double (*push) (gpointer state, const float *forces, gboolean *ended);
  gboolean (*may) (gconstpointer state, int action); /* nullable: every action at any time */
  /* Nullable: all that may be done at once, as bits, the lowest of action 0; in place of `may`. */
  guint64 (*open) (gconstpointer state);
  /* Nullable: what somebody does here who knows more of the world than is to be seen, for a network
   * to imitate: an open action. */
  int (*teach) (gconstpointer state);
  /* Nullable: the action of who points there, in the units of the drawing; −1: none. Of forces 0
   * stands for the lowest of each, 1 for the highest. Of one player it is the one
   * by which what he moves goes that way. */
  int (*point) (gconstpointer state, float x, float y);
  /* Of a game in which one may pass: that action + 1; 0: of none. */
  int pass;
  /* Of a board that is as good mirrored or turned: in how many ways, 1 to 8, of which 0 leaves it
   * as it is; and how what is seen (observation) and a number for each action look then. Nullable.
   */
  int ways;
  void (*turn) (int way, const float *x, const float *y, float *turned_x, float *turned_y);
  void (*draw) (gconstpointer state, WeftDrawing *drawing); /* begins the drawing, too */
} WeftEnvironment;

const WeftEnvironment *weft_environment_find (const char *id); /* nullable */
const WeftEnvironment *const *weft_environments (guint *n);
/* Moves a second at which people can follow it. */
double weft_environment_get_pace (const WeftEnvironment *environment);
/* How many numbers a network answers with: one of each action, or the forces. */
int weft_environment_count_answers (const WeftEnvironment *environment);
/* What such an answer is to be compared with: (actions), what each is worth; or (3, forces), how
 * much some forces count, their weighted sum, and that of their squares. */
WeftShape weft_environment_get_target (const WeftEnvironment *environment);
/* Makes the move that such numbers call for, the open action of the highest or the forces
 * themselves, or one at random, by that element of the random numbers; as `act` does. */
double weft_environment_follow (const WeftEnvironment *environment, gpointer state,
                                const float *answers, gboolean *ended);
double weft_environment_wander (const WeftEnvironment *environment, gpointer state,
                                const WeftRandom *random, guint64 element, gboolean *ended);
/* Forces at random, each as likely; forces (forces). */
void weft_environment_draw_forces (const WeftEnvironment *environment, const WeftRandom *random,
                                   guint64 element, float *forces);
/* How many actions there are to choose from; may[a] (nullable): whether a is one. */
int weft_environment_list_actions (const WeftEnvironment *environment, gconstpointer state,
                                   gboolean may[WEFT_MAX_ACTIONS]);
/* The same as bits, the lowest of action 0. */
guint64 weft_environment_get_open (const WeftEnvironment *environment, gconstpointer state);
/* One of them, each as likely, by that element of the random numbers. */
int weft_environment_pick (const WeftEnvironment *environment, gconstpointer state,
                           const WeftRandom *random, guint64 element);
/* The open one of which the number is highest, the first of equals; worth (actions). */
int weft_environment_find_best (const WeftEnvironment *environment, guint64 open,
                                const float *worth);
