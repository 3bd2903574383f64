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

void weft_script_put (GString *text, const char *place, const char *what);
/* What forward is given, and how all that is loaded is called. */
void weft_script_put_fields (GString *text, const WeftScriptNet *net);
/* The losses, and how often it is right or how far off. */
void weft_script_put_loss (GString *text, const WeftScriptParts *script);
/* How many samples, or steps of them, a batch is the mean of. */
void weft_script_put_count (GString *text, const WeftScriptNet *net);
/* The order of an epoch's samples; where they differ in length those of like length are together.
 */
void weft_script_put_order (GString *text, const WeftModel *model);
/* A moving average of the weights, which judges and is kept in their place. */
void weft_script_put_average (GString *text, const WeftModel *model);
