/* script: a network as a PyTorch program, as a person would write it, in a folder with its weights
 * and its data
 *
 * For nets that learn by example; what a program of PyTorch would do otherwise is refused by name.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/pytorch/script-net.h"

/* A program to be read. */
typedef struct
{
  char *text;
  GArray *nodes;   /* gint64, of each line: the node that it says; 0: none */
  GPtrArray *gaps; /* WeftScriptGap: what has no form in it; then it is the network alone */
} WeftScript;

/* train.py; transfer full. */
char *weft_script_make (WeftModel *model, const char *title, GError **error);
/* The same to be read, whatever it leaves out; transfer full. */
WeftScript *weft_script_read (WeftModel *model, const char *title);
void weft_script_free (WeftScript *script);
/* Of a field, or the mask of one, that a model's network reads or is judged by; NULL: it has none
 * of that name. */
const WeftFeed *weft_script_find_feed (const WeftModel *model, const char *name);
/* What it is called in data.npz, where its mean is NAME.mean and NAME.steps says to how many steps
 * those of each length are padded; transfer full. */
char *weft_script_dup_array_name (const char *field, gboolean is_target);
/* Of all that the network and its losses are given. */
gsize weft_script_count_bytes (const WeftModel *model, const WeftScriptNet *net);
/* data.npz: what forward is given and y of all samples, x as it was before it was standardised,
 * with the means and deviations if it is; which samples each part has; and the losses of the first
 * steps from these weights, without dropout. Blocks for as long as these take; the thread's own
 * errand is told of each, and may cancel them. WEFT_ERROR_NUMBERS: they failed. Transfer full. */
GByteArray *weft_script_make_data (WeftModel *model, const WeftState *state, GError **error);
