/* test-plane: the canvas on a screen: what levels and keys do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/plane-on-screen.h"
#include "ui/canvas/menu.h"

static GtkEventController *
find_gesture (Fixture *f, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (f->plane));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (all, i);

      if (g_type_is_a (G_OBJECT_TYPE (one), type))
        return one; /* the plane has it */
    }
  return NULL;
}

/* A pointer that stays is no long press, however long it does. */
static void
test_pointer_stays (void)
{
  Fixture f = { 0 };
  GtkEventController *hold;

  show (&f, small_graph_new ());
  hold = find_gesture (&f, GTK_TYPE_GESTURE_LONG_PRESS);
  g_assert_nonnull (hold);
  g_assert_true (gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (hold)));
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

static void
count_cb (guint *n)
{
  (*n)++;
}

/* A key for one node says so where several are selected, and is silent where it acts or none is. */
static void
test_for_one (void)
{
  Fixture f = { 0 };
  WeftGraph *graph = weft_graph_new ();
  const gint64 both[] = { 1, 2 };
  GtkEventController *keys;
  guint n_said = 0;

  small_graph_add (graph, "data", 26, 34);
  small_graph_add (graph, "dense", 200, 34);
  show (&f, graph);
  g_signal_connect_swapped (f.context, "say", G_CALLBACK (count_cb), &n_said);
  keys = find_gesture (&f, GTK_TYPE_EVENT_CONTROLLER_KEY);
  for (guint n = 0; n <= 2; n++)
    {
      gboolean is_taken = FALSE;

      weft_context_select (f.context, both, n);
      weft_canvas_take_focus (WEFT_CANVAS (f.canvas));
      g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_c, 0, 0, &is_taken);
      g_assert_true (is_taken);
      g_assert_cmpint (f.plane->hand.mode, ==, n == 1 ? WEFT_HAND_WIRING : WEFT_HAND_IDLE);
      g_assert_cmpuint (n_said, ==, n == 2);
      g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_Escape, 0, 0, &is_taken);
    }
  hide (&f);
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
  begin (&argc, &argv);
  g_test_add_func ("/plane/pointer-stays", test_pointer_stays);
  g_test_add_func ("/plane/connect-by-keys", test_connect_by_keys);
  g_test_add_func ("/plane/for-one", test_for_one);
  g_test_add_func ("/plane/levels", test_levels);
  return g_test_run ();
}
