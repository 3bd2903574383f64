/* fold-recurrent: how a recurrent layer is asked for its last step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

static gboolean
is_recurrent (const WeftNode *node)
{
  return weft_fold_is (node, "lstm") || weft_fold_is (node, "gru") || weft_fold_is (node, "rnn");
}

/* All steps, of which the last is taken: the layer says that by itself. Of both directions it would
 * say another. */
gboolean
weft_fold_last_step (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *slice
      = weft_fold_is (node, "flatten") ? weft_fold_get (import, node, 0, NULL) : NULL;
  const WeftNode *layer
      = weft_fold_is (slice, "slice") ? weft_fold_get (import, slice, 0, NULL) : NULL;
  gint64 id, old;

  if (!is_recurrent (layer) || weft_fold_find_reader (import, layer) != slice
      || weft_fold_find_reader (import, slice) != node || weft_fold_get_number (slice, "dim") != 1
      || weft_fold_get_number (slice, "start") != -1
      || weft_fold_get_number (layer, "bidirectional") != 0
      || !weft_fold_is_text (layer, "output", "all"))
    return FALSE;
  id = layer->id;
  old = node->id;
  return weft_onnx_import_apply (
             import, weft_edit_set_param (id, "output", g_variant_new_string ("last")), error)
         && weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, NULL, error);
}

/* Which of the first axis' that is: of (D, H) one. */
static int
find_part (const WeftNode *slice, gint64 length)
{
  double start = weft_fold_get_number (slice, "start"), end = weft_fold_get_number (slice, "end");

  if (weft_fold_get_number (slice, "dim") != 1 || weft_fold_get_number (slice, "step") != 1)
    return -1;
  if (start == -1)
    return (int) length - 1;
  return end == start + 1 ? (int) start : -1;
}

/* The states of both directions, taken apart and put behind each other as they were. */
gboolean
weft_fold_states (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *apart = NULL, *layer;
  gint64 shape[2] = { 0 };
  int output, n = 0;

  if (!weft_fold_is (node, "concat") || weft_fold_get_number (node, "dim") != 1)
    return FALSE;
  for (;; n++)
    {
      const WeftNode *flat = weft_fold_get (import, node, n, NULL), *slice, *from;

      if (flat == NULL)
        break;
      slice = weft_fold_is (flat, "flatten") ? weft_fold_get (import, flat, 0, NULL) : NULL;
      from = weft_fold_is (slice, "slice") ? weft_fold_get (import, slice, 0, NULL) : NULL;
      if (!weft_fold_is (from, "reshape") || (apart != NULL && from != apart)
          || weft_fold_get_list (from, "shape", shape, 2) != 2 || find_part (slice, shape[0]) != n)
        return FALSE;
      apart = from;
    }
  layer = apart != NULL ? weft_fold_get (import, apart, 0, &output) : NULL;
  if (n != shape[0] || !is_recurrent (layer)
      || (output == 0 && weft_fold_is_text (layer, "output", "all")))
    return FALSE;
  return weft_fold_replace (import, node->id,
                            (WeftOnnxSource){ .node = layer->id, .output = output }, NULL, error);
}

/* Both halves of what a layer of two directions gives, side by side again. */
gboolean
weft_fold_halves (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *a = weft_fold_is (node, "concat") ? weft_fold_get (import, node, 0, NULL) : NULL;
  const WeftNode *b = a != NULL ? weft_fold_get (import, node, 1, NULL) : NULL, *of;
  double units, dim;
  int output, other;

  if (!weft_fold_is (a, "slice") || !weft_fold_is (b, "slice")
      || weft_graph_find_wire_to (import->graph, node->id, 2) != NULL)
    return FALSE;
  of = weft_fold_get (import, a, 0, &output);
  if (of != weft_fold_get (import, b, 0, &other) || output != other
      || !(weft_fold_is (of, "gru") || weft_fold_is (of, "rnn"))
      || weft_fold_get_number (of, "bidirectional") == 0)
    return FALSE;
  units = weft_fold_get_number (of, "hidden_size");
  dim = weft_fold_get_number (node, "dim");
  if (weft_fold_get_number (a, "dim") != dim || weft_fold_get_number (b, "dim") != dim
      || weft_fold_get_number (a, "start") != 0 || weft_fold_get_number (a, "end") != units
      || weft_fold_get_number (a, "step") != 1 || weft_fold_get_number (b, "step") != 1
      || weft_fold_get_number (b, "start") != units || weft_fold_get_number (b, "end") != 2 * units)
    return FALSE;
  return weft_fold_replace (import, node->id, (WeftOnnxSource){ .node = of->id, .output = output },
                            NULL, error);
}
