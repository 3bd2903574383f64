/* patches: squares cut out of pictures, of each of which is told which picture it is of
 *
 * about.json: "files", "side" and "count". What tests comes from another place of the picture. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/made.h"

static WeftDataset *
make (const char *folder, JsonObject *about, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_auto (WeftGrounds) grounds = { NULL };
  int side = (int) json_object_get_int_member (about, "side");
  WeftField *x, *y;

  if (!weft_grounds_load (&grounds, folder, json_object_get_string_member (about, "id"), about,
                          error))
    return NULL;
  dataset->count = json_object_get_int_member (about, "count");
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  x->shape = WEFT_SHAPE (3, side, side);
  x->shape.type = WEFT_U8;
  x->scale = 1 / 255.0;
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = grounds.n;
  if (!weft_dataset_allocate (dataset, x, error) || !weft_dataset_allocate (dataset, y, error)
      || !weft_made_set_parts (dataset, error))
    return NULL;
  for (gint64 i = 0; i < dataset->count; i++)
    {
      const WeftRandom random = { 1, WEFT_STREAM_SOURCE, (guint64) i };
      int of = (int) (i / 10 % grounds.n);

      ((gint64 *) y->data)[i] = of;
      weft_grounds_cut (&grounds, of, weft_made_get_part (i), side, &random,
                        (guint8 *) x->data + i * 3 * side * side);
    }
  return g_steal_pointer (&dataset);
}

const WeftMade weft_made_patches = {
  .id = "patches",
  .make = make,
};
