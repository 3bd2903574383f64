/* script-net: a network as the lines of a PyTorch module, each with the node that it is of
 *
 * Groups are opened, and what is outside a network (its data) is what forward is given. What has no
 * form is left open and listed. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* What has no form in the program. */
typedef struct
{
  gint64 node;    /* 0: it is of the whole */
  char *what;     /* a layer's id, a setting; translated where it has a name */
  char *sentence; /* translated: why, and what is left */
} WeftScriptGap;

WeftScriptGap *weft_script_gap_new (gint64 node, const char *what, const char *sentence);
void weft_script_gap_free (WeftScriptGap *gap);

/* A field of the data, or the mask of its steps, that forward or the losses are given, and its word
 * there. */
typedef struct
{
  const char *field; /* the data set's, or its mask's */
  char *word;
} WeftScriptInput;

typedef struct
{
  GString *init, *forward; /* lines, marked */
  GString *loss; /* lines of a function of the answers and targets, marked; may be empty */
  /* Of a contest: lines of the discriminator's method, and of its loss; what that judges by. */
  GString *judge, *judge_loss;
  GPtrArray *judged;  /* char * */
  GString *renamed;   /* "\"conv_time2\": \"conv.2\"": modules, and what their weights are called */
  GString *helpers;   /* classes and functions that they need; may be empty */
  GPtrArray *inputs;  /* WeftScriptInput: what forward is given */
  GPtrArray *answers; /* char *: what it returns, the losses' */
  GPtrArray *targets; /* WeftScriptInput: what the losses are given besides */
  GPtrArray *gaps;    /* WeftScriptGap */
  /* Of the first loss that compares an answer with a field: both, the words that they have in the
   * function of the loss, the mask of the steps that count (nullable), and the axis over classes;
   * target NULL: none does. */
  const char *target, *counted;
  char *answer, *target_word, *counted_word;
  int axis;
} WeftScriptNet;

WeftScriptNet *weft_script_net_new (WeftModel *model);
void weft_script_net_free (WeftScriptNet *net);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftScriptNet, weft_script_net_free)
/* Takes the marks out of a text: the nodes of its lines, gint64, 0: of none; transfer full. */
GArray *weft_script_net_unmark (GString *text);
