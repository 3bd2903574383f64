/* place-world: what a world that was chosen lacks: a way to learn to act in it, and a network */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/place-private.h"

#include "engine/graph/training.h"
#include "engine/plan/ending.h"
#include "engine/plan/roles.h"

#define MOST_OFFERS 4 /* a role each */
#define RATE 0.001
#define EPOCHS 1000 /* of a network that makes its own samples: what it shows, comes late */

/* What the checker says where a network, or a part of one, is missing; its first cure adds it. */
static const char *const lacks[] = { "no-loss", "role-missing", NULL };

static const WeftEnvironment *
find_world (const WeftNode *data)
{
  g_autoptr (GVariant) source = data != NULL ? weft_node_get_param (data, "source") : NULL;

  return source != NULL ? weft_environment_find (g_variant_get_string (source, NULL)) : NULL;
}

/* The role to act of the recipe in the settings; nullable. */
static const WeftRecipeRole *
find_acting (WeftGraph *graph)
{
  WeftTraining training;
  const WeftRecipeRole *role;

  weft_training_load (&training, weft_graph_get_training (graph));
  for (role = weft_recipe_get (training.recipe)->roles; role != NULL && role->name != NULL; role++)
    if (role->acts)
      return role;
  return NULL;
}

/* FALSE: nothing is missing any more that the checker could add. */
static gboolean
add_one (WeftPlacing *placing, WeftCatalog *catalog)
{
  g_autoptr (WeftReport) report = weft_check (placing->scratch, catalog);

  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];
      const WeftFix *fix = diagnostic->fixes != NULL && diagnostic->fixes->len > 0
                               ? diagnostic->fixes->pdata[0]
                               : NULL;

      if (fix != NULL && fix->edit != NULL && g_strv_contains (lacks, diagnostic->code))
        return weft_placing_apply_each (placing, fix->edit);
    }
  return FALSE;
}

static gboolean
has_setting (const WeftPlacing *placing, const char *key)
{
  GVariant *values = weft_graph_get_training (placing->scratch);
  g_autoptr (GVariant) chosen = values != NULL ? g_variant_lookup_value (values, key, NULL) : NULL;

  return chosen != NULL;
}

/* As starter networks have it: what the network learns from moves on while it learns, and plain
 * steps do not follow. What somebody chose stays. */
static void
set_pace (WeftPlacing *placing)
{
  if (!has_setting (placing, "epochs"))
    weft_placing_apply (placing, weft_edit_set_training ("epochs", g_variant_new_int64 (EPOCHS)));
  if (has_setting (placing, "optimizer") || has_setting (placing, "lr"))
    return;
  weft_placing_apply (placing, weft_edit_set_training ("optimizer", g_variant_new_string ("adam")));
  weft_placing_apply (placing, weft_edit_set_training ("lr", g_variant_new_double (RATE)));
}

gboolean
weft_placing_act (WeftPlacing *placing, WeftCatalog *catalog)
{
  const WeftEnvironment *world = find_world (weft_ending_find_data (placing->scratch));
  const WeftRecipe *recipe = world != NULL ? weft_role_find_recipe (world) : NULL;
  const WeftRecipeRole *role = find_acting (placing->scratch);

  if (recipe == NULL || weft_graph_get_n_nodes (placing->scratch) != 1
      || (role != NULL && !weft_role_takes_world (role, world)))
    return FALSE; /* what does not fit a recipe that somebody chose is said, with its cures */
  if (role == NULL)
    weft_placing_apply (placing,
                        weft_edit_set_training ("recipe", g_variant_new_string (recipe->id)));
  set_pace (placing);
  for (int i = 0; i < MOST_OFFERS && add_one (placing, catalog); i++)
    continue;
  return TRUE;
}
