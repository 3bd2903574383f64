/* rows: the document's rows, read when a file is opened and kept in step with the graph */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "projects/store/open.h"

/* A node as its row holds it. */
typedef struct
{
  gint64 id, parent, shared;
  guint flags;
  char *name, *layer, *title; /* title nullable */
  GVariant *params;
  double x, y;
} WeftNodeRow;

WeftNodeRow *weft_node_row_new (const WeftNode *node);
void weft_node_row_free (WeftNodeRow *row);
gboolean weft_node_row_equal (const WeftNodeRow *row, const WeftNode *node);

/* What one thing that was recorded does to the file: one transaction. A value that crosses to the
 * store thread. */
typedef struct
{
  gint64 seq;
  guint position;                  /* how many edits are done, afterwards */
  GVariant *edit, *inverse;        /* the entry at `position` becomes this; nullable */
  gboolean drops_rest;             /* entries beyond `position` go */
  GArray *gone_nodes, *gone_wires; /* gint64, WeftWire */
  GPtrArray *nodes;                /* WeftNodeRow, new or changed */
  GArray *wires;                   /* WeftWire, likewise */
  GVariant *training;              /* nullable: as before */
  gint64 next_node, revision;
} WeftChange;

WeftChange *weft_change_new (void);
void weft_change_free (WeftChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftChange, weft_change_free)
gboolean weft_change_touches_graph (const WeftChange *change);

/* --- the store thread (and opening) --- */

/* Fills in graph, history and what else stands there once; DAMAGED names the first row that is
 * wrong. */
gboolean weft_rows_load (WeftOpened *opened, GError **error);
/* Within a transaction. */
gboolean weft_rows_write (WeftDb *db, const WeftChange *change, GError **error);
/* The one row of `project` in a new file, within a transaction. */
gboolean weft_rows_create (WeftDb *db, const char *title, const char *example, GError **error);
/* JSON of an a{sv}; transfer full. */
char *weft_rows_to_json (GVariant *values);
