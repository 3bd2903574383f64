/* onnx-place: where samples lie in the values of a model, and what that is in ours */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether the axis holds the samples, of which `before` stands outside it. */
static gboolean
try_axis (gint64 length, gint64 batch, gint64 outer, gint64 before, WeftOnnxPlace *place)
{
  if (before < 1 || outer % before != 0)
    return FALSE;
  place->lead = outer / before;
  if (length % (place->lead * batch) != 0)
    return FALSE;
  place->more = length / (place->lead * batch);
  return place->more > 0;
}

static void
fill_ours (const WeftShape *shape, gint64 batch, WeftOnnxPlace *place)
{
  WeftShape *ours = &place->ours;

  *ours = (WeftShape){ .rank = 1, .type = shape->type, .dims = { batch } };
  for (int i = 0; i < shape->rank; i++)
    {
      if (i != place->axis)
        ours->dims[ours->rank++] = shape->dims[i];
      if (i == place->axis && place->lead != 1)
        ours->dims[ours->rank++] = place->lead;
      if (i == place->axis && place->more != 1)
        ours->dims[ours->rank++] = place->more;
    }
}

gboolean
weft_onnx_place (const WeftShape *shape, gint64 batch, gint64 outer, WeftOnnxPlace *place)
{
  WeftOnnxPlace found = { .axis = -1 };
  gint64 before = 1;

  for (int i = 0; i < shape->rank; i++)
    {
      *place = (WeftOnnxPlace){ .axis = i };
      if (try_axis (shape->dims[i], batch, outer, before, place))
        {
          /* One sample alone may stand in either of two axes: heads are beside it, not steps before
           * it, as the last axis is nobody's. */
          if (found.axis < 0
              || (batch == 1 && found.lead != 1 && place->lead == 1 && i < shape->rank - 1))
            found = *place;
          if (place->lead == 1 && place->more == 1)
            {
              found = *place;
              break;
            }
        }
      before *= shape->dims[i];
    }
  *place = found;
  /* An axis that is taken apart is two, or three. */
  if (found.axis < 0 || shape->rank + (found.lead != 1) + (found.more != 1) > WEFT_MAX_RANK)
    return FALSE;
  fill_ours (shape, batch, place);
  return TRUE;
}

gboolean
weft_onnx_place_is_first (const WeftOnnxPlace *place)
{
  return place->axis == 0 && place->lead == 1 && place->more == 1;
}

gint64
weft_onnx_lay_batch (const WeftOnnxLaying *laying)
{
  return laying->import->batch;
}

int
weft_onnx_lay_axis (WeftOnnxLaying *laying, guint i, gint64 axis)
{
  const WeftOnnxPlace *place = &laying->place[i];

  if (axis == place->axis)
    {
      weft_onnx_fail (laying->call, _ ("it goes along the axis of the samples"));
      return -1;
    }
  return (int) axis + (axis < place->axis ? 1 : (place->lead != 1) + (place->more != 1));
}

WeftTensor *
weft_onnx_place_samples (const WeftTensor *x, gint64 batch, gint64 outer)
{
  WeftTensor *y = NULL;
  WeftOnnxPlace place;
  gsize size = weft_type_size (x->shape.type);
  gint64 inner = weft_shape_count (&x->shape) / (outer * batch);

  if (weft_onnx_place (&x->shape, batch, outer, &place))
    y = weft_tensor_new (&place.ours);
  for (gint64 n = 0; y != NULL && n < batch; n++)
    for (gint64 i = 0; i < outer; i++)
      memcpy ((char *) y->data + (gsize) ((n * outer + i) * inner) * size,
              (const char *) x->data + (gsize) ((i * batch + n) * inner) * size,
              (gsize) inner * size);
  return y;
}

/* --- in another shape --- */

gboolean
weft_onnx_lay_as (WeftOnnxLaying *laying, guint i, const WeftShape *ours)
{
  WeftOnnxImport *import = laying->import;
  WeftOnnxSource *source = &laying->in[i];
  const WeftShape *made = source->made.rank > 0 ? &source->made : &laying->place[i].ours;
  const char *layer = ours->rank == 2 ? "flatten" : "reshape";
  g_autofree char *name = NULL;
  GVariant *params = NULL;
  gint64 node;

  if (weft_shape_same_dims (made, ours, 0))
    return TRUE;
  if (ours->rank < 2)
    return weft_onnx_fail (laying->call, _ ("a sample without an axis is not supported"));
  name = weft_graph_dup_free_name (import->graph, layer);
  if (ours->rank > 2)
    params = g_variant_new_parsed ("{'shape': <%@ax>}",
                                   weft_onnx_dims (ours->dims + 1, (guint) ours->rank - 1));
  node = weft_onnx_import_add (import, name, layer, params, laying->call->error);
  if (node == 0 || !weft_onnx_import_wire (import, *source, node, 0, laying->call->error))
    return FALSE;
  *source = (WeftOnnxSource){ node, 0, source->outer, *ours };
  return TRUE;
}

gboolean
weft_onnx_lay_straight (WeftOnnxLaying *laying, guint i)
{
  gint64 before = laying->in[i].node;

  if (!weft_onnx_lay_as (laying, i, &laying->place[i].ours))
    return FALSE;
  if (laying->in[i].node != before) /* for whoever else reads it */
    weft_onnx_import_set (laying->import, laying->call->node->input[i], laying->in[i]);
  return TRUE;
}

/* --- what is known beside what is not --- */

/* The numbers of the first sample where all have the same; else NULL. */
static WeftTensor *
take_sample (const WeftTensor *x, int axis, const WeftShape *shape)
{
  gint64 inner = 1, n = x->shape.dims[axis];
  WeftTensor *y = weft_tensor_new (shape);
  const float *from = x->data;

  for (int i = axis + 1; i < x->shape.rank; i++)
    inner *= x->shape.dims[i];
  for (gint64 i = 0; y != NULL && i < weft_shape_count (shape); i++)
    for (gint64 k = 0; k < n; k++)
      {
        float v = from[(i / inner * n + k) * inner + i % inner];

        if (k > 0 && v != ((float *) y->data)[i])
          {
            weft_tensor_unref (y);
            return NULL;
          }
        ((float *) y->data)[i] = v;
      }
  return y;
}

/* Of input i beside one of that rank with its samples there: what of it is each sample's. */
static WeftTensor *
find_sample (const WeftTensor *x, int rank, const WeftOnnxPlace *place, gint64 batch)
{
  WeftShape shape = { .type = WEFT_F32 };
  int at = -1;

  for (int k = 0; k < x->shape.rank; k++)
    if (k + rank - x->shape.rank != place->axis)
      shape.dims[shape.rank++] = x->shape.dims[k];
    else if (x->shape.dims[k] == 1)
      for (int n = (place->lead != 1) + (place->more != 1); n > 0; n--)
        shape.dims[shape.rank++] = 1;
    else if (x->shape.dims[k] == batch && place->lead == 1 && place->more == 1)
      at = k;
    else
      return NULL;
  if (x->shape.rank > rank || shape.rank < 1 || !weft_onnx_is_real (x))
    return NULL;
  return at >= 0 ? take_sample (x, at, &shape) : weft_tensor_new_copy (&shape, x->data);
}

/* A node that gives the numbers of input i, the same for all samples. */
static gboolean
lay_constant (WeftOnnxLaying *laying, guint i, guint like)
{
  WeftOnnxImport *import = laying->import;
  g_autoptr (WeftTensor) x = find_sample (laying->call->in[i], laying->call->in[like]->shape.rank,
                                          &laying->place[like], import->batch);
  g_autofree char *name = NULL;
  gint64 node;

  if (x == NULL)
    return weft_onnx_fail (laying->call, _ ("a constant as input %u is not supported"), i + 1);
  name = weft_onnx_import_dup_constant_name (import, laying->call->node->input[i], x);
  node = weft_onnx_import_add (
      import, name, "learnt_constant",
      g_variant_new_parsed ("{'shape': <%@ax>}",
                            weft_onnx_dims (x->shape.dims, (guint) x->shape.rank)),
      laying->call->error);
  laying->in[i] = (WeftOnnxSource){ .node = node, .outer = 1 };
  return node != 0 && weft_onnx_import_wire (import, laying->in[like], node, 0, laying->call->error)
         && weft_onnx_lay_weight (laying, node, "value", x, &x->shape);
}

gboolean
weft_onnx_lay_alike (WeftOnnxLaying *laying, guint *open)
{
  WeftOnnxCall *call = laying->call;
  guint like = call->n_in;

  for (guint i = 0; i < call->n_in; i++)
    if (laying->in[i].node != 0
        && (like == call->n_in || call->in[i]->shape.rank > call->in[like]->shape.rank))
      like = i;
  for (guint i = 0; i < call->n_in; i++)
    {
      const WeftOnnxPlace *a = &laying->place[like], *b = &laying->place[i];

      if (laying->in[i].node == 0 && !lay_constant (laying, i, like))
        return FALSE;
      if (weft_onnx_is_known (laying, i))
        continue;
      if (call->in[like]->shape.rank - a->axis != call->in[i]->shape.rank - b->axis
          || a->lead != b->lead || a->more != b->more)
        return weft_onnx_fail (call, _ ("the samples of its inputs lie along different axes"));
    }
  *open = like;
  return TRUE;
}
