/* roles: which nodes take the roles that a recipe asks for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/environments/environment.h"
#include "engine/graph/recipe.h"
#include "engine/plan/program.h"

/* A node with one of these flags takes no part, and no role. */
#define WEFT_ROLE_LEFT (WEFT_NODE_MUTED | WEFT_NODE_BYPASSED)

/* gint64 ids of the nodes of that role; empty: nothing takes it. Transfer full. */
GArray *weft_role_find_nodes (const WeftProgram *program, WeftGraph *graph,
                              const WeftRecipe *recipe, int role);
/* The layer whose node takes the role, and where it is looked for: of some roles others where the
 * data is a world of forces. Of a role without a layer NULL. */
const char *weft_role_get_layer (WeftGraph *graph, const WeftRecipeRole *role);
const char *weft_role_get_help (WeftGraph *graph, const WeftRecipeRole *role); /* not translated */
/* How it may look; nullable. */
const char *weft_role_get_sketch (WeftGraph *graph, const WeftRecipeRole *role);
/* Whether the role is to act in such a world. */
gboolean weft_role_takes_world (const WeftRecipeRole *role, const WeftEnvironment *world);
/* The first of the table by which a network can learn to act there; nullable. */
const WeftRecipe *weft_role_find_recipe (const WeftEnvironment *world);
/* Whether that layer is one of "mse|mae"; layers: nullable. */
gboolean weft_role_names (const char *layers, const WeftLayer *layer);
/* Whether the node is one of what weft_role_find_nodes gave. */
gboolean weft_role_nodes_have (const GArray *nodes, gint64 node);
/* Adds what is to be said of the roles of the recipe in the settings. program: whole. */
void weft_roles_check (const WeftProgram *program, WeftGraph *graph, WeftReport *report);
