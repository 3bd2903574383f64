/* test-onnx-nodes: the standard's own cases, one operator each, as Debian's libonnx-testdata has
 * them: all whose tensors are float32, int64, int32 or boolean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "projects/formats/onnx/onnx-run.h"
#include "projects/formats/onnx/onnx-tensor.h"

#define FOLDER "/usr/share/libonnx-testdata/data"
#define LEAST 0.975 /* of the node tests, that is reached */

typedef struct
{
  guint passed, refused, wrong, foreign;
  GString *said;
} Score;

static char **
list_inputs (const char *set)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();

  for (guint i = 0;; i++)
    {
      g_autofree char *name = g_strdup_printf ("input_%u.pb", i);
      char *path = g_build_filename (set, name, NULL);

      g_ptr_array_add (inputs, g_file_test (path, G_FILE_TEST_EXISTS) ? path : NULL);
      if (inputs->pdata[i] != NULL)
        continue;
      g_free (path);
      return (char **) g_ptr_array_free (g_steal_pointer (&inputs), FALSE);
    }
}

/* The bounds of the standard's own runner. */
static gboolean
is_alike (const WeftTensor *a, const WeftTensor *b)
{
  if (!weft_shape_equal (&a->shape, &b->shape))
    return FALSE;
  for (gint64 i = 0; i < weft_shape_count (&a->shape); i++)
    {
      double x = weft_onnx_get (a, i), y = weft_onnx_get (b, i);

      if (!(x == y || (isnan (x) && isnan (y)) || fabs (x - y) <= 1e-7 + 1e-3 * fabs (y)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_right (const GPtrArray *outputs, const char *set)
{
  for (guint i = 0; i < outputs->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("output_%u.pb", i);
      g_autofree char *path = g_build_filename (set, name, NULL);
      g_autoptr (WeftTensor) wanted = g_file_test (path, G_FILE_TEST_EXISTS)
                                          ? weft_onnx_tensor_load (path, NULL, NULL)
                                          : NULL;

      if (wanted != NULL && !is_alike (((WeftOnnxNamed *) outputs->pdata[i])->tensor, wanted))
        return FALSE;
    }
  return TRUE;
}

static void
try_case (Score *score, const char *folder, const char *name)
{
  g_autofree char *model = g_build_filename (folder, name, "model.onnx", NULL);
  g_autofree char *set = g_build_filename (folder, name, "test_data_set_0", NULL);
  g_auto (GStrv) inputs = list_inputs (set);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outputs = weft_onnx_run (model, inputs, &error);

  if (outputs == NULL)
    {
      score->refused++;
      g_string_append_printf (score->said, "# %s: %s\n", name, error->message);
      g_assert_cmpstr (error->message, !=, "");
    }
  else if (is_right (outputs, set))
    score->passed++;
  else
    {
      score->wrong++;
      g_string_append_printf (score->said, "# %s: WRONG\n", name);
    }
}

static gboolean
has_our_types (const Onnx__ValueInfoProto *value)
{
  WeftType type;

  return value->type != NULL && value->type->value_case == ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE
         && weft_onnx_find_type (value->type->tensor_type->elem_type, &type);
}

/* Whether the model is of the standard's operators and our types. */
static gboolean
is_ours (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, "model.onnx", NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  Onnx__ModelProto *model;
  gboolean is_ours = TRUE;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return FALSE;
  model = onnx__model_proto__unpack (NULL, length, (guint8 *) bytes);
  g_assert_nonnull (model);
  for (size_t i = 0; i < model->graph->n_input; i++)
    is_ours &= has_our_types (model->graph->input[i]);
  for (size_t i = 0; i < model->graph->n_output; i++)
    is_ours &= has_our_types (model->graph->output[i]);
  for (size_t i = 0; i < model->graph->n_node; i++)
    is_ours &= model->graph->node[i]->domain == NULL || *model->graph->node[i]->domain == '\0';
  onnx__model_proto__free_unpacked (model, NULL);
  return is_ours;
}

static void
run_folder (const char *which, double least)
{
  g_autofree char *folder = g_build_filename (FOLDER, which, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  Score score = { .said = g_string_new (NULL) };
  const char *name;
  double share;

  if (dir == NULL)
    {
      g_test_skip ("libonnx-testdata is not installed");
      g_string_free (score.said, TRUE);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (is_ours (folder, name))
      try_case (&score, folder, name);
    else
      score.foreign++;
  if (g_getenv ("WEFT_ONNX_SAY") != NULL)
    g_printerr ("%s", score.said->str);
  share = (double) score.passed / MAX (score.passed + score.refused + score.wrong, 1);
  g_test_message ("%s: %u of %u right (%.3f), %u refused, %u of other types", which, score.passed,
                  score.passed + score.refused + score.wrong, share, score.refused, score.foreign);
  g_assert_cmpuint (score.wrong, ==, 0);
  g_assert_cmpfloat (share, >=, least);
  g_string_free (score.said, TRUE);
}

static void
test_nodes (void)
{
  run_folder ("node", LEAST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onnx-nodes/node", test_nodes);
  return g_test_run ();
}
