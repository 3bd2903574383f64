/* python-text: values and expressions as a Python program has them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/param/param.h"

/* 3, 0.001, True, "same", (5, 3), 5 of (5, 5); None of what is left out. */
void weft_python_append_value (GString *out, GVariant *value);
/* The expression of a row's `pytorch`, with the settings' values (of rows; values nullable) in
 * place of their names, and other words as `words` has them: name, text, …, NULL. As people write
 * it: without blanks before brackets. */
void weft_python_append_expression (GString *out, const char *expression, const WeftParam *rows,
                                    GVariant *values, const char *const *words);
/* "Conv2d" of "torch.nn.Conv2d"; NULL: it is no module of torch.nn. */
const char *weft_python_get_module (const char *pytorch);
