/* graft: how much of what one network has learnt another one has taken */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  guint taken, of; /* tensors of weights and buffers, such as running means, and how many there are
                    */
  gint64 numbers;  /* in those that were taken */
  GPtrArray *left; /* sentences, translated, about those that stay as they were; owned */
} WeftGraft;

/* "12 of 14 tensors of weights taken." and what was left, with those of `left` behind it, at most
 * three of them. Transfer full. */
char *weft_graft_dup_words (const WeftGraft *graft);
void weft_graft_clear (WeftGraft *graft);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftGraft, weft_graft_clear)
