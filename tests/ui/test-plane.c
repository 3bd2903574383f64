/* test-plane: the canvas on a screen: what a frame costs, in counts; what levels and fingers do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/small-graph.h"
#include "ui/canvas/hand-zoom.h"
#include "ui/canvas/menu.h"
#include "ui/canvas/plane.h"

#include <adwaita.h>
#include <math.h>

#define MANY 5000
#define AT_ONCE 250 /* nodes: more do not fit into the window at 100 % */

typedef struct
{
  WeftGraph *graph;
  WeftHistory *history;
  WeftCatalog *catalog;
  WeftLive *live;
  WeftHost host;
  WeftContext *context;
  GtkWidget *window, *canvas;
  WeftPlane *plane;
} Fixture;

static void
watch_cb (gpointer user, GtkWindow *window, const WeftWatch *watch)
{
}

static gboolean
wake_cb (gpointer user)
{
  return G_SOURCE_CONTINUE;
}

/* Until it is so; a test that waits in vain is ended by its time limit. */
#define WAIT_UNTIL(is_so)                                                                          \
  while (!(is_so))                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static void
after_cb (GdkFrameClock *clock, gboolean *is_over)
{
  *is_over = TRUE;
}

/* One frame, painted. */
static void
wait_frame (Fixture *f)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (f->plane));
  gboolean is_over = FALSE;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (after_cb), &is_over);

  gtk_widget_queue_draw (GTK_WIDGET (f->plane));
  WAIT_UNTIL (is_over);
  g_signal_handler_disconnect (clock, id);
}

static void
show (Fixture *f, WeftGraph *graph)
{
  WeftProject project = { 0 };

  f->graph = graph;
  f->history = weft_history_new (f->graph);
  f->catalog = weft_catalog_new (NULL);
  f->live = weft_live_new ();
  f->host = (WeftHost){ .watch = watch_cb, .user = f };
  project.graph = f->graph;
  project.history = f->history;
  project.catalog = f->catalog;
  f->window = gtk_window_new ();
  g_object_ref_sink (f->window);
  f->context = weft_context_new (&f->host, GTK_WINDOW (f->window), &project, f->live);
  f->canvas = weft_canvas_new (f->context);
  weft_context_attach (f->context, f->canvas);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1200, 640);
  gtk_window_set_child (GTK_WINDOW (f->window), f->canvas);
  f->plane = WEFT_PLANE (find (f->canvas, WEFT_TYPE_PLANE));
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_UNTIL (f->plane->sight.has_view && f->plane->under.wires != NULL);
  weft_canvas_zoom_to (WEFT_CANVAS (f->canvas), 1);
  wait_frame (f);
}

static void
hide (Fixture *f)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_object_unref (f->window);
  g_object_unref (f->context);
  g_object_unref (f->live);
  g_object_unref (f->history);
  g_object_unref (f->graph);
  weft_catalog_unref (f->catalog);
}

static guint
count_in_sight (Fixture *f)
{
  guint n = 0;

  for (guint i = 0; i < f->plane->in_rows->len; i++)
    n += gtk_widget_get_child_visible (f->plane->in_rows->pdata[i]) ? 1 : 0;
  return n;
}

/* The pictures of the wires, to see afterwards which ones are others. */
static GPtrArray *
keep_pictures (Fixture *f)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);

  for (guint i = 0; i < f->plane->under.wires->len; i++)
    {
      GskRenderNode *node = f->plane->under.wires->pdata[i];

      g_ptr_array_add (all, node != NULL ? gsk_render_node_ref (node) : NULL);
    }
  return all;
}

static guint
count_drawn (Fixture *f, const GPtrArray *before)
{
  guint n = 0;

  for (guint i = 0; i < before->len; i++)
    n += f->plane->under.wires->pdata[i] != NULL
         && f->plane->under.wires->pdata[i] != before->pdata[i];
  return n;
}

static void
free_pictures (GPtrArray *all)
{
  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    g_clear_pointer (&all->pdata[i], gsk_render_node_unref);
  g_ptr_array_unref (all);
}

/* One among thousands is moved by edits, as with arrow keys or undo, and then by hand. */
static void
test_drag (void)
{
  Fixture f = { 0 };
  WeftScene *scene;
  const WeftNode *node;

  show (&f, small_graph_new_rows (MANY));
  scene = f.plane->scene;
  for (int i = 1; i <= 10; i++)
    {
      GPtrArray *before = keep_pictures (&f);
      WeftEdit *edit;

      node = weft_graph_find (f.graph, 4);
      edit = weft_edit_move (4, node->x + 5, node->y + 3);
      g_assert_true (weft_context_do (f.context, edit, 1));
      wait_frame (&f);
      g_assert_true (f.plane->scene == scene); /* not made anew */
      g_assert_cmpfloat (scene->boxes[3].x, ==, weft_graph_find (f.graph, 4)->x);
      g_assert_cmpuint (count_drawn (&f, before), >=, 1);
      g_assert_cmpuint (count_drawn (&f, before), <=, 12);
      g_assert_cmpuint (count_in_sight (&f), <, AT_ONCE);
      g_assert_cmpuint (f.plane->near->len, <, AT_ONCE);
      free_pictures (before);
    }
  weft_history_undo (f.history);
  wait_frame (&f);
  g_assert_true (f.plane->scene == scene);
  g_assert_cmpfloat (scene->boxes[3].x, ==, 3 * 174.0);
  hide (&f);
}

/* Another part of thousands comes into sight: what stays there is not drawn again. */
static void
test_pan (void)
{
  Fixture f = { 0 };
  WeftScene *scene;

  show (&f, small_graph_new_rows (MANY));
  scene = f.plane->scene;
  for (int i = 0; i < 10; i++)
    {
      GPtrArray *before = keep_pictures (&f);

      weft_canvas_pan_by (WEFT_CANVAS (f.canvas), -60, -40);
      wait_frame (&f);
      g_assert_true (f.plane->scene == scene);
      g_assert_cmpuint (count_drawn (&f, before), <=, 16);
      g_assert_cmpuint (count_in_sight (&f), <, AT_ONCE);
      free_pictures (before);
    }
  hide (&f);
}

/* Of the nodes in sight those whose pictures are as they would be drawn now, and of how many. */
static guint
count_sharp (Fixture *f, guint *n)
{
  guint sharp = 0;

  *n = count_in_sight (f);
  for (guint i = 0; i < f->plane->in_rows->len; i++)
    if (gtk_widget_get_child_visible (f->plane->in_rows->pdata[i]))
      sharp += weft_node_view_prepare (f->plane->in_rows->pdata[i], TRUE) ? 1 : 0;
  return sharp;
}

/* While it is zoomed, pictures are stretched; once it rests, they are drawn anew. */
static void
test_zoom (void)
{
  Fixture f = { 0 };
  guint n;

  show (&f, small_graph_new_rows (MANY));
  weft_canvas_zoom_to (WEFT_CANVAS (f.canvas), .44);
  WAIT_UNTIL (count_sharp (&f, &n) == n);
  for (int i = 1; i <= 10; i++)
    {
      weft_canvas_zoom_to (WEFT_CANVAS (f.canvas), .44 + i * .02); /* with more detail from .5 on */
      wait_frame (&f);
      g_assert_cmpuint (count_sharp (&f, &n), ==, 0);
      g_assert_cmpuint (n, >, 10);
    }
  WAIT_UNTIL (count_sharp (&f, &n) == n);
  hide (&f);
}

static void (*measure_label) (GtkWidget *label, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline);
static guint n_measured;

static void
count_label (GtkWidget *label, GtkOrientation orientation, int for_size, int *minimum, int *natural,
             int *minimum_baseline, int *natural_baseline)
{
  n_measured++;
  measure_label (label, orientation, for_size, minimum, natural, minimum_baseline,
                 natural_baseline);
}

static guint
count_rows (GtkWidget *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n) != NULL)
    n++;
  return n;
}

/* What is found is seen in the next frame: few rows, and none tries all widths for its words. */
static void
test_search (void)
{
  Fixture f = { 0 };
  GtkWidgetClass *label = g_type_class_ref (GTK_TYPE_LABEL);
  GtkWidget *entry;
  guint n;

  show (&f, small_graph_new ());
  measure_label = label->measure;
  label->measure = count_label;
  weft_canvas_open_search (WEFT_CANVAS (f.canvas), 300, 100);
  wait_frame (&f);
  label->measure = measure_label;
  entry = find (f.canvas, GTK_TYPE_SEARCH_ENTRY);
  n = count_rows (find (gtk_widget_get_parent (entry), GTK_TYPE_LIST_BOX));
  g_assert_cmpuint (n, >=, 8);
  g_assert_cmpuint (n, <=, 16);
  g_assert_cmpuint (n_measured, <=, 2 * n * 8); /* two labels each */
  g_type_class_unref (label);
  g_signal_emit_by_name (entry, "stop-search");
  WAIT_UNTIL (find (f.canvas, GTK_TYPE_SEARCH_ENTRY) == NULL);
  hide (&f);
}

static GtkEventController *
find_gesture (Fixture *f, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (f->plane));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (all, i);

      if (g_type_is_a (G_OBJECT_TYPE (one), type)
          && (!GTK_IS_GESTURE_DRAG (one)
              || gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (one)) == GDK_BUTTON_PRIMARY))
        return one; /* the plane has it */
    }
  return NULL;
}

static WeftPoint
get_middle (Fixture *f, guint i)
{
  const WeftBox *box = &f->plane->scene->boxes[i];

  return weft_view_to_widget (&f->plane->sight.view,
                              (WeftPoint){ box->x + box->w / 2, box->y + box->h / 2 });
}

/* A finger that stays on a node selects it and opens its menu; only a finger does. */
static void
test_long_press (void)
{
  Fixture f = { 0 };
  GtkEventController *hold;
  WeftPoint at;

  show (&f, small_graph_new ());
  hold = find_gesture (&f, GTK_TYPE_GESTURE_LONG_PRESS);
  g_assert_nonnull (hold);
  g_assert_true (gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (hold)));
  at = get_middle (&f, 1);
  g_assert_null (find (f.canvas, GTK_TYPE_POPOVER_MENU));
  g_signal_emit_by_name (hold, "pressed", at.x, at.y);
  g_assert_cmpint (weft_context_get_selected (f.context), ==, 2);
  g_assert_nonnull (find (f.canvas, GTK_TYPE_POPOVER_MENU));
  hide (&f);
}

/* Two fingers that spread zoom about the point between them, and take it along. */
static void
test_pinch (void)
{
  Fixture f = { 0 };
  const WeftPoint held = { 300, 200 };
  WeftPoint before, after;
  double zoom;

  show (&f, small_graph_new ());
  g_assert_nonnull (find_gesture (&f, GTK_TYPE_GESTURE_ZOOM));
  zoom = weft_canvas_get_zoom (WEFT_CANVAS (f.canvas));
  before = weft_view_to_plane (&f.plane->sight.view, held);
  weft_pinch_begin (f.plane, held);
  weft_pinch (f.plane, 1.2, held);
  weft_pinch (f.plane, 1.5, held);
  after = weft_view_to_plane (&f.plane->sight.view, held);
  g_assert_cmpfloat_with_epsilon (weft_canvas_get_zoom (WEFT_CANVAS (f.canvas)), zoom * 1.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (after.x, before.x, 1);
  g_assert_cmpfloat_with_epsilon (after.y, before.y, 1);
  weft_pinch (f.plane, 1, (WeftPoint){ held.x + 80, held.y - 30 });
  after = weft_view_to_plane (&f.plane->sight.view, (WeftPoint){ held.x + 80, held.y - 30 });
  g_assert_cmpfloat_with_epsilon (weft_canvas_get_zoom (WEFT_CANVAS (f.canvas)), zoom, 1e-9);
  g_assert_cmpfloat_with_epsilon (after.x, before.x, 1);
  g_assert_cmpfloat_with_epsilon (after.y, before.y, 1);
  hide (&f);
}

/* One finger on the second node. */
static GtkEventController *
begin_drag (Fixture *f)
{
  GtkEventController *drag = find_gesture (f, GTK_TYPE_GESTURE_DRAG);
  WeftPoint at = get_middle (f, 1);

  g_signal_emit_by_name (drag, "drag-begin", at.x, at.y);
  return drag;
}

/* A second finger ends what the first one did: nothing was moved. */
static void
test_pinch_ends_drag (void)
{
  Fixture f = { 0 };
  GtkEventController *drag;

  show (&f, small_graph_new ());
  drag = begin_drag (&f);
  g_signal_emit_by_name (drag, "drag-update", 60.0, 40.0);
  g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_MOVING);
  weft_pinch_begin (f.plane, get_middle (&f, 1));
  g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_IDLE);
  wait_frame (&f);
  g_assert_cmpfloat (weft_graph_find (f.graph, 2)->x, ==, 200);
  g_assert_cmpfloat (f.plane->scene->boxes[1].x, ==, 200);
  hide (&f);
}

/* One finger drags: the node goes where it is let go, and its wires with it. */
static void
test_one_finger (void)
{
  Fixture f = { 0 };
  GtkEventController *drag;

  show (&f, small_graph_new ());
  drag = begin_drag (&f);
  g_signal_emit_by_name (drag, "drag-update", 10.0, 150.0);
  g_signal_emit_by_name (drag, "drag-update", 10.0, 260.0);
  g_signal_emit_by_name (drag, "drag-end", 10.0, 260.0);
  wait_frame (&f);
  g_assert_cmpfloat (weft_graph_find (f.graph, 2)->y, >, 250);
  g_assert_cmpfloat (f.plane->scene->boxes[1].y, ==, weft_graph_find (f.graph, 2)->y);
  hide (&f);
}

/* C and arrows go from one end of a wire to the other, Enter ties it; Escape leaves all as it was.
 */
static void
test_connect_by_keys (void)
{
  Fixture f = { 0 };
  WeftGraph *graph = weft_graph_new ();
  const gint64 data = 1;
  GtkEventController *keys;
  const WeftWire *wire;

  small_graph_add (graph, "data", 26, 34);
  small_graph_add (graph, "dense", 200, 34);
  show (&f, graph);
  weft_context_select (f.context, &data, 1);
  weft_canvas_take_focus (WEFT_CANVAS (f.canvas));
  keys = find_gesture (&f, GTK_TYPE_EVENT_CONTROLLER_KEY);
  g_assert_nonnull (keys);
  for (int ties = 0; ties < 2; ties++)
    {
      gboolean is_taken = FALSE;

      g_action_group_activate_action (weft_canvas_get_actions (WEFT_CANVAS (f.canvas)), "connect",
                                      NULL);
      g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_WIRING);
      g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_Right, 0, 0, &is_taken);
      g_signal_emit_by_name (keys, "key-pressed", ties ? GDK_KEY_Return : GDK_KEY_Escape, 0, 0,
                             &is_taken);
      g_assert_cmpint (f.plane->hand.mode, ==, WEFT_HAND_IDLE);
      g_assert_cmpuint (weft_graph_get_n_wires (f.graph), ==, ties);
    }
  wire = weft_graph_find_wire_to (f.graph, 2, 0);
  g_assert_nonnull (wire);
  g_assert_cmpint (wire->from, ==, 1);
  hide (&f);
}

static guint
count_items (GMenuModel *model)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) aside = g_menu_model_get_item_link (model, i, G_MENU_LINK_SUBMENU);

      n += section != NULL ? count_items (section) : aside != NULL ? count_items (aside) : 1;
    }
  return n;
}

/* Each level has all that the one below it has in its menus, and more. */
static void
test_levels (void)
{
  static const WeftPickKind kinds[] = { WEFT_PICK_NOTHING, WEFT_PICK_NODE, WEFT_PICK_WIRE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint n[WEFT_N_LEVELS];

      for (WeftLevel level = 0; level < WEFT_N_LEVELS; level++)
        {
          g_autoptr (GMenuModel) menu = weft_menu_new_model (kinds[i], level);

          n[level] = count_items (menu);
        }
      g_assert_cmpuint (n[WEFT_LEVEL_EXPLORE], >, 0);
      g_assert_cmpuint (n[WEFT_LEVEL_EXPLORE], <, n[WEFT_LEVEL_UNDERSTAND]);
      g_assert_cmpuint (n[WEFT_LEVEL_UNDERSTAND], <, n[WEFT_LEVEL_DESIGN]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (gtk_init_check ());
  adw_init ();
  g_timeout_add (50, wake_cb, NULL);
  g_test_add_func ("/plane/drag", test_drag);
  g_test_add_func ("/plane/pan", test_pan);
  g_test_add_func ("/plane/zoom", test_zoom);
  g_test_add_func ("/plane/search", test_search);
  g_test_add_func ("/plane/long-press", test_long_press);
  g_test_add_func ("/plane/pinch", test_pinch);
  g_test_add_func ("/plane/pinch-ends-drag", test_pinch_ends_drag);
  g_test_add_func ("/plane/one-finger", test_one_finger);
  g_test_add_func ("/plane/connect-by-keys", test_connect_by_keys);
  g_test_add_func ("/plane/levels", test_levels);
  return g_test_run ();
}
