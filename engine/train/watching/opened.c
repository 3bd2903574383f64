/* opened: what nodes that are open show of their units */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/opened.h"

#include <math.h>

#define POINTS (WEFT_OPENED_SIDE * WEFT_OPENED_SIDE)
#define MARGIN 1.1f           /* of the farthest point */
#define MOST_INPUTS (1 << 20) /* of a unit that is copied whole */

static void
opened_free (gpointer data)
{
  WeftOpenNode *opened = data;

  g_clear_pointer (&opened->rows, weft_tensor_unref);
  g_clear_pointer (&opened->bias, weft_tensor_unref);
  g_clear_pointer (&opened->matrix, weft_tensor_unref);
  g_clear_pointer (&opened->plane, weft_tensor_unref);
  g_free (opened);
}

/* --- weights --- */

/* Every so manyth of (units, inputs); rows × cols of them. */
static WeftTensor *
thin_out (const float *x, gint64 units, gint64 inputs, gint64 rows, gint64 cols)
{
  WeftShape shape = weft_shape_new ((gint64[]){ rows, cols }, 2);
  WeftTensor *tensor = weft_tensor_new (&shape);
  float *out = tensor != NULL ? weft_tensor_floats (tensor) : NULL;

  for (gint64 r = 0; out != NULL && r < rows; r++)
    for (gint64 c = 0; c < cols; c++)
      *out++ = x[r * units / rows * inputs + c * inputs / cols];
  return tensor;
}

static void
look_at_rows (WeftOpenNode *opened, const WeftStateEntry *weight)
{
  gint64 units = weight->shape.dims[0], inputs = (gint64) weight->count / units;
  gint64 shown = MIN (units, WEFT_OPENED_UNITS);

  if (inputs <= MOST_INPUTS)
    opened->rows = thin_out (weight->value, shown, inputs, shown, inputs);
  if (units > shown || opened->rows == NULL)
    opened->matrix = thin_out (weight->value, units, inputs, MIN (units, WEFT_OPENED_ROWS),
                               MIN (inputs, WEFT_OPENED_ROWS));
}

static WeftOpenNode *
open_node (const WeftModel *model, const WeftState *state, gint64 id)
{
  const WeftNode *node = weft_graph_find (model->graph, id);
  WeftOpenNode *opened;
  const WeftStateEntry *weight, *bias;
  gint64 owner;

  if (node == NULL || !node->layer->has_units)
    return NULL;
  opened = g_new0 (WeftOpenNode, 1);
  opened->node = id;
  owner = weft_graph_find_owner (model->graph, node)->id;
  weight = weft_state_find (state, owner, "weight");
  bias = weft_state_find (state, owner, "bias");
  if (weight != NULL && weight->shape.rank >= 2)
    look_at_rows (opened, weight);
  if (bias != NULL && bias->shape.rank == 1)
    opened->bias = thin_out (bias->value, (gint64) MIN (bias->count, WEFT_OPENED_UNITS), 1,
                             (gint64) MIN (bias->count, WEFT_OPENED_UNITS), 1);
  return opened;
}

/* --- the plane --- */

static float
find_reach (const WeftField *field, gint64 count)
{
  float reach = 0, x[2];

  for (gint64 i = 0; i < count; i++)
    {
      weft_field_get (field, i, x);
      for (int k = 0; k < 2; k++)
        reach = isfinite (x[k]) ? fmaxf (reach, fabsf (x[k])) : reach;
    }
  return reach > 0 ? reach * MARGIN : 1;
}

/* The centres of the cells, row by row from the top, as the network gets them. */
static void
fill_plane (WeftRunner *plane)
{
  const WeftFeed *feed = weft_model_get_x (plane->model);
  float *x = plane->inputs[feed - plane->model->feeds];
  float reach
      = find_reach (weft_dataset_get_x (plane->model->dataset), plane->model->dataset->count);

  for (int i = 0; i < POINTS; i++)
    {
      x[2 * i] = ((float) (i % WEFT_OPENED_SIDE) + .5f) / WEFT_OPENED_SIDE * 2 * reach - reach;
      x[2 * i + 1] = reach - ((float) (i / WEFT_OPENED_SIDE) + .5f) / WEFT_OPENED_SIDE * 2 * reach;
    }
  weft_scaling_apply (&feed->scaling, x, POINTS);
}

WeftRunner *
weft_opened_new_plane (WeftModel *model, WeftState *state, WeftPool *pool, int level)
{
  const WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = level, .keep_all = TRUE };
  WeftRunner *plane;

  if (weft_dataset_get_x (model->dataset)->kind != WEFT_KIND_POINTS
      || weft_model_get_x (model)->count != 2)
    return NULL;
  plane = weft_runner_new (model, state, pool, &options, POINTS, NULL);
  if (plane != NULL)
    fill_plane (plane);
  return plane;
}

/* (points, units) → (units, side, side), of the first units. */
static WeftTensor *
copy_plane (WeftExec *exec, const WeftProgram *program, gint64 node)
{
  int value = weft_program_find_output (program, node, 0);
  const float *x = value >= 0 ? weft_exec_get_value (exec, value) : NULL;
  const WeftShape *from
      = value >= 0 ? &g_array_index (program->values, WeftProgramValue, value).shape : NULL;
  gint64 units = from != NULL ? weft_shape_sample_count (from) : 0;
  gint64 shown = MIN (units, WEFT_OPENED_UNITS);
  WeftShape shape = weft_shape_new ((gint64[]){ shown, WEFT_OPENED_SIDE, WEFT_OPENED_SIDE }, 3);
  WeftTensor *tensor;

  if (x == NULL || from->type != WEFT_F32 || from->rank != 2 || from->dims[0] != POINTS)
    return NULL;
  tensor = weft_tensor_new (&shape);
  for (gint64 u = 0; tensor != NULL && u < shown; u++)
    for (gint64 i = 0; i < POINTS; i++)
      weft_tensor_floats (tensor)[u * POINTS + i] = x[i * units + u];
  return tensor;
}

static void
look_everywhere (GPtrArray *all, WeftRunner *plane)
{
  WeftProgram *program;
  WeftExec *exec = weft_runner_run (plane, weft_model_bind (plane->model, POINTS), &program, NULL);

  for (guint i = 0; exec != NULL && i < all->len; i++)
    {
      WeftOpenNode *opened = all->pdata[i];

      opened->plane = copy_plane (exec, program, opened->node);
    }
}

GPtrArray *
weft_opened_look (const WeftModel *model, const WeftState *state, WeftRunner *plane,
                  const gint64 *nodes)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (opened_free);

  for (guint i = 0; i < WEFT_MAX_OPENED && nodes[i] != 0; i++)
    {
      WeftOpenNode *opened = open_node (model, state, nodes[i]);

      if (opened != NULL)
        g_ptr_array_add (all, opened);
    }
  if (plane != NULL && all->len > 0)
    look_everywhere (all, plane);
  return all;
}
