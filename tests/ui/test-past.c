/* test-past: what was seen of the weights' movement is kept, thinned evenly, and forgotten where a
 * run goes back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/live.h"

/* As a snapshot of two weights of node 3 brings it. */
static void
push (WeftLive *live, gint64 step)
{
  WeftSnapshot *snapshot = g_new0 (WeftSnapshot, 1);
  WeftMovement *movement = g_new0 (WeftMovement, 1);

  g_atomic_ref_count_init (&movement->ref_count);
  movement->step = step;
  movement->n = 2;
  movement->each = g_new0 (WeftMoving, 2);
  movement->each[0] = (WeftMoving){ .node = 3, .name = g_intern_string ("weight"), .n = step };
  movement->each[1] = (WeftMoving){ .node = 3, .name = g_intern_string ("bias"), .n = step };
  snapshot->ref_count = 1;
  snapshot->step = step;
  snapshot->movement = movement;
  weft_live_set_snapshot (live, snapshot);
}

static const WeftPastColumn *
get (const GArray *columns, guint i)
{
  return &g_array_index (columns, WeftPastColumn, i);
}

static void
test_thinned (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const GArray *columns;
  gint64 widest = 0;

  for (gint64 step = 1; step <= 5000; step++)
    push (live, step);
  columns = weft_past_get (weft_live_get_past (live), 3, 1);
  g_assert_nonnull (columns);
  g_assert_cmpstr (get (columns, 0)->moving.name, ==, "bias");
  g_assert_cmpuint (columns->len, ==, WEFT_PAST_MOST);
  g_assert_cmpint (get (columns, 0)->step, ==, 1);
  g_assert_cmpint (get (columns, columns->len - 1)->step, ==, 5000);
  for (guint i = 1; i < columns->len; i++)
    {
      gint64 gap = get (columns, i)->step - get (columns, i - 1)->step;

      g_assert_cmpint (gap, >, 0);
      g_assert_cmpint (get (columns, i)->moving.n, ==, get (columns, i)->step);
      widest = MAX (widest, gap);
    }
  g_assert_cmpint (widest, <=, 4 * 5000 / WEFT_PAST_MOST);
  g_assert_null (weft_past_get (weft_live_get_past (live), 3, 2));
  g_assert_null (weft_past_get (weft_live_get_past (live), 4, 0));
}

static void
test_goes_back (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const WeftPast *past = weft_live_get_past (live);

  for (gint64 step = 1; step <= 10; step++)
    push (live, step);
  push (live, 10); /* seen again */
  g_assert_cmpuint (weft_past_get (past, 3, 0)->len, ==, 10);
  push (live, 6);
  g_assert_cmpuint (weft_past_get (past, 3, 0)->len, ==, 6);
  g_assert_cmpint (get (weft_past_get (past, 3, 0), 5)->step, ==, 6);
  weft_live_clear_series (live);
  g_assert_null (weft_past_get (past, 3, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/past/thinned", test_thinned);
  g_test_add_func ("/past/goes-back", test_goes_back);
  return g_test_run ();
}
