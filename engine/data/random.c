/* random: standard normal x with targets that have nothing to do with it, to measure and to test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/random.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/source.h"

static WeftShape
shape_of (const WeftDims *dims)
{
  gint64 d[WEFT_MAX_RANK];

  for (int i = 0; i < dims->n; i++)
    d[i] = MAX (dims->d[i], 1);
  return weft_shape_new (d, dims->n);
}

/* A block for every sample, or NULL: what a person typed can ask for more than any machine has. */
static gpointer
new_block (const WeftShape *shape, gint64 count, GError **error)
{
  gint64 each = weft_shape_count (shape);
  gsize bytes;

  if (each > G_MAXINT32 || !g_size_checked_mul (&bytes, (gsize) each, weft_type_size (shape->type))
      || !g_size_checked_mul (&bytes, bytes, (gsize) count))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                   _ ("%" PRId64 " random samples of this shape do not fit in memory."), count);
      return NULL;
    }
  return weft_memory_new (bytes, error);
}

static void
fill_classes (const WeftRandom *random, gint64 *y, gint64 count, int classes)
{
  for (gint64 i = 0; i < count; i++)
    y[i] = (gint64) weft_random_below (random, (guint64) i, (guint64) classes);
}

static void
fill_reals (const WeftRandom *random, const WeftDataParams *params, gboolean binary, float *y,
            gsize n)
{
  if (!binary)
    {
      weft_random_fill_uniform (random, y, n, (float) params->low, (float) params->high);
      return;
    }
  for (gsize i = 0; i < n; i++)
    y[i] = weft_random_uniform (random, i) < 0.5f ? 0 : 1;
}

static gboolean
make_target (WeftDataset *dataset, const WeftDataParams *params, guint64 seed, GError **error)
{
  WeftRandom random = { seed, WEFT_STREAM_SOURCE, 1 };
  gboolean unsaid = !params->target || !*params->target;
  gboolean is_class = unsaid ? params->classes > 0 : strcmp (params->target, "class") == 0;
  gboolean binary = !unsaid && strcmp (params->target, "binary") == 0;

  if (!unsaid && !is_class && !binary && strcmp (params->target, "real") != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("A random target is “class”, “real” or “binary”, not “%s”."), params->target);
      return FALSE;
    }
  dataset->target = is_class ? WEFT_TARGET_CLASS : WEFT_TARGET_REAL;
  if (!is_class)
    dataset->y_shape = shape_of (&params->target_shape);
  dataset->y_shape.type = is_class ? WEFT_I64 : WEFT_F32;
  dataset->classes = is_class ? MAX (params->classes, 2) : 0;
  dataset->y = new_block (&dataset->y_shape, dataset->count, error);
  if (!dataset->y)
    return FALSE;
  if (is_class)
    fill_classes (&random, dataset->y, dataset->count, dataset->classes);
  else
    fill_reals (&random, params, binary, dataset->y,
                (gsize) (dataset->count * weft_shape_count (&dataset->y_shape)));
  return TRUE;
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  WeftRandom random = { seed, WEFT_STREAM_SOURCE, 0 };
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();

  dataset->name = g_strdup ("random");
  dataset->title = g_strdup (weft_source_find ("random")->title);
  dataset->count = MAX (params->count, 1);
  dataset->x_shape = shape_of (&params->shape);
  dataset->x = new_block (&dataset->x_shape, dataset->count, error);
  if (!dataset->x)
    return NULL;
  weft_random_fill_normal (&random, dataset->x,
                           (gsize) (dataset->count * weft_shape_count (&dataset->x_shape)), 0, 1);
  dataset->is_picture
      = params->shape.n == 3 && (params->shape.d[0] == 1 || params->shape.d[0] == 3);
  if (!make_target (dataset, params, seed, error))
    return NULL;
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

const WeftSource weft_source_random = {
  .id = "random",
  .title = N_ ("Random numbers"),
  .make = make,
};
