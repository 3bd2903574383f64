/* set-making: a set made or loaded in a thread, in a catalog of its own, and then given to another
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"

typedef struct _WeftSetMaking WeftSetMaking;

/* dataset: nullable, then there is an error. The making is gone then. */
typedef void (*WeftMadeFunc) (WeftDataset *dataset, const GError *error, gpointer user);

/* The arguments of a look-up in that catalog, which has the set before `made` is called. */
WeftSetMaking *weft_set_making_begin (WeftCatalog *catalog, GVariant *params, int batch_size,
                                      guint64 seed, WeftMadeFunc made, gpointer user);
/* Whether it is of these. */
gboolean weft_set_making_is_of (const WeftSetMaking *making, GVariant *params, int batch_size,
                                guint64 seed);
/* It ends as soon as it can, and nobody is told; it is gone. */
void weft_set_making_cancel (WeftSetMaking *making);
/* The parameters of a data node of that source; transfer full. */
GVariant *weft_set_making_new_params (const char *source);
