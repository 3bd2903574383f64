/* minimap: all of the plane, small, with the part in sight; drag in it to go there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/minimap.h"
#include "ui/paint/remark-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH 116
#define HEIGHT 72
#define FROM_NODES 20
#define NEAR 40.0 /* px: the pointer is near */
#define FADED 0.15
#define MARGIN 12
#define LEAST 1.5   /* px: no node is smaller in it */
#define AT_ONCE 500 /* nodes: so many are drawn as soon as they lie otherwise */
#define REST 250    /* ms: while things move more of them follow no more often */

struct _WeftMinimap
{
  GtkWidget parent_instance;
  WeftPlane *plane;       /* not owned: a sibling */
  int by_hand;            /* 1 shown, −1 hidden, 0 by the number of nodes */
  WeftView held;          /* how it lay when a drag in it began */
  guint corner;           /* of `corners` */
  gboolean is_dragged;    /* in it, so that it stays */
  cairo_surface_t *nodes; /* all of them, drawn once for: */
  guint nodes_changes;    /* of the scene, as it was drawn */
  gint64 nodes_inside;    /* of this group */
  WeftView nodes_view;
  gboolean nodes_dark;
  gint64 nodes_at; /* when */
  guint rest;      /* until they are drawn again: they have changed, or lie otherwise */
};

/* Where it may stand, the dearest first; the buttons have the fourth. */
static const struct
{
  GtkAlign across, down;
} corners[] = {
  { GTK_ALIGN_END, GTK_ALIGN_END },
  { GTK_ALIGN_END, GTK_ALIGN_START },
  { GTK_ALIGN_START, GTK_ALIGN_START },
};

G_DEFINE_FINAL_TYPE (WeftMinimap, weft_minimap, GTK_TYPE_WIDGET)

/* How the plane lies in it. */
static WeftView
get_map_view (WeftMinimap *self)
{
  WeftView map = { 1, 0, 0 };
  WeftBox all = weft_sight_get_area (self->plane), bounds;

  if (weft_scene_get_bounds (self->plane->scene, &bounds))
    all = weft_box_union (&bounds, &all);
  map.zoom = MIN ((WIDTH - 12) / MAX (all.w, 1), (HEIGHT - 12) / MAX (all.h, 1));
  map.x = WIDTH / 2.0 - (all.x + all.w / 2) * map.zoom;
  map.y = HEIGHT / 2.0 - (all.y + all.h / 2) * map.zoom;
  return map;
}

static void
draw_ground (WeftPen *pen)
{
  weft_pen_rounded (pen, .5, .5, WIDTH - 1, HEIGHT - 1, 8);
  weft_pen_set_role (pen, WEFT_ROLE_CHIP, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_EDGE, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
}

static GdkRGBA
get_color (const WeftSceneNode *node, gboolean is_dark)
{
  return node->tint > 0 ? weft_remark_get_color (node->tint, is_dark)
                        : weft_theme_get_family (node->layer->family, is_dark);
}

static gboolean
is_frame (const WeftSceneNode *node)
{
  return node->layer->grouping == WEFT_GROUPING_FRAME;
}

/* In the map. */
static WeftBox
get_place (WeftMinimap *self, guint i)
{
  WeftBox box = weft_view_box_to_widget (&self->nodes_view, &self->plane->scene->boxes[i]);

  return (WeftBox){ box.x, box.y, MAX (box.w, LEAST), MAX (box.h, LEAST) };
}

/* frames: they, which lie behind the others, or the others. */
static void
draw_nodes (WeftMinimap *self, WeftPen *pen, gboolean frames)
{
  WeftScene *scene = self->plane->scene;

  for (guint i = 0; i < scene->nodes->len; i++)
    {
      const WeftSceneNode *node = weft_scene_get (scene, i);
      WeftBox box = get_place (self, i);
      GdkRGBA color;

      if (is_frame (node) != frames)
        continue;
      color = get_color (node, pen->dark);
      cairo_rectangle (pen->cr, box.x, box.y, box.w, box.h);
      weft_pen_set_color (pen, &color, frames ? .3 : 1);
      cairo_fill (pen->cr);
    }
}

static guint32
get_pixel (const GdkRGBA *color)
{
  return 0xff000000u | (guint32) (color->red * 255 + .5f) << 16
         | (guint32) (color->green * 255 + .5f) << 8 | (guint32) (color->blue * 255 + .5f);
}

/* Pixel by pixel: of thousands each is hardly larger than one, and to fill so many paths takes as
 * long as all else of a frame. */
static void
dot_nodes (WeftMinimap *self)
{
  WeftScene *scene = self->plane->scene;
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int w = WIDTH * factor, h = HEIGHT * factor, stride;
  guint32 *pixels;

  cairo_surface_flush (self->nodes);
  pixels = (guint32 *) (void *) cairo_image_surface_get_data (self->nodes);
  stride = cairo_image_surface_get_stride (self->nodes) / 4;
  for (guint i = 0; i < scene->nodes->len; i++)
    {
      const WeftSceneNode *node = weft_scene_get (scene, i);
      WeftBox box = get_place (self, i);
      GdkRGBA color = get_color (node, self->nodes_dark);
      guint32 pixel = get_pixel (&color);
      int left = MAX (0, (int) (box.x * factor)), top = MAX (0, (int) (box.y * factor));
      int right = MIN (w, (int) ((box.x + box.w) * factor + .5));
      int bottom = MIN (h, (int) ((box.y + box.h) * factor + .5));

      for (int y = top; y < bottom && !is_frame (node); y++)
        for (int x = left; x < right; x++)
          pixels[y * stride + x] = pixel;
    }
  cairo_surface_mark_dirty (self->nodes);
}

static gboolean
rest_cb (gpointer user)
{
  WeftMinimap *self = user;

  self->rest = 0;
  g_clear_pointer (&self->nodes, cairo_surface_destroy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Thousands of nodes cost more than all that is in sight: not with every step of a hand. */
static void
note_nodes_changed (WeftMinimap *self)
{
  gint64 left = REST - (g_get_monotonic_time () - self->nodes_at) / 1000;

  if (self->rest == 0)
    self->rest = g_timeout_add ((guint) CLAMP (left, 0, REST), rest_cb, self);
}

/* Those that are drawn are there to be looked at until the others are. */
static gboolean
may_wait (WeftMinimap *self, const WeftView *map)
{
  const WeftScene *scene = self->plane->scene;

  if (self->nodes == NULL || weft_theme_is_dark () != self->nodes_dark
      || scene->inside != self->nodes_inside)
    return FALSE;
  return scene->nodes->len > AT_ONCE || weft_view_is_same (map, &self->nodes_view);
}

static void
update_nodes (WeftMinimap *self, const WeftView *map)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_t *cr;
  WeftPen pen;

  if (self->nodes != NULL
      && (self->nodes_changes != self->plane->scene->changes
          || !weft_view_is_same (map, &self->nodes_view)))
    note_nodes_changed (self);
  self->nodes_changes = self->plane->scene->changes;
  if (may_wait (self, map))
    return;
  g_clear_pointer (&self->nodes, cairo_surface_destroy);
  self->nodes = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH * factor, HEIGHT * factor);
  cairo_surface_set_device_scale (self->nodes, factor, factor);
  self->nodes_view = *map;
  self->nodes_dark = weft_theme_is_dark ();
  self->nodes_inside = self->plane->scene->inside;
  self->nodes_at = g_get_monotonic_time ();
  cr = cairo_create (self->nodes);
  weft_pen_init (&pen, cr, NULL, self->nodes_dark);
  draw_nodes (self, &pen, TRUE);
  if (self->plane->scene->nodes->len <= AT_ONCE)
    draw_nodes (self, &pen, FALSE);
  else
    dot_nodes (self);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
}

/* As they were drawn, stretched to where they lie now. */
static void
lay_nodes (WeftMinimap *self, cairo_t *cr, const WeftView *map)
{
  double by = map->zoom / self->nodes_view.zoom;

  cairo_save (cr);
  cairo_translate (cr, map->x - self->nodes_view.x * by, map->y - self->nodes_view.y * by);
  cairo_scale (cr, by, by);
  cairo_set_source_surface (cr, self->nodes, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_restore (cr);
}

static void
draw_area (WeftMinimap *self, WeftPen *pen, const WeftView *map)
{
  WeftBox area = weft_sight_get_area (self->plane);

  area = weft_view_box_to_widget (map, &area);
  weft_pen_rounded (pen, area.x, area.y, area.w, area.h, 3);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, 1);
  cairo_set_line_width (pen->cr, 1.2);
  cairo_stroke (pen->cr);
}

static void
weft_minimap_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftMinimap *self = WEFT_MINIMAP (widget);
  WeftView map = get_map_view (self);
  cairo_t *cr;
  WeftPen pen;

  update_nodes (self, &map);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  weft_pen_init (&pen, cr, NULL, weft_theme_is_dark ());
  draw_ground (&pen);
  lay_nodes (self, cr, &map);
  draw_area (self, &pen, &map);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
}

static void
weft_minimap_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

/* --- going there --- */

static void
go_to (WeftMinimap *self, double x, double y)
{
  WeftView view = self->plane->sight.view;
  WeftPoint p = weft_view_to_plane (&self->held, (WeftPoint){ x, y });

  view.x = floor (self->plane->sight.width / 2.0 - p.x * view.zoom);
  view.y = floor (self->plane->sight.height / 2.0 - p.y * view.zoom);
  weft_sight_set (self->plane, &view);
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, WeftMinimap *self)
{
  self->is_dragged = TRUE;
  self->held = get_map_view (self); /* which goes on changing with the part in sight */
  go_to (self, x, y);
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, WeftMinimap *self)
{
  self->is_dragged = FALSE;
  weft_minimap_update (self);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, WeftMinimap *self)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    go_to (self, x + dx, y + dy);
}

/* --- where it stands --- */

static gboolean
covers_nodes (WeftMinimap *self, guint corner)
{
  WeftPlane *plane = self->plane;
  WeftBox box = { MARGIN, MARGIN, WIDTH, HEIGHT };

  if (corners[corner].across == GTK_ALIGN_START && weft_context_get_inside (plane->context) != 0)
    return TRUE; /* the path stands there */
  if (corners[corner].across == GTK_ALIGN_END)
    box.x = plane->sight.width - MARGIN - WIDTH;
  if (corners[corner].down == GTK_ALIGN_END)
    box.y = plane->sight.height - MARGIN - HEIGHT;
  box = weft_view_box_to_plane (&plane->sight.view, &box);
  for (guint i = 0; i < plane->scene->nodes->len; i++)
    if (weft_box_meets (&plane->scene->boxes[i], &box)
        && weft_scene_get (plane->scene, i)->layer->grouping != WEFT_GROUPING_FRAME)
      return TRUE;
  return FALSE;
}

/* It stays where it is as long as it covers nothing there. FALSE: nodes lie in each corner. */
static gboolean
choose_corner (WeftMinimap *self)
{
  guint found = self->corner;

  for (guint i = 0; i < G_N_ELEMENTS (corners) && covers_nodes (self, found); i++)
    found = i;
  if (covers_nodes (self, found))
    return FALSE;
  self->corner = found;
  gtk_widget_set_halign (GTK_WIDGET (self), corners[self->corner].across);
  gtk_widget_set_valign (GTK_WIDGET (self), corners[self->corner].down);
  return TRUE;
}

/* --- when it shows --- */

static gboolean
is_wanted (WeftMinimap *self)
{
  gboolean many
      = weft_graph_get_n_nodes (weft_context_get_graph (self->plane->context)) >= FROM_NODES;

  return self->by_hand > 0 || (self->by_hand == 0 && many);
}

/* Where nodes lie in each corner there is no place for it. */
void
weft_minimap_update (WeftMinimap *self)
{
  gboolean fits = self->is_dragged || self->plane->sight.width <= 0 || choose_corner (self);

  gtk_widget_set_visible (GTK_WIDGET (self), is_wanted (self) && fits);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_minimap_change (WeftMinimap *self)
{
  note_nodes_changed (self);
  weft_minimap_update (self);
}

void
weft_minimap_toggle (WeftMinimap *self)
{
  self->by_hand = is_wanted (self) ? -1 : 1;
  weft_minimap_update (self);
  if (self->by_hand > 0 && !gtk_widget_get_visible (GTK_WIDGET (self)))
    weft_context_toast (self->plane->context,
                        _ ("Nodes lie in every corner: the minimap comes where there is room."));
}

/* Beside it, it makes way for what lies under it; in it, it is there to be used. */
static void
plane_motion_cb (GtkEventControllerMotion *motion, double x, double y, WeftMinimap *self)
{
  double left, top;
  WeftBox box = { 0, 0, WIDTH, HEIGHT };

  if (!gtk_widget_get_visible (GTK_WIDGET (self))
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->plane), 0, 0,
                                            &left, &top))
    return;
  box.x = left;
  box.y = top;
  box = weft_box_grow (&box, NEAR);
  gtk_widget_set_opacity (GTK_WIDGET (self),
                          weft_box_contains (&box, (WeftPoint){ x, y }) ? FADED : 1);
}

static void
leave_cb (GtkEventControllerMotion *motion, WeftMinimap *self)
{
  gtk_widget_set_opacity (GTK_WIDGET (self), 1);
}

static void
enter_cb (GtkEventControllerMotion *motion, double x, double y, WeftMinimap *self)
{
  gtk_widget_set_opacity (GTK_WIDGET (self), 1);
}

static void
weft_minimap_dispose (GObject *object)
{
  WeftMinimap *self = WEFT_MINIMAP (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_pointer (&self->nodes, cairo_surface_destroy);
  G_OBJECT_CLASS (weft_minimap_parent_class)->dispose (object);
}

static void
weft_minimap_class_init (WeftMinimapClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_minimap_dispose;
  widget_class->measure = weft_minimap_measure;
  widget_class->snapshot = weft_minimap_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
weft_minimap_init (WeftMinimap *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), corners[0].across);
  gtk_widget_set_valign (GTK_WIDGET (self), corners[0].down);
  g_object_set (self, "margin-start", MARGIN, "margin-end", MARGIN, "margin-top", MARGIN,
                "margin-bottom", MARGIN, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Minimap"), -1);
}

GtkWidget *
weft_minimap_new (WeftPlane *plane)
{
  WeftMinimap *self = g_object_new (WEFT_TYPE_MINIMAP, NULL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *inside = gtk_event_controller_motion_new ();

  self->plane = plane;
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (plane_motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (plane), motion);
  g_signal_connect (inside, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (inside, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), inside);
  return GTK_WIDGET (self);
}
