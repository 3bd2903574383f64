/* tree-search: Monte-Carlo tree search: a tree of positions that grows by one a simulation */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/tree-search.h"

#include <math.h>
#include <string.h>

#define ALIGN 64

typedef struct
{
  double reward; /* of the move that led here, to who made it */
  double total;  /* of what came of it for who made that move, over all visits */
  gint32 parent; /* −1: the root */
  gint32 action; /* that led here */
  gint32 visits;
  gboolean ended;
} Node;

struct _WeftSearch
{
  const WeftEnvironment *environment;
  double exploration;
  WeftSearchNoise noise;
  int n, leaf; /* nodes; the one to be judged */
  Node *nodes;
  float *priors;    /* (nodes, actions): 0 of what may not be done */
  gint32 *children; /* (nodes, actions): −1: not tried yet */
  char *states;     /* (nodes, state_size) */
  float *x;         /* scratch of whoever runs all of it: (observation) */
  float *scores;    /* (actions) */
  gpointer board;   /* (state_size) */
};

static gsize
padded (gsize size)
{
  return (size + ALIGN - 1) / ALIGN * ALIGN;
}

/* Takes so much of the memory; NULL only measures. */
static gpointer
take (char *memory, gsize *used, gsize size)
{
  gpointer at = memory != NULL ? memory + *used : NULL;

  *used += padded (size);
  return at;
}

static gsize
lay_out (WeftSearch *search, char *memory, const WeftEnvironment *environment, int simulations)
{
  gsize n = (gsize) simulations + 1, edges = n * (gsize) environment->actions, used = 0;

  take (memory, &used, sizeof *search);
  search->nodes = take (memory, &used, n * sizeof (Node));
  search->priors = take (memory, &used, edges * sizeof (float));
  search->children = take (memory, &used, edges * sizeof (gint32));
  search->states = take (memory, &used, n * environment->state_size);
  search->x
      = take (memory, &used, (gsize) weft_shape_count (&environment->observation) * sizeof (float));
  search->scores = take (memory, &used, (gsize) environment->actions * sizeof (float));
  search->board = take (memory, &used, environment->state_size);
  return used;
}

gsize
weft_search_get_size (const WeftEnvironment *environment, int simulations)
{
  WeftSearch measured;

  return lay_out (&measured, NULL, environment, simulations);
}

WeftSearch *
weft_search_init (gpointer memory, const WeftEnvironment *environment, int simulations,
                  double exploration)
{
  WeftSearch *search = memory;

  *search = (WeftSearch){ .environment = environment, .exploration = exploration };
  lay_out (search, memory, environment, simulations);
  return search;
}

static gpointer
get_state (const WeftSearch *search, int node)
{
  return search->states + (gsize) node * search->environment->state_size;
}

static gsize
get_edge (const WeftSearch *search, int node, int action)
{
  return (gsize) node * (gsize) search->environment->actions + (gsize) action;
}

void
weft_search_begin (WeftSearch *search, gconstpointer state, const WeftSearchNoise *noise)
{
  search->noise = noise != NULL ? *noise : (WeftSearchNoise){ 0 };
  search->n = 0;
  search->nodes[0] = (Node){ .parent = -1, .action = -1 };
  memcpy (get_state (search, 0), state, search->environment->state_size);
}

/* --- down --- */

/* Of the player to move at the node; 0 where nothing is known. */
static double
get_worth (const WeftSearch *search, int child)
{
  const Node *node = child >= 0 ? &search->nodes[child] : NULL;

  return node != NULL && node->visits > 0 ? node->total / node->visits : 0;
}

static int
choose_edge (const WeftSearch *search, int node)
{
  double most = -G_MAXDOUBLE, root = sqrt ((double) search->nodes[node].visits);
  int best = 0;

  for (int a = 0; a < search->environment->actions; a++)
    {
      gsize edge = get_edge (search, node, a);
      int child = search->children[edge], visits = child >= 0 ? search->nodes[child].visits : 0;
      double prior = (double) search->priors[edge], score;

      if (prior <= 0)
        continue;
      score = get_worth (search, child) + search->exploration * prior * root / (1 + visits);
      if (score <= most)
        continue;
      most = score;
      best = a;
    }
  return best;
}

static int
add_child (WeftSearch *search, int node, int action)
{
  int child = search->n++;
  gpointer state = get_state (search, child);
  Node *it = &search->nodes[child];

  *it = (Node){ .parent = node, .action = action };
  memcpy (state, get_state (search, node), search->environment->state_size);
  it->reward = search->environment->act (state, action, &it->ended);
  search->children[get_edge (search, node, action)] = child;
  return child;
}

void
weft_search_descend (WeftSearch *search, float *x)
{
  int node = 0;
  gboolean is_new = search->n == 0;

  if (is_new)
    search->n = 1;
  while (!is_new && !search->nodes[node].ended)
    {
      int action = choose_edge (search, node);
      int child = search->children[get_edge (search, node, action)];

      is_new = child < 0;
      node = is_new ? add_child (search, node, action) : child;
    }
  search->leaf = node;
  search->environment->observe (get_state (search, node), x);
}

gconstpointer
weft_search_get_leaf (const WeftSearch *search)
{
  return get_state (search, search->leaf);
}

/* --- beliefs --- */

static void
add_noise (WeftSearch *search)
{
  const WeftSearchNoise *noise = &search->noise;
  double drawn[WEFT_MAX_ACTIONS], sum = 0;

  for (int a = 0; a < search->environment->actions; a++)
    {
      drawn[a] = search->priors[a] > 0
                     ? weft_random_gamma (&noise->random, (guint64) a, noise->concentration)
                     : 0;
      sum += drawn[a];
    }
  for (int a = 0; sum > 0 && a < search->environment->actions; a++)
    search->priors[a]
        = (float) ((1 - noise->share) * (double) search->priors[a] + noise->share * drawn[a] / sum);
}

/* The softmax of the scores over what may be done; none of it is 0, so that it may be tried. */
static void
set_priors (WeftSearch *search, int node, const float *scores)
{
  const WeftEnvironment *environment = search->environment;
  float *priors = search->priors + get_edge (search, node, 0), highest = -G_MAXFLOAT, sum = 0;
  gboolean may[WEFT_MAX_ACTIONS];

  weft_environment_list_actions (environment, get_state (search, node), may);
  for (int a = 0; a < environment->actions; a++)
    if (may[a])
      highest = MAX (highest, scores[a]);
  for (int a = 0; a < environment->actions; a++)
    {
      priors[a] = may[a] ? MAX (expf (scores[a] - highest), 1e-6f) : 0;
      sum += priors[a];
      search->children[get_edge (search, node, a)] = -1;
    }
  for (int a = 0; a < environment->actions; a++)
    priors[a] /= sum;
}

/* Up to the root; value: what the player to move at the leaf may expect. */
static void
tell_parents (WeftSearch *search, double value)
{
  double side = search->environment->players == 2 ? -1 : 1;

  for (int i = search->leaf; i >= 0; i = search->nodes[i].parent)
    {
      Node *node = &search->nodes[i];

      value = node->reward + side * value;
      node->total += value;
      node->visits++;
    }
}

void
weft_search_learn (WeftSearch *search, const float *scores, double value)
{
  const Node *leaf = &search->nodes[search->leaf];

  if (!leaf->ended)
    set_priors (search, search->leaf, scores);
  if (search->leaf == 0 && search->noise.share > 0)
    add_noise (search);
  tell_parents (search, leaf->ended ? 0 : value);
}

void
weft_search_run (WeftSearch *search, WeftSearchJudge judge, gpointer user, int simulations,
                 gconstpointer state, const WeftSearchNoise *noise)
{
  weft_search_begin (search, state, noise);
  for (int i = 0; i <= simulations; i++)
    {
      double value = 0;

      weft_search_descend (search, search->x);
      if (!search->nodes[search->leaf].ended)
        judge (user, weft_search_get_leaf (search), search->x, search->scores, &value);
      weft_search_learn (search, search->scores, value);
    }
}

/* --- by games at random --- */

typedef struct
{
  WeftSearch *search;
  const WeftRandom *random;
  guint64 drawn;
} Plain;

static void
roll_out_cb (gpointer user, gconstpointer state, const float *x, float *scores, double *value)
{
  Plain *plain = user;
  const WeftEnvironment *environment = plain->search->environment;
  double side = 1, other = environment->players == 2 ? -1 : 1;
  gpointer board = plain->search->board;
  gboolean ended = FALSE;

  memcpy (board, state, environment->state_size);
  memset (scores, 0, (gsize) environment->actions * sizeof *scores);
  for (int i = 0; !ended && i < environment->limit; i++, side *= other)
    {
      int action = weft_environment_pick (environment, board, plain->random, plain->drawn++);

      *value += side * environment->act (board, action, &ended);
    }
}

void
weft_search_run_plain (WeftSearch *search, int simulations, gconstpointer state,
                       const WeftRandom *random)
{
  Plain plain = { search, random, 0 };

  weft_search_run (search, roll_out_cb, &plain, simulations, state, NULL);
}

/* --- what came of it --- */

void
weft_search_get_shares (const WeftSearch *search, float *shares)
{
  gint32 tried = MAX (1, search->nodes[0].visits - 1);

  for (int a = 0; a < search->environment->actions; a++)
    {
      int child = search->children[a];

      shares[a] = child >= 0 ? (float) search->nodes[child].visits / (float) tried : 0;
    }
}

double
weft_search_get_value (const WeftSearch *search)
{
  double side = search->environment->players == 2 ? -1 : 1;

  return side * search->nodes[0].total / MAX (1, search->nodes[0].visits);
}

static int
find_highest (const float *shares, int n)
{
  int best = 0;

  for (int a = 1; a < n; a++)
    if (shares[a] > shares[best])
      best = a;
  return best;
}

int
weft_search_choose (const WeftSearch *search, double temperature, const WeftRandom *random,
                    guint64 element)
{
  float shares[WEFT_MAX_ACTIONS];
  double powers[WEFT_MAX_ACTIONS], sum = 0, left;
  int n = search->environment->actions, best;

  weft_search_get_shares (search, shares);
  best = find_highest (shares, n);
  if (temperature <= 0)
    return best;
  for (int a = 0; a < n; a++)
    sum += powers[a] = pow ((double) (shares[a] / shares[best]), 1 / temperature);
  left = (double) weft_random_uniform (random, element) * sum;
  for (int a = 0; a < n; a++)
    if (powers[a] > 0 && (left -= powers[a]) < 0)
      return a;
  return best;
}
