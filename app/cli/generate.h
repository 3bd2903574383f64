/* generate: what a trained network makes of latent numbers (engine/train/answers/generation.h), as
 * a folder of files */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/replay.h"

typedef struct
{
  const char *path;   /* a table of latent numbers as is written, a row a sample; NULL: drawn */
  const char *folder; /* where it is written; NULL: nowhere */
  const char *film;   /* where a film goes that walks from each sample to the next; nullable */
  gboolean is_dark;   /* it */
  gint64 n;           /* samples that are drawn */
  guint64 seed;
} WeftGenerate;

/* "latent=PATH" as the one input: its path; else NULL. */
const char *weft_generate_find_input (char **inputs);
/* Whether a network makes samples of such numbers. */
gboolean weft_generate_can (const WeftReplayed *replayed);
/* By whatever is asked for. Writes the samples as weft run writes answers, and latent.csv: the
 * numbers that they are made of and what goes along with each. */
gboolean weft_generate_write (const WeftGenerate *generate, const WeftReplayed *replayed,
                              GError **error);
