/* curve: a function of one number as a curve, over what the sample gives it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/run/trace.h"
#include "ui/base/format.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/bend.h"

#define REACH 3.0 /* at least so far to both sides of 0 */

static gboolean
fits (const WeftInsideLook *look)
{
  return weft_trace_layer (look->node->layer, NULL, NULL, NULL, 0);
}

/* What the sample becomes in front of the node; nullable: it is not known. */
static const WeftTensor *
find_inputs (const WeftInsideLook *look)
{
  const WeftTensor *tensor = look->snapshot->entering;

  return tensor != NULL && look->snapshot->watch.weights_of == look->node->id
                 && weft_shape_count (&tensor->shape) == weft_shape_count (&look->tensor->shape)
             ? tensor
             : NULL;
}

typedef struct
{
  const float *x; /* nullable */
  gsize n;
  double low, high, below; /* below 0: a share */
} Inputs;

static Inputs
measure (const WeftTensor *tensor)
{
  Inputs inputs = { .low = INFINITY, .high = -INFINITY };
  gsize below = 0;

  if (tensor == NULL)
    return inputs;
  inputs.x = weft_tensor_floats (tensor);
  inputs.n = (gsize) weft_shape_count (&tensor->shape);
  for (gsize i = 0; i < inputs.n; i++)
    if (isfinite (inputs.x[i]))
      {
        inputs.low = MIN (inputs.low, (double) inputs.x[i]);
        inputs.high = MAX (inputs.high, (double) inputs.x[i]);
        below += inputs.x[i] < 0;
      }
  inputs.below = (double) below / (double) MAX (inputs.n, 1);
  return inputs;
}

static char *
dup_line (const Inputs *inputs)
{
  g_autofree char *low = weft_format_digits (inputs->low, 3),
                  *high = weft_format_digits (inputs->high, 3),
                  *below = weft_format_share (inputs->below);

  if (!(inputs->low <= inputs->high))
    return NULL;
  return g_strdup_printf (_ ("what comes in now: %s to %s · %s below 0"), low, high, below);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  Inputs inputs = measure (find_inputs (look));
  g_autofree char *title = g_strdup_printf (_ ("Curve of %s"), look->title);
  g_autofree char *line = dup_line (&inputs);
  float x[WEFT_BEND_POINTS], y[WEFT_BEND_POINTS];
  double low = MIN (inputs.low, -REACH), high = MAX (inputs.high, REACH);

  for (int i = 0; i < WEFT_BEND_POINTS; i++)
    x[i] = (float) (low + (high - low) * i / (WEFT_BEND_POINTS - 1));
  weft_trace_layer (look->node->layer, look->node->params, x, y, WEFT_BEND_POINTS);
  weft_inside_draw_head (cr, title, line, box);
  weft_bend_draw (
      cr, &(WeftBend){ .x = x, .y = y, .inputs = inputs.x, .n = inputs.n, .is_dark = box->is_dark },
      box->x, box->y, MIN (box->w, 2.4 * box->h), box->h);
}

const WeftInsideView weft_inside_view_curve
    = { .id = "curve", .title = N_ ("Curve"), .fits = fits, .draw = draw };
