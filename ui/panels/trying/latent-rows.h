/* latent-rows: the latent numbers of three samples, and what goes along with each: what somebody
 * sees, and the two that he kept */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/question.h"

enum
{
  WEFT_LATENT_OWN,
  WEFT_LATENT_A,
  WEFT_LATENT_B,
  WEFT_LATENT_ROWS,
};

typedef struct
{
  float *latent;
  WeftDataset *order; /* one sample of the fields that go along with it */
} WeftLatentRow;

typedef struct
{
  gint64 size;   /* latent numbers of each */
  guint64 drawn; /* how often numbers were drawn */
  WeftLatentRow row[WEFT_LATENT_ROWS];
} WeftLatentRows;

void weft_latent_rows_begin (WeftLatentRows *rows, gint64 size); /* all numbers 0, no orders */
void weft_latent_rows_clear (WeftLatentRows *rows);
/* order: taken; NULL: it stays. */
void weft_latent_rows_set_order (WeftLatentRows *rows, int row, WeftDataset *order);
void weft_latent_rows_draw (WeftLatentRows *rows, int row);
void weft_latent_rows_copy (WeftLatentRows *rows, int from, int to);
/* Without samples; transfer full. */
WeftGeneration *weft_latent_rows_new_generation (const WeftLatentRows *rows);
/* n samples from A to B, both with them. */
void weft_latent_rows_add_walk (WeftGeneration *generation, int n);
/* state, generation: taken, state nullable. */
WeftQuestion *weft_latent_rows_new_question (const WeftLatentRows *rows, WeftModel *model,
                                             WeftState *state, WeftGeneration *generation,
                                             GError **error);
