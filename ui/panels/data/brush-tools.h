/* brush-tools: what a brush is: a colour, the eraser or a pointer; its width; a formula */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/painted.h"
#include "ui/base/widgets.h"

typedef enum
{
  WEFT_BRUSH_PAINTS,
  WEFT_BRUSH_ERASES,
  WEFT_BRUSH_CHOOSES, /* a point that is looked at */
} WeftBrushKind;

typedef struct
{
  WeftBrushKind kind;
  int class;
  double radius;      /* of the plane */
  GtkWidget *buttons; /* the first of them; NULL: none were made */
} WeftBrushTool;

#define WEFT_BRUSH_SIDES 200 /* points on both sides of a formula */

const char *weft_brush_tools_get_help (void); /* what mouse and keys do; translated */

/* tool: it outlives what is made, which writes what is chosen into it. clear: all points; sides: by
 * a formula. */
GtkWidget *weft_brush_tools_new (WeftBrushTool *tool, void (*clear) (gpointer user),
                                 void (*sides) (gpointer user, const char *curve), gpointer user);
/* A digit takes its colour, E the eraser; FALSE: the key is none of these. */
gboolean weft_brush_tool_take_key (WeftBrushTool *tool, guint key);
