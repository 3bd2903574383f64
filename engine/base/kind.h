/* kind: what the numbers on a wire mean: a table, one row a kind; what is asked of a field of a
 * data set by its kind stands in engine/data/kinds
 *
 * It is the kind, never the element type, by which ports fit and losses are checked. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"

typedef enum
{
#define KIND(symbol, id, title, type) WEFT_KIND_##symbol,
#include "engine/base/kinds.def"
#undef KIND
  WEFT_N_KINDS,
} WeftKind;

#define WEFT_KIND_BIT(kind) (1u << (kind))
/* One of a number of things, of which a loss wants the right one. */
#define WEFT_KINDS_OF_LABELS                                                                       \
  (WEFT_KIND_BIT (WEFT_KIND_CLASS) | WEFT_KIND_BIT (WEFT_KIND_TOKENS)                              \
   | WEFT_KIND_BIT (WEFT_KIND_AREAS))

const char *weft_kind_get_id (WeftKind kind);    /* in files: "picture" */
WeftKind weft_kind_find (const char *id);        /* WEFT_N_KINDS: there is none */
const char *weft_kind_get_title (WeftKind kind); /* translated, of many: "pictures" */
WeftType weft_kind_get_type (WeftKind kind);     /* as a network takes it */
guint weft_kinds_of_type (WeftType type);        /* bits of all kinds that are taken so */
