/* test-budget: how much of the file a run's checkpoints may take is a setting of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/project.h"

static WeftStore *
make (Place *place)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);

  project_make (place->path, graph);
  return project_open (place->path, WEFT_STORE_WRITE);
}

static guint
count_frames (WeftStore *store, gint64 run)
{
  g_auto (WeftRunRecord) record = { 0 };

  g_assert_true (weft_store_load_record (store, run, &record, NULL));
  return record.frames->len;
}

/* Half goes whenever they come to more than the run may have; another one has what it had. */
static void
test_budget (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  guint n[2];

  for (int small = 0; small < 2; small++)
    {
      gint64 run = weft_store_begin_run (store, 1, NULL, NULL);
      WeftSink sink = weft_store_get_sink (store, run);

      if (small)
        sink.budget (sink.user, 1 << 20);
      for (gint64 step = 1; step <= 20; step++)
        {
          g_autoptr (GBytes) frame = frame_bytes (40, step);

          g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, step, 0, frame));
          g_assert_true (weft_store_settle (store, NULL));
        }
      n[small] = count_frames (store, run);
    }
  g_test_message ("%u frames and %u", n[0], n[1]);
  g_assert_cmpuint (n[0], ==, 20);
  g_assert_cmpuint (n[1], >=, 2);
  g_assert_cmpuint (n[1], <=, 8);
  project_close (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/budget/runs", test_budget);
  return g_test_run ();
}
