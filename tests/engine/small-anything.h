/* small-anything: a run to which anything is done that a user may do, and each step of it again
 *
 * What is done follows from a seed. Each run says what its stops left, which is then computed again
 * from journals and frames, in its parents, too. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/batches.h"
#include "small-replay.h"

#define MOST_FLOPS 40000000 /* of a batch: what costs more is taken back */
#define MOST_RUNS 4

typedef struct Anything Anything;

struct Anything
{
  GRand *rand;
  WeftCatalog *catalog; /* borrowed */
  WeftGraph *graph;
  WeftModel *model; /* of the graph, as the trainer has it */
  GPtrArray *runs;  /* Run; the last goes on. A parent's number is its place + 1 */
  GPtrArray *undos; /* WeftEdit */
  guint done[16];   /* how often each was done */
  gint64 lowest;    /* step that it was at since somebody set it */
  /* Where runs are kept elsewhere, of which `runs` has the one that goes on; NULL: in memory. */
  void (*fork) (Anything *any);
  void (*restore) (Anything *any);
};

static inline Run *
any_run (Anything *any)
{
  return any->runs->pdata[any->runs->len - 1];
}

static inline int
any_below (Anything *any, int n)
{
  return g_rand_int_range (any->rand, 0, n);
}

/* Where a world is acted in it is not judged, which would be most of the time. */
static inline Run *
any_run_new (WeftModel *model)
{
  const WeftTrainerOptions options
      = { .threads = 1, .level = -1, .only_steps = model->environment != NULL };
  Run *run = run_new (model, 1);
  WeftSink sink = get_sink (run);

  weft_trainer_free (run->trainer);
  g_ptr_array_set_size (run->entries, 0);
  g_ptr_array_set_size (run->kept, 0);
  run->trainer = weft_trainer_new (&options);
  weft_trainer_load (run->trainer, model, NULL, 7, &sink);
  return run;
}

/* --- each step again --- */

static inline WeftState *any_load_parent_cb (gpointer user, gint64 run, gint64 step,
                                             GError **error);

static inline WeftRunRecord
any_record (Anything *any, guint which, GArray *frames)
{
  Run *run = any->runs->pdata[which];

  return (WeftRunRecord){ .entries = run->entries,
                          .frames = frames,
                          .last_step = run->last_step,
                          .catalog = any->catalog,
                          .threads = 1 + which % 2,
                          .load = load_cb,
                          .user = run,
                          .load_parent = any_load_parent_cb,
                          .parent_user = any };
}

static inline WeftState *
any_load_parent_cb (gpointer user, gint64 run, gint64 step, GError **error)
{
  Anything *any = user;
  g_autoptr (GArray) frames = list_frames (any->runs->pdata[run - 1], 3);
  const WeftRunRecord record = any_record (any, (guint) run - 1, frames);
  g_auto (WeftReplayed) replayed = { 0 };

  return weft_replay (&record, step, &replayed, error) ? g_steal_pointer (&replayed.state) : NULL;
}

/* On one way from stop to stop; share: as list_frames has it. */
static inline void
any_check_run (Anything *any, guint which, guint share)
{
  Run *run = any->runs->pdata[which];
  g_autoptr (GArray) frames = list_frames (run, share);
  const WeftRunRecord record = any_record (any, which, frames);
  const WeftTrainerOptions options = { .threads = record.threads };
  g_autoptr (WeftWalk) walk = weft_walk_new (&record, &options, share == 0 ? 0 : 1 << 20);
  guint n;
  g_autofree gpointer *steps = g_hash_table_get_keys_as_array (run->hashes, &n);

  if (run->entries->len == 0)
    return; /* nothing was done after the fork */
  for (guint i = 0; i < n; i++)
    {
      const gint64 *step = steps[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *found = NULL;

      g_assert_true (weft_walk_head_for (walk, *step, &error));
      g_assert_true (weft_walk_finish (walk, &error));
      found = dup_hash (weft_walk_get_trainer (walk));
      if (!g_str_equal (found, g_hash_table_lookup (run->hashes, step)))
        g_error ("run %u, step %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " differs", which, *step,
                 run->last_step);
    }
}

static inline void
any_check (Anything *any)
{
  for (guint i = 0; i < any->runs->len; i++)
    for (guint share = 0; share <= 3; share += 3)
      any_check_run (any, i, share);
}

/* --- what is done --- */

static inline void
any_rest (Anything *any)
{
  g_assert_true (weft_trainer_wait (any_run (any)->trainer, 60));
}

static inline gboolean
any_is_beyond (gpointer step, gpointer hash, gpointer now)
{
  return *(const gint64 *) step > *(const gint64 *) now;
}

/* What it went back from it may pass again, and then that counts. */
static inline void
any_forget (Anything *any)
{
  Run *run = any_run (any);
  g_autoptr (WeftState) state = weft_trainer_dup_state (run->trainer);

  g_hash_table_foreach_remove (run->hashes, any_is_beyond, &state->step);
  any->lowest = MIN (any->lowest, state->step);
}

/* Some steps; where numbers went wrong the run goes on from where they were right. */
static inline void
any_go (Anything *any, gint64 steps)
{
  go (any_run (any), steps);
  any_forget (any);
}

/* An edit of the graph, which is taken back where the network is not whole or too large. */
static inline void
any_edit (Anything *any, WeftEdit *edit)
{
  g_autoptr (WeftEdit) held = edit, inverse = NULL;
  WeftModel *model;
  WeftProgram *program = NULL;

  if (edit == NULL)
    return;
  inverse = weft_graph_apply (any->graph, edit, NULL);
  if (inverse == NULL)
    return;
  model = weft_model_new (any->graph, any->catalog, NULL);
  if (model != NULL)
    program = weft_model_get_program (model, weft_model_bind (model, weft_model_get_batch (model)),
                                      NULL);
  if (program == NULL || program->total < 0 || weft_program_count_flops (program) > MOST_FLOPS)
    {
      weft_edit_unref (weft_graph_apply (any->graph, inverse, NULL));
      g_clear_pointer (&model, weft_model_unref);
      return;
    }
  g_ptr_array_add (any->undos, g_steal_pointer (&inverse));
  weft_trainer_swap (any_run (any)->trainer, model);
  weft_model_unref (any->model);
  any->model = model;
}

static inline const WeftNode *
any_node (Anything *any)
{
  guint n = weft_graph_get_n_nodes (any->graph);

  return weft_graph_get_node (any->graph, (guint) any_below (any, (int) n));
}

/* How wide a layer is, or another number of it. */
static inline WeftEdit *
any_resize (Anything *any)
{
  static const char *const names[] = { "units", "out_channels", "hidden_size", "p", "bias" };
  const WeftNode *node = any_node (any);
  const char *name = names[any_below (any, G_N_ELEMENTS (names))];
  const WeftParam *row
      = node->layer->params != NULL ? weft_params_find (node->layer->params, name) : NULL;
  g_autoptr (GVariant) value = NULL;

  if (row == NULL)
    return NULL;
  if (row->type == WEFT_PARAM_INT)
    value = g_variant_new_int64 (1 + any_below (any, 24));
  else if (row->type == WEFT_PARAM_REAL)
    value = g_variant_new_double (0.1 * any_below (any, 8));
  else
    value = g_variant_new_boolean (any_below (any, 2));
  g_variant_ref_sink (value);
  return weft_edit_set_param (node->id, name, value);
}

/* On a wire. */
static inline WeftEdit *
any_insert (Anything *any)
{
  static const char *const layers[]
      = { "dense", "relu", "tanh", "batch_norm", "layer_norm", "dropout", "dense" };
  guint n = weft_graph_get_n_wires (any->graph);
  WeftWire wire = *weft_graph_get_wire (any->graph, (guint) any_below (any, (int) n)), in, out;
  const WeftLayer *layer = weft_layer_find (layers[any_below (any, G_N_ELEMENTS (layers))]);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  gint64 id = weft_graph_get_next_id (any->graph);
  g_autofree char *name = g_strdup_printf ("put_in_%" G_GINT64_FORMAT, id);
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_str_equal (layer->id, "dense")
          ? g_variant_new_parsed ("{'units': <%x>}", (gint64) (1 + any_below (any, 16)))
          : g_variant_new_parsed ("@a{sv} {}"));
  const WeftNode node = { .id = id, .name = name, .layer = layer, .params = params };

  in = out = wire;
  in.to = out.from = id;
  in.input = out.output = 0;
  g_ptr_array_add (edits, weft_edit_remove_wire (&wire));
  g_ptr_array_add (edits, weft_edit_add_node (&node));
  g_ptr_array_add (edits, weft_edit_add_wire (&in));
  g_ptr_array_add (edits, weft_edit_add_wire (&out));
  return weft_edit_list (edits, NULL);
}

/* One that was put in goes, or another that is not needed. */
static inline WeftEdit *
any_remove (Anything *any)
{
  const WeftNode *node = any_node (any);
  const WeftWire *in = weft_graph_find_wire_to (any->graph, node->id, 0), *out = NULL;
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (guint i = 0; i < weft_graph_get_n_wires (any->graph); i++)
    if (weft_graph_get_wire (any->graph, i)->from == node->id)
      out = weft_graph_get_wire (any->graph, i);
  if (in == NULL || out == NULL)
    return NULL;
  g_ptr_array_add (edits, weft_edit_remove_node (node->id));
  g_ptr_array_add (
      edits, weft_edit_add_wire (&(WeftWire){
                 .from = in->from, .output = in->output, .to = out->to, .input = out->input }));
  return weft_edit_list (edits, NULL);
}

static inline WeftEdit *
any_setting (Anything *any)
{
  static const char *const optimizers[] = { "sgd", "adam", "lamb", "rmsprop" };
  g_autoptr (GVariant) value = NULL;
  const char *key = "optimizer";

  switch (any_below (any, 4))
    {
    case 0:
      value = g_variant_new_string (optimizers[any_below (any, G_N_ELEMENTS (optimizers))]);
      break;
    case 1:
      key = "lr";
      value = g_variant_new_double (0.001 * (1 + any_below (any, 20)));
      break;
    case 2:
      key = "batch_size";
      value = g_variant_new_int64 (4 + any_below (any, 12));
      break;
    default:
      key = "ema_decay";
      value = g_variant_new_double (any_below (any, 2) * 0.9);
      break;
    }
  g_variant_ref_sink (value);
  return weft_edit_set_training (key, value);
}

static inline WeftEdit *
any_flag (Anything *any)
{
  const WeftNode *node = any_node (any);
  WeftNodeFlags flag = any_below (any, 3) > 0 ? WEFT_NODE_FROZEN : WEFT_NODE_BYPASSED;

  return weft_edit_set_flag (node->id, flag, (node->flags & flag) == 0);
}

static inline void
any_undo (Anything *any)
{
  if (any->undos->len > 0)
    any_edit (any, g_ptr_array_steal_index (any->undos, any->undos->len - 1));
}

static inline void
any_type (Anything *any)
{
  g_autoptr (WeftState) state = weft_trainer_dup_state (any_run (any)->trainer);
  guint n = state->n_live;
  const WeftStateEntry *entry
      = n > 0 ? &g_array_index (state->entries, WeftStateEntry, (guint) any_below (any, (int) n))
              : NULL;

  if (entry != NULL && entry->learnt)
    weft_trainer_set_number (any_run (any)->trainer, entry->node, entry->name,
                             (gsize) any_below (any, (int) MIN (entry->count, 1000)),
                             0.1f * (float) any_below (any, 10));
}

/* Into the next step, op by op, there and back, with a number written on the way. */
static inline void
any_step_inside (Anything *any)
{
  WeftTrainer *trainer = any_run (any)->trainer;
  int ops = 1 + any_below (any, 6);

  for (int i = 0; i < ops; i++)
    {
      weft_trainer_step (trainer, i == 3 ? WEFT_STEP_BACK : WEFT_STEP_OP);
      any_rest (any);
    }
  if (any_below (any, 2))
    weft_trainer_write (
        trainer, (WeftStepPlace){ (WeftStepKind) any_below (any, 2), any_below (any, 12), 0 }, 0,
        0.25f, NULL);
}

static inline WeftState *
any_earlier (Anything *any, guint which, gint64 *step)
{
  Run *run = any->runs->pdata[which];
  guint n;
  g_autofree gpointer *steps = g_hash_table_get_keys_as_array (run->hashes, &n);
  g_autoptr (GError) error = NULL;
  WeftState *state;

  *step = n > 0 ? *(gint64 *) steps[any_below (any, (int) n)] : 0;
  state = n > 0 && run->entries->len > 0
              ? any_load_parent_cb (any, (gint64) which + 1, *step, &error)
              : NULL;
  g_assert_no_error (error);
  return state;
}

/* A run of its own from a step that this one passed; with the network as it is now. */
static inline void
any_fork (Anything *any)
{
  gint64 step, parent = (gint64) any->runs->len;
  WeftState *state
      = any->runs->len < MOST_RUNS ? any_earlier (any, any->runs->len - 1, &step) : NULL;
  WeftSink sink;
  Run *run;

  if (state == NULL)
    return;
  run = any_run_new (any->model);
  sink = get_sink (run);
  weft_trainer_load (run->trainer, any->model, state, 7, &sink);
  weft_trainer_set_parent (run->trainer, parent);
  weft_trainer_pause (any_run (any)->trainer);
  g_ptr_array_add (any->runs, run);
  any_go (any, 1);
}

/* Back to a step that it passed. */
static inline void
any_restore (Anything *any)
{
  gint64 step;
  WeftState *state = any_earlier (any, any->runs->len - 1, &step);
  WeftSink sink = get_sink (any_run (any));

  if (state == NULL)
    return;
  weft_trainer_load (any_run (any)->trainer, any->model, state, 7, &sink);
  weft_trainer_write_frame (any_run (any)->trainer);
  any_forget (any);
}

/* While it runs, whenever that comes. */
static inline void
any_change_underway (Anything *any)
{
  weft_trainer_set_speed (any_run (any)->trainer, 2000);
  weft_trainer_run (any_run (any)->trainer, NULL);
  g_usleep (500);
  any_edit (any, any_resize (any));
  weft_trainer_set_rate (any_run (any)->trainer, 0.002 * (1 + any_below (any, 5)));
  weft_trainer_pause (any_run (any)->trainer);
  any_rest (any);
  weft_trainer_set_speed (any_run (any)->trainer, 0);
}

static inline void
any_do (Anything *any)
{
  int what = any_below (any, 16);
  WeftTrainer *trainer = any_run (any)->trainer;

  any->done[what]++;
  switch (what)
    {
    case 0:
    case 1:
    case 2:
      any_edit (any, any_resize (any));
      break;
    case 3:
    case 4:
      any_edit (any, any_insert (any));
      break;
    case 5:
      any_edit (any, any_remove (any));
      break;
    case 6:
      any_edit (any, any_setting (any));
      break;
    case 7:
      any_edit (any, any_flag (any));
      break;
    case 8:
      any_undo (any);
      break;
    case 9:
      any_type (any);
      break;
    case 10:
      any_step_inside (any);
      break;
    case 11:
      (any->fork != NULL ? any->fork : any_fork) (any);
      break;
    case 12:
      (any->restore != NULL ? any->restore : any_restore) (any);
      break;
    case 13:
      any_change_underway (any);
      break;
    case 14:
      weft_trainer_step_alone (trainer, (guint) any_below (any, 2));
      any_rest (any);
      break;
    default:
      weft_trainer_set_rate (trainer, 0.001 * (1 + any_below (any, 30)));
      break;
    }
  if (any_below (any, 3))
    any_go (any, 1 + any_below (any, 3));
}

/* graph: taken. So many things are done, then each stop is had again. */
static inline void
any_test (WeftGraph *graph, WeftCatalog *catalog, guint32 seed, int actions)
{
  g_autoptr (GError) error = NULL;
  Anything any = { .rand = g_rand_new_with_seed (seed), .catalog = catalog, .graph = graph };

  any.model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  any.runs = g_ptr_array_new_with_free_func ((GDestroyNotify) run_free);
  any.undos = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_ptr_array_add (any.runs, any_run_new (any.model));
  any_go (&any, 2);
  for (int i = 0; i < actions; i++)
    any_do (&any);
  any_go (&any, 2);
  any_check (&any);
  g_ptr_array_unref (any.runs);
  g_ptr_array_unref (any.undos);
  weft_model_unref (any.model);
  g_object_unref (any.graph);
  g_rand_free (any.rand);
}
