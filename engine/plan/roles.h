/* roles: which nodes take the roles that a recipe asks for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/recipe.h"
#include "engine/plan/program.h"

/* gint64 ids of the nodes of that role; empty: nothing takes it. Transfer full. */
GArray *weft_role_find_nodes (const WeftProgram *program, WeftGraph *graph,
                              const WeftRecipe *recipe, int role);
/* Whether the node is one of what weft_role_find_nodes gave. */
gboolean weft_role_nodes_have (const GArray *nodes, gint64 node);
/* Adds what is to be said of the roles of the recipe in the settings. program: whole. */
void weft_roles_check (const WeftProgram *program, WeftGraph *graph, WeftReport *report);
