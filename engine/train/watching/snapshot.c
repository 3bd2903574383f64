/* snapshot: what the window asked to see, copied between two steps; immutable */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/snapshot.h"

WeftSnapshot *
weft_snapshot_ref (WeftSnapshot *snapshot)
{
  g_atomic_int_inc (&snapshot->ref_count);
  return snapshot;
}

void
weft_snapshot_unref (WeftSnapshot *snapshot)
{
  if (!g_atomic_int_dec_and_test (&snapshot->ref_count))
    return;
  g_clear_pointer (&snapshot->activations, g_hash_table_unref);
  g_clear_pointer (&snapshot->weights, g_ptr_array_unref);
  g_clear_pointer (&snapshot->opened, g_ptr_array_unref);
  g_clear_pointer (&snapshot->sizes, g_hash_table_unref);
  g_clear_pointer (&snapshot->gradient, weft_tensor_unref);
  g_clear_pointer (&snapshot->idle, g_hash_table_unref);
  g_clear_pointer (&snapshot->costs, weft_step_costs_unref);
  g_clear_pointer (&snapshot->sights, g_ptr_array_unref);
  g_clear_pointer (&snapshot->evaluation, weft_evaluation_unref);
  g_clear_pointer (&snapshot->episode, weft_episode_unref);
  g_clear_pointer (&snapshot->entering, weft_tensor_unref);
  g_clear_pointer (&snapshot->drawn, g_ptr_array_unref);
  g_clear_pointer (&snapshot->explanation, weft_explanation_unref);
  g_clear_pointer (&snapshot->movement, weft_movement_unref);
  g_clear_pointer (&snapshot->response, weft_response_unref);
  g_clear_pointer (&snapshot->made, weft_tensor_unref);
  g_clear_pointer (&snapshot->grid, weft_tensor_unref);
  g_free (snapshot);
}

const WeftOpenNode *
weft_snapshot_find_open (const WeftSnapshot *snapshot, gint64 node)
{
  for (guint i = 0; snapshot->opened != NULL && i < snapshot->opened->len; i++)
    if (((const WeftOpenNode *) snapshot->opened->pdata[i])->node == node)
      return snapshot->opened->pdata[i];
  return NULL;
}

WeftTensor *
weft_snapshot_find_activation (const WeftSnapshot *snapshot, gint64 node)
{
  return snapshot->activations != NULL ? g_hash_table_lookup (snapshot->activations, &node) : NULL;
}
