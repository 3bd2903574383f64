/* random: standard normal x with targets that have nothing to do with it, to measure and to test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/data/source.h"

static WeftShape
shape_of (const WeftDims *dims)
{
  gint64 d[WEFT_MAX_RANK];

  for (int i = 0; i < dims->n; i++)
    d[i] = MAX (dims->d[i], 1);
  return weft_shape_new (d, dims->n);
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
  WeftField *y;

  if (!unsaid && !is_class && !binary && strcmp (params->target, "real") != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("A random target is “class”, “real” or “binary”, not “%s”."), params->target);
      return FALSE;
    }
  y = weft_dataset_add_field (dataset, "y", is_class ? WEFT_KIND_CLASS : WEFT_KIND_NUMBERS);
  if (is_class)
    y->shape.type = WEFT_I64;
  else
    y->shape = shape_of (&params->target_shape);
  y->classes = is_class ? MAX (params->classes, 2) : 0;
  if (!weft_dataset_allocate (dataset, y, error))
    return FALSE;
  if (is_class)
    fill_classes (&random, y->data, dataset->count, y->classes);
  else
    fill_reals (&random, params, binary, y->data,
                (gsize) (dataset->count * weft_shape_count (&y->shape)));
  return TRUE;
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  WeftRandom random = { seed, WEFT_STREAM_SOURCE, 0 };
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  gboolean is_picture
      = params->shape.n == 3 && (params->shape.d[0] == 1 || params->shape.d[0] == 3);
  WeftField *x;

  dataset->name = g_strdup ("random");
  dataset->title = g_strdup (weft_source_find ("random")->title);
  dataset->count = MAX (params->count, 1);
  x = weft_dataset_add_field (dataset, "x", is_picture ? WEFT_KIND_PICTURE : WEFT_KIND_NUMBERS);
  x->shape = shape_of (&params->shape);
  if (!weft_dataset_allocate (dataset, x, error))
    return NULL;
  weft_random_fill_normal (&random, x->data,
                           (gsize) (dataset->count * weft_shape_count (&x->shape)), 0, 1);
  if (!make_target (dataset, params, seed, error))
    return NULL;
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

const WeftSource weft_source_random = {
  .id = "random",
  .title = N_ ("Random numbers"),
  .follows_training = TRUE,
  .make = make,
};
