/* own-settings: what an optimiser has in place of the defaults of the training table once it is
 * chosen
 *
 * A rate that suits one optimiser makes another fall apart. Who chooses one gets its own rate,
 * betas and so on wherever nothing else was set; what was set stays. Since what is chosen is
 * written into the settings like anything else, files mean what they always did. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/training.h"
#include "engine/graph/edit.h"

/* What a setting has that nobody set, under the values: the chosen optimiser's own, or the table's
 * default; name is of the table, or of a lane. NULL: nothing. Transfer full. */
GVariant *weft_own_settings_get (GVariant *values, const char *name);
/* The edit that sets name, NULL: as nobody had set it; of an optimiser, what follows from it too:
 * settings that are as the one before has them become as this one has them. Transfer full. */
WeftEdit *weft_own_settings_edit (GVariant *values, const char *name, GVariant *value);
