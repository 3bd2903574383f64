/* test-way-frames: while nothing is learnt what a trainer has in memory goes where its frames are
 * far apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-surgery.h"

#define STEPS 300
#define SECONDS 120 /* that a rest may take, at most */

/* What a sink has, under the lock: the trainer writes while it rests. */
typedef struct
{
  GMutex lock;
  gboolean refuses; /* those that may be refused */
  GArray *steps;    /* gint64, of what stays */
  GArray *hashes;   /* char *, of each */
} Stays;

static gboolean
frame_cb (gpointer user, WeftFrame kind, gint64 step, gint64 place, GBytes *bytes)
{
  Stays *kept = user;
  gboolean takes;

  g_mutex_lock (&kept->lock);
  takes = kind == WEFT_FRAME_CLOSE || (kind == WEFT_FRAME_KEY && !kept->refuses);
  if (takes)
    {
      g_autoptr (WeftState) state = weft_state_deserialize (bytes, NULL);
      char *hash = weft_state_dup_hash (state);

      g_assert_cmpint (state->step, ==, step);
      g_assert_cmpint (place, ==, 1);
      g_array_append_val (kept->steps, step);
      g_array_append_val (kept->hashes, hash);
    }
  g_mutex_unlock (&kept->lock);
  return takes;
}

static void
samples_cb (gpointer user, const WeftSample *samples, guint n)
{
}

static gint64
journal_cb (gpointer user, const WeftJournalEntry *done)
{
  return 1;
}

/* The longest way from one to the next. */
static gint64
find_gap (Stays *kept, guint *n)
{
  gboolean has[STEPS + 1] = { TRUE };
  gint64 gap = 0, last = 0;

  g_mutex_lock (&kept->lock);
  *n = kept->steps->len;
  for (guint i = 0; i < kept->steps->len; i++)
    has[g_array_index (kept->steps, gint64, i)] = TRUE;
  g_mutex_unlock (&kept->lock);
  for (gint64 step = 1; step <= STEPS; step++)
    if (has[step])
      {
        gap = MAX (gap, step - last);
        last = step;
      }
  return gap;
}

/* Its steps take long beside a copy of its weights, by which the copies are spaced. */
static WeftModel *
make_slow (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 64>}", "relu", "dense {'units': <int64 64>}", "relu",
          "dense {'units': <int64 2>}",  NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'moons'>, 'count': <int64 4000>}", layers, "cross_entropy");

  net_train (graph, "batch_size", g_variant_new_int64 (2048));
  return net_model (graph);
}

/* What a run has at that step. */
static char *
dup_hash_at (WeftModel *model, gint64 step)
{
  g_autoptr (WeftState) state = learn (model, step);

  return weft_state_dup_hash (state);
}

static void
test_rest (void)
{
  g_autoptr (WeftModel) model = make_slow ();
  const WeftTrainerOptions options
      = { .threads = 1, .level = -1, .polite = TRUE, .way_room = 256 << 20 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  Stays kept = { .refuses = TRUE,
                 .steps = g_array_new (FALSE, FALSE, sizeof (gint64)),
                 .hashes = g_array_new (FALSE, FALSE, sizeof (char *)) };
  const WeftSink sink
      = { .samples = samples_cb, .frame = frame_cb, .journal = journal_cb, .user = &kept };
  gint64 until;
  guint n = 0;

  g_mutex_init (&kept.lock);
  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, STEPS);
  g_assert_cmpint (find_gap (&kept, &n), ==, STEPS);
  g_mutex_lock (&kept.lock);
  kept.refuses = FALSE;
  g_mutex_unlock (&kept.lock);
  until = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  while (find_gap (&kept, &n) > STEPS / 2 && g_get_monotonic_time () < until)
    g_usleep (20000);
  g_assert_cmpint (find_gap (&kept, &n), <=, STEPS / 2);
  g_assert_cmpuint (n, >, 2);
  weft_trainer_free (g_steal_pointer (&trainer));
  for (guint i = 1; i < n; i++)
    {
      g_autofree char *hash = dup_hash_at (model, g_array_index (kept.steps, gint64, i));

      g_assert_cmpstr (g_array_index (kept.hashes, char *, i), ==, hash);
    }
  for (guint i = 0; i < kept.hashes->len; i++)
    g_free (g_array_index (kept.hashes, char *, i));
  g_array_unref (kept.hashes);
  g_array_unref (kept.steps);
  g_mutex_clear (&kept.lock);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/way-frames/rest", test_rest);
  return g_test_run ();
}
