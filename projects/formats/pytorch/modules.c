/* modules: a node as a line of a PyTorch module: how it is made, and how it is called */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/modules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/pytorch/python-text.h"

/* Layers whose module asks for a size of what it is given, or that are called as functions; of all
 * others the layer's own word for it and its parameters are enough, if they need no size. Of
 * several rows of a layer the first that holds counts. */
typedef struct
{
  const char *layer;
  int axis;              /* of the input whose size comes first; 0: none */
  gboolean takes_rows;   /* how many rows its weight has comes first */
  const char *always;    /* parameters that are always said, in their order and without names */
  const char *dropped;   /* parameters that the module does not have, or the call has, "|init|" */
  const char *more;      /* further arguments */
  const char *call;      /* in place of a module: an expression over x, its input; nullable */
  const char *of;        /* of a module's answer what is passed on, "[0]"; nullable */
  const char *between;   /* in place of a module: what stands between its inputs, however many */
  const char *around;    /* likewise: a function of their list, "torch.cat(…, dim)"; nullable */
  const char *by_rank;   /* "BatchNorm": by the input's rank 1d, 1d, 2d, 3d; nullable */
  const char *when, *is; /* a parameter that must have that value; nullable */
  const char *own;       /* the name of a class that PyTorch does not have, and its text */
  const char *own_text;
} Form;

static const char random_flip[]
    = "class RandomFlip(nn.Module):\n"
      "    \"\"\"Mirrors each picture with probability p while training.\"\"\"\n"
      "    def __init__(self, p=0.5, direction=\"horizontal\"):\n"
      "        super().__init__()\n"
      "        self.p = p\n"
      "        self.axes = {\"horizontal\": [3], \"vertical\": [2], \"both\": [2, "
      "3]}[direction]\n\n"
      "    def forward(self, x):\n"
      "        for axis in self.axes if self.training else []:\n"
      "            drawn = torch.rand(len(x), 1, 1, 1, device=x.device) < self.p\n"
      "            x = torch.where(drawn, x.flip(axis), x)\n"
      "        return x\n\n\n";

static const Form forms[] = {
  { "dense", -1, .always = "units", .dropped = "|init|" },
  { "conv1d", 1, .always = "out_channels kernel_size", .dropped = "|init|" },
  { "conv2d", 1, .always = "out_channels kernel_size", .dropped = "|init|" },
  { "conv3d", 1, .always = "out_channels kernel_size", .dropped = "|init|" },
  { "conv_transpose1d", 1, .always = "out_channels kernel_size", .dropped = "|init|" },
  { "conv_transpose2d", 1, .always = "out_channels kernel_size", .dropped = "|init|" },
  { "embedding", .takes_rows = TRUE, .always = "embedding_dim", .dropped = "|init|num_embeddings|",
    .when = "padding_idx", .is = "-1" },
  { "gru", -1, .always = "hidden_size", .dropped = "|output|", .more = "batch_first=True",
    .of = "[0]", .when = "output", .is = "all" },
  { "gru", -1, .always = "hidden_size", .dropped = "|output|", .more = "batch_first=True",
    .of = "[0][:, -1]", .when = "bidirectional", .is = "false" },
  { "lstm", -1, .always = "hidden_size", .dropped = "|output|", .more = "batch_first=True",
    .of = "[0]", .when = "output", .is = "all" },
  { "lstm", -1, .always = "hidden_size", .dropped = "|output|", .more = "batch_first=True",
    .of = "[0][:, -1]", .when = "bidirectional", .is = "false" },
  { "batch_norm", 1, .by_rank = "BatchNorm" },
  { "layer_norm", -1 },
  { "max_pool1d", .always = "kernel_size" },
  { "max_pool2d", .always = "kernel_size" },
  { "avg_pool1d", .always = "kernel_size" },
  { "avg_pool2d", .always = "kernel_size" },
  { "upsample", .call = "F.interpolate(x, None, scale_factor, mode)", .when = "size", .is = "" },
  { "dropout", .always = "p" },
  { "dropout2d", .always = "p" },
  { "random_flip", .own = "RandomFlip", .own_text = random_flip },
  { "flatten" },
  { "softmax", .always = "dim", .dropped = "" },
  { "log_softmax", .always = "dim", .dropped = "" },
  { "global_avg_pool2d", .call = "x.mean((2, 3))" },
  { "permute", .call = "x.permute(0, *dims)", .when = "dims" },
  { "reshape", .call = "x.reshape(len(x), *shape)" },
  { "unsqueeze", .call = "x.unsqueeze(dim)" },
  { "reduce", .call = "x.mean(dim, keepdim=keepdim)", .when = "mode", .is = "mean" },
  { "reduce", .call = "x.sum(dim, keepdim=keepdim)", .when = "mode", .is = "sum" },
  { "reduce", .call = "x.logsumexp(dim, keepdim=keepdim)", .when = "mode", .is = "logsumexp" },
  { "concat", .around = "torch.cat([x], dim)" },
  { "stack", .around = "torch.stack([x], dim)" },
  { "add", .between = "+" },
  { "subtract", .between = "-" },
  { "multiply", .between = "*" },
};

/* Whether a row's condition holds: any value, where it says none. */
static gboolean
holds (const Form *form, const WeftNode *node)
{
  g_autoptr (GVariant) value = form->when != NULL ? weft_node_get_param (node, form->when) : NULL;
  g_autofree char *text = NULL;

  if (form->when == NULL)
    return TRUE;
  if (form->is == NULL || *form->is == '\0')
    return (value != NULL && g_variant_n_children (value) > 0) == (form->is == NULL);
  text = value != NULL ? g_variant_print (value, FALSE) : g_strdup ("");
  return strcmp (g_strstrip (g_strdelimit (text, "'", ' ')), form->is) == 0;
}

/* NULL: there is no row for it. */
static const Form *
find_form (const WeftNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].layer, node->layer->id) == 0 && holds (&forms[i], node))
      return &forms[i];
  return NULL;
}

/* Of a layer with rows: none of them holds. */
static gboolean
is_left_out (const WeftNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].layer, node->layer->id) == 0)
      return find_form (node) == NULL;
  return FALSE;
}

gboolean
weft_module_refuse (const WeftNode *node, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               /* Translators: a node's name; a layer's id, "spectrogram" */
               _ ("“%s” (%s) cannot be written as PyTorch yet; the network can leave as ONNX, its "
                  "weights as safetensors."),
               node->name, node->layer->id);
  return FALSE;
}

gboolean
weft_module_is_taken (const char *name)
{
  static const char *const words[]
      = { "and",     "apply",    "as",       "assert",  "async",      "await",  "bfloat16",
          "break",   "buffers",  "children", "class",   "continue",   "cpu",    "cuda",
          "def",     "del",      "double",   "elif",    "else",       "eval",   "except",
          "finally", "float",    "for",      "forward", "from",       "global", "half",
          "if",      "import",   "in",       "ipu",     "is",         "lambda", "modules",
          "nn",      "nonlocal", "not",      "or",      "parameters", "pass",   "raise",
          "return",  "self",     "to",       "train",   "training",   "try",    "type",
          "while",   "with",     "x",        "xpu",     "yield",      "F",      "None",
          "True",    "False",    "answers",  "draws",   "len",        "sum",    "torch",
          "zip",     NULL };

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

/* How fast a node learns is said to the optimiser. */
static gboolean
is_pace (const WeftNode *node, const char *name)
{
  return node->layer->learns
         && (strcmp (name, WEFT_PACE_FACTOR) == 0 || strcmp (name, WEFT_PACE_DECAY) == 0);
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

      if (strstr (dropped, word) != NULL || is_pace (node, row->name)
          || (set == NULL && !is_said (always, row->name)))
        continue;
      g_string_append (out, comma);
      if (!is_said (always, row->name))
        g_string_append_printf (out, "%s=", row->name);
      weft_python_append_value (out, value);
      comma = ", ";
    }
}

static char *
dup_module (const WeftNode *node, const Form *form, const WeftShape *x)
{
  static const char *const ranks[] = { "", "", "1d", "1d", "2d", "3d" };

  if (form != NULL && form->own != NULL)
    return g_strdup (form->own);
  if (form == NULL || form->by_rank == NULL)
    return g_strconcat ("nn.", weft_python_get_module (node->layer->pytorch), NULL);
  return g_strconcat ("nn.", form->by_rank, ranks[CLAMP (x->rank, 0, 5)], NULL);
}

/* No module stands for it. */
static gboolean
is_called (const Form *form)
{
  return form != NULL && (form->call != NULL || form->between != NULL || form->around != NULL);
}

static gboolean
has_form (const WeftModuleUse *use, const Form *form)
{
  const WeftNode *node = use->node;
  gboolean takes_many = form != NULL && (form->between != NULL || form->around != NULL);

  if (is_left_out (node) || (form == NULL && !is_plain_module (node))
      || (use->n_inputs != 1 && !takes_many))
    return FALSE;
  /* What a frozen one keeps of its batches is another thing there. */
  return !use->is_frozen || strcmp (node->layer->id, "batch_norm") != 0;
}

gboolean
weft_module_is_sayable (const WeftModuleUse *use)
{
  return use->x != NULL && has_form (use, find_form (use->node));
}

static void
append_module (GString *out, const WeftModuleUse *use, const Form *form)
{
  const WeftNode *node = use->node;
  const WeftShape *x = use->x;
  g_autofree char *module = dup_module (node, form, x);
  int axis = form != NULL ? form->axis : 0;
  gboolean has_rows = form != NULL && form->takes_rows && use->weight != NULL;

  g_string_append_printf (out, "        self.%s = %s(", use->name, module);
  if (axis != 0)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, x->dims[axis < 0 ? x->rank - 1 : axis]);
  if (has_rows)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, use->weight->dims[0]);
  append_arguments (out, node, form != NULL && form->always != NULL ? form->always : "",
                    form != NULL && form->dropped != NULL ? form->dropped : "",
                    axis != 0 || has_rows);
  if (form != NULL && form->more != NULL)
    g_string_append_printf (out, ", %s", form->more);
  g_string_append (out, ")\n");
  if (use->is_frozen && node->layer->learns)
    g_string_append_printf (out, "        self.%s.requires_grad_(False)\n", use->name);
}

gboolean
weft_module_append_init (GString *out, GString *helpers, const WeftModuleUse *use, GError **error)
{
  const WeftNode *node = use->node;
  const Form *form = find_form (node);

  if (weft_module_is_taken (node->name))
    return fail_name (node, error);
  if (!has_form (use, form) || use->x == NULL)
    return weft_module_refuse (node, error);
  if (is_called (form) || use->owner != NULL)
    return TRUE;
  append_module (out, use, form);
  if (form != NULL && form->own != NULL && strstr (helpers->str, form->own) == NULL)
    g_string_append (helpers, form->own_text);
  return TRUE;
}

static void
append_expression (GString *out, const WeftNode *node, const char *expression, const char *x)
{
  const char *const words[] = { "x", x, NULL };

  weft_python_append_expression (out, expression, node->layer->params, node->params, words);
}

void
weft_module_append_call (GString *out, const WeftModuleUse *use, const char *const *inputs)
{
  const WeftNode *node = use->node;
  const Form *form = find_form (node);

  g_string_append_printf (out, "        %s = ", use->name);
  if (is_called (form))
    {
      g_autofree char *between
          = g_strdup_printf (form->between != NULL ? " %s " : ", ", form->between);
      g_autofree char *all = g_strjoinv (between, (char **) inputs);

      if (form->between != NULL)
        g_string_append (out, all);
      else
        append_expression (out, node, form->call != NULL ? form->call : form->around,
                           form->call != NULL ? inputs[0] : all);
    }
  else
    g_string_append_printf (out, "self.%s(%s)%s", use->owner != NULL ? use->owner : use->name,
                            inputs[0], form != NULL && form->of != NULL ? form->of : "");
  g_string_append_c (out, '\n');
}

/* A loss whose settings are those that it begins with, but for its weight. */
static gboolean
is_plain_loss (const WeftNode *node)
{
  gsize n = node->params != NULL ? g_variant_n_children (node->params) : 0;
  g_autoptr (GVariant) weight
      = n > 0 ? g_variant_lookup_value (node->params, "weight", NULL) : NULL;

  return n == (weight != NULL);
}

gboolean
weft_module_append_loss (GString *out, const WeftNode *node, const WeftNodeReport *report,
                         const char *answer, const char *target)
{
  static const char *const losses[][2] = {
    { "cross_entropy", "F.cross_entropy(prediction, y)" },
    { "mse", "F.mse_loss(prediction, y.reshape(prediction.shape))" },
    { "mae", "F.l1_loss(prediction, y.reshape(prediction.shape))" },
    { "bce_with_logits", "F.binary_cross_entropy_with_logits(prediction, "
                         "y.reshape(prediction.shape).to(prediction.dtype))" },
  };
  const char *const words[] = { "prediction", answer, "y", target, NULL };
  /* Classes that stand last, of a prediction for each step, stand second for PyTorch. */
  gboolean has_steps = report != NULL && report->in[0]->rank == 3 && report->in[1]->rank == 2;

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    if (strcmp (losses[i][0], node->layer->id) == 0 && is_plain_loss (node))
      {
        weft_python_append_expression (
            out,
            i == 0 && has_steps ? "F.cross_entropy(prediction.transpose(1, 2), y)" : losses[i][1],
            NULL, NULL, words);
        return TRUE;
      }
  return FALSE;
}
