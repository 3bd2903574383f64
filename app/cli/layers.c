/* layers: weft layers [NAME], the layer reference, from the table, and the blocks made of layers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block.h"
#include "engine/graph/layer.h"

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "projects/formats/graph-json.h"

static const char *const type_names[] = {
  [WEFT_PARAM_INT] = "int",         [WEFT_PARAM_REAL] = "real",     [WEFT_PARAM_BOOL] = "bool",
  [WEFT_PARAM_CHOICE] = "choice",   [WEFT_PARAM_STRING] = "string", [WEFT_PARAM_SIZE2] = "size2",
  [WEFT_PARAM_PADDING] = "padding", [WEFT_PARAM_DIMS] = "dims",     [WEFT_PARAM_REALS] = "reals",
};

static gboolean
has_range (const WeftParam *param)
{
  return param->type != WEFT_PARAM_BOOL && param->type != WEFT_PARAM_STRING
         && param->type != WEFT_PARAM_CHOICE;
}

static void
write_param (WeftLine *line, const WeftParam *param)
{
  g_autoptr (GVariant) fallback = weft_param_get_default (param);
  g_autofree char *text = fallback != NULL ? weft_value_to_json (fallback) : g_strdup ("null");

  weft_line_open (line, NULL, '{');
  weft_line_string (line, "name", param->name);
  weft_line_string (line, "type", type_names[param->type]);
  weft_line_raw (line, "default", text);
  if (has_range (param))
    {
      weft_line_number (line, "min", param->min);
      weft_line_number (line, "max", param->max);
    }
  if (param->choices != NULL)
    {
      weft_line_open (line, "choices", '[');
      for (const WeftChoice *choice = param->choices; choice->value != NULL; choice++)
        weft_line_string (line, NULL, choice->value);
      weft_line_close (line);
    }
  weft_line_string (line, "help", param->help != NULL ? _ (param->help) : NULL);
  weft_line_close (line);
}

static void
print_json (const WeftLayer *layer)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "id", layer->id);
  weft_line_string (line, "title", _ (layer->title));
  weft_line_string (line, "category", weft_family_get_id (layer->family));
  weft_line_string (line, "summary", _ (layer->summary));
  weft_line_open (line, "params", '[');
  for (const WeftParam *param = layer->params; param != NULL && param->name != NULL; param++)
    write_param (line, param);
  weft_line_close (line);
  weft_line_string (line, "pytorch", layer->pytorch);
  weft_line_string (line, "onnx", layer->onnx);
  weft_line_print (line);
}

static void
print_params (const WeftLayer *layer)
{
  for (const WeftParam *param = layer->params; param != NULL && param->name != NULL; param++)
    {
      g_autoptr (GVariant) fallback = weft_param_get_default (param);
      g_autofree char *text = fallback != NULL ? weft_value_to_json (fallback) : g_strdup ("");

      g_print ("  %-18s %-8s %-12s %s\n", param->name, type_names[param->type], text,
               param->help != NULL ? _ (param->help) : "");
    }
}

/* --- blocks --- */

static void
print_block_json (const WeftBlock *block)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "id", block->id);
  weft_line_string (line, "title", _ (block->title));
  weft_line_string (line, "category", "block");
  weft_line_string (line, "summary", _ (block->summary));
  weft_line_open (line, "params", '[');
  weft_line_close (line);
  weft_line_string (line, "pytorch", NULL);
  weft_line_string (line, "onnx", NULL);
  weft_line_open (line, "layers", '[');
  for (const WeftBlockNode *node = block->nodes; node->name != NULL; node++)
    weft_line_string (line, NULL, node->layer);
  weft_line_close (line);
  weft_line_print (line);
}

static void
explain_block (const WeftBlock *block, gboolean as_json)
{
  if (as_json)
    {
      print_block_json (block);
      return;
    }
  g_print ("%s: %s\n%s\n", block->id, _ (block->title), _ (block->summary));
  for (const WeftBlockNode *node = block->nodes; node->name != NULL; node++)
    g_print ("  %-18s %s\n", node->layer, node->params != NULL ? node->params : "");
}

static void
list_blocks (gboolean as_json)
{
  guint n;
  const WeftBlock *const *blocks = weft_blocks (&n);

  for (guint i = 0; i < n; i++)
    if (as_json)
      print_block_json (blocks[i]);
    else
      g_print ("%-18s %-11s %s\n", blocks[i]->id, "block", _ (blocks[i]->summary));
}

static int
explain (const char *id, gboolean as_json)
{
  const WeftLayer *layer = weft_layer_find (id);
  const WeftBlock *block = weft_block_find (id);

  if (block != NULL)
    {
      explain_block (block, as_json);
      return WEFT_EXIT_DONE;
    }
  if (layer == NULL)
    {
      g_printerr (_ ("weft: there is no layer “%s”; weft layers lists them\n"), id);
      return WEFT_EXIT_FAILED;
    }
  if (as_json)
    print_json (layer);
  else
    {
      g_print ("%s: %s\n%s\n", layer->id, _ (layer->title), _ (layer->summary));
      print_params (layer);
      if (layer->pytorch != NULL)
        g_print (_ ("  in PyTorch: %s\n"), layer->pytorch);
    }
  return WEFT_EXIT_DONE;
}

static int
run (char **args, gboolean as_json)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  if (args[0] != NULL)
    return explain (args[0], as_json);
  for (guint i = 0; i < n; i++)
    if (as_json)
      print_json (layers[i]);
    else
      g_print ("%-18s %-11s %s\n", layers[i]->id, weft_family_get_id (layers[i]->family),
               _ (layers[i]->summary));
  list_blocks (as_json);
  return WEFT_EXIT_DONE;
}

const WeftCommand weft_command_layers = {
  .name = "layers",
  .usage = "[NAME]",
  .summary = N_ ("The layer reference"),
  .max_args = 1,
  .run = run,
};
