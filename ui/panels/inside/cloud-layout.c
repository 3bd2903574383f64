/* cloud-layout: ways to lay things of many numbers out, a row each, and the one that is at work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/inside/cloud-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/tsne.h"
#include "ui/plots/spread.h"

#define PERPLEXITY 20
#define STEPS 500
#define STEPS_ON 80 /* from where they were, of numbers much like those before */
#define REST 8      /* after a long one for so many times as long as it took */
#define LEAST_REST G_USEC_PER_SEC

#define NEAR N_ ("near ones lie together; how far heaps are apart says little")

static const WeftCloudWay ways[] = {
  { N_ ("Main directions, 2-D"), NULL, 2, FALSE },
  { N_ ("Main directions, 3-D"), NULL, 3, FALSE },
  { N_ ("t-SNE, 2-D"), NEAR, 2, TRUE },
  { N_ ("t-SNE, 3-D"), NEAR, 3, TRUE },
};

const WeftCloudWay *
weft_cloud_ways (guint *n)
{
  *n = G_N_ELEMENTS (ways);
  return ways;
}

/* A long one at work; what it needs is its own. */
typedef struct
{
  WeftTsne tsne;
  float *x, *y;
  GCancellable *cancellable;
  gint64 time; /* µs that it took */
  WeftCloudLayout *layout;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->x);
  g_free (work->y);
  g_object_unref (work->cancellable);
  g_free (work);
}

static gboolean
is_due_cb (gpointer user)
{
  return g_cancellable_is_cancelled (user);
}

static void
work_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  const WeftInterrupt interrupt = { is_due_cb, cancellable };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (WeftPool) pool = weft_pool_new (MAX (weft_pool_default_threads () / 2, 1), TRUE);
  gboolean is_done = weft_tsne_fit (&work->tsne, work->y, pool, &interrupt);

  work->time = g_get_monotonic_time () - start;
  g_task_return_boolean (task, is_done);
}

/* (n, dims) → (n, 3) */
static void
take (WeftCloudLayout *layout, const float *y, int dims)
{
  for (gsize i = 0; i < layout->n; i++)
    for (int d = 0; d < 3; d++)
      layout->at[3 * i + (gsize) d] = d < dims ? y[i * (gsize) dims + (gsize) d] : 0;
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  WeftCloudLayout *layout = work->layout;

  if (g_cancellable_is_cancelled (work->cancellable)) /* the layout may be gone */
    return;
  g_clear_object (&layout->going);
  layout->next = g_get_monotonic_time () + MAX (REST * work->time, LEAST_REST);
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  take (layout, work->y, work->tsne.dims);
  layout->is_long_done = TRUE;
  layout->done (layout->user);
}

static void
stop (WeftCloudLayout *layout)
{
  if (layout->going != NULL)
    g_cancellable_cancel (layout->going);
  g_clear_object (&layout->going);
}

static void
begin_long (WeftCloudLayout *layout, int dims)
{
  Work *work = g_new0 (Work, 1);
  g_autoptr (GTask) task = NULL;

  layout->is_behind = FALSE;
  layout->going = g_cancellable_new ();
  work->x = g_memdup2 (layout->x, layout->n * layout->width * sizeof (float));
  work->y = g_new (float, layout->n *(gsize) dims);
  for (gsize i = 0; i < layout->n; i++)
    memcpy (work->y + i * (gsize) dims, layout->at + 3 * i, (gsize) dims * sizeof (float));
  work->cancellable = g_object_ref (layout->going);
  work->layout = layout;
  work->tsne = (WeftTsne){ .x = work->x,
                           .n = layout->n,
                           .width = layout->width,
                           .dims = dims,
                           .perplexity = PERPLEXITY,
                           .steps = layout->is_long_done ? STEPS_ON : STEPS,
                           .goes_on = layout->is_long_done };
  task = g_task_new (NULL, layout->going, worked_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_thread);
}

void
weft_cloud_layout_clear (WeftCloudLayout *layout)
{
  stop (layout);
  g_clear_pointer (&layout->x, g_free);
  g_clear_pointer (&layout->at, g_free);
  layout->n = layout->width = 0;
  layout->is_long_done = layout->is_behind = FALSE;
}

static void
fit_directions (WeftCloudLayout *layout, int dims)
{
  g_autofree float *y = g_new (float, layout->n *(gsize) dims);

  layout->share = weft_spread_fit (layout->x, layout->n, layout->width, dims, y);
  take (layout, y, dims);
}

/* TRUE: they are other numbers than before. */
static gboolean
take_numbers (WeftCloudLayout *layout, const float *x, gsize n, gsize width, gboolean is_same)
{
  gsize bytes = n * width * sizeof *x;

  if (layout->x != NULL && is_same && layout->n == n && layout->width == width)
    {
      if (memcmp (layout->x, x, bytes) == 0)
        return FALSE;
      memcpy (layout->x, x, bytes);
      return TRUE;
    }
  weft_cloud_layout_clear (layout);
  layout->n = n;
  layout->width = width;
  layout->x = g_memdup2 (x, bytes);
  layout->at = g_new0 (float, 3 * n + 1);
  layout->next = 0;
  return TRUE;
}

void
weft_cloud_layout_update (WeftCloudLayout *layout, guint way, const float *x, gsize n, gsize width,
                          gboolean is_same)
{
  gboolean is_other = take_numbers (layout, x, n, width, is_same), is_new_way = way != layout->way;

  if (is_new_way)
    {
      stop (layout);
      layout->way = way;
      layout->is_long_done = FALSE;
      layout->next = 0;
    }
  layout->is_behind |= is_other || is_new_way;
  if ((is_other || is_new_way) && !layout->is_long_done)
    fit_directions (layout, ways[way].dims);
  if (ways[way].is_long && layout->is_behind && layout->going == NULL
      && g_get_monotonic_time () >= layout->next)
    begin_long (layout, ways[way].dims);
}
