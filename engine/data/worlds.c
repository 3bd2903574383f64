/* worlds: situations of an environment, as random play comes into them, and what can be said of
 * them
 *
 * Of one player's, y is what he may hope for who takes the action and then plays at random: the
 * mean of a few returns, in which a reward counts less the later it comes; outcome is their mean.
 * Where he acts by forces some are tried, each likewise: y (3, forces) says of the better half how
 * much they count, 1, and the means of them and of their squares, as a Gaussian likelihood takes
 * them.
 * Of a game for two, y is which moves a search without beliefs tries, in shares that sum to 1, and
 * outcome what it expects: a policy and a value. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/sentence.h"
#include "engine/environments/tree-search.h"

#define DISCOUNT 0.99 /* for each move */
#define ROLLOUTS 4
#define TRIED 16         /* forces, once each */
#define LOOKED_AHEAD 100 /* moves: what comes after them counts little, and would take long */
#define SIMULATED 4000   /* moves at a position, of all simulations; games differ in length */
#define SIMULATIONS 200
#define FEWEST_SIMULATIONS 20
#define CURIOSITY 4 /* of the search */
#define MOST_SEARCHED 4000
#define MOST_ROLLED_OUT 50000

/* What random moves bring after one that brought so much. `state` is used up. */
static double
roll_out (const WeftEnvironment *environment, gpointer state, double reward, gboolean ended,
          const WeftRandom *random)
{
  double sum = reward, factor = 1;

  for (int n = 0; !ended && n + 1 < MIN (environment->limit, LOOKED_AHEAD); n++)
    {
      factor *= DISCOUNT;
      sum += factor * weft_environment_wander (environment, state, random, (guint64) n, &ended);
    }
  return sum;
}

/* y (actions), of actions that may not be taken 0. */
static void
judge_actions (const WeftEnvironment *environment, gconstpointer state, WeftRandom random, float *y,
               float *outcome)
{
  g_autofree gpointer copy = g_malloc (environment->state_size);
  gboolean may[WEFT_MAX_ACTIONS];
  int n = weft_environment_list_actions (environment, state, may);

  *outcome = 0;
  for (int a = 0; a < environment->actions; a++)
    {
      double sum = 0;

      for (int i = 0; may[a] && i < ROLLOUTS; i++, random.step++)
        {
          gboolean ended = FALSE;
          double reward;

          memcpy (copy, state, environment->state_size);
          reward = environment->act (copy, a, &ended);
          sum += roll_out (environment, copy, reward, ended, &random);
        }
      y[a] = (float) (sum / ROLLOUTS);
      *outcome += y[a] / (float) MAX (1, n);
    }
}

typedef struct
{
  float forces[WEFT_MAX_FORCES];
  double brought;
  int number;
} Trial;

static int
compare_trials (gconstpointer a, gconstpointer b)
{
  const Trial *left = a, *right = b;

  if (left->brought == right->brought)
    return left->number - right->number;
  return left->brought < right->brought ? 1 : -1;
}

/* The best come first. y (3, forces). */
static void
judge_forces (const WeftEnvironment *environment, gconstpointer state, WeftRandom random, float *y,
              float *outcome)
{
  g_autofree gpointer copy = g_malloc (environment->state_size);
  Trial trials[TRIED];
  gsize n = (gsize) environment->forces;

  *outcome = 0;
  for (int i = 0; i < TRIED; i++, random.step++)
    {
      gboolean ended = FALSE;
      double reward;

      memcpy (copy, state, environment->state_size);
      weft_environment_draw_forces (environment, &random, G_MAXUINT32, trials[i].forces);
      reward = environment->push (copy, trials[i].forces, &ended);
      trials[i].number = i;
      trials[i].brought = roll_out (environment, copy, reward, ended, &random);
      *outcome += (float) trials[i].brought / TRIED;
    }
  qsort (trials, TRIED, sizeof *trials, compare_trials);
  memset (y, 0, 3 * n * sizeof *y);
  for (gsize i = 0; i < TRIED / 2; i++)
    for (gsize j = 0; j < n; j++)
      {
        float force = trials[i].forces[j];

        y[j] += 2.0f / TRIED;
        y[n + j] += 2.0f / TRIED * force;
        y[2 * n + j] += 2.0f / TRIED * force * force;
      }
}

static int
count_simulations (const WeftEnvironment *environment)
{
  return CLAMP (SIMULATED / environment->limit, FEWEST_SIMULATIONS, SIMULATIONS);
}

static void
judge_moves (WeftSearch *search, int simulations, gconstpointer state, const WeftRandom *random,
             float *y, float *outcome)
{
  weft_search_run_plain (search, simulations, state, random);
  weft_search_get_shares (search, y);
  *outcome = (float) weft_search_get_value (search);
}

/* Of a game for two; nullable, freed with g_aligned_free. */
static WeftSearch *
new_search (const WeftEnvironment *environment)
{
  int simulations = count_simulations (environment);
  gsize size = weft_search_get_size (environment, simulations);

  if (environment->players != 2)
    return NULL;
  return weft_search_init (g_aligned_alloc (1, size, 64), environment, simulations, CURIOSITY);
}

typedef struct
{
  float *x, *y, *outcome; /* (count, …) */
} Numbers;

/* Random play, from one beginning after the other. */
typedef struct
{
  const WeftEnvironment *environment;
  gpointer state;
  WeftRandom moves, start;
  gint64 i, made; /* moves of all, and of this episode */
  gboolean ended;
} Walk;

static Walk
walk_begin (const WeftEnvironment *environment, guint64 seed, gpointer state)
{
  Walk walk = {
    .environment = environment,
    .state = state,
    .moves = { seed, WEFT_STREAM_SOURCE, 0 },
    .start = { seed, WEFT_STREAM_EPISODE, 0 },
  };

  environment->reset (state, &walk.start);
  walk.start.step++;
  return walk;
}

/* To the next situation. */
static void
walk_on (Walk *walk)
{
  weft_environment_wander (walk->environment, walk->state, &walk->moves, (guint64) walk->i,
                           &walk->ended);
  walk->i++;
  walk->made++;
  if (!walk->ended && walk->made < walk->environment->limit)
    return;
  walk->environment->reset (walk->state, &walk->start);
  walk->start.step++;
  walk->made = 0;
  walk->ended = FALSE;
}

/* FALSE: nobody waits for it any more. */
static gboolean
play (const WeftEnvironment *environment, guint64 seed, gint64 count, const Numbers *to,
      GError **error)
{
  g_autofree gpointer state = g_malloc0 (environment->state_size);
  WeftSearch *search = new_search (environment);
  Walk walk = walk_begin (environment, seed, state);
  const WeftShape shape = weft_environment_get_target (environment);
  gint64 size = weft_shape_count (&environment->observation);
  gboolean is_wanted = TRUE;

  for (gint64 i = 0; is_wanted && i < count; i++)
    {
      WeftRandom random
          = { seed, WEFT_STREAM_SOURCE, 1 + (guint64) i * WEFT_MAX_ACTIONS * ROLLOUTS };
      float *y = to->y + i * weft_shape_count (&shape);

      environment->observe (state, to->x + i * size);
      if (search != NULL)
        judge_moves (search, count_simulations (environment), state, &random, y, to->outcome + i);
      else if (environment->forces > 0)
        judge_forces (environment, state, random, y, to->outcome + i);
      else
        judge_actions (environment, state, random, y, to->outcome + i);
      walk_on (&walk);
      is_wanted = weft_errand_add (size * (gint64) sizeof (float), error);
    }
  g_aligned_free (search);
  return is_wanted;
}

/* What takes minutes at most. */
static gboolean
check_count (const WeftEnvironment *environment, gint64 count, GError **error)
{
  int most = environment->players == 2 ? MOST_SEARCHED : MOST_ROLLED_OUT;

  if (count <= most)
    return TRUE;
  weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                           _ ("Of “%s” at most %d situations are made, each of which is played to "
                              "its end. Set the number of samples to that or less."),
                           _ (environment->title), most);
  return FALSE;
}

static WeftField *
add_field (WeftDataset *dataset, const char *name, WeftKind kind, WeftShape shape)
{
  WeftField *field = weft_dataset_add_field (dataset, name, kind);

  field->shape = shape;
  return field;
}

WeftDataset *
weft_worlds_make (const WeftDataParams *params, guint64 seed, GError **error)
{
  const WeftEnvironment *environment = weft_environment_find (params->source);
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  WeftField *x, *y, *outcome;

  dataset->name = g_strdup (environment->id);
  dataset->title = g_strdup (environment->title);
  dataset->count = params->count > 0 ? params->count : 1000;
  if (!check_count (environment, dataset->count, error))
    return NULL;
  x = add_field (dataset, "x", environment->kind, environment->observation);
  y = add_field (dataset, "y", WEFT_KIND_NUMBERS, weft_environment_get_target (environment));
  outcome = add_field (dataset, "outcome", WEFT_KIND_NUMBERS, WEFT_SHAPE (1));
  if (!weft_dataset_allocate (dataset, x, error) || !weft_dataset_allocate (dataset, y, error)
      || !weft_dataset_allocate (dataset, outcome, error))
    return NULL;
  if (!play (environment, seed, dataset->count, &(Numbers){ x->data, y->data, outcome->data },
             error))
    return NULL;
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

void
weft_worlds_list_states (const WeftEnvironment *environment, const WeftDataParams *params,
                         const guint32 *samples, gsize n, gpointer states)
{
  g_autofree gpointer state = g_malloc0 (environment->state_size);
  Walk walk = walk_begin (environment, (guint64) params->split_seed, state);

  for (gsize k = 0; k < n; k++)
    {
      while (walk.i < samples[k])
        walk_on (&walk);
      memcpy ((char *) states + k * environment->state_size, state, environment->state_size);
    }
}
