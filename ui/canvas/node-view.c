/* node-view: one node on the canvas: focus, a name for screen readers, and its picture kept ready
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/node-view.h"

#include <math.h>

#include "ui/canvas/frame-look.h"
#include "ui/canvas/node-image.h"
#include "ui/canvas/ports.h"

#define CHIP_WIDTH 120.0 /* px: room for the longest shape that is worth reading */
#define CHIP_HEIGHT 20.0

struct _WeftNodeView
{
  GtkWidget parent_instance;
  gint64 id;
  const WeftSceneNode *node;
  double h;
  WeftNodeLook look;
  char *line;
  WeftNodeImage card, picture, chip;
  WeftPoint chip_at; /* from the node's corner, px of the plane */
  char *family;      /* of the font; nullable */
  double zoom;
  gboolean dark;
  WeftThumb *thumb;
  gpointer source;
  GDestroyNotify source_unref;
  gboolean in_sight, is_told, has_chip;
};

G_DEFINE_FINAL_TYPE (WeftNodeView, weft_node_view, GTK_TYPE_WIDGET)

static guint signal_focus;

/* --- its pictures --- */

static double
get_scale (WeftNodeView *self)
{
  return self->zoom * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static cairo_surface_t *
new_surface (double w, double h, double scale)
{
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (1, (int) ceil (w * scale)),
                                     MAX (1, (int) ceil (h * scale)));
}

static void
init_pen (WeftNodeView *self, WeftPen *pen, cairo_t *cr)
{
  weft_pen_init (pen, cr, self->family, self->dark);
  pen->zoom = self->zoom;
}

static void
paint_well (WeftPen *pen, const WeftSceneNode *node)
{
  WeftBox box = weft_paint_thumb_box (node);

  weft_pen_rounded (pen, box.x, box.y, box.w - 2, box.h, 4);
  weft_pen_set_role (pen, WEFT_ROLE_WELL, 1);
  cairo_fill (pen->cr);
}

/* surface: taken; nullable: there is nothing to see. */
static void
keep (WeftNodeView *self, WeftNodeImage *image, cairo_surface_t *surface)
{
  weft_node_image_set (image, surface, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                       get_scale (self), self->look.detail);
}

static void
draw_card (WeftNodeView *self)
{
  double scale = get_scale (self);
  cairo_surface_t *surface
      = new_surface (weft_scene_node_get_width (self->node) + 2 * WEFT_NODE_MARGIN,
                     self->h + 2 * WEFT_NODE_MARGIN, scale);
  cairo_t *cr = cairo_create (surface);
  WeftPen pen;

  cairo_scale (cr, scale, scale);
  cairo_translate (cr, WEFT_NODE_MARGIN, WEFT_NODE_MARGIN);
  init_pen (self, &pen, cr);
  self->look.line = self->line;
  weft_paint_node (&pen, self->node, self->h, &self->look);
  if (self->node->has_thumb && self->thumb == NULL && self->node->minis == NULL
      && self->node->units.kind == WEFT_UNITS_NONE)
    paint_well (&pen, self->node);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  keep (self, &self->card, surface);
}

static void
draw_picture (WeftNodeView *self)
{
  double scale = get_scale (self);
  WeftBox box = weft_paint_thumb_box (self->node);
  cairo_surface_t *surface;
  cairo_t *cr;
  WeftPen pen;

  if (self->thumb == NULL || !self->node->has_thumb)
    {
      keep (self, &self->picture, NULL);
      return;
    }
  surface = new_surface (box.w, box.h, scale);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  init_pen (self, &pen, cr);
  weft_thumb_draw (self->thumb, &pen, box.w, box.h, self->look.detail == WEFT_DETAIL_FULL);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  keep (self, &self->picture, surface);
}

void
weft_node_view_set_style (WeftNodeView *self, WeftDetail detail, double zoom, const char *family,
                          gboolean dark)
{
  if (self->zoom != zoom)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->zoom != zoom && !self->in_sight)
    weft_node_image_clear (&self->chip);
  self->zoom = zoom;
  self->look.detail = detail;
  if (self->dark == dark && g_strcmp0 (self->family, family) == 0)
    return;
  self->dark = dark;
  g_free (self->family);
  self->family = g_strdup (family);
  self->card.is_old = self->picture.is_old = TRUE;
  weft_node_image_clear (&self->chip);
}

static gboolean
is_old (WeftNodeView *self)
{
  return self->card.node == NULL || self->card.is_old || self->picture.is_old;
}

static gboolean
is_sharp (WeftNodeView *self, const WeftNodeImage *image)
{
  return weft_node_image_is_sharp (image, get_scale (self), self->look.detail);
}

static void
draw_old (WeftNodeView *self)
{
  if (self->card.node == NULL || self->card.is_old || !is_sharp (self, &self->card))
    draw_card (self);
  if (self->picture.is_old || !is_sharp (self, &self->picture))
    draw_picture (self);
}

gboolean
weft_node_view_prepare (WeftNodeView *self, gboolean may_wait)
{
  if (self->node->layer->grouping == WEFT_GROUPING_FRAME)
    return TRUE;
  if (!is_old (self) && is_sharp (self, &self->card) && is_sharp (self, &self->picture))
    return TRUE;
  if (!is_old (self) && may_wait)
    return FALSE;
  if (self->card.scale != get_scale (self))
    weft_node_image_clear (&self->chip);
  draw_old (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

/* x, y: px of the plane. */
static void
append (WeftNodeView *self, GtkSnapshot *snapshot, const WeftNodeImage *image, double x, double y)
{
  weft_node_image_append (image, snapshot, floor (x * self->zoom), floor (y * self->zoom),
                          get_scale (self));
}

static void
draw_chip (WeftNodeView *self)
{
  double scale = get_scale (self);
  double unit = MAX (1, 1 / self->zoom); /* from afar its words are kept legible */
  WeftBox box = { 0, 0, weft_scene_node_get_width (self->node), self->h }, chip;
  cairo_surface_t *surface = new_surface (CHIP_WIDTH * unit, CHIP_HEIGHT * unit, scale);
  cairo_t *cr = cairo_create (surface);
  WeftPen pen;

  cairo_scale (cr, scale, scale);
  init_pen (self, &pen, cr);
  self->has_chip = weft_paint_place_chip (&pen, self->node, &box, &chip);
  if (self->has_chip)
    {
      self->chip_at = (WeftPoint){ chip.x - 1, chip.y - 1 };
      cairo_translate (cr, -self->chip_at.x, -self->chip_at.y);
      weft_paint_chip (&pen, self->node, &box);
    }
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  keep (self, &self->chip, surface);
}

void
weft_node_view_forget_shape (WeftNodeView *self)
{
  weft_node_image_clear (&self->chip);
}

void
weft_node_view_snapshot_chip (WeftNodeView *self, GtkSnapshot *snapshot, double x, double y)
{
  if (self->node->chip == NULL || self->node->n_out == 0)
    return;
  if (self->chip.node == NULL)
    draw_chip (self);
  if (!self->has_chip)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  append (self, snapshot, &self->chip, self->chip_at.x, self->chip_at.y);
  gtk_snapshot_restore (snapshot);
}

/* Beside it, or over the picture, which is drawn by itself. */
static void
draw_side_word (WeftNodeView *self, GtkSnapshot *snapshot)
{
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) ((WEFT_NODE_WIDTH + WEFT_NODE_GAP) * self->zoom),
                                     (float) (self->h * self->zoom)));
  WeftPen pen;

  cairo_scale (cr, self->zoom, self->zoom);
  init_pen (self, &pen, cr);
  weft_paint_side_word (&pen, self->node, &self->look);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
}

static void
weft_node_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftNodeView *self = WEFT_NODE_VIEW (widget);
  WeftBox box = weft_paint_thumb_box (self->node);

  if (self->node->layer->grouping == WEFT_GROUPING_FRAME)
    {
      weft_frame_look_snapshot (&(WeftFrameLook){ self->node, &self->look, self->family, self->h,
                                                  self->zoom, self->dark },
                                snapshot);
      return;
    }
  if (is_old (self) && self->look.detail != WEFT_DETAIL_BLOCKS)
    draw_old (self);
  append (self, snapshot, &self->card, -WEFT_NODE_MARGIN, -WEFT_NODE_MARGIN);
  append (self, snapshot, &self->picture, box.x, box.y);
  if (self->node->n_out > 1 && weft_layer_is_side_output (self->node->layer, 1))
    draw_side_word (self, snapshot);
}

/* --- what it shows --- */

/* It is drawn in the next frame; nothing is laid out, which would cost as much again. */
static void
show_anew (WeftNodeView *self)
{
  if (self->in_sight)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
make_old (WeftNodeView *self)
{
  self->card.is_old = TRUE;
  show_anew (self);
}

void
weft_node_view_tell (WeftNodeView *self)
{
  g_autofree char *own = weft_scene_node_describe (self->node);
  g_autofree char *text = self->line != NULL ? g_strdup_printf ("%s · %s", own, self->line) : NULL;

  if (self->is_told)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->node->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : own, -1);
  self->is_told = TRUE;
}

void
weft_node_view_set_node (WeftNodeView *self, const WeftSceneNode *node, const WeftSceneNode *before,
                         double h)
{
  gboolean same = before != NULL && self->h == h && weft_scene_node_looks_equal (node, before);

  if (before == NULL || g_strcmp0 (before->chip, node->chip) != 0
      || before->chip_hangs != node->chip_hangs || before->chip_bend.x != node->chip_bend.x
      || before->chip_bend.y != node->chip_bend.y || before->chip_room != node->chip_room)
    weft_node_image_clear (&self->chip);
  self->node = node;
  self->h = h;
  if (!same)
    {
      self->picture.is_old = TRUE;
      self->is_told = FALSE;
      make_old (self);
    }
}

void
weft_node_view_set_selected (WeftNodeView *self, gboolean selected)
{
  if (self->look.selected == selected)
    return;
  self->look.selected = selected;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
  make_old (self);
}

void
weft_node_view_set_at_work (WeftNodeView *self, gboolean at_work)
{
  if (self->look.at_work == at_work)
    return;
  self->look.at_work = at_work;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, at_work, -1);
  make_old (self);
}

gboolean
weft_node_view_is_selected (WeftNodeView *self)
{
  return self->look.selected;
}

void
weft_node_view_set_line (WeftNodeView *self, const char *line)
{
  if (g_strcmp0 (self->line, line) == 0)
    return;
  g_free (self->line);
  self->line = g_strdup (line);
  self->is_told = FALSE;
  weft_node_view_tell (self);
  make_old (self);
}

gboolean
weft_node_view_has_thumb_of (WeftNodeView *self, gconstpointer source)
{
  return self->source == source;
}

void
weft_node_view_set_thumb (WeftNodeView *self, gpointer source, GDestroyNotify unref,
                          WeftThumb *thumb)
{
  gboolean had = self->thumb != NULL;

  if (self->source != NULL && self->source_unref != NULL)
    self->source_unref (self->source);
  g_clear_pointer (&self->thumb, weft_thumb_free);
  self->source = source;
  self->source_unref = unref;
  self->thumb = thumb;
  self->picture.is_old = TRUE;
  if (had != (thumb != NULL))
    self->card.is_old = TRUE; /* the empty well comes or goes */
  show_anew (self);
}

void
weft_node_view_set_in_sight (WeftNodeView *self, gboolean in_sight)
{
  if (self->in_sight == in_sight)
    return;
  self->in_sight = in_sight;
  gtk_widget_set_child_visible (GTK_WIDGET (self), in_sight);
  if (in_sight)
    return;
  self->card.is_old = self->picture.is_old = TRUE;
  weft_node_image_clear (&self->chip);
  weft_node_image_clear (&self->card);
  weft_node_image_clear (&self->picture);
}

gint64
weft_node_view_get_id (WeftNodeView *self)
{
  return self->id;
}

/* --- widget --- */

/* The plane gives it its node's size; it asks for nothing, so that no node makes the window lay
 * out. */
static void
weft_node_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
weft_node_view_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  WeftNodeView *self = WEFT_NODE_VIEW (widget);
  GtkStateFlags now = gtk_widget_get_state_flags (widget);
  gboolean focused = (now & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0;

  if (focused != self->look.focused)
    {
      self->look.focused = focused;
      make_old (self);
    }
  if ((now ^ before) & GTK_STATE_FLAG_FOCUSED)
    g_signal_emit (self, signal_focus, 0, (now & GTK_STATE_FLAG_FOCUSED) != 0);
  GTK_WIDGET_CLASS (weft_node_view_parent_class)->state_flags_changed (widget, before);
}

static void
weft_node_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  weft_ports_allocate (widget, WEFT_NODE_VIEW (widget)->zoom);
}

static void
weft_node_view_dispose (GObject *object)
{
  weft_ports_hide (WEFT_NODE_VIEW (object));
  G_OBJECT_CLASS (weft_node_view_parent_class)->dispose (object);
}

static void
weft_node_view_finalize (GObject *object)
{
  WeftNodeView *self = WEFT_NODE_VIEW (object);

  if (self->source != NULL && self->source_unref != NULL)
    self->source_unref (self->source);
  g_clear_pointer (&self->thumb, weft_thumb_free);
  weft_node_image_clear (&self->card);
  weft_node_image_clear (&self->picture);
  weft_node_image_clear (&self->chip);
  g_free (self->family);
  g_free (self->line);
  G_OBJECT_CLASS (weft_node_view_parent_class)->finalize (object);
}

static void
weft_node_view_class_init (WeftNodeViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_node_view_dispose;
  G_OBJECT_CLASS (class)->finalize = weft_node_view_finalize;
  widget_class->size_allocate = weft_node_view_size_allocate;
  /* "focus-changed" (gboolean has) */
  signal_focus = g_signal_new ("focus-changed", WEFT_TYPE_NODE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  widget_class->measure = weft_node_view_measure;
  widget_class->snapshot = weft_node_view_snapshot;
  widget_class->state_flags_changed = weft_node_view_state_flags_changed;
  gtk_widget_class_set_css_name (widget_class, "node");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_OPTION);
}

static void
weft_node_view_init (WeftNodeView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  self->look.detail = WEFT_DETAIL_FULL;
  self->in_sight = TRUE;
}

GtkWidget *
weft_node_view_new (gint64 id)
{
  WeftNodeView *self = g_object_new (WEFT_TYPE_NODE_VIEW, NULL);

  self->id = id;
  return GTK_WIDGET (self);
}
