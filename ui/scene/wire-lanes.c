/* wire-lanes: the level parts of ways between the rows, and which of them are taken; no GTK in it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/wire-lanes.h"

#include <math.h>

#define FARTHEST 1e9
#define BESIDE 8.0                                        /* px between the ends of two in one y */
#define REACH ((WEFT_LANE_TRIES + 1.0) * WEFT_LANE_PITCH) /* px: another one does not matter */

struct _WeftLanes
{
  GHashTable *taken; /* y in steps of a pitch → GArray of WeftLane */
  GArray *changes;   /* WeftLane */
};

WeftLanes *
weft_lanes_new (void)
{
  WeftLanes *lanes = g_new0 (WeftLanes, 1);

  lanes->taken = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  lanes->changes = g_array_new (FALSE, FALSE, sizeof (WeftLane));
  return lanes;
}

void
weft_lanes_free (WeftLanes *lanes)
{
  g_hash_table_unref (lanes->taken);
  g_array_unref (lanes->changes);
  g_free (lanes);
}

static gpointer
get_key (double y, int aside)
{
  return GINT_TO_POINTER ((int) floor (CLAMP (y, -FARTHEST, FARTHEST) / WEFT_LANE_PITCH) + aside);
}

static gboolean
is_same (const WeftLane *a, const WeftLane *b)
{
  return a->y == b->y && a->from == b->from && a->to == b->to && a->turn == b->turn;
}

static gboolean
lie_side_by_side (const WeftLane *a, const WeftLane *b)
{
  return a->from < b->to + BESIDE && b->from < a->to + BESIDE;
}

void
weft_lanes_take (WeftLanes *lanes, const WeftLane *lane)
{
  gpointer key = get_key (lane->y, 0);
  GArray *here = g_hash_table_lookup (lanes->taken, key);

  if (here == NULL)
    {
      here = g_array_new (FALSE, FALSE, sizeof (WeftLane));
      g_hash_table_insert (lanes->taken, key, here);
    }
  g_array_append_val (here, *lane);
  g_array_append_val (lanes->changes, *lane);
}

void
weft_lanes_leave (WeftLanes *lanes, const WeftLane *lane)
{
  GArray *here = g_hash_table_lookup (lanes->taken, get_key (lane->y, 0));

  for (guint i = 0; here != NULL && i < here->len; i++)
    if (is_same (&g_array_index (here, WeftLane, i), lane))
      {
        g_array_remove_index_fast (here, i);
        g_array_append_val (lanes->changes, *lane);
        return;
      }
}

gboolean
weft_lanes_is_taken (const WeftLanes *lanes, const WeftLane *lane, double pitch)
{
  for (int aside = -1; aside <= 1; aside++)
    {
      const GArray *here = g_hash_table_lookup (lanes->taken, get_key (lane->y, aside));

      for (guint i = 0; here != NULL && i < here->len; i++)
        {
          const WeftLane *other = &g_array_index (here, WeftLane, i);

          if (other->turn < lane->turn && fabs (other->y - lane->y) < pitch - 1
              && lie_side_by_side (other, lane))
            return TRUE;
        }
    }
  return FALSE;
}

guint
weft_lanes_count_changes (const WeftLanes *lanes)
{
  return lanes->changes->len;
}

void
weft_lanes_forget_changes (WeftLanes *lanes, guint from)
{
  g_array_set_size (lanes->changes, from);
}

gboolean
weft_lanes_concerns (const WeftLanes *lanes, const WeftLane *lane)
{
  for (guint i = 0; i < lanes->changes->len; i++)
    {
      const WeftLane *other = &g_array_index (lanes->changes, WeftLane, i);

      if (other->turn < lane->turn && fabs (other->y - lane->asked) < REACH
          && lie_side_by_side (other, lane))
        return TRUE;
    }
  return FALSE;
}
