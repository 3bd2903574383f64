/* optim-cases: optimisers with the settings that their rows ask tests to try, on a few weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "engine/ops/op.h"
#include "engine/optim/optimizer.h"

#define OPTIM_STEPS 20
#define OPTIM_WEIGHTS 7
#define OPTIM_ROWS 5 /* as many times so many numbers are a matrix */

typedef struct
{
  const WeftOptimizer *row;
  gpointer settings; /* owned */
} OptimCase;

typedef struct
{
  float *w;
  const float *g;
  float *slot[3];
} OptimArrays;

static inline const WeftOptimizer *
optim_find (const char *id, int level)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    if (g_str_equal (weft_optimizer_get ((int) i, 0)->id, id))
      return weft_optimizer_get ((int) i, level);
  g_assert_not_reached ();
}

static inline void
optim_case_clear (gpointer data)
{
  g_free (((OptimCase *) data)->settings);
}

/* Every case of every row; OptimCase, transfer full. */
static inline GArray *
optim_cases (int level)
{
  GArray *cases = g_array_new (FALSE, FALSE, sizeof (OptimCase));

  g_array_set_clear_func (cases, optim_case_clear);
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      const WeftOptimizer *row = weft_optimizer_get ((int) i, level);
      g_auto (GStrv) texts = g_strsplit (row->cases, ";", -1);

      for (char **text = texts; *text != NULL; text++)
        {
          g_autoptr (GVariant) values
              = g_variant_parse (G_VARIANT_TYPE_VARDICT, *text, NULL, NULL, NULL);
          OptimCase c = { row, weft_optimizer_load (row, values) };

          g_assert_nonnull (values);
          g_array_append_val (cases, c);
        }
    }
  return cases;
}

static inline void
optim_case_step (const OptimCase *c, int step, double lr, const OptimArrays *arrays, gsize n)
{
  double sums[WEFT_UPDATE_SUMS] = { 0 };
  float *slot[3] = { NULL };
  gboolean is_matrix = n == (gsize) OPTIM_ROWS * OPTIM_WEIGHTS;
  WeftUpdatePart part = {
    arrays->w, arrays->g, slot, n, sums, is_matrix ? OPTIM_ROWS : 0, is_matrix ? OPTIM_WEIGHTS : 0
  };
  WeftUpdate update;

  for (guint s = 0; s < c->row->n_slots (c->settings); s++)
    slot[s] = arrays->slot[s];
  weft_update_prepare (&update, c->row, c->settings, lr, step);
  if (c->row->measure != NULL)
    c->row->measure (&update, &part, sums);
  if (c->row->turn != NULL && is_matrix)
    {
      g_autofree float *workspace
          = g_new (float, c->row->count_workspace (part.rows, part.columns));

      c->row->turn (&update, &part, workspace);
    }
  c->row->update (&update, &part);
}

/* w (n): OPTIM_STEPS steps from w = (i mod 7 − 3) / 4 under gradients that swing. */
static inline void
optim_case_run (const OptimCase *c, int level, float *w, gsize n)
{
  OptimCase there = { optim_find (c->row->id, level), c->settings };
  g_autofree float *g = g_new0 (float, n), *slots = g_new0 (float, 3 * n);

  for (gsize i = 0; i < n; i++)
    w[i] = 0.25f * ((float) (i % OPTIM_WEIGHTS) - 3);
  for (int step = 0; step < OPTIM_STEPS; step++)
    {
      for (gsize i = 0; i < n; i++)
        {
          double k = (double) (i % OPTIM_WEIGHTS), row = (double) (i / OPTIM_WEIGHTS);

          g[i] = (float) ((k + 1) / 4 * sin (1.3 * k + 0.7 * step + 0.3 * k * row));
        }
      optim_case_step (&there, step + 1, 0.02,
                       &(OptimArrays){ w, g, { slots, slots + n, slots + 2 * n } }, n);
    }
}
