/* areas: what belongs to what in a picture, tinted over it, or what is marked in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/answers/asked-picture.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

enum
{
  KEY = 12, /* a class's colour */
  LINE = 18,
};

#define TINT 0.6

/* Which class each place has, (h, w), 0 what is not marked; how many there are. Transfer full. */
static gint64 *
dup_labels (const WeftGiven *given, int *h, int *w, gint64 *classes)
{
  const WeftTensor *numbers = given->said->numbers->pdata[0];
  const WeftShape *shape = &numbers->shape;
  gint64 *labels, n;

  *h = (int) shape->dims[shape->rank - 2];
  *w = (int) shape->dims[shape->rank - 1];
  n = *h * *w;
  labels = g_new (gint64, n);
  *classes = given->said->form == WEFT_ANSWER_MARKS ? 2 : given->target->classes;
  for (gint64 i = 0; i < n; i++)
    labels[i] = given->said->form == WEFT_ANSWER_MARKS ? weft_tensor_floats (numbers)[i] > 0.5f
                                                       : ((const gint64 *) numbers->data)[i];
  return labels;
}

static void
tint (cairo_t *cr, const gint64 *labels, int h, int w, const double placed[4], gboolean is_dark)
{
  cairo_surface_t *veil = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, w, h);
  int stride = cairo_image_surface_get_stride (veil) / 4;
  guint32 *pixels;

  cairo_surface_flush (veil);
  pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (veil);
  for (int i = 0; pixels != NULL && i < h * w; i++)
    {
      GdkRGBA c = weft_theme_get_class ((int) labels[i] - 1, is_dark);

      if (labels[i] > 0)
        pixels[i / w * stride + i % w] = (guint32) (TINT * 255) << 24
                                         | (guint32) ((double) c.red * TINT * 255) << 16
                                         | (guint32) ((double) c.green * TINT * 255) << 8
                                         | (guint32) ((double) c.blue * TINT * 255);
    }
  cairo_surface_mark_dirty (veil);
  weft_picture_paint (cr, veil, placed[0], placed[1], placed[2], placed[3], FALSE);
  cairo_surface_destroy (veil);
}

/* "road 40 %"; of what is only marked the share alone. */
static char *
dup_share (const WeftGiven *given, gint64 class, gint64 count, gint64 n)
{
  g_autofree char *share = weft_format_share ((double) count / (double) MAX (n, 1));
  g_autofree char *name
      = given->said->form == WEFT_ANSWER_MARKS
            ? g_strdup (_ ("marked"))
            : weft_dataset_dup_class_name (given->model->dataset, given->target, class);

  return name != NULL ? g_strdup_printf ("%s %s", name, share)
                      : g_strdup_printf ("%" G_GINT64_FORMAT " %s", class, share);
}

static gint64 *
count_labels (const gint64 *labels, gint64 n, gint64 classes)
{
  gint64 *counts = g_new0 (gint64, classes);

  for (gint64 i = 0; i < n; i++)
    counts[CLAMP (labels[i], 0, classes - 1)]++;
  return counts;
}

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  const WeftTextStyle style = { .size = 11.5, .color = weft_theme_get (WEFT_ROLE_INK, is_dark) };
  gint64 classes;
  int h, w;
  g_autofree gint64 *labels = dup_labels (given, &h, &w, &classes);
  g_autofree gint64 *counts = count_labels (labels, h * w, classes);
  double placed[4], top = 2;

  weft_asked_picture_draw (cr, given, width * 0.7, height, is_dark, placed);
  tint (cr, labels, h, w, placed, is_dark);
  for (gint64 c = 1; c < classes && top + LINE <= height; c++)
    {
      g_autofree char *share = dup_share (given, c, counts[c], h * w);
      GdkRGBA color = weft_theme_get_class ((int) c - 1, is_dark);
      double left = placed[0] + placed[2] + 10;

      if (counts[c] == 0)
        continue;
      gdk_cairo_set_source_rgba (cr, &color);
      weft_picture_round (cr, left, top + 2, KEY, KEY, 3);
      cairo_fill (cr);
      weft_text_draw (cr, share, left + KEY + 6, top, &style);
      top += LINE;
    }
}

static char *
dup_words (const WeftGiven *given)
{
  GString *words = g_string_new (NULL);
  gint64 classes;
  int h, w;
  g_autofree gint64 *labels = dup_labels (given, &h, &w, &classes);
  g_autofree gint64 *counts = count_labels (labels, h * w, classes);

  for (gint64 c = 1; c < classes; c++)
    if (counts[c] > 0)
      {
        g_autofree char *share = dup_share (given, c, counts[c], h * w);

        g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", share);
      }
  return g_string_free (words, FALSE);
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  WeftAnswer answer = weft_kind_get_row (target->kind)->answer;

  return (answer == WEFT_ANSWER_AREAS || answer == WEFT_ANSWER_MARKS) && target->shape.rank >= 2
         && weft_asked_picture_fits (model);
}

const WeftAnswerView weft_answer_view_areas
    = { .id = "areas", .fits = fits, .draw = draw, .dup_words = dup_words };
