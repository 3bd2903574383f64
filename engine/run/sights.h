/* sights: what ops work with inside that is worth seeing: gates, who looked at whom, which rows of
 * a table were taken; a row a sight (sights.def), how it is read out in seeing.c */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/run/exec.h"

typedef enum
{
  WEFT_SIGHT_TIME,      /* (T, D): moments, and the numbers of each */
  WEFT_SIGHT_ATTENTION, /* (heads, T, S): how much each of T steps looked at each of S others */
  WEFT_SIGHT_SWINGS, /* (T, K): moments, and how much each swings once, twice, … from end to end */
  WEFT_SIGHT_ROWS,   /* (n): which rows of the node's first weight were taken; −1: none */
} WeftSightKind;

typedef struct
{
  const char *title; /* N_ (): "Forget gate" */
  WeftSightKind kind;
  guint number;       /* which of the node's ops that have such a sight, from 0 */
  const char *field;  /* interned: of rows, the field of the data whose words or classes they stand
                         for; nullable: they stand for none */
  WeftTensor *tensor; /* of the first sample, without N and what it is padded with; owned */
} WeftNodeSight;

void weft_node_sight_free (WeftNodeSight *sight);
/* Whether an op of that id has something of that kind to see. */
gboolean weft_sights_has (const char *op, WeftSightKind kind);
/* After a run of a plan that keeps all: WeftNodeSight, transfer full; empty: there is nothing. What
 * is very large is left out. */
GPtrArray *weft_exec_list_sights (const WeftExec *exec, gint64 node);
