/* flag: what a node can be told about itself, the table */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const WeftFlag weft_flags[] = {
  { "frozen", WEFT_NODE_FROZEN, N_ ("Frozen"), N_ ("Its weights do not learn."), N_ ("Freeze"),
    N_ ("Unfreeze") },
  { "muted", WEFT_NODE_MUTED, N_ ("Muted"),
    N_ ("It gives zeros, as if it had nothing to say; the rest of the network keeps its shape."),
    N_ ("Mute"), N_ ("Unmute") },
  { "bypassed", WEFT_NODE_BYPASSED, N_ ("Bypassed"), N_ ("Its input is handed on as it is."),
    N_ ("Bypass"), N_ ("Stop bypassing") },
  { "open", WEFT_NODE_OPEN, N_ ("Opened"), N_ ("It shows its units and their weights."),
    N_ ("Open into units"), N_ ("Close units"), .only_looks = TRUE },
  { NULL },
};

const WeftFlag *
weft_flag_find (const char *name)
{
  for (const WeftFlag *row = weft_flags; row->name; row++)
    if (strcmp (row->name, name) == 0)
      return row;
  return NULL;
}
