/* torch-layers: one layer each for every line of standard input, run once forward and back, a line
 * of JSON each, for torch_layers.py to hold against PyTorch
 *
 * A line: the layer's id, its parameters ("units=4 bias=no"), "train" or "evaluate", and its
 * inputs, each "-" for one that is absent or KIND:2,3,8:BASE64 of little-endian memory; parted by
 * tabs. Outputs that are numbers are judged by the mean of the squares of their distances to
 * targets that are drawn here, and differentiated; a loss is its own judge. With --list the ids of
 * all layers. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "engine/base/float.h"
#include "engine/plan/program-private.h"
#include "engine/run/exec.h"
#include "tests/engine/net.h"

typedef struct
{
  WeftGraph *graph;
  const WeftNode *node;
  WeftBuilder b;
  gboolean trains;
  GPtrArray *given; /* owned memory of the program's inputs, in their order */
  WeftValue in[WEFT_MAX_PORTS], out[WEFT_MAX_OUTPUTS], target[WEFT_MAX_OUTPUTS];
  guint n_in, n_out;
} Case;

/* --- a program of one node --- */

static WeftProgramValue *
value_of (Case *c, WeftValue x)
{
  return &g_array_index (c->b.program->values, WeftProgramValue, x.index);
}

/* A value that a run is given; memory: taken. */
static WeftValue
add_given (Case *c, const WeftShape *shape, WeftKind kind, gpointer memory)
{
  WeftProgramValue value = { .role = WEFT_VALUE_INPUT,
                             .shape = *shape,
                             .kind = kind,
                             .output = -1,
                             .wants_grad = shape->type == WEFT_F32 };
  WeftProgramInput input = { .field = "x", .value = weft_builder_add_value (&c->b, &value).index };

  g_array_append_val (c->b.program->inputs, input);
  g_ptr_array_add (c->given, memory);
  return (WeftValue){ input.value };
}

/* What a run is given for it. */
static gconstpointer
memory_of (Case *c, WeftValue x)
{
  for (guint i = 0; i < c->given->len; i++)
    if (g_array_index (c->b.program->inputs, WeftProgramInput, i).value == x.index)
      return g_ptr_array_index (c->given, i);
  g_assert_not_reached ();
}

static void
read_input (Case *c, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  g_auto (GStrv) dims = NULL;
  WeftShape shape = { 0 };
  WeftKind kind;
  gsize bytes;
  gpointer memory;

  c->in[c->n_in++] = WEFT_NONE;
  if (parts[1] == NULL)
    return;
  kind = weft_kind_find (parts[0]);
  dims = g_strsplit (parts[1], ",", -1);
  for (char **dim = dims; *dim != NULL; dim++)
    shape.dims[shape.rank++] = g_ascii_strtoll (*dim, NULL, 10);
  shape.type = weft_kind_get_type (kind);
  memory = g_base64_decode (parts[2], &bytes);
  g_assert_cmpuint (bytes, ==, weft_shape_bytes (&shape));
  c->in[c->n_in - 1] = add_given (c, &shape, kind, memory);
  c->b.program->binding.n = shape.dims[0];
}

static void
set_params (Case *c, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word != NULL && **word != '\0'; word++)
    {
      g_auto (GStrv) sides = g_strsplit (*word, "=", 2);
      const WeftParam *param = weft_params_find (c->node->layer->params, sides[0]);
      g_autoptr (GError) error = NULL;
      GVariant *value = param ? weft_param_parse (param, sides[1], &error) : NULL;

      if (value == NULL)
        g_error ("%s: %s", *word, error != NULL ? error->message : "no such parameter");
      net_apply (c->graph, weft_edit_set_param (1, sides[0], value));
      g_variant_unref (value);
    }
}

static void
add_target (Case *c, guint i)
{
  WeftShape shape = value_of (c, c->out[i])->shape;
  gsize n = (gsize) weft_shape_count (&shape);
  float *numbers = g_new (float, n);
  WeftRandom random = { 7, WEFT_STREAM_CHECK, i };
  WeftValue loss;

  weft_random_fill_normal (&random, numbers, n, 0, 1);
  c->target[i] = add_given (c, &shape, WEFT_KIND_NUMBERS, numbers);
  value_of (c, c->target[i])->wants_grad = FALSE;
  loss = weft_builder_op (&c->b, "mse", NULL, (WeftValue[]){ c->out[i], c->target[i] }, 2);
  weft_builder_loss (&c->b, loss, WEFT_NONE, WEFT_NONE, 1);
}

static gboolean
build (Case *c)
{
  weft_builder_begin (&c->b, c->node, c->in,
                      MAX (c->n_in, weft_layer_get_n_inputs (c->node->layer)));
  c->b.batch_size = 64; /* so that nobody asks for more than one sample */
  c->b.n_train = 640;
  c->b.wanted = ~0u;
  weft_builder_run (&c->b, c->out);
  for (guint i = 0; i < WEFT_MAX_OUTPUTS && !c->b.failed; i++)
    {
      c->target[i] = WEFT_NONE;
      if (c->out[i].index < 0)
        continue;
      c->n_out = i + 1;
      if (value_of (c, c->out[i])->shape.rank > 0
          && value_of (c, c->out[i])->shape.type == WEFT_F32)
        add_target (c, i);
    }
  if (!c->b.failed)
    weft_builder_sum_losses (&c->b);
  return !c->b.failed && c->n_out > 0;
}

static gboolean
is_kept (const WeftProgramValue *value)
{
  return value->role == WEFT_VALUE_WEIGHT || value->role == WEFT_VALUE_BUFFER;
}

/* --- what is printed --- */

static void
print_tensor (const char *before, const char *name, const WeftShape *shape)
{
  static const char *const types[] = {
    [WEFT_F32] = "<f4",
    [WEFT_I64] = "<i8",
    [WEFT_I32] = "<i4",
  };

  printf ("%s{\"name\": \"%s\", \"type\": \"%s\", \"dims\": [", before, name, types[shape->type]);
  for (int i = 0; i < shape->rank; i++)
    printf ("%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", shape->dims[i]);
  printf ("]");
}

static void
print_memory (const char *name, const void *memory, const WeftShape *shape)
{
  g_autofree char *text
      = memory != NULL ? g_base64_encode (memory, weft_shape_bytes (shape)) : NULL;

  if (text != NULL)
    printf (", \"%s\": \"%s\"", name, text);
}

/* The parameters in force; numbers, lists, words and truths as JSON has them. */
static void
print_params (const Case *c)
{
  const WeftParam *params = c->node->layer->params;

  printf ("{\"params\": {");
  for (const WeftParam *param = params; param->name != NULL; param++)
    {
      g_autoptr (GVariant) value = weft_node_get_param (c->node, param->name);
      g_autofree char *text = value != NULL ? g_variant_print (value, FALSE) : g_strdup ("null");

      for (char *at = text; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
      printf ("%s\"%s\": %s", param == params ? "" : ", ", param->name, text);
    }
  printf ("}");
}

static void
print_entries (Case *c, const WeftExec *exec, GPtrArray *before, WeftState *state)
{
  guint n = 0;

  printf (", \"entries\": [");
  for (guint i = 0; i < c->b.program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (c->b.program->values, WeftProgramValue, i);

      if (!is_kept (value))
        continue;
      print_tensor (n == 0 ? "" : ", ", value->name, &value->shape);
      print_memory ("before", g_ptr_array_index (before, n), &value->shape);
      print_memory ("after", weft_state_find_value (state, value)->value, &value->shape);
      if (c->trains && value->role == WEFT_VALUE_WEIGHT)
        print_memory ("gradient", weft_exec_get_gradient (exec, (int) i), &value->shape);
      printf ("}");
      n++;
    }
  printf ("]");
}

static void
print_values (Case *c, const WeftExec *exec)
{
  printf (", \"inputs\": [");
  for (guint i = 0; i < c->n_in; i++)
    {
      WeftShape none = { 0 };
      const WeftShape *shape = c->in[i].index < 0 ? &none : &value_of (c, c->in[i])->shape;

      print_tensor (i == 0 ? "" : ", ", "", shape);
      if (c->trains && c->in[i].index >= 0 && shape->type == WEFT_F32)
        print_memory ("gradient", weft_exec_get_gradient (exec, c->in[i].index), shape);
      printf ("}");
    }
  printf ("], \"outputs\": [");
  for (guint i = 0; i < c->n_out; i++)
    {
      const WeftShape *shape
          = c->out[i].index < 0 ? &(WeftShape){ 0 } : &value_of (c, c->out[i])->shape;

      print_tensor (i == 0 ? "" : ", ", "", shape);
      if (c->out[i].index >= 0)
        print_memory ("value", weft_exec_get_value (exec, c->out[i].index), shape);
      if (c->target[i].index >= 0)
        print_memory ("target", memory_of (c, c->target[i]), shape);
      printf ("}");
    }
  printf ("]");
}

/* --- a line --- */

/* Weights are not as they begin, of which many are 0 or 1, but any numbers. */
static GPtrArray *
draw_weights (Case *c, WeftState *state)
{
  GPtrArray *before = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < c->b.program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (c->b.program->values, WeftProgramValue, i);
      WeftRandom random = { 9, WEFT_STREAM_CHECK, i };
      WeftStateEntry *entry;

      if (!is_kept (value))
        continue;
      entry = weft_state_find_value (state, value);
      if (value->role == WEFT_VALUE_WEIGHT)
        weft_random_fill_normal (&random, entry->value, entry->count, 0, 0.5f);
      g_ptr_array_add (before, g_memdup2 (entry->value, entry->count * sizeof (float)));
    }
  return before;
}

static void
run (Case *c)
{
  WeftPlanOptions options = { c->trains ? WEFT_MODE_TRAIN : WEFT_MODE_EVALUATE,
                              weft_kernel_best_level (), TRUE, c->trains };
  g_autoptr (WeftState) state = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (WeftExec) exec = NULL;

  weft_program_find_gradients (c->b.program);
  state = weft_state_new (&(WeftStateForm){ .program = c->b.program }, 3, NULL);
  before = draw_weights (c, state);
  plan = weft_plan_compile (c->b.program, &options, NULL);
  exec = weft_exec_new (plan, state, NULL, NULL);
  weft_exec_set_inputs (exec, (const void *const *) c->given->pdata);
  weft_exec_run (exec, 3, 0);
  print_params (c);
  print_entries (c, exec, before, state);
  print_values (c, exec);
  printf ("}\n");
}

static void
print_reason (GPtrArray *diagnostics)
{
  g_autofree char *message = NULL;

  g_assert_cmpuint (diagnostics->len, >, 0);
  message = weft_diagnostic_dup_message (diagnostics->pdata[0]);
  printf ("{\"error\": \"%s\"}\n", message);
}

static void
try_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", -1);
  g_autoptr (GPtrArray) diagnostics
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_diagnostic_free);
  g_autoptr (GPtrArray) given = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftProgram) program = weft_program_new (WEFT_BINDING (1, 0));
  Case c = { .graph = graph,
             .given = given,
             .trains = g_str_equal (words[2], "train"),
             .b = { .graph = graph, .program = program, .diagnostics = diagnostics } };

  for (guint i = 0; i < WEFT_MAX_PORTS; i++)
    c.in[i] = WEFT_NONE;
  net_add (graph, words[0], "it", NULL);
  c.node = weft_graph_find (graph, 1);
  set_params (&c, words[1]);
  c.node = weft_graph_find (graph, 1);
  for (char **word = words + 3; *word != NULL; word++)
    read_input (&c, *word);
  if (build (&c))
    run (&c);
  else
    print_reason (diagnostics);
}

static int
list_layers (void)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    printf ("%s\n", layers[i]->id);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length = 0, room = 0;

  if (argc > 1 && g_str_equal (argv[1], "--list"))
    return list_layers ();
  weft_float_prepare_thread ();
  do
    {
      room = MAX (4096, 2 * room);
      text = g_realloc (text, room + 1);
      length += fread (text + length, 1, room - length, stdin);
    }
  while (length == room);
  text[length] = '\0';
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    try_line (*line);
  return 0;
}
