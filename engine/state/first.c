/* first: the values that weights and buffers begin with
 *
 * Each tensor has a random stream of its own, made of node id, name and which of the times it is
 * that its group stands, so that a node more or less
 * changes no other node's first values. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/layers/layer-row.h"
#include "engine/state/entries.h"

static void
uniform (const WeftRandom *random, WeftStateEntry *entry, double bound)
{
  weft_random_fill_uniform (random, entry->value, entry->count, (float) -bound, (float) bound);
}

static void
normal (const WeftRandom *random, WeftStateEntry *entry, double deviation)
{
  weft_random_fill_normal (random, entry->value, entry->count, 0, (float) deviation);
}

static void
fill (WeftStateEntry *entry, float value)
{
  for (gsize i = 0; i < entry->count; i++)
    entry->value[i] = value;
}

static guint64
find_stream (const WeftStateEntry *entry)
{
  g_autofree char *name = NULL;

  if (entry->repeat == 0)
    return weft_random_stream_for (entry->node, entry->name);
  name = g_strdup_printf ("%s of %" G_GINT64_FORMAT, entry->name, entry->repeat);
  return weft_random_stream_for (entry->node, name);
}

void
weft_state_first_values (const WeftState *state, WeftStateEntry *entry,
                         const WeftProgramValue *value)
{
  WeftRandom random = { state->seed, find_stream (entry), 0 };
  double fan_in = MAX (value->fan_in, 1), fan_out = MAX (value->fan_out, 1);

  if (!entry->learnt)
    {
      fill (entry, value->fill);
      return;
    }
  switch ((WeftInit) value->init)
    {
    case WEFT_INIT_PYTORCH:
      uniform (&random, entry, 1 / sqrt (fan_in));
      break;
    case WEFT_INIT_HE:
      normal (&random, entry, sqrt (2 / fan_in));
      break;
    case WEFT_INIT_GLOROT:
      uniform (&random, entry, sqrt (6 / (fan_in + fan_out)));
      break;
    case WEFT_INIT_UNIFORM:
      uniform (&random, entry, 0.05);
      break;
    case WEFT_INIT_NORMAL:
      normal (&random, entry, 0.05);
      break;
    case WEFT_INIT_ZERO:
      fill (entry, 0);
      break;
    case WEFT_INIT_ONE:
      fill (entry, 1);
      break;
    case WEFT_INIT_STANDARD:
      normal (&random, entry, 1);
      break;
    case WEFT_INIT_FILL:
      fill (entry, value->fill);
      break;
    }
}
