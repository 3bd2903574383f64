/* detection: what a detector's cells say beside the objects of each picture; x (N, 5 + C, H, W): of
 * cell (i, j) a box (px, py, pw, ph), whether an object's middle lies in it (o), and a score a
 * class (c); t (N, T, 5): the class of each object, its middle, width and height as shares of the
 * picture's. An object belongs to the cell in which its middle lies; of several the last one does.
 * One that has no size is padding, as what the mask (N, T) leaves out.
 *   y = s/N · Σ of all cells with an object (a (1 − GIoU) + b softplus (−o) + d (−log p[class]))
 *           + Σ of all others e softplus (o)
 * The box: middle ((j + sigmoid px)/W, (i + sigmoid py)/H), size (sigmoid pw, sigmoid ph); GIoU =
 * I/U
 * + U/B − 1 of intersection I, union U and the box around both B (Rezatofighi et al. 2019).
 *
 * Saved: the object of each cell, −1: none (N, H, W). Workspace: a loss a picture (N). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  float scale, box, object, empty, kind;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),  WEFT_REAL (Attrs, box, 5, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, object, 1, 0, G_MAXFLOAT), WEFT_REAL (Attrs, empty, 0.5, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, kind, 1, 0, G_MAXFLOAT),   { NULL },
};

#define FIRST_CLASS 5

typedef struct
{
  gsize n, channels, height, width, cells; /* cells: height · width */
  gsize objects;                           /* of a picture, the most */
} Form;

static Form
get_form (const WeftOpRun *run)
{
  const gint64 *x = run->in_shape[0].dims, *t = run->in_shape[1].dims;

  return (Form){ (gsize) x[0], (gsize) x[1],          (gsize) x[2],
                 (gsize) x[3], (gsize) (x[2] * x[3]), (gsize) t[1] };
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) weft_slices_for (weft_count (&run->in_shape[0]), 2048),
                      (gsize) run->in_shape[0].dims[0]);
}

static WeftSpan
get_pictures (const WeftOpRun *run, guint slice)
{
  return weft_span_of ((gsize) run->in_shape[0].dims[0], count_slices (run), slice, 1);
}

/* Sides: left, top, right, bottom. */
typedef struct
{
  float side[4];
} Box;

static Box
make_box (float x, float y, float width, float height)
{
  return (Box){ { x - width / 2, y - height / 2, x + width / 2, y + height / 2 } };
}

static float
sigmoid (float x)
{
  return 1.0f / (1.0f + expf (-x));
}

static float
softplus (float x)
{
  return fmaxf (x, 0.0f) + log1pf (expf (-fabsf (x)));
}

/* 1 − GIoU = 2 − I/U − U/B, and by the sides of a. */
static float
compare (const Box *a, const Box *b, float by_side[4])
{
  float within[2], around[2], own[2], other[2], both, all, hull;

  for (int k = 0; k < 2; k++)
    {
      within[k]
          = fmaxf (0.0f, fminf (a->side[k + 2], b->side[k + 2]) - fmaxf (a->side[k], b->side[k]));
      around[k] = fmaxf (a->side[k + 2], b->side[k + 2]) - fminf (a->side[k], b->side[k]);
      own[k] = a->side[k + 2] - a->side[k];
      other[k] = b->side[k + 2] - b->side[k];
    }
  both = within[0] * within[1];
  all = fmaxf (1e-12f, own[0] * own[1] + other[0] * other[1] - both);
  hull = fmaxf (1e-12f, around[0] * around[1]);
  for (int s = 0; by_side != NULL && s < 4; s++)
    {
      int k = s % 2;
      gboolean is_end = s >= 2;
      float sign = is_end ? 1.0f : -1.0f;
      gboolean inside = is_end ? a->side[s] < b->side[s] : a->side[s] > b->side[s];
      float d_both = within[0] > 0 && within[1] > 0 && inside ? sign * within[1 - k] : 0.0f;
      float d_all = sign * own[1 - k] - d_both, d_hull = inside ? 0.0f : sign * around[1 - k];

      by_side[s] = -d_both / all + both * d_all / (all * all) - d_all / hull
                   + all * d_hull / (hull * hull);
    }
  return 2.0f - both / all - all / hull;
}

/* What a cell's object is: class, middle, width, height. */
static const float *
get_object (const WeftOpRun *run, const Form *form, gsize n, gsize object)
{
  return (const float *) run->in[1] + (n * form->objects + object) * FIRST_CLASS;
}

static gsize
get_class (const Form *form, const float *object)
{
  return (gsize) CLAMP (object[0], 0.0f, (float) (form->channels - FIRST_CLASS - 1));
}

static void
share_out (const WeftOpRun *run, const Form *form, gsize n, float *of)
{
  const float *mask = run->n_in > 2 ? run->in[2] : NULL;

  for (gsize cell = 0; cell < form->cells; cell++)
    of[cell] = -1;
  for (gsize k = 0; k < form->objects; k++)
    {
      const float *object = get_object (run, form, n, k);
      gsize i, j;

      if ((mask != NULL && mask[n * form->objects + k] == 0.0f)
          || !(object[3] > 0.0f && object[4] > 0.0f))
        continue;
      j = (gsize) CLAMP (object[1] * (float) form->width, 0.0f, (float) (form->width - 1));
      i = (gsize) CLAMP (object[2] * (float) form->height, 0.0f, (float) (form->height - 1));
      of[i * form->width + j] = (float) k;
    }
}

/* x: the cell's first number, the others form->cells apart. */
static Box
get_box (const Form *form, gsize cell, const float *x)
{
  gsize i = cell / form->width, j = cell % form->width;

  return make_box (((float) j + sigmoid (x[0])) / (float) form->width,
                   ((float) i + sigmoid (x[form->cells])) / (float) form->height,
                   sigmoid (x[2 * form->cells]), sigmoid (x[3 * form->cells]));
}

/* log Σ exp of the cell's class scores. */
static float
get_whole (const Form *form, const float *x)
{
  float highest = -G_MAXFLOAT, sum = 0;

  for (gsize c = FIRST_CLASS; c < form->channels; c++)
    highest = fmaxf (highest, x[c * form->cells]);
  for (gsize c = FIRST_CLASS; c < form->channels; c++)
    sum += expf (x[c * form->cells] - highest);
  return highest + logf (sum);
}

static float
judge_cell (const WeftOpRun *run, const Form *form, gsize cell, const float *x, const float *object)
{
  const Attrs *attrs = run->attrs;
  Box box = get_box (form, cell, x), wanted;

  if (object == NULL)
    return attrs->empty * softplus (x[4 * form->cells]);
  wanted = make_box (object[1], object[2], object[3], object[4]);
  return attrs->box * compare (&box, &wanted, NULL) + attrs->object * softplus (-x[4 * form->cells])
         + attrs->kind
               * (get_whole (form, x) - x[(FIRST_CLASS + get_class (form, object)) * form->cells]);
}

static void
run_pictures (const WeftOpRun *run, guint slice)
{
  Form form = get_form (run);
  WeftSpan pictures = get_pictures (run, slice);
  float *losses = run->workspace;

  for (gsize n = pictures.begin; n < pictures.end; n++)
    {
      const float *x = (const float *) run->in[0] + n * form.channels * form.cells;
      float *of = (float *) run->saved + n * form.cells;
      double sum = 0;

      share_out (run, &form, n, of);
      for (gsize cell = 0; cell < form.cells; cell++)
        sum += judge_cell (run, &form, cell, x + cell,
                           of[cell] < 0 ? NULL : get_object (run, &form, n, (gsize) of[cell]));
      losses[n] = (float) sum;
    }
}

static void
end (const WeftOpRun *run, guint slice)
{
  const float *losses = run->workspace;
  gsize n = (gsize) run->in_shape[0].dims[0];
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += losses[i];
  *(float *) run->out[0] = (float) (((const Attrs *) run->attrs)->scale * sum / (double) n);
}

/* The box's share: px and pw move left and right, py and ph top and bottom. */
static void
differentiate_box (const Form *form, gsize cell, const float *x, const float *object, float factor,
                   float *dx)
{
  Box box = get_box (form, cell, x), wanted = make_box (object[1], object[2], object[3], object[4]);
  float by[4];

  compare (&box, &wanted, by);
  for (int k = 0; k < 2; k++)
    {
      float middle = sigmoid (x[(gsize) k * form->cells]);
      float size = sigmoid (x[((gsize) k + 2) * form->cells]);
      float cells = (float) (k == 0 ? form->width : form->height);

      dx[(gsize) k * form->cells] = factor * (by[k] + by[k + 2]) * middle * (1 - middle) / cells;
      dx[((gsize) k + 2) * form->cells] = factor * (by[k + 2] - by[k]) / 2 * size * (1 - size);
    }
}

/* dx is zeros. */
static void
differentiate (const WeftOpRun *run, const Form *form, gsize cell, const float *x,
               const float *object, float factor, float *dx)
{
  const Attrs *attrs = run->attrs;
  float there = sigmoid (x[4 * form->cells]), whole;

  dx[4 * form->cells]
      = factor * (object == NULL ? attrs->empty * there : attrs->object * (there - 1));
  if (object == NULL)
    return;
  differentiate_box (form, cell, x, object, factor * attrs->box, dx);
  whole = get_whole (form, x);
  for (gsize c = FIRST_CLASS; c < form->channels; c++)
    dx[c * form->cells]
        = factor * attrs->kind
          * (expf (x[c * form->cells] - whole) - (c - FIRST_CLASS == get_class (form, object)));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Form form = get_form (run);
  WeftSpan pictures = get_pictures (run, slice);
  float factor = run->d_out[0][0] * ((const Attrs *) run->attrs)->scale / (float) form.n;

  for (gsize n = pictures.begin; n < pictures.end; n++)
    {
      gsize at = n * form.channels * form.cells;
      const float *x = (const float *) run->in[0] + at;
      const float *of = (const float *) run->saved + n * form.cells;
      float *dx = run->d_in[0] + at;

      memset (dx, 0, form.channels * form.cells * sizeof *dx);
      for (gsize cell = 0; cell < form.cells; cell++)
        differentiate (run, &form, cell, x + cell,
                       of[cell] < 0 ? NULL : get_object (run, &form, n, (gsize) of[cell]), factor,
                       dx + cell);
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *t = &shapes->in[1];

  if (x->rank != 4 || x->dims[1] <= FIRST_CLASS)
    return weft_expects (shapes,
                         _ ("expects a box, whether there is one, and a score a class of each "
                            "cell, (N, 5 + classes, H, W)"));
  if (t->rank != 3 || t->dims[0] != x->dims[0] || t->dims[2] != FIRST_CLASS)
    return weft_expects (shapes, _ ("expects objects of five numbers each as target, (N, T, 5): "
                                    "class, middle, width and height"));
  if (shapes->n_in > 2
      && (shapes->in[2].rank != 2 || shapes->in[2].dims[0] != t->dims[0]
          || shapes->in[2].dims[1] != t->dims[1]))
    return weft_expects (shapes, _ ("expects a mask of the objects, (N, T)"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  const gint64 *x = shapes->in[0].dims;

  return (gsize) (x[0] * x[2] * x[3]) * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : (gsize) shapes->in[0].dims[0] * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "two objects", { F32 (2, 7, 2, 3), F32 (2, 2, 5) }, .positive = 2 },
  { "some are padding, batch of one",
    { F32 (1, 8, 3, 2), F32 (1, 4, 5), F32 (1, 4) },
    &(const Attrs){ 0.5f, 2, 1, 1, 3 },
    .positive = 2,
    .bits = 4 },
  { "no size", { F32 (2, 6, 2, 2), F32 (2, 2, 5) } },
  { "large", { F32 (9, 8, 12, 12), F32 (9, 5, 5) }, .positive = 2, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (detection) = {
  .id = "detection",
  .summary = "y = s/N · Σ over cells of box, object and class, or of emptiness",
  .inputs = { { "x", .backward_reads = TRUE },
              { "t", .no_gradient = TRUE, .backward_reads = TRUE },
              { "mask", .optional = TRUE, .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, run_pictures }, { NULL, end } },
  .backward = { { count_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "detection (x, t, mask, scale, box, object, empty, kind)",
};
