/* pieces: operators that are others put together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-pieces.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- sums of products --- */

/* Each axis of an operand, or of what comes of it, as a letter; those that “...” stands for as
 * numbers up to 31. */
typedef struct
{
  const char *name; /* of the value */
  int n;
  char labels[WEFT_MAX_RANK];
} Axes;

typedef struct
{
  Axes in[2], out;
  guint n_in;
  gint64 size[128]; /* by label */
} Sum;

static gboolean
has (const Axes *axes, char label)
{
  return memchr (axes->labels, label, (size_t) axes->n) != NULL;
}

static gboolean
add_label (Axes *axes, char label)
{
  if (axes->n >= WEFT_MAX_RANK || has (axes, label))
    return FALSE;
  axes->labels[axes->n++] = label;
  return TRUE;
}

/* rest: how many axes “...” stands for. */
static gboolean
read_axes (const char *text, size_t length, int rest, Axes *axes)
{
  gboolean has_rest = FALSE;

  for (size_t i = 0; i < length; i++)
    if (g_ascii_isalpha (text[i]))
      {
        if (!add_label (axes, text[i]))
          return FALSE;
      }
    else if (strncmp (text + i, "...", 3) == 0 && i + 3 <= length && !has_rest)
      {
        has_rest = TRUE;
        i += 2;
        for (int k = rest; k > 0; k--)
          if (!add_label (axes, (char) (32 - k)))
            return FALSE;
      }
    else if (text[i] != ' ')
      return FALSE;
  return TRUE;
}

static size_t
count_letters (const char *text, size_t length)
{
  size_t n = 0;

  for (size_t i = 0; i < length; i++)
    n += g_ascii_isalpha (text[i]) ? 1 : 0;
  return n;
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  return *(const char *) a - *(const char *) b;
}

/* Without an arrow: what stands once, in the alphabet's order. */
static void
find_out (Sum *sum)
{
  for (guint i = 0; i < sum->n_in; i++)
    for (int k = 0; k < sum->in[i].n; k++)
      if (sum->n_in == 1 || !has (&sum->in[!i], sum->in[i].labels[k])
          || (sum->in[i].labels[k] < 32 && i == 0))
        add_label (&sum->out, sum->in[i].labels[k]);
  qsort (sum->out.labels, (size_t) sum->out.n, 1, by_value);
}

static gboolean
note_sizes (WeftOnnxCall *call, Sum *sum)
{
  for (guint i = 0; i < sum->n_in; i++)
    for (int k = 0; k < sum->in[i].n; k++)
      {
        gint64 *size = &sum->size[(int) sum->in[i].labels[k]], d = call->in[i]->shape.dims[k];

        if (sum->in[i].n != call->in[i]->shape.rank || (*size > 0 && *size != d) || d < 1)
          return FALSE;
        *size = d;
      }
  for (int k = 0; k < sum->out.n; k++)
    if (sum->size[(int) sum->out.labels[k]] == 0)
      return FALSE;
  return TRUE;
}

static gboolean
read_equation (WeftOnnxCall *call, const char *text, Sum *sum)
{
  const char *arrow = strstr (text, "->"), *from = text;
  int rest = 0;

  sum->n_in = call->n_in;
  for (guint i = 0; i < call->n_in; i++)
    {
      const char *end = strchr (from, ',');
      size_t length;
      int own;

      if (end == NULL || (arrow != NULL && end > arrow))
        end = arrow != NULL ? arrow : from + strlen (from);
      if ((i + 1 < call->n_in) != (*end == ','))
        return FALSE;
      length = (size_t) (end - from);
      own = MAX (call->in[i]->shape.rank - (int) count_letters (from, length), 0);
      rest = g_strstr_len (from, (gssize) length, "...") != NULL ? MAX (rest, own) : rest;
      sum->in[i].name = call->node->input[i];
      if (!read_axes (from, length, own, &sum->in[i]))
        return FALSE;
      from = end + (*end == ',');
    }
  if (arrow != NULL && !read_axes (arrow + 2, strlen (arrow + 2), rest, &sum->out))
    return FALSE;
  if (arrow == NULL)
    find_out (sum);
  return note_sizes (call, sum);
}

/* What only one operand has and nobody asks for is summed at once. */
static void
drop_axes (WeftOnnxCall *call, const Sum *sum, Axes *axes, const Axes *other)
{
  gint64 gone[WEFT_MAX_RANK];
  Axes kept = { .name = axes->name };
  guint n = 0;

  for (int k = 0; k < axes->n; k++)
    if (has (&sum->out, axes->labels[k]) || (other != NULL && has (other, axes->labels[k])))
      kept.labels[kept.n++] = axes->labels[k];
    else
      gone[n++] = k;
  if (n > 0 && call->opset >= 13)
    kept.name
        = weft_onnx_piece (call, "ReduceSum", axes->name, weft_onnx_piece_known (call, gone, n));
  else if (n > 0)
    {
      kept.name = weft_onnx_piece (call, "ReduceSum", axes->name, NULL);
      weft_onnx_piece_set (call, "axes", gone, n);
    }
  if (n > 0)
    weft_onnx_piece_set_one (call, "keepdims", 0);
  *axes = kept;
}

/* The axes in the order of those labels. */
static void
turn (WeftOnnxCall *call, Axes *axes, const Axes *order)
{
  gint64 perm[WEFT_MAX_RANK];
  gboolean is_turned = FALSE;

  for (int k = 0; k < order->n; k++)
    {
      perm[k]
          = (const char *) memchr (axes->labels, order->labels[k], (size_t) axes->n) - axes->labels;
      is_turned |= perm[k] != k;
    }
  if (is_turned)
    {
      axes->name = weft_onnx_piece (call, "Transpose", axes->name, NULL);
      weft_onnx_piece_set (call, "perm", perm, (guint) order->n);
    }
  memcpy (axes->labels, order->labels, sizeof order->labels);
}

static const char *
reshape (WeftOnnxCall *call, const char *value, const gint64 *dims, guint n)
{
  return weft_onnx_piece (call, "Reshape", value, weft_onnx_piece_known (call, dims, n));
}

/* Those of `of` that are in a and, or not, in b; their product. */
static gint64
pick (const Sum *sum, const Axes *of, const Axes *a, const Axes *b, gboolean in_b, Axes *to)
{
  gint64 size = 1;

  for (int k = 0; k < of->n; k++)
    if (has (a, of->labels[k]) && has (b, of->labels[k]) == in_b)
      {
        to->labels[to->n++] = of->labels[k];
        size *= sum->size[(int) of->labels[k]];
      }
  return size;
}

/* Shared axes first, then those of one side, whose last is summed over with the other's: a product
 * of matrices. */
static Axes
multiply (WeftOnnxCall *call, const Sum *sum, Axes *a, Axes *b)
{
  Axes left = { 0 }, right = { 0 }, made = { 0 }, summed = { 0 };
  gint64 dims[2][WEFT_MAX_RANK + 2], depth, rows, columns;
  int shared;

  pick (sum, &sum->out, a, b, TRUE, &left);
  shared = left.n;
  made = right = left;
  rows = pick (sum, &sum->out, a, b, FALSE, &left);
  made = left;
  depth = pick (sum, a, b, &sum->out, FALSE, &summed);
  for (int k = 0; k < summed.n; k++)
    {
      left.labels[left.n++] = summed.labels[k];
      right.labels[right.n++] = summed.labels[k];
    }
  columns = pick (sum, &sum->out, b, a, FALSE, &right);
  pick (sum, &sum->out, b, a, FALSE, &made);
  turn (call, a, &left);
  turn (call, b, &right);
  for (int k = 0; k < shared; k++)
    dims[0][k] = dims[1][k] = sum->size[(int) left.labels[k]];
  dims[0][shared] = rows;
  dims[0][shared + 1] = dims[1][shared] = depth;
  dims[1][shared + 1] = columns;
  made.name = weft_onnx_piece (call, "MatMul", reshape (call, a->name, dims[0], (guint) shared + 2),
                               reshape (call, b->name, dims[1], (guint) shared + 2));
  for (int k = 0; k < made.n; k++)
    dims[0][k] = sum->size[(int) made.labels[k]];
  made.name = reshape (call, made.name, dims[0], (guint) made.n);
  return made;
}

static gboolean
expand_einsum (WeftOnnxCall *call)
{
  g_autofree char *text = weft_onnx_dup_text (call, "equation", "");
  Sum sum = { 0 };
  Axes all;

  if (!read_equation (call, text, &sum))
    return weft_onnx_fail_mode (call, "equation", text);
  for (guint i = 0; i < sum.n_in; i++)
    drop_axes (call, &sum, &sum.in[i], sum.n_in > 1 ? &sum.in[!i] : NULL);
  all = sum.in[0];
  if (sum.n_in > 1) /* the one of fewer axes is mostly what is learnt */
    all = sum.in[0].n < sum.in[1].n ? multiply (call, &sum, &sum.in[1], &sum.in[0])
                                    : multiply (call, &sum, &sum.in[0], &sum.in[1]);
  turn (call, &all, &sum.out);
  weft_onnx_piece_give (call, 0, all.name);
  return TRUE;
}

/* --- one of two graphs --- */

static gboolean
expand_if (WeftOnnxCall *call)
{
  const Onnx__AttributeProto *yes = weft_onnx_find (call, "then_branch"),
                             *no = weft_onnx_find (call, "else_branch"), *taken;

  if (weft_shape_count (&call->in[0]->shape) != 1)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  taken = weft_onnx_get (call->in[0], 0) != 0 ? yes : no;
  if (taken == NULL || taken->g == NULL || taken->g->n_output != call->n_out
      || !weft_onnx_piece_graph (call, taken->g))
    return FALSE;
  for (guint i = 0; i < call->n_out; i++)
    if (taken->g->output[i]->name == NULL)
      return FALSE;
    else if (*call->node->output[i] != '\0'
             && strcmp (call->node->output[i], taken->g->output[i]->name) != 0)
      weft_onnx_piece_give (call, i, taken->g->output[i]->name);
  return TRUE;
}

const WeftOnnxOperator weft_onnx_pieces[] = {
  { "Einsum", 1, 2, .expand = expand_einsum, .since = 12 },
  { "If", 1, 1, .expand = expand_if, .by_numbers = TRUE, .since = 1 },
  { NULL },
};
