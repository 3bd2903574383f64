/* broadcast: inputs of different shapes spread out to one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/broadcast.h"

/* The shape of one, as far as the inputs before it say, by the next: an axis of 1 gives way. */
static gboolean
widen (WeftShape *all, const WeftShape *next)
{
  int more = next->rank - all->rank;

  if (next->rank < 1)
    return TRUE;
  if (all->rank > 0 && all->dims[0] != next->dims[0])
    return FALSE;
  if (more > 0)
    {
      for (int i = next->rank - 1; i > more && i >= 1; i--)
        all->dims[i] = all->rank > 0 ? all->dims[i - more] : 1;
      for (int i = 1; i <= more && i < next->rank; i++)
        all->dims[i] = 1;
      all->dims[0] = next->dims[0];
      all->rank = next->rank;
    }
  for (int i = 1; i < next->rank; i++)
    {
      gint64 *dim = &all->dims[all->rank - i], given = next->dims[next->rank - i];

      if (*dim == 1)
        *dim = given;
      else if (given != 1 && given != *dim)
        return FALSE;
    }
  return TRUE;
}

static WeftValue
spread_out (WeftBuilder *b, WeftValue x, const WeftShape *all, WeftValue like)
{
  WeftAttr attrs[2] = { { .name = "dims", .n = all->rank - 1 } };
  WeftValue in[2] = { x, like };

  for (int i = 1; i < all->rank; i++)
    attrs[0].v[i - 1] = (double) all->dims[i];
  return weft_builder_op (b, "expand", attrs, in, weft_builder_shape (b, x)->rank > 0 ? 1 : 2);
}

gboolean
weft_broadcast (WeftBuilder *b, WeftValue *in, guint n)
{
  WeftShape all = { 0 };
  WeftValue like = in[0];

  for (guint i = 0; i < n; i++)
    {
      if (!widen (&all, weft_builder_shape (b, in[i])))
        {
          weft_builder_fail (b, "shape-mismatch", _ ("expects inputs of one shape"), NULL);
          return FALSE;
        }
      if (weft_builder_shape (b, in[i])->rank == all.rank)
        like = in[i];
    }
  for (guint i = 0; i < n; i++)
    if (!weft_shape_same_dims (weft_builder_shape (b, in[i]), &all, 0))
      in[i] = spread_out (b, in[i], &all, like);
  return TRUE;
}
