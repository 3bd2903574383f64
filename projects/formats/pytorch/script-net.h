/* script-net: a network as the lines of a PyTorch module, each with the node that it is of
 *
 * Groups are opened, and what is outside a network (its data) is what forward is given. What has no
 * form is left open and listed. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model.h"

/* What has no form in the program. */
typedef struct
{
  gint64 node;    /* 0: it is of the whole */
  char *what;     /* a layer's id, a setting; translated where it has a name */
  char *sentence; /* translated: why, and what is left */
} WeftScriptGap;

WeftScriptGap *weft_script_gap_new (gint64 node, const char *what, const char *sentence);
void weft_script_gap_free (WeftScriptGap *gap);

/* A field of the data that forward is given, and its word there. */
typedef struct
{
  const char *field; /* the data set's */
  char *word;
} WeftScriptInput;

typedef struct
{
  GString *init, *forward; /* lines, marked */
  GString *loss;           /* an expression over prediction and y, marked; empty: there is none */
  GString *helpers;        /* classes that they need; may be empty */
  GPtrArray *inputs;       /* WeftScriptInput */
  GPtrArray *gaps;         /* WeftScriptGap */
  const char *target;      /* the field that the loss's target is; NULL: none is */
} WeftScriptNet;

WeftScriptNet *weft_script_net_new (WeftModel *model);
void weft_script_net_free (WeftScriptNet *net);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftScriptNet, weft_script_net_free)
/* Takes the marks out of a text: the nodes of its lines, gint64, 0: of none; transfer full. */
GArray *weft_script_net_unmark (GString *text);
