/* operator: the table of ONNX's operators, and what its rows ask of a node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/operator.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/sentence.h"

#define MOST_NUMBERS ((gint64) 1 << 29) /* of one tensor */

#define FAMILY(id) extern const WeftOnnxOperator weft_onnx_##id[];
#include "projects/formats/onnx/operators/families.def"
#undef FAMILY

static const WeftOnnxOperator *const families[] = {
#define FAMILY(id) weft_onnx_##id,
#include "projects/formats/onnx/operators/families.def"
#undef FAMILY
};

static GHashTable *
list_rows (void)
{
  GHashTable *rows = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (const WeftOnnxOperator *row = families[i]; row->name != NULL; row++)
      g_hash_table_insert (rows, (gpointer) row->name, (gpointer) row);
  return rows;
}

const WeftOnnxOperator *
weft_onnx_operator_find (const char *name)
{
  static gsize rows; /* GHashTable of all: name → row */

  if (g_once_init_enter (&rows))
    g_once_init_leave (&rows, (gsize) list_rows ());
  return g_hash_table_lookup ((GHashTable *) rows, name);
}

static gboolean
check_asked (WeftOnnxCall *call, const char *idle, guint64 asked)
{
  g_auto (GStrv) names = g_strsplit (idle != NULL ? idle : "", " ", -1);

  for (size_t i = 0; i < call->node->n_attribute; i++)
    {
      const char *name = call->node->attribute[i]->name;

      if (name == NULL || i >= 64
          || (!(asked >> i & 1) && !g_strv_contains ((const char *const *) names, name)))
        return weft_onnx_fail (call, _ ("its attribute “%s” is not supported"),
                               name != NULL ? name : "");
    }
  return TRUE;
}

gboolean
weft_onnx_operator_run (const WeftOnnxOperator *row, WeftOnnxCall *call)
{
  guint64 asked = 0;
  gboolean is_run;

  for (guint i = 0; i < row->least; i++)
    if (i >= call->n_in || call->in[i] == NULL)
      return weft_onnx_fail (call, _ ("input %u is missing"), i + 1);
  if (call->n_in > row->most)
    return weft_onnx_fail (call, _ ("it has %u inputs, and may have %u"), call->n_in, row->most);
  call->data = row->data;
  call->asked = &asked;
  is_run = row->expand != NULL ? row->expand (call) : row->evaluate (call);
  call->asked = NULL;
  if (!is_run) /* mostly it has said why */
    return weft_onnx_fail (call, _ ("it cannot be worked out"));
  if (!check_asked (call, row->idle, asked))
    return FALSE;
  for (guint i = 0; row->expand == NULL && i < call->n_out; i++)
    if (call->out[i] == NULL && i < call->node->n_output && *call->node->output[i] != '\0')
      return weft_onnx_fail (call, _ ("output %u is not supported"), i + 1);
  return TRUE;
}

static gboolean
fail (WeftOnnxCall *call, const char *what)
{
  const char *name = call->node->name != NULL && *call->node->name != '\0' ? call->node->name
                     : call->node->n_output > 0                            ? call->node->output[0]
                                                                           : "";

  if (call->error != NULL && *call->error == NULL)
    weft_sentence_set_error (call->error, WEFT_ERROR_UNSUPPORTED,
                             /* Translators: an operator of ONNX, its version, a node, a reason */
                             _ ("%s (operator set %" PRId64 ") of “%s”: %s."), call->node->op_type,
                             call->opset, name, what);
  return FALSE;
}

gboolean
weft_onnx_fail (WeftOnnxCall *call, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return fail (call, what);
}

gboolean
weft_onnx_fail_mode (WeftOnnxCall *call, const char *attribute, const char *value)
{
  return weft_onnx_fail (call, _ ("%s = %s is not supported"), attribute, value);
}

/* --- attributes --- */

const Onnx__AttributeProto *
weft_onnx_find (const WeftOnnxCall *call, const char *name)
{
  for (size_t i = 0; i < call->node->n_attribute; i++)
    if (g_strcmp0 (call->node->attribute[i]->name, name) == 0)
      {
        if (call->asked != NULL && i < 64)
          *call->asked |= (guint64) 1 << i;
        return call->node->attribute[i];
      }
  return NULL;
}

gint64
weft_onnx_int (const WeftOnnxCall *call, const char *name, gint64 otherwise)
{
  const Onnx__AttributeProto *attribute = weft_onnx_find (call, name);

  return attribute != NULL && attribute->has_i ? attribute->i : otherwise;
}

double
weft_onnx_real (const WeftOnnxCall *call, const char *name, double otherwise)
{
  const Onnx__AttributeProto *attribute = weft_onnx_find (call, name);

  return attribute != NULL && attribute->has_f ? attribute->f : otherwise;
}

char *
weft_onnx_dup_text (const WeftOnnxCall *call, const char *name, const char *otherwise)
{
  const Onnx__AttributeProto *attribute = weft_onnx_find (call, name);

  return attribute != NULL && attribute->has_s
             ? g_strndup ((const char *) attribute->s.data, attribute->s.len)
             : g_strdup (otherwise);
}

gboolean
weft_onnx_is_text (const WeftOnnxCall *call, const char *name, const char *text,
                   const char *otherwise)
{
  g_autofree char *value = weft_onnx_dup_text (call, name, otherwise);

  return g_strcmp0 (value, text) == 0;
}

guint
weft_onnx_ints (const WeftOnnxCall *call, const char *name, gint64 *v, guint most)
{
  const Onnx__AttributeProto *attribute = weft_onnx_find (call, name);
  guint n = attribute != NULL ? (guint) MIN (attribute->n_ints, most) : 0;

  for (guint i = 0; i < n; i++)
    v[i] = attribute->ints[i];
  return n;
}

int
weft_onnx_get_ints (const WeftTensor *x, gint64 *v, guint most)
{
  gint64 n = weft_shape_count (&x->shape);

  if (weft_onnx_is_real (x) || n > most)
    return -1;
  for (gint64 i = 0; i < n; i++)
    v[i] = weft_onnx_get_whole (x, i);
  return (int) n;
}

gboolean
weft_onnx_ints_of_either (WeftOnnxCall *call, const char *name, guint i, gint64 *v, guint most,
                          int *n)
{
  const Onnx__AttributeProto *attribute = weft_onnx_find (call, name);

  *n = -1;
  if (i < call->n_in && call->in[i] != NULL)
    {
      *n = weft_onnx_get_ints (call->in[i], v, most);
      return *n >= 0
             || weft_onnx_fail (call, _ ("input %u is not a short list of whole numbers"), i + 1);
    }
  if (attribute == NULL)
    return TRUE;
  if (attribute->n_ints > most)
    return weft_onnx_fail (call, _ ("%s is too long"), name);
  *n = (int) weft_onnx_ints (call, name, v, most);
  return TRUE;
}

gboolean
weft_onnx_fit_axis (WeftOnnxCall *call, gint64 *axis, int rank)
{
  if (*axis < -rank || *axis >= rank)
    return weft_onnx_fail (call, _ ("there is no axis %" PRId64), *axis);
  if (*axis < 0)
    *axis += rank;
  return TRUE;
}

/* --- outputs --- */

WeftTensor *
weft_onnx_new_scratch (WeftOnnxCall *call, const WeftShape *shape)
{
  WeftTensor *tensor = NULL;
  gint64 count = 1;

  for (int i = 0; i < shape->rank; i++)
    if (shape->dims[i] < 0 || __builtin_mul_overflow (count, MAX (shape->dims[i], 1), &count)
        || count > MOST_NUMBERS)
      {
        weft_onnx_fail (call, _ ("what comes of it is too large"));
        return NULL;
      }
  tensor = weft_tensor_new (shape);
  if (tensor == NULL)
    weft_onnx_fail (call, _ ("there is not enough memory for what comes of it"));
  return tensor;
}

WeftTensor *
weft_onnx_new (WeftOnnxCall *call, guint i, const WeftShape *shape)
{
  WeftTensor *tensor = weft_onnx_new_scratch (call, shape);

  weft_onnx_give (call, i, tensor);
  return tensor;
}

gboolean
weft_onnx_give (WeftOnnxCall *call, guint i, WeftTensor *x)
{
  if (x == NULL)
    return FALSE;
  if (call->out[i] != NULL)
    weft_tensor_unref (call->out[i]);
  call->out[i] = x;
  return TRUE;
}
