/* viewer: makes snapshots of one state */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/draw-number.h"
#include "engine/base/memory.h"
#include "engine/train/judging/evaluate-private.h"
#include "engine/train/model/made-samples.h"
#include "engine/train/watching/idle-units.h"
#include "engine/train/watching/opened.h"
#include "engine/train/watching/sizes.h"
#include "engine/train/watching/viewer.h"

#define GRID_BATCH 512
#define MAX_GRID 512
#define MAX_MADE 256
#define MAX_DRAWN 64

struct _WeftViewer
{
  WeftModel *model;
  WeftState *state;
  WeftPool *pool;
  int level;
  WeftRunner *inside; /* one sample, everything kept; nullable */
  WeftRunner *drawn;  /* the same as it is drawn while the network learns; nullable */
  WeftRunner *maker;  /* nullable */
  WeftRunner *plane;  /* nullable */
  WeftRunner *units;  /* of nodes that are open, everywhere on the plane; nullable */
  WeftSizer *sizer;   /* nullable */
  WeftIdler *idler;   /* nullable */
  int plane_of;       /* the loss whose predictions it makes; −1: the answer */
};

WeftViewer *
weft_viewer_new (WeftModel *model, WeftState *state, WeftPool *pool, int level)
{
  WeftViewer *viewer = g_new0 (WeftViewer, 1);

  viewer->model = weft_model_ref (model);
  viewer->state = state;
  viewer->pool = pool;
  viewer->level = level;
  return viewer;
}

void
weft_viewer_free (WeftViewer *viewer)
{
  g_clear_pointer (&viewer->inside, weft_runner_free);
  g_clear_pointer (&viewer->drawn, weft_runner_free);
  g_clear_pointer (&viewer->maker, weft_runner_free);
  g_clear_pointer (&viewer->plane, weft_runner_free);
  g_clear_pointer (&viewer->units, weft_runner_free);
  g_clear_pointer (&viewer->sizer, weft_sizer_free);
  g_clear_pointer (&viewer->idler, weft_idler_free);
  weft_model_unref (viewer->model);
  g_free (viewer);
}

/* A copy of value i without N; NULL when it was not kept. */
static WeftTensor *
copy_value (WeftExec *exec, const WeftProgram *program, int i)
{
  WeftShape shape = weft_shape_of_one (&g_array_index (program->values, WeftProgramValue, i).shape);
  const void *data = weft_exec_get_value (exec, i);

  return data != NULL ? weft_tensor_new_copy (&shape, data) : NULL;
}

/* The value that pictures of a node are made of; first: its first output. */
static int
find_shown (const WeftViewer *viewer, const WeftProgram *program, gint64 id, int first)
{
  const WeftNode *node = weft_graph_find (viewer->model->graph, id);
  int shown = node != NULL && node->layer->shows > 0
                  ? weft_program_find_output (program, id, (int) node->layer->shows)
                  : -1;

  return shown >= 0 ? shown : first;
}

static GHashTable *
copy_activations (const WeftViewer *viewer, WeftExec *exec, const WeftProgram *program)
{
  GHashTable *activations = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                   (GDestroyNotify) weft_tensor_unref);
  GHashTableIter iter;
  gpointer node, value;

  g_hash_table_iter_init (&iter, program->node_values);
  while (g_hash_table_iter_next (&iter, &node, &value))
    {
      int shown = find_shown (viewer, program, *(gint64 *) node, GPOINTER_TO_INT (value));
      WeftTensor *tensor = copy_value (exec, program, shown);

      if (tensor != NULL)
        g_hash_table_insert (activations, g_memdup2 (node, sizeof (gint64)), tensor);
    }
  return activations;
}

/* With the loss where there is one, so that its node shows something too. */
static WeftMode
choose_mode (WeftViewer *viewer)
{
  WeftProgram *program
      = weft_model_get_program (viewer->model, weft_model_bind (viewer->model, 1), NULL);
  gboolean has_target = weft_dataset_get_y (viewer->model->dataset) != NULL;

  return program != NULL && program->total >= 0 && has_target ? WEFT_MODE_EVALUATE
                                                              : WEFT_MODE_INFER;
}

/* Which samples the network is given, where it draws by it. */
static gint64 *
find_draw (const WeftRunner *runner)
{
  guint last = runner->model->n_feeds - 1;

  return runner->model->feeds[last].field == NULL ? runner->inputs[last] : NULL;
}

/* What nodes that draw show is what the network gets in this epoch, not the sample as it is. */
static void
look_at_drawn (WeftViewer *viewer, guint32 sample, WeftPlanOptions options, GHashTable *activations)
{
  WeftBinding binding = weft_model_bind_samples (viewer->model, &sample, 1);
  WeftProgram *program;
  GHashTableIter iter;
  gpointer id, value;
  WeftExec *exec;

  options.draws = TRUE;
  if (viewer->drawn == NULL)
    viewer->drawn = weft_runner_new (viewer->model, viewer->state, viewer->pool, &options, 1, NULL);
  if (viewer->drawn == NULL || find_draw (viewer->drawn) == NULL)
    return;
  weft_model_gather (viewer->model, &sample, binding, viewer->drawn->inputs);
  weft_draw_number (find_draw (viewer->drawn), &sample, 1, viewer->state->epoch);
  exec = weft_runner_run (viewer->drawn, binding, &program, NULL);
  if (exec == NULL)
    return;
  g_hash_table_iter_init (&iter, program->node_values);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const WeftNode *node = weft_graph_find (viewer->model->graph, *(gint64 *) id);
      WeftTensor *tensor = node != NULL && node->layer->draws_by_sample
                               ? copy_value (exec, program, GPOINTER_TO_INT (value))
                               : NULL;

      if (tensor != NULL)
        g_hash_table_insert (activations, g_memdup2 (id, sizeof (gint64)), tensor);
    }
}

/* What comes into the first input of the node, where it is floats; nullable. */
static WeftTensor *
copy_entering (const WeftViewer *viewer, WeftExec *exec, const WeftProgram *program, gint64 node)
{
  const WeftWire *wire = weft_graph_find_wire_to (viewer->model->graph, node, 0);
  int value = wire != NULL ? weft_program_find_output (program, wire->from, wire->output) : -1;
  gboolean is_float
      = value >= 0
        && g_array_index (program->values, WeftProgramValue, value).shape.type == WEFT_F32;

  return is_float ? copy_value (exec, program, value) : NULL;
}

/* What one sample becomes in each node, and in the watched one besides. */
static void
look_inside (WeftViewer *viewer, const WeftWatch *watch, WeftSnapshot *snapshot)
{
  guint32 sample = watch->sample;
  WeftPlanOptions options = { .level = viewer->level, .keep_all = TRUE };
  WeftProgram *program;
  WeftBinding binding;
  WeftExec *exec;

  if (sample >= viewer->model->dataset->count)
    return;
  options.mode = choose_mode (viewer);
  if (viewer->inside == NULL)
    viewer->inside
        = weft_runner_new (viewer->model, viewer->state, viewer->pool, &options, 1, NULL);
  if (viewer->inside == NULL)
    return;
  binding = weft_model_bind_samples (viewer->model, &sample, 1);
  weft_model_gather (viewer->model, &sample, binding, viewer->inside->inputs);
  exec = weft_runner_run (viewer->inside, binding, &program, NULL);
  if (exec == NULL)
    return;
  snapshot->activations = copy_activations (viewer, exec, program);
  if (watch->weights_of != 0)
    {
      snapshot->entering = copy_entering (viewer, exec, program, watch->weights_of);
      snapshot->sights = weft_exec_list_sights (exec, watch->weights_of);
    }
  if (viewer->model->feeds[viewer->model->n_feeds - 1].field == NULL)
    look_at_drawn (viewer, sample, options, snapshot->activations);
}

static void
named_tensor_free (gpointer data)
{
  WeftNamedTensor *named = data;

  weft_tensor_unref (named->tensor);
  g_free (named);
}

static void
add_named (GPtrArray *list, gint64 node, const char *name, WeftTensor *tensor)
{
  WeftNamedTensor *named = g_new0 (WeftNamedTensor, 1);

  *named = (WeftNamedTensor){ node, name, tensor };
  g_ptr_array_add (list, named);
}

static GPtrArray *
look_at_weights (WeftViewer *viewer, gint64 node)
{
  GPtrArray *weights = g_ptr_array_new_with_free_func (named_tensor_free);

  for (guint i = 0; i < viewer->state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (viewer->state->entries, WeftStateEntry, i);
      WeftTensor *tensor
          = entry->node == node ? weft_tensor_new_copy (&entry->shape, entry->value) : NULL;

      if (tensor != NULL)
        add_named (weights, node, entry->name, tensor);
    }
  return weights;
}

/* The centres of the cells, row by row from the top. */
static void
fill_plane (const WeftWatch *watch, float *x)
{
  int n = watch->grid;

  for (int row = 0; row < n; row++)
    for (int column = 0; column < n; column++, x += 2)
      {
        float across = ((float) column + 0.5f) / (float) n,
              up = ((float) (n - 1 - row) + 0.5f) / (float) n;

        x[0] = watch->grid_low[0] + across * (watch->grid_high[0] - watch->grid_low[0]);
        x[1] = watch->grid_low[1] + up * (watch->grid_high[1] - watch->grid_low[1]);
      }
}

/* (n · n, outputs) → (n, n, outputs) */
static WeftTensor *
fold_plane (WeftTensor *flat, gint64 n)
{
  gint64 dims[3] = { n, n, weft_shape_sample_count (&flat->shape) };

  flat->shape = weft_shape_new (dims, 3);
  return flat;
}

/* −1 for the first loss that has an answer, and for one that has none: that is what inference
 * gives. */
static int
choose_loss (const WeftModel *model, guint judge)
{
  guint first = 0;

  while (first < model->n_judges && !model->judges[first].is_answer)
    first++;
  return judge < model->n_judges && judge != first && model->judges[judge].is_answer ? (int) judge
                                                                                     : -1;
}

static WeftTensor *
look_at_plane (WeftViewer *viewer, const WeftWatch *watch)
{
  int loss = choose_loss (viewer->model, watch->judge);
  WeftPlanOptions options
      = { .mode = loss < 0 ? WEFT_MODE_INFER : WEFT_MODE_EVALUATE, .level = viewer->level };
  gint64 points = (gint64) watch->grid * watch->grid;
  g_autofree float *x = NULL;
  WeftTensor *flat;

  if (weft_model_get_x (viewer->model)->count != 2 || watch->grid > MAX_GRID)
    return NULL;
  if (viewer->plane_of != loss)
    g_clear_pointer (&viewer->plane, weft_runner_free);
  viewer->plane_of = loss;
  if (viewer->plane == NULL)
    viewer->plane
        = weft_runner_new (viewer->model, viewer->state, viewer->pool, &options, GRID_BATCH, NULL);
  if (viewer->plane == NULL)
    return NULL;
  x = g_new (float, 2 * points);
  fill_plane (watch, x);
  flat = weft_runner_infer (viewer->plane, x, points, TRUE, loss, NULL);
  return flat != NULL ? fold_plane (flat, watch->grid) : NULL;
}

/* What a role leads to by a port of another is what it makes, of samples spread over the data: to
 * order, each class is ordered. A run of the model's own: it draws from step 0, so that what
 * changes from picture to picture is what was learnt. */
static WeftTensor *
look_at_made (WeftViewer *viewer, gint64 n)
{
  const char *port;
  gint64 node = weft_model_find_made (viewer->model, &port);
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = viewer->level, .keep = node };
  g_autofree guint32 *samples = NULL;
  WeftProgram *program;
  WeftBinding binding;
  WeftExec *exec;
  int value;

  n = CLAMP (n, 1, MIN (viewer->model->dataset->count, MAX_MADE));
  if (node != 0 && viewer->maker == NULL)
    viewer->maker
        = weft_runner_new (viewer->model, viewer->state, viewer->pool, &options, MAX_MADE, NULL);
  if (viewer->maker == NULL)
    return NULL;
  samples = g_new (guint32, n);
  for (gint64 i = 0; i < n; i++)
    samples[i] = (guint32) (i * viewer->model->dataset->count / n);
  binding = weft_model_bind_samples (viewer->model, samples, n);
  weft_model_gather (viewer->model, samples, binding, viewer->maker->inputs);
  exec = weft_runner_run (viewer->maker, binding, &program, NULL);
  value = exec != NULL ? weft_program_find_given (program, node, port) : -1;
  if (value < 0)
    return NULL;
  weft_exec_run (exec, viewer->state->seed, 0);
  if (weft_exec_get_value (exec, value) == NULL)
    return NULL;
  return weft_made_copy (weft_model_get_x (viewer->model), program, value,
                         weft_exec_get_value (exec, value));
}

/* --- a batch as the network gets it --- */

guint32
weft_drawn_get_sample (const WeftSplit *split, gint64 n, gint64 i)
{
  return split->samples[WEFT_PART_TRAIN][i * split->count[WEFT_PART_TRAIN] / n];
}

/* It augments what a sample is shown by, and what reads it does not. */
static gboolean
is_last_to_draw (const WeftViewer *viewer, const WeftProgram *program, const WeftNode *node,
                 int value)
{
  WeftGraph *graph = viewer->model->graph;
  WeftKind kind = weft_dataset_get_x (viewer->model->dataset)->kind;

  if (!node->layer->draws_by_sample || value < 0
      || g_array_index (program->values, WeftProgramValue, value).kind != kind)
    return FALSE;
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->from == node->id && wire->output == 0
          && weft_graph_find (graph, wire->to)->layer->draws_by_sample)
        return FALSE;
    }
  return TRUE;
}

/* What comes out there for these samples; nullable: there is no memory. */
static WeftTensor *
draw_batch (WeftViewer *viewer, int value, const guint32 *samples, gint64 n)
{
  const WeftPlanOptions options
      = { .mode = WEFT_MODE_INFER, .level = viewer->level, .asked = value + 1, .draws = TRUE };
  g_autoptr (WeftRunner) runner
      = weft_runner_new (viewer->model, viewer->state, viewer->pool, &options, n, NULL);
  WeftBinding binding = weft_model_bind_samples (viewer->model, samples, n);
  WeftProgram *program;
  WeftExec *exec;

  if (runner == NULL || find_draw (runner) == NULL)
    return NULL;
  weft_model_gather (viewer->model, samples, binding, runner->inputs);
  weft_draw_number (find_draw (runner), samples, n, viewer->state->epoch);
  exec = weft_runner_run (runner, binding, &program, NULL);
  return exec != NULL ? weft_tensor_new_copy (
             &g_array_index (program->values, WeftProgramValue, value).shape,
             weft_exec_get_value (exec, value))
                      : NULL;
}

static GPtrArray *
look_at_batch (WeftViewer *viewer, gint64 n)
{
  GPtrArray *drawn = g_ptr_array_new_with_free_func (named_tensor_free);
  WeftGraph *graph = viewer->model->graph;
  guint32 samples[MAX_DRAWN];
  WeftProgram *program;

  n = MIN (n, MIN (viewer->model->split->count[WEFT_PART_TRAIN], MAX_DRAWN));
  for (gint64 i = 0; i < n; i++)
    samples[i] = weft_drawn_get_sample (viewer->model->split, n, i);
  program = n > 0 ? weft_model_get_program (
                viewer->model, weft_model_bind_samples (viewer->model, samples, n), NULL)
                  : NULL;
  for (guint i = 0; program != NULL && i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      int value = weft_program_find_output (program, node->id, 0);
      WeftTensor *tensor = is_last_to_draw (viewer, program, node, value)
                               ? draw_batch (viewer, value, samples, n)
                               : NULL;

      if (tensor != NULL)
        add_named (drawn, node->id, g_intern_string (node->name), tensor);
    }
  return drawn;
}

static GPtrArray *
look_at_units (WeftViewer *viewer, const WeftWatch *watch)
{
  if (viewer->units == NULL)
    viewer->units
        = weft_opened_new_plane (viewer->model, viewer->state, viewer->pool, viewer->level);
  return weft_opened_look (viewer->model, viewer->state, viewer->units, watch->opened);
}

static WeftSizer *
get_sizer (WeftViewer *viewer)
{
  if (viewer->sizer == NULL)
    viewer->sizer = weft_sizer_new (viewer->model, viewer->state, viewer->pool, viewer->level);
  return viewer->sizer;
}

static GHashTable *
look_at_idle (WeftViewer *viewer)
{
  if (viewer->idler == NULL)
    viewer->idler = weft_idler_new (viewer->model, viewer->state, viewer->pool, viewer->level);
  return weft_idler_count (viewer->idler);
}

WeftSnapshot *
weft_viewer_look (WeftViewer *viewer, const WeftWatch *watch)
{
  WeftSnapshot *snapshot = g_new0 (WeftSnapshot, 1);

  snapshot->ref_count = 1;
  snapshot->step = viewer->state->step;
  snapshot->epoch = viewer->state->epoch;
  snapshot->revision = weft_graph_get_revision (viewer->model->graph);
  snapshot->watch = *watch;
  if (watch->activations)
    look_inside (viewer, watch, snapshot);
  if (watch->weights_of != 0)
    snapshot->weights = look_at_weights (viewer, watch->weights_of);
  if (watch->opened[0] != 0)
    snapshot->opened = look_at_units (viewer, watch);
  if (watch->sizes)
    snapshot->sizes = weft_sizer_measure (get_sizer (viewer), watch->sample);
  if (watch->gradient_of != 0)
    snapshot->gradient = weft_sizer_dup_gradient (get_sizer (viewer), watch->sample,
                                                  watch->gradient_of, watch->gradient_output);
  if (watch->idle)
    snapshot->idle = look_at_idle (viewer);
  if (watch->drawn > 0)
    snapshot->drawn = look_at_batch (viewer, watch->drawn);
  if (watch->made > 0)
    snapshot->made = look_at_made (viewer, watch->made);
  if (watch->grid > 0)
    snapshot->grid = look_at_plane (viewer, watch);
  return snapshot;
}
