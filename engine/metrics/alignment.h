/* alignment: what is read out of scores of labels and a blank at each step, as a network says them
 * that was trained by CTC: labels that stand side by side count once, blanks go (Graves et al.
 * 2006)
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Scores (n, classes), before the soft-max, of the steps that are real. */
typedef struct
{
  const float *scores;
  gint64 n, classes;
  gint64 blank;
} WeftAlignment;

/* The likeliest class of each step, read. tokens: room for n; how many there are. */
gint64 weft_alignment_read (const WeftAlignment *alignment, gint64 *tokens);
/* The likeliest string as far as a beam sees: `beam` beginnings of strings are followed beside each
 * other, each by all ways to say it together. likelihood: nullable, log p of what was found, of the
 * ways that were followed. */
gint64 weft_alignment_search (const WeftAlignment *alignment, guint beam, gint64 *tokens,
                              double *likelihood);
