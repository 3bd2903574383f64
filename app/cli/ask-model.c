/* ask-model: what an ONNX model says, worked out as it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/ask-model.h"

#include <inttypes.h>
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "engine/base/error.h"
#include "projects/formats/npy-write.h"
#include "projects/formats/onnx/onnx-run.h"
#include "projects/formats/onnx/onnx-tensor.h"
#include "projects/formats/output.h"

gboolean
weft_ask_model_takes (const char *path)
{
  return g_str_has_suffix (path, ".onnx");
}

/* Numbers that NumPy’s writer does not know are int64 there. */
static GByteArray *
pack_array (const WeftTensor *tensor)
{
  WeftShape shape = tensor->shape;
  g_autofree gint64 *numbers = NULL;

  if (shape.type == WEFT_F32 || shape.type == WEFT_I64)
    return weft_npy_write_one (&shape, tensor->data);
  numbers = g_new (gint64, MAX (weft_shape_count (&shape), 1));
  for (gint64 i = 0; i < weft_shape_count (&shape); i++)
    numbers[i] = weft_onnx_get_whole (tensor, i);
  shape.type = WEFT_I64;
  return weft_npy_write_one (&shape, numbers);
}

static gboolean
write_output (const WeftOnnxNamed *tensor, guint i, const char *folder, gboolean as_arrays,
              GError **error)
{
  g_autofree char *name
      = as_arrays ? g_strdup_printf ("output_%u.npy", i) : g_strdup_printf ("output_%u.pb", i);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) bytes = as_arrays ? pack_array (tensor->tensor)
                                           : weft_onnx_tensor_pack (tensor->tensor, tensor->name);

  return weft_output_write (path, bytes->data, bytes->len, error);
}

static void
tell (const WeftOnnxNamed *tensor, gboolean as_json)
{
  g_autofree char *shape = weft_shape_format (&tensor->tensor->shape, FALSE);
  WeftLine *line;

  if (!as_json)
    {
      g_print ("%s\t%s\n", tensor->name, shape);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "event", "output");
  weft_line_string (line, "name", tensor->name);
  weft_line_string (line, "shape", shape);
  weft_line_print (line);
}

int
weft_ask_model (const char *path, char **inputs, const char *folder, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outputs = weft_onnx_run (path, inputs, &error);
  gboolean as_arrays = inputs != NULL && inputs[0] != NULL;

  if (outputs == NULL)
    return weft_command_fail (error);
  for (guint i = 0; as_arrays && inputs[i] != NULL; i++)
    as_arrays = g_str_has_suffix (inputs[i], ".npy");
  if (folder != NULL && g_mkdir_with_parents (folder, 0777) != 0)
    g_set_error (&error, WEFT_ERROR, WEFT_ERROR_IO, _ ("The folder %s cannot be made."), folder);
  for (guint i = 0; error == NULL && folder != NULL && i < outputs->len; i++)
    write_output (outputs->pdata[i], i, folder, as_arrays, &error);
  if (error != NULL)
    return weft_command_fail (error);
  for (guint i = 0; (as_json || folder == NULL) && i < outputs->len; i++)
    tell (outputs->pdata[i], as_json);
  return WEFT_EXIT_DONE;
}
