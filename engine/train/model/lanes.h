/* lanes: what a model's recipe asks for, made and freed with the model; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/recipes/recipe-run.h"
#include "engine/train/model/model.h"

void weft_model_load_recipe (WeftModel *model); /* from its settings */
void weft_model_find_roles (WeftModel *model, const WeftProgram *program);
void weft_model_list_own (WeftModel *model, const WeftProgram *program);
/* What a run of the model's recipe knows of model and state, its plans apart; lanes are the
 * caller's. */
WeftRecipeRun weft_model_begin_run (const WeftModel *model, const WeftProgram *program,
                                    WeftState *state);
void weft_model_clear_recipe (WeftModel *model);
