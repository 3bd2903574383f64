/* grad_cam: where in a picture a layer of convolutions saw what speaks for the answer, relu (Σ_c
 * α_c A_c) of its maps A with α_c the mean of ∂s/∂A_c (Selvaraju et al. 2017)
 *
 * Of the node that is looked at, else of the last one with weights that makes maps. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const WeftParam params[] = { { NULL } };

#define value_at(explaining, i)                                                                    \
  (&g_array_index ((explaining)->program->values, WeftProgramValue, i))

/* Maps: (N, C, H, W), of more than one place. */
static gboolean
has_maps (const WeftExplaining *explaining, int value)
{
  const WeftShape *shape = &value_at (explaining, value)->shape;

  return shape->rank == 4 && shape->type == WEFT_F32 && shape->dims[2] * shape->dims[3] > 1;
}

/* What a convolution makes, or what goes on from it in the same size: the last such. */
static int
find_last (const WeftExplaining *explaining)
{
  g_autofree gboolean *marks = weft_explaining_mark (explaining);
  const WeftProgram *program = explaining->program;
  const WeftShape *size = NULL;
  int last = -1;

  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);
      const WeftShape *shape = &value_at (explaining, op->out[0])->shape;
      gboolean has_weights = FALSE;

      if (!marks[op->out[0]] || op->out[0] == explaining->answer
          || !has_maps (explaining, op->out[0]))
        continue;
      for (guint i = 0; i < op->n_in; i++)
        has_weights
            |= op->in[i] >= 0 && value_at (explaining, op->in[i])->role == WEFT_VALUE_WEIGHT;
      if (size != NULL && !has_weights && !weft_shape_same_dims (size, shape, 2))
        continue;
      size = has_weights ? shape : size;
      last = op->out[0];
    }
  return last;
}

static int
find_maps (const WeftExplaining *explaining)
{
  int chosen = weft_explaining_find_node (explaining, explaining->node);

  return chosen >= 0 && has_maps (explaining, chosen)
                 && value_at (explaining, chosen)->role == WEFT_VALUE_RESULT
             ? chosen
             : find_last (explaining);
}

static gboolean
fits (const WeftExplaining *explaining)
{
  return find_maps (explaining) >= 0;
}

/* a, d (C, places) → map (places) */
static void
weigh (const float *a, const float *d, gint64 channels, gint64 places, float *map)
{
  for (gint64 c = 0; c < channels; c++, a += places, d += places)
    {
      double weight = 0;

      for (gint64 i = 0; i < places; i++)
        weight += (double) d[i];
      weight /= (double) places;
      for (gint64 i = 0; i < places; i++)
        map[i] += (float) weight * a[i];
    }
  for (gint64 i = 0; i < places; i++)
    map[i] = MAX (map[i], 0);
}

/* Between the middles of the cells, as bilinear resizing without aligned corners does. */
static float
sample (const float *map, gint64 h, gint64 w, double y, double x)
{
  gint64 top = CLAMP ((gint64) floor (y), 0, h - 1), left = CLAMP ((gint64) floor (x), 0, w - 1);
  gint64 low = MIN (top + 1, h - 1), right = MIN (left + 1, w - 1);
  double down = CLAMP (y - (double) top, 0, 1), across = CLAMP (x - (double) left, 0, 1);

  return (float) ((1 - down)
                      * ((1 - across) * (double) map[top * w + left]
                         + across * (double) map[top * w + right])
                  + down
                        * ((1 - across) * (double) map[low * w + left]
                           + across * (double) map[low * w + right]));
}

static void
resize (const float *map, gint64 h, gint64 w, float *to, gint64 tall, gint64 wide)
{
  for (gint64 y = 0; y < tall; y++)
    for (gint64 x = 0; x < wide; x++)
      to[y * wide + x] = sample (map, h, w, ((double) y + 0.5) * (double) h / (double) tall - 0.5,
                                 ((double) x + 0.5) * (double) w / (double) wide - 0.5);
}

/* On a picture at its own size, else as it is. */
static gboolean
tell (const float *map, gint64 h, gint64 w, const WeftExplaining *explaining,
      WeftExplanation *explanation, GError **error)
{
  const WeftField *x = weft_dataset_get_x (explaining->model->dataset);
  gboolean is_picture = x->shape.rank == 3;
  gint64 tall = is_picture ? x->shape.dims[1] : h, wide = is_picture ? x->shape.dims[2] : w;
  WeftShape shape = WEFT_SHAPE (tall, wide);
  float *numbers = weft_explanation_begin_shape (explanation, x, &shape, error);

  if (numbers != NULL)
    resize (map, h, w, numbers, tall, wide);
  return numbers != NULL;
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  int value = find_maps (explaining);
  const WeftShape *shape = &value_at (explaining, value)->shape;
  gint64 channels = shape->dims[1], h = shape->dims[2], w = shape->dims[3];
  const WeftFooting maps = { .value = value, .places = channels * h * w, .width = 1 };
  g_auto (WeftPass) pass = { NULL };
  g_autofree float *map = g_new0 (float, h *w);

  explanation->node = value_at (explaining, value)->node;
  if (!weft_pass_init (&pass, explaining, explaining->answer, &maps, 1, 1, error)
      || !weft_pass_run (&pass))
    return FALSE;
  if (weft_pass_get_gradient (&pass, 0) != NULL)
    weigh (pass.at[0], weft_pass_get_gradient (&pass, 0), channels, h * w, map);
  return tell (map, h, w, explaining, explanation, error);
}

const WeftExplainerRow weft_explainer_grad_cam = {
  .id = "grad_cam",
  .title = N_ ("Grad-CAM"),
  .summary = N_ ("Where a layer of convolutions saw what speaks for the answer."),
  .form = WEFT_EXPLAINED_WEIGHTS,
  .params = params,
  .fits = fits,
  .needs = N_ ("Nothing on the way to the answer makes maps, as a convolution of pictures does."),
  .explain = explain,
};
