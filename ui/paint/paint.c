/* paint: how nodes, wires and ground look; takes values and draws, knows no model and no widget */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/paint.h"

#include <math.h>

#include "ui/paint/remark-paint.h"
#include "ui/scene/mini.h"
#include "ui/scene/words.h"

#define RADIUS 9.0
#define WORDS_LEFT 12.0 /* free of words at either side of a node; */
#define WORDS_RIGHT 8.0
#define CHIP_OVER 7.0    /* so far a chip may reach over that */
#define LEFT_OUT .45     /* of the ink of a node that is muted or bypassed */
#define LINE_MIDDLE 34.5 /* of the line under the title, from the top */

WeftBox
weft_paint_thumb_box (const WeftSceneNode *node)
{
  if (node->units.kind != WEFT_UNITS_NONE)
    return (WeftBox){ 0, 0, node->units.width, node->units.height };
  return (WeftBox){ 12, 47, WEFT_NODE_THUMB_WIDTH, WEFT_NODE_THUMB };
}

static void
paint_shadow (WeftPen *pen, double w, double h)
{
  cairo_set_line_width (pen->cr, 1);
  for (int k = 0; k < 4; k++)
    {
      weft_pen_rounded (pen, -k, 2 - k, w + 2 * k, h + 2 * k, RADIUS + k);
      weft_pen_set_role (pen, WEFT_ROLE_SHADOW, 1 / (k + 1.6));
      cairo_stroke (pen->cr);
    }
}

static void
paint_card (WeftPen *pen, const WeftSceneNode *node, double w, double h)
{
  cairo_t *cr = pen->cr;
  GdkRGBA color = node->tint > 0 ? weft_remark_get_color (node->tint, pen->dark)
                                 : weft_theme_get_family (node->layer->family, pen->dark);

  weft_pen_rounded (pen, 0, 0, w, h, RADIUS);
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_fill (cr);
  cairo_save (cr);
  weft_pen_rounded (pen, 0, 0, w, h, RADIUS);
  cairo_clip (cr);
  weft_pen_set_color (pen, &color, pen->dark ? .20 : .14);
  cairo_rectangle (cr, 0, 0, w, WEFT_NODE_BAND);
  cairo_fill (cr);
  weft_pen_set_color (pen, &color, 1);
  cairo_rectangle (cr, 0, 0, 4, h);
  cairo_fill (cr);
  cairo_restore (cr);
  weft_pen_rounded (pen, .5, .5, w - 1, h - 1, RADIUS - .5);
  weft_pen_set_role (pen, WEFT_ROLE_EDGE, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
paint_glow (WeftPen *pen, double w, double h)
{
  cairo_set_line_width (pen->cr, 2);
  for (int k = 0; k < 5; k++)
    {
      double out = 1 + 1.5 * k;

      weft_pen_rounded (pen, -out, -out, w + 2 * out, h + 2 * out, RADIUS + out);
      weft_pen_set_role (pen, WEFT_ROLE_BUSY, 1 - .19 * k);
      cairo_stroke (pen->cr);
    }
}

static void
paint_rings (WeftPen *pen, double w, double h, const WeftNodeLook *look)
{
  if (look->at_work)
    paint_glow (pen, w, h);
  if (look->selected)
    {
      weft_pen_rounded (pen, -2.5, -2.5, w + 5, h + 5, RADIUS + 2);
      weft_pen_set_role (pen, WEFT_ROLE_ACCENT, 1);
      cairo_set_line_width (pen->cr, 2.5);
      cairo_stroke (pen->cr);
    }
  if (look->focused)
    {
      weft_pen_rounded (pen, -5.5, -5.5, w + 11, h + 11, RADIUS + 5);
      weft_pen_set_role (pen, WEFT_ROLE_ACCENT, .6);
      cairo_set_line_width (pen->cr, 1.5);
      cairo_stroke (pen->cr);
    }
}

/* An error is a disc with a cross stroke, a warning a triangle: the shape tells as the colour does.
 */
static void
paint_badge_icon (WeftPen *pen, double x, double y, gboolean is_error)
{
  cairo_t *cr = pen->cr;

  weft_pen_set_role (pen, is_error ? WEFT_ROLE_BAD : WEFT_ROLE_BUSY, 1);
  if (is_error)
    cairo_arc (cr, x, y, 7.5, 0, 2 * G_PI);
  else
    {
      cairo_move_to (cr, x, y - 8);
      cairo_line_to (cr, x + 8.5, y + 7);
      cairo_line_to (cr, x - 8.5, y + 7);
      cairo_close_path (cr);
    }
  cairo_fill (cr);
  if (is_error)
    weft_pen_set_role (pen, pen->dark ? WEFT_ROLE_GROUND : WEFT_ROLE_CARD, 1);
  else
    cairo_set_source_rgb (cr, .11, .11, .13);
  cairo_rectangle (cr, x - 1, y - 4, 2, 5.5);
  cairo_rectangle (cr, x - 1, y + 2.75, 2, 2);
  cairo_fill (cr);
}

static void
paint_badge (WeftPen *pen, const WeftSceneNode *node, gboolean with_count)
{
  gboolean is_error = node->worst == WEFT_SEVERITY_ERROR;
  double w = weft_scene_node_get_width (node), x = w - 13;

  if (node->n_problems == 0)
    return;
  if (node->n_problems > 1 && with_count)
    {
      const WeftTextStyle style = {
        .size = 10, .bold = TRUE, .align = 1, .role = is_error ? WEFT_ROLE_BAD : WEFT_ROLE_INK
      };
      g_autofree char *count = g_strdup_printf ("%u", node->n_problems);

      weft_pen_text (pen, count, w - 6, 5, &style);
      x -= 9;
    }
  paint_badge_icon (pen, x, 12, is_error);
}

/* Of more than two outputs those below the picture are named, if they are to be seen. */
static void
paint_outputs (WeftPen *pen, const WeftSceneNode *node, gboolean selected,
               const WeftTextStyle *line)
{
  WeftTextStyle style = *line;

  style.align = 1;
  for (guint i = 2; i < node->n_out; i++)
    if (selected || !weft_scene_hides_output (node, i))
      weft_pen_line (pen, weft_scene_get_port_name (node, TRUE, i),
                     weft_scene_node_get_width (node) - WORDS_RIGHT,
                     weft_geometry_output (&(WeftBox){ 0 }, i).y, &style);
}

static void
paint_words (WeftPen *pen, const WeftSceneNode *node, const WeftNodeLook *look)
{
  double wide = weft_scene_node_get_width (node) - WORDS_LEFT - WORDS_RIGHT;
  double badge = node->n_problems > 1 ? 26 : node->n_problems > 0 ? 16 : 0;
  const WeftTextStyle title = {
    .size = 12,
    .legible = 9,
    .least = .84,
    .bold = TRUE,
    .keeps_number = TRUE,
    .width = wide - badge,
    .role = WEFT_ROLE_INK,
  };
  const WeftTextStyle line = {
    .size = 10.5,
    .legible = 7.5,
    .least = .9,
    .width = wide,
    .role = WEFT_ROLE_DIM,
  };

  paint_outputs (pen, node, look->selected, &line);
  weft_pen_line (pen, node->title, WORDS_LEFT, WEFT_NODE_BAND / 2, &title);
  weft_pen_line (pen, look->line != NULL ? look->line : node->line, WORDS_LEFT, LINE_MIDDLE, &line);
  if (node->has_thumb)
    return;
  for (guint i = 1; i < node->n_in; i++)
    if (!weft_scene_hides_input (node, i))
      weft_pen_line (pen, weft_scene_get_port_name (node, FALSE, i), WORDS_LEFT,
                     weft_geometry_input (&(WeftBox){ 0 }, i).y, &line);
}

void
weft_paint_port (WeftPen *pen, WeftPoint at, gboolean is_label, gboolean wired, int lit)
{
  cairo_t *cr = pen->cr;
  double r = WEFT_PORT_RADIUS + (lit == 2 ? 3 : lit == 1 ? 1.5 : 0);
  GdkRGBA color = weft_theme_get (lit > 0 ? WEFT_ROLE_ACCENT : WEFT_ROLE_WIRE, pen->dark);

  if (is_label && lit == 0)
    color = weft_theme_get_family (WEFT_FAMILY_LOSS, pen->dark);
  cairo_new_path (cr);
  cairo_arc (cr, at.x, at.y, r, 0, 2 * G_PI);
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_fill_preserve (cr);
  weft_pen_set_color (pen, &color, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  if (!wired && lit == 0)
    return;
  cairo_arc (cr, at.x, at.y, lit > 0 ? r - 2.5 : 2.4, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
paint_ports (WeftPen *pen, const WeftSceneNode *node, double h, gboolean selected)
{
  WeftBox box = { 0, 0, weft_scene_node_get_width (node), h };

  for (guint i = 0; i < node->n_in; i++)
    if (selected || !weft_scene_hides_input (node, i))
      weft_paint_port (pen, weft_geometry_input (&box, i),
                       weft_scene_port_is_label (node, FALSE, i), node->wired_in >> MIN (i, 31) & 1,
                       0);
  for (guint i = 0; i < node->n_out; i++)
    if (selected || !weft_scene_hides_output (node, i))
      weft_paint_port (pen, weft_geometry_output (&box, i),
                       weft_scene_port_is_label (node, TRUE, i), node->wired_out >> MIN (i, 31) & 1,
                       0);
}

/* The inside, where other nodes have their picture. */
static void
paint_inside (WeftPen *pen, const WeftSceneNode *node)
{
  WeftBox well = weft_paint_thumb_box (node);
  WeftView view = weft_mini_get_view (node, well.w, well.h);
  const WeftMini *minis = (const WeftMini *) (void *) node->minis->data;

  view.x += well.x;
  view.y += well.y;
  for (guint i = 0; i + 1 < node->mini_wires->len; i += 2)
    {
      const WeftBox *from = &minis[g_array_index (node->mini_wires, guint, i)].box;
      const WeftBox *to = &minis[g_array_index (node->mini_wires, guint, i + 1)].box;
      WeftPoint a = { from->x + from->w, from->y + from->h / 2 }, b = { to->x, to->y + to->h / 2 };

      a = weft_view_to_widget (&view, a);
      b = weft_view_to_widget (&view, b);
      cairo_move_to (pen->cr, a.x, a.y);
      cairo_line_to (pen->cr, b.x, b.y);
    }
  weft_pen_set_role (pen, WEFT_ROLE_WIRE, .8);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
  for (guint i = 0; i < node->minis->len; i++)
    {
      WeftBox box = weft_view_box_to_widget (&view, &minis[i].box);
      GdkRGBA color = minis[i].tint > 0 ? weft_remark_get_color (minis[i].tint, pen->dark)
                                        : weft_theme_get_family (minis[i].family, pen->dark);

      weft_pen_rounded (pen, box.x, box.y, MAX (box.w, 1.5), MAX (box.h, 1.5), 2);
      weft_pen_set_color (pen, &color, .85);
      cairo_fill (pen->cr);
    }
}

static void
paint_layer (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look)
{
  double w = weft_scene_node_get_width (node);
  gboolean is_out = (node->flags & (WEFT_NODE_MUTED | WEFT_NODE_BYPASSED)) != 0;

  if (look->detail == WEFT_DETAIL_FULL && !is_out)
    paint_shadow (pen, w, h);
  if (is_out)
    cairo_push_group (pen->cr);
  paint_card (pen, node, w, h);
  if (is_out)
    {
      cairo_pop_group_to_source (pen->cr);
      cairo_paint_with_alpha (pen->cr, LEFT_OUT);
    }
  paint_rings (pen, w, h, look);
  if (look->detail == WEFT_DETAIL_FULL)
    paint_words (pen, node, look);
  if (node->minis != NULL && node->has_thumb)
    paint_inside (pen, node);
  paint_badge (pen, node, look->detail == WEFT_DETAIL_FULL);
  paint_ports (pen, node, h, look->selected);
}

void
weft_paint_node (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look)
{
  static void (*const paints[]) (WeftPen * pen, const WeftSceneNode *node, double h,
                                 const WeftNodeLook *look)
      = {
          [WEFT_GROUPING_NONE] = paint_layer,       [WEFT_GROUPING_GROUP] = paint_layer,
          [WEFT_GROUPING_INPUT] = paint_layer,      [WEFT_GROUPING_OUTPUT] = paint_layer,
          [WEFT_GROUPING_POINT] = weft_paint_point, [WEFT_GROUPING_NOTE] = weft_paint_note,
          [WEFT_GROUPING_FRAME] = weft_paint_frame,
        };

  paints[node->layer->grouping](pen, node, h, look);
}

WeftFarBlock
weft_paint_get_block (const WeftSceneNode *node, gboolean selected)
{
  if (selected)
    return WEFT_BLOCK_SELECTED;
  return node->worst == WEFT_SEVERITY_ERROR ? WEFT_BLOCK_BAD : (WeftFarBlock) node->layer->family;
}

GdkRGBA
weft_paint_get_block_color (WeftFarBlock block, gboolean dark)
{
  GdkRGBA color;

  if (block == WEFT_BLOCK_SELECTED)
    return weft_theme_get (WEFT_ROLE_ACCENT, dark);
  if (block == WEFT_BLOCK_BAD)
    return weft_theme_get (WEFT_ROLE_BAD, dark);
  color = weft_theme_get_family ((WeftFamily) block, dark);
  color.alpha = .8f;
  return color;
}

void
weft_paint_route (WeftPen *pen, const WeftRoute *route)
{
  cairo_move_to (pen->cr, route->part[0].p[0].x, route->part[0].p[0].y);
  for (guint i = 0; i < route->n; i++)
    {
      const WeftPoint *p = route->part[i].p;

      cairo_curve_to (pen->cr, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
    }
}

void
weft_paint_wire (WeftPen *pen, const WeftRoute *route, gboolean is_label, WeftWireLook look,
                 double dash_offset)
{
  static const double dashes[] = { 5, 4 };
  double width = is_label ? 1.6 : 2;

  weft_paint_route (pen, route);
  if (look == WEFT_WIRE_PICKED || look == WEFT_WIRE_TARGET)
    weft_pen_set_role (pen, WEFT_ROLE_ACCENT, 1);
  else if (look == WEFT_WIRE_AT_WORK)
    weft_pen_set_role (pen, WEFT_ROLE_BUSY, 1);
  else if (is_label)
    weft_pen_set_family (pen, WEFT_FAMILY_LOSS, .75);
  else
    weft_pen_set_role (pen, WEFT_ROLE_WIRE, 1);
  if (look != WEFT_WIRE_PLAIN)
    width = look == WEFT_WIRE_TARGET || look == WEFT_WIRE_AT_WORK ? 5 : width + 1.4;
  cairo_set_line_width (pen->cr, width);
  cairo_set_line_cap (pen->cr, is_label ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  if (is_label)
    cairo_set_dash (pen->cr, dashes, G_N_ELEMENTS (dashes), dash_offset);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

void
weft_paint_sized_wire (WeftPen *pen, const WeftRoute *route, WeftRole role, double share)
{
  weft_paint_route (pen, route);
  if (isnan (share))
    weft_pen_set_role (pen, WEFT_ROLE_WIRE, .5);
  else
    weft_pen_set_role (pen, role, .3 + .7 * share);
  cairo_set_line_width (pen->cr, isnan (share) ? 1 : 1 + 6 * share);
  cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (pen->cr);
}

gboolean
weft_paint_place_chip (WeftPen *pen, const WeftSceneNode *node, const WeftBox *box, WeftBox *chip)
{
  WeftPoint port = weft_geometry_output (box, 0);
  double width = node->chip_room + 2 * CHIP_OVER, usual = MIN (node->chip_room, WEFT_NODE_GAP);

  if (node->chip == NULL || node->n_out == 0
      || !weft_pen_measure_chip (pen, node->chip, width, &chip->w, &chip->h))
    return FALSE;
  if (node->chip_hangs)
    {
      /* On the wire, as far as it covers no port beyond it. */
      double x = MIN (node->chip_bend.x - chip->w / 2, node->chip_room + CHIP_OVER - chip->w);

      chip->x = port.x + MAX (x, -2);
      chip->y = port.y + node->chip_bend.y - chip->h / 2;
      return TRUE;
    }
  chip->x = port.x + MAX (-CHIP_OVER, (usual - chip->w) / 2);
  chip->y = port.y - 6 - chip->h;
  return TRUE;
}

void
weft_paint_chip (WeftPen *pen, const WeftSceneNode *node, const WeftBox *box)
{
  WeftBox chip;

  if (weft_paint_place_chip (pen, node, box, &chip))
    weft_pen_chip (pen, node->chip, chip.x, chip.y, node->chip_room + 2 * CHIP_OVER);
}

void
weft_paint_side_word (WeftPen *pen, const WeftSceneNode *node, const WeftNodeLook *look)
{
  WeftPoint port = weft_geometry_output (&(WeftBox){ .w = WEFT_NODE_WIDTH }, 1);
  const char *word;
  double w, h;

  if (look->detail != WEFT_DETAIL_FULL || node->n_out < 2
      || (node->n_out == 2 && !weft_layer_is_side_output (node->layer, 1))
      || (!look->selected && weft_scene_hides_output (node, 1)))
    return;
  word = weft_scene_get_port_name (node, TRUE, 1);
  if (weft_pen_measure_chip (pen, word, WEFT_NODE_GAP, &w, &h))
    {
      weft_pen_chip (pen, word, port.x + (WEFT_NODE_GAP - w) / 2, port.y - 6 - h, WEFT_NODE_GAP);
      return;
    }
  weft_pen_measure_chip (pen, word, WEFT_NODE_THUMB_WIDTH, &w, &h);
  weft_pen_chip (pen, word, port.x - WORDS_RIGHT - w, port.y - h / 2, WEFT_NODE_THUMB_WIDTH);
}

double
weft_paint_get_dot_pitch (double zoom)
{
  double pitch = 2 * WEFT_GRID * zoom;

  while (pitch < 12)
    pitch *= 2;
  return pitch;
}

double
weft_paint_get_dot_size (double zoom)
{
  return MAX (1, floor (2 * zoom + .5));
}

void
weft_paint_dots (WeftPen *pen, const WeftView *view, double w, double h)
{
  double pitch = weft_paint_get_dot_pitch (view->zoom);
  double size = weft_paint_get_dot_size (view->zoom), first_x, first_y;

  first_x = fmod (view->x + WEFT_GRID * view->zoom, pitch) - pitch;
  first_y = fmod (view->y + WEFT_GRID * view->zoom, pitch) - pitch;
  for (double y = first_y; y < h + size; y += pitch)
    for (double x = first_x; x < w + size; x += pitch)
      cairo_rectangle (pen->cr, floor (x - size / 2 + .5), floor (y - size / 2 + .5), size, size);
  weft_pen_set_role (pen, WEFT_ROLE_DOT, WEFT_DOT_INK);
  cairo_fill (pen->cr);
}
