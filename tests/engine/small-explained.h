/* small-explained: nets and sets whose answers are explained; for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>
#include <string.h>

#include "engine/train/answers/explanation.h"
#include "small-net.h"

#define SAMPLES 3
#define WORDS 5

/* As explain_figures.py draws. */
static guint32 drawn;

static inline float
draw (void)
{
  drawn = (drawn * 1103515245u + 12345u) & 0x7fffffff;
  return ((float) ((drawn >> 16) % 65) - 32) / 64;
}

static inline void
draw_entry (WeftState *state, WeftGraph *graph, const char *node, const char *name)
{
  WeftStateEntry *entry = weft_state_find (state, weft_graph_find_by_name (graph, node)->id, name);

  g_assert_nonnull (entry);
  for (gint64 i = 0; i < weft_shape_count (&entry->shape); i++)
    entry->value[i] = draw ();
}

/* --- sets --- */

static inline WeftField *
add_labels (WeftDataset *dataset, int classes)
{
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);

  y->shape = (WeftShape){ .type = WEFT_I64 };
  y->classes = classes;
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  for (gint64 i = 0; i < dataset->count; i++)
    ((gint64 *) y->data)[i] = i % classes;
  return y;
}

/* The first is as explain_figures.py has it. */
static inline WeftDataset *
load_picture_cb (gpointer user, const char *source, const char *name, const char *sha256,
                 GError **error)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);

  dataset->name = g_strdup ("picture");
  dataset->count = SAMPLES;
  x->shape = WEFT_SHAPE (1, 6, 6);
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  drawn = 7;
  for (int i = 0; i < SAMPLES * 36; i++)
    ((float *) x->data)[i] = i < 36 ? draw () : (float) (i % 5) / 4;
  add_labels (dataset, 4);
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static inline WeftDataset *
load_words_cb (gpointer user, const char *source, const char *name, const char *sha256,
               GError **error)
{
  static const gint64 words[WORDS] = { 3, 1, 6, 2, 5 };
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS);

  dataset->name = g_strdup ("words");
  dataset->count = SAMPLES;
  x->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { WORDS } };
  x->classes = 7;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  for (int i = 0; i < SAMPLES * WORDS; i++)
    ((gint64 *) x->data)[i] = words[i % WORDS];
  add_labels (dataset, 3);
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

typedef WeftDataset *(*Load) (gpointer, const char *, const char *, const char *, GError **);

/* --- a net, and what is said of its first sample --- */

typedef struct
{
  WeftGraph *graph;
  WeftModel *model;
  WeftState *state;
} Rig;

static inline void
rig_init (Rig *rig, WeftGraph *graph, Load load)
{
  WeftCatalogHost host = { .load = load };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (load != NULL ? &host : NULL);
  g_autoptr (GError) error = NULL;

  rig->graph = graph;
  rig->model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  rig->state = weft_model_new_state (rig->model, 3, &error);
  g_assert_no_error (error);
}

static inline void
rig_clear (Rig *rig)
{
  weft_state_free (rig->state);
  weft_model_unref (rig->model);
  g_object_unref (rig->graph);
}

static inline void
picture_init (Rig *rig)
{
  static const char *const layers[] = { "conv2d {'out_channels': <int64 3>}", "tanh", "flatten",
                                        "dense {'units': <int64 4>}", NULL };

  rig_init (rig, net_new ("{'source': <'file'>, 'name': <'picture'>}", layers, "cross_entropy"),
            load_picture_cb);
  draw_entry (rig->state, rig->graph, "conv2d1", "weight");
  draw_entry (rig->state, rig->graph, "conv2d1", "bias");
  draw_entry (rig->state, rig->graph, "dense4", "weight");
  draw_entry (rig->state, rig->graph, "dense4", "bias");
}

static inline void
words_init (Rig *rig)
{
  static const char *const layers[] = { "embedding {'embedding_dim': <int64 3>}", "flatten",
                                        "dense {'units': <int64 3>}", "tanh", NULL };

  rig_init (rig, net_new ("{'source': <'file'>, 'name': <'words'>}", layers, "cross_entropy"),
            load_words_cb);
  draw_entry (rig->state, rig->graph, "embedding1", "weight");
  draw_entry (rig->state, rig->graph, "dense3", "weight");
  draw_entry (rig->state, rig->graph, "dense3", "bias");
}

static inline WeftExplanation *
explain (Rig *rig, const char *text, guint32 sample, gint64 unit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftExplainer) explainer = weft_explainer_new (text, &error);
  const WeftExplainRequest request = { .sample = sample, .unit = unit };
  WeftExplanation *explanation;

  g_assert_no_error (error);
  explanation = weft_explain (explainer, rig->model, rig->state, NULL, -1, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (explanation);
  return explanation;
}
