/* brackets: rows of two kinds of brackets, of different length; 1 where each is closed in its turn
 *
 * How many there are of each says little: half of the faulty rows are sound ones with two of their
 * brackets exchanged, half have another bracket in one place. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/source.h"

#define LONGEST 24
#define DEFAULT_COUNT 2000

/* Token 0 stands for none: what shorter rows are filled up with. */
static const char *const words[] = { "", "(", ")", "[", "]", NULL };

typedef struct
{
  WeftRandom random;
  guint64 drawn;
} Draws;

static guint64
draw (Draws *draws, guint64 n)
{
  return weft_random_below (&draws->random, draws->drawn++, n);
}

static gboolean
is_sound (const gint64 *row, gint64 n)
{
  gint64 open[LONGEST], depth = 0;

  for (gint64 i = 0; i < n; i++)
    if (row[i] % 2 == 1)
      open[depth++] = row[i];
    else if (depth == 0 || open[--depth] != row[i] - 1)
      return FALSE;
  return depth == 0;
}

/* Opens or closes as it comes, as long as everything can still be closed. */
static void
write_sound (Draws *draws, gint64 *row, gint64 n)
{
  gint64 open[LONGEST], depth = 0;

  for (gint64 i = 0; i < n; i++)
    if (depth == 0 || (depth < n - i && draw (draws, 2) == 0))
      row[i] = open[depth++] = 1 + 2 * (gint64) draw (draws, 2);
    else
      row[i] = open[--depth] + 1;
}

static void
spoil (Draws *draws, gint64 *row, gint64 n)
{
  gint64 sound[LONGEST];

  memcpy (sound, row, (gsize) n * sizeof *row);
  do
    {
      guint64 a = draw (draws, (guint64) n), b = draw (draws, (guint64) n);

      memcpy (row, sound, (gsize) n * sizeof *row);
      if (draw (draws, 2) == 0)
        row[a] = 1 + (gint64) draw (draws, 4);
      else
        {
          row[a] = sound[b];
          row[b] = sound[a];
        }
    }
  while (is_sound (row, n));
}

static gboolean
draw_lengths (WeftDataset *dataset, WeftField *x, guint64 seed, GError **error)
{
  Draws draws = { { seed, WEFT_STREAM_SOURCE, 0 }, 0 };

  x->offsets = weft_memory_new ((gsize) (dataset->count + 1) * sizeof *x->offsets, error);
  for (gint64 i = 0; x->offsets && i < dataset->count; i++)
    x->offsets[i + 1] = x->offsets[i] + 2 + 2 * (gint64) draw (&draws, LONGEST / 2);
  return x->offsets && weft_dataset_allocate (dataset, x, error);
}

static void
fill (WeftField *x, gint64 *y, gint64 count, guint64 seed)
{
  Draws draws = { { seed, WEFT_STREAM_SOURCE, 1 }, 0 };

  for (gint64 i = 0; i < count; i++)
    {
      gint64 *row = (gint64 *) x->data + x->offsets[i], n = x->offsets[i + 1] - x->offsets[i];

      y[i] = i % 2;
      write_sound (&draws, row, n);
      if (!y[i])
        spoil (&draws, row, n);
    }
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  WeftField *x, *y;

  dataset->name = g_strdup ("brackets");
  dataset->title = g_strdup (weft_source_find ("brackets")->title);
  dataset->count = params->count > 0 ? params->count : DEFAULT_COUNT;
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS);
  x->shape = WEFT_SHAPE (LONGEST);
  x->shape.type = WEFT_I64;
  x->ragged = 0;
  x->class_names = g_strdupv ((char **) words);
  x->classes = (int) g_strv_length (x->class_names);
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = 2;
  y->class_names = g_strdupv ((char *[]){ N_ ("faulty"), N_ ("sound"), NULL });
  if (!draw_lengths (dataset, x, seed, error) || !weft_dataset_allocate (dataset, y, error))
    return NULL;
  fill (x, y->data, dataset->count, seed);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

const WeftSource weft_source_brackets = {
  .id = "brackets",
  .title = N_ ("Brackets"),
  .fields = "x y x_mask",
  .make = make,
};
