/* header-first: the header of files from before data had fields: one x, at most one y */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/header.h"

/* By what was written as the target; x alone has the first. */
static const WeftKind y_kinds[]
    = { WEFT_N_KINDS, WEFT_KIND_CLASS, WEFT_KIND_NUMBERS, WEFT_KIND_MASK };

static gboolean
read_x (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  gboolean is_picture = FALSE, is_points = FALSE;
  WeftField *x;

  g_variant_dict_lookup (dict, "is_picture", "b", &is_picture);
  g_variant_dict_lookup (dict, "is_points", "b", &is_points);
  x = weft_dataset_add_field (dataset, "x",
                              is_picture  ? WEFT_KIND_PICTURE
                              : is_points ? WEFT_KIND_POINTS
                                          : WEFT_KIND_NUMBERS);
  g_variant_dict_lookup (dict, "feature_names", "^as", &x->feature_names);
  if (!g_variant_dict_lookup (dict, "x_scale", "d", &x->scale))
    return weft_header_fail (error, "x_scale");
  return weft_header_read_shape (dict, "x_shape", &x->shape, error)
         && weft_header_read_gaps (dict, x, dataset->count, error);
}

static gboolean
read_y (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  gint64 target = -1, classes = -1;
  WeftField *y;

  if (!g_variant_dict_lookup (dict, "target", "x", &target) || target < 0
      || target >= (gint64) G_N_ELEMENTS (y_kinds))
    return weft_header_fail (error, "target");
  if (!g_variant_dict_lookup (dict, "classes", "x", &classes) || classes < 0
      || classes > G_MAXINT32)
    return weft_header_fail (error, "classes");
  if (y_kinds[target] == WEFT_N_KINDS)
    return TRUE;
  y = weft_dataset_add_field (dataset, "y", y_kinds[target]);
  y->classes = (int) classes;
  g_variant_dict_lookup (dict, "class_names", "^as", &y->class_names);
  g_variant_dict_lookup (dict, "target_name", "s", &y->title);
  return weft_header_read_shape (dict, "y_shape", &y->shape, error);
}

gboolean
weft_header_read_first (GVariantDict *dict, WeftDataset *dataset, GError **error)
{
  return read_x (dict, dataset, error) && read_y (dict, dataset, error);
}
