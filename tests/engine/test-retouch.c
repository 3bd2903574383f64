/* test-retouch: what an open node shows, and a weight that is typed over while a run goes on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "small-replay.h"

static float
get_number (WeftTrainer *trainer, gint64 node, const char *name, gsize offset)
{
  g_autoptr (WeftState) state = weft_trainer_dup_state (trainer);
  const WeftStateEntry *entry = weft_state_find (state, node, name);

  g_assert_nonnull (entry);
  g_assert_cmpuint (offset, <, entry->count);
  return entry->value[offset];
}

static WeftSnapshot *
look (WeftTrainer *trainer, const WeftWatch *watch)
{
  WeftSnapshot *snapshot = NULL;

  weft_trainer_watch (trainer, watch);
  g_assert_true (weft_trainer_wait (trainer, 60));
  for (int i = 0; snapshot == NULL && i < 2000; i++)
    {
      snapshot = weft_trainer_take_snapshot (trainer);
      g_usleep (1000);
    }
  g_assert_nonnull (snapshot);
  return snapshot;
}

/* The number stands there at once, the run goes on with it, and is had again bit for bit. */
static void
test_typed_over (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 node = weft_graph_find_by_name (graph, "dense1")->id;
  g_autoptr (Run) run = run_new (model, 1);
  guint kept;

  weft_trainer_set_number (run->trainer, node, "weight", 1, 0.5f);
  go (run, 7);
  weft_trainer_set_number (run->trainer, node, "weight", 3, 2.5f);
  weft_trainer_set_number (run->trainer, node, "bias", 0, -1.25f);
  g_assert_cmpfloat (get_number (run->trainer, node, "weight", 3), ==, 2.5f);
  g_assert_cmpfloat (get_number (run->trainer, node, "bias", 0), ==, -1.25f);
  go (run, 9);
  g_assert_cmpfloat (get_number (run->trainer, node, "weight", 3), !=, 2.5f);
  kept = run->kept->len;
  weft_trainer_set_number (run->trainer, node, "weight", 0, 1.5f);
  g_assert_true (weft_trainer_wait (run->trainer, 60));
  g_assert_cmpuint (run->kept->len, ==, kept + 1); /* whoever closes now has it in the file */
  go (run, 5);
  check_all_ways (run);
}

/* A session ended behind a number; of the frames only one that the next wrote is left. */
static void
test_closed_behind (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 node = weft_graph_find_by_name (graph, "dense1")->id;
  g_autoptr (Run) run = run_new (model, 1);
  WeftSink sink = get_sink (run);

  go (run, 7);
  weft_trainer_set_number (run->trainer, node, "weight", 3, 2.5f);
  weft_trainer_set_rate (run->trainer, 0.02);
  weft_trainer_set_number (run->trainer, node, "weight", 2, 1.5f);
  g_assert_true (weft_trainer_wait (run->trainer, 60));
  weft_trainer_load (run->trainer, model, load_cb (run, run->kept->len - 1, NULL), 7, &sink);
  go (run, 4);
  go (run, 5);
  weft_trainer_write_frame (run->trainer);
  g_assert_true (weft_trainer_wait (run->trainer, 60));
  check (run, 0, 1);
}

/* What is not there, or is no number, changes nothing and ends nothing. */
static void
test_nowhere (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (Run) run = run_new (model, 1);
  g_autofree char *before = NULL, *after = NULL;

  go (run, 3);
  before = dup_hash (run->trainer);
  weft_trainer_set_number (run->trainer, 99, "weight", 0, 1);
  weft_trainer_set_number (run->trainer, 2, "weight", 1 << 20, 1);
  weft_trainer_set_number (run->trainer, 2, "heat", 0, 1);
  weft_trainer_set_number (run->trainer, 2, "weight", 0, INFINITY);
  after = dup_hash (run->trainer);
  g_assert_cmpstr (before, ==, after);
  assert_phase (run->trainer, WEFT_TRAINER_FINISHED);
}

static void
test_open (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 node = weft_graph_find_by_name (graph, "dense1")->id;
  g_autoptr (Run) run = run_new (model, 1);
  WeftWatch watch = { .opened = { node } };
  g_autoptr (WeftSnapshot) snapshot = look (run->trainer, &watch);
  const WeftOpenNode *open = weft_snapshot_find_open (snapshot, node);
  gint64 units;

  g_assert_nonnull (open);
  units = open->rows->shape.dims[0];
  g_assert_cmpint (open->rows->shape.dims[1], ==, 2);
  g_assert_cmpint (open->bias->shape.dims[0], ==, units);
  g_assert_null (open->matrix);
  g_assert_cmpint (open->plane->shape.dims[0], ==, units);
  /* Linear in x: the middle of the plane's first row is the mean of its ends. */
  for (gint64 u = 0; u < units; u++)
    {
      const float *plane
          = (const float *) open->plane->data + u * WEFT_OPENED_SIDE * WEFT_OPENED_SIDE;
      float ends = (plane[0] + plane[WEFT_OPENED_SIDE - 1]) / 2;
      float middle = (plane[WEFT_OPENED_SIDE / 2 - 1] + plane[WEFT_OPENED_SIDE / 2]) / 2;

      g_assert_cmpfloat (fabsf (ends - middle), <, 1e-4f);
    }
  g_assert_null (weft_snapshot_find_open (snapshot, 1));
}

/* Sizes are of the sample and of the weights; looking changes no bit of the run. */
static void
test_sizes (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 node = weft_graph_find_by_name (graph, "dense1")->id;
  g_autoptr (Run) run = run_new (model, 1);
  g_autofree char *before = dup_hash (run->trainer), *after = NULL;
  const WeftWatch watch = { .sizes = TRUE, .activations = TRUE };
  g_autoptr (WeftSnapshot) snapshot = look (run->trainer, &watch);
  WeftTensor *tensor = weft_snapshot_find_activation (snapshot, node);
  const WeftSizes *sizes = g_hash_table_lookup (snapshot->sizes, &node);
  double sum = 0;

  for (gint64 i = 0; i < tensor->shape.dims[0]; i++)
    sum += pow ((double) weft_tensor_floats (tensor)[i], 2);
  g_assert_cmpfloat_with_epsilon ((double) sizes->activation,
                                  sqrt (sum / (double) tensor->shape.dims[0]), 1e-5);
  g_assert_true (sizes->gradient > 0 && isfinite (sizes->gradient));
  g_assert_true (sizes->weight > 0);
  after = dup_hash (run->trainer);
  g_assert_cmpstr (before, ==, after);
}

static void
type_all (WeftTrainer *trainer, gint64 node, const char *name, gsize from, gsize n, float number)
{
  for (gsize i = 0; i < n; i++)
    weft_trainer_set_number (trainer, node, name, from + i, number);
}

/* A bias that keeps a ReLU below zero and one that drives a tanh to its end are seen as what they
 * are; nothing else is. */
static void
test_idle (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 6>}", "relu", "dense {'units': <int64 5>}", "tanh",
          "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'moons'>, 'count': <int64 300>}", layers, "cross_entropy");
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 first = weft_graph_find_by_name (graph, "dense1")->id;
  gint64 second = weft_graph_find_by_name (graph, "dense3")->id;
  gint64 relu = weft_graph_find_by_name (graph, "relu2")->id;
  gint64 tanh = weft_graph_find_by_name (graph, "tanh4")->id;
  g_autoptr (Run) run = run_new (model, 1);
  const WeftWatch watch = { .idle = TRUE };
  g_autoptr (WeftSnapshot) snapshot = NULL;
  const WeftIdleUnits *idle;

  type_all (run->trainer, first, "bias", 0, 6, 50);
  type_all (run->trainer, first, "bias", 4, 1, -50);
  type_all (run->trainer, second, "weight", 0, 30, 0);
  type_all (run->trainer, second, "bias", 0, 5, 0.1f);
  type_all (run->trainer, second, "bias", 2, 1, 4);   /* 1 − tanh² (4) is 0.0013 */
  type_all (run->trainer, second, "bias", 3, 1, -40); /* 0 in single precision */
  snapshot = look (run->trainer, &watch);
  idle = g_hash_table_lookup (snapshot->idle, &relu);
  g_assert_cmpint (idle->samples, ==, 64);
  g_assert_cmpint (idle->units, ==, 6);
  g_assert_cmpint (idle->dead, ==, 1);
  g_assert_cmpint (idle->which_dead[0], ==, 4);
  g_assert_cmpint (idle->saturated, ==, 0);
  idle = g_hash_table_lookup (snapshot->idle, &tanh);
  g_assert_cmpint (idle->dead, ==, 1);
  g_assert_cmpint (idle->which_dead[0], ==, 3);
  g_assert_cmpint (idle->saturated, ==, 1);
  g_assert_cmpint (idle->which_saturated[0], ==, 2);
  g_assert_null (g_hash_table_lookup (snapshot->idle, &first));
}

/* A loss of softmax and cross-entropy: ∂L/∂z = p − [class], of that one sample; it comes back to
 * whoever asks for it, and to nobody from where it does not. */
static void
test_gradient (void)
{
  static const char *const layers[] = { "dense {'units': <int64 3>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'spiral'>, 'count': <int64 300>}", layers, "cross_entropy");
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 node = weft_graph_find_by_name (graph, "dense1")->id;
  g_autoptr (Run) run = run_new (model, 1);
  const WeftWatch watch = { .gradient_of = node, .activations = TRUE, .sample = 7 };
  g_autoptr (WeftSnapshot) snapshot = look (run->trainer, &watch);
  const float *z = weft_tensor_floats (weft_snapshot_find_activation (snapshot, node));
  const WeftField *y = weft_dataset_get_y (model->dataset);
  double sum = 0;
  float class;

  g_assert_nonnull (snapshot->gradient);
  g_assert_cmpint (weft_shape_count (&snapshot->gradient->shape), ==, 3);
  weft_field_get (y, 7, &class);
  for (int i = 0; i < 3; i++)
    sum += exp ((double) z[i]);
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon ((double) weft_tensor_floats (snapshot->gradient)[i],
                                    exp ((double) z[i]) / sum - (i == (int) class ? 1 : 0), 1e-5);
}

/* That it is open means nothing to the network. */
static void
test_only_looks (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  guint64 revision = weft_graph_get_revision (graph);

  net_apply (graph, weft_edit_set_flag (2, WEFT_NODE_OPEN, TRUE));
  g_assert_cmpuint (weft_graph_get_revision (graph), ==, revision);
  net_apply (graph, weft_edit_set_flag (2, WEFT_NODE_FROZEN, TRUE));
  g_assert_cmpuint (weft_graph_get_revision (graph), ==, revision + 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retouch/typed-over", test_typed_over);
  g_test_add_func ("/retouch/closed-behind", test_closed_behind);
  g_test_add_func ("/retouch/nowhere", test_nowhere);
  g_test_add_func ("/retouch/open", test_open);
  g_test_add_func ("/retouch/sizes", test_sizes);
  g_test_add_func ("/retouch/idle", test_idle);
  g_test_add_func ("/retouch/gradient", test_gradient);
  g_test_add_func ("/retouch/only-looks", test_only_looks);
  return g_test_run ();
}
