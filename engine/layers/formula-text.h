/* formula-text: arithmetic that a person wrote, made into ops
 *
 * Numbers, inputs a, b, c …, + − * / ^, parentheses, min and max of two, and every unit of
 * engine/ops/units.h by its id, its parameters behind its input: clamp (a, 0, 1). What has numbers
 * alone is worked out here. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

/* in[]: n of them, WEFT_NONE where nothing is wired. WEFT_NONE and a diagnostic that names the
 * place where the text is wrong. */
WeftValue weft_formula_build (WeftBuilder *b, const char *text, const WeftValue *in, guint n);

/* units.c: whether there is such a unit, and how many parameters it has. */
gboolean weft_unit_find (const char *id, guint *n_params);
/* Its op on x, with the first n of its parameters. */
WeftValue weft_unit_apply (WeftBuilder *b, const char *id, const double *numbers, guint n,
                           WeftValue x);
