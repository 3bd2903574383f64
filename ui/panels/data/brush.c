/* brush: the points of a set that is painted: put, erased or chosen on a plane, by mouse and keys
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/brush.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/data/source.h"
#include "ui/panels/data/brush-tools.h"
#include "ui/panels/panel.h"

#define STEP 0.05      /* of the plane: what an arrow key moves the pen by */
#define NEAREST 0.05   /* the eraser takes away what is as near as this, however thin it is */
#define THICK 0.02     /* from this radius on a stroke is a spray */
#define PER_RADIUS 12. /* points of a dab */

struct _WeftBrush
{
  WeftContext *context;
  GtkWidget *area;
  void (*locate) (gpointer user, WeftGround *ground);
  gpointer user;
  WeftBrushTool tool;
  char *text; /* of which `points` was read; nullable */
  GArray *points;
  GArray *stroke; /* what there is while one is drawn; nullable */
  float pen[2];
};

static gboolean
is_painted (const WeftSource *source)
{
  return source->is_painted;
}

const WeftNode *
weft_brush_find_node (WeftContext *context)
{
  return weft_source_find_node (weft_context_get_graph (context), is_painted);
}

/* What the node has now; a text that is none, from a file of others, has no points. */
static GArray *
get_points (WeftBrush *brush, const WeftNode *node)
{
  g_autoptr (GVariant) value = weft_node_get_param (node, "points");
  const char *text = g_variant_get_string (value, NULL);

  if (g_strcmp0 (text, brush->text) == 0)
    return brush->points;
  g_free (brush->text);
  g_clear_pointer (&brush->points, g_array_unref);
  brush->text = g_strdup (text);
  brush->points = weft_painted_read (text, NULL);
  if (brush->points == NULL)
    brush->points = g_array_new (FALSE, FALSE, sizeof (WeftPaintedPoint));
  return brush->points;
}

static gboolean
is_learnt_from (const WeftGround *ground, const GArray *points)
{
  const WeftSource *source
      = ground->dataset != NULL ? weft_source_find (ground->dataset->name) : NULL;

  return source != NULL && source->is_painted && ground->dataset->count == points->len;
}

void
weft_brush_prepare (WeftBrush *brush, WeftGround *ground)
{
  const WeftNode *node = weft_brush_find_node (brush->context);
  GArray *points = node == NULL            ? NULL
                   : brush->stroke != NULL ? brush->stroke
                                           : get_points (brush, node);

  if (points != NULL && (brush->stroke != NULL || !is_learnt_from (ground, points)))
    ground->painted = points;
}

/* --- strokes --- */

static void
put (WeftBrush *brush, const WeftGround *ground, const float at[2])
{
  double radius = brush->tool.radius;
  int n = radius < THICK ? 1 : MAX (1, (int) lround (radius * PER_RADIUS));

  for (int i = 0; i < n && brush->stroke->len < WEFT_PAINTED_MOST; i++)
    {
      double r = radius < THICK ? 0 : radius * sqrt (g_random_double ());
      double angle = 2 * G_PI * g_random_double ();
      double to[2] = { (double) at[0] + r * cos (angle), (double) at[1] + r * sin (angle) };
      WeftPaintedPoint point = { .class = brush->tool.class };

      for (int k = 0; k < 2; k++)
        point.x[k] = (float) CLAMP (to[k], ground->low[k], ground->high[k]);
      g_array_append_val (brush->stroke, point);
    }
}

static void
erase (WeftBrush *brush, const float at[2])
{
  double radius = MAX (brush->tool.radius, NEAREST);

  for (guint i = brush->stroke->len; i-- > 0;)
    {
      const WeftPaintedPoint *point = &g_array_index (brush->stroke, WeftPaintedPoint, i);

      if (hypot ((double) (point->x[0] - at[0]), (double) (point->x[1] - at[1])) <= radius)
        g_array_remove_index (brush->stroke, i);
    }
}

static void
dab (WeftBrush *brush, const WeftGround *ground, const float at[2])
{
  if (brush->tool.kind == WEFT_BRUSH_ERASES)
    erase (brush, at);
  else
    put (brush, ground, at);
  memcpy (brush->pen, at, sizeof brush->pen);
  gtk_widget_queue_draw (brush->area);
}

static gboolean
begin (WeftBrush *brush)
{
  const WeftNode *node = weft_brush_find_node (brush->context);

  g_clear_pointer (&brush->stroke, g_array_unref);
  if (node != NULL)
    brush->stroke = g_array_copy (get_points (brush, node));
  return node != NULL;
}

/* One edit, called as what was done. */
static void
keep (WeftBrush *brush, const char *label)
{
  const WeftNode *node = weft_brush_find_node (brush->context);
  g_autoptr (GArray) stroke = g_steal_pointer (&brush->stroke);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autofree char *text = stroke != NULL ? weft_painted_write (stroke) : NULL;

  if (node == NULL || stroke == NULL)
    return;
  gtk_widget_queue_draw (brush->area);
  get_points (brush, node);
  if (strcmp (text, brush->text) == 0)
    return;
  if (stroke->len == WEFT_PAINTED_MOST)
    {
      g_autofree char *full
          = g_strdup_printf (_ ("%d points are as many as can be painted."), WEFT_PAINTED_MOST);

      weft_context_toast (brush->context, full);
    }
  g_ptr_array_add (edits, weft_edit_set_param (node->id, "points", g_variant_new_string (text)));
  weft_context_do (brush->context, weft_edit_list (edits, label), 0);
}

static const char *
get_label (const WeftBrush *brush)
{
  return brush->tool.kind == WEFT_BRUSH_ERASES ? N_ ("Erase points") : N_ ("Paint points");
}

/* --- by mouse --- */

static void
locate (WeftBrush *brush, double x, double y, WeftGround *ground, float at[2])
{
  *ground = (WeftGround){ .size = 1 };
  brush->locate (brush->user, ground);
  weft_panel_to_drawing (brush->area, &x, &y);
  weft_ground_locate (ground, x, y, at);
}

static void
choose (WeftBrush *brush, double x, double y)
{
  WeftGround ground;
  float at[2];
  gint64 sample;

  locate (brush, x, y, &ground, at);
  weft_panel_to_drawing (brush->area, &x, &y);
  sample = weft_ground_find (&ground, x, y);
  if (sample >= 0)
    weft_context_set_sample (brush->context, (guint32) sample);
}

static void
begin_cb (GtkGestureDrag *drag, double x, double y, WeftBrush *brush)
{
  WeftGround ground;
  float at[2];

  if (weft_brush_find_node (brush->context) == NULL)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_widget_grab_focus (brush->area);
  if (brush->tool.kind == WEFT_BRUSH_CHOOSES)
    {
      choose (brush, x, y);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  locate (brush, x, y, &ground, at);
  if (begin (brush))
    dab (brush, &ground, at);
}

/* A dab wherever the pen has gone by half its width. */
static void
update_cb (GtkGestureDrag *drag, double x, double y, WeftBrush *brush)
{
  double start[2], step = MAX (brush->tool.radius / 2, STEP);
  WeftGround ground;
  float at[2];

  if (brush->stroke == NULL || !gtk_gesture_drag_get_start_point (drag, &start[0], &start[1]))
    return;
  locate (brush, start[0] + x, start[1] + y, &ground, at);
  for (;;)
    {
      double way[2] = { (double) (at[0] - brush->pen[0]), (double) (at[1] - brush->pen[1]) };
      double length = hypot (way[0], way[1]);
      float next[2];

      if (length < step)
        break;
      for (int k = 0; k < 2; k++)
        next[k] = brush->pen[k] + (float) (way[k] * step / length);
      dab (brush, &ground, next);
    }
}

static void
end_cb (GtkGestureDrag *drag, double x, double y, WeftBrush *brush)
{
  keep (brush, get_label (brush));
}

/* --- by keys --- */

static void
move_pen (WeftBrush *brush, double x, double y)
{
  WeftGround ground = { .size = 1 };
  double by[2] = { x * STEP, y * STEP };

  brush->locate (brush->user, &ground);
  for (int k = 0; k < 2; k++)
    brush->pen[k] = (float) CLAMP ((double) brush->pen[k] + by[k], ground.low[k], ground.high[k]);
  gtk_widget_queue_draw (brush->area);
}

/* A dab where the pen is. */
static void
press (WeftBrush *brush, gboolean erases)
{
  WeftGround ground = { .size = 1 };
  float at[2] = { brush->pen[0], brush->pen[1] };
  double px[2];

  brush->locate (brush->user, &ground);
  if (!erases && brush->tool.kind == WEFT_BRUSH_CHOOSES)
    {
      weft_ground_place (&ground, at, px);
      gint64 sample = weft_ground_find (&ground, px[0], px[1]);

      if (sample >= 0)
        weft_context_set_sample (brush->context, (guint32) sample);
      return;
    }
  if (!begin (brush))
    return;
  if (erases)
    erase (brush, at);
  else
    dab (brush, &ground, at);
  keep (brush, erases ? N_ ("Erase points") : get_label (brush));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, WeftBrush *brush)
{
  static const struct
  {
    guint key;
    double x, y;
  } moves[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, 1 }, { GDK_KEY_Down, 0, -1 }
  };

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK) || weft_brush_find_node (brush->context) == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    if (moves[i].key == key)
      {
        move_pen (brush, moves[i].x, moves[i].y);
        return TRUE;
      }
  if (key != GDK_KEY_space && key != GDK_KEY_Delete && key != GDK_KEY_BackSpace)
    return weft_brush_tool_take_key (&brush->tool, key);
  press (brush, key != GDK_KEY_space);
  return TRUE;
}

/* --- drawing --- */

void
weft_brush_draw (WeftBrush *brush, cairo_t *cr, const WeftGround *ground)
{
  double scale = ground->size / (ground->high[0] - ground->low[0]), px[2];
  const WeftTextStyle style
      = { .size = 12, .align = 0.5, .color = weft_theme_get (WEFT_ROLE_DIM, ground->is_dark) };

  if (weft_brush_find_node (brush->context) == NULL)
    return;
  if (ground->painted != NULL && ground->painted->len == 0)
    weft_text_draw (cr, _ ("Paint here"), ground->x + ground->size / 2,
                    ground->y + ground->size / 2 - 8, &style);
  if (!gtk_widget_has_focus (brush->area))
    return;
  weft_ground_place (ground, brush->pen, px);
  weft_theme_set_source (cr, WEFT_ROLE_INK, ground->is_dark);
  cairo_arc (cr, px[0], px[1], MAX (brush->tool.radius * scale, 4), 0, 2 * G_PI);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

/* --- what the tools do --- */

static void
clear_cb (gpointer user)
{
  WeftBrush *brush = user;

  if (begin (brush))
    {
      g_array_set_size (brush->stroke, 0);
      keep (brush, N_ ("Clear points"));
    }
}

static void
sides_cb (gpointer user, const char *curve)
{
  WeftBrush *brush = user;
  g_autoptr (GError) error = NULL;
  int class = brush->tool.class;

  if (!begin (brush))
    return;
  if (weft_painted_add_sides (brush->stroke, curve, class, class == 0 ? 1 : 0, WEFT_BRUSH_SIDES,
                              g_random_int (), &error))
    {
      keep (brush, N_ ("Paint by a formula"));
      return;
    }
  g_clear_pointer (&brush->stroke, g_array_unref);
  weft_context_toast (brush->context, error->message);
}

GtkWidget *
weft_brush_make_tools (WeftBrush *brush)
{
  return weft_brush_tools_new (&brush->tool, clear_cb, sides_cb, brush);
}

static void
brush_free (WeftBrush *brush)
{
  g_clear_pointer (&brush->points, g_array_unref);
  g_clear_pointer (&brush->stroke, g_array_unref);
  g_free (brush->text);
  g_free (brush);
}

WeftBrush *
weft_brush_new (WeftContext *context, GtkWidget *area,
                void (*locate_func) (gpointer user, WeftGround *ground), gpointer user)
{
  WeftBrush *brush = g_new0 (WeftBrush, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  *brush = (WeftBrush){ .context = context, .area = area, .locate = locate_func, .user = user };
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), brush);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), brush);
  g_signal_connect (drag, "drag-end", G_CALLBACK (end_cb), brush);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), brush);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (area, keys);
  g_signal_connect_swapped (area, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), area);
  g_object_set_data_full (G_OBJECT (area), "weft-brush", brush, (GDestroyNotify) brush_free);
  return brush;
}
