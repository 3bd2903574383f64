/* set-making: a set made or loaded in a thread, in a catalog of its own, and then given to another
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/set-making.h"

#include <gio/gio.h>

#include "engine/base/errand.h"
#include "engine/graph/layer.h"

struct _WeftSetMaking
{
  WeftCatalog *to, *own; /* where it is wanted; the thread's */
  GVariant *params;
  int batch_size;
  guint64 seed;
  WeftErrand *errand;
  WeftMadeFunc made; /* NULL: nobody wants it any more */
  gpointer user;
};

static void
making_free (gpointer data)
{
  WeftSetMaking *making = data;

  weft_catalog_unref (making->to);
  weft_catalog_unref (making->own);
  g_variant_unref (making->params);
  weft_errand_unref (making->errand);
  g_free (making);
}

static void
make_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const WeftSetMaking *making = data;
  GError *error = NULL;
  WeftDataset *dataset;

  weft_errand_set_own (making->errand);
  dataset
      = weft_catalog_lookup (making->own, making->params, making->batch_size, making->seed, &error);
  weft_errand_set_own (NULL);
  if (dataset != NULL)
    g_task_return_pointer (task, dataset, (GDestroyNotify) weft_dataset_unref);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  const WeftSetMaking *making = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = g_task_propagate_pointer (G_TASK (result), &error);

  if (making->made == NULL)
    return;
  weft_catalog_take (making->to, making->own);
  making->made (dataset, error, making->user);
}

WeftSetMaking *
weft_set_making_begin (WeftCatalog *catalog, GVariant *params, int batch_size, guint64 seed,
                       WeftMadeFunc made, gpointer user)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, made_cb, NULL);
  WeftSetMaking *making = g_new (WeftSetMaking, 1);

  *making = (WeftSetMaking){
    weft_catalog_ref (catalog),
    weft_catalog_new_like (catalog),
    g_variant_ref_sink (params),
    batch_size,
    seed,
    weft_errand_new (0),
    made,
    user,
  };
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make_cb);
  return making;
}

gboolean
weft_set_making_is_of (const WeftSetMaking *making, GVariant *params, int batch_size, guint64 seed)
{
  return making->batch_size == batch_size && making->seed == seed
         && g_variant_equal (making->params, params);
}

void
weft_set_making_cancel (WeftSetMaking *making)
{
  making->made = NULL;
  weft_errand_cancel (making->errand);
}

GVariant *
weft_set_making_new_params (const char *source)
{
  const WeftLayer *layer = weft_layer_find ("data");
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_string (source));

  return weft_params_with (layer->params, NULL, "source", value);
}
