/* small-stream: a data set's bytes in memory, as they lie in a project */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/data/dataset.h"

G_GNUC_UNUSED static GBytes *
store (const WeftDataset *dataset)
{
  gsize length = weft_dataset_get_length (dataset);
  gpointer bytes = g_malloc (length);

  weft_dataset_copy_bytes (dataset, 0, length, bytes);
  return g_bytes_new_take (bytes, length);
}

typedef struct
{
  const char *at;
  gsize left;
} SmallStream;

static gboolean
read_small_cb (gpointer user, gpointer to, gsize n, GError **error)
{
  SmallStream *stream = user;

  g_assert_cmpuint (n, <=, stream->left); /* nobody reads on where there is nothing */
  memcpy (to, stream->at, n);
  stream->at += n;
  stream->left -= n;
  return TRUE;
}

static WeftDataset *
load (GVariant *header, GBytes *bytes, GError **error)
{
  SmallStream small = { g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) };
  const WeftDataStream stream = { small.left, read_small_cb, &small };

  return weft_dataset_deserialize (header, &stream, error);
}
