/* safetensors: weights by name, as Hugging Face's format keeps them: the length of a head, a head
 * in JSON that says type, shape and place of each, and the numbers, little-endian */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "projects/formats/file-format.h"
#include "projects/formats/json-scan.h"
#include "projects/formats/json-value.h"
#include "projects/formats/output.h"
#include "projects/readers/files/input.h"

/* --- out --- */

static void
append_head (GString *head, const WeftNamedWeight *weight, gsize *at)
{
  gsize bytes = weft_shape_bytes (&weight->shape);

  g_string_append_c (head, ',');
  weft_json_append_string (head, weight->name);
  g_string_append (head, ":{\"dtype\":\"F32\",\"shape\":[");
  for (int i = 0; i < weight->shape.rank; i++)
    g_string_append_printf (head, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", weight->shape.dims[i]);
  g_string_append_printf (head, "],\"data_offsets\":[%zu,%zu]}", *at, *at + bytes);
  *at += bytes;
}

static GByteArray *
write_weights (const WeftFormatJob *job, GError **error)
{
  g_autoptr (GPtrArray) weights = weft_weights_list (job->graph, job->state, error);
  g_autoptr (GString) head = g_string_new ("{\"__metadata__\":{\"format\":\"pt\"}");
  GByteArray *bytes;
  guint64 length;
  gsize at = 0;

  if (weights == NULL)
    return NULL;
  bytes = g_byte_array_new ();
  for (guint i = 0; i < weights->len; i++)
    append_head (head, weights->pdata[i], &at);
  g_string_append_c (head, '}');
  while (head->len % 8 != 0)
    g_string_append_c (head, ' ');
  length = GUINT64_TO_LE ((guint64) head->len);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) head->str, (guint) head->len);
  for (guint i = 0; i < weights->len; i++)
    {
      const WeftNamedWeight *weight = weights->pdata[i];

      g_byte_array_append (bytes, (const guint8 *) weight->numbers,
                           (guint) weft_shape_bytes (&weight->shape));
    }
  return bytes;
}

/* --- in --- */

typedef float (*Convert) (const guint8 *at);

static float
from_f32 (const guint8 *at)
{
  guint32 bits;
  float number;

  memcpy (&bits, at, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&number, &bits, sizeof number);
  return number;
}

static float
from_f64 (const guint8 *at)
{
  guint64 bits;
  double number;

  memcpy (&bits, at, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&number, &bits, sizeof number);
  return (float) number;
}

static float
from_bf16 (const guint8 *at)
{
  guint8 wide[4] = { 0, 0, at[0], at[1] };

  return from_f32 (wide);
}

/* IEEE 754 binary16. */
static float
from_f16 (const guint8 *at)
{
  int bits = at[0] | at[1] << 8, exponent = bits >> 10 & 31, rest = bits & 1023;
  float size = exponent == 31  ? (rest == 0 ? INFINITY : NAN)
               : exponent == 0 ? ldexpf ((float) rest, -24)
                               : ldexpf ((float) (rest + 1024), exponent - 25);

  return bits & 0x8000 ? -size : size;
}

static const struct
{
  const char *name;
  gsize size;
  Convert convert;
} types[] = {
  { "F32", 4, from_f32 },
  { "F64", 8, from_f64 },
  { "BF16", 2, from_bf16 },
  { "F16", 2, from_f16 },
};

static gboolean
fail (GError **error, const char *path, const char *what)
{
  g_autofree char *name = weft_input_dup_shown (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("“%s” is no whole safetensors file: %s."),
               name, what);
  return FALSE;
}

/* n whole numbers from 0 on. */
static gboolean
read_numbers (JsonObject *object, const char *key, gint64 *v, guint *n, guint most)
{
  JsonNode *node = json_object_get_member (object, key);
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > most)
    return FALSE;
  *n = json_array_get_length (array);
  for (guint i = 0; i < *n; i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_INT64
          || json_node_get_int (item) < 0)
        return FALSE;
      v[i] = json_node_get_int (item);
    }
  return TRUE;
}

static const char *
read_dtype (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "dtype");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

/* FALSE: it is none, or with an error there is no memory. *weight stays NULL where its numbers are
 * of a type that weights are not. */
static gboolean
read_weight (const char *name, JsonObject *object, const guint8 *data, gsize length,
             WeftNamedWeight **weight, GError **error)
{
  WeftShape shape = { .type = WEFT_F32 };
  const char *dtype = read_dtype (object);
  gint64 offsets[2], count;
  guint n, n_offsets;
  float *numbers;

  if (!read_numbers (object, "shape", shape.dims, &n, WEFT_MAX_RANK)
      || !read_numbers (object, "data_offsets", offsets, &n_offsets, 2) || n_offsets != 2
      || offsets[0] > offsets[1] || (guint64) offsets[1] > length)
    return FALSE;
  shape.rank = (int) n;
  count = weft_shape_count (&shape);
  for (gsize t = 0; t < G_N_ELEMENTS (types); t++)
    if (strcmp (types[t].name, dtype) == 0)
      {
        if (count > (gint64) (length / types[t].size)
            || offsets[1] - offsets[0] != count * (gint64) types[t].size)
          return FALSE;
        numbers = weft_memory_new ((gsize) count * sizeof *numbers, error);
        if (numbers == NULL)
          return FALSE;
        for (gint64 i = 0; i < count; i++)
          numbers[i] = types[t].convert (data + offsets[0] + i * (gint64) types[t].size);
        *weight = weft_named_weight_new (name, &shape, numbers);
      }
  return TRUE;
}

static gboolean
read_all (GPtrArray *list, JsonObject *head, const guint8 *data, gsize length, const char *path,
          GError **error)
{
  g_autoptr (GList) names = json_object_get_members (head);

  for (GList *at = names; at != NULL; at = at->next)
    {
      const char *name = at->data;
      JsonNode *node = json_object_get_member (head, name);
      WeftNamedWeight *weight = NULL;
      GError *cause = NULL;

      if (strcmp (name, "__metadata__") == 0)
        continue;
      if (!JSON_NODE_HOLDS_OBJECT (node)
          || !read_weight (name, json_node_get_object (node), data, length, &weight, &cause))
        {
          if (cause == NULL)
            return fail (error, path, _ ("what it says of a tensor is not so"));
          g_propagate_error (error, cause);
          return FALSE;
        }
      if (weight != NULL)
        g_ptr_array_add (list, weight);
    }
  return TRUE;
}

static gboolean
read_file (GPtrArray *list, const char *path, const guint8 *bytes, gsize length, GError **error)
{
  guint64 head_length = 0;
  g_autoptr (JsonNode) head = NULL;

  if (length >= sizeof head_length)
    memcpy (&head_length, bytes, sizeof head_length);
  head_length = GUINT64_FROM_LE (head_length);
  if (length < sizeof head_length || head_length > length - sizeof head_length)
    return fail (error, path, _ ("it ends within its head"));
  if (head_length > WEFT_JSON_MAX_BYTES)
    return fail (error, path, _ ("its head is too long"));
  head = weft_json_parse ((const char *) bytes + sizeof head_length, (gssize) head_length, NULL);
  if (head == NULL || !JSON_NODE_HOLDS_OBJECT (head))
    return fail (error, path, _ ("its head is no JSON"));
  return read_all (list, json_node_get_object (head), bytes + sizeof head_length + head_length,
                   length - sizeof head_length - head_length, path, error);
}

static GPtrArray *
read_weights (const char *path, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);
  g_autofree char *bytes = NULL;
  gsize length;

  if (!weft_input_load (path, (gsize) WEFT_OUTPUT_MOST, &bytes, &length, error)
      || !read_file (list, path, (const guint8 *) bytes, length, error))
    return NULL;
  return g_steal_pointer (&list);
}

static gboolean
looks_like_one (const guint8 *head, gsize n)
{
  return n > 9 && head[7] == 0 && head[6] == 0 && head[5] == 0 && head[8] == '{' && head[9] == '"';
}

const WeftFormat weft_format_safetensors = {
  .id = "safetensors",
  .title = N_ ("Weights (safetensors)"),
  .endings = (const char *const[]){ ".safetensors", NULL },
  .needs_weights = TRUE,
  .write = write_weights,
  .sniff = looks_like_one,
  .read_weights = read_weights,
};
