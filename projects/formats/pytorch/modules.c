/* modules: a node as a line of a PyTorch module: how it is made, and how it is called */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/modules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/pytorch/python-text.h"

/* Layers whose module asks for a size of what it is given, or that are called as functions; of all
 * others the layer's own word for it and its parameters are enough, if they need no size. */
static const struct
{
  const char *layer;
  int axis;            /* of the input whose size comes first; 0: none */
  const char *always;  /* parameters that are always said, in their order and without names */
  const char *dropped; /* parameters that the module does not have, "|init|" */
  const char *call;    /* in place of a module: an expression over x, its input; nullable */
  const char *between; /* likewise: what stands between its inputs, however many; nullable */
  const char *by_rank; /* "BatchNorm": by the input's rank 1d, 1d, 2d, 3d; nullable */
} forms[] = {
  { "dense", -1, "units", "|init|", NULL, NULL, NULL },
  { "conv1d", 1, "out_channels kernel_size", "|init|", NULL, NULL, NULL },
  { "conv2d", 1, "out_channels kernel_size", "|init|", NULL, NULL, NULL },
  { "conv3d", 1, "out_channels kernel_size", "|init|", NULL, NULL, NULL },
  { "batch_norm", 1, "", "", NULL, NULL, "BatchNorm" },
  { "layer_norm", -1, "", "", NULL, NULL, NULL },
  { "max_pool1d", 0, "kernel_size", "", NULL, NULL, NULL },
  { "max_pool2d", 0, "kernel_size", "", NULL, NULL, NULL },
  { "avg_pool1d", 0, "kernel_size", "", NULL, NULL, NULL },
  { "avg_pool2d", 0, "kernel_size", "", NULL, NULL, NULL },
  { "dropout", 0, "p", "", NULL, NULL, NULL },
  { "dropout2d", 0, "p", "", NULL, NULL, NULL },
  { "flatten", 0, "", "", NULL, NULL, NULL },
  { "global_avg_pool2d", 0, "", "", "x.mean((2, 3))", NULL, NULL },
  { "add", 0, "", "", NULL, "+", NULL },
  { "subtract", 0, "", "", NULL, "-", NULL },
  { "multiply", 0, "", "", NULL, "*", NULL },
};

static int
find_form (const WeftNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].layer, node->layer->id) == 0)
      return (int) i;
  return -1;
}

static gboolean
fail (const WeftNode *node, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               /* Translators: a node's name; a layer's id, "spectrogram" */
               _ ("“%s” (%s) cannot be written as PyTorch yet; the network can leave as ONNX, its "
                  "weights as safetensors."),
               node->name, node->layer->id);
  return FALSE;
}

/* Words that a node's name would take the place of in the program. */
static gboolean
is_taken (const char *name)
{
  static const char *const words[]
      = { "and",     "apply",    "as",       "assert",  "async",      "await",  "bfloat16",
          "break",   "buffers",  "children", "class",   "continue",   "cpu",    "cuda",
          "def",     "del",      "double",   "elif",    "else",       "eval",   "except",
          "finally", "float",    "for",      "forward", "from",       "global", "half",
          "if",      "import",   "in",       "ipu",     "is",         "lambda", "modules",
          "nn",      "nonlocal", "not",      "or",      "parameters", "pass",   "raise",
          "return",  "self",     "to",       "train",   "training",   "try",    "type",
          "while",   "with",     "x",        "xpu",     "yield",      NULL };

  return g_strv_contains (words, name);
}

static gboolean
fail_name (const WeftNode *node, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” is a word of Python’s or PyTorch’s own: call the node something else."),
               node->name);
  return FALSE;
}

/* Whether a module of torch.nn says all of it. */
static gboolean
is_plain_module (const WeftNode *node)
{
  return node->layer->family == WEFT_FAMILY_ACTIVATION && !node->layer->learns
         && weft_python_get_module (node->layer->pytorch) != NULL
         && weft_layer_get_n_inputs (node->layer) == 1;
}

static gboolean
is_said (const char *list, const char *name)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_contains ((const char *const *) words, name);
}

static void
append_arguments (GString *out, const WeftNode *node, const char *always, const char *dropped,
                  gboolean has_first)
{
  const char *comma = has_first ? ", " : "";

  for (const WeftParam *row = node->layer->params; row != NULL && row->name != NULL; row++)
    {
      g_autoptr (GVariant) set
          = node->params != NULL ? g_variant_lookup_value (node->params, row->name, NULL) : NULL;
      g_autoptr (GVariant) value = weft_node_get_param (node, row->name);
      g_autofree char *word = g_strdup_printf ("|%s|", row->name);

      if (strstr (dropped, word) != NULL || (set == NULL && !is_said (always, row->name)))
        continue;
      g_string_append (out, comma);
      if (!is_said (always, row->name))
        g_string_append_printf (out, "%s=", row->name);
      weft_python_append_value (out, value);
      comma = ", ";
    }
}

static const char *
get_module (const WeftNode *node, int form, const WeftShape *x, char **owned)
{
  static const char *const ranks[] = { "", "", "1d", "1d", "2d", "3d" };

  if (form < 0 || forms[form].by_rank == NULL)
    return weft_python_get_module (node->layer->pytorch);
  *owned = g_strconcat (forms[form].by_rank, ranks[CLAMP (x->rank, 0, 5)], NULL);
  return *owned;
}

/* What a node's pace or its own first weights would say beside the module. */
static gboolean
has_own_pace (const WeftNode *node)
{
  static const char *const paces[] = { WEFT_PACE_FACTOR, WEFT_PACE_DECAY, NULL };

  for (guint i = 0; node->params != NULL && node->layer->learns && paces[i] != NULL; i++)
    {
      g_autoptr (GVariant) set = g_variant_lookup_value (node->params, paces[i], NULL);

      if (set != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
weft_module_append_init (GString *out, const WeftNode *node, const WeftNodeReport *report,
                         GError **error)
{
  int form = find_form (node);
  const WeftShape *x = &report->in[0];
  g_autofree char *owned = NULL;
  int axis = form >= 0 ? forms[form].axis : 0;

  if (is_taken (node->name))
    return fail_name (node, error);
  if ((form < 0 && !is_plain_module (node)) || has_own_pace (node)
      || (node->flags & ~(guint) WEFT_NODE_OPEN) != 0 || node->shared != 0 || node->parent != 0)
    return fail (node, error);
  if (form >= 0 && (forms[form].call != NULL || forms[form].between != NULL))
    return TRUE;
  g_string_append_printf (out, "        self.%s = nn.%s(", node->name,
                          get_module (node, form, x, &owned));
  if (axis != 0)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, x->dims[axis < 0 ? x->rank - 1 : axis]);
  append_arguments (out, node, form >= 0 ? forms[form].always : "",
                    form >= 0 ? forms[form].dropped : "", axis != 0);
  g_string_append (out, ")\n");
  return TRUE;
}

void
weft_module_append_call (GString *out, const WeftNode *node, const char *const *inputs)
{
  int form = find_form (node);
  const char *call = form >= 0 ? forms[form].call : NULL;
  const char *between = form >= 0 ? forms[form].between : NULL;
  const char *const words[] = { "x", inputs[0], NULL };

  g_string_append_printf (out, "        %s = ", node->name);
  if (call != NULL)
    weft_python_append_expression (out, call, node->layer->params, node->params, words);
  else if (between == NULL)
    g_string_append_printf (out, "self.%s(%s)", node->name, inputs[0]);
  else
    for (guint i = 0; inputs[i] != NULL; i++)
      g_string_append_printf (out, "%s%s%s%s", i > 0 ? " " : "", i > 0 ? between : "",
                              i > 0 ? " " : "", inputs[i]);
  g_string_append_c (out, '\n');
}

gboolean
weft_module_append_loss (GString *out, const WeftNode *node, GError **error)
{
  static const char *const losses[][2] = {
    { "cross_entropy", "F.cross_entropy(prediction, y)" },
    { "mse", "F.mse_loss(prediction, y.reshape(prediction.shape))" },
    { "mae", "F.l1_loss(prediction, y.reshape(prediction.shape))" },
    { "bce_with_logits",
      "F.binary_cross_entropy_with_logits(prediction, y.reshape(prediction.shape).float())" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    if (strcmp (losses[i][0], node->layer->id) == 0
        && (node->params == NULL || g_variant_n_children (node->params) == 0))
      {
        g_string_append (out, losses[i][1]);
        return TRUE;
      }
  return fail (node, error);
}
