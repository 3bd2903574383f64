/* test-remarks: words of notes as markup, and what frames hold, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pango/pango.h>

#include "engine/graph/group.h"
#include "ui/paint/remark-paint.h"
#include "ui/paint/tex.h"
#include "ui/scene/remark-places.h"
#include "small-graph.h"

#define MATH(text) "<span font_family=\"serif\" font_style=\"italic\">" text "</span>"

static void
test_tex (void)
{
  static const struct
  {
    const char *text, *markup;
  } cases[] = {
    { "plain & <b>", "plain &amp; &lt;b&gt;" },
    { "**bold** and *slanted*", "<b>bold</b> and <i>slanted</i>" },
    { "# Head\n- item", "<span size=\"large\" weight=\"bold\">Head</span>\n• item" },
    { "2 * 3 * 4", "2 <i> 3 </i> 4" },
    { "$x^2$", MATH ("x<sup>2</sup>") },
    { "$w_{i,j}$", MATH ("w<sub>i,j</sub>") },
    { "$\\sum_i \\alpha_i$", MATH ("∑<sub>i</sub> α<sub>i</sub>") },
    { "$\\frac{a}{b}$", MATH ("<sup>a</sup>⁄<sub>b</sub>") },
    { "$\\sqrt{x}$", MATH ("√<span overline=\"single\">x</span>") },
    { "$x \\in \\mathbb{R}^n$", MATH ("x ∈ ℝ<sup>n</sup>") },
    { "$a < b$", MATH ("a &lt; b") },
    { "$\\nobody$", MATH ("\\nobody") },
    { "costs 5$", "costs 5$" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = weft_tex_dup_markup (cases[i].text);

      g_assert_cmpstr (markup, ==, cases[i].markup);
    }
}

/* Whatever is typed gives whole markup: every text of these signs up to five. */
static void
test_any_text (void)
{
  static const char *const signs[] = { "$", "\\", "{", "}", "^",      "_",     "*",  "`",
                                       "<", "&",  "x", "é", "\\frac", "\\hat", "\n", "# " };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *markup = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_rand_int_range (random, 0, 14); n > 0; n--)
        g_string_append (text, signs[g_rand_int_range (random, 0, (int) G_N_ELEMENTS (signs))]);
      markup = weft_tex_dup_markup (text->str);
      pango_parse_markup (markup, -1, 0, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_height (void)
{
  double one = weft_remark_measure_note ("one", 200);

  g_assert_cmpfloat (weft_remark_measure_note ("one\ntwo\nthree", 200), >, one + 20);
  g_assert_cmpfloat (weft_remark_measure_note ("one two three four five six seven eight", 90), >,
                     one + 20);
}

static void
test_frame (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  const gint64 inside[]
      = { weft_graph_get_node (graph, 1)->id, weft_graph_get_node (graph, 2)->id };
  gint64 frame;
  g_autoptr (WeftEdit) edit = weft_remark_frame_edit (graph, scene, inside, 2, &frame);
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, edit, NULL);
  g_autoptr (GArray) moved = weft_remark_dup_with_held (graph, &frame, 1);
  g_autoptr (WeftScene) after = weft_scene_new (graph, NULL, 0, FALSE, scene);
  int at = weft_scene_find (after, frame);
  const WeftBox *box = &after->boxes[at];
  WeftPick pick;

  g_assert_nonnull (inverse);
  g_assert_cmpuint (moved->len, ==, 3); /* it and what it holds */
  pick = weft_scene_pick (after, (WeftPoint){ box->x + 30, box->y + 10 }, 5, 5);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_NODE);
  g_assert_cmpint (pick.i, ==, at);
  pick = weft_scene_pick (after, (WeftPoint){ box->x + box->w - 3, box->y + box->h - 3 }, 5, 5);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_CORNER);
  pick = weft_scene_pick (after, (WeftPoint){ box->x + 14, box->y + box->h / 2 }, 1, 1);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_NOTHING); /* what is in it is the ground */
}

/* A group shows what is in it; from inside one sees who leads in and who is led to. */
static void
test_inside (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 chosen[] = { 2, 3 };
  gint64 group = weft_graph_get_next_id (graph);
  g_autoptr (WeftScene) outside = NULL, inside = NULL;
  const WeftSceneNode *node;

  g_array_append_vals (ids, chosen, 2);
  small_graph_do (graph, weft_group_make_edit (graph, ids, NULL));
  outside = weft_scene_new (graph, NULL, 0, TRUE, NULL);
  node = weft_scene_get (outside, (guint) weft_scene_find (outside, group));
  g_assert_cmpuint (node->minis->len, ==, 4); /* the two, and the ports */
  g_assert_cmpuint (node->mini_wires->len, ==, 2 * 3);
  g_assert_cmpuint (outside->ghosts->len, ==, 0);
  inside = weft_scene_new (graph, NULL, group, TRUE, NULL);
  g_assert_cmpuint (inside->ghosts->len, ==, 2);
  node = inside->ghosts->pdata[0];
  g_assert_cmpint (node->id, ==, 1);
  node = inside->ghosts->pdata[1];
  g_assert_cmpint (node->id, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remarks/tex", test_tex);
  g_test_add_func ("/remarks/any-text", test_any_text);
  g_test_add_func ("/remarks/height", test_height);
  g_test_add_func ("/remarks/frame", test_frame);
  g_test_add_func ("/remarks/inside", test_inside);
  return g_test_run ();
}
