/* difference: in what two graphs differ, as the edit that makes one the other, and in words */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

/* The edit that makes `from` like `to`, ids and looks included; a node that both have stays, and
 * so do its weights. label: N_ (). NULL without error: they are alike. WEFT_ERROR_INVALID. */
WeftEdit *weft_graph_dup_edit_to (WeftGraph *from, WeftGraph *to, const char *label,
                                  GError **error);

/* One thing in which the meaning of two graphs differs; looks are none. */
typedef struct
{
  gint64 node;       /* 0: a setting of training */
  const char *param; /* the name of what differs; static; nullable: it is no parameter */
  gboolean is_in[2]; /* whether the node is in the first, in the second */
  char *what;        /* translated: the node's title, or the setting's */
  char *values[2];   /* translated; nullable: there is none to be named */
} WeftDifference;

void weft_difference_free (WeftDifference *difference);
/* WeftDifference, nodes in the order of their ids, then settings; transfer full. */
GPtrArray *weft_graph_list_differences (WeftGraph *first, WeftGraph *second);
