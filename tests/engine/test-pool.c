/* test-pool: every slice once, never a hang, whoever sleeps; and what the pool stands on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/pool.h"
#include "engine/base/random.h"
#include "engine/base/tensor.h"

#include <stdatomic.h>
#include <string.h>

#define MAX_SLICES 200

typedef struct
{
  guint runs[MAX_SLICES]; /* plain: the pool alone orders them */
  guint weight;
} Job;

typedef struct
{
  guint place[4]; /* by slice: from 1, when it began */
  atomic_uint begun;
  atomic_bool second_share_begun;
} Order;

static void
count_cb (gpointer data, guint slice)
{
  Job *job = data;

  job->runs[slice] += job->weight;
}

static void
test_every_slice_once (gconstpointer data)
{
  guint threads = GPOINTER_TO_UINT (data);
  g_autoptr (WeftPool) pool = weft_pool_new (threads, FALSE);
  WeftRandom random = { 1, 2, 3 };
  Job job = { { 0 }, 0 };

  g_assert_cmpuint (weft_pool_get_threads (pool), ==, threads);
  for (guint round = 0; round < 3000; round++)
    {
      guint slices = (guint) weft_random_below (&random, round, MAX_SLICES + 1);

      memset (job.runs, 0, sizeof job.runs);
      job.weight = round + 1;
      weft_pool_run (pool, count_cb, &job, slices);
      for (guint i = 0; i < MAX_SLICES; i++)
        g_assert_cmpuint (job.runs[i], ==, i < slices ? round + 1 : 0);
    }
}

typedef struct
{
  guint asked, due_at;
} Ear;

static gboolean
is_due_cb (gpointer user)
{
  Ear *ear = user;

  return ++ear->asked >= ear->due_at;
}

/* What had begun is done, and the rest is left: nothing twice. The next job is whole. */
static void
test_given_up (gconstpointer data)
{
  guint threads = GPOINTER_TO_UINT (data), rounds = 300;
  g_autoptr (WeftPool) pool = weft_pool_new (threads, FALSE);

  for (guint round = 0; round < rounds; round++)
    {
      Job job = { { 0 }, 1 };
      Ear ear = { 0, 1 + round % 8 };
      const WeftInterrupt interrupt = { is_due_cb, &ear };
      guint sum = 0;

      g_assert_false (weft_pool_run_until (pool, count_cb, &job, MAX_SLICES, &interrupt)
                      && ear.asked >= ear.due_at);
      for (guint i = 0; i < MAX_SLICES; i++)
        {
          g_assert_cmpuint (job.runs[i], <=, 1);
          sum += job.runs[i];
        }
      if (threads == 1)
        g_assert_cmpuint (sum, ==, ear.due_at - 1);
      weft_pool_run (pool, count_cb, &job, MAX_SLICES);
      for (guint i = 0; i < MAX_SLICES; i++)
        g_assert_cmpuint (job.runs[i], >=, 1);
    }
}

/* Pauses around the spinning time, so that workers are caught awake, asleep and on their way. */
static void
test_sleepers_wake (void)
{
  g_autoptr (WeftPool) pool = weft_pool_new (3, TRUE);
  WeftRandom random = { 4, 5, 6 };
  Job job = { { 0 }, 1 };

  for (guint round = 0; round < 2000; round++)
    {
      guint64 pause = weft_random_below (&random, round, 100);

      if (pause > 10)
        g_usleep (pause - 10);
      weft_pool_run (pool, count_cb, &job, 5);
    }
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (job.runs[i], ==, 2000);
}

/* Slice 0 holds whoever runs it until slice 2 has begun. */
static void
note_order_cb (gpointer data, guint slice)
{
  Order *order = data;

  order->place[slice] = atomic_fetch_add (&order->begun, 1) + 1;
  if (slice == 2)
    atomic_store (&order->second_share_begun, TRUE);
  while (slice == 0 && !atomic_load (&order->second_share_begun))
    g_thread_yield ();
}

/* Of two threads each begins with its own half, so that what it wrote is still in its cache. */
static void
test_begins_with_own_share (void)
{
  g_autoptr (WeftPool) pool = weft_pool_new (2, FALSE);

  for (guint round = 0; round < 500; round++)
    {
      Order order = { .begun = 0 };

      weft_pool_run (pool, note_order_cb, &order, 4);
      g_assert_cmpuint (order.place[2], <=, 2);
      g_assert_cmpuint (order.place[2], <, order.place[1]);
    }
}

static void
test_unused_pools_end (void)
{
  for (guint i = 0; i < 50; i++)
    {
      WeftPool *pool = weft_pool_new (1 + i % 4, FALSE);
      Job job = { { 0 }, 1 };

      if (i % 3 == 0)
        weft_pool_run (pool, count_cb, &job, 2);
      weft_pool_free (pool);
    }
  g_assert_cmpuint (weft_pool_default_threads (), >=, 1);
  g_assert_cmpuint (weft_pool_default_threads (), <=, 8);
}

static void
test_memory (void)
{
  g_autoptr (GError) error = NULL;
  guint8 *memory = weft_memory_new (1000, &error);

  g_assert_no_error (error);
  g_assert_cmpuint ((gsize) memory % WEFT_ALIGN, ==, 0);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (memory[i], ==, 0);
  weft_memory_free (memory);
  g_assert_cmpuint (weft_memory_available (), >, 1 << 20);

  g_assert_null (weft_memory_new (G_MAXSIZE / 4, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY);
  g_clear_error (&error);
  g_assert_null (weft_memory_new (G_MAXSIZE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY);
}

static void
assert_format (const WeftShape *shape, gboolean batched, const char *expected)
{
  g_autofree char *text = weft_shape_format (shape, batched);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_follows (gint64 at_12, gint64 at_852, const char *expected, const char *expected_short)
{
  WeftShape shape = WEFT_SHAPE (4, at_12, 3), other = WEFT_SHAPE (4, at_852, 3);
  g_autofree char *text = NULL, *brief = NULL;

  weft_shape_follow (&shape, &WEFT_BINDING (4, 12), &other, &WEFT_BINDING (4, 852), 1);
  text = weft_shape_format (&shape, TRUE);
  brief = weft_shape_format_short (&shape);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (brief, ==, expected_short);
  g_assert_true (weft_shape_follows (&shape) == (at_12 != at_852));
  weft_shape_fix (&shape);
  g_assert_false (weft_shape_follows (&shape));
  g_assert_true (weft_shape_equal (&shape, &(WeftShape){ .rank = 3, .dims = { 4, at_12, 3 } }));
}

/* A dimension that is another for another T is said by T. */
static void
test_symbols (void)
{
  WeftShape shape = WEFT_SHAPE (4, 12), flat = WEFT_SHAPE (4);

  assert_follows (12, 852, "(N, T, 3)", "T×3");
  assert_follows (24, 1704, "(N, 2T, 3)", "2T×3");
  assert_follows (8, 848, "(N, T−4, 3)", "(T−4)×3");
  assert_follows (13, 853, "(N, T+1, 3)", "(T+1)×3");
  assert_follows (5, 425, "(N, T/2−1, 3)", "(T/2−1)×3");
  assert_follows (7, 7, "(N, 7, 3)", "7×3");
  weft_shape_follow (&shape, &WEFT_BINDING (4, 12), &flat, &WEFT_BINDING (4, 852), 0);
  g_assert_false (weft_shape_follows (&shape));
}

static void
test_shapes (void)
{
  WeftShape picture = WEFT_SHAPE (64, 3, 32, 32), labels = WEFT_SHAPE (64),
            scalar = weft_shape_new (NULL, 0);
  WeftShape huge = WEFT_SHAPE (1ll << 40, 1ll << 40), floats = labels;
  g_autofree char *line = weft_shape_format_short (&picture),
                  *one = weft_shape_format_short (&labels);

  assert_format (&picture, TRUE, "(N, 3, 32, 32)");
  assert_format (&picture, FALSE, "(64, 3, 32, 32)");
  assert_format (&labels, TRUE, "(N,)");
  assert_format (&scalar, FALSE, "()");
  g_assert_cmpstr (line, ==, "3×32×32");
  g_assert_cmpstr (one, ==, "1");
  g_assert_cmpint (weft_shape_count (&picture), ==, 64 * 3072);
  g_assert_cmpint (weft_shape_sample_count (&picture), ==, 3072);
  g_assert_cmpint (weft_shape_count (&scalar), ==, 1);
  g_assert_cmpint (weft_shape_count (&huge), ==, G_MAXINT64);
  g_assert_cmpuint (weft_shape_bytes (&huge), ==, G_MAXSIZE);
  labels.type = WEFT_I64;
  g_assert_cmpuint (weft_shape_bytes (&labels), ==, 512);
  g_assert_false (weft_shape_equal (&labels, &floats));
  g_assert_true (weft_shape_same_dims (&labels, &floats, 0));
}

static void
test_tensor (void)
{
  static const float numbers[] = { 1, 2, 3, 4, 5, 6 };
  WeftShape shape = WEFT_SHAPE (2, 3), huge = WEFT_SHAPE (1ll << 40, 1ll << 40);
  WeftTensor *tensor = weft_tensor_new_copy (&shape, numbers);
  WeftTensor *same = weft_tensor_ref (tensor);

  weft_tensor_unref (tensor);
  g_assert_cmpmem (same->data, weft_shape_bytes (&same->shape), numbers, sizeof numbers);
  weft_tensor_unref (same);
  g_assert_null (weft_tensor_new (&huge));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/pool/every-slice-once/1", GUINT_TO_POINTER (1), test_every_slice_once);
  g_test_add_data_func ("/pool/every-slice-once/2", GUINT_TO_POINTER (2), test_every_slice_once);
  g_test_add_data_func ("/pool/every-slice-once/5", GUINT_TO_POINTER (5), test_every_slice_once);
  g_test_add_data_func ("/pool/given-up/1", GUINT_TO_POINTER (1), test_given_up);
  g_test_add_data_func ("/pool/given-up/3", GUINT_TO_POINTER (3), test_given_up);
  g_test_add_func ("/pool/sleepers-wake", test_sleepers_wake);
  g_test_add_func ("/pool/begins-with-own-share", test_begins_with_own_share);
  g_test_add_func ("/pool/unused-pools-end", test_unused_pools_end);
  g_test_add_func ("/base/memory", test_memory);
  g_test_add_func ("/base/shapes", test_shapes);
  g_test_add_func ("/base/symbols", test_symbols);
  g_test_add_func ("/base/tensor", test_tensor);
  return g_test_run ();
}
