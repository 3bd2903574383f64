/* test-torch-ops: every op against PyTorch, forward and gradients, from
 * tests/fixtures/torch-ops.bin
 *
 * tests/fixtures/make-torch-ops.py says what stands in it, and made it with PyTorch 1.13. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/layers/attrs.h"
#include "op-levels.h"

#define LIMIT 1e-4

enum
{
  KERNEL,
  STRIDE = 2,
  PADDING = 4,
  DILATION = 6,
  END = 8,
  GROUPS = 10,
  INCLUDE_PAD,
  CEIL,
  DIM,
  SCALE,
  SLOPE,
  P,
  EPS,
  MOMENTUM,
  RANK,
  N_ATTRIBUTES,
};

typedef struct
{
  WeftShape shape;
  const void *data;
} Tensor;

typedef union
{
  WeftConvAttrs conv;
  WeftPoolAttrs pool;
  WeftAxisAttrs axis;
  WeftLossAttrs loss;
  WeftLeakyReluAttrs slope;
  WeftDropoutAttrs dropout;
  WeftBatchNormAttrs norm;
  WeftReshapeAttrs reshape;
} Attrs;

typedef struct
{
  char op[20];
  float attributes[N_ATTRIBUTES];
  guint n_in;
  Tensor before[WEFT_CASE_MAX_IN], after[WEFT_CASE_MAX_IN], gradients[WEFT_CASE_MAX_IN];
  Tensor y, dy;
  Attrs attrs;
  WeftOpCase op_case;
} Case;

static char *content;
static gsize length, at;

static gconstpointer
take (gsize bytes)
{
  gsize begin = at;

  g_assert_cmpuint (bytes, <=, length - at);
  at += bytes;
  return content + begin;
}

static gint32
take_int (void)
{
  gint32 value;

  memcpy (&value, take (sizeof value), sizeof value);
  return GINT32_FROM_LE (value);
}

static Tensor
take_tensor (void)
{
  Tensor tensor = { 0 };

  tensor.shape.type = take_int () == 0 ? WEFT_F32 : WEFT_I64;
  tensor.shape.rank = take_int ();
  for (int i = 0; i < tensor.shape.rank; i++)
    tensor.shape.dims[i] = take_int ();
  tensor.data = take (weft_shape_bytes (&tensor.shape));
  return tensor;
}

static void
take_pair (const Case *c, int from, int *pair)
{
  pair[0] = (int) c->attributes[from];
  pair[1] = (int) c->attributes[from + 1];
}

static void
set_conv (Case *c)
{
  take_pair (c, KERNEL, c->attrs.conv.kernel);
  take_pair (c, STRIDE, c->attrs.conv.stride);
  take_pair (c, PADDING, c->attrs.conv.padding);
  take_pair (c, DILATION, c->attrs.conv.dilation);
  take_pair (c, END, c->attrs.conv.padding_end);
  c->attrs.conv.groups = (int) c->attributes[GROUPS];
}

static void
set_pool (Case *c)
{
  take_pair (c, KERNEL, c->attrs.pool.kernel);
  take_pair (c, STRIDE, c->attrs.pool.stride);
  take_pair (c, PADDING, c->attrs.pool.padding);
  take_pair (c, DILATION, c->attrs.pool.dilation);
  c->attrs.pool.count_include_pad = c->attributes[INCLUDE_PAD] != 0.0f;
  c->attrs.pool.ceil_mode = c->attributes[CEIL] != 0.0f;
}

static void
set_attrs (Case *c)
{
  if (g_str_equal (c->op, "conv2d"))
    set_conv (c);
  else if (g_str_has_suffix (c->op, "pool2d"))
    set_pool (c);
  else if (g_str_equal (c->op, "softmax") || g_str_equal (c->op, "concat"))
    c->attrs.axis.dim = (int) c->attributes[DIM];
  else if (g_str_equal (c->op, "leaky_relu"))
    c->attrs.slope.slope = c->attributes[SLOPE];
  else if (g_str_equal (c->op, "dropout"))
    c->attrs.dropout.p = c->attributes[P];
  else if (g_str_equal (c->op, "batch_norm"))
    c->attrs.norm = (WeftBatchNormAttrs){ c->attributes[EPS], c->attributes[MOMENTUM] };
  else if (g_str_equal (c->op, "reshape"))
    c->attrs.reshape = (WeftReshapeAttrs){ (int) c->attributes[RANK], { -1 } };
  else
    c->attrs.loss.scale = c->attributes[SCALE];
}

static void
take_case (Case *c)
{
  memcpy (c->op, take (sizeof c->op), sizeof c->op);
  c->op_case = (WeftOpCase){ .what = "PyTorch", .attrs = &c->attrs, .evaluates = take_int () == 0 };
  memcpy (c->attributes, take (sizeof c->attributes), sizeof c->attributes);
  c->n_in = (guint) take_int ();
  for (guint i = 0; i < c->n_in; i++)
    {
      c->before[i] = take_tensor ();
      c->after[i] = take_int () != 0 ? take_tensor () : c->before[i];
      if (take_int () != 0)
        c->gradients[i] = take_tensor ();
      c->op_case.in[i] = c->before[i].shape;
    }
  c->y = take_tensor ();
  c->dy = take_tensor ();
  set_attrs (c);
}

static void
assert_same (const char *what, const float *ours, const Tensor *theirs)
{
  gint64 n = weft_shape_count (&theirs->shape);
  double worst = 0.0, largest = 1e-30;

  for (gint64 i = 0; i < n; i++)
    {
      float value;

      memcpy (&value, (const char *) theirs->data + (gsize) i * sizeof value, sizeof value);
      g_assert_true (isfinite (ours[i]));
      worst = MAX (worst, fabs ((double) ours[i] - value));
      largest = MAX (largest, fabs ((double) value));
    }
  g_test_message ("  %s: %.1e", what, worst / largest);
  g_assert_cmpfloat (worst, <=, LIMIT * largest);
}

static void
check (const Case *c, int level)
{
  g_autoptr (WeftOpTrial) trial = make_trial (weft_op_find (c->op, level), &c->op_case, 1);

  g_test_message ("%s, %s", c->op, weft_kernel_level_name (level));
  for (guint i = 0; i < c->n_in; i++)
    memcpy (trial->given[i], c->before[i].data, weft_shape_bytes (&c->before[i].shape));
  g_assert_true (weft_shape_equal (trial->out_shape, &c->y.shape));
  memcpy (trial->run.d_out[0], c->dy.data, weft_shape_bytes (&c->dy.shape));
  run_both (trial, FALSE);
  assert_same ("y", trial->run.out[0], &c->y);
  for (guint i = 0; i < c->n_in; i++)
    {
      if (c->before[i].shape.type == WEFT_F32)
        assert_same ("input after", trial->run.in[i], &c->after[i]);
      if (c->gradients[i].data != NULL)
        {
          g_assert_nonnull (trial->run.d_in[i]);
          assert_same ("gradient", trial->run.d_in[i], &c->gradients[i]);
        }
    }
}

static void
test_op (gconstpointer data)
{
  for (int i = 0; i < get_levels (); i++)
    check (data, levels[i]);
}

/* Every op of the table is among the cases. */
static void
test_complete (gconstpointer data)
{
  GHashTable *seen = (GHashTable *) data;

  for (const WeftOp *const *op = weft_ops (0, NULL); *op != NULL; op++)
    g_assert_true (g_hash_table_contains (seen, (*op)->id));
}

int
main (int argc, char *argv[])
{
  const char *folder = g_getenv ("WEFT_TEST_FILES");
  g_autofree char *path
      = g_build_filename (folder != NULL ? folder : "tests/fixtures", "torch-ops.bin", NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree Case *cases = NULL;
  int n, status;

  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  if (!g_file_get_contents (path, &content, &length, NULL))
    g_error ("%s is not there", path);
  g_assert_cmpmem (take (8), 8, "WEFTOPS1", 8);
  n = take_int ();
  cases = g_new0 (Case, n);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;

      take_case (&cases[i]);
      g_hash_table_add (seen, cases[i].op);
      name = g_strdup_printf ("/torch-ops/%s/%d", cases[i].op, i);
      g_test_add_data_func (name, &cases[i], test_op);
    }
  g_test_add_data_func ("/torch-ops/complete", seen, test_complete);
  status = g_test_run ();
  g_free (content);
  return status;
}
