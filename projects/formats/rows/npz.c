/* npz: weights by name as arrays of NumPy's: a zip archive, not packed, of .npy files */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "projects/formats/file-format.h"
#include "projects/formats/npy-write.h"
#include "projects/formats/output.h"
#include "projects/formats/zip-write.h"
#include "projects/readers/arrays/npy-file.h"

/* --- out --- */

static GByteArray *
write_weights (const WeftFormatJob *job, GError **error)
{
  g_autoptr (GPtrArray) weights = weft_weights_list (job->graph, job->state, error);
  WeftZip *zip;

  if (weights == NULL)
    return NULL;
  zip = weft_zip_new ();
  for (guint i = 0; i < weights->len; i++)
    {
      const WeftNamedWeight *weight = weights->pdata[i];
      g_autofree char *name = g_strdup_printf ("%s.npy", weight->name);
      g_autoptr (GByteArray) array = weft_npy_write_one (&weight->shape, weight->numbers);

      weft_zip_add (zip, name, array->data, array->len);
    }
  return weft_zip_end (zip);
}

/* --- in --- */

static gboolean
put_cb (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  const WeftNamedWeight *weight = user;
  gint64 each = weft_shape_sample_count (&weight->shape);

  weight->owned[sample * each + place] = (float) number;
  return TRUE;
}

/* Of an array of numbers; NULL without an error: of something else. total: bytes of all so far. */
static WeftNamedWeight *
read_weight (const char *path, const WeftNpzEntry *entry, guint64 *total, GError **error)
{
  g_auto (WeftNpy) npy = { .takes_any = TRUE };
  WeftShape shape = { .type = WEFT_F32 };
  WeftNamedWeight *weight;
  float *numbers;

  if (!weft_npy_open (&npy, path, entry, error))
    return NULL;
  if (weft_npy_is_words (&npy) || npy.shape.rank >= WEFT_MAX_RANK)
    return NULL;
  shape.rank = npy.shape.rank + 1;
  shape.dims[0] = npy.count;
  memcpy (shape.dims + 1, npy.shape.dims, (gsize) npy.shape.rank * sizeof *shape.dims);
  *total += (guint64) weft_shape_bytes (&shape);
  if (!weft_output_check_size (*total, error))
    return NULL;
  numbers = weft_memory_new (weft_shape_bytes (&shape), error);
  if (numbers == NULL)
    return NULL;
  weight = weft_named_weight_new (entry->name, &shape, numbers);
  if (weft_npy_walk (&npy, put_cb, weight, error))
    return weight;
  weft_named_weight_free (weight);
  return NULL;
}

static GPtrArray *
read_weights (const char *path, GError **error)
{
  g_autoptr (GPtrArray) list
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);
  g_autoptr (GPtrArray) entries = weft_npz_list (path, error);
  guint64 total = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      g_autoptr (GError) problem = NULL;
      WeftNamedWeight *weight = read_weight (path, entries->pdata[i], &total, &problem);

      if (weight != NULL)
        g_ptr_array_add (list, weight);
      else if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
    }
  return entries != NULL ? g_steal_pointer (&list) : NULL;
}

const WeftFormat weft_format_npz = {
  .id = "npz",
  .title = N_ ("Weights (NumPy)"),
  .endings = (const char *const[]){ ".npz", NULL },
  .needs_weights = TRUE,
  .write = write_weights,
  .read_weights = read_weights,
};
