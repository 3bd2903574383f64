/* sights: what ops work with inside that is worth seeing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/sights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/run/running.h"
#include "engine/run/seeing.h"

#define MOST (1 << 22) /* numbers: more are no picture, and would be copied ten times a second */

typedef struct
{
  const char *op, *title;
  WeftSightKind kind;
  WeftSee see;
  int of;
} Row;

static const Row rows[] = {
#define SIGHT(op, title, kind, see, of) { #op, title, WEFT_SIGHT_##kind, see, of },
#include "engine/run/sights.def"
#undef SIGHT
};

void
weft_node_sight_free (WeftNodeSight *sight)
{
  weft_tensor_unref (sight->tensor);
  g_free (sight);
}

gboolean
weft_sights_has (const char *op, WeftSightKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].kind == kind && strcmp (rows[i].op, op) == 0)
      return TRUE;
  return FALSE;
}

/* What the op reads stands for words or classes of that field. */
static const char *
find_field (const WeftProgram *program, const WeftProgramOp *op)
{
  const WeftProgramValue *value = op->in[0] < 0 ? NULL : weft_program_value (program, op->in[0]);

  return value != NULL && value->role != WEFT_VALUE_WEIGHT ? value->name : NULL;
}

/* Of an op that has no mask itself: what is seen of it up to the last step that is real by the mask
 * of what it gives. Takes tensor. */
static WeftTensor *
cut_to_real (const WeftExec *exec, const WeftProgramOp *op, WeftTensor *tensor)
{
  int value = weft_program_value (exec->plan->program, op->out[0])->mask;
  const float *mask = value >= 0 ? weft_exec_get_value (exec, value) : NULL;
  WeftShape shape = tensor->shape;
  WeftTensor *cut;

  while (mask != NULL && shape.dims[0] > 1 && mask[shape.dims[0] - 1] == 0.0f)
    shape.dims[0]--;
  cut = weft_tensor_new_copy (&shape, tensor->data);
  if (cut == NULL)
    return tensor;
  weft_tensor_unref (tensor);
  return cut;
}

static void
add_sight (const WeftExec *exec, const WeftOpRun *run, const WeftStep *step, const Row *row,
           GPtrArray *sights)
{
  WeftShape shape;
  WeftTensor *tensor;
  WeftNodeSight *sight;
  guint number = 0;

  row->see (step->op, run, row->of, &shape, NULL);
  if (weft_shape_count (&shape) == 0)
    return;
  tensor = weft_shape_count (&shape) <= MOST ? weft_tensor_new (&shape) : NULL;
  if (tensor == NULL)
    return;
  row->see (step->op, run, row->of, &shape, tensor->data);
  if (row->kind == WEFT_SIGHT_SWINGS)
    tensor = cut_to_real (exec, step->application, tensor);
  for (guint i = 0; i < sights->len; i++)
    number += strcmp (((WeftNodeSight *) sights->pdata[i])->title, row->title) == 0;
  sight = g_new0 (WeftNodeSight, 1);
  *sight = (WeftNodeSight){
    .title = row->title,
    .kind = row->kind,
    .number = number,
    .field
    = row->kind == WEFT_SIGHT_ROWS ? find_field (exec->plan->program, step->application) : NULL,
    .tensor = tensor,
  };
  g_ptr_array_add (sights, sight);
}

GPtrArray *
weft_exec_list_sights (const WeftExec *exec, gint64 node)
{
  GPtrArray *sights = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_node_sight_free);

  for (guint i = 0; i < exec->plan->steps->len; i++)
    {
      const WeftStep *step = weft_plan_step (exec->plan, i);

      if (step->backward || step->application == NULL || step->application->node != node)
        continue;
      for (gsize k = 0; k < G_N_ELEMENTS (rows); k++)
        if (strcmp (rows[k].op, step->op->id) == 0)
          add_sight (exec, &exec->runs[i], step, &rows[k], sights);
    }
  return sights;
}
