/* inside-explained: why the network answers the sample as it does, in the place of a view of a node
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/inside/inside-view.h"

#define WEFT_MAX_EXPLAINERS 32

/* The numbers of the explainers that have something to say, in the table's order; how many. */
guint weft_inside_list_explainers (const WeftInsideLook *look, guint numbers[WEFT_MAX_EXPLAINERS]);
/* What the explainer of that number can be asked about: "What it says", then the classes; NULL:
 * nothing can be chosen. Transfer full. */
char **weft_inside_dup_units (const WeftInsideLook *look, guint explainer);
/* In words, as far as it is known; transfer full. */
char *weft_inside_dup_explained (const WeftInsideLook *look, guint number);
/* Whether that explainer lays samples out by the look's cloud. */
gboolean weft_inside_lays_out (guint number);
/* By the explainer of that number, as far as it is known. */
void weft_inside_draw_explained (const WeftInsideLook *look, guint number, cairo_t *cr,
                                 const WeftInsideBox *box);
