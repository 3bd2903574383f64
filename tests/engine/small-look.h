/* small-look: what is seen of a network that has learnt nothing, with the inside of one node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/watching/viewer.h"

/* watched: the node's name. */
static WeftSnapshot *
look (WeftModel *model, const char *watched, guint32 sample)
{
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftViewer) viewer = weft_viewer_new (model, state, NULL, weft_kernel_best_level ());
  WeftWatch watch = { .activations = TRUE, .sample = sample };

  watch.weights_of = weft_graph_find_by_name (model->graph, watched)->id;
  return weft_viewer_look (viewer, &watch);
}
