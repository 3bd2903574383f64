/* test-touch: fingers on the canvas, as events that GTK makes its gestures of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/finger.h"
#include "tests/ui/plane-on-screen.h"

static WeftPoint
get_middle (Fixture *f, guint i)
{
  const WeftBox *box = &f->plane->scene->boxes[i];

  return weft_view_to_widget (&f->plane->sight.view,
                              (WeftPoint){ box->x + box->w / 2, box->y + box->h / 2 });
}

static WeftPoint
get_ground (Fixture *f)
{
  WeftPoint at = get_middle (f, 1);

  return (WeftPoint){ at.x, at.y + 220 };
}

static void
begin_touch (Fixture *f, Fingers *fingers)
{
  show (f, small_graph_new ());
  fingers_init (fingers, GTK_WIDGET (f->plane));
}

static void
end_touch (Fixture *f, Fingers *fingers)
{
  fingers_clear (fingers);
  hide (f);
}

/* A tap selects a node, and another one on the ground lets it go. */
static void
test_tap (void)
{
  Fixture f = { 0 };
  Fingers fingers;
  WeftPoint at, ground;

  begin_touch (&f, &fingers);
  at = get_middle (&f, 1);
  fingers_press (&fingers, 0, at.x, at.y);
  fingers_lift (&fingers, 0);
  g_assert_cmpint (weft_context_get_selected (f.context), ==, 2);
  wait_frame (&f);
  ground = get_ground (&f);
  fingers_press (&fingers, 0, ground.x, ground.y);
  fingers_lift (&fingers, 0);
  g_assert_cmpint (weft_context_get_selected (f.context), ==, 0);
  end_touch (&f, &fingers);
}

/* One finger drags a node to where it is lifted. */
static void
test_drag (void)
{
  Fixture f = { 0 };
  Fingers fingers;
  WeftPoint at;

  begin_touch (&f, &fingers);
  at = get_middle (&f, 1);
  fingers_press (&fingers, 0, at.x, at.y);
  for (int i = 1; i <= 10; i++)
    fingers_move (&fingers, 0, at.x, at.y + 26 * i);
  g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_MOVING);
  fingers_lift (&fingers, 0);
  wait_frame (&f);
  g_assert_cmpfloat (weft_graph_find (f.graph, 2)->y, >, 250);
  g_assert_cmpfloat (f.plane->scene->boxes[1].y, ==, weft_graph_find (f.graph, 2)->y);
  end_touch (&f, &fingers);
}

/* From the data's port to the ReLU's: reach is wider than a pointer's. */
static void
test_wire (void)
{
  Fixture f = { 0 };
  Fingers fingers;
  WeftPoint from, to;
  const WeftWire *wire;

  begin_touch (&f, &fingers);
  from = weft_view_to_widget (&f.plane->sight.view,
                              weft_geometry_output (&f.plane->scene->boxes[0], 0));
  to = weft_view_to_widget (&f.plane->sight.view,
                            weft_geometry_input (&f.plane->scene->boxes[2], 0));
  fingers_press (&fingers, 0, from.x + 12, from.y + 6);
  for (int i = 1; i <= 10; i++)
    fingers_move (&fingers, 0, from.x + (to.x - from.x) * i / 10, from.y - (i < 10 ? 60 : 0));
  fingers_lift (&fingers, 0);
  wire = weft_graph_find_wire_to (f.graph, 3, 0);
  g_assert_nonnull (wire);
  g_assert_cmpint (wire->from, ==, 1);
  end_touch (&f, &fingers);
}

/* Two fingers, 100 px apart, go half as far again from each other. */
static void
spread (Fingers *fingers, WeftPoint middle)
{
  fingers_press (fingers, 0, middle.x - 50, middle.y);
  fingers_press (fingers, 1, middle.x + 50, middle.y);
  for (int i = 1; i <= 5; i++)
    {
      fingers_move (fingers, 0, middle.x - 50 - 5 * i, middle.y);
      fingers_move (fingers, 1, middle.x + 50 + 5 * i, middle.y);
    }
}

/* Two fingers that spread on the ground zoom about the point between them; what was under it stays
 * there, and side by side they pan. */
static void
test_pinch (void)
{
  Fixture f = { 0 };
  Fingers fingers;
  WeftPoint middle, before, after;
  double zoom;

  begin_touch (&f, &fingers);
  middle = get_ground (&f);
  zoom = weft_canvas_get_zoom (WEFT_CANVAS (f.canvas));
  before = weft_view_to_plane (&f.plane->sight.view, middle);
  spread (&fingers, middle);
  after = weft_view_to_plane (&f.plane->sight.view, middle);
  g_assert_cmpfloat_with_epsilon (weft_canvas_get_zoom (WEFT_CANVAS (f.canvas)), zoom * 1.5, .02);
  g_assert_cmpfloat_with_epsilon (after.x, before.x, 3);
  g_assert_cmpfloat_with_epsilon (after.y, before.y, 3);
  for (int i = 1; i <= 5; i++)
    for (guint finger = 0; finger < 2; finger++)
      fingers_move (&fingers, finger, middle.x + (finger ? 75 : -75) + 12 * i, middle.y - 8 * i);
  after = weft_view_to_plane (&f.plane->sight.view, (WeftPoint){ middle.x + 60, middle.y - 40 });
  g_assert_cmpfloat_with_epsilon (after.x, before.x, 3);
  g_assert_cmpfloat_with_epsilon (after.y, before.y, 3);
  fingers_lift (&fingers, 1);
  fingers_lift (&fingers, 0);
  g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_IDLE);
  end_touch (&f, &fingers);
}

/* A finger that stays on a node selects it and opens its menu; lifting it moves nothing,
 * and when the menu is gone fingers do what they did. */
static void
test_long_press (void)
{
  Fixture f = { 0 };
  Fingers fingers;
  GtkWidget *menu;
  WeftPoint at;

  begin_touch (&f, &fingers);
  at = get_middle (&f, 2);
  fingers_press (&fingers, 0, at.x, at.y);
  g_assert_null (find (f.canvas, GTK_TYPE_POPOVER_MENU));
  WAIT_UNTIL (find (f.canvas, GTK_TYPE_POPOVER_MENU) != NULL);
  g_assert_cmpint (weft_context_get_selected (f.context), ==, 3);
  fingers_lift (&fingers, 0);
  g_assert_cmpfloat (weft_graph_find (f.graph, 3)->x, ==, 374);
  menu = find (f.canvas, GTK_TYPE_POPOVER_MENU);
  WAIT_UNTIL (gtk_widget_get_mapped (menu));
  gtk_popover_popdown (GTK_POPOVER (menu));
  WAIT_UNTIL (find (f.canvas, GTK_TYPE_POPOVER_MENU) == NULL
              || !gtk_widget_get_mapped (find (f.canvas, GTK_TYPE_POPOVER_MENU)));
  wait_frame (&f);
  spread (&fingers, get_ground (&f));
  g_assert_cmpfloat (weft_canvas_get_zoom (WEFT_CANVAS (f.canvas)), >, 1.4);
  fingers_lift (&fingers, 1);
  fingers_lift (&fingers, 0);
  end_touch (&f, &fingers);
}

/* A second finger ends what the first one did: the node lies where it lay, and both zoom. */
static void
test_second_finger (void)
{
  Fixture f = { 0 };
  Fingers fingers;
  WeftPoint at;
  double zoom;

  begin_touch (&f, &fingers);
  at = get_middle (&f, 1);
  zoom = weft_canvas_get_zoom (WEFT_CANVAS (f.canvas));
  fingers_press (&fingers, 0, at.x, at.y);
  fingers_move (&fingers, 0, at.x + 30, at.y + 30);
  fingers_move (&fingers, 0, at.x + 60, at.y + 60);
  g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_MOVING);
  fingers_press (&fingers, 1, at.x + 200, at.y + 60);
  for (int i = 1; i <= 7; i++)
    fingers_move (&fingers, 1, at.x + 200 + 10 * i, at.y + 60);
  g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_IDLE);
  g_assert_cmpfloat (weft_canvas_get_zoom (WEFT_CANVAS (f.canvas)), >, 1.3 * zoom);
  fingers_lift (&fingers, 1);
  fingers_lift (&fingers, 0);
  wait_frame (&f);
  g_assert_cmpfloat (weft_graph_find (f.graph, 2)->x, ==, 200);
  g_assert_cmpfloat (weft_graph_find (f.graph, 2)->y, ==, 34);
  end_touch (&f, &fingers);
}

int
main (int argc, char **argv)
{
  begin (&argc, &argv);
  g_test_add_func ("/touch/tap", test_tap);
  g_test_add_func ("/touch/drag", test_drag);
  g_test_add_func ("/touch/wire", test_wire);
  g_test_add_func ("/touch/pinch", test_pinch);
  g_test_add_func ("/touch/second-finger", test_second_finger);
  g_test_add_func ("/touch/long-press", test_long_press);
  return g_test_run ();
}
