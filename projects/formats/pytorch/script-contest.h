/* script-contest: a generator and a discriminator that learn against each other, as a program of
 * PyTorch has them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/pytorch/script-parts.h"
#include "projects/formats/pytorch/script-writing.h"

gboolean weft_script_is_contest (const WeftModel *model);
/* Which values and nodes follow the contest, if there is one. */
void weft_script_find_judged (WeftScriptWriting *writing);
gboolean weft_script_is_judged (const WeftScriptWriting *writing, gint64 node);
/* A line of forward, behind the contest: what meets there. */
void weft_script_add_meeting (WeftScriptWriting *writing, const WeftNode *node);
/* The discriminator's method around its lines, and where forward calls it. */
void weft_script_add_judge (WeftScriptWriting *writing);
/* "a, b"; transfer full. */
char *weft_script_dup_list (const GPtrArray *words);
/* Whether there are steps in which only one of both learns. */
gboolean weft_script_takes_turns (const WeftModel *model);
/* Whether the discriminator is held to be no steeper than 1. */
gboolean weft_script_has_penalty (const WeftModel *model);
/* Whether what a step does hangs on its number. */
gboolean weft_script_counts_steps (const WeftModel *model);
/* What of the contest's a program would have otherwise; NULL: nothing. */
const char *weft_script_find_uncontested (const WeftModel *model, const WeftProgram *program);
/* Lines that make both optimisers and their schedules; transfer full. */
char *weft_script_dup_movers (const WeftScriptParts *script);
/* The discriminator's loss, and a step of both; transfer full. */
char *weft_script_dup_contest (const WeftScriptParts *script);
