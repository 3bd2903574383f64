/* formula-numbers: what signs and functions do in a formula of which every term is a number
 *
 * For a WeftFormulaMeaning: abs, cos, exp, log, sigmoid, sign, sin, sqrt, tan and tanh of one, max
 * and min of two. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/formula-reader.h"

WeftTerm weft_formula_join_numbers (WeftFormulaReader *reader, char op, WeftTerm a, WeftTerm b);
gboolean weft_formula_is_of_numbers (const char *name);
WeftTerm weft_formula_call_numbers (WeftFormulaReader *reader, const char *name,
                                    const WeftTerm *terms, guint n);
