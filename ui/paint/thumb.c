/* thumb: the small picture of a node's last output, or of a data node's samples */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/thumb-row.h"

#include <math.h>

#include "ui/paint/pixels.h"
#include "ui/paint/spectrum.h"

#define MAX_BARS 16
#define NAME_HEIGHT 12.0
#define ROOM_FOR_NAME 26.0 /* px: below, a name cut short says nothing */
#define WIDEST_BAR 26.0

WeftThumb *
weft_thumb_make (WeftThumbKind kind, guint n)
{
  WeftThumb *thumb = g_new0 (WeftThumb, 1);

  thumb->kind = kind;
  thumb->n = n;
  return thumb;
}

void
weft_thumb_free (WeftThumb *thumb)
{
  for (guint i = 0; i < WEFT_THUMB_MAX_MAPS; i++)
    g_clear_pointer (&thumb->maps[i], cairo_surface_destroy);
  g_free (thumb->values);
  g_free (thumb->marks);
  g_clear_pointer (&thumb->rows_of, weft_tensor_unref);
  g_clear_pointer (&thumb->bias, weft_tensor_unref);
  g_clear_pointer (&thumb->matrix, weft_tensor_unref);
  g_clear_pointer (&thumb->plane, weft_tensor_unref);
  g_strfreev (thumb->names);
  g_free (thumb);
}

void
weft_thumb_set_grid (WeftThumb *thumb)
{
  thumb->rows = thumb->n > 2 ? 2 : 1;
  thumb->cols = thumb->n > 2 ? 4 : (int) thumb->n;
}

static WeftThumb *
thumb_of_maps (const float *x, gint64 c, gint64 h, gint64 w) /* x (C, H, W) */
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_MAPS, (guint) MIN (c, WEFT_THUMB_MAX_MAPS));

  weft_thumb_set_grid (thumb);
  for (guint i = 0; i < thumb->n; i++)
    thumb->maps[i] = weft_pixels_grey (x + i * h * w, h, w);
  return thumb;
}

static WeftThumb *
thumb_of_cells (const float *x, gint64 rows, gint64 cols, gint64 n) /* x (n), the rest is empty */
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_CELLS, (guint) n);
  gint64 stride = MAX (1, rows / 52);
  gint64 shown = (rows + stride - 1) / stride, wide = MIN (cols, 110);

  thumb->rows = (int) shown;
  thumb->cols = (int) wide;
  thumb->n = (guint) (shown * wide);
  thumb->values = g_new (float, thumb->n);
  for (gint64 r = 0; r < shown; r++)
    for (gint64 k = 0; k < wide; k++)
      {
        gint64 from = r * stride * cols + k * cols / wide;

        thumb->values[r * wide + k] = from < n ? x[from] : NAN;
      }
  return thumb;
}

/* x (T, D): moments beside each other, the first number of each below. */
static WeftThumb *
thumb_of_moments (const float *x, gint64 steps, gint64 width, gboolean is_heard)
{
  g_autofree float *heard = is_heard ? weft_spectrum_dup_heard (x, (gsize) (steps * width)) : NULL;
  gint64 rows = MIN (width, 52), cols = MIN (steps, 110);
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_CELLS, (guint) (rows * cols));

  thumb->is_heard = is_heard;
  thumb->rows = (int) rows;
  thumb->cols = (int) cols;
  thumb->values = g_new (float, thumb->n);
  for (gint64 r = 0; r < rows; r++)
    for (gint64 k = 0; k < cols; k++)
      {
        gint64 from = k * steps / cols * width + width - 1 - r * width / rows;

        thumb->values[r * cols + k] = heard != NULL ? heard[from] : x[from];
      }
  return thumb;
}

/* A vector that is wide wraps into rows of about square cells. */
static WeftThumb *
thumb_of_strip (const float *x, gint64 n)
{
  gint64 cols = (gint64) ceil (sqrt ((double) n * 110 / 52));

  cols = CLAMP (cols, 1, 110);
  return thumb_of_cells (x, (n + cols - 1) / cols, cols, n);
}

/* Logits become the probabilities that they stand for; what sums to 1 already stays. */
static void
make_shares (float *v, guint n)
{
  float max = v[0];
  double sum = 0, plain = 0;
  gboolean negative = FALSE;

  for (guint i = 0; i < n; i++)
    {
      max = MAX (max, v[i]);
      plain += v[i];
      negative |= v[i] < 0;
    }
  if (!negative && fabs (plain - 1) < 1e-3)
    return;
  for (guint i = 0; i < n; i++)
    sum += v[i] = expf (v[i] - max);
  for (guint i = 0; i < n; i++)
    v[i] = (float) (v[i] / sum);
}

static WeftThumb *
thumb_of_bars (const float *x, guint n, const WeftDataset *classes) /* x (n) */
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_BARS, n);

  thumb->values = g_memdup2 (x, n * sizeof (float));
  thumb->is_share = classes != NULL && weft_dataset_count_classes (classes) == (int) n && n > 1;
  if (!thumb->is_share)
    return thumb;
  make_shares (thumb->values, n);
  thumb->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      char *name = weft_dataset_dup_class_name (classes, weft_dataset_get_classes (classes), i);

      thumb->names[i] = name != NULL ? name : g_strdup_printf ("%u", i);
    }
  return thumb;
}

WeftThumb *
weft_thumb_new (const WeftTensor *tensor, const WeftThumbOf *of)
{
  const WeftThumbOf none = { 0 };
  const WeftShape *shape = &tensor->shape;
  const float *x = tensor->data;
  WeftThumb *own = weft_thumb_new_of_kind (tensor, of != NULL ? of : &none);

  if (own != NULL || shape->type != WEFT_F32)
    return own;
  if (shape->rank == 3)
    {
      if (shape->dims[1] == 1 && shape->dims[2] == 1)
        return thumb_of_strip (x, shape->dims[0]);
      return thumb_of_maps (x, shape->dims[0], shape->dims[1], shape->dims[2]);
    }
  if (shape->rank == 2 && shape->dims[1] > 1)
    return thumb_of_moments (x, shape->dims[0], shape->dims[1], of != NULL && of->is_heard);
  if (shape->rank == 2)
    return thumb_of_strip (x, shape->dims[0]);
  if (shape->rank == 1 && shape->dims[0] <= MAX_BARS)
    return thumb_of_bars (x, (guint) shape->dims[0], of != NULL ? of->classes : NULL);
  return thumb_of_strip (x, weft_shape_count (shape));
}

/* --- drawing --- */

static void
draw_map (WeftPen *pen, cairo_surface_t *map, double x, double y, double s)
{
  double w = cairo_image_surface_get_width (map), h = cairo_image_surface_get_height (map);
  double scale = s / MAX (w, h);
  cairo_matrix_t matrix;
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (map);

  x += (s - w * scale) / 2;
  y += (s - h * scale) / 2;
  cairo_matrix_init_scale (&matrix, 1 / scale, 1 / scale);
  cairo_matrix_translate (&matrix, -x, -y);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  weft_pen_rounded (pen, x, y, w * scale, h * scale, 2);
  cairo_set_source (pen->cr, pattern);
  cairo_fill (pen->cr);
  cairo_pattern_destroy (pattern);
}

static void
draw_maps (const WeftThumb *thumb, WeftPen *pen, double w, double h)
{
  double gap = 2;
  double s = MIN ((w - (thumb->cols - 1) * gap) / thumb->cols,
                  (h - (thumb->rows - 1) * gap) / thumb->rows);

  for (guint i = 0; i < thumb->n; i++)
    draw_map (pen, thumb->maps[i], i % (guint) thumb->cols * (s + gap),
              i / (guint) thumb->cols * (s + gap), s);
}

static guint
find_greatest (const WeftThumb *thumb)
{
  guint best = 0;

  for (guint i = 1; i < thumb->n; i++)
    if (thumb->values[i] > thumb->values[best])
      best = i;
  return best;
}

static const WeftTextStyle name_style
    = { .size = 9, .legible = 7, .align = .5, .role = WEFT_ROLE_DIM };

/* All of them, or none: letters that run into each other name nothing. */
static gboolean
names_have_room (const WeftThumb *thumb, WeftPen *pen, double pitch)
{
  for (guint i = 0; i < thumb->n; i++)
    {
      g_autofree char *first = g_utf8_substring (thumb->names[i], 0, 1);
      double w, h;

      weft_pen_measure (pen, first, &name_style, &w, &h);
      if (w > pitch)
        return FALSE;
    }
  return TRUE;
}

/* A name that has no room is cut short, or gives way to its first letter. */
static void
draw_name (const WeftThumb *thumb, WeftPen *pen, guint i, double x, double y, double pitch)
{
  WeftTextStyle style = name_style;
  const char *name = thumb->names[i];
  g_autofree char *first = g_utf8_substring (name, 0, 1);
  double w, h;

  weft_pen_measure (pen, name, &style, &w, &h);
  if (w <= pitch - 1)
    weft_pen_text (pen, name, x, y, &style);
  else if (pitch < ROOM_FOR_NAME)
    weft_pen_text (pen, first, x, y, &style);
  else
    {
      style.width = pitch - 2;
      weft_pen_text (pen, name, x, y, &style);
    }
}

static void
draw_shares (const WeftThumb *thumb, WeftPen *pen, double w, double h, gboolean with_text)
{
  double pitch = (w + 3) / thumb->n, bar = MIN (pitch - 3, WIDEST_BAR);
  double names = MAX (NAME_HEIGHT, NAME_HEIGHT * name_style.legible / name_style.size / pen->zoom);
  guint best = find_greatest (thumb);

  with_text = with_text && names_have_room (thumb, pen, pitch);
  if (!with_text)
    names = 0;
  for (guint i = 0; i < thumb->n; i++)
    {
      double share = isfinite (thumb->values[i]) ? CLAMP (thumb->values[i], 0, 1) : 0;
      double tall = MAX (1.5, share * (h - names)), middle = i * pitch + (pitch - 3) / 2;

      weft_pen_set_role (pen, WEFT_ROLE_TRAIN, i == best ? 1 : .45);
      cairo_rectangle (pen->cr, middle - bar / 2, h - names - tall, bar, tall);
      cairo_fill (pen->cr);
      if (with_text)
        draw_name (thumb, pen, i, middle, h - names, pitch);
    }
}

/* Up blue, down orange, from a line in the middle, by the greatest size. */
static void
draw_signed (const WeftThumb *thumb, WeftPen *pen, double w, double h)
{
  double gap = thumb->n > 1 ? 3 : 0, bar = MIN (WIDEST_BAR, (w - (thumb->n - 1) * gap) / thumb->n);
  double left = (w - thumb->n * bar - (thumb->n - 1) * gap) / 2;
  float limit = 1e-9f;

  for (guint i = 0; i < thumb->n; i++)
    if (isfinite (thumb->values[i]))
      limit = fmaxf (limit, fabsf (thumb->values[i]));
  for (guint i = 0; i < thumb->n; i++)
    {
      double v = isfinite (thumb->values[i]) ? thumb->values[i] / limit : 0;
      double tall = MAX (1, fabs (v) * h / 2);

      weft_pen_set_role (pen, v < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE, .85);
      cairo_rectangle (pen->cr, left + i * (bar + gap), v < 0 ? h / 2 : h / 2 - tall, bar, tall);
      cairo_fill (pen->cr);
    }
  weft_pen_set_role (pen, WEFT_ROLE_AXIS, 1);
  cairo_rectangle (pen->cr, 0, floor (h / 2), w, 1);
  cairo_fill (pen->cr);
}

static void
draw_cells (const WeftThumb *thumb, WeftPen *pen, double w, double h)
{
  cairo_surface_t *image
      = thumb->is_heard
            ? weft_pixels_sequential (thumb->values, thumb->rows, thumb->cols, pen->dark)
            : weft_pixels_signed (thumb->values, thumb->rows, thumb->cols, pen->dark);

  cairo_save (pen->cr);
  weft_pen_rounded (pen, 0, 0, w, h, 2);
  weft_pen_set_role (pen, WEFT_ROLE_WELL, 1);
  cairo_fill_preserve (pen->cr);
  cairo_scale (pen->cr, w / thumb->cols, h / thumb->rows);
  cairo_set_source_surface (pen->cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (pen->cr), CAIRO_FILTER_NEAREST);
  cairo_fill (pen->cr);
  cairo_restore (pen->cr);
  cairo_surface_destroy (image);
}

static void
draw_points (const WeftThumb *thumb, WeftPen *pen, double w, double h)
{
  double s = h / 2 - 1.5;

  for (guint i = 0; i < thumb->n; i++)
    {
      GdkRGBA color = weft_theme_get_class (thumb->marks[i], pen->dark);

      weft_pen_set_color (pen, &color, .9);
      cairo_arc (pen->cr, w / 2 + thumb->values[2 * i] * s, h / 2 - thumb->values[2 * i + 1] * s,
                 1.1, 0, 2 * G_PI);
      cairo_fill (pen->cr);
    }
}

static void
draw_words (const WeftThumb *thumb, WeftPen *pen, double w, double h)
{
  const WeftTextStyle style
      = { .size = h / WEFT_THUMB_WORD_ROWS / 1.35, .width = w, .role = WEFT_ROLE_INK };

  for (guint i = 0; i < thumb->n; i++)
    weft_pen_text (pen, thumb->names[i], 0, i * h / WEFT_THUMB_WORD_ROWS, &style);
}

static void
draw_waves (const WeftThumb *thumb, WeftPen *pen, double w, double h)
{
  double tall = h / thumb->rows, wide = w / thumb->cols;

  weft_pen_set_role (pen, WEFT_ROLE_TRAIN, .85);
  for (int i = 0; i < thumb->rows * thumb->cols; i++)
    {
      double reach = MAX ((double) thumb->values[i] * tall * .45, .4);

      cairo_rectangle (pen->cr, i % thumb->cols * wide, (i / thumb->cols + .5) * tall - reach,
                       MAX (wide - .3, .3), 2 * reach);
    }
  cairo_fill (pen->cr);
}

void
weft_thumb_draw (const WeftThumb *thumb, WeftPen *pen, double w, double h, gboolean with_text)
{
  if (thumb->kind == WEFT_THUMB_MAPS)
    draw_maps (thumb, pen, w, h);
  else if (thumb->kind == WEFT_THUMB_CELLS)
    draw_cells (thumb, pen, w, h);
  else if (thumb->kind == WEFT_THUMB_POINTS)
    draw_points (thumb, pen, w, h);
  else if (thumb->kind == WEFT_THUMB_WORDS)
    draw_words (thumb, pen, w, h);
  else if (thumb->kind == WEFT_THUMB_UNITS)
    weft_thumb_draw_units (thumb, pen, w, h, with_text);
  else if (thumb->kind == WEFT_THUMB_WAVES)
    draw_waves (thumb, pen, w, h);
  else if (thumb->is_share)
    draw_shares (thumb, pen, w, h, with_text);
  else
    draw_signed (thumb, pen, w, h);
}
