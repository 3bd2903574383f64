/* runs-compared: the networks of two runs beside each other, with what differs marked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/runs-compared.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/graph/difference.h"
#include "ui/base/escape.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/history/two-moments.h"
#include "ui/paint/draw.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"
#include "ui/scene/geometry.h"

enum
{
  WIDTH = 980,
  HEIGHT = 560,
  MARK = 11, /* px at 100 %, the radius of a mark */
};

typedef struct
{
  WeftContext *context;
  gint64 *runs; /* by what the choosers offer; 0: the network as it is now */
  gint64 *last; /* steps that each came to */
  GtkWidget *choosers[2], *areas[2], *steps[2], *list, *weights;
  WeftGraph *graphs[2];   /* nullable: it was not kept */
  GPtrArray *differences; /* WeftDifference; nullable */
} Compared;

/* --- pictures --- */

/* What a mark says of a node: it is here alone, or it is another one there. */
static const char *
get_sign (const WeftDifference *difference, int side)
{
  if (!difference->is_in[!side])
    return side == 1 ? "+" : "−";
  return "≠";
}

static void
draw_mark (cairo_t *cr, const WeftNode *node, const char *sign, gboolean is_dark)
{
  GdkRGBA color = weft_theme_get (*sign == '+' ? WEFT_ROLE_BEST : WEFT_ROLE_NEGATIVE, is_dark);
  const WeftTextStyle style
      = { .size = 15, .align = 0.5, .is_bold = TRUE, .color = weft_theme_get_ink_on (&color) };

  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 3);
  weft_picture_round (cr, node->x - 4, node->y - 4, WEFT_NODE_WIDTH + 8, WEFT_NODE_BARE + 8, 10);
  cairo_stroke (cr);
  cairo_arc (cr, node->x, node->y, MARK, 0, 2 * G_PI);
  cairo_fill (cr);
  weft_text_draw (cr, sign, node->x, node->y - 11, &style);
}

/* A node within a group is marked on the outermost one. */
static void
draw_marks (cairo_t *cr, const Compared *compared, int side)
{
  for (guint i = 0; compared->differences != NULL && i < compared->differences->len; i++)
    {
      const WeftDifference *difference = compared->differences->pdata[i];
      const WeftNode *node = difference->is_in[side]
                                 ? weft_graph_find_top (compared->graphs[side], difference->node)
                                 : NULL;

      if (node != NULL)
        draw_mark (cr, node, node->id == difference->node ? get_sign (difference, side) : "≠",
                   weft_theme_is_dark ());
    }
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Compared *compared = user;
  int side = GTK_WIDGET (area) == compared->areas[1];
  WeftGraph *graph = compared->graphs[side];
  double bounds[4], scale;

  if (graph == NULL)
    return;
  weft_canvas_measure_graph (graph, NULL, bounds);
  scale = MIN (1, MIN (width / MAX (bounds[2], 1), height / MAX (bounds[3], 1)));
  weft_theme_set_source (cr, WEFT_ROLE_GROUND, weft_theme_is_dark ());
  cairo_paint (cr);
  cairo_translate (cr, (width - bounds[2] * scale) / 2, (height - bounds[3] * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -bounds[0], -bounds[1]);
  weft_canvas_draw_graph (cr, graph, NULL, weft_theme_is_dark ());
  draw_marks (cr, compared, side);
}

/* --- words --- */

static char *
dup_words (const WeftDifference *difference)
{
  if (!difference->is_in[0])
    return g_strdup_printf (_ ("%s · on the right alone"), difference->what);
  if (!difference->is_in[1])
    return g_strdup_printf (_ ("%s · on the left alone"), difference->what);
  if (difference->values[0] == NULL || difference->values[1] == NULL)
    return g_strdup (difference->what);
  return g_strdup_printf ("%s: %s → %s", difference->what, difference->values[0],
                          difference->values[1]);
}

static void
fill_list (Compared *compared)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (compared->list)) != NULL)
    gtk_box_remove (GTK_BOX (compared->list), child);
  for (guint i = 0; compared->differences != NULL && i < compared->differences->len; i++)
    {
      g_autofree char *text = dup_words (compared->differences->pdata[i]);
      GtkWidget *label = weft_label_new (text, NULL);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (compared->list), label);
    }
  if (compared->differences != NULL && compared->differences->len == 0)
    gtk_box_append (GTK_BOX (compared->list),
                    weft_label_new (_ ("Network and settings are the same."), "dim-label"));
}

/* --- what is compared --- */

static WeftGraph *
load_graph (Compared *compared, gint64 run)
{
  const WeftHost *host = weft_context_get_host (compared->context);
  g_autoptr (GError) error = NULL;
  WeftGraph *graph;

  if (run == 0)
    return g_object_ref (weft_context_get_graph (compared->context));
  graph
      = host->load_run_graph (host->user, weft_context_get_window (compared->context), run, &error);
  if (graph == NULL && error != NULL)
    weft_context_toast (compared->context, error->message);
  return graph;
}

static guint
get_chosen (const Compared *compared, int side)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (compared->choosers[side]));
}

/* Which moment of the run: its last, until another is typed. */
static void
offer_steps (Compared *compared, int side)
{
  gint64 last = compared->last[get_chosen (compared, side)];

  gtk_spin_button_set_range (GTK_SPIN_BUTTON (compared->steps[side]), 0, (double) last);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (compared->steps[side]), (double) last);
  gtk_widget_set_sensitive (compared->steps[side], last > 0);
}

/* What computing two states again takes, nobody waits for unasked. */
static void
weights_cb (Compared *compared)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  WeftMoment moments[2];

  for (int i = 0; i < 2; i++)
    moments[i]
        = (WeftMoment){ compared->runs[get_chosen (compared, i)],
                        gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (compared->steps[i])) };
  lines = weft_moments_list (compared->context, moments, &error);
  fill_list (compared);
  if (lines == NULL)
    gtk_box_append (GTK_BOX (compared->list), weft_label_new (error->message, NULL));
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    gtk_box_append (GTK_BOX (compared->list), weft_label_new (lines->pdata[i], "numeric"));
}

static void
chosen_cb (Compared *compared)
{
  g_clear_pointer (&compared->differences, g_ptr_array_unref);
  for (int i = 0; i < 2; i++)
    {
      guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (compared->choosers[i]));

      g_clear_object (&compared->graphs[i]);
      compared->graphs[i] = load_graph (compared, compared->runs[chosen]);
      gtk_widget_queue_draw (compared->areas[i]);
      offer_steps (compared, i);
    }
  if (compared->graphs[0] != NULL && compared->graphs[1] != NULL)
    compared->differences = weft_graph_list_differences (compared->graphs[0], compared->graphs[1]);
  fill_list (compared);
}

/* --- the window --- */

static GtkStringList *
list_choices (Compared *compared, GPtrArray *cards)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  compared->runs = g_new0 (gint64, cards->len + 1);
  compared->last = g_new0 (gint64, cards->len + 1);
  gtk_string_list_append (names, _ ("the network as it is now"));
  for (guint i = 0; i < cards->len; i++)
    {
      const WeftRunCard *card = cards->pdata[i];
      g_autofree char *title = weft_run_dup_title (card->id);

      compared->runs[i + 1] = card->id;
      compared->last[i + 1] = card->steps;
      gtk_string_list_append (names, title);
    }
  return names;
}

static GtkWidget *
make_side (Compared *compared, int side, GtkStringList *names)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *name = side == 0 ? _ ("Network on the left") : _ ("Network on the right");

  compared->choosers[side] = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (names)), NULL);
  compared->areas[side]
      = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "vexpand",
                      TRUE, "hexpand", TRUE, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (compared->areas[side]), draw_cb, compared,
                                  NULL);
  weft_widget_set_inner_name (compared->choosers[side], name);
  weft_widget_set_name (compared->areas[side], name);
  compared->steps[side] = gtk_spin_button_new_with_range (0, 1, 1);
  weft_widget_set_name (compared->steps[side],
                        side == 0 ? _ ("Step on the left") : _ ("Step on the right"));
  gtk_widget_set_halign (top, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (top), compared->choosers[side]);
  gtk_box_append (GTK_BOX (top), gtk_label_new (_ ("at step")));
  gtk_box_append (GTK_BOX (top), compared->steps[side]);
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), compared->areas[side]);
  return box;
}

static GtkWidget *
make_content (Compared *compared, GPtrArray *cards)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (GtkStringList) names = list_choices (compared, cards);

  compared->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  weft_widget_set_name (compared->list, _ ("What differs"));
  g_object_set (compared->list, "margin-top", 12, "margin-bottom", 12, "margin-start", 18,
                "margin-end", 18, NULL);
  gtk_box_set_homogeneous (GTK_BOX (sides), TRUE);
  for (int i = 0; i < 2; i++)
    gtk_box_append (GTK_BOX (sides), make_side (compared, i, names));
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "min-content-height", 140, "child",
                compared->list, NULL);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  compared->weights = gtk_button_new_with_label (_ ("Compare figures and weights at these steps"));
  gtk_widget_set_halign (compared->weights, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (compared->weights, "clicked", G_CALLBACK (weights_cb), compared);
  gtk_box_append (GTK_BOX (content), sides);
  gtk_box_append (GTK_BOX (content), compared->weights);
  gtk_box_append (GTK_BOX (content), scroller);
  return content;
}

static void
compared_free (gpointer data)
{
  Compared *compared = data;

  g_clear_object (&compared->graphs[0]);
  g_clear_object (&compared->graphs[1]);
  g_clear_pointer (&compared->differences, g_ptr_array_unref);
  g_object_unref (compared->context);
  g_free (compared->runs);
  g_free (compared->last);
  g_free (compared);
}

GtkWindow *
weft_runs_compared_new (WeftContext *context, GPtrArray *cards, gint64 first)
{
  Compared *compared = g_new0 (Compared, 1);
  GtkWidget *window = adw_window_new ();

  compared->context = g_object_ref (context);
  g_object_set_data_full (G_OBJECT (window), "weft-compared", compared, compared_free);
  g_object_set (window, "title", _ ("Compare the networks"), "default-width", WIDTH,
                "default-height", HEIGHT, "modal", TRUE, "destroy-with-parent", TRUE,
                "transient-for", weft_context_get_window (context), NULL);
  adw_window_set_content (ADW_WINDOW (window), make_content (compared, cards));
  for (guint i = 0; i <= cards->len; i++)
    if (compared->runs[i] == first)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (compared->choosers[0]), i);
  for (int i = 0; i < 2; i++)
    g_signal_connect_swapped (compared->choosers[i], "notify::selected", G_CALLBACK (chosen_cb),
                              compared);
  chosen_cb (compared);
  weft_window_close_by_escape (window);
  return GTK_WINDOW (window);
}
