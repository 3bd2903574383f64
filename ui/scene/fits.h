/* fits: which layers could take the other end of a wire; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

/* A wire that waits for its other end. */
typedef struct
{
  gint64 node;
  int port;           /* an output; an input when it goes backwards */
  gboolean backwards; /* it is to come from the layer */
  gint64 inside;      /* the group in which the layer would stand; 0: the top */
} WeftLooseEnd;

/* Of WeftLayer: those that fit → GINT_TO_POINTER (port + 1), the first that does; transfer full.
 * known: what is known of graph, nullable: the network is not checked for it, however large it is.
 */
GHashTable *weft_fits_find (WeftGraph *graph, WeftCatalog *catalog, WeftReport *known,
                            const WeftLooseEnd *end);
