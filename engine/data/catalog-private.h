/* catalog-private: what a catalog holds; for the files of it alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"

typedef struct
{
  char *key;
  WeftDataset *dataset; /* nullable: error */
  WeftSplit *split;     /* nullable: the entry is a set */
  GError *error;
} WeftCatalogEntry;

struct _WeftCatalog
{
  gatomicrefcount ref_count;
  WeftCatalogHost host;
  GHashTable *files; /* sha256 → WeftDataset: what was added, kept for good */
  GQueue entries;    /* WeftCatalogEntry, the newest first */
  const char *cure;  /* nullable */
  WeftLaterFunc later;
  gpointer later_user;
};
