/* probe: what probes have in common: a graph of tests/projects/probes, trained from nothing on two
 * ways that have to meet, then judged */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/train/judging/evaluate.h"
#include "engine/train/model/judges.h"
#include "engine/train/trainer.h"
#include "projects/formats/graph-json.h"
#include "projects/gallery/gallery.h"

static inline char *
probe_dup_gallery (void)
{
  return g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "projects", "gallery", NULL);
}

/* A file beside the graphs. */
static inline char *
probe_dup_path (const char *name)
{
  return g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "projects", "probes", name, NULL);
}

static inline WeftDataset *
probe_load_shipped_cb (gpointer user, const char *source, const char *name, const char *sha256,
                       GError **error)
{
  g_autofree char *gallery = probe_dup_gallery ();

  return weft_gallery_load_data (gallery, source, error);
}

static inline WeftGraph *
probe_load_graph (const char *probe)
{
  g_autofree char *name = g_strconcat (probe, ".json", NULL), *path = probe_dup_path (name),
                  *text = NULL;
  g_autoptr (GError) error = NULL;
  WeftGraph *graph;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  graph = weft_graph_from_json (text, -1, &error);
  g_assert_no_error (error);
  return graph;
}

/* What is tried from several seeds is tried from the first alone where time is short. */
static inline gboolean
probe_asks_seed (gint64 seed)
{
  return seed == 1 || g_getenv ("WEFT_IN_FULL") != NULL;
}

static inline void
probe_set_seed (WeftGraph *graph, gint64 seed)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_int64 (seed));
  g_autoptr (WeftEdit) edit = weft_edit_set_training ("seed", value), inverse = NULL;

  inverse = weft_graph_apply (graph, edit, NULL);
  g_assert_nonnull (inverse);
}

/* dataset: what the graph's “file” is, nullable; shipped sets are the gallery's. */
static inline WeftModel *
probe_model_new (WeftGraph *graph, WeftDataset *dataset)
{
  WeftCatalogHost host = { .load = probe_load_shipped_cb };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autoptr (GError) error = NULL;
  WeftModel *model;

  if (dataset != NULL)
    weft_catalog_add (catalog, dataset);
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  return model;
}

static inline WeftModel *
probe_load_model (const char *probe)
{
  g_autoptr (WeftGraph) graph = probe_load_graph (probe);

  return probe_model_new (graph, NULL);
}

/* What the model begins with: from's numbers (nullable) where names and shapes are the same. */
static inline WeftState *
probe_state_new (WeftModel *model, const WeftState *from)
{
  WeftState *state = weft_model_new_state (model, (guint64) model->training.seed, NULL);

  for (guint i = 0; from != NULL && i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const WeftStateEntry *old = weft_state_find (from, entry->node, entry->name);

      if (old != NULL && weft_shape_equal (&old->shape, &entry->shape))
        memcpy (entry->value, old->value, entry->count * sizeof (float));
    }
  return state;
}

/* Goes on from state (taken; nullable) for so many steps. */
static inline WeftState *
probe_train (WeftModel *model, WeftState *state, guint threads, gint64 steps)
{
  WeftTrainerOptions options = { .threads = threads, .level = -1 };
  WeftLimits limits = { .steps = steps, .outlasts_schedule = TRUE };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftStatus status;

  weft_trainer_load (trainer, model, state, (guint64) model->training.seed, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, -1));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, "");
  return weft_trainer_dup_state (trainer);
}

/* From start (nullable, left alone) on one thread; and on two, through the bytes of a file in the
 * middle: the same bits. */
static inline void
probe_assert_same_ways (WeftModel *model, const WeftState *start, gint64 steps)
{
  g_autoptr (WeftState) one = start ? weft_state_dup (start, NULL) : NULL,
                        two = start ? weft_state_dup (start, NULL) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *hash = NULL, *resumed = NULL;

  one = probe_train (model, g_steal_pointer (&one), 1, steps);
  two = probe_train (model, g_steal_pointer (&two), 2, steps / 2);
  bytes = weft_state_serialize (two);
  g_clear_pointer (&two, weft_state_free);
  two = probe_train (model, weft_state_deserialize (bytes, NULL), 2, steps - steps / 2);
  hash = weft_state_dup_hash (one);
  resumed = weft_state_dup_hash (two);
  g_assert_cmpstr (hash, ==, resumed);
}

static inline WeftEvaluation *
probe_judge (WeftModel *model, WeftState *state)
{
  g_autoptr (GError) error = NULL;
  WeftEvaluation *evaluation = weft_evaluate (model, state, WEFT_PART_TEST, NULL, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < model->n_criteria; i++)
    g_test_message ("%s %g", model->criteria[i].id, evaluation->metrics[i]);
  return evaluation;
}

static inline double
probe_get_figure (const WeftModel *model, const WeftEvaluation *evaluation, const char *id)
{
  int criterion = weft_model_find_criterion (model, id);

  g_assert_cmpint (criterion, >=, 0);
  return evaluation->metrics[criterion];
}
