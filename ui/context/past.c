/* past: how the weights moved so far, as far as somebody looked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/past.h"

typedef struct
{
  gint64 node, repeat;
  const char *name;
  GArray *columns; /* WeftPastColumn */
} Weight;

struct _WeftPast
{
  GPtrArray *weights; /* Weight, in the order in which they came */
  gint64 step;        /* the newest */
};

static void
weight_free (gpointer data)
{
  Weight *weight = data;

  g_array_unref (weight->columns);
  g_free (weight);
}

WeftPast *
weft_past_new (void)
{
  WeftPast *past = g_new0 (WeftPast, 1);

  past->weights = g_ptr_array_new_with_free_func (weight_free);
  return past;
}

void
weft_past_free (WeftPast *past)
{
  g_ptr_array_unref (past->weights);
  g_free (past);
}

void
weft_past_clear (WeftPast *past)
{
  g_ptr_array_set_size (past->weights, 0);
  past->step = 0;
}

static Weight *
find_weight (WeftPast *past, const WeftMoving *moving)
{
  Weight *weight;

  for (guint i = 0; i < past->weights->len; i++)
    {
      weight = past->weights->pdata[i];
      if (weight->node == moving->node && weight->repeat == moving->repeat
          && weight->name == moving->name)
        return weight;
    }
  weight = g_new (Weight, 1);
  *weight = (Weight){ moving->node, moving->repeat, moving->name,
                      g_array_new (FALSE, FALSE, sizeof (WeftPastColumn)) };
  g_ptr_array_add (past->weights, weight);
  return weight;
}

static gint64
get_step (const GArray *columns, guint i)
{
  return g_array_index (columns, WeftPastColumn, i).step;
}

/* The column that lies closest to its neighbours goes: early steps, which are many when nothing
 * was known of how long it would take, make room for later ones. The ends stay. */
static void
thin (GArray *columns)
{
  guint closest = 1;

  for (guint i = 2; i + 1 < columns->len; i++)
    if (get_step (columns, i + 1) - get_step (columns, i - 1)
        < get_step (columns, closest + 1) - get_step (columns, closest - 1))
      closest = i;
  g_array_remove_index (columns, closest);
}

static void
forget_after (WeftPast *past, gint64 step)
{
  for (guint i = 0; i < past->weights->len; i++)
    {
      GArray *columns = ((Weight *) past->weights->pdata[i])->columns;

      while (columns->len > 0 && get_step (columns, columns->len - 1) > step)
        g_array_set_size (columns, columns->len - 1);
    }
}

void
weft_past_add (WeftPast *past, const WeftMovement *movement)
{
  if (movement->step == past->step)
    return;
  if (movement->step < past->step)
    forget_after (past, movement->step - 1);
  past->step = movement->step;
  for (guint i = 0; i < movement->n; i++)
    {
      const WeftPastColumn column = { movement->step, movement->each[i] };
      GArray *columns = find_weight (past, &column.moving)->columns;

      g_array_append_val (columns, column);
      if (columns->len > WEFT_PAST_MOST)
        thin (columns);
    }
}

const GArray *
weft_past_get (const WeftPast *past, gint64 node, guint i)
{
  for (guint w = 0; w < past->weights->len; w++)
    {
      const Weight *weight = past->weights->pdata[w];

      if (weight->node == node && weight->columns->len > 0 && i-- == 0)
        return weight->columns;
    }
  return NULL;
}
