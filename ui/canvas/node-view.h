/* node-view: one node on the canvas: focus, a name for screen readers, and its picture kept ready
 *
 * Drawn from two images, card and thumb, so that a new output paints only the thumb. It takes no
 * pointer: the plane finds out by geometry what is pressed. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/paint/paint.h"
#include "ui/paint/thumb.h"

#define WEFT_TYPE_NODE_VIEW (weft_node_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftNodeView, weft_node_view, WEFT, NODE_VIEW, GtkWidget)

GtkWidget *weft_node_view_new (gint64 id);
gint64 weft_node_view_get_id (WeftNodeView *self);
/* node must live until the next call: the scene's. */
void weft_node_view_set_node (WeftNodeView *self, const WeftSceneNode *node,
                              const WeftSceneNode *before, double h);
/* Tells screen readers what it is now, where they do not know: of thousands of nodes that takes
 * long. */
void weft_node_view_tell (WeftNodeView *self);
void weft_node_view_set_selected (WeftNodeView *self, gboolean selected);
gboolean weft_node_view_is_selected (WeftNodeView *self);
/* What a screen reader says, too. */
void weft_node_view_set_at_work (WeftNodeView *self, gboolean at_work);
void weft_node_view_set_line (WeftNodeView *self, const char *line); /* nullable: the node's own */
/* source: what the thumb was made of; nothing happens when it is the same one. thumb: taken. */
gboolean weft_node_view_has_thumb_of (WeftNodeView *self, gconstpointer source);
void weft_node_view_set_thumb (WeftNodeView *self, gpointer source, GDestroyNotify unref,
                               WeftThumb *thumb);
void weft_node_view_set_style (WeftNodeView *self, WeftDetail detail, double zoom,
                               const char *family, gboolean dark);
/* Draws its images anew where they do not fit the style. may_wait: an old one will do. FALSE: it
 * waited. */
gboolean weft_node_view_prepare (WeftNodeView *self, gboolean may_wait);
/* The shape beside its first output; x, y: where the node stands. */
void weft_node_view_snapshot_chip (WeftNodeView *self, GtkSnapshot *snapshot, double x, double y);
void weft_node_view_forget_shape (WeftNodeView *self); /* it is drawn anew: it has other room */
void weft_node_view_set_in_sight (WeftNodeView *self,
                                  gboolean in_sight); /* else frees its images */
