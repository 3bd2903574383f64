/* explained: what is said of the parts of a sample, on the sample, by what kind of thing it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/explained.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "ui/base/format.h"
#include "ui/paint/spectrum.h"
#include "ui/plots/glyph.h"
#include "ui/plots/maps.h"
#include "ui/plots/places.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/spread.h"

enum
{
  MOST_BARS = 24,
  BAR = 18, /* px, at most */
  TONES = 48,
  MOMENTS = 160,
  TILE = 64,
  GAP = 10,
};

#define STRONGEST 0.85 /* how little is seen through what matters most */
#define FAINT 0.45     /* of a picture under it */

/* One field of the sample, and where. */
typedef struct
{
  const WeftExplained *explained;
  const WeftField *field;
  const WeftTensor *said;
  gint64 sample;
  double limit; /* at which a number has its full colour */
  double x, y, w, h;
} Part;

static GdkRGBA
get_color (const Part *part, double value)
{
  gboolean is_against
      = value < 0 && part->explained->explanation->row->form == WEFT_EXPLAINED_SIGNED;
  GdkRGBA color = weft_theme_get (is_against ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE,
                                  part->explained->is_dark);

  color.alpha = (float) (STRONGEST * MIN (fabs (value) / part->limit, 1));
  return color;
}

/* --- pictures --- */

/* said (C, H, W) or (H, W) → one number a pixel. */
static float *
flatten (const Part *part, gint64 h, gint64 w)
{
  gint64 plane = h * w, channels = weft_shape_count (&part->said->shape) / plane;
  const float *said = weft_tensor_floats (part->said);
  float *flat = g_new0 (float, plane);

  for (gint64 c = 0; c < channels; c++)
    for (gint64 i = 0; i < plane; i++)
      flat[i] += said[c * plane + i];
  return flat;
}

static cairo_surface_t *
new_veil (const Part *part, const float *flat, int h, int w)
{
  cairo_surface_t *veil = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, w, h);
  guint32 *pixels;
  int stride;

  cairo_surface_flush (veil);
  pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (veil);
  stride = cairo_image_surface_get_stride (veil) / 4;
  for (int i = 0; i < h && pixels != NULL; i++)
    for (int j = 0; j < w; j++)
      {
        GdkRGBA c = get_color (part, (double) flat[i * w + j]);

        pixels[i * stride + j]
            = (guint32) (c.alpha * 255) << 24 | (guint32) (c.red * c.alpha * 255) << 16
              | (guint32) (c.green * c.alpha * 255) << 8 | (guint32) (c.blue * c.alpha * 255);
      }
  cairo_surface_mark_dirty (veil);
  return veil;
}

/* Faint, so that the colour over it is seen. */
static void
draw_ground (cairo_t *cr, const Part *part, cairo_surface_t *ground, double w, double h)
{
  weft_picture_paint (cr, ground, part->x, part->y, w, h, FALSE);
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, part->explained->is_dark);
  cairo_rectangle (cr, part->x, part->y, w, h);
  cairo_save (cr);
  cairo_clip (cr);
  cairo_paint_with_alpha (cr, 1 - FAINT);
  cairo_restore (cr);
}

static void
draw_picture (cairo_t *cr, const Part *part, const float *x)
{
  const gint64 *dims = part->field->shape.dims;
  int h = (int) dims[1], w = (int) dims[2];
  double scale = MIN (part->w / w, part->h / h);
  gboolean is_dark = part->explained->is_dark;
  g_autofree float *flat = flatten (part, h, w);
  Part own = *part;
  cairo_surface_t *ground
      = weft_picture_new_sample (x, (int) dims[0], h, w, !is_dark && dims[0] == 1),
      *veil;

  own.limit = weft_picture_choose_limit (flat, (gsize) h * (gsize) w);
  veil = new_veil (&own, flat, h, w);
  draw_ground (cr, part, ground, w * scale, h * scale);
  weft_picture_paint (cr, veil, part->x, part->y, w * scale, h * scale, FALSE);
  weft_picture_outline (cr, part->x, part->y, w * scale, h * scale, is_dark);
  cairo_surface_destroy (ground);
  cairo_surface_destroy (veil);
}

/* --- words --- */

static char *
dup_word (const Part *part, gint64 token)
{
  char **names = part->field->class_names;

  if (names == NULL || token < 0 || token >= part->field->classes)
    return g_strdup_printf ("%" G_GINT64_FORMAT, token);
  return weft_brief (names[token][0] == ' ' ? "␣" : names[token], WEFT_BRIEF_NAME);
}

/* As they are read, line by line, each on its colour; as many as there is room for. */
static void
draw_words (cairo_t *cr, const Part *part, const float *x)
{
  WeftTextStyle style
      = { .size = 13, .color = weft_theme_get (WEFT_ROLE_INK, part->explained->is_dark) };
  const float *said = weft_tensor_floats (part->said);
  double left = part->x, top = part->y, line = style.size * 1.75;
  WeftShape shape;
  gint64 n;

  weft_field_get_sample (part->field, part->sample, &shape);
  n = MIN (weft_shape_count (&shape), weft_shape_count (&part->said->shape));
  for (gint64 t = 0; t < n && top + line <= part->y + part->h; t++)
    {
      g_autofree char *word = dup_word (part, (gint64) x[t]);
      double wide = weft_text_measure (cr, word, &style) + 6;
      GdkRGBA color = get_color (part, (double) said[t]);

      if (left + wide > part->x + part->w && left > part->x)
        {
          left = part->x;
          top += line;
        }
      if (top + line > part->y + part->h)
        return;
      gdk_cairo_set_source_rgba (cr, &color);
      weft_picture_round (cr, left, top, wide - 1, line - 3, 3);
      cairo_fill (cr);
      weft_text_draw (cr, word, left + 3, top + 1, &style);
      left += wide + 1;
    }
}

/* --- sounds --- */

/* said (…, T) of the sound itself, or a map (h, w) of its tones: as many columns as are drawn. */
static void
fold (const Part *part, float *to, int rows, int columns)
{
  const WeftShape *shape = &part->said->shape;
  gboolean is_map = shape->rank == 2 && part->field->shape.rank == 1;
  gint64 h = is_map ? shape->dims[0] : 1, w = weft_shape_count (shape) / h;
  const float *said = weft_tensor_floats (part->said);

  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++)
      {
        gint64 begin = w * c / columns, end = MAX (w * (c + 1) / columns, begin + 1);
        const float *row = said + (h - 1 - h * r / rows) * w;
        double sum = 0;

        for (gint64 i = begin; i < MIN (end, w); i++)
          sum += (double) row[i];
        to[r * columns + c] = (float) (sum / (double) (end - begin));
      }
}

static void
draw_sound (cairo_t *cr, const Part *part, const float *x)
{
  g_autofree float *tones = g_new (float, TONES *MOMENTS), *said = g_new (float, TONES *MOMENTS);
  cairo_surface_t *ground, *veil;
  Part own = *part;
  WeftShape shape;

  weft_field_get_sample (part->field, part->sample, &shape);
  weft_spectrum_measure (x, shape.dims[shape.rank - 1], tones, TONES, MOMENTS);
  fold (part, said, TONES, MOMENTS);
  own.limit = weft_picture_choose_limit (said, TONES * MOMENTS);
  ground = weft_picture_new_sample (tones, 1, TONES, MOMENTS, !part->explained->is_dark);
  veil = new_veil (&own, said, TONES, MOMENTS);
  draw_ground (cr, part, ground, part->w, MIN (part->h, part->w * 0.6));
  weft_picture_paint (cr, veil, part->x, part->y, part->w, MIN (part->h, part->w * 0.6), FALSE);
  weft_picture_outline (cr, part->x, part->y, part->w, MIN (part->h, part->w * 0.6),
                        part->explained->is_dark);
  cairo_surface_destroy (ground);
  cairo_surface_destroy (veil);
}

/* --- columns --- */

static int
compare_size_cb (gconstpointer a, gconstpointer b, gpointer said)
{
  const float *x = said;
  float left = fabsf (x[*(const int *) a]), right = fabsf (x[*(const int *) b]);

  return left > right ? -1 : left < right ? 1 : *(const int *) a - *(const int *) b;
}

/* Those that matter most above; a series as a map, moments across. */
static void
draw_columns (cairo_t *cr, const Part *part, const float *x)
{
  int n = (int) weft_shape_count (&part->said->shape);
  int shown = CLAMP ((int) (part->h / BAR), 1, MIN (n, MOST_BARS));
  WeftMaps maps = { .x = weft_tensor_floats (part->said),
                    .shape = part->said->shape,
                    .is_signed = TRUE,
                    .is_dark = part->explained->is_dark };
  g_autofree int *order = g_new (int, n);
  g_autofree float *sorted = g_new (float, n);
  g_autofree char **names = g_new0 (char *, n + 1);

  if (maps.shape.rank > 1)
    {
      weft_maps_draw (cr, &maps, part->x, part->y, part->w, part->h);
      return;
    }
  for (int i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, n, sizeof *order, compare_size_cb, weft_tensor_floats (part->said));
  for (int i = 0; i < n; i++)
    {
      sorted[i] = maps.x[order[i]];
      names[i] = part->field->feature_names != NULL ? part->field->feature_names[order[i]] : NULL;
    }
  maps.x = sorted;
  maps.shape = WEFT_SHAPE (shown);
  maps.names = names[0] != NULL ? names : NULL;
  weft_maps_draw (cr, &maps, part->x, part->y, part->w, part->h);
}

/* A kind that has no form of its own is columns of numbers. */
static void (*const forms[WEFT_N_KINDS]) (cairo_t *, const Part *, const float *) = {
  [WEFT_KIND_PICTURE] = draw_picture,
  [WEFT_KIND_TOKENS] = draw_words,
  [WEFT_KIND_SOUND] = draw_sound,
};

static void
draw_part (cairo_t *cr, const Part *part)
{
  g_autofree float *x = g_new0 (float, MAX (weft_shape_count (&part->field->shape), 1));

  weft_field_get (part->field, part->sample, x);
  if (forms[part->field->kind] != NULL)
    forms[part->field->kind](cr, part, x);
  else
    draw_columns (cr, part, x);
}

/* --- what was made, and samples --- */

static void
draw_made (cairo_t *cr, const Part *part)
{
  const WeftShape *shape = &part->said->shape;
  double scale;
  cairo_surface_t *picture;

  if (part->field->kind != WEFT_KIND_PICTURE || shape->rank != 3)
    {
      draw_columns (cr, part, NULL);
      return;
    }
  scale = MIN (part->w / (double) shape->dims[2], part->h / (double) shape->dims[1]);
  picture = weft_picture_new_sample (weft_tensor_floats (part->said), (int) shape->dims[0],
                                     (int) shape->dims[1], (int) shape->dims[2],
                                     !part->explained->is_dark && shape->dims[0] == 1);
  weft_picture_paint (cr, picture, part->x, part->y, (double) shape->dims[2] * scale,
                      (double) shape->dims[1] * scale, FALSE);
  weft_picture_outline (cr, part->x, part->y, (double) shape->dims[2] * scale,
                        (double) shape->dims[1] * scale, part->explained->is_dark);
  cairo_surface_destroy (picture);
}

static void
draw_sample (cairo_t *cr, const WeftExplained *explained, const WeftRanges *ranges, guint i,
             double x, double y, double side)
{
  const WeftExplanation *explanation = explained->explanation;
  const WeftField *classes = weft_dataset_get_classes (explained->dataset);
  guint32 sample = explanation->samples[i];
  WeftTextStyle style
      = { .size = 10, .width = side, .color = weft_theme_get (WEFT_ROLE_DIM, explained->is_dark) };
  g_autofree char *name = classes != NULL ? weft_dataset_dup_class_name (
                              explained->dataset, classes, weft_field_get_class (classes, sample))
                                          : NULL;
  g_autofree char *distance = weft_format_digits (explanation->distances[i], 3);

  weft_theme_set_source (cr, WEFT_ROLE_WELL, explained->is_dark);
  cairo_rectangle (cr, x, y, side, side);
  cairo_fill (cr);
  weft_glyph_draw (cr, explained->dataset, ranges, sample, x, y, side, explained->is_dark);
  weft_text_draw (cr, name != NULL ? name : distance, x, y + side + 1, &style);
  if (name != NULL)
    weft_text_draw (cr, distance, x, y + side + 14, &style);
}

static void
draw_samples (cairo_t *cr, const WeftExplained *explained, double x, double y, double w, double h)
{
  const WeftExplanation *explanation = explained->explanation;
  int columns = MAX ((int) ((w + GAP) / (TILE + GAP)), 1), tall = TILE + 30;
  WeftRanges ranges = { 0 };

  weft_ranges_measure (&ranges, explained->dataset);
  for (guint i = 0; i < explanation->n_samples; i++)
    {
      int row = (int) i / columns;

      if (row > 0 && (row + 1) * tall > h)
        break;
      draw_sample (cr, explained, &ranges, i, x + (int) i % columns * (TILE + GAP), y + row * tall,
                   TILE);
    }
  weft_ranges_measure (&ranges, NULL);
}

/* --- codes --- */

/* In the plane, in their classes' colours; the sample that is looked at is lit. */
static void
draw_codes (cairo_t *cr, const WeftExplained *explained, double x, double y, double w, double h)
{
  const WeftExplanation *explanation = explained->explanation;
  const WeftField *field = weft_dataset_get_classes (explained->dataset);
  gsize n = explanation->n_samples;
  g_autofree float *xy = g_new0 (float, 2 * n + 1);
  g_autofree int *classes = g_new0 (int, n + 1);
  g_autofree gboolean *is_lit = g_new0 (gboolean, n + 1);

  weft_spread_fit (weft_tensor_floats (explanation->codes), n,
                   (gsize) explanation->codes->shape.dims[1], 2, xy);
  for (gsize i = 0; field != NULL && i < n; i++)
    classes[i] = (int) weft_field_get_class (field, explanation->samples[i]);
  is_lit[0] = TRUE;
  weft_places_draw (cr,
                    &(WeftPlaces){ .xy = xy,
                                   .n = n,
                                   .classes = field != NULL ? classes : NULL,
                                   .is_lit = is_lit,
                                   .is_dark = explained->is_dark },
                    x, y, w, h);
}

void
weft_explained_draw (cairo_t *cr, const WeftExplained *explained, double x, double y, double w,
                     double h)
{
  const WeftExplanation *explanation = explained->explanation;
  guint n = explanation->parts->len;
  double each = (h - GAP * (n - 1.0)) / MAX (n, 1);

  if (w < 16 || h < 16)
    return;
  if (explanation->row->form == WEFT_EXPLAINED_SAMPLES)
    draw_samples (cr, explained, x, y, w, h);
  if (explanation->codes != NULL)
    draw_codes (cr, explained, x, y, w, h);
  for (guint i = 0; i < n; i++)
    {
      const WeftExplainedPart *said = explanation->parts->pdata[i];
      Part part = { .explained = explained,
                    .field = weft_dataset_find_field (explained->dataset, said->field),
                    .said = said->tensor,
                    .sample = MIN (explanation->sample, (gint64) explained->dataset->count - 1),
                    .x = x,
                    .y = y + i * (each + GAP),
                    .w = w,
                    .h = each };

      if (part.field == NULL)
        continue;
      part.limit = weft_picture_choose_limit (weft_tensor_floats (said->tensor),
                                              (gsize) weft_shape_count (&said->tensor->shape));
      if (explanation->row->form == WEFT_EXPLAINED_MADE)
        draw_made (cr, &part);
      else
        draw_part (cr, &part);
    }
}
