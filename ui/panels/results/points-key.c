/* points-key: what the signs of a plot of points mean, and which one is chosen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/points-key.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/panels/panel.h"
#include "ui/plots/plot-text.h"
#include "ui/base/theme.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  const WeftDataset *shown; /* only compared */
} Key;

static gboolean
has_points (Key *key)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (key->context));

  return model != NULL && weft_dataset_get_x (model->dataset)->kind == WEFT_KIND_POINTS;
}

static void
draw_sign (cairo_t *cr, const GdkRGBA *fill, const GdkRGBA *ring, double radius, double x, double y)
{
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, ring);
  cairo_set_line_width (cr, 1.6);
  cairo_stroke (cr);
}

static double
draw_key_line (cairo_t *cr, const char *text, double y, int width, gboolean is_dark)
{
  const WeftTextStyle style
      = { .size = 11, .width = width - 22, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  weft_text_draw (cr, text, 20, y, &style);
  return y + 21;
}

static char *
dup_class (const WeftDataset *dataset, int c)
{
  char *name = weft_dataset_dup_class_name (dataset, weft_dataset_get_classes (dataset), c);

  return name != NULL ? name : g_strdup_printf (_ ("class %d"), c);
}

static char *
dup_chosen (Key *key)
{
  const WeftDataset *dataset = weft_live_get_model (weft_context_get_live (key->context))->dataset;
  guint32 sample = weft_context_get_sample (key->context);
  float x[2];

  if (sample >= dataset->count)
    return g_strdup ("");
  weft_field_get (weft_dataset_get_x (dataset), sample, x);

  g_autofree char *first = weft_format_digits ((double) x[0], 2);
  g_autofree char *second = weft_format_digits ((double) x[1], 2);

  g_autofree char *number = weft_format_count (sample);

  return g_strdup_printf (_ ("sample %s at (%s, %s)"), number, first, second);
}

static void
draw_key_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Key *key = user;
  gboolean is_dark = weft_theme_is_dark ();
  GdkRGBA plot = weft_theme_get (WEFT_ROLE_PLOT, is_dark),
          ink = weft_theme_get (WEFT_ROLE_INK, is_dark);
  GdkRGBA color = weft_theme_get_class (0, is_dark);
  const WeftDataset *dataset;
  g_autofree char *chosen = NULL;
  double y = 2;

  if (!has_points (key))
    return;
  dataset = weft_live_get_model (weft_context_get_live (key->context))->dataset;
  for (int c = 0; c < MIN (weft_dataset_count_classes (dataset), 6); c++)
    {
      GdkRGBA own = weft_theme_get_class (c, is_dark);
      g_autofree char *name = dup_class (dataset, c);

      draw_sign (cr, &own, &plot, 4.5, 8, y + 8);
      y = draw_key_line (cr, name, y, width, is_dark);
    }
  draw_sign (cr, &plot, &color, 3.5, 8, y + 8);
  y = draw_key_line (cr, _ ("held out: not learnt from"), y, width, is_dark);
  chosen = dup_chosen (key);
  draw_sign (cr, &plot, &ink, 5.5, 8, y + 8);
  y = draw_key_line (cr, chosen, y, width, is_dark);
  draw_key_line (cr, _ ("pale: the network is not sure"), y, width, is_dark);
}

/* For a screen reader: the classes, and the chosen point. */
static void
describe (Key *key)
{
  const WeftDataset *dataset;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *chosen = NULL;

  if (!has_points (key))
    return;
  dataset = weft_live_get_model (weft_context_get_live (key->context))->dataset;
  for (int c = 0; c < MIN (weft_dataset_count_classes (dataset), 6); c++)
    {
      g_autofree char *name = dup_class (dataset, c);

      g_string_append_printf (text, "%s, ", name);
    }
  chosen = dup_chosen (key);
  g_string_append (text, chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (key->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

static void
sample_cb (Key *key)
{
  describe (key);
  gtk_widget_queue_draw (key->area);
}

static void
snapshot_cb (Key *key)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (key->context));
  const WeftDataset *dataset = model != NULL ? model->dataset : NULL;

  if (dataset == key->shown)
    return;
  key->shown = dataset;
  sample_cb (key);
}

GtkWidget *
weft_points_key_new (WeftContext *context)
{
  Key *key = g_new0 (Key, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *title = gtk_label_new (_ ("Points"));

  key->context = context;
  key->area = weft_panel_area_new (_ ("What the points mean"), draw_key_cb, key);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "panel-title");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), key->area);
  weft_panel_own (box, key);
  weft_panel_follow (box, context, "sample", G_CALLBACK (sample_cb), key);
  weft_panel_follow (box, weft_context_get_live (context), "snapshot", G_CALLBACK (snapshot_cb),
                     key);
  return box;
}
