/* detection: what the cells of pictures say beside the objects in them; back, to each number of a
 * cell by box, object or class */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  T,
  MASK,
};

enum
{
  OBJECT = 4,
  FIRST_CLASS,
};

typedef struct
{
  gsize n, i, j;
  gint64 object; /* among those of the picture; −1: none */
} Cell;

/* Of two boxes: their sides, and 1 − GIoU by the sides of the first. */
typedef struct
{
  double a[4], b[4]; /* left, top, right, bottom */
  double both, all, hull, by[4];
} Boxes;

static gsize
get_dim (const WeftWorking *w, int axis)
{
  return (gsize) weft_working_shape (w, X)->dims[axis];
}

static WeftWorkedNumber
get_x (const WeftWorking *w, const Cell *cell, gsize channel)
{
  return weft_working_in (
      w, X,
      ((cell->n * get_dim (w, 1) + channel) * get_dim (w, 2) + cell->i) * get_dim (w, 3) + cell->j);
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

static double
get_t (const WeftWorking *w, const Cell *cell, gsize k)
{
  gsize objects = (gsize) weft_working_shape (w, T)->dims[1];

  return weft_working_in (w, T, (cell->n * objects + (gsize) cell->object) * FIRST_CLASS + k)
      .number;
}

static gsize
find_place (double share, gsize cells)
{
  return (gsize) CLAMP ((float) share * (float) cells, 0.0f, (float) (cells - 1));
}

/* Of several objects the last one has the cell. */
static Cell
get_cell (const WeftWorking *w, gsize n, gsize i, gsize j)
{
  const float *mask = w->sight->n_in > MASK ? weft_working_floats (w->sight->in[MASK]) : NULL;
  gsize objects = (gsize) weft_working_shape (w, T)->dims[1];
  Cell cell = { n, i, j, -1 };
  gint64 found = -1;

  for (gsize k = 0; k < objects; k++)
    {
      cell.object = (gint64) k;
      if ((mask == NULL || mask[n * objects + k] != 0) && get_t (w, &cell, 3) > 0
          && get_t (w, &cell, 4) > 0 && find_place (get_t (w, &cell, 1), get_dim (w, 3)) == j
          && find_place (get_t (w, &cell, 2), get_dim (w, 2)) == i)
        found = (gint64) k;
    }
  cell.object = found;
  return cell;
}

static void
differentiate (Boxes *it, const double within[2], const double around[2], const double own[2])
{
  for (int s = 0; s < 4; s++)
    {
      int k = s % 2;
      double sign = s >= 2 ? 1 : -1;
      gboolean inside = s >= 2 ? it->a[s] < it->b[s] : it->a[s] > it->b[s];
      double both = within[0] > 0 && within[1] > 0 && inside ? sign * within[1 - k] : 0;
      double all = sign * own[1 - k] - both, hull = inside ? 0 : sign * around[1 - k];

      it->by[s] = -both / it->all + it->both * all / (it->all * it->all) - all / it->hull
                  + it->all * hull / (it->hull * it->hull);
    }
}

static Boxes
compare (const WeftWorking *w, const Cell *cell)
{
  Boxes it = { 0 };
  double within[2], around[2], own[2], other[2];

  for (int k = 0; k < 2; k++)
    {
      double at = k == 0 ? (double) cell->j : (double) cell->i;
      double middle
          = (at + sigmoid (get_x (w, cell, (gsize) k).number)) / (double) get_dim (w, 3 - k);
      double half = sigmoid (get_x (w, cell, (gsize) k + 2).number) / 2;

      own[k] = 2 * half;
      other[k] = get_t (w, cell, (gsize) k + 3);
      it.a[k] = middle - half;
      it.a[k + 2] = middle + half;
      it.b[k] = get_t (w, cell, (gsize) k + 1) - other[k] / 2;
      it.b[k + 2] = get_t (w, cell, (gsize) k + 1) + other[k] / 2;
      within[k] = fmax (0, fmin (it.a[k + 2], it.b[k + 2]) - fmax (it.a[k], it.b[k]));
      around[k] = fmax (it.a[k + 2], it.b[k + 2]) - fmin (it.a[k], it.b[k]);
    }
  it.both = within[0] * within[1];
  it.all = fmax (1e-12, own[0] * own[1] + other[0] * other[1] - it.both);
  it.hull = fmax (1e-12, around[0] * around[1]);
  differentiate (&it, within, around, own);
  return it;
}

/* ln Σ exp of the cell's scores of classes */
static double
get_whole (const WeftWorking *w, const Cell *cell)
{
  double highest = -INFINITY, sum = 0;

  for (gsize c = FIRST_CLASS; c < get_dim (w, 1); c++)
    highest = fmax (highest, get_x (w, cell, c).number);
  for (gsize c = FIRST_CLASS; c < get_dim (w, 1); c++)
    sum += exp (get_x (w, cell, c).number - highest);
  return highest + log (sum);
}

static gsize
get_class (const WeftWorking *w, const Cell *cell)
{
  return (gsize) CLAMP (get_t (w, cell, 0), 0, (double) (get_dim (w, 1) - FIRST_CLASS - 1));
}

static double
get_weight (const WeftWorking *w, const char *of)
{
  return weft_working_attr (w, of, 0, 1);
}

static double
judge (const WeftWorking *w, const Cell *cell)
{
  double there = get_x (w, cell, OBJECT).number;
  Boxes boxes;

  if (cell->object < 0)
    return get_weight (w, "empty") * (fmax (there, 0) + log1p (exp (-fabs (there))));
  boxes = compare (w, cell);
  return get_weight (w, "box") * (2 - boxes.both / boxes.all - boxes.all / boxes.hull)
         + get_weight (w, "object") * (fmax (-there, 0) + log1p (exp (-fabs (there))))
         + get_weight (w, "kind")
               * (get_whole (w, cell) - get_x (w, cell, FIRST_CLASS + get_class (w, cell)).number);
}

static void
forward (WeftWorking *w)
{
  gsize n = get_dim (w, 0);
  WeftWorkedGrid *losses
      = weft_working_grid (w, g_strdup (_ ("loss of each row")), weft_working_columns ((gint64) n));

  for (gsize picture = 0; picture < n; picture++)
    {
      double loss = 0;

      for (gsize i = 0; i < get_dim (w, 2); i++)
        for (gsize j = 0; j < get_dim (w, 3); j++)
          {
            Cell cell = get_cell (w, picture, i, j);

            loss += judge (w, &cell);
          }
      weft_working_put (losses, weft_working_number (loss));
    }
  weft_working_end_mean (w, losses, "scale · Σ / N", weft_working_number ((double) n));
}

/* scale / N */
static WeftWorkedNumber
show_factor (WeftWorking *w)
{
  WeftWorkedNumber scale = weft_working_number (weft_working_attr (w, "scale", 0, 1)),
                   n = weft_working_number ((double) get_dim (w, 0)),
                   factor = weft_working_number (scale.number / n.number);

  weft_working_line (w, g_strdup ("f"), "scale / N", "# / #", factor, 2, scale, n);
  return factor;
}

static void
back_to_box (WeftWorking *w, const Cell *cell, gsize channel)
{
  Boxes boxes = compare (w, cell);
  int k = (int) channel % 2;
  WeftWorkedNumber dy = weft_working_d_out (w, 0, 0), factor = show_factor (w),
                   weight = weft_working_number (get_weight (w, "box")),
                   p = weft_working_number (sigmoid (get_x (w, cell, channel).number)),
                   begin = weft_working_number (boxes.by[k]),
                   end = weft_working_number (boxes.by[k + 2]);

  weft_working_line (w, g_strdup ("I"), _ ("what both boxes cover"), NULL,
                     weft_working_number (boxes.both), 0);
  weft_working_line (w, g_strdup ("U"), _ ("what either covers"), NULL,
                     weft_working_number (boxes.all), 0);
  weft_working_line (w, g_strdup ("B"), _ ("the box around both"), NULL,
                     weft_working_number (boxes.hull), 0);
  weft_working_line (w, g_strdup ("b₀"),
                     k == 0 ? "∂(2 − I/U − U/B)/∂left" : "∂(2 − I/U − U/B)/∂top", NULL, begin, 0);
  weft_working_line (w, g_strdup ("b₁"),
                     k == 0 ? "∂(2 − I/U − U/B)/∂right" : "∂(2 − I/U − U/B)/∂bottom", NULL, end, 0);
  weft_working_line (w, g_strdup ("p"), "σ(x)", "σ(#)", p, 1, get_x (w, cell, channel));
  if (channel < 2)
    weft_working_end (w,
                      k == 0 ? "∂L/∂y · f · box · (b₀ + b₁) · p · (1 − p) / W"
                             : "∂L/∂y · f · box · (b₀ + b₁) · p · (1 − p) / H",
                      "# · # · # · (# + #) · # · (1 − #) / #", 8, dy, factor, weight, begin, end, p,
                      p, weft_working_number ((double) get_dim (w, 3 - k)));
  else
    weft_working_end (w, "∂L/∂y · f · box · (b₁ − b₀) / 2 · p · (1 − p)",
                      "# · # · # · (# − #) / 2 · # · (1 − #)", 7, dy, factor, weight, end, begin, p,
                      p);
}

static void
back_to_class (WeftWorking *w, const Cell *cell, gsize channel)
{
  WeftWorkedNumber factor
      = show_factor (w),
      p = weft_working_number (exp (get_x (w, cell, channel).number - get_whole (w, cell))),
      t = weft_working_number (channel - FIRST_CLASS == get_class (w, cell));

  weft_working_line (w, g_strdup ("p"), "soft-max x", NULL, p, 0);
  weft_working_line (w, g_strdup ("t"), _ ("1 for the object's class, else 0"), NULL, t, 0);
  weft_working_end (w, "∂L/∂y · f · kind · (p − t)", "# · # · # · (# − #)", 5,
                    weft_working_d_out (w, 0, 0), factor,
                    weft_working_number (get_weight (w, "kind")), p, t);
}

static void
backward (WeftWorking *w)
{
  gsize channel = (gsize) w->index[1];
  Cell cell = get_cell (w, (gsize) w->index[0], (gsize) w->index[2], (gsize) w->index[3]);
  WeftWorkedNumber x = weft_working_in (w, X, w->offset), dy = weft_working_d_out (w, 0, 0), factor;

  if (cell.object < 0 && channel != OBJECT)
    weft_working_end (w, _ ("no object's middle lies in this cell"), "#", 1,
                      weft_working_number (0));
  else if (channel < OBJECT)
    back_to_box (w, &cell, channel);
  else if (channel > OBJECT)
    back_to_class (w, &cell, channel);
  else
    {
      factor = show_factor (w);
      weft_working_end (
          w, cell.object < 0 ? "∂L/∂y · f · empty · σ(x)" : "∂L/∂y · f · object · (σ(x) − 1)",
          cell.object < 0 ? "# · # · # · σ(#)" : "# · # · # · (σ(#) − 1)", 4, dy, factor,
          weft_working_number (get_weight (w, cell.object < 0 ? "empty" : "object")), x);
    }
}

const WeftWorkedRow weft_worked_detection = { NULL, forward, backward };
