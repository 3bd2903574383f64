/* tex: words of a note as Pango markup: a little Markdown, and between dollar signs a little TeX
 *
 * Of TeX: letters and operators by name (\alpha, \sum, \leq), _ and ^ with one sign or {…}, \frac,
 * \sqrt, \hat, \bar, \tilde, \dot, \vec, \mathbf, \mathbb, \mathrm, \text. What it does not know
 * stays as it was typed. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Always whole markup, whatever the text; transfer full. */
char *weft_tex_dup_markup (const char *text);
