/* plane-curve: y = f (x) as a person writes it, worked out for a number
 *
 * Numbers, x, pi, + − * / ^, parentheses, and sin, cos, tan, exp, log, sqrt and abs of one. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* y is not finite where the curve has no value. WEFT_ERROR_INVALID, with the place at which the
 * text is wrong. Any thread. */
gboolean weft_curve_evaluate (const char *text, double x, double *y, GError **error);
