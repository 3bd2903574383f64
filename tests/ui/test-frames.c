/* test-frames: what a frame of the canvas costs, in counts */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/plane-on-screen.h"

#define MANY 5000
#define AT_ONCE 250 /* nodes: more do not fit into the window at 100 % */

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

int
main (int argc, char **argv)
{
  begin (&argc, &argv);
  g_test_add_func ("/frames/drag", test_drag);
  g_test_add_func ("/frames/pan", test_pan);
  g_test_add_func ("/frames/zoom", test_zoom);
  g_test_add_func ("/frames/search", test_search);
  return g_test_run ();
}
