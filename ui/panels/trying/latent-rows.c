/* latent-rows: the latent numbers of three samples, and what goes along with each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/latent-rows.h"

#include <string.h>

#include "engine/base/random.h"
#include "engine/data/like.h"

void
weft_latent_rows_begin (WeftLatentRows *rows, gint64 size)
{
  rows->size = size;
  for (int r = 0; r < WEFT_LATENT_ROWS; r++)
    rows->row[r].latent = g_new0 (float, size + 1);
}

void
weft_latent_rows_clear (WeftLatentRows *rows)
{
  for (int r = 0; r < WEFT_LATENT_ROWS; r++)
    {
      g_clear_pointer (&rows->row[r].latent, g_free);
      g_clear_pointer (&rows->row[r].order, weft_dataset_unref);
    }
}

void
weft_latent_rows_set_order (WeftLatentRows *rows, int row, WeftDataset *order)
{
  if (order == NULL)
    return;
  g_clear_pointer (&rows->row[row].order, weft_dataset_unref);
  rows->row[row].order = order;
}

void
weft_latent_rows_draw (WeftLatentRows *rows, int row)
{
  const WeftRandom random = { rows->drawn++, WEFT_STREAM_CHECK, 0 };

  for (gint64 i = 0; i < rows->size; i++)
    rows->row[row].latent[i] = weft_random_normal (&random, (guint64) i);
}

void
weft_latent_rows_copy (WeftLatentRows *rows, int from, int to)
{
  memcpy (rows->row[to].latent, rows->row[from].latent, (gsize) rows->size * sizeof (float));
  weft_latent_rows_set_order (rows, to, weft_dataset_ref (rows->row[from].order));
}

WeftGeneration *
weft_latent_rows_new_generation (const WeftLatentRows *rows)
{
  WeftShape shape = WEFT_SHAPE (WEFT_LATENT_ROWS, rows->size);
  WeftTensor *latent = weft_tensor_new (&shape);

  for (int r = 0; r < WEFT_LATENT_ROWS; r++)
    memcpy (weft_tensor_floats (latent) + r * rows->size, rows->row[r].latent,
            (gsize) rows->size * sizeof (float));
  return weft_generation_new (latent);
}

void
weft_latent_rows_add_walk (WeftGeneration *generation, int n)
{
  for (int i = 0; i < n; i++)
    weft_generation_add (generation, WEFT_LATENT_A, WEFT_LATENT_B, (double) i / (n - 1));
}

WeftQuestion *
weft_latent_rows_new_question (const WeftLatentRows *rows, WeftModel *model, WeftState *state,
                               WeftGeneration *generation, GError **error)
{
  g_autoptr (WeftDataset) asked = weft_dataset_new ();
  WeftDataset *orders[WEFT_LATENT_ROWS];

  for (int r = 0; r < WEFT_LATENT_ROWS; r++)
    orders[r] = rows->row[r].order;
  asked->name = g_strdup ("ordered");
  if (weft_like_join (asked, orders, WEFT_LATENT_ROWS, error)
      && weft_like_finish (asked, model->dataset, error))
    return weft_question_new_generation (model, asked, state, generation, error);
  g_clear_pointer (&state, weft_state_free);
  weft_generation_free (generation);
  return NULL;
}
