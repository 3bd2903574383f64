/* weights: what a network begins with when it is not drawn: what another project has learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/weights.h"

#include <glib/gi18n.h>

#include "app/session/runs.h"
#include "engine/graph/training.h"
#include "engine/plan/check.h"
#include "engine/train/model/average.h"
#include "projects/formats/file-format.h"
#include "projects/store/store.h"

/* Of the newest run; the average that it judges by in place of the weights. */
static WeftState *
load_learnt (WeftStore *store, WeftGraph *graph, GError **error)
{
  WeftState *state = weft_runs_load_state (store, 0, -1, error);
  WeftTraining training;

  if (state == NULL)
    return NULL;
  weft_training_load (&training, weft_graph_get_training (graph));
  weft_average_swap (training.ema_decay, state);
  return state;
}

static gboolean
fail_unfit (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("Nothing that “%s” has learnt fits: weights are taken by a node that has the "
                  "same name in both networks, where their shapes agree."),
               name);
  return FALSE;
}

static gboolean
take_project (WeftState *state, WeftGraph *graph, const char *prefix, const char *path,
              WeftWeightsTaken *taken, GError **error)
{
  WeftStore *store = weft_store_open (path, WEFT_STORE_READ, error);
  g_autoptr (WeftGraph) other = store != NULL ? weft_store_load_graph (store, error) : NULL;
  g_autoptr (WeftState) learnt = other != NULL ? load_learnt (store, other, error) : NULL;
  g_autoptr (GPtrArray) weights = learnt != NULL ? weft_weights_list (other, learnt, error) : NULL;

  if (store != NULL)
    weft_store_close (store, NULL);
  if (weights == NULL)
    return FALSE;
  taken->rows = weft_weights_fit (state, graph, prefix, weights, &taken->graft);
  return taken->graft.taken > 0 || fail_unfit (path, error);
}

/* A file of weights alone, not a project. */
static gboolean
take_file (WeftState *state, WeftGraph *graph, const char *prefix, const char *path,
           const WeftFormat *format, WeftWeightsTaken *taken, GError **error)
{
  g_autoptr (GPtrArray) weights = format->read_weights (path, error);

  if (weights == NULL)
    return FALSE;
  taken->rows = weft_weights_fit (state, graph, prefix, weights, &taken->graft);
  return taken->graft.taken > 0 || fail_unfit (path, error);
}

void
weft_weights_taken_clear (WeftWeightsTaken *taken)
{
  weft_graft_clear (&taken->graft);
  g_clear_pointer (&taken->rows, g_ptr_array_unref);
}

gboolean
weft_weights_take (WeftState *state, WeftGraph *graph, const char *prefix, const char *path,
                   WeftWeightsTaken *taken, GError **error)
{
  const WeftFormat *format = weft_format_find_reader (path);

  if (format != NULL)
    return take_file (state, graph, prefix, path, format, taken, error);
  return take_project (state, graph, prefix, path, taken, error);
}
/* The role that is to be filled, and the node that waits for it; 0: there is none. */
static gint64
find_waiting (WeftGraph *graph, const WeftRecipeRole **role)
{
  WeftTraining training;
  const WeftRecipe *recipe;

  weft_training_load (&training, weft_graph_get_training (graph));
  recipe = weft_recipe_get (training.recipe);
  for (*role = recipe->roles; *role != NULL && (*role)->name != NULL; (*role)++)
    if ((*role)->brought)
      break;
  if (*role == NULL || (*role)->name == NULL)
    return 0;
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      int before = weft_recipe_find_role (recipe, (*role)->before);

      if (g_strcmp0 (recipe->roles[before].layer, node->layer->id) == 0)
        return node->id;
    }
  return 0;
}

WeftEdit *
weft_weights_dup_bringing (WeftGraph *graph, const char *path, GError **error)
{
  const WeftRecipeRole *role;
  gint64 node = find_waiting (graph, &role);
  WeftStore *store = node != 0 ? weft_store_open (path, WEFT_STORE_READ, error) : NULL;
  g_autoptr (WeftGraph) other = store != NULL ? weft_store_load_graph (store, error) : NULL;

  if (node == 0)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         _ ("Nothing in this network waits for another one: the recipe "
                            "“Distillation” and its loss do."));
  if (store != NULL)
    weft_store_close (store, NULL);
  return other != NULL ? weft_bring_dup_edit (graph, node, role->port, other, error) : NULL;
}

static gboolean
apply (WeftGraph *graph, WeftEdit *edit /* taken */, GError **error)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (WeftEdit) inverse = held != NULL ? weft_graph_apply (graph, held, error) : NULL;

  return inverse != NULL;
}

static gboolean
has_teacher (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (g_str_has_prefix (weft_graph_get_node (graph, i)->name, WEFT_BROUGHT))
      return TRUE;
  return FALSE;
}

/* What the checker would add of the recipe's roles. */
static gboolean
add_roles (WeftGraph *graph, WeftCatalog *catalog, GError **error)
{
  g_autoptr (WeftReport) report = weft_check (graph, catalog);

  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];
      const WeftFix *fix = diagnostic->fixes != NULL ? diagnostic->fixes->pdata[0] : NULL;

      if (g_str_equal (diagnostic->code, "role-missing") && fix != NULL && fix->edit != NULL)
        return apply (graph, weft_edit_ref (fix->edit), error);
    }
  return TRUE;
}

gboolean
weft_weights_bring_teacher (WeftGraph *graph, WeftCatalog *catalog, const char *path,
                            GError **error)
{
  if (has_teacher (graph))
    return TRUE;
  return apply (graph, weft_edit_set_training ("recipe", g_variant_new_string ("distillation")),
                error)
         && add_roles (graph, catalog, error)
         && apply (graph, weft_weights_dup_bringing (graph, path, error), error);
}
