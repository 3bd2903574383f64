/* script-writing: what those share who write a network's lines
 *
 * A mark is \1, the node's id and \2; it stands anywhere in its line until all is put together. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/flat.h"
#include "projects/formats/pytorch/op-lines.h"
#include "projects/formats/pytorch/script-net.h"

#define WEFT_SCRIPT_MARK '\1'
#define WEFT_SCRIPT_MARK_END '\2'

typedef struct
{
  WeftModel *model;
  const WeftProgram *program;
  WeftReport *report;
  WeftFlat *flat;
  WeftScriptNet *net;
  WeftOpLines ops;
  gint64 shown_group, shown_repeat; /* that the lines before stand in */
  gboolean *is_judged;              /* of each value: it follows a contest */
  GHashTable *judged;               /* gint64: nodes that do */
  GPtrArray *fields; /* WeftScriptInput, of what is written now: the network's or the losses' */
} WeftScriptWriting;

void weft_script_append_mark (GString *out, gint64 node);
void weft_script_add_gap (WeftScriptWriting *writing, const WeftNode *node, const GError *problem);
/* Python's word for a field or its mask, which from then on is given. */
const char *weft_script_get_word (WeftScriptWriting *writing, const char *field);
/* The last line of forward, and the function of the losses. */
void weft_script_add_losses (WeftScriptWriting *writing);
