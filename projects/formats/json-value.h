/* json-value: one value of the text form as a GVariant, and back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/param/param.h"

/* x, d, b, s, av, a{sv}; null, which no value of a graph is, gives NULL. Transfer full, sunk. */
GVariant *weft_json_to_variant (JsonNode *node);
/* A parameter's value as JSON gives it, in canonical form; sunk, transfer full. The error names the
 * value where it is a word ("sgdd"), with the nearest choice. */
GVariant *weft_json_coerce (const WeftParam *param, GVariant *value, GError **error);

/* A parameter as the window names it, and as it is written in the text: "Learning rate (lr)". */
char *weft_json_dup_both_names (const WeftParam *param);

/* Reads back to the very same bits: the fewest digits that do. */
void weft_json_append_double (GString *out, double value);
void weft_json_append_string (GString *out, const char *text); /* quoted and escaped */
void weft_json_append_variant (GString *out, GVariant *value);
/* As people write it: a SIZE2 or PADDING of equal parts is one number. */
void weft_json_append_param (GString *out, const WeftParam *param, GVariant *value);

/* "; did you mean “units”?" or "": what of the NULL-terminated names is nearest to the word. */
char *weft_json_dup_hint (const char *word, const char *const *names);
