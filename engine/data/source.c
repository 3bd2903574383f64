/* source: the table of generated sets: the rows of sources.def, which stand in files of their own,
 * and one for each environment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/source.h"

#include <string.h>

#include "engine/environments/environment.h"
#include "engine/graph/layer.h"

#define SOURCE(id) extern const WeftSource weft_source_##id;
#include "engine/data/sources.def"
#undef SOURCE

#define ENVIRONMENT(id_)                                                                           \
  extern const char WEFT_ENVIRONMENT_TITLE (id_)[];                                                \
  static const WeftSource world_##id_ = { .id = #id_,                                              \
                                          .title = WEFT_ENVIRONMENT_TITLE (id_),                   \
                                          .fields = "x y outcome",                                 \
                                          .is_long = TRUE,                                         \
                                          .make = weft_worlds_make };
#include "engine/environments/environments.def"
#undef ENVIRONMENT

static const WeftSource *const sources[] = {
#define SOURCE(id) &weft_source_##id,
#include "engine/data/sources.def"
#undef SOURCE
#define ENVIRONMENT(id) &world_##id,
#include "engine/environments/environments.def"
#undef ENVIRONMENT
};

const WeftSource *const *
weft_sources (guint *n)
{
  *n = G_N_ELEMENTS (sources);
  return sources;
}

const WeftSource *
weft_source_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (g_strcmp0 (sources[i]->id, id) == 0)
      return sources[i];
  return NULL;
}

const WeftNode *
weft_source_find_node (WeftGraph *graph, gboolean (*is_wanted) (const WeftSource *source))
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      g_autoptr (GVariant) id
          = node->layer->family == WEFT_FAMILY_DATA ? weft_node_get_param (node, "source") : NULL;
      const WeftSource *source
          = id != NULL ? weft_source_find (g_variant_get_string (id, NULL)) : NULL;

      if (source != NULL && is_wanted (source))
        return node;
    }
  return NULL;
}

void
weft_data_params_load (WeftDataParams *data, GVariant *params)
{
  const WeftLayer *layer = weft_layer_find ("data");

  weft_params_load (layer->params, params, data, sizeof *data);
}
