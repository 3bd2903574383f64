/* weights: what a network begins with when it is not drawn: what another project has learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/weights.h"

#include <glib/gi18n.h>

#include "engine/graph/training.h"
#include "engine/train/average.h"
#include "projects/store/store.h"

/* Of the newest run; the average that it judges by in place of the weights. */
static WeftState *
load_learnt (WeftStore *store, WeftGraph *graph, GError **error)
{
  WeftState *state = weft_store_load_state (store, 0, -1, error);
  WeftTraining training;

  if (state == NULL)
    return NULL;
  weft_training_load (&training, weft_graph_get_training (graph));
  weft_average_swap (training.ema_decay, state);
  return state;
}

gboolean
weft_weights_take (WeftState *state, WeftGraph *graph, const char *prefix, const char *path,
                   WeftGraft *graft, GError **error)
{
  WeftStore *store = weft_store_open (path, WEFT_STORE_READ, error);
  g_autoptr (WeftGraph) other = store != NULL ? weft_store_load_graph (store, error) : NULL;
  g_autoptr (WeftState) learnt = other != NULL ? load_learnt (store, other, error) : NULL;
  g_autofree char *name = g_path_get_basename (path);

  if (store != NULL)
    weft_store_close (store, NULL);
  if (learnt == NULL)
    return FALSE;
  weft_state_graft (state, graph, prefix, learnt, other, graft);
  if (graft->taken > 0)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("Nothing that “%s” has learnt fits: weights are taken by a node that has the "
                  "same name in both networks, where their shapes agree."),
               name);
  return FALSE;
}
