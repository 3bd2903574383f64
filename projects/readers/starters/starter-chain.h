/* starter-chain: a graph in the making that grows to the right; for the starters alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/graph/graph.h"

/* The first error stops it. */
typedef struct
{
  WeftGraph *graph;
  const WeftDataset *dataset;
  gint64 data, last; /* node ids; last: what the next node is wired behind */
  GError **error;
  gboolean failed;
} WeftChain;

typedef struct
{
  const char *name;
  GVariant *value; /* floating */
} WeftSetting;

/* Of a list that ends with { NULL }. */
#define WEFT_SETTINGS(...) ((const WeftSetting[]){ __VA_ARGS__, { NULL } })

/* A starter: what a set is shown by and what is said of it, as bits of kinds, and how its network
 * is made. */
typedef struct
{
  guint x, y;
  gboolean (*fits) (const WeftDataset *dataset); /* nullable */
  void (*make) (WeftChain *chain);
} WeftStarter;

void weft_chain_apply (WeftChain *chain, WeftEdit *edit); /* takes edit */
/* The data node; it comes first. */
void weft_chain_add_data (WeftChain *chain, gboolean standardize);
/* Adds a node without a wire. name: nullable; settings: as WEFT_SETTINGS, nullable. */
gint64 weft_chain_add (WeftChain *chain, const char *layer, const char *name,
                       const WeftSetting *settings);
void weft_chain_wire (WeftChain *chain, gint64 from, int output, gint64 to, int input);
/* A field of the data to that node. */
void weft_chain_wire_field (WeftChain *chain, const char *field, gint64 to, int input);
/* Behind the last one, which it becomes. */
void weft_chain_append (WeftChain *chain, const char *layer, const WeftSetting *settings);
void weft_chain_append_dense (WeftChain *chain, int units, const char *activation /* nullable */);
void weft_chain_append_dropout (WeftChain *chain, double p);
/* A convolution that keeps the size, then normalised, relu, and half the size where asked. */
void weft_chain_append_convolution (WeftChain *chain, int filters, int kernel, gboolean pool);
/* A GRU that goes on from where reader, an LSTM or GRU, ended, and what it looks at there at each
 * of its steps, side by side. */
void weft_chain_append_writer (WeftChain *chain, gint64 reader, int units);
/* A loss of what came last and y; which node it is. */
gint64 weft_chain_append_loss (WeftChain *chain, const char *layer);
/* Classes or numbers at the end of a net, with their loss. */
void weft_chain_append_answer (WeftChain *chain);

void weft_chain_set_training (WeftChain *chain, const char *key, GVariant *value); /* floating */
/* About as many steps as it takes, whatever the number of samples, but at least so many epochs. */
void weft_chain_train (WeftChain *chain, int batch_size, double rate, int steps, int least);

/* starter-sound.c, starter-text.c */
void weft_starter_make_sound (WeftChain *chain);
void weft_starter_make_text_class (WeftChain *chain);
void weft_starter_make_tags (WeftChain *chain);
void weft_starter_make_weighed (WeftChain *chain);
void weft_starter_make_written (WeftChain *chain);
void weft_starter_make_next (WeftChain *chain);
gboolean weft_starter_has_next (const WeftDataset *dataset); /* y is what follows on x */
gboolean weft_starter_has_tags (const WeftDataset *dataset); /* y is as long as x */

/* starter-spoken.c */
void weft_starter_make_heard (WeftChain *chain);
void weft_starter_make_spoken (WeftChain *chain);

/* starter-columns.c */
void weft_starter_make_columns (WeftChain *chain);
void weft_starter_make_ratings (WeftChain *chain);
gboolean weft_starter_has_ratings (const WeftDataset *dataset); /* two categories are all of x */

/* starter-baskets.c */
void weft_starter_make_baskets (WeftChain *chain);
gboolean
weft_starter_has_baskets (const WeftDataset *dataset); /* x says which of y's classes are */

/* starter-steps.c */
void weft_starter_make_steps (WeftChain *chain);
gboolean weft_starter_has_steps (const WeftDataset *dataset); /* x is rows of numbers */

/* starter-picture.c */
void weft_starter_make_picture (WeftChain *chain);
void weft_starter_make_codes (WeftChain *chain);
void weft_starter_make_mask (WeftChain *chain);
void weft_starter_make_areas (WeftChain *chain);
void weft_starter_make_pair (WeftChain *chain);
void weft_starter_make_boxes (WeftChain *chain);
gboolean weft_starter_has_large_pictures (const WeftDataset *dataset);
gboolean weft_starter_has_pairs (const WeftDataset *dataset); /* y is a picture */
