/* test-surgery: a network that is changed while it learns keeps what it has learnt
 *
 * Where the change can be made so that the network says what it said, it does. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-surgery.h"

#define POINTS "{'source': <'moons'>, 'count': <int64 300>, 'standardize': <true>}"
#define PICTURES                                                                                   \
  "{'source': <'random'>, 'shape': <[int64 2, 6, 6]>, 'count': <int64 96>, 'classes': <int64 3>}"
#define SERIES                                                                                     \
  "{'source': <'random'>, 'shape': <[int64 5, 3]>, 'count': <int64 96>, 'classes': <int64 3>}"

/* --- the network says what it said --- */

typedef struct
{
  const char *name, *data;
  const char *layers[12];
  const char *node, *param;
  gint64 value;
} Widening;

static const Widening widenings[] = {
  { "dense",
    POINTS,
    { "dense {'units': <int64 6>}", "relu", "dropout {'p': <0.3>}", "dense {'units': <int64 2>}" },
    "dense1",
    "units",
    17 },
  { "dense-norm",
    POINTS,
    { "dense {'units': <int64 6>}", "batch_norm", "tanh", "prelu", "dense {'units': <int64 5>}",
      "gelu", "dense {'units': <int64 2>}" },
    "dense1",
    "units",
    9 },
  { "one-unit",
    POINTS,
    { "dense {'units': <int64 1>}", "sigmoid", "dense {'units': <int64 2>}" },
    "dense1",
    "units",
    4 },
  { "doubled-layer-norm",
    POINTS,
    { "dense {'units': <int64 6>}", "layer_norm", "relu", "dense {'units': <int64 2>}" },
    "dense1",
    "units",
    12 },
  { "conv-flatten",
    PICTURES,
    { "conv2d {'out_channels': <int64 4>, 'padding': <'same'>}", "batch_norm", "relu", "max_pool2d",
      "flatten", "dense {'units': <int64 3>}" },
    "conv2d1",
    "out_channels",
    7 },
  { "conv-conv",
    PICTURES,
    { "conv2d {'out_channels': <int64 4>}", "leaky_relu", "conv2d {'out_channels': <int64 5>}",
      "relu", "global_avg_pool2d", "dense {'units': <int64 3>}" },
    "conv2d1",
    "out_channels",
    6 },
  { "conv-pooled",
    PICTURES,
    { "conv2d {'out_channels': <int64 4>}", "relu", "dropout2d", "global_avg_pool2d",
      "dense {'units': <int64 3>}" },
    "conv2d1",
    "out_channels",
    11 },
  { "separable",
    PICTURES,
    { "conv2d {'out_channels': <int64 4>}", "relu", "separable_conv2d {'out_channels': <int64 5>}",
      "relu", "flatten", "dense {'units': <int64 3>}" },
    "conv2d1",
    "out_channels",
    7 },
  { "transposed",
    PICTURES,
    { "conv_transpose2d {'out_channels': <int64 4>}", "relu", "conv_transpose2d", "relu", "flatten",
      "dense {'units': <int64 3>}" },
    "conv_transpose2d1",
    "out_channels",
    7 },
  { "permuted",
    SERIES,
    { "dense {'units': <int64 4>}", "relu", "permute {'dims': <[int64 2, 1]>}", "flatten",
      "dense {'units': <int64 3>}" },
    "dense1",
    "units",
    7 },
  { "directions-and-lengths",
    POINTS,
    { "dense {'units': <int64 6>, 'weight_norm': <'weight'>}", "tanh",
      "dense {'units': <int64 5>, 'weight_norm': <'weight'>}", "gelu",
      "dense {'units': <int64 2>}" },
    "dense1",
    "units",
    9 },
  { "groups",
    PICTURES,
    { "conv2d {'out_channels': <int64 4>}", "relu",
      "conv2d {'out_channels': <int64 6>, 'groups': <int64 2>, 'weight_norm': <'weight'>}",
      "batch_norm", "relu", "flatten", "dense {'units': <int64 3>, 'weight_norm': <'weight'>}" },
    "conv2d3",
    "out_channels",
    10 },
  { "rnn",
    SERIES,
    { "rnn {'hidden_size': <int64 4>}", "dense {'units': <int64 3>}" },
    "rnn1",
    "hidden_size",
    7 },
  { "gru-both-ways",
    SERIES,
    { "gru {'hidden_size': <int64 4>, 'bidirectional': <true>, 'num_layers': <int64 2>}",
      "dense {'units': <int64 3>}" },
    "gru1",
    "hidden_size",
    6 },
  { "lstm-all-steps",
    SERIES,
    { "lstm {'hidden_size': <int64 4>, 'output': <'all'>}", "lstm {'hidden_size': <int64 5>}",
      "dense {'units': <int64 3>}" },
    "lstm1",
    "hidden_size",
    9 },
};

static void
test_widening (gconstpointer data)
{
  const Widening *widening = data;
  g_autoptr (WeftGraph) graph = net_new (widening->data, widening->layers, "cross_entropy");
  g_autoptr (WeftModel) model = NULL, wider = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) before = NULL, after = NULL, then = NULL;
  double difference;

  set_optimizer (graph);
  model = net_model (graph);
  set_param (graph, widening->node, widening->param, widening->value);
  wider = net_model (graph);
  state = learn (model, 12);
  before = ask (model, state);
  operate (state, model, wider);
  after = ask (wider, state);
  difference = compare (before, after);
  g_test_message ("%s: %g", widening->name, difference);
  g_assert_cmpfloat (difference, <, 1e-5);
  g_assert_cmpfloat (fabs (before->loss - after->loss), <, 1e-5);
  {
    g_autoptr (WeftTrainer) trainer = new_trainer (1);

    weft_trainer_load (trainer, wider, weft_state_dup (state, NULL), 7, NULL);
    finish (trainer, 12);
    weft_state_free (state);
    state = weft_trainer_dup_state (trainer);
  }
  then = ask (wider, state); /* it goes on learning */
  g_assert_cmpfloat (then->loss, <, after->loss + 0.1);
}

/* Two that are added up grow alike; of two that are joined one grows. */
static WeftGraph *
net_two_ways (const char *joint)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", POINTS);
  gint64 a = net_add (graph, "dense", "a", "{'units': <int64 5>}");
  gint64 b = net_add (graph, "dense", "b", "{'units': <int64 5>}");
  gint64 both = net_add (graph, joint, "both", NULL), relu = net_add (graph, "relu", "relu", NULL);
  gint64 last = net_add (graph, "dense", "last", "{'units': <int64 2>}");
  gint64 loss = net_add (graph, "cross_entropy", "loss", NULL);

  net_wire (graph, data, 0, a, 0);
  net_wire (graph, data, 0, b, 0);
  net_wire (graph, a, 0, both, 0);
  net_wire (graph, b, 0, both, 1);
  net_wire (graph, both, 0, relu, 0);
  net_wire (graph, relu, 0, last, 0);
  net_wire (graph, last, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  set_optimizer (graph);
  return graph;
}

static void
test_two_ways (void)
{
  static const char *const joints[] = { "add", "multiply", "concat" };

  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    {
      g_autoptr (WeftGraph) graph = net_two_ways (joints[i]);
      g_autoptr (WeftModel) model = net_model (graph), wider = NULL;
      g_autoptr (WeftState) state = learn (model, 12);
      g_autoptr (WeftEvaluation) before = ask (model, state), after = NULL;

      set_param (graph, "b", "units", 8);
      if (!g_str_equal (joints[i], "concat"))
        set_param (graph, "a", "units", 8);
      wider = net_model (graph);
      operate (state, model, wider);
      after = ask (wider, state);
      g_assert_cmpfloat (compare (before, after), <, 1e-5);
    }
}

/* --- weights and moments --- */

static WeftGraph *
net_plain (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 6>}", "tanh", "dense {'units': <int64 2>}", NULL };
  WeftGraph *graph = net_new (POINTS, layers, "cross_entropy");

  set_optimizer (graph);
  return graph;
}

static const WeftStateEntry *
find (WeftState *state, WeftModel *model, const char *node, const char *name)
{
  return weft_state_find (state, weft_graph_find_by_name (model->graph, node)->id, name);
}

/* Which unit each is a copy of, by what feeds it. */
static int
find_unit (const WeftStateEntry *now, const WeftStateEntry *was, gint64 unit)
{
  gsize inputs = (gsize) was->shape.dims[1];

  for (gint64 i = 0; i < was->shape.dims[0]; i++)
    if (memcmp (now->value + (gsize) unit * inputs, was->value + (gsize) i * inputs,
                inputs * sizeof (float))
        == 0)
      return (int) i;
  return -1;
}

static void
test_moments (void)
{
  g_autoptr (WeftGraph) graph = net_plain ();
  g_autoptr (WeftModel) model = net_model (graph), wider = NULL;
  g_autoptr (WeftState) state = learn (model, 12), was = weft_state_dup (state, NULL);
  const WeftStateEntry *in, *out, *in_was = find (was, model, "dense1", "weight"),
                                  *out_was = find (was, model, "dense3", "weight");
  gboolean differs = FALSE;

  set_param (graph, "dense1", "units", 15);
  wider = net_model (graph);
  operate (state, model, wider);
  in = find (state, wider, "dense1", "weight");
  out = find (state, wider, "dense3", "weight");
  g_assert_cmpint (out->shape.dims[1], ==, 15);
  for (gint64 o = 0; o < 2; o++)
    {
      double sums[6] = { 0 };
      int copies[6] = { 0 };

      for (int i = 0; i < 15; i++)
        {
          int unit = find_unit (in, in_was, i);

          g_assert_cmpint (unit, >=, 0);
          g_assert_cmpint (i < 6 ? i : unit, ==, unit); /* the first stay who they are */
          copies[unit]++;
          sums[unit] += (double) out->value[o * 15 + i];
          for (int slot = 0; slot < 2; slot++)
            {
              g_assert_cmpfloat (in->slot[slot][i * 2], ==, in_was->slot[slot][unit * 2]);
              g_assert_cmpfloat (out->slot[slot][o * 15 + i], ==,
                                 out_was->slot[slot][o * 6 + unit]);
            }
          differs |= i >= 6 && out->value[o * 15 + i] != out->value[o * 15 + unit];
        }
      for (int unit = 0; unit < 6; unit++)
        {
          g_assert_cmpint (copies[unit], >=, 2);
          g_assert_cmpint (copies[unit], <=, 3);
          g_assert_cmpfloat (fabs (sums[unit] - (double) out_was->value[o * 6 + unit]), <, 1e-6);
        }
    }
  g_assert_true (differs); /* or copies would learn the same for ever */
}

/* Gradients of copies add up to that of the unit they were. */
static void
test_gradients (void)
{
  g_autoptr (WeftGraph) graph = net_plain ();
  g_autoptr (WeftModel) model = NULL, wider = NULL;
  g_autoptr (WeftState) state = NULL, was = NULL, next = NULL, next_was = NULL;
  const WeftStateEntry *in_was, *in;
  double sums[6] = { 0 };

  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  net_train (graph, "lr", g_variant_new_double (1));
  model = net_model (graph);
  set_param (graph, "dense1", "units", 10);
  wider = net_model (graph);
  state = learn (model, 12);
  was = weft_state_dup (state, NULL);
  operate (state, model, wider);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftTrainer) trainer = new_trainer (1);

      weft_trainer_load (trainer, i == 0 ? model : wider,
                         weft_state_dup (i == 0 ? was : state, NULL), 7, NULL);
      finish (trainer, 1);
      *(i == 0 ? &next_was : &next) = weft_trainer_dup_state (trainer);
    }
  in_was = find (was, model, "dense1", "weight");
  in = find (state, wider, "dense1", "weight");
  for (int i = 0; i < 10; i++)
    sums[find_unit (in, in_was, i)]
        += (double) in->value[i * 2]
           - (double) find (next, wider, "dense1", "weight")->value[i * 2];
  for (int unit = 0; unit < 6; unit++)
    g_assert_cmpfloat (
        fabs (sums[unit]
              - ((double) in_was->value[unit * 2]
                 - (double) find (next_was, model, "dense1", "weight")->value[unit * 2])),
        <, 1e-5);
}

/* The units that have the largest weights stay, in their order, with all that is theirs. */
static void
test_narrowing (void)
{
  g_autoptr (WeftGraph) graph = net_plain ();
  g_autoptr (WeftModel) model = net_model (graph), less = NULL;
  g_autoptr (WeftState) state = learn (model, 12), was = NULL;
  WeftStateEntry *in = weft_state_find (state, 2, "weight");
  const WeftStateEntry *out;

  for (int i = 0; i < 6; i++)
    for (int k = 0; k < 2; k++)
      in->value[i * 2 + k] = i == 1 || i == 4 ? 3 + (float) i : 0.1f;
  was = weft_state_dup (state, NULL);
  set_param (graph, "dense1", "units", 2);
  less = net_model (graph);
  operate (state, model, less);
  in = weft_state_find (state, 2, "weight");
  g_assert_cmpfloat (in->value[0], ==, 4);
  g_assert_cmpfloat (in->value[2], ==, 7);
  out = find (state, less, "dense3", "weight");
  for (int o = 0; o < 2; o++)
    for (int i = 0; i < 2; i++)
      {
        int from = o * 6 + (i == 0 ? 1 : 4);

        g_assert_cmpfloat (out->value[o * 2 + i], ==,
                           find (was, model, "dense3", "weight")->value[from]);
        g_assert_cmpfloat (out->slot[0][o * 2 + i], ==,
                           find (was, model, "dense3", "weight")->slot[0][from]);
      }
}

/* Those of the other group are no rivals. */
static void
test_narrowing_in_groups (void)
{
  static const char *const layers[]
      = { "conv2d {'out_channels': <int64 6>, 'groups': <int64 2>, 'weight_norm': <'weight'>}",
          "relu", "flatten", "dense {'units': <int64 3>}", NULL };
  g_autoptr (WeftGraph) graph = net_new (PICTURES, layers, "cross_entropy");
  g_autoptr (WeftModel) model = NULL, less = NULL;
  g_autoptr (WeftState) state = NULL, was = NULL;
  WeftStateEntry *g;

  set_optimizer (graph);
  model = net_model (graph);
  state = learn (model, 5);
  g = weft_state_find (state, 2, "weight_g");
  for (int i = 0; i < 6; i++)
    g->value[i] = (float) (i + 1);
  was = weft_state_dup (state, NULL);
  set_param (graph, "conv2d1", "out_channels", 2);
  less = net_model (graph);
  operate (state, model, less);
  g = weft_state_find (state, 2, "weight_g");
  g_assert_cmpfloat (g->value[0], ==, 3); /* the strongest of 0 … 2, */
  g_assert_cmpfloat (g->value[1], ==, 6); /* and of 3 … 5 */
  for (int i = 0; i < 9; i++)
    {
      const WeftStateEntry *v = find (state, less, "conv2d1", "weight_v");

      g_assert_cmpfloat (v->value[i], ==,
                         find (was, model, "conv2d1", "weight_v")->value[2 * 9 + i]);
    }
}

/* --- what is put in --- */

static void
test_insertion (void)
{
  g_autoptr (WeftGraph) graph = net_plain ();
  g_autoptr (WeftModel) model = net_model (graph), deeper = NULL, third = NULL, other = NULL;
  g_autoptr (WeftState) state = learn (model, 12);
  g_autoptr (WeftEvaluation) before = ask (model, state), after = NULL, then = NULL;
  const WeftStateEntry *w;

  insert (graph, "dense", "{'units': <int64 6>}", "put_in", "tanh2", "dense3");
  deeper = net_model (graph);
  operate (state, model, deeper);
  w = find (state, deeper, "put_in", "weight");
  for (int i = 0; i < 36; i++)
    g_assert_cmpfloat (w->value[i], ==, i % 7 == 0);
  after = ask (deeper, state);
  g_assert_cmpfloat (compare (before, after), <, 1e-5);

  insert (graph, "dense", "{'units': <int64 6>, 'weight_norm': <'weight'>}", "by_length", "put_in",
          "dense3");
  third = net_model (graph);
  operate (state, deeper, third);
  then = ask (third, state);
  g_assert_cmpfloat (compare (before, then), <, 1e-5);

  insert (graph, "dense", "{'units': <int64 9>}", "wider", "tanh2", "put_in"); /* it cannot */
  other = net_model (graph);
  operate (state, third, other);
  for (int i = 0; i < 6 * 9; i++)
    g_assert_cmpfloat (find (state, other, "wider", "weight")->value[i], !=, 0);
}

static void
test_filters_put_in (void)
{
  static const char *const layers[] = { "conv2d {'out_channels': <int64 4>}", "relu", "flatten",
                                        "dense {'units': <int64 3>}", NULL };
  g_autoptr (WeftGraph) graph = net_new (PICTURES, layers, "cross_entropy");
  g_autoptr (WeftModel) model = NULL, deeper = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) before = NULL, after = NULL;

  set_optimizer (graph);
  model = net_model (graph);
  state = learn (model, 6);
  before = ask (model, state);
  insert (graph, "conv2d", "{'out_channels': <int64 4>, 'padding': <'same'>}", "put_in", "relu2",
          "flatten3");
  insert (graph, "relu", NULL, "bent", "put_in", "flatten3");
  deeper = net_model (graph);
  operate (state, model, deeper);
  after = ask (deeper, state);
  g_assert_cmpfloat (compare (before, after), <, 1e-5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (widenings); i++)
    {
      g_autofree char *path = g_strconcat ("/surgery/widening/", widenings[i].name, NULL);

      g_test_add_data_func (path, &widenings[i], test_widening);
    }
  g_test_add_func ("/surgery/two-ways", test_two_ways);
  g_test_add_func ("/surgery/moments", test_moments);
  g_test_add_func ("/surgery/gradients", test_gradients);
  g_test_add_func ("/surgery/narrowing", test_narrowing);
  g_test_add_func ("/surgery/narrowing-in-groups", test_narrowing_in_groups);
  g_test_add_func ("/surgery/insertion", test_insertion);
  g_test_add_func ("/surgery/filters-put-in", test_filters_put_in);
  return g_test_run ();
}
