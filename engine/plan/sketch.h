/* sketch: nodes and wires in a few words, drawn into a graph for its data
 *
 * Ways, parted by "; ". A way leads through stops, parted by " | ", from the first output of each
 * to the first input of the next; a stop is NAME, or NAME LAYER PARAM=VALUE … for a node that is to
 * be made, called so for the rest of the sketch. NAME.PORT: another output, where it begins a way,
 * else another input. There already: `data`, the one data node; `end`, where the chain that leads
 * from it ends; @LAYER, the last node of that layer. Values: {x}, how many numbers a sample of x
 * has; {shape}, its dimensions; {words}, how many there are of its tokens; {y}, how wide what is
 * said of it is. In front of a stop that is made:
 *
 *   !      only where there is no chain yet: `end` is the data
 *
 *   ?      only where samples of x are more than a row of numbers
 *
 *   +      into every wire that leads out of the stop before it, but to a loss
 *
 *   =NAME  with the weights of that node
 *
 * A way that is "alone" mutes every loss that is there. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

/* The sketch as one edit, called `label` (N_ ()); NULL: the data that it is to be drawn for is not
 * known, or it cannot stand there. Transfer full. */
WeftEdit *weft_sketch_dup_edit (const char *sketch, WeftGraph *graph, const WeftReport *report,
                                const char *label);
