/* script-parts: what of a program of PyTorch hangs on its data and on what the network is told by
 *
 * Each takes places of the template's, "@NAME@". */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/pytorch/script.h"

typedef struct
{
  WeftModel *model;
  const WeftProgram *program;
  WeftScriptNet *net;
} WeftScriptParts;

/* A part of a program, "train.py.in"; transfer full. */
GString *weft_script_load (const char *name);
void weft_script_put (GString *text, const char *place, const char *what);
/* What forward is given, and how all that is loaded is called. */
void weft_script_put_fields (GString *text, const WeftScriptNet *net);
/* How weights are called in the file, where that is not as modules are. */
void weft_script_put_names (GString *text, const WeftScriptNet *net);
/* The losses, and how often it is right or how far off. */
void weft_script_put_loss (GString *text, const WeftScriptParts *script);
/* How many samples, or steps of them, a batch is the mean of. */
void weft_script_put_count (GString *text, const WeftScriptNet *net);
/* The order of an epoch's samples; where they differ in length those of like length are together.
 */
void weft_script_put_order (GString *text, const WeftModel *model);
/* A line of evaluate that finds how often it is right, or how far off, and that figure's name;
 * NULL: there is none. */
const char *weft_script_append_figure (GString *out, const WeftScriptParts *script);
/* What moves the weights, how far, and what is added up for it (script-training.c). */
void weft_script_put_training (GString *text, const WeftScriptParts *script);
/* Whether nodes learn at paces of their own. */
gboolean weft_script_has_paces (const WeftScriptParts *script);
/* "CosineAnnealingLR(…)", of an optimiser that is called so, whose first rates are these. */
void weft_script_append_schedule (GString *out, const WeftScriptParts *script,
                                  const char *optimizer, const char *rates);
/* "ReduceLROnPlateau(…)", where the schedule follows what validation finds. */
void weft_script_append_plateau (GString *out, const WeftScriptParts *script,
                                 const char *optimizer);
/* Functions that such a schedule calls; transfer full. */
char *weft_script_dup_waves (const WeftScriptParts *script);
/* What follows from what validation finds at the end of an epoch: rates, and whether it stops. */
void weft_script_put_verdict (GString *text, const WeftScriptParts *script);
gboolean weft_script_stops_early (const WeftModel *model);
/* Which of what evaluate gives says what is best, "[0]"; NULL: it gives no such figure. */
const char *weft_script_get_judge (const WeftScriptParts *script, gboolean *more_is_better);
