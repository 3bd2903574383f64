/* tap-section: what a probe shows and what a breakpoint says */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/tap-section.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/widgets.h"
#include "ui/inspector/tensor-view.h"
#include "ui/plots/curve.h"
#include "ui/scene/edits.h"
#include "ui/scene/words.h"

#define HEIGHT 150
#define LEGEND_FROM 60 /* px: beside the title */

typedef struct
{
  WeftContext *context; /* not owned: the page holds it */
  gint64 node;
  GtkWidget *words, *waiting, *area, *kinds, *none, *view;
  WeftTensor *shown; /* nullable */
  gboolean of_gradient;
} Section;

static void
section_free (gpointer data)
{
  Section *section = data;

  g_clear_pointer (&section->shown, weft_tensor_unref);
  g_free (section);
}

/* FALSE: the node is gone, or nothing leads to it. */
static gboolean
find_tap (const Section *section, WeftTap *tap)
{
  g_autoptr (GArray) taps = weft_taps_list (weft_context_get_graph (section->context));

  for (guint i = 0; i < taps->len; i++)
    if (g_array_index (taps, WeftTap, i).point == section->node)
      {
        *tap = g_array_index (taps, WeftTap, i);
        return TRUE;
      }
  return FALSE;
}

/* --- norms over time --- */

static gboolean
has_norms (const Section *section, const WeftTap *tap)
{
  WeftLive *live = weft_context_get_live (section->context);
  WeftSampleView view = weft_series_view_all (weft_live_get_series (live, tap->value));

  return view.n > 0 && view.samples[view.n - 1].last >= 1;
}

/* FALSE: there is nothing of it yet. */
static gboolean
scale_to (WeftAxis *axis, const WeftCurve *curve, double from, double to)
{
  double low, high;

  if (curve->n == 0 || !weft_curve_get_range (curve, from, to, &low, &high))
    return FALSE;
  *axis = (WeftAxis){ .low = MIN (0, low), .high = high > low ? high * 1.05 : low + 1 };
  return TRUE;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Section *section = user;
  WeftLive *live = weft_context_get_live (section->context);
  WeftLegendEntry legend[] = { { _ ("value"), WEFT_ROLE_TRAIN, FALSE, 0 },
                               { _ ("gradient"), WEFT_ROLE_VALID, FALSE, 1 } };
  WeftLegendPlace places[2];
  WeftCurve curves[2];
  WeftTap tap;
  WeftChart chart = { .width = width,
                      .height = height,
                      .is_dark = weft_theme_is_dark (),
                      .title = _ ("Norms"),
                      .n_right = 1 };
  double last;

  if (!find_tap (section, &tap) || tap.condition != NULL)
    return;
  for (int i = 0; i < 2; i++)
    {
      WeftSampleView view
          = weft_series_view_all (weft_live_get_series (live, i == 0 ? tap.value : tap.gradient));

      curves[i] = weft_curve_new_after (view.samples, view.n, -1);
      curves[i].role = legend[i].role;
      curves[i].dash = legend[i].dash;
      curves[i].scale = (guint) i;
    }
  last = curves[0].n > 0 ? (double) curves[0].samples[curves[0].n - 1].last : 0;
  if (last < 1 || !scale_to (&chart.y, &curves[0], 0, last))
    return;
  if (!scale_to (&chart.right[0], &curves[1], 0, last))
    chart.n_right = 0;
  chart.x = (WeftAxis){ .low = (double) curves[0].samples[0].first - 1, .high = last };
  weft_chart_layout (&chart);
  chart.head = weft_chart_place_legend (cr, &chart, legend, 1 + chart.n_right, LEGEND_FROM, places);
  weft_chart_layout (&chart);
  weft_chart_draw_frame (cr, &chart);
  weft_chart_draw_legend (cr, &chart, legend, 1 + chart.n_right, places);
  cairo_save (cr);
  weft_chart_clip (cr, &chart);
  for (guint i = 0; i <= chart.n_right; i++)
    weft_curve_draw (cr, &chart, &curves[i]);
  cairo_restore (cr);
}

/* --- words and picture --- */

static char *
dup_place (const Section *section, const WeftTap *tap)
{
  const WeftNode *from = weft_graph_find (weft_context_get_graph (section->context), tap->node);
  g_autofree char *title = from != NULL ? weft_node_dup_title (from) : g_strdup ("?");

  /* Translators: the node whose output flows on the wire */
  return g_strdup_printf (_ ("On what %s gives."), title);
}

static char *
dup_words (const Section *section)
{
  const WeftStop *stop = &weft_live_get_status (weft_context_get_live (section->context))->stop;
  g_autofree char *place = NULL, *problem = NULL, *more = NULL;
  WeftTap tap;

  if (!find_tap (section, &tap))
    return g_strdup (_ ("Nothing leads to it: put it into a wire."));
  place = dup_place (section, &tap);
  if (tap.condition != NULL && tap.condition->is_formula)
    problem = weft_condition_dup_problem (tap.formula);
  if (problem != NULL)
    return g_strdup_printf ("%s %s", place, problem);
  if (stop->point == section->node)
    more = weft_words_dup_stop (weft_context_get_graph (section->context), stop);
  else if (tap.condition != NULL)
    more = weft_words_dup_condition (&tap);
  return more != NULL ? g_strdup_printf ("%s\n%s", place, more) : g_steal_pointer (&place);
}

/* Of the sample that is looked at; nullable. */
static WeftTensor *
find_picture (const Section *section, const WeftTap *tap)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (section->context));

  if (snapshot == NULL)
    return NULL;
  if (!section->of_gradient)
    return tap->output == 0 ? weft_snapshot_find_activation (snapshot, tap->node) : NULL;
  return snapshot->watch.gradient_of == tap->node && snapshot->watch.gradient_output == tap->output
             ? snapshot->gradient
             : NULL;
}

/* What is not known any more stays while the network learns: the next look has it again. */
static void
show_picture (Section *section, const WeftTap *tap)
{
  WeftTensor *found = find_picture (section, tap);

  if (found != NULL && found->shape.type == WEFT_F32 && found != section->shown)
    {
      g_clear_pointer (&section->shown, weft_tensor_unref);
      section->shown = weft_tensor_ref (found);
      weft_tensor_view_set (WEFT_TENSOR_VIEW (section->view), found);
    }
  weft_widget_set_shown (section->none, section->of_gradient && section->shown == NULL);
}

static void
show_kind (Section *section)
{
  WeftTap tap;

  g_clear_pointer (&section->shown, weft_tensor_unref);
  weft_tensor_view_set (WEFT_TENSOR_VIEW (section->view), NULL);
  weft_tensor_view_set_title (WEFT_TENSOR_VIEW (section->view),
                              section->of_gradient
                                  ? _ ("The gradient that comes back along the wire")
                                  : _ ("What flows along the wire"));
  if (!find_tap (section, &tap))
    return;
  weft_context_want_gradient (section->context, section->of_gradient ? tap.node : 0, tap.output);
  show_picture (section, &tap);
}

static void
kind_cb (GtkToggleButton *button, Section *section)
{
  section->of_gradient = gtk_toggle_button_get_active (button);
  show_kind (section);
}

/* Whoever looked at it looks no more. */
static void
unmap_cb (GtkWidget *box, Section *section)
{
  weft_context_want_gradient (section->context, 0, 0);
}

static void
map_cb (GtkWidget *box, Section *section)
{
  if (section->of_gradient)
    show_kind (section);
}

static GtkWidget *
make_kinds (Section *section)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *value = gtk_toggle_button_new_with_label (_ ("What flows"));
  GtkWidget *gradient = gtk_toggle_button_new_with_label (_ ("Gradient"));

  gtk_widget_add_css_class (row, "linked");
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (gradient), GTK_TOGGLE_BUTTON (value));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (value), TRUE);
  gtk_widget_set_tooltip_text (
      gradient, _ ("How the loss of this sample changes with each number that flows here"));
  g_signal_connect (gradient, "toggled", G_CALLBACK (kind_cb), section);
  gtk_box_append (GTK_BOX (row), value);
  gtk_box_append (GTK_BOX (row), gradient);
  return row;
}

static void
update (GtkWidget *box)
{
  Section *section = g_object_get_data (G_OBJECT (box), "weft-tap");
  g_autofree char *words = dup_words (section);
  WeftTap tap;

  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (section->words)), words))
    gtk_label_set_text (GTK_LABEL (section->words), words);
  if (!find_tap (section, &tap) || tap.condition != NULL)
    return;
  show_picture (section, &tap);
  weft_widget_set_shown (section->area, has_norms (section, &tap));
  weft_widget_set_shown (section->waiting, !has_norms (section, &tap));
  gtk_widget_queue_draw (section->area);
}

static void
follow (WeftContext *context, GtkWidget *box, GCallback callback)
{
  static const char *const signals[] = { "status", "series", "snapshot" };
  WeftLive *live = weft_context_get_live (context);

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (live, signals[i], callback, box, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_context_get_graph (context), "changed", callback, box,
                           G_CONNECT_SWAPPED);
}

static void
append_parts (Section *section, GtkWidget *box, gboolean is_probe)
{
  GtkWidget *parts[]
      = { section->waiting, section->area, section->kinds, section->none, section->view };

  gtk_box_append (GTK_BOX (box), section->words);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gtk_box_append (GTK_BOX (box), parts[i]);
      weft_widget_set_shown (parts[i], is_probe && parts[i] != section->none);
    }
  if (!is_probe)
    return;
  g_signal_connect (box, "map", G_CALLBACK (map_cb), section);
  g_signal_connect (box, "unmap", G_CALLBACK (unmap_cb), section);
}

GtkWidget *
weft_tap_section_new (WeftContext *context, gint64 id)
{
  const WeftNode *node = weft_graph_find (weft_context_get_graph (context), id);
  gboolean is_probe = node != NULL && g_str_equal (node->layer->id, "probe");
  Section *section;
  GtkWidget *box;

  if (!is_probe && (node == NULL || !g_str_equal (node->layer->id, "breakpoint")))
    return NULL;
  section = g_new0 (Section, 1);
  *section = (Section){ .context = context, .node = id };
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_object_set_data_full (G_OBJECT (box), "weft-tap", section, section_free);
  section->words = weft_label_new ("", "small");
  gtk_label_set_wrap (GTK_LABEL (section->words), TRUE);
  section->waiting
      = weft_label_new (_ ("From the next step on its norms over time stand here."), "small");
  gtk_label_set_wrap (GTK_LABEL (section->waiting), TRUE);
  section->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (section->area), HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (section->area), draw_cb, section, NULL);
  weft_widget_set_name (section->area, _ ("Norms over time"));
  section->kinds = make_kinds (section);
  section->none = weft_label_new (_ ("No gradient comes back to here."), "small");
  section->view = weft_tensor_view_new ();
  append_parts (section, box, is_probe);
  follow (context, box, G_CALLBACK (update));
  update (box);
  return box;
}

/* --- all of them --- */

static void
go_cb (GtkWidget *button, WeftContext *context)
{
  const gint64 *id = g_object_get_data (G_OBJECT (button), "weft-node");

  weft_context_select (context, id, 1);
}

static void
remove_cb (GtkWidget *button, WeftContext *context)
{
  const gint64 *id = g_object_get_data (G_OBJECT (button), "weft-node");
  WeftEdit *edit = weft_edits_remove (weft_context_get_graph (context), id, 1, TRUE, NULL);

  if (edit != NULL)
    weft_context_do (context, edit, 0);
}

static void
tie (GtkWidget *button, gint64 id, GCallback callback, WeftContext *context)
{
  g_object_set_data_full (G_OBJECT (button), "weft-node", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (button, "clicked", callback, context, 0);
}

static void
append_row (GtkWidget *box, WeftContext *context, const WeftTap *tap)
{
  const WeftNode *node = weft_graph_find (weft_context_get_graph (context), tap->point);
  g_autofree char *title = weft_node_dup_title (node);
  g_autofree char *condition = weft_words_dup_condition (tap);
  g_autofree char *text = g_strdup_printf ("%s · %s", title, condition);
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), title);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *go = gtk_button_new_with_label (text);
  GtkWidget *gone = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (go))), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (go))), 0);
  gtk_widget_set_tooltip_text (go, text);
  gtk_widget_set_hexpand (go, TRUE);
  gtk_widget_add_css_class (go, "flat");
  gtk_widget_add_css_class (gone, "flat");
  gtk_widget_set_tooltip_text (gone, name);
  weft_widget_set_name (gone, name);
  tie (go, tap->point, G_CALLBACK (go_cb), context);
  tie (gone, tap->point, G_CALLBACK (remove_cb), context);
  gtk_box_append (GTK_BOX (row), go);
  gtk_box_append (GTK_BOX (row), gone);
  gtk_box_append (GTK_BOX (box), row);
}

static void
list (GtkWidget *box)
{
  WeftContext *context = g_object_get_data (G_OBJECT (box), "weft-context");
  g_autoptr (GArray) taps = weft_taps_list (weft_context_get_graph (context));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  if (taps->len > 0)
    gtk_box_append (GTK_BOX (box), weft_label_new (_ ("ON WIRES"), "section"));
  for (guint i = 0; i < taps->len; i++)
    append_row (box, context, &g_array_index (taps, WeftTap, i));
  weft_widget_set_shown (box, taps->len > 0);
}

GtkWidget *
weft_tap_list_new (WeftContext *context)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  g_object_set_data (G_OBJECT (box), "weft-context", context);
  g_signal_connect_object (weft_context_get_graph (context), "changed", G_CALLBACK (list), box,
                           G_CONNECT_SWAPPED);
  list (box);
  return box;
}
