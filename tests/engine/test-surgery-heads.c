/* test-surgery-heads: heads of attention keep what they learnt when there are others beside them or
 * they are wider, and weights of stretch 1 are of stretch 1 at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-surgery.h"

#define SERIES                                                                                     \
  "{'source': <'random'>, 'shape': <[int64 5, 3]>, 'count': <int64 96>, 'classes': <int64 3>}"
#define LAST "flatten", "dense {'units': <int64 3>}"

/* --- the network says what it said --- */

typedef struct
{
  const char *name;
  const char *layers[8];
  const char *node; /* that attends */
  gint64 units, heads;
} Growing;

static const Growing growings[] = {
  { "wider",
    { "dense {'units': <int64 4>}", "attention {'nhead': <int64 2>}", LAST },
    "attention2",
    8,
    2 },
  { "a-third-more",
    { "dense {'units': <int64 6>}", "attention {'nhead': <int64 2>}", LAST },
    "attention2",
    8,
    2 },
  { "more-heads",
    { "dense {'units': <int64 4>}", "attention {'nhead': <int64 2>, 'causal': <true>}", LAST },
    "attention2",
    8,
    4 },
  { "one-more-head",
    { "dense {'units': <int64 4>}", "attention {'nhead': <int64 2>, 'rotary': <true>}", LAST },
    "attention2",
    6,
    3 },
  { "more-and-wider",
    { "dense {'units': <int64 4>}", "attention {'nhead': <int64 2>}", LAST },
    "attention2",
    12,
    3 },
  { "without-bias",
    { "dense {'units': <int64 4>}", "attention {'nhead': <int64 2>, 'bias': <false>}", LAST },
    "attention2",
    8,
    4 },
  { "encoder",
    { "dense {'units': <int64 4>}",
      "transformer_encoder {'nhead': <int64 2>, 'dim_feedforward': <int64 6>, 'dropout': <0.0>}",
      LAST },
    "transformer_encoder2",
    8,
    4 },
  { "encoder-normalised-first",
    { "dense {'units': <int64 4>}",
      "transformer_encoder {'nhead': <int64 2>, 'dim_feedforward': <int64 6>, 'norm_first': "
      "<true>}",
      LAST },
    "transformer_encoder2",
    8,
    2 },
};

/* As it was, and with the units and heads that it is to have. */
static WeftGraph *
grow (const Growing *growing, WeftModel **model, WeftModel **larger)
{
  WeftGraph *graph = net_new (SERIES, growing->layers, "cross_entropy");

  set_optimizer (graph);
  *model = net_model (graph);
  set_param (graph, "dense1", "units", growing->units);
  set_param (graph, growing->node, "nhead", growing->heads);
  *larger = net_model (graph);
  return graph;
}

static void
test_growing (gconstpointer data)
{
  const Growing *growing = data;
  g_autoptr (WeftModel) model = NULL, larger = NULL;
  g_autoptr (WeftGraph) graph = grow (growing, &model, &larger);
  g_autoptr (WeftState) state = learn (model, 12), then = NULL;
  g_autoptr (WeftEvaluation) before = ask (model, state), after = NULL, later = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  double difference;

  operate (state, model, larger);
  after = ask (larger, state);
  difference = compare (before, after);
  g_test_message ("%s: %g", growing->name, difference);
  g_assert_cmpfloat (difference, <, 1e-5);
  g_assert_cmpfloat (fabs (before->loss - after->loss), <, 1e-5);
  weft_trainer_load (trainer, larger, weft_state_dup (state, NULL), 7, NULL);
  finish (trainer, 12);
  then = weft_trainer_dup_state (trainer);
  later = ask (larger, then); /* it goes on learning */
  g_assert_cmpfloat (later->loss, <, after->loss + 0.1);
}

/* --- weights and moments --- */

static const WeftStateEntry *
find (WeftState *state, WeftModel *model, const char *node, const char *name)
{
  return weft_state_find (state, weft_graph_find_by_name (model->graph, node)->id, name);
}

/* Two heads of two units each get another beside them: what they weigh stays as it was, with its
 * moments; what the new one says counts for nothing, and that is learnt. */
static void
test_new_head (void)
{
  static const Growing more = {
    "", { "dense {'units': <int64 4>}", "attention {'nhead': <int64 2>}", LAST }, "attention2", 6, 3
  };
  g_autoptr (WeftModel) model = NULL, larger = NULL;
  g_autoptr (WeftGraph) graph = grow (&more, &model, &larger);
  g_autoptr (WeftState) state = learn (model, 12), was = weft_state_dup (state, NULL), next = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  const WeftStateEntry *bias, *bias_was = find (was, model, "attention2", "v_proj.bias");
  const WeftStateEntry *out, *learnt, *v,
      *out_was = find (was, model, "attention2", "out_proj.weight");
  gboolean is_learnt = FALSE, is_drawn = FALSE;

  operate (state, model, larger);
  weft_trainer_load (trainer, larger, weft_state_dup (state, NULL), 7, NULL);
  finish (trainer, 1);
  next = weft_trainer_dup_state (trainer);
  bias = find (state, larger, "attention2", "v_proj.bias");
  out = find (state, larger, "attention2", "out_proj.weight");
  learnt = find (next, larger, "attention2", "out_proj.weight");
  v = find (state, larger, "attention2", "v_proj.weight");
  for (int unit = 0; unit < 4; unit++)
    {
      g_assert_cmpfloat (bias->value[unit], ==, bias_was->value[unit]);
      for (int slot = 0; slot < 2; slot++)
        g_assert_cmpfloat (bias->slot[slot][unit], ==, bias_was->slot[slot][unit]);
    }
  for (int row = 0; row < 6; row++)
    for (int unit = 0; unit < 6; unit++)
      {
        int at = row * 6 + unit;

        if (unit < 4 && row < 4)
          g_assert_cmpfloat (out->value[at], ==, out_was->value[row * 4 + unit]);
        if (unit < 4)
          continue;
        g_assert_cmpfloat (out->value[at], ==, 0);
        g_assert_cmpfloat (out->slot[0][at], ==, 0);
        is_learnt |= learnt->value[at] != 0;
        is_drawn |= v->value[unit * 6 + row] != 0;
      }
  g_assert_true (is_learnt && is_drawn);
}

/* Queries are as much larger as their products are divided by more, and what keys have in addition
 * is 0. */
static void
test_wider_heads (void)
{
  static const Growing wider = {
    "", { "dense {'units': <int64 4>}", "attention {'nhead': <int64 2>}", LAST }, "attention2", 8, 2
  };
  g_autoptr (WeftModel) model = NULL, larger = NULL;
  g_autoptr (WeftGraph) graph = grow (&wider, &model, &larger);
  g_autoptr (WeftState) state = learn (model, 12), was = weft_state_dup (state, NULL);
  const WeftStateEntry *q, *q_was = find (was, model, "attention2", "q_proj.bias");
  const WeftStateEntry *k, *k_was = find (was, model, "attention2", "k_proj.bias");

  operate (state, model, larger);
  q = find (state, larger, "attention2", "q_proj.bias");
  k = find (state, larger, "attention2", "k_proj.weight");
  for (int unit = 0; unit < 8; unit++)
    {
      int was_at = unit / 4 * 2 + unit % 4;

      if (unit % 4 < 2)
        g_assert_cmpfloat (
            fabs ((double) q->value[unit] - (double) q_was->value[was_at] * sqrt (2)), <, 1e-6);
      for (int input = 0; input < 8 && unit % 4 >= 2; input++)
        g_assert_cmpfloat (k->value[unit * 8 + input], ==, 0);
    }
  k = find (state, larger, "attention2", "k_proj.bias");
  g_assert_cmpfloat (k->value[4], ==, k_was->value[2]);
}

/* Of four heads the two with the largest weights stay, whole and in their order. */
static void
test_fewer_heads (void)
{
  static const Growing fewer = {
    "", { "dense {'units': <int64 8>}", "attention {'nhead': <int64 4>}", LAST }, "attention2", 4, 2
  };
  g_autoptr (WeftModel) model = NULL, less = NULL;
  g_autoptr (WeftGraph) graph = grow (&fewer, &model, &less);
  g_autoptr (WeftState) state = learn (model, 12), was = NULL;
  WeftStateEntry *v
      = weft_state_find (state, weft_graph_find_by_name (graph, "attention2")->id, "v_proj.weight");
  static const int stay[] = { 2, 3, 6, 7 };
  const WeftStateEntry *bias, *bias_was;

  for (int i = 0; i < 64; i++)
    v->value[i] = i / 16 == 1 || i / 16 == 3 ? 9 : 0.1f; /* heads 1 and 3 */
  was = weft_state_dup (state, NULL);
  operate (state, model, less);
  for (int part = 0; part < 3; part++)
    {
      static const char *const names[] = { "q_proj.bias", "k_proj.bias", "v_proj.bias" };

      bias = find (state, less, "attention2", names[part]);
      bias_was = find (was, model, "attention2", names[part]);
      for (int i = 0; i < 4; i++)
        {
          g_assert_cmpfloat (bias->value[i], ==, bias_was->value[stay[i]]);
          g_assert_cmpfloat (bias->slot[1][i], ==, bias_was->slot[1][stay[i]]);
        }
    }
}

/* --- weights of stretch 1 --- */

/* The largest factor by which w (rows, columns) stretches anything, found from all sides. */
static double
find_stretch (const WeftStateEntry *w)
{
  gsize rows = (gsize) w->shape.dims[0], columns = w->count / rows;
  double most = 0;

  for (gsize from = 0; from < columns; from++)
    {
      g_autofree double *v = g_new0 (double, columns), *u = g_new0 (double, rows);

      v[from] = 1;
      for (int times = 0; times < 500; times++)
        {
          double squares = 0, stretched = 0;

          for (gsize k = 0; k < rows; k++)
            {
              u[k] = 0;
              for (gsize i = 0; i < columns; i++)
                u[k] += (double) w->value[k * columns + i] * v[i];
              stretched += u[k] * u[k];
            }
          most = MAX (most, sqrt (stretched));
          for (gsize i = 0; i < columns; i++)
            {
              v[i] = 0;
              for (gsize k = 0; k < rows; k++)
                v[i] += (double) w->value[k * columns + i] * u[k];
              squares += v[i] * v[i];
            }
          for (gsize i = 0; i < columns; i++)
            v[i] /= sqrt (MAX (squares, 1e-30));
        }
    }
  return most;
}

/* What it is divided by, as evaluating has it: uᵀ w v. */
static double
get_divisor (WeftState *state, WeftModel *model, const char *node)
{
  const WeftStateEntry *w = find (state, model, node, "weight_orig");
  const WeftStateEntry *u = find (state, model, node, "weight_u"),
                       *v = find (state, model, node, "weight_v");
  double sum = 0;

  for (gsize k = 0; k < u->count; k++)
    for (gsize i = 0; i < v->count; i++)
      sum += (double) u->value[k] * (double) w->value[k * v->count + i] * (double) v->value[i];
  return sum;
}

/* Units are split or go, both of those that make them and of those that read them. */
static void
test_stretch (void)
{
  static const char *const layers[] = { "dense {'units': <int64 6>, 'weight_norm': <'spectral'>}",
                                        "tanh",
                                        "dense {'units': <int64 5>, 'weight_norm': <'spectral'>}",
                                        "flatten",
                                        "dense {'units': <int64 3>}",
                                        NULL };
  static const gint64 units[] = { 9, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (WeftGraph) graph = net_new (SERIES, layers, "cross_entropy");
      g_autoptr (WeftModel) model = NULL, other = NULL;
      g_autoptr (WeftState) state = NULL, was = NULL;
      const WeftStateEntry *w;

      set_optimizer (graph);
      model = net_model (graph);
      state = learn (model, 20);
      was = weft_state_dup (state, NULL);
      set_param (graph, "dense1", "units", units[i]);
      other = net_model (graph);
      operate (state, model, other);
      w = find (state, other, "dense1", "weight_orig");
      if (units[i] > 6) /* the first ones stay who they are */
        for (int k = 0; k < 6 * 3; k++)
          g_assert_cmpfloat (w->value[k], ==, find (was, model, "dense1", "weight_orig")->value[k]);
      for (int node = 1; node <= 3; node += 2)
        {
          const char *name = node == 1 ? "dense1" : "dense3";
          double most = find_stretch (find (state, other, name, "weight_orig"));

          g_assert_cmpfloat (fabs (get_divisor (state, other, name) - most), <, 1e-3 * most);
        }
    }
}

static void
test_stretch_put_in (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 6>}", "tanh", "flatten", "dense {'units': <int64 3>}", NULL };
  g_autoptr (WeftGraph) graph = net_new (SERIES, layers, "cross_entropy");
  g_autoptr (WeftModel) model = NULL, deeper = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) before = NULL, after = NULL;

  set_optimizer (graph);
  model = net_model (graph);
  state = learn (model, 12);
  before = ask (model, state);
  insert (graph, "dense", "{'units': <int64 6>, 'weight_norm': <'spectral'>}", "put_in", "tanh2",
          "flatten3");
  deeper = net_model (graph);
  operate (state, model, deeper);
  after = ask (deeper, state);
  g_assert_cmpfloat (compare (before, after), <, 1e-5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (growings); i++)
    {
      g_autofree char *path = g_strconcat ("/surgery-heads/growing/", growings[i].name, NULL);

      g_test_add_data_func (path, &growings[i], test_growing);
    }
  g_test_add_func ("/surgery-heads/new-head", test_new_head);
  g_test_add_func ("/surgery-heads/wider-heads", test_wider_heads);
  g_test_add_func ("/surgery-heads/fewer-heads", test_fewer_heads);
  g_test_add_func ("/surgery-heads/stretch", test_stretch);
  g_test_add_func ("/surgery-heads/stretch-put-in", test_stretch_put_in);
  return g_test_run ();
}
