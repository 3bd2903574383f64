/* class-weights: classes of which there are few count as much as those of which there are many */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/class-weights.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/scene/words.h"

#define PARAM "class_weight"

/* A class that is never met counts as others. */
static GVariant *
make_weights (const WeftDataset *dataset, const WeftField *field)
{
  double weights[WEFT_MAX_REALS];
  gint64 counts[WEFT_MAX_REALS] = { 0 };

  if (field == NULL || field->classes < 2 || field->classes > WEFT_MAX_REALS
      || field->shape.rank != 0)
    return NULL;
  for (gint64 i = 0; i < dataset->count; i++)
    counts[weft_field_get_class (field, i)]++;
  for (int c = 0; c < field->classes; c++)
    {
      double weight = (double) dataset->count / ((double) field->classes * (double) counts[c]);

      weights[c] = counts[c] > 0 ? round (weight * 1000) / 1000 : 1;
    }
  return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, weights, (gsize) field->classes,
                                    sizeof *weights);
}

static gboolean
weighs_classes (const WeftNode *node)
{
  for (const WeftParam *param = node->layer->params; param != NULL && param->name != NULL; param++)
    if (strcmp (param->name, PARAM) == 0)
      return param->type == WEFT_PARAM_REALS;
  return FALSE;
}

WeftEdit *
weft_class_weights_edit (WeftContext *context, gint64 node, const char *field)
{
  WeftGraph *graph = weft_context_get_graph (context);
  const WeftNode *data = weft_graph_find (graph, node);
  g_autoptr (WeftDataset) dataset
      = data != NULL ? weft_words_dup_dataset (graph, data, weft_context_get_catalog (context))
                     : NULL;
  GVariant *made
      = dataset != NULL ? make_weights (dataset, weft_dataset_find_field (dataset, field)) : NULL;
  g_autoptr (GVariant) weights = made != NULL ? g_variant_ref_sink (made) : NULL;
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (guint i = 0; weights != NULL && i < weft_graph_get_n_nodes (graph); i++)
    if (weighs_classes (weft_graph_get_node (graph, i)))
      g_ptr_array_add (edits,
                       weft_edit_set_param (weft_graph_get_node (graph, i)->id, PARAM, weights));
  return edits->len > 0 ? weft_edit_list (edits, N_ ("Weigh the classes")) : NULL;
}
