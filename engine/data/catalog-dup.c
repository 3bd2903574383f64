/* catalog-dup: a catalog for a thread that makes and loads nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/catalog-dup.h"

#include "engine/data/catalog-private.h"

static WeftCatalogEntry *
entry_copy (const WeftCatalogEntry *entry)
{
  WeftCatalogEntry *copy = g_new0 (WeftCatalogEntry, 1);

  copy->key = g_strdup (entry->key);
  copy->dataset = entry->dataset ? weft_dataset_ref (entry->dataset) : NULL;
  copy->split = entry->split ? weft_split_ref (entry->split) : NULL;
  copy->error = entry->error ? g_error_copy (entry->error) : NULL;
  return copy;
}

WeftCatalog *
weft_catalog_dup (WeftCatalog *catalog)
{
  WeftCatalog *copy = weft_catalog_new (&catalog->host);
  GHashTableIter iter;
  gpointer sha256, dataset;

  copy->cure = catalog->cure;
  g_hash_table_iter_init (&iter, catalog->files);
  while (g_hash_table_iter_next (&iter, &sha256, &dataset))
    g_hash_table_insert (copy->files, g_strdup (sha256), weft_dataset_ref (dataset));
  for (GList *link = catalog->entries.head; link; link = link->next)
    g_queue_push_tail (&copy->entries, entry_copy (link->data));
  return copy;
}
