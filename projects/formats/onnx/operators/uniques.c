/* uniques: which numbers, or parts along an axis, there are, and how often */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/operator.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const WeftTensor *x; /* items one after the other */
  gint64 n, size;      /* items, numbers of one */
} Items;

/* One of several that are alike. */
typedef struct
{
  gint64 first, item, of; /* where it stands first, who it is, which kind it is */
} Item;

static int
compare (gconstpointer a, gconstpointer b, gpointer user)
{
  const Items *items = user;
  gint64 p = ((const Item *) a)->item, q = ((const Item *) b)->item;

  for (gint64 i = 0; i < items->size; i++)
    {
      double u = weft_onnx_get (items->x, p * items->size + i);
      double v = weft_onnx_get (items->x, q * items->size + i);

      if (u != v)
        return u < v ? -1 : 1;
    }
  return 0;
}

static int
compare_by_place (gconstpointer a, gconstpointer b, gpointer user)
{
  int order = compare (a, b, user);

  return order != 0 ? order : ((const Item *) a)->item < ((const Item *) b)->item ? -1 : 1;
}

static int
by_first (gconstpointer a, gconstpointer b)
{
  return ((const Item *) a)->first < ((const Item *) b)->first ? -1 : 1;
}

/* Items in their order, each with its kind; kinds: the first of each, in the order asked for. */
static GArray *
find_kinds (const Items *items, gboolean sorted, gint64 *kind_of)
{
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (Item));
  GArray *kinds = g_array_new (FALSE, FALSE, sizeof (Item));

  for (gint64 i = 0; i < items->n; i++)
    g_array_append_vals (order, &(Item){ i, i, 0 }, 1);
  g_array_sort_with_data (order, compare_by_place, (gpointer) items);
  for (guint i = 0; i < order->len; i++)
    {
      Item *item = &g_array_index (order, Item, i);
      const Item *last = kinds->len > 0 ? &g_array_index (kinds, Item, kinds->len - 1) : NULL;

      if (last == NULL || compare (last, item, (gpointer) items) != 0)
        g_array_append_vals (kinds, &(Item){ item->item, item->item, kinds->len }, 1);
      kind_of[item->item] = kinds->len - 1;
    }
  if (!sorted)
    {
      g_autofree gint64 *place = g_new (gint64, MAX (kinds->len, 1));

      g_array_sort (kinds, by_first);
      for (guint i = 0; i < kinds->len; i++)
        place[g_array_index (kinds, Item, i).of] = i;
      for (gint64 i = 0; i < items->n; i++)
        kind_of[i] = place[kind_of[i]];
    }
  return kinds;
}

static gboolean
say_indices (WeftOnnxCall *call, const GArray *kinds, const gint64 *kind_of, gint64 n)
{
  const gint64 lengths[] = { kinds->len, n, kinds->len };

  for (guint i = 1; i < MIN (call->n_out, 4); i++)
    if (weft_onnx_new (call, i, &(WeftShape){ 1, WEFT_I64, { lengths[i - 1] } }) == NULL)
      return FALSE;
  for (guint i = 0; i < kinds->len && call->n_out > 1; i++)
    weft_onnx_set_whole (call->out[1], i, g_array_index (kinds, Item, i).first);
  for (gint64 i = 0; i < n && call->n_out > 2; i++)
    {
      weft_onnx_set_whole (call->out[2], i, kind_of[i]);
      if (call->n_out > 3)
        weft_onnx_set_whole (call->out[3], kind_of[i],
                             weft_onnx_get_whole (call->out[3], kind_of[i]) + 1);
    }
  return TRUE;
}

static gboolean
unique (WeftOnnxCall *call)
{
  gboolean is_flat = weft_onnx_find (call, "axis") == NULL;
  gint64 axis = weft_onnx_int (call, "axis", 0);
  WeftShape shape = call->in[0]->shape;
  int order[WEFT_MAX_RANK];
  g_autoptr (WeftTensor) x = NULL, some = NULL;
  g_autoptr (GArray) kinds = NULL;
  g_autofree gint64 *kind_of = NULL;
  WeftTensor *y;
  Items items;
  gsize bytes;

  if (is_flat)
    shape = (WeftShape){ 1, shape.type, { weft_shape_count (&shape) } };
  if (!weft_onnx_fit_axis (call, &axis, shape.rank))
    return FALSE;
  for (int i = 0; i < shape.rank; i++)
    order[i] = i == 0 ? (int) axis : i == axis ? 0 : i;
  x = weft_onnx_reshape (call, call->in[0], &shape);
  some = x != NULL ? weft_onnx_permute (call, x, order) : NULL;
  if (some == NULL)
    return FALSE;
  items = (Items){ some, shape.dims[axis], 0 };
  items.size = items.n > 0 ? weft_shape_count (&shape) / items.n : 0;
  bytes = (gsize) items.size * weft_type_size (shape.type);
  kind_of = g_new (gint64, MAX (items.n, 1));
  kinds = find_kinds (&items, weft_onnx_int (call, "sorted", 1) != 0, kind_of);
  shape = some->shape;
  shape.dims[0] = kinds->len;
  g_clear_pointer (&x, weft_tensor_unref);
  x = weft_onnx_new_scratch (call, &shape);
  for (guint i = 0; x != NULL && i < kinds->len; i++)
    memcpy ((char *) x->data + i * bytes,
            (const char *) some->data + (gsize) g_array_index (kinds, Item, i).first * bytes,
            bytes);
  y = x != NULL ? weft_onnx_permute (call, x, order) : NULL;
  return weft_onnx_give (call, 0, y) && say_indices (call, kinds, kind_of, items.n);
}

const WeftOnnxOperator weft_onnx_uniques[] = {
  { "Unique", 1, 1, unique },
  { NULL },
};
