/* library: every data set that a graph may name: generated, shipped, in the project, read anew */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"
#include "engine/graph/graph.h"
#include "projects/readers/tables/columns.h"
#include "projects/store/store.h"

typedef struct _WeftLibrary WeftLibrary;

WeftLibrary *weft_library_new (void);
void weft_library_free (WeftLibrary *library);
WeftCatalog *weft_library_get_catalog (WeftLibrary *library); /* transfer none */
/* Sets that stand in this project are found there first; NULL: none. Not owned. */
void weft_library_set_store (WeftLibrary *library, WeftStore *store);
/* Copies every set that the graph names into the store, so that the file is the whole project. */
gboolean weft_library_copy_data (WeftLibrary *library, WeftGraph *graph, WeftStore *store,
                                 GError **error);
/* Reads a user's file, as asked for (nullable; columns: nullable, as weft_reader_read_as); the
 * catalog then knows it by its hash. transfer full. */
WeftDataset *weft_library_read_as (WeftLibrary *library, const char *path,
                                   const WeftReadOptions *options, WeftColumns **columns,
                                   GError **error);
/* The same as the graph's data node asks for it: its target, and as a number or a class as the loss
 * behind it needs. options: what was said besides, which goes before; nullable. */
WeftDataset *weft_library_read_for (WeftLibrary *library, const char *path, WeftGraph *graph,
                                    const WeftNode *node, const WeftReadOptions *options,
                                    GError **error);
/* Reads a user's file; the catalog then knows it by its hash. transfer full. */
WeftDataset *weft_library_read (WeftLibrary *library, const char *path, GError **error);
