/* onnx-rows: every case of every op that has a form in ONNX's operators, written as a model of its
 * own into a folder, beside what goes in and what Weft makes of it, for onnx_rows.py to hold
 * against each other: onnx-rows FOLDER */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/ops/trial.h"
#include "projects/formats/onnx/form.h"

static const char *folder;
static guint n_models;

static void
write_block (const char *what, guint i, const WeftShape *shape, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("%s/%u.%s%u", folder, n_models, what, i);

  g_assert_true (g_file_set_contents (path, data, (gssize) weft_shape_bytes (shape), NULL));
}

static void
print_shape (const char *what, guint i, const WeftShape *shape)
{
  printf (", \"%s%u\": [\"%s\"", what, i, shape->type == WEFT_I64 ? "int64" : "float32");
  for (int axis = 0; axis < shape->rank; axis++)
    printf (", %" G_GINT64_FORMAT, shape->dims[axis]);
  printf ("]");
}

/* The batch is a batch: of any size, in what goes in and what comes out. */
static void
free_batch (WeftOnnxApplication *of)
{
  gint64 n = of->in_shape[0].rank > 1 ? of->in_shape[0].dims[0] : 0;

  if (n == 0 || of->out_shape[0].rank < 1 || of->out_shape[0].dims[0] != n)
    return;
  of->in_shape[0].dims[0] = WEFT_ONNX_ANY;
  of->out_shape[0].dims[0] = WEFT_ONNX_ANY;
}

static void
describe (const WeftOpTrial *trial, WeftOnnxWriter *writer, WeftOnnxApplication *of)
{
  *of = (WeftOnnxApplication){ .op = trial->op,
                               .attrs = trial->run.attrs,
                               .node = "node",
                               .n_in = trial->run.n_in,
                               .n_out = trial->run.n_out };
  for (guint i = 0; i < of->n_in; i++)
    of->in_shape[i] = trial->in_shape[i];
  for (guint i = 0; i < of->n_out; i++)
    of->out_shape[i] = trial->out_shape[i];
  if (!g_str_equal (of->op->id, "weight_norm") && !g_str_equal (of->op->id, "spectral_norm"))
    free_batch (of);
  for (guint i = 0; i < of->n_in; i++)
    if (trial->in_shape[i].rank >= 0)
      {
        g_autofree char *name = g_strdup_printf ("in%u", i);

        of->in[i] = weft_onnx_writer_name (writer, name);
        weft_onnx_writer_add_input (writer, of->in[i], &of->in_shape[i], NULL);
      }
}

static void
write_case (const WeftOp *op, const WeftOpCase *op_case)
{
  g_autoptr (WeftOpTrial) trial = weft_op_trial_new (op, op_case, NULL);
  g_autoptr (WeftOnnxWriter) writer = weft_onnx_writer_new (op->id);
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *path = g_strdup_printf ("%s/%u.onnx", folder, n_models);
  WeftOnnxApplication of;
  WeftOnnxResult results[WEFT_OP_MAX_OUT];

  g_assert_nonnull (trial);
  trial->run.training = FALSE;
  weft_op_trial_fill (trial, 1);
  describe (trial, writer, &of);
  if (!weft_onnx_form_apply (writer, &of, results, NULL))
    {
      printf ("{\"op\": \"%s\", \"case\": \"%s\", \"refused\": true}\n", op->id, op_case->what);
      return;
    }
  weft_op_trial_forward (trial, FALSE);
  printf ("{\"op\": \"%s\", \"case\": \"%s\", \"model\": %u%s", op->id, op_case->what, n_models,
          op->is_random ? ", \"random\": true" : "");
  for (guint i = 0; i < of.n_in; i++)
    if (of.in[i] != NULL)
      {
        write_block ("in", i, &trial->in_shape[i], trial->given[i]);
        print_shape ("in", i, &trial->in_shape[i]);
      }
  for (guint i = 0; i < of.n_out; i++)
    if (results[i].name != NULL && results[i].node != NULL)
      {
        weft_onnx_writer_add_output (writer, results[i].name, &of.out_shape[i]);
        write_block ("out", i, &trial->out_shape[i], trial->run.out[i]);
        print_shape ("out", i, &trial->out_shape[i]);
      }
  printf ("}\n");
  bytes = weft_onnx_writer_pack (writer, NULL);
  g_assert_nonnull (bytes);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, NULL));
  n_models++;
}

int
main (int argc, char **argv)
{
  guint n;
  const WeftOp *const *ops = weft_ops (0, &n);

  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];
  weft_float_prepare_thread ();
  for (guint i = 0; i < n; i++)
    {
      const WeftOpCase *cases = weft_op_get_cases (ops[i]);

      if (ops[i]->onnx == NULL)
        continue;
      for (; cases != NULL && cases->what != NULL; cases++)
        if (!cases->is_large || ops[i]->is_random)
          write_case (ops[i], cases);
    }
  return 0;
}
