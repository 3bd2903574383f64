/* test-draw: a graph drawn without a display: in its colours, in the place that was measured */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/draw.h"

#include "tests/ui/small-graph.h"
#include "ui/paint/world.h"
#include "ui/paint/paint.h"
#include "ui/base/theme.h"

typedef struct
{
  cairo_surface_t *surface;
  double bounds[4];
} Picture;

static void
draw (Picture *picture, WeftGraph *graph, WeftReport *report, gboolean dark)
{
  cairo_t *cr;

  weft_canvas_measure_graph (graph, report, picture->bounds);
  picture->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) picture->bounds[2] + 1,
                                                 (int) picture->bounds[3] + 1);
  cr = cairo_create (picture->surface);
  cairo_translate (cr, -picture->bounds[0], -picture->bounds[1]);
  weft_canvas_draw_graph (cr, graph, report, dark);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (picture->surface);
}

/* of the graph's coordinates */
static guint32
get_pixel (const Picture *picture, double x, double y)
{
  const guchar *data = cairo_image_surface_get_data (picture->surface);
  int stride = cairo_image_surface_get_stride (picture->surface);
  const guchar *row = data + (gsize) stride * (gsize) (y - picture->bounds[1]);
  guint32 pixel;

  memcpy (&pixel, row + 4 * (gsize) (x - picture->bounds[0]), sizeof pixel);
  return pixel & 0xffffff;
}

static guint32
get_color (GdkRGBA color)
{
  return (guint32) (color.red * 255 + .5f) << 16 | (guint32) (color.green * 255 + .5f) << 8
         | (guint32) (color.blue * 255 + .5f);
}

static void
test_colours (gconstpointer data)
{
  gboolean dark = GPOINTER_TO_INT (data);
  g_autoptr (WeftGraph) graph = small_graph_new ();
  Picture picture;

  draw (&picture, graph, NULL, dark);
  g_assert_cmphex (get_pixel (&picture, picture.bounds[0] + 3, picture.bounds[1] + 3), ==,
                   get_color (weft_theme_get (WEFT_ROLE_GROUND, dark)));
  /* the bar of each family, and the card beside the port */
  g_assert_cmphex (get_pixel (&picture, 202, 34 + 27), ==,
                   get_color (weft_theme_get_family (WEFT_FAMILY_WEIGHTS, dark)));
  g_assert_cmphex (get_pixel (&picture, 376, 34 + 27), ==,
                   get_color (weft_theme_get_family (WEFT_FAMILY_ACTIVATION, dark)));
  g_assert_cmphex (get_pixel (&picture, 550, 34 + 27), ==,
                   get_color (weft_theme_get_family (WEFT_FAMILY_LOSS, dark)));
  g_assert_cmphex (get_pixel (&picture, 320, 34 + 43), ==,
                   get_color (weft_theme_get (WEFT_ROLE_CARD, dark)));
  /* the wire between dense and relu */
  g_assert_cmphex (get_pixel (&picture, 353, 34 + 36), ==,
                   get_color (weft_theme_get (WEFT_ROLE_WIRE, dark)));
  cairo_surface_destroy (picture.surface);
}

static guint
count_pixels (const Picture *picture, double x, double y, double w, double h, guint32 color)
{
  guint n = 0;

  for (double j = y; j < y + h; j++)
    for (double i = x; i < x + w; i++)
      n += get_pixel (picture, i, j) == color;
  return n;
}

/* A node with an error carries the sign of one; a sound one does not. */
static void
test_problem (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  const WeftWire into = { .from = 1, .to = 2 };
  guint32 red = get_color (weft_theme_get (WEFT_ROLE_BAD, FALSE));
  g_autoptr (WeftReport) sound = weft_check (graph, catalog), broken = NULL;
  Picture picture;

  draw (&picture, graph, sound, FALSE);
  g_assert_cmpuint (count_pixels (&picture, 300, 36, 30, 22, red), ==, 0);
  cairo_surface_destroy (picture.surface);
  small_graph_do (graph, weft_edit_remove_wire (&into));
  broken = weft_check (graph, catalog);
  draw (&picture, graph, broken, FALSE);
  g_assert_cmpuint (count_pixels (&picture, 300, 36, 30, 22, red), >, 80);
  cairo_surface_destroy (picture.surface);
}

static void
test_empty (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  Picture picture;

  draw (&picture, graph, NULL, FALSE);
  g_assert_cmpfloat (picture.bounds[2], >, 0);
  cairo_surface_destroy (picture.surface);
}

/* --- words at every zoom --- */

static const double zooms[] = { .5, .55, .6, .67, .7, .75, .85, .9, 1, 1.25, 1.5 };

static cairo_surface_t *
begin_pen (WeftPen *pen, double zoom)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, (int) (WEFT_NODE_WIDTH * zoom), (int) (WEFT_NODE_BARE * zoom));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, zoom, zoom);
  weft_pen_init (pen, cr, NULL, FALSE);
  pen->zoom = zoom;
  return surface;
}

static void
end_pen (WeftPen *pen)
{
  weft_pen_clear (pen);
  cairo_destroy (pen->cr);
}

/* A shape over a wire leaves the words of both nodes alone, and is large enough to be read. */
static void
test_chips (void)
{
  static char *const shapes[]
      = { "10", "1×20×20", "16×20×20", "32×14×14", "128×14×14", "1024×100×100" };
  const WeftBox box = { 0, 0, WEFT_NODE_WIDTH, 110 };

  for (guint i = 0; i < G_N_ELEMENTS (zooms) * G_N_ELEMENTS (shapes); i++)
    {
      double zoom = zooms[i % G_N_ELEMENTS (zooms)];
      WeftSceneNode node
          = { .chip = shapes[i / G_N_ELEMENTS (zooms)], .n_out = 1, .chip_room = WEFT_NODE_GAP };
      WeftBox chip;
      WeftPen pen;
      cairo_surface_t *surface = begin_pen (&pen, zoom);
      gboolean shown = weft_paint_place_chip (&pen, &node, &box, &chip);

      g_assert_true (shown || zoom < .9 || strlen (node.chip) > 12);
      if (shown)
        {
          g_assert_cmpfloat (chip.x, >=,
                             WEFT_NODE_WIDTH - 8); /* where a title ends at the latest */
          g_assert_cmpfloat (chip.x + chip.w, <=, WEFT_NODE_WIDTH + WEFT_NODE_GAP + 12);
          g_assert_cmpfloat (chip.y, >=, 0);
          g_assert_cmpfloat (chip.h * zoom, >=, 11);
        }
      end_pen (&pen);
      cairo_surface_destroy (surface);
    }
}

static cairo_surface_t *
draw_words (const char *title, const char *line, double zoom)
{
  WeftSceneNode node
      = { .layer = weft_layer_find ("batch_norm"), .title = (char *) title, .line = (char *) line };
  const WeftNodeLook look = { .detail = WEFT_DETAIL_FULL };
  WeftPen pen;
  cairo_surface_t *surface = begin_pen (&pen, zoom);

  weft_paint_node (&pen, &node, WEFT_NODE_BARE, &look);
  end_pen (&pen);
  cairo_surface_flush (surface);
  return surface;
}

/* The columns, in px of the plane, between which two drawings differ; FALSE: nowhere. */
static gboolean
find_difference (cairo_surface_t *a, cairo_surface_t *b, double zoom, double *from, double *to)
{
  int stride = cairo_image_surface_get_stride (a), w = cairo_image_surface_get_width (a);

  *from = G_MAXDOUBLE;
  *to = -1;
  for (int y = 0; y < cairo_image_surface_get_height (a); y++)
    for (int x = 0; x < w; x++)
      if (memcmp (cairo_image_surface_get_data (a) + y * stride + 4 * x,
                  cairo_image_surface_get_data (b) + y * stride + 4 * x, 4)
          != 0)
        {
          *from = MIN (*from, x / zoom);
          *to = MAX (*to, (x + 1) / zoom);
        }
  return *to >= 0;
}

static gboolean
words_differ (const char *title, const char *line, const char *other_title, const char *other_line,
              double zoom, double *from, double *to)
{
  cairo_surface_t *a = draw_words (title, line, zoom);
  cairo_surface_t *b = draw_words (other_title, other_line, zoom);
  gboolean differ = find_difference (a, b, zoom, from, to);

  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  return differ;
}

/* No word leaves its node, whatever its length and language; the number that tells two nodes
 * apart stays; a line loses whole parts rather than half a number. */
static void
test_words (void)
{
  static const char *const titles[]
      = { "Batch normalisation 1", "批量归一化 1", "A very long title that somebody has typed in",
          "一个某人输入的非常非常长的名称" };
  double from, to;

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (titles); k++)
        {
          g_assert_true (words_differ (titles[k], titles[k], "", "", zooms[i], &from, &to));
          g_assert_cmpfloat (from, >=, 12 - 1 / zooms[i]);
          g_assert_cmpfloat (to, <=, WEFT_NODE_WIDTH - 8 + 1 / zooms[i]);
        }
      g_assert_true (words_differ ("Batch normalisation 1", "", "Batch normalisation 2", "",
                                   zooms[i], &from, &to));
      g_assert_false (words_differ ("", "2×2 · 16×20×20 → 16×10×10 · and more", "", "2×2", zooms[i],
                                    &from, &to));
    }
}

/* What is too long is cut before its number, by which one of several is told. */
static void
test_cut (void)
{
  const WeftTextStyle style = { .size = 12, .bold = TRUE, .keeps_number = TRUE, .width = 120 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cr = cairo_create (surface);
  const char *shown;
  WeftPen pen;
  double w, h;

  weft_pen_init (&pen, cr, NULL, FALSE);
  weft_pen_measure (&pen, "Transposed convolution 12", &style, &w, &h);
  shown = pango_layout_get_text (pen.layout);
  g_assert_cmpfloat (w, <=, style.width);
  g_assert_true (g_str_has_prefix (shown, "Transposed con"));
  g_assert_true (g_str_has_suffix (shown, "… 12"));
  weft_pen_measure (&pen, "Dense 12", &style, &w, &h);
  g_assert_cmpstr (pango_layout_get_text (pen.layout), ==, "Dense 12");
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Of the output that few have a use for there is a word where the port is to be seen. */
static void
test_side_word (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  const WeftBox *box = &(WeftBox){ .w = WEFT_NODE_WIDTH };
  const double x = WEFT_NODE_WIDTH - 22, y = weft_geometry_output (box, 1).y - 6;
  guint32 seen[2];

  small_graph_add (graph, "data", 0, 0);
  small_graph_add (graph, "attention", 200, 0);
  small_graph_add (graph, "reduce", 500, 0);
  small_graph_wire (graph, 1, 0, 2, 0);
  for (int wired = 0; wired < 2; wired++)
    {
      Picture picture;

      if (wired)
        small_graph_wire (graph, 2, 1, 3, 0);
      draw (&picture, graph, NULL, FALSE);
      seen[wired] = get_pixel (&picture, 200 + x, y);
      cairo_surface_destroy (picture.surface);
    }
  g_assert_cmphex (seen[0], ==, get_color (weft_theme_get (WEFT_ROLE_CARD, FALSE)));
  g_assert_cmphex (seen[1], ==, get_color (weft_theme_get (WEFT_ROLE_CHIP, FALSE)));
}

/* Of more than two outputs each but the first has its name, the second over the picture. */
static void
test_many_outputs (void)
{
  static const struct
  {
    const char *fields;
    WeftRole beside; /* what is beside the second port */
  } sets[] = { { "x y", WEFT_ROLE_CARD }, { "x cut colour y", WEFT_ROLE_CHIP } };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (WeftGraph) graph = weft_graph_new ();
      Picture picture;

      small_graph_add (graph, "data", 0, 0);
      small_graph_do (graph, weft_edit_set_param (1, "source", g_variant_new_string ("mine")));
      small_graph_do (graph,
                      weft_edit_set_param (1, "fields", g_variant_new_string (sets[i].fields)));
      draw (&picture, graph, NULL, FALSE);
      g_assert_cmphex (
          get_pixel (&picture, WEFT_NODE_WIDTH - 22,
                     weft_geometry_output (&(WeftBox){ .w = WEFT_NODE_WIDTH }, 1).y - 6),
          ==, get_color (weft_theme_get (sets[i].beside, FALSE)));
      cairo_surface_destroy (picture.surface);
    }
}

/* Every environment, as it begins: something is seen of it within its frame, in more than one
 * colour, light and dark; nothing beside it. */
static void
test_worlds (void)
{
  const double box[] = { 10, 10, 180, 80 };
  guint n;
  const WeftEnvironment *const *worlds = weft_environments (&n);
  g_autoptr (WeftDrawing) drawing = weft_drawing_new ();

  for (guint i = 0; i < 2 * n; i++)
    {
      gboolean dark = i >= n;
      Picture picture = { .surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 200, 100) };
      cairo_t *cr = cairo_create (picture.surface);
      g_autofree gpointer state = g_malloc0 (worlds[i % n]->state_size);
      guint32 ground = get_color (weft_theme_get (WEFT_ROLE_CARD, dark)), first = 0;
      guint seen = 0;
      double placed[3];

      worlds[i % n]->reset (state, &(WeftRandom){ 1, WEFT_STREAM_EPISODE, 0 });
      worlds[i % n]->draw (state, drawing);
      weft_theme_set_source (cr, WEFT_ROLE_CARD, dark);
      cairo_paint (cr);
      weft_world_paint (cr, drawing, box, dark, placed);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_flush (picture.surface);
      g_assert_cmpfloat (placed[0], >=, 9.999);
      g_assert_cmpfloat (placed[1] + placed[2] * (double) drawing->height, <=, 90.001);
      for (int y = 0; y < 100; y++)
        for (int x = 0; x < 200; x++)
          {
            guint32 pixel = get_pixel (&picture, x, y);

            if (x < (int) placed[0] || y < (int) placed[1] || x > 190 || y > 90)
              g_assert_cmphex (pixel, ==, ground);
            else if (pixel != ground && pixel != first)
              {
                seen++;
                first = pixel;
              }
          }
      g_assert_cmpuint (seen, >, 20); /* changes of colour along its lines */
      cairo_surface_destroy (picture.surface);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/draw/light", GINT_TO_POINTER (FALSE), test_colours);
  g_test_add_data_func ("/draw/dark", GINT_TO_POINTER (TRUE), test_colours);
  g_test_add_func ("/draw/problem", test_problem);
  g_test_add_func ("/draw/empty", test_empty);
  g_test_add_func ("/draw/chips", test_chips);
  g_test_add_func ("/draw/words", test_words);
  g_test_add_func ("/draw/cut", test_cut);
  g_test_add_func ("/draw/side-word", test_side_word);
  g_test_add_func ("/draw/many-outputs", test_many_outputs);
  g_test_add_func ("/draw/worlds", test_worlds);
  return g_test_run ();
}
