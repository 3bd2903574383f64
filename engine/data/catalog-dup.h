/* catalog-dup: a catalog for a thread that makes and loads nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"

/* One with the same host, which has what this one has. Main thread; the copy goes anywhere. */
WeftCatalog *weft_catalog_dup (WeftCatalog *catalog);
