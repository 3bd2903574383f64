/* fix-role: what a recipe asks of the graph is added, or takes part again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/diagnostic-private.h"

#include <glib/gi18n-lib.h>

#include "engine/environments/environment.h"
#include "engine/graph/training.h"
#include "engine/plan/ending.h"
#include "engine/plan/roles.h"
#include "engine/plan/sketch.h"

static const WeftRecipe *
get_recipe (WeftGraph *graph)
{
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (graph));
  return weft_recipe_get (training.recipe);
}

/* --- a world to act in --- */

static const WeftRecipeRole *
find_acting (const WeftRecipe *recipe)
{
  for (const WeftRecipeRole *role = recipe->roles; role != NULL && role->name != NULL; role++)
    if (role->acts)
      return role;
  return NULL;
}

/* The first that the role takes; nullable. */
static const WeftEnvironment *
choose_world (const WeftRecipeRole *role)
{
  guint n;
  const WeftEnvironment *const *worlds = weft_environments (&n);

  for (guint i = 0; i < n; i++)
    if (weft_role_takes_world (role, worlds[i]))
      return worlds[i];
  return NULL;
}

static GVariant *
dup_source (const WeftEnvironment *world)
{
  return g_variant_ref_sink (g_variant_new_parsed ("{'source': <%s>}", world->id));
}

static void
offer_new_world (WeftGraph *graph, WeftDiagnostic *diagnostic, const WeftEnvironment *world,
                 const char *label)
{
  g_autofree char *name = weft_graph_dup_free_name (graph, "data");
  g_autoptr (GVariant) params = dup_source (world);
  WeftNode node = { .id = weft_graph_get_next_id (graph),
                    .name = name,
                    .layer = weft_layer_find ("data"),
                    .params = params };
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();

  g_ptr_array_add (edits, weft_edit_add_node (&node));
  weft_fix_offer (diagnostic, edits, N_ ("Use data"), label);
}

static void
offer_world (WeftGraph *graph, WeftDiagnostic *diagnostic, const WeftRecipeRole *role)
{
  const WeftEnvironment *world = choose_world (role);
  const WeftNode *data = weft_ending_find_data (graph);
  g_autofree char *label = NULL;
  g_autoptr (GPtrArray) edits = NULL;

  if (world == NULL)
    return;
  label = g_strdup_printf (_ ("Use “%s”"), _ (world->title));
  if (data == NULL)
    {
      offer_new_world (graph, diagnostic, world, label);
      return;
    }
  edits = weft_fix_new_edits ();
  g_ptr_array_add (edits,
                   weft_edit_set_param (data->id, "source", g_variant_new_string (world->id)));
  weft_fix_offer (diagnostic, edits, N_ ("Use data"), label);
}

void
weft_fix_offer_world (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const WeftRecipeRole *role = find_acting (get_recipe (graph));

  if (role != NULL)
    offer_world (graph, diagnostic, role);
}

/* --- any other role --- */

/* A node of that layer that was told to take no part; nullable. */
static const WeftNode *
find_idle (WeftGraph *graph, const WeftRecipeRole *role)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (weft_role_names (weft_role_get_layer (graph, role), node->layer)
          && node->flags & WEFT_ROLE_LEFT)
        return node;
    }
  return NULL;
}

static void
offer_part (WeftDiagnostic *diagnostic, const WeftNode *node)
{
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();
  g_autofree char *title = weft_node_dup_title (node);
  g_autofree char *label = g_strdup_printf (_ ("Let %s take part"), title);

  for (const WeftFlag *flag = weft_flags; flag->name != NULL; flag++)
    if (node->flags & flag->flag & WEFT_ROLE_LEFT)
      g_ptr_array_add (edits, weft_edit_set_flag (node->id, flag->flag, FALSE));
  weft_fix_offer (diagnostic, edits, N_ ("Let take part"), label);
}

static void
offer_brought (WeftDiagnostic *diagnostic)
{
  weft_diagnostic_add_fix (diagnostic, NULL, "bring-network", _ ("Take it from a project…"));
}

gboolean
weft_fix_offer_brought (WeftGraph *graph, const WeftNode *node, WeftDiagnostic *diagnostic)
{
  const WeftRecipe *recipe = get_recipe (graph);

  for (const WeftRecipeRole *role = recipe->roles; role != NULL && role->name != NULL; role++)
    if (role->brought && g_strcmp0 (role->port, diagnostic->port) == 0
        && weft_role_names (recipe->roles[weft_recipe_find_role (recipe, role->before)].layer,
                            node->layer))
      {
        offer_brought (diagnostic);
        return TRUE;
      }
  return FALSE;
}

void
weft_fix_add_role (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftRecipe *recipe = get_recipe (graph);
  const WeftRecipeRole *role = &recipe->roles[weft_recipe_find_role (recipe, diagnostic->param)];
  const WeftNode *idle = find_idle (graph, role);
  const char *sketch = weft_role_get_sketch (graph, role);
  g_autofree char *label = g_strdup_printf (_ ("Add %s"), _ (role->title));
  g_autoptr (WeftEdit) edit = NULL;

  if (role->acts)
    {
      offer_world (graph, diagnostic, role);
      return;
    }
  if (role->brought)
    offer_brought (diagnostic);
  if (idle != NULL)
    offer_part (diagnostic, idle);
  if (sketch != NULL)
    edit = weft_sketch_dup_edit (sketch, graph, report, N_ ("Add what is missing"));
  if (edit != NULL)
    weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

/* Where a role is missing, that has the button. */
static gboolean
is_role_missing (const WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    if (g_str_equal (((const WeftDiagnostic *) report->diagnostics->pdata[i])->code,
                     "role-missing"))
      return TRUE;
  return FALSE;
}

gboolean
weft_fix_offer_network (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftRecipe *recipe = get_recipe (graph);
  g_autoptr (WeftEdit) edit = NULL;

  if (is_role_missing (report))
    return TRUE;
  if (recipe->sketch == NULL)
    return FALSE;
  edit = weft_sketch_dup_edit (recipe->sketch, graph, report, N_ ("Add a network"));
  if (edit != NULL)
    weft_diagnostic_add_fix (diagnostic, edit, "edit", _ ("Add a network"));
  return edit != NULL;
}
