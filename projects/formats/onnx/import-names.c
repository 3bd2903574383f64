/* import-names: what nodes are called that are made of a model's, as whoever wrote it calls them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "projects/formats/onnx/import-private.h"

/* Text without those parts of it that the next begins with: "layer1/layer1.0" → "layer1.0". */
static void
drop_doubles (GString *text)
{
  for (gsize from = 0; from < text->len;)
    {
      const char *end = strchr (text->str + from, '/');
      gsize n = end != NULL ? (gsize) (end - text->str) - from : 0;

      if (end == NULL)
        return;
      if (n > 0 && strncmp (end + 1, text->str + from, n) == 0 && end[1 + n] == '.')
        g_string_erase (text, (gssize) from, (gssize) n + 1);
      else
        from += n + 1;
    }
}

/* "layer1/0/conv1/Conv" → "layer1_0_conv1"; a mere number may stand first: "0_conv1". Nothing that
 * says more than the operator: NULL. */
static char *
make_stem (const WeftOnnxCall *call)
{
  const char *name = call->node->name != NULL ? call->node->name : "";
  g_autoptr (GString) stem = g_string_new (NULL);
  const char *last = strrchr (name, '/');
  gsize of_type = strlen (call->node->op_type);

  if (last != NULL && strncmp (last + 1, call->node->op_type, of_type) == 0
      && (last[1 + of_type] == '\0' || last[1 + of_type] == '_'))
    g_string_append_len (stem, name, last - name);
  else
    g_string_append (stem, name);
  drop_doubles (stem);
  for (gsize i = 0; i < stem->len; i++)
    stem->str[i] = g_ascii_isalnum (stem->str[i]) ? g_ascii_tolower (stem->str[i]) : '_';
  while (*stem->str == '_')
    g_string_erase (stem, 0, 1);
  g_string_truncate (stem, MIN (stem->len, 45));
  return stem->len > 0 ? g_string_free (g_steal_pointer (&stem), FALSE) : NULL;
}

char *
weft_onnx_import_dup_stem (const char *scope)
{
  g_autofree char *name = g_strconcat (scope, "/?", NULL);

  return make_stem (
      &(WeftOnnxCall){ .node = &(Onnx__NodeProto){ .name = name, .op_type = (char *) "?" } });
}

/* The parameter of the model that a value is made of, as far as its name says something; nullable.
 */
static const char *
find_parameter (const WeftOnnxImport *import, const char *value)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;

  for (int depth = 0; depth < 4; depth++)
    {
      const Onnx__NodeProto *maker = NULL;

      if (g_hash_table_contains (import->model->numbers, value))
        return strpbrk (value, ":/") == NULL ? value : NULL;
      for (size_t i = 0; i < graph->n_node && maker == NULL; i++)
        if (graph->node[i]->n_output > 0 && strcmp (graph->node[i]->output[0], value) == 0)
          maker = graph->node[i];
      if (maker == NULL || maker->n_input == 0)
        return NULL;
      value = maker->input[0];
    }
  return NULL;
}

char *
weft_onnx_import_dup_constant_name (const WeftOnnxImport *import, const char *value,
                                    const WeftTensor *x)
{
  const char *parameter = find_parameter (import, value);
  const WeftTensor *whole
      = parameter != NULL ? g_hash_table_lookup (import->model->numbers, parameter) : NULL;
  gint64 n = weft_shape_count (&x->shape);
  g_autofree char *stem = NULL, *table = NULL;

  if (whole != NULL && whole->shape.type == WEFT_F32 && n <= weft_shape_count (&whole->shape)
      && memcmp (whole->data, x->data, (gsize) n * sizeof (float)) == 0)
    {
      table = weft_name_dup_before (parameter, ".weight");
      stem = weft_onnx_import_dup_stem (table != NULL ? table : parameter);
    }
  return stem != NULL && g_ascii_islower (*stem)
                 && weft_graph_find_by_name (import->graph, stem) == NULL
             ? g_steal_pointer (&stem)
             : weft_graph_dup_free_name (import->graph, "learnt_constant");
}

/* A weight that is called "conv1.weight" says what its layer is called. */
static char *
make_stem_of_weights (const WeftOnnxCall *call)
{
  for (size_t i = 1; i < call->node->n_input; i++)
    {
      const char *name = call->node->input[i], *end = strrchr (name, '.');
      WeftOnnxCall named = { .node = &(Onnx__NodeProto){ .name = NULL, .op_type = "?" } };
      g_autofree char *before = end != NULL ? g_strndup (name, (gsize) (end - name)) : NULL;
      Onnx__NodeProto node = { .name = before, .op_type = (char *) "?" };

      if (before == NULL || strpbrk (before, ":/") != NULL)
        continue;
      named.node = &node;
      return make_stem (&named);
    }
  return NULL;
}

char *
weft_onnx_import_dup_name (const WeftOnnxImport *import, const WeftOnnxCall *call,
                           const char *layer)
{
  g_autofree char *stem = make_stem_of_weights (call);

  if (stem == NULL)
    {
      stem = make_stem (call);
      /* What a part does beside its own parts. */
      if (stem != NULL && import->scope != NULL
          && g_hash_table_contains (import->parts, import->scope))
        {
          g_autofree char *of_part = g_steal_pointer (&stem);

          stem = g_strdup_printf ("%s_%s", of_part, layer);
        }
    }
  if (stem == NULL || g_str_has_prefix (stem, call->node->op_type))
    return weft_graph_dup_free_name (import->graph, layer);
  if (!g_ascii_islower (*stem))
    {
      g_autofree char *number = g_steal_pointer (&stem);

      stem = g_strdup_printf ("%s_%s", layer, number);
    }
  if (weft_graph_find_by_name (import->graph, stem) == NULL)
    return g_steal_pointer (&stem);
  g_free (stem);
  stem = g_strdup (layer);
  return weft_graph_dup_free_name (import->graph, stem);
}
