/* test-groups: what groups, shared weights and flags do to what is trained */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/group.h"
#include "engine/run/exec.h"
#include "tests/engine/report.h"

#define STEPS 20

#define PICTURES                                                                                   \
  "{'source': <'random'>, 'shape': <[int64 4, 8, 8]>, 'classes': <int64 3>, 'count': <int64 8>}"
#define ROWS                                                                                       \
  "{'source': <'random'>, 'shape': <[int64 6]>, 'classes': <int64 3>, 'count': <int64 8>}"

/* --- a program that is trained --- */

typedef struct
{
  WeftProgram *program;
  WeftState *state;
  WeftExec *exec;
  float x[8 * 4 * 8 * 8];
  gint64 y[8];
  const void *inputs[2];
} Run;

static WeftProgram *
build (WeftGraph *graph)
{
  g_autoptr (WeftReport) report = NULL;
  WeftProgram *program = weft_program_build (graph, NULL, WEFT_BINDING (8, 0), &report);

  print_all (report);
  g_assert_nonnull (program);
  return program;
}

static Run *
run_new (WeftGraph *graph)
{
  Run *run = g_new0 (Run, 1);
  WeftPlanOptions options = { WEFT_MODE_TRAIN, weft_kernel_best_level (), FALSE, FALSE };
  WeftRandom random = { 5, WEFT_STREAM_CHECK, 1 };
  g_autoptr (WeftPlan) plan = NULL;

  run->program = build (graph);
  run->state = weft_state_new (&(WeftStateForm){ .program = run->program, .n_slots = 2 }, 3, NULL);
  plan = weft_plan_compile (run->program, &options, NULL);
  run->exec = weft_exec_new (plan, run->state, NULL, NULL);
  weft_random_fill_normal (&random, run->x, G_N_ELEMENTS (run->x), 0, 1);
  for (guint i = 0; i < 8; i++)
    run->y[i] = i % 3;
  run->inputs[0] = run->x;
  run->inputs[1] = run->y;
  weft_exec_set_inputs (run->exec, run->inputs);
  return run;
}

static void
run_free (Run *run)
{
  weft_exec_free (run->exec);
  weft_state_free (run->state);
  weft_program_unref (run->program);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* AdamW, so that decay and moments would be seen. */
static void
train (Run *run, int steps)
{
  const WeftOptimizer *row = NULL;
  g_autofree gpointer settings = NULL;
  g_autoptr (GVariant) values
      = g_variant_ref_sink (g_variant_new_parsed ("{'weight_decay': <0.1>}"));

  for (guint i = 0; i < weft_optimizers_count (); i++)
    if (g_str_equal (weft_optimizer_get ((int) i, 0)->id, "adamw"))
      row = weft_optimizer_get ((int) i, weft_kernel_best_level ());
  settings = weft_optimizer_load (row, values);
  for (int i = 0; i < steps; i++)
    {
      WeftUpdate update;

      weft_update_prepare (&update, row, settings, 0.01, i + 1);
      weft_exec_step (run->exec, row, &update, 3, i);
    }
}

static WeftStateEntry *
entry_of (const Run *run, WeftGraph *graph, const char *node, const char *weight, gint64 repeat)
{
  WeftProgramValue key
      = { .node = net_id (graph, node), .name = g_intern_string (weight), .repeat = repeat };
  WeftStateEntry *entry = weft_state_find_value (run->state, &key);

  g_assert_nonnull (entry);
  return entry;
}

static void
assert_same (const WeftStateEntry *a, const WeftStateEntry *b)
{
  gsize bytes = a->count * sizeof (float);

  g_assert_cmpuint (a->count, ==, b->count);
  g_assert_cmpmem (a->value, bytes, b->value, bytes);
  for (int s = 0; a->learnt && s < 2; s++)
    g_assert_cmpmem (a->slot[s], bytes, b->slot[s], bytes);
}

/* --- groups --- */

static void
end_net (WeftGraph *graph)
{
  net_then (graph, "flatten", "flatten", NULL);
  net_then (graph, "dense", "last", "{'units': <int64 3>}");
  net_then (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
}

static gint64
group_named (WeftGraph *graph, const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 group = weft_graph_get_next_id (graph);

  for (char **name = list; *name; name++)
    {
      gint64 id = net_id (graph, *name);

      g_array_append_val (ids, id);
    }
  net_apply (graph, weft_group_make_edit (graph, ids, NULL));
  return group;
}

/* data → times · (conv → norm → relu) → …; in a group, or written out. */
static WeftGraph *
make_blocks (int times)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", PICTURES);
  for (int i = 0; i < times; i++)
    {
      g_autofree char *conv = g_strdup_printf ("conv%d", i);
      g_autofree char *norm = g_strdup_printf ("norm%d", i);
      g_autofree char *relu = g_strdup_printf ("relu%d", i);

      net_then (graph, "conv2d", conv, "{'out_channels': <int64 4>, 'padding': <'same'>}");
      net_then (graph, "batch_norm", norm, NULL);
      net_then (graph, "relu", relu, NULL);
    }
  end_net (graph);
  return graph;
}

static const struct
{
  const char *node, *weight;
} kept[] = {
  { "conv", "weight" }, { "conv", "bias" },         { "norm", "weight" },
  { "norm", "bias" },   { "norm", "running_mean" }, { "norm", "running_var" },
};

/* The same net as a group of conv, norm and relu that is repeated three times: from the same first
 * weights the same bits, moments and running statistics too. */
static void
test_repeat (void)
{
  g_autoptr (WeftGraph) written = make_blocks (3), grouped = make_blocks (1);
  gint64 group = group_named (grouped, "conv0 norm0 relu0");
  g_autoptr (Run) a = NULL, b = NULL;

  net_apply (grouped, weft_edit_set_param (group, "repeat", g_variant_new_int64 (3)));
  a = run_new (written);
  b = run_new (grouped);
  for (int pass = 0; pass < 2; pass++)
    {
      for (int i = 0; i < 3; i++)
        for (gsize k = 0; k < G_N_ELEMENTS (kept); k++)
          {
            g_autofree char *name = g_strdup_printf ("%s%d", kept[k].node, i);
            g_autofree char *inside = g_strdup_printf ("%s0", kept[k].node);
            WeftStateEntry *one = entry_of (a, written, name, kept[k].weight, 0);
            WeftStateEntry *other = entry_of (b, grouped, inside, kept[k].weight, i);

            if (pass == 0)
              memcpy (other->value, one->value, one->count * sizeof (float));
            assert_same (one, other);
          }
      for (int k = 0; k < 2; k++)
        {
          WeftStateEntry *one = entry_of (a, written, "last", k ? "bias" : "weight", 0);
          WeftStateEntry *other = entry_of (b, grouped, "last", k ? "bias" : "weight", 0);

          if (pass == 0)
            memcpy (other->value, one->value, one->count * sizeof (float));
          assert_same (one, other);
        }
      if (pass == 0)
        {
          train (a, STEPS);
          train (b, STEPS);
        }
    }
}

/* Each time begins with weights of its own, and the key goes through bytes and back. */
static void
test_repeat_state (void)
{
  g_autoptr (WeftGraph) graph = make_blocks (1);
  gint64 group = group_named (graph, "conv0 norm0 relu0");
  g_autoptr (Run) run = NULL;
  g_autoptr (WeftState) again = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *a = NULL, *b = NULL;
  const WeftStateEntry *first, *second;

  net_apply (graph, weft_edit_set_param (group, "repeat", g_variant_new_int64 (3)));
  run = run_new (graph);
  first = entry_of (run, graph, "conv0", "weight", 0);
  second = entry_of (run, graph, "conv0", "weight", 1);
  g_assert_true (memcmp (first->value, second->value, first->count * sizeof (float)) != 0);
  bytes = weft_state_serialize (run->state);
  again = weft_state_deserialize (bytes, NULL);
  a = weft_state_dup_hash (run->state);
  b = weft_state_dup_hash (again);
  g_assert_cmpstr (a, ==, b);
}

/* Grouping and taking apart again changes no bit of what is trained, and no wire. */
static void
test_group_and_back (void)
{
  g_autoptr (WeftGraph) graph = make_blocks (2), before = weft_graph_dup (graph);
  char *hash[3] = { NULL };
  gint64 group = 0;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (Run) run = NULL;

      if (i == 1)
        group = group_named (graph, "norm0 relu0 conv1");
      else if (i == 2)
        net_apply (graph, weft_ungroup_make_edit (graph, group, NULL));
      run = run_new (graph);
      train (run, 3);
      hash[i] = weft_state_dup_hash (run->state);
      g_assert_cmpstr (hash[i], ==, hash[0]);
    }
  for (int i = 0; i < 3; i++)
    g_free (hash[i]);
  g_assert_true (weft_graph_equal (graph, before));
}

/* A group that would wait for a node outside which waits for it is none. */
static void
test_between (void)
{
  g_autoptr (WeftGraph) graph = make_blocks (1), before = weft_graph_dup (graph);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 around[] = { net_id (graph, "conv0"), net_id (graph, "relu0") };

  g_array_append_vals (ids, around, G_N_ELEMENTS (around));
  g_assert_null (weft_group_make_edit (graph, ids, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "Batch normalisation 0"));
  g_assert_true (weft_graph_equal (graph, before));
  group_named (graph, "conv0 norm0 relu0");
}

/* --- shared weights --- */

static WeftGraph *
make_rows (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", ROWS);
  net_then (graph, "dense", "one", "{'units': <int64 6>}");
  net_then (graph, "tanh", "bend", NULL);
  net_then (graph, "dense", "two", "{'units': <int64 6>}");
  end_net (graph);
  return graph;
}

/* Two layers with one set of weights: it stands once, and its gradient is the sum of both. */
static void
test_shared (void)
{
  for (int backwards = 0; backwards < 2; backwards++)
    {
      g_autoptr (WeftGraph) graph = make_rows (), apart = make_rows ();
      const char *user = backwards ? "one" : "two", *owner = backwards ? "two" : "one";
      g_autoptr (Run) run = NULL, other = NULL;
      const WeftStateEntry *entry;
      const float *sum, *first, *second;
      guint weights = 0;

      net_apply (graph, weft_edit_set_shared (net_id (graph, user), net_id (graph, owner)));
      run = run_new (graph);
      other = run_new (apart);
      for (guint i = 0; i < run->state->entries->len; i++)
        weights += g_array_index (run->state->entries, WeftStateEntry, i).count;
      g_assert_cmpuint (weights, ==, 6 * 6 + 6 + 6 * 3 + 3);
      entry = entry_of (run, graph, owner, "weight", 0);
      for (int i = 0; i < 2; i++)
        memcpy (entry_of (other, apart, i ? "one" : "two", "weight", 0)->value, entry->value,
                36 * sizeof (float));
      entry = entry_of (run, graph, owner, "bias", 0);
      for (int i = 0; i < 2; i++)
        memcpy (entry_of (other, apart, i ? "one" : "two", "bias", 0)->value, entry->value,
                6 * sizeof (float));
      weft_exec_run (run->exec, 3, 0);
      weft_exec_run (other->exec, 3, 0);
      g_assert_cmpfloat (weft_exec_get_loss (run->exec), ==, weft_exec_get_loss (other->exec));
      sum = first = second = NULL;
      for (guint i = 0; i < run->program->values->len; i++)
        {
          const WeftProgramValue *value
              = &g_array_index (run->program->values, WeftProgramValue, i);

          if (value->role == WEFT_VALUE_WEIGHT && value->node == net_id (graph, owner)
              && g_str_equal (value->name, "weight"))
            sum = weft_exec_get_gradient (run->exec, (int) i);
        }
      for (guint i = 0; i < other->program->values->len; i++)
        {
          const WeftProgramValue *value
              = &g_array_index (other->program->values, WeftProgramValue, i);

          if (value->role != WEFT_VALUE_WEIGHT || !g_str_equal (value->name, "weight"))
            continue;
          if (value->node == net_id (apart, "one"))
            first = weft_exec_get_gradient (other->exec, (int) i);
          else if (value->node == net_id (apart, "two"))
            second = weft_exec_get_gradient (other->exec, (int) i);
        }
      for (int i = 0; i < 36; i++)
        g_assert_cmpfloat_with_epsilon (sum[i], first[i] + second[i], 1e-7);
    }
}

/* --- flags --- */

static void
set_flag (WeftGraph *graph, const char *node, WeftNodeFlags flag)
{
  net_apply (graph, weft_edit_set_flag (net_id (graph, node), flag, TRUE));
}

/* No gradient, no decay, no moment; what is not frozen learns. Through a group the same. */
static void
test_frozen (void)
{
  for (int in_group = 0; in_group < 2; in_group++)
    {
      g_autoptr (WeftGraph) graph = make_rows ();
      g_autoptr (Run) run = NULL;
      g_autoptr (WeftState) before = NULL;
      WeftStateEntry *entry;

      if (in_group)
        net_apply (graph,
                   weft_edit_set_flag (group_named (graph, "one bend"), WEFT_NODE_FROZEN, TRUE));
      else
        set_flag (graph, "one", WEFT_NODE_FROZEN);
      run = run_new (graph);
      before = weft_state_dup (run->state, NULL);
      train (run, STEPS);
      entry = entry_of (run, graph, "one", "weight", 0);
      assert_same (entry, weft_state_find (before, entry->node, "weight"));
      for (gsize i = 0; i < entry->count; i++)
        g_assert_true (entry->slot[0][i] == 0 && entry->slot[1][i] == 0);
      entry = entry_of (run, graph, "two", "weight", 0);
      g_assert_true (memcmp (entry->value, weft_state_find (before, entry->node, "weight")->value,
                             entry->count * sizeof (float))
                     != 0);
      for (guint i = 0; i < run->program->values->len; i++)
        if (g_array_index (run->program->values, WeftProgramValue, i).is_frozen)
          g_assert_null (weft_exec_get_gradient (run->exec, (int) i));
    }
}

/* data → one, and data → two; both are added. */
static WeftGraph *
make_branches (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", ROWS);
  net_then (graph, "dense", "one", "{'units': <int64 3>}");
  net_add (graph, "dense", "two", "{'units': <int64 3>}");
  net_add (graph, "add", "sum", NULL);
  net_add (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "data.x", "two");
  net_wire (graph, "one", "sum.in1");
  net_wire (graph, "two", "sum.in2");
  net_wire (graph, "sum", "loss.prediction");
  net_wire (graph, "data.y", "loss.target");
  return graph;
}

/* A branch that is muted adds nothing and has no weights; the net keeps its shape. */
static void
test_muted (void)
{
  g_autoptr (WeftGraph) graph = make_branches ();
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (Run) run = NULL;
  const float *one, *sum;

  set_flag (graph, "two", WEFT_NODE_MUTED);
  report = weft_check (graph, NULL);
  g_assert_cmpuint (report->diagnostics->len, ==, 0);
  g_assert_cmpint (weft_report_find (report, net_id (graph, "two"))->out[0]->dims[1], ==, 3);
  g_assert_cmpint (report->weights, ==, 6 * 3 + 3);
  run = run_new (graph);
  train (run, STEPS);
  g_assert_null (weft_state_find (run->state, net_id (graph, "two"), "weight"));
  {
    WeftPlanOptions options = { WEFT_MODE_EVALUATE, weft_kernel_best_level (), TRUE, FALSE };
    g_autoptr (WeftPlan) plan = weft_plan_compile (run->program, &options, NULL);
    g_autoptr (WeftExec) exec = weft_exec_new (plan, run->state, NULL, NULL);

    weft_exec_set_inputs (exec, run->inputs);
    weft_exec_run (exec, 3, 0);
    one = weft_exec_get_value (exec,
                               weft_program_find_output (run->program, net_id (graph, "one"), 0));
    sum = weft_exec_get_value (exec,
                               weft_program_find_output (run->program, net_id (graph, "sum"), 0));
    g_assert_cmpmem (one, 24 * sizeof (float), sum, 24 * sizeof (float));
  }
}

/* A layer or a whole group that is bypassed is as if the wire went past it. */
static void
test_bypassed (void)
{
  g_autoptr (WeftGraph) graph = make_rows (), without = make_rows ();
  g_autoptr (Run) a = NULL, b = NULL;

  net_apply (without, weft_edit_remove_wire (
                          weft_graph_find_wire_to (without, net_id (without, "flatten"), 0)));
  net_apply (without, weft_edit_remove_node (net_id (without, "two")));
  net_apply (without, weft_edit_remove_node (net_id (without, "bend")));
  net_wire (without, "one", "flatten");
  net_apply (graph, weft_edit_set_flag (group_named (graph, "bend two"), WEFT_NODE_BYPASSED, TRUE));
  a = run_new (graph);
  b = run_new (without);
  train (a, STEPS);
  train (b, STEPS);
  assert_same (entry_of (a, graph, "one", "weight", 0), entry_of (b, without, "one", "weight", 0));
  assert_same (entry_of (a, graph, "last", "weight", 0),
               entry_of (b, without, "last", "weight", 0));
  g_assert_null (weft_state_find (a->state, net_id (graph, "two"), "weight"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/groups/repeat", test_repeat);
  g_test_add_func ("/groups/repeat-state", test_repeat_state);
  g_test_add_func ("/groups/group-and-back", test_group_and_back);
  g_test_add_func ("/groups/between", test_between);
  g_test_add_func ("/groups/shared", test_shared);
  g_test_add_func ("/groups/frozen", test_frozen);
  g_test_add_func ("/groups/muted", test_muted);
  g_test_add_func ("/groups/bypassed", test_bypassed);
  return g_test_run ();
}
