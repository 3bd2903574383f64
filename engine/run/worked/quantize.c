/* quantize: the code of a book that a vector lies nearest to; back, straight on to the vector, and
 * to a code what came for those that got it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  BOOK,
};

#define CODE 2 /* output */

typedef struct
{
  gsize outer, width, inner, codes; /* x (outer, width, inner) */
} Sizes;

static Sizes
get_sizes (const WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, X), *book = weft_working_shape (w, BOOK);
  int axis = (int) weft_working_attr (w, "dim", 0, 1);
  Sizes sizes = { 1, (gsize) x->dims[axis], 1, (gsize) book->dims[0] };

  for (int i = 0; i < axis; i++)
    sizes.outer *= (gsize) x->dims[i];
  for (int i = axis + 1; i < x->rank; i++)
    sizes.inner *= (gsize) x->dims[i];
  return sizes;
}

/* Of the vector at (o, i) from code k, squared. */
static double
measure (const WeftWorking *w, const Sizes *sizes, gsize o, gsize i, gsize k)
{
  double sum = 0;

  for (gsize d = 0; d < sizes->width; d++)
    sum += pow (weft_working_in (w, X, (o * sizes->width + d) * sizes->inner + i).number
                    - weft_working_in (w, BOOK, k * sizes->width + d).number,
                2);
  return sum;
}

/* As the step has it, where it says so. */
static gsize
find_code (const WeftWorking *w, const Sizes *sizes, gsize o, gsize i)
{
  const WeftTensor *codes = w->sight->n_out > CODE ? w->sight->out[CODE] : NULL;
  double least = INFINITY;
  gsize found = 0;

  if (codes != NULL)
    return (gsize) ((const gint64 *) codes->data)[o * sizes->inner + i];
  for (gsize k = 0; k < sizes->codes; k++)
    {
      double distance = measure (w, sizes, o, i, k);

      if (distance < least)
        {
          least = distance;
          found = k;
        }
    }
  return found;
}

static void
forward (WeftWorking *w)
{
  Sizes sizes = get_sizes (w);
  gsize i = w->offset % sizes.inner, d = w->offset / sizes.inner % sizes.width;
  gsize o = w->offset / sizes.inner / sizes.width, k = find_code (w, &sizes, o, i);
  WeftWorkedGrid *distances;

  if (isnan (w->chosen.number))
    {
      weft_working_end (w, "x", "#", 1, weft_working_in (w, X, w->offset));
      return;
    }
  distances = weft_working_grid (w, g_strdup ("‖x − e[k]‖²"),
                                 weft_working_columns ((gint64) sizes.codes));
  for (gsize code = 0; code < MIN (sizes.codes, WEFT_WORKED_MOST); code++)
    weft_working_put (distances, weft_working_number (measure (w, &sizes, o, i, code)));
  weft_working_line (w, g_strdup ("k"), "argmin ‖x − e[k]‖", NULL, weft_working_number ((double) k),
                     0);
  weft_working_end (w, "e[k, d]", "#", 1, weft_working_in (w, BOOK, k * sizes.width + d));
}

static void
backward (WeftWorking *w)
{
  Sizes sizes = get_sizes (w);
  gsize code = w->offset / sizes.width, d = w->offset % sizes.width;
  WeftWorkedGrid *dz;

  if (w->port == X)
    {
      weft_working_end (w, "∂L/∂y", "#", 1,
                        w->sight->d_out[0] != NULL ? weft_working_d_out (w, 0, w->offset)
                                                   : weft_working_number (0));
      return;
    }
  dz = weft_working_grid (w, g_strdup (_ ("∂L/∂z where k is this code")), 6);
  for (gsize o = 0; w->sight->n_out > 1 && w->sight->d_out[1] != NULL && o < sizes.outer; o++)
    for (gsize i = 0; i < sizes.inner; i++)
      if (find_code (w, &sizes, o, i) == code)
        weft_working_put (dz, weft_working_d_out (w, 1, (o * sizes.width + d) * sizes.inner + i));
  weft_working_end (w, "Σ ∂L/∂z", NULL, 0);
}

const WeftWorkedRow weft_worked_quantize = { NULL, forward, backward };
