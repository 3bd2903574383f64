/* remark-paint: how notes, frames and points on wires look */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/remark-paint.h"

#include <math.h>

#include "ui/paint/tex.h"

#define TEXT 12.0  /* px of a note's words */
#define SIGN 7.5   /* half of a sign on a wire */
#define TITLE 13.0 /* and of a frame's title */

/* Which family's colour each tint has: they are told apart by everybody, on either ground. */
static const WeftFamily tints[]
    = { WEFT_FAMILY_SHAPE,      WEFT_FAMILY_WEIGHTS, WEFT_FAMILY_NORM,  WEFT_FAMILY_ARITHMETIC,
        WEFT_FAMILY_ACTIVATION, WEFT_FAMILY_COMBINE, WEFT_FAMILY_OUTPUT };

GdkRGBA
weft_remark_get_color (int tint, gboolean dark)
{
  return weft_theme_get_family (tints[CLAMP (tint, 0, (int) G_N_ELEMENTS (tints) - 1)], dark);
}

static void
paint_ring (WeftPen *pen, double w, double h, const WeftNodeLook *look)
{
  if (!look->selected && !look->focused)
    return;
  weft_pen_rounded (pen, -2.5, -2.5, w + 5, h + 5, WEFT_REMARK_RADIUS + 2);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, look->selected ? 1 : .6);
  cairo_set_line_width (pen->cr, 2.5);
  cairo_stroke (pen->cr);
}

/* Three strokes: it can be made larger here. */
void
weft_paint_corner (WeftPen *pen, double w, double h, const WeftNodeLook *look)
{
  if (!look->selected || look->detail != WEFT_DETAIL_FULL)
    return;
  for (double k = 4; k <= 10; k += 3)
    {
      cairo_move_to (pen->cr, w - k, h - 3);
      cairo_line_to (pen->cr, w - 3, h - k);
    }
  weft_pen_set_role (pen, WEFT_ROLE_DIM, 1);
  cairo_set_line_width (pen->cr, 1.2);
  cairo_stroke (pen->cr);
}

void
weft_paint_note (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look)
{
  GdkRGBA color = weft_remark_get_color (node->tint, pen->dark);
  double room = WEFT_REMARK_ROOM;
  g_autofree char *markup = NULL;

  weft_pen_rounded (pen, 0, 0, node->width, h, WEFT_REMARK_RADIUS);
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_color (pen, &color, pen->dark ? .22 : .16);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_color (pen, &color, .5);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
  paint_ring (pen, node->width, h, look);
  weft_paint_corner (pen, node->width, h, look);
  if (look->detail != WEFT_DETAIL_FULL || node->text == NULL)
    return;
  markup = weft_tex_dup_markup (node->text);
  weft_pen_paragraph (pen, markup,
                      &(WeftParagraph){ room, room - 2, node->width - 2 * room, h - 2 * room + 4,
                                        TEXT, WEFT_ROLE_INK });
}

double
weft_remark_measure_note (const char *text, double width)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *markup = weft_tex_dup_markup (text);
  double height;
  WeftPen pen;

  weft_pen_init (&pen, cr, NULL, FALSE);
  height = weft_pen_measure_paragraph (
      &pen, markup,
      &(WeftParagraph){ .width = width - 2 * WEFT_REMARK_ROOM, .height = 1e5, .size = TEXT });
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return ceil (height + 2 * WEFT_REMARK_ROOM);
}

GdkRGBA
weft_paint_get_frame_ground (const WeftSceneNode *node, gboolean dark)
{
  GdkRGBA color = weft_remark_get_color (node->tint, dark);

  color.alpha = dark ? .10F : .07F;
  return color;
}

GdkRGBA
weft_paint_get_frame_edge (const WeftSceneNode *node, gboolean dark)
{
  GdkRGBA color = weft_remark_get_color (node->tint, dark);

  color.alpha = .55F;
  return color;
}

void
weft_paint_frame_words (WeftPen *pen, const WeftSceneNode *node, const WeftNodeLook *look)
{
  const WeftTextStyle title = {
    .size = TITLE,
    .legible = 10,
    .bold = TRUE,
    .width = node->width - 24,
    .role = WEFT_ROLE_INK,
  };

  weft_pen_text (pen, node->title, 12, 6, &title);
}

void
weft_paint_frame (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look)
{
  GdkRGBA ground = weft_paint_get_frame_ground (node, pen->dark);
  GdkRGBA edge = weft_paint_get_frame_edge (node, pen->dark);

  weft_pen_rounded (pen, .5, .5, node->width - 1, h - 1, WEFT_REMARK_RADIUS);
  weft_pen_set_color (pen, &ground, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_color (pen, &edge, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
  paint_ring (pen, node->width, h, look);
  weft_paint_corner (pen, node->width, h, look);
  weft_paint_frame_words (pen, node, look);
}

/* An octagon with two bars, as one stops at. */
static void
paint_breakpoint (WeftPen *pen, double x, double y)
{
  cairo_new_path (pen->cr);
  for (int i = 0; i < 8; i++)
    cairo_line_to (pen->cr, x + SIGN * cos (G_PI / 8 + i * G_PI / 4),
                   y + SIGN * sin (G_PI / 8 + i * G_PI / 4));
  cairo_close_path (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_BAD, 1);
  cairo_fill (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_rectangle (pen->cr, x - 3, y - 3.5, 2, 7);
  cairo_rectangle (pen->cr, x + 1, y - 3.5, 2, 7);
  cairo_fill (pen->cr);
}

/* A screen with a wave on it. */
static void
paint_probe (WeftPen *pen, double x, double y)
{
  weft_pen_rounded (pen, x - SIGN, y - SIGN + 1, 2 * SIGN, 2 * SIGN - 2, 3);
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, 1);
  cairo_set_line_width (pen->cr, 1.5);
  cairo_stroke (pen->cr);
  cairo_move_to (pen->cr, x - 5, y);
  cairo_curve_to (pen->cr, x - 2, y - 8, x + 2, y + 8, x + 5, y);
  cairo_stroke (pen->cr);
}

static gboolean
paint_sign (WeftPen *pen, const WeftSceneNode *node, double x, double y)
{
  static const struct
  {
    const char *layer;
    void (*paint) (WeftPen *pen, double x, double y);
  } signs[] = { { "breakpoint", paint_breakpoint }, { "probe", paint_probe } };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_equal (node->layer->id, signs[i].layer))
      {
        signs[i].paint (pen, x, y);
        return TRUE;
      }
  return FALSE;
}

/* The wire goes on through it. */
void
weft_paint_point (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look)
{
  double x = node->width / 2, y = h / 2;

  cairo_move_to (pen->cr, 0, y);
  cairo_line_to (pen->cr, node->width, y);
  weft_pen_set_role (pen, WEFT_ROLE_WIRE, 1);
  cairo_set_line_width (pen->cr, 2);
  cairo_stroke (pen->cr);
  if (paint_sign (pen, node, x, y))
    {
      paint_ring (pen, node->width, h, look);
      return;
    }
  cairo_new_path (pen->cr);
  cairo_arc (pen->cr, x, y, WEFT_PORT_RADIUS + .5, 0, 2 * G_PI);
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, node->worst == WEFT_SEVERITY_ERROR ? WEFT_ROLE_BAD : WEFT_ROLE_WIRE, 1);
  cairo_set_line_width (pen->cr, 2);
  cairo_stroke (pen->cr);
  cairo_arc (pen->cr, x, y, 2.6, 0, 2 * G_PI);
  cairo_fill (pen->cr);
  paint_ring (pen, node->width, h, look);
}
