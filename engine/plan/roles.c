/* roles: which nodes take the roles that a recipe asks for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/roles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/environments/environment.h"
#include "engine/graph/training.h"
#include "engine/plan/diagnostic-private.h"
#include "engine/plan/program-private.h"

#define value_at(program, i) (&g_array_index ((program)->values, WeftProgramValue, i))
#define op_at(program, k) (&g_array_index ((program)->ops, WeftProgramOp, k))

/* Of a data node; nullable. */
static const WeftEnvironment *
get_world (const WeftNode *node)
{
  g_autoptr (GVariant) source = weft_node_get_param (node, "source");

  return source != NULL ? weft_environment_find (g_variant_get_string (source, NULL)) : NULL;
}

gboolean
weft_role_takes_world (const WeftRecipeRole *role, const WeftEnvironment *world)
{
  return role->acts && (role->players == 0 || role->players == world->players)
         && (role->forces || world->forces == 0);
}

const WeftRecipe *
weft_role_find_recipe (const WeftEnvironment *world)
{
  const WeftRecipe *recipe;

  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    for (const WeftRecipeRole *role = recipe->roles; role != NULL && role->name != NULL; role++)
      if (weft_role_takes_world (role, world))
        return recipe;
  return NULL;
}

/* Whether the data is of an environment as the role wants it. */
static gboolean
is_world (const WeftNode *node, const WeftRecipeRole *role)
{
  const WeftEnvironment *world = get_world (node);

  return world != NULL && weft_role_takes_world (role, world);
}

/* The data that is a world of forces; nullable. */
static const WeftNode *
find_forces (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftEnvironment *world
          = g_str_equal (node->layer->id, "data") ? get_world (node) : NULL;

      if (world != NULL && world->forces > 0)
        return node;
    }
  return NULL;
}

const char *
weft_role_get_layer (WeftGraph *graph, const WeftRecipeRole *role)
{
  return role->forces_layer != NULL && find_forces (graph) != NULL ? role->forces_layer
                                                                   : role->layer;
}

const char *
weft_role_get_sketch (WeftGraph *graph, const WeftRecipeRole *role)
{
  return role->forces_sketch != NULL && find_forces (graph) != NULL ? role->forces_sketch
                                                                    : role->sketch;
}

const char *
weft_role_get_help (WeftGraph *graph, const WeftRecipeRole *role)
{
  return role->forces_help != NULL && find_forces (graph) != NULL ? role->forces_help : role->help;
}

gboolean
weft_role_names (const char *layers, const WeftLayer *layer)
{
  gsize length = strlen (layer->id);

  for (const char *at = layers; at != NULL; at = strchr (at, '|'))
    {
      at += *at == '|';
      if (strncmp (at, layer->id, length) == 0 && (at[length] == '|' || at[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

/* Whether that output of the data comes in there, past layers that only give it another shape. */
static gboolean
is_given (WeftGraph *graph, const WeftNode *node, const WeftRecipeRole *role)
{
  int input = role->port != NULL ? weft_layer_find_input (node->layer, role->port) : 0;
  const WeftWire *wire = weft_graph_find_wire_to (graph, node->id, input);

  for (guint hops = 0; wire != NULL && hops < weft_graph_get_n_nodes (graph); hops++)
    {
      const WeftNode *from = weft_graph_find (graph, wire->from);

      if (from->layer->family == WEFT_FAMILY_DATA)
        return wire->output == weft_node_find_output (from, role->field);
      if (from->layer->family != WEFT_FAMILY_SHAPE)
        return FALSE;
      wire = weft_graph_find_wire_to (graph, from->id, 0);
    }
  return FALSE;
}

/* Whether that output of a layer comes in there. */
static gboolean
is_from (WeftGraph *graph, const WeftNode *node, const WeftRecipeRole *role)
{
  const WeftWire *wire
      = weft_graph_find_wire_to (graph, node->id, weft_layer_find_input (node->layer, role->port));
  const WeftNode *from = wire != NULL ? weft_graph_find (graph, wire->from) : NULL;
  gsize length = strcspn (role->from, ".");

  return from != NULL && strncmp (from->layer->id, role->from, length) == 0
         && from->layer->id[length] == '\0'
         && wire->output == weft_node_find_output (from, role->from + length + 1);
}

static GArray *
find_layer (WeftGraph *graph, const WeftRecipeRole *role)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *layer = weft_role_get_layer (graph, role);

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (weft_role_names (layer, node->layer) && !(node->flags & WEFT_ROLE_LEFT)
          && (!role->acts || is_world (node, role))
          && (role->field == NULL || is_given (graph, node, role))
          && (role->from == NULL || is_from (graph, node, role)))
        g_array_append_val (nodes, node->id);
    }
  return nodes;
}

/* The one node of another role; nullable. */
static const WeftNode *
find_anchor (WeftGraph *graph, const WeftRecipe *recipe, const char *name)
{
  const WeftRecipeRole *role = &recipe->roles[weft_recipe_find_role (recipe, name)];
  g_autoptr (GArray) nodes = find_layer (graph, role);

  return nodes->len == 1 ? weft_graph_find (graph, g_array_index (nodes, gint64, 0)) : NULL;
}

/* Marks what is made from the node's outputs, and whatever else that takes. */
static void
mark_after (const WeftProgram *program, gint64 node, gboolean *marks)
{
  g_autofree gboolean *hangs = g_new0 (gboolean, program->values->len + 1);

  for (guint i = 0; i < program->values->len; i++)
    hangs[i]
        = value_at (program, i)->role == WEFT_VALUE_RESULT && value_at (program, i)->node == node;
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (program, k);
      gboolean follows = FALSE;

      for (guint i = 0; i < op->n_in; i++)
        follows |= op->in[i] >= 0 && hangs[op->in[i]];
      for (guint i = 0; follows && i < op->n_in; i++)
        if (op->in[i] >= 0)
          marks[op->in[i]] = TRUE;
      for (guint o = 0; follows && o < op->n_out; o++)
        hangs[op->out[o]] = TRUE;
    }
}

/* Whether one of the node's own ops gives it. */
static gboolean
is_own (const WeftProgram *program, gint64 node, int value)
{
  return value_at (program, value)->role == WEFT_VALUE_RESULT
         && value_at (program, value)->node == node;
}

/* What flows into that input of the node: its op has one of that name, or its ops read what comes
 * in in the order of the layer's ports. −1: nothing. */
static int
find_given (const WeftProgram *program, const WeftNode *node, const char *port)
{
  int given = weft_program_find_given (program, node->id, port),
      left = weft_layer_find_input (node->layer, port);

  for (guint k = 0; given < 0 && k < program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (program, k);

      for (guint i = 0; op->node == node->id && given < 0 && i < op->n_in; i++)
        if (op->in[i] >= 0 && !is_own (program, node->id, op->in[i]) && left-- == 0)
          given = op->in[i];
    }
  return given;
}

gboolean
weft_role_nodes_have (const GArray *nodes, gint64 node)
{
  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index (nodes, gint64, i) == node)
      return TRUE;
  return FALSE;
}

/* The nodes whose weights are marked. */
static GArray *
collect (const WeftProgram *program, const gboolean *marks)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < program->values->len; i++)
    if (marks[i] && value_at (program, i)->role == WEFT_VALUE_WEIGHT
        && !weft_role_nodes_have (nodes, value_at (program, i)->node))
      g_array_append_val (nodes, value_at (program, i)->node);
  return nodes;
}

/* Marks the weights of whatever takes none of the other roles. */
static void
mark_rest (const WeftProgram *program, WeftGraph *graph, const WeftRecipe *recipe, int index,
           gboolean *marks)
{
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = value_at (program, i);
      gboolean is_other = FALSE;

      if (marks[i] || value->role != WEFT_VALUE_WEIGHT)
        continue;
      for (int k = 0; recipe->roles[k].name != NULL && !is_other; k++)
        if (k != index && !recipe->roles[k].rest)
          {
            g_autoptr (GArray) nodes = weft_role_find_nodes (program, graph, recipe, k);

            is_other = weft_role_nodes_have (nodes, value->node);
          }
      marks[i] = !is_other;
    }
}

static gboolean
has_marked_weight (const WeftProgram *program, const gboolean *marks)
{
  for (guint i = 0; i < program->values->len; i++)
    if (marks[i] && value_at (program, i)->role == WEFT_VALUE_WEIGHT)
      return TRUE;
  return FALSE;
}

GArray *
weft_role_find_nodes (const WeftProgram *program, WeftGraph *graph, const WeftRecipe *recipe,
                      int index)
{
  const WeftRecipeRole *role = &recipe->roles[index];
  g_autofree gboolean *marks = g_new0 (gboolean, program->values->len + 1);
  const WeftNode *anchor;

  if (role->layer != NULL)
    return find_layer (graph, role);
  anchor = find_anchor (graph, recipe, role->before != NULL ? role->before : role->after);
  if (anchor == NULL)
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  if (role->after != NULL)
    mark_after (program, anchor->id, marks);
  else
    weft_program_mark_before (program, find_given (program, anchor, role->port), marks);
  if (role->rest && has_marked_weight (program, marks))
    mark_rest (program, graph, recipe, index, marks);
  return collect (program, marks);
}

/* Whether it stands more than once in the program, as groups around it are repeated. */
static gboolean
is_repeated (const WeftProgram *program, gint64 node)
{
  for (guint k = 0; k < program->ops->len; k++)
    if (op_at (program, k)->node == node && op_at (program, k)->repeat > 0)
      return TRUE;
  return FALSE;
}

static void
say_repeated (WeftGraph *graph, WeftReport *report, const WeftRecipe *recipe,
              const WeftRecipeRole *role, gint64 node)
{
  g_autofree char *label = weft_node_dup_label (weft_graph_find (graph, node));

  g_ptr_array_add (
      report->diagnostics,
      weft_diagnostic_new ("role-repeated", node, label, _ (recipe->title), _ (role->title), NULL));
}

/* A world of forces, where the recipe chooses among actions. */
static void
say_forces (WeftReport *report, const WeftRecipe *recipe, const WeftNode *data)
{
  g_autofree char *label = weft_node_dup_label (data);

  g_ptr_array_add (report->diagnostics,
                   weft_diagnostic_new ("role-forces", data->id, label, _ (recipe->title),
                                        _ (get_world (data)->title), NULL));
}

static void
say_missing (WeftGraph *graph, WeftReport *report, const WeftRecipe *recipe,
             const WeftRecipeRole *role)
{
  WeftDiagnostic *diagnostic
      = weft_diagnostic_new ("role-missing", 0, _ (recipe->title), _ (role->title),
                             _ (weft_role_get_help (graph, role)), NULL);

  diagnostic->param = role->name;
  g_ptr_array_add (report->diagnostics, diagnostic);
}

/* FALSE: there is something to be said, and of the roles that follow from it nothing. */
static gboolean
check_role (const WeftProgram *program, WeftGraph *graph, WeftReport *report,
            const WeftRecipe *recipe, int i)
{
  const WeftRecipeRole *role = &recipe->roles[i];
  g_autoptr (GArray) nodes = weft_role_find_nodes (program, graph, recipe, i);

  if (nodes->len == 0 && role->acts && !role->forces && find_forces (graph) != NULL)
    say_forces (report, recipe, find_forces (graph));
  else if (nodes->len == 0)
    say_missing (graph, report, recipe, role);
  else if (role->layer != NULL && nodes->len > 1)
    {
      gint64 second = g_array_index (nodes, gint64, 1);
      g_autofree char *label = weft_node_dup_label (weft_graph_find (graph, second));

      g_ptr_array_add (report->diagnostics,
                       weft_diagnostic_new ("role-twice", second, label, _ (recipe->title),
                                            _ (role->title), NULL));
    }
  else if (role->layer != NULL && is_repeated (program, g_array_index (nodes, gint64, 0)))
    {
      say_repeated (graph, report, recipe, role, g_array_index (nodes, gint64, 0));
      return FALSE;
    }
  return nodes->len == 1 || (nodes->len > 1 && role->layer == NULL);
}

/* Somebody is to be imitated, and nobody is there. */
static void
check_teacher (WeftGraph *graph, WeftReport *report, const WeftRecipe *recipe, const WeftNode *data)
{
  static const char param[] = "imitation_steps";
  const WeftEnvironment *world = get_world (data);
  WeftDiagnostic *diagnostic;
  gint64 steps = 0;

  if (world == NULL || world->teach != NULL || weft_params_find (recipe->params, param) == NULL
      || !g_variant_lookup (weft_graph_get_training (graph), param, "x", &steps) || steps == 0)
    return;
  diagnostic = weft_diagnostic_new ("no-teacher", 0, _ (world->title), NULL);
  diagnostic->param = param;
  g_ptr_array_add (report->diagnostics, diagnostic);
}

void
weft_roles_check (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  const WeftRecipe *recipe;
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (graph));
  recipe = weft_recipe_get (training.recipe);
  for (int i = 0; recipe->roles != NULL && recipe->roles[i].name != NULL; i++)
    if (!check_role (program, graph, report, recipe, i))
      return;
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    check_teacher (graph, report, recipe, weft_graph_get_node (graph, i));
}

void
weft_fix_act_by_forces (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftRecipe *recipe;

  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    for (int k = 0; recipe->roles != NULL && recipe->roles[k].name != NULL; k++)
      if (recipe->roles[k].acts && recipe->roles[k].forces)
        {
          g_autofree char *label = g_strdup_printf (_ ("Learn by %s"), _ (recipe->title));
          g_autoptr (WeftEdit) edit
              = weft_edit_set_training ("recipe", g_variant_new_string (recipe->id));

          weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
        }
}
