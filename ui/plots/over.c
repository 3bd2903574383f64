/* over: what is said of a picture, laid over it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/over.h"

#include "engine/metrics/found.h"
#include "ui/plots/raster.h"

#define TINT 0.5
#define SMALL 80 /* px: below it frames are thin */

typedef struct
{
  cairo_t *cr;
  const WeftField *field;
  gint64 sample;
  double x, y, size;
  gboolean is_dark;
} Over;

static void
draw_boxes (const Over *over)
{
  WeftShape shape;
  const float *rows = weft_field_get_sample (over->field, over->sample, &shape);
  gint64 n = weft_shape_count (&shape);
  g_autofree WeftFoundBox *boxes = g_new (WeftFoundBox, n + 1);

  n = weft_found_read_objects (rows, n, MAX (over->field->classes, 1), boxes);
  cairo_set_line_width (over->cr, over->size < SMALL ? 1.5 : 2.5);
  for (gint64 i = 0; i < n; i++)
    {
      GdkRGBA color = weft_theme_get_class ((int) boxes[i].class, over->is_dark);

      gdk_cairo_set_source_rgba (over->cr, &color);
      cairo_rectangle (over->cr, over->x + (boxes[i].x - boxes[i].width / 2) * over->size,
                       over->y + (boxes[i].y - boxes[i].height / 2) * over->size,
                       boxes[i].width * over->size, boxes[i].height * over->size);
      cairo_stroke (over->cr);
    }
}

/* labels (h, w): 0 is the ground, which stays as it is. */
static void
tint (const Over *over, const gint64 *labels, int h, int w)
{
  cairo_surface_t *veil = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, w, h);
  int stride = cairo_image_surface_get_stride (veil) / 4;
  guint32 *pixels;

  cairo_surface_flush (veil);
  pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (veil);
  for (int i = 0; pixels != NULL && i < h * w; i++)
    {
      GdkRGBA c = weft_theme_get_class ((int) labels[i], over->is_dark);

      if (labels[i] > 0)
        pixels[i / w * stride + i % w] = (guint32) (TINT * 255) << 24
                                         | (guint32) ((double) c.red * TINT * 255) << 16
                                         | (guint32) ((double) c.green * TINT * 255) << 8
                                         | (guint32) ((double) c.blue * TINT * 255);
    }
  cairo_surface_mark_dirty (veil);
  weft_picture_paint (over->cr, veil, over->x, over->y, over->size, over->size, FALSE);
  cairo_surface_destroy (veil);
}

static void
draw_areas (const Over *over)
{
  const gint64 *dims = over->field->shape.dims;
  g_autofree gint64 *labels = g_new (gint64, weft_shape_count (&over->field->shape));

  weft_field_get_labels (over->field, over->sample, labels);
  tint (over, labels, (int) dims[0], (int) dims[1]);
}

static void
draw_mask (const Over *over)
{
  const WeftShape *shape = &over->field->shape;
  gint64 h = shape->rank >= 2 ? shape->dims[shape->rank - 2] : 0,
         w = shape->rank >= 2 ? shape->dims[shape->rank - 1] : 0;
  g_autofree float *x = g_new (float, weft_shape_count (shape) + 1);
  g_autofree gint64 *labels = g_new (gint64, h * w + 1);

  if (h == 0)
    return;
  weft_field_get (over->field, over->sample, x);
  for (gint64 i = 0; i < h * w; i++)
    labels[i] = x[i] > 0.5f;
  tint (over, labels, (int) h, (int) w);
}

/* Any other kind has no place in a picture. */
static void (*const forms[WEFT_N_KINDS]) (const Over *over) = {
  [WEFT_KIND_BOXES] = draw_boxes,
  [WEFT_KIND_AREAS] = draw_areas,
  [WEFT_KIND_MASK] = draw_mask,
};

void
weft_over_draw (cairo_t *cr, const WeftDataset *dataset, gint64 sample, double x, double y,
                double size, gboolean is_dark)
{
  const WeftField *field = weft_dataset_get_y (dataset);
  const Over over = { cr, field, sample, x, y, size, is_dark };

  if (field == NULL || weft_dataset_get_x (dataset)->kind != WEFT_KIND_PICTURE
      || forms[field->kind] == NULL)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, x, y, size, size);
  cairo_clip (cr);
  forms[field->kind](&over);
  cairo_restore (cr);
}
