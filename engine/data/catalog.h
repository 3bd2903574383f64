/* catalog: where a data node's set comes from; makes or loads each once, keeps it
 *
 * Generated sets are the engine's. Shipped ones and files come through `load`, which app fills in
 * with projects. Main thread; the data sets may go anywhere. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

typedef struct
{
  /* transfer full; WEFT_ERROR_NOT_FOUND when there is none. name and sha256 are of "file". */
  WeftDataset *(*load) (gpointer user, const char *source, const char *name, const char *sha256,
                        GError **error);
  /* NULL-terminated ids of shipped sets; transfer full; nullable function. */
  char **(*list) (gpointer user);
  /* The msgid of what people call a shipped set; NULL: not known; nullable function. */
  const char *(*title) (gpointer user, const char *source);
  gpointer user;
  gboolean is_asked;  /* its sets are what networks are asked: nothing is learnt from them, so that
                         one sample is enough */
  gboolean is_joined; /* what it loads has what the node keeps beside it already */
} WeftCatalogHost;

typedef struct _WeftCatalog WeftCatalog;

/* Who makes a set elsewhere and gives it with weft_catalog_take; the arguments of the look-up. */
typedef void (*WeftLaterFunc) (gpointer user, GVariant *params, int batch_size, guint64 seed);

WeftCatalog *weft_catalog_new (const WeftCatalogHost *host); /* nullable: generated sets only */
/* An empty one with the same host, for a thread that makes or loads what the host lists. */
WeftCatalog *weft_catalog_new_like (WeftCatalog *catalog);
WeftCatalog *weft_catalog_ref (WeftCatalog *catalog);
void weft_catalog_unref (WeftCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftCatalog, weft_catalog_unref)
/* Of a data node's params (a{sv}) in a graph with that batch size and seed (both only matter to
 * "random"). Errors are kept too, so asking again is cheap. transfer full. */
WeftDataset *weft_catalog_lookup (WeftCatalog *catalog, GVariant *params, int batch_size,
                                  guint64 seed, GError **error);
/* What takes long to be made (source.h) and is not there is from now on asked for by this whenever
 * it is looked up. Meanwhile another set of the same source stands in for it; where there is none
 * the look-up gives WEFT_ERROR_BUSY. NULL: it is made at once, as it is at first. */
void weft_catalog_set_later (WeftCatalog *catalog, WeftLaterFunc later, gpointer user);
/* Whether a look-up makes and loads nothing. */
gboolean weft_catalog_has (WeftCatalog *catalog, GVariant *params, int batch_size, guint64 seed);
gboolean weft_catalog_is_asked (const WeftCatalog *catalog);
/* Gives the set that "file" with this sha256 means. Refs it. */
void weft_catalog_add (WeftCatalog *catalog, WeftDataset *dataset);
/* What it gives for a data node with these params, which is made already. */
void weft_catalog_give (WeftCatalog *catalog, GVariant *params, int batch_size, guint64 seed,
                        WeftDataset *dataset);
/* What is said besides where a file is missing, as how a command is given it; static; nullable. */
void weft_catalog_set_cure (WeftCatalog *catalog, const char *cure);
/* Takes all that another one has made or loaded, which has nothing then. */
void weft_catalog_take (WeftCatalog *catalog, WeftCatalog *other);
/* The split that a data node asks for; cached with the set. transfer full. */
WeftSplit *weft_catalog_lookup_split (WeftCatalog *catalog, GVariant *params, WeftDataset *dataset);
/* What people call a source id; translated; "file" and what is not known as they are. */
const char *weft_catalog_get_title (WeftCatalog *catalog, const char *source);
char **
weft_catalog_list (WeftCatalog *catalog); /* every source id, generated ones first; transfer full */
