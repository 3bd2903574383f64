/* drawing: what a state of an environment looks like, as shapes that anybody can paint
 *
 * The engine knows no Cairo: a row fills in a list, and the window, a film and the tests read it.
 * A drawing has a frame (0, 0) to (width, height), in units of the world's own choice, y downwards;
 * what lies beyond it is cut off. Shapes are painted in their order. Any thread; its owner's. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* By role, so that light, dark and print choose the colours. */
typedef enum
{
  WEFT_INK_GROUND, /* what it stands or is played on */
  WEFT_INK_LINE,   /* a grid, an edge, a rail */
  WEFT_INK_BODY,   /* what nobody moves, or what is moved along */
  WEFT_INK_ACTOR,  /* who acts; of two players the first */
  WEFT_INK_OTHER,  /* of two players the second */
  WEFT_INK_GOAL,
  WEFT_INK_DANGER,
  WEFT_N_INKS
} WeftInk;

typedef enum
{
  WEFT_SHAPE_POLYGON, /* filled, closed */
  WEFT_SHAPE_LINE,    /* through its points, of a width */
  WEFT_SHAPE_DISC,    /* filled: one point, the middle, and a radius */
  WEFT_SHAPE_RING,    /* its edge alone, a line of a width */
} WeftShapeForm;

typedef struct
{
  WeftShapeForm form;
  WeftInk ink;
  float radius, width; /* where the form has them */
  guint first, n;      /* which of the drawing's points */
} WeftDrawnShape;

typedef struct
{
  float width, height;
  GArray *shapes; /* (WeftDrawnShape) */
  GArray *points; /* (float), x and y by turns */
} WeftDrawing;

WeftDrawing *weft_drawing_new (void);
void weft_drawing_free (WeftDrawing *drawing);
/* Nothing is drawn any more; the frame's size in the units of what comes. */
void weft_drawing_begin (WeftDrawing *drawing, float width, float height);
void weft_drawing_add_polygon (WeftDrawing *drawing, WeftInk ink, const float *xy, guint n);
void weft_drawing_add_box (WeftDrawing *drawing, WeftInk ink, float x, float y, float width,
                           float height);
void weft_drawing_add_line (WeftDrawing *drawing, WeftInk ink, float width, const float *xy,
                            guint n);
void weft_drawing_add_disc (WeftDrawing *drawing, WeftInk ink, float x, float y, float radius);
void weft_drawing_add_ring (WeftDrawing *drawing, WeftInk ink, float x, float y, float radius,
                            float width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDrawing, weft_drawing_free)
