/* inside-view: the views of which the Inside panel shows one beside the sample */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/inside/cloud.h"

/* What is looked at: a node, and what was seen of it. */
typedef struct
{
  WeftContext *context;
  const WeftModel *model;
  const WeftSnapshot *snapshot;
  const WeftNode *node;
  const char *title;  /* the node's */
  WeftTensor *tensor; /* its activation */
  WeftKind kind;      /* what that is */
  WeftCloud *cloud;   /* the panel's, for views that lay things out */
} WeftInsideLook;

/* A column of the panel, below its head. */
typedef struct
{
  double x, y, w, h;
  gboolean is_dark;
  double title; /* px for the title, beside the choices; 0: as wide as the box */
} WeftInsideBox;

/* A row of the views (views.def), each in a file of its own; of those that fit the first is
 * shown until another is chosen. */
typedef struct
{
  const char *id;
  const char *title; /* N_ (): in the list of what there is to see */
  gboolean (*fits) (const WeftInsideLook *look);
  void (*draw) (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box);
  /* For a screen reader: what is seen, in a line. Nullable: the output's shape. Transfer full. */
  char *(*dup_text) (const WeftInsideLook *look);
  gboolean lays_out; /* things by the look's cloud, whose controls are then in sight */
} WeftInsideView;

enum
{
#define INSIDE_VIEW(id) WEFT_INSIDE_##id,
#include "ui/panels/inside/views.def"
#undef INSIDE_VIEW
  WEFT_N_INSIDE_VIEWS,
};

extern const WeftInsideView *const weft_inside_views[WEFT_N_INSIDE_VIEWS];

#define INSIDE_VIEW(id) extern const WeftInsideView weft_inside_view_##id;
#include "ui/panels/inside/views.def"
#undef INSIDE_VIEW

/* The first row that fits; never NULL. */
const WeftInsideView *weft_inside_find_view (const WeftInsideLook *look);
/* The node that is looked at: the selected one, else the one whose output the loss judges. */
const WeftNode *weft_inside_find_node (WeftContext *context, const WeftSnapshot *snapshot);
/* What its output is, as far as it is shown. */
WeftKind weft_inside_find_kind (WeftLive *live, const WeftNode *node);

/* --- what the views share (inside-parts.c) --- */

#define WEFT_INSIDE_HEAD 42 /* px above what is drawn: a title and a line */
#define WEFT_INSIDE_GAP 20  /* between columns */

/* Column i of n beside each other; its title has the room that the choices leave it. */
WeftInsideBox weft_inside_get_column (const WeftInsideBox *box, guint i, guint n);

/* Title and line (nullable) above the box. */
void weft_inside_draw_head (cairo_t *cr, const char *title, const char *line,
                            const WeftInsideBox *box);
/* The sight of that kind of the node; nullable. */
const WeftNodeSight *weft_inside_find_sight (const WeftInsideLook *look, WeftSightKind kind);
/* What people call a weight of that name. */
const char *weft_inside_get_weight_title (const char *name);
/* The node's first learnt tensor; nullable. */
const WeftTensor *weft_inside_find_table (const WeftInsideLook *look);
/* The tokens of the sample that flow into that input of the node, whatever is on the way, when they
 * and what they are padded with are n; steps: how many are real. NULL: there are none, or of
 * another number. */
const gint64 *weft_inside_find_tokens (const WeftInsideLook *look, int input, gint64 n,
                                       const WeftField **field, gint64 *steps);
/* Their words, nothing for what is padded. Transfer full; nullable. */
char **weft_inside_dup_words (const WeftInsideLook *look, int input, gint64 n);
