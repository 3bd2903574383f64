/* crowd: which of many boxes are near: a grid over them; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/crowd.h"

#include <math.h>

#define FEW 64 /* up to here a look at each is no slower */
#define FARTHEST 1e9
#define CELL 192.0 /* px: a node and its gap */

struct _WeftCrowd
{
  const WeftBox *boxes;
  guint n;
  GHashTable *cells; /* key of a cell → GArray of guint; NULL: few */
  double top, bottom;
};

typedef struct
{
  gint64 left, top, right, bottom;
} Cells;

/* Places that no hand chose may lie anywhere. */
static gint64
get_cell (double v)
{
  return (gint64) floor (CLAMP (v, -FARTHEST, FARTHEST) / CELL);
}

static Cells
get_cells (const WeftBox *box)
{
  return (Cells){ get_cell (box->x), get_cell (box->y), get_cell (box->x + box->w),
                  get_cell (box->y + box->h) };
}

static gint64
get_key (gint64 x, gint64 y)
{
  return x * (G_GINT64_CONSTANT (1) << 31) + y;
}

static void
put_in_cells (WeftCrowd *crowd, guint i)
{
  Cells cells = get_cells (&crowd->boxes[i]);

  for (gint64 x = cells.left; x <= cells.right; x++)
    for (gint64 y = cells.top; y <= cells.bottom; y++)
      {
        gint64 key = get_key (x, y);
        GArray *cell = g_hash_table_lookup (crowd->cells, &key);

        if (cell == NULL)
          {
            cell = g_array_new (FALSE, FALSE, sizeof (guint));
            g_hash_table_insert (crowd->cells, g_memdup2 (&key, sizeof key), cell);
          }
        g_array_append_val (cell, i);
      }
}

void
weft_crowd_put (WeftCrowd *crowd, guint i)
{
  const WeftBox *box = &crowd->boxes[i];

  crowd->top = MIN (crowd->top, box->y);
  crowd->bottom = MAX (crowd->bottom, box->y + box->h);
  if (crowd->cells != NULL)
    put_in_cells (crowd, i);
}

static void
take_out (GArray *cell, guint i)
{
  for (guint k = 0; cell != NULL && k < cell->len; k++)
    if (g_array_index (cell, guint, k) == i)
      {
        g_array_remove_index_fast (cell, k);
        return;
      }
}

void
weft_crowd_take (WeftCrowd *crowd, guint i)
{
  Cells cells = get_cells (&crowd->boxes[i]);

  for (gint64 x = cells.left; crowd->cells != NULL && x <= cells.right; x++)
    for (gint64 y = cells.top; y <= cells.bottom; y++)
      {
        gint64 key = get_key (x, y);

        take_out (g_hash_table_lookup (crowd->cells, &key), i);
      }
}

static void
make_cells (WeftCrowd *crowd)
{
  crowd->cells
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
}

static gboolean
has_moved (const int *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    if (numbers[i] >= 0 && numbers[i] != (int) i)
      return TRUE;
  return FALSE;
}

void
weft_crowd_renumber (WeftCrowd *crowd, const int *numbers, const WeftBox *boxes, guint n)
{
  GHashTableIter iter;
  gpointer cell;
  gboolean moved = has_moved (numbers, crowd->n);

  crowd->boxes = boxes;
  crowd->n = n;
  if (crowd->cells == NULL && n > FEW)
    {
      make_cells (crowd);
      for (guint i = 0; i < n; i++)
        put_in_cells (crowd, i);
      return;
    }
  if (crowd->cells == NULL || !moved)
    return;
  g_hash_table_iter_init (&iter, crowd->cells);
  while (g_hash_table_iter_next (&iter, NULL, &cell))
    for (guint k = 0; k < ((GArray *) cell)->len; k++)
      {
        guint *i = &g_array_index ((GArray *) cell, guint, k);

        *i = (guint) numbers[*i];
      }
}

WeftCrowd *
weft_crowd_new (const WeftBox *boxes, guint n)
{
  WeftCrowd *crowd = g_new0 (WeftCrowd, 1);

  crowd->boxes = boxes;
  crowd->n = n;
  if (n > FEW)
    make_cells (crowd);
  crowd->top = n > 0 ? G_MAXDOUBLE : 0;
  crowd->bottom = n > 0 ? -G_MAXDOUBLE : 0;
  for (guint i = 0; i < n; i++)
    weft_crowd_put (crowd, i);
  return crowd;
}

void
weft_crowd_free (WeftCrowd *crowd)
{
  g_clear_pointer (&crowd->cells, g_hash_table_unref);
  g_free (crowd);
}

void
weft_crowd_get_extent (const WeftCrowd *crowd, double *top, double *bottom)
{
  *top = crowd->top;
  *bottom = crowd->bottom;
}

gboolean
weft_crowd_visit (const WeftCrowd *crowd, const WeftBox *area,
                  gboolean (*visit) (guint i, gpointer user), gpointer user)
{
  Cells cells = get_cells (area);
  double n_cells
      = (double) (cells.right - cells.left + 1) * (double) (cells.bottom - cells.top + 1);

  if (crowd->cells == NULL || n_cells > crowd->n)
    {
      for (guint i = 0; i < crowd->n; i++)
        if (visit (i, user))
          return TRUE;
      return FALSE;
    }
  for (gint64 x = cells.left; x <= cells.right; x++)
    for (gint64 y = cells.top; y <= cells.bottom; y++)
      {
        gint64 key = get_key (x, y);
        const GArray *cell = g_hash_table_lookup (crowd->cells, &key);

        for (guint i = 0; cell != NULL && i < cell->len; i++)
          if (visit (g_array_index (cell, guint, i), user))
            return TRUE;
      }
  return FALSE;
}
