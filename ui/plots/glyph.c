/* glyph: one sample of a data set as a small square */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/glyph.h"

#include <math.h>

#include "ui/paint/wave.h"
#include "ui/plots/raster.h"
#include "ui/plots/plot-text.h"

enum
{
  MAX_MEASURED = 4096, /* samples */
  MAX_BARS = 16,
};

/* One sample to draw, and where. */
typedef struct
{
  const WeftDataset *dataset;
  const WeftField *field;
  const WeftRanges *ranges;
  gint64 sample;
  const WeftShape *shape; /* its own */
  gboolean is_given;      /* it is not as the set has it */
  double box[3];          /* x, y, side */
  gboolean is_dark;
} Glyph;

/* How a kind is drawn. */
typedef struct
{
  void (*draw) (cairo_t *cr, const Glyph *glyph, const float *x);
  gboolean has_ranges; /* a sample is so many numbers, each with a meaning of its own */
  gboolean is_whole;   /* it is seen as one thing and not as a list */
} Form;

static const Form *find_form (const WeftField *field);

void
weft_ranges_measure (WeftRanges *ranges, const WeftDataset *dataset)
{
  const WeftField *field = dataset != NULL ? weft_dataset_get_x (dataset) : NULL;
  gint64 n = field != NULL && find_form (field)->has_ranges && field->ragged < 0
                 ? weft_shape_count (&field->shape)
                 : 0;
  g_autofree float *x = g_new (float, MAX (n, 1));

  g_clear_pointer (&ranges->low, g_free);
  g_clear_pointer (&ranges->high, g_free);
  ranges->n = (int) n;
  if (n == 0)
    return;
  ranges->low = g_new (float, n);
  ranges->high = g_new (float, n);
  for (gint64 i = 0; i < dataset->count; i += 1 + dataset->count / MAX_MEASURED)
    {
      weft_field_get (field, i, x);
      for (gint64 k = 0; k < n; k++)
        {
          ranges->low[k] = i == 0 ? x[k] : MIN (ranges->low[k], x[k]);
          ranges->high[k] = i == 0 ? x[k] : MAX (ranges->high[k], x[k]);
        }
    }
}

static void
draw_picture (cairo_t *cr, const Glyph *glyph, const float *x)
{
  const gint64 *dims = glyph->shape->dims;
  const double *box = glyph->box;
  cairo_surface_t *picture = weft_picture_new_sample (
      x, (int) dims[0], (int) dims[1], (int) dims[2], !glyph->is_dark && dims[0] == 1);

  weft_picture_paint (cr, picture, box[0], box[1], box[2], box[2], box[2] < 80);
  cairo_surface_destroy (picture);
}

/* Where it lies on the plane, in its class's colour. */
static void
draw_point (cairo_t *cr, const Glyph *glyph, const float *x)
{
  const WeftField *classes = weft_dataset_get_classes (glyph->dataset);
  const WeftRanges *ranges = glyph->ranges;
  int c = classes != NULL ? (int) weft_field_get_class (classes, glyph->sample) : 0;
  GdkRGBA color = weft_theme_get_class (c, glyph->is_dark);
  double reach = 1e-6, size = glyph->box[2];
  double middle_x = glyph->box[0] + size / 2, middle_y = glyph->box[1] + size / 2;

  for (int k = 0; k < MIN (ranges->n, 2); k++)
    reach = MAX (reach, MAX (fabs ((double) ranges->low[k]), fabs ((double) ranges->high[k])));
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, glyph->is_dark);
  cairo_rectangle (cr, glyph->box[0], floor (middle_y), size, 1);
  cairo_rectangle (cr, floor (middle_x), glyph->box[1], 1, size);
  cairo_fill (cr);
  cairo_arc (cr, middle_x + (double) x[0] / reach * size * 0.42,
             middle_y - (double) x[1] / reach * size * 0.42, MAX (size / 14, 3.5), 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
}

/* A bar a number, from the smallest of the set to the largest. */
static void
draw_bars (cairo_t *cr, const Glyph *glyph, const float *x)
{
  const WeftRanges *ranges = glyph->ranges;
  const double *box = glyph->box;
  int n = MIN (ranges->n, MAX_BARS);
  double margin = box[2] / 9, step = (box[2] - 2 * margin) / MAX (n, 1), tall = box[2] - 2 * margin;

  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, glyph->is_dark);
  for (int k = 0; k < n; k++)
    {
      double range = (double) (ranges->high[k] - ranges->low[k]);
      double share = range > 0 ? CLAMP ((double) (x[k] - ranges->low[k]) / range, 0, 1) : 0.5;
      double bar = MAX (share * tall, 1);

      cairo_rectangle (cr, box[0] + margin + k * step, box[1] + box[2] - margin - bar,
                       MAX (step - 1, 1), bar);
    }
  cairo_fill (cr);
}

/* Word by word, what stands for none as a gap. */
static char *
dup_given (const Glyph *glyph, const float *x, gint64 most)
{
  const WeftField *field = glyph->field;
  gboolean has_spaces = weft_field_has_spaces (field);
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < MIN (glyph->shape->dims[0], most); i++)
    {
      int word = (int) x[i];

      weft_text_append_word (text,
                             word <= 0 ? "_"
                             : field->class_names == NULL || word >= field->classes
                                 ? "?"
                                 : field->class_names[word],
                             has_spaces);
    }
  return g_string_free (text, FALSE);
}

/* Its first words, as many lines as have room. */
static void
draw_words (cairo_t *cr, const Glyph *glyph, const float *x)
{
  const double *box = glyph->box;
  WeftTextStyle style = { .size = CLAMP (box[2] / 6, 7, 14),
                          .width = box[2] - 4,
                          .height = box[2] - 4,
                          .color = weft_theme_get (WEFT_ROLE_INK, glyph->is_dark) };
  gint64 most = (gint64) (4 * pow (box[2] / style.size, 2)); /* more than have room */
  g_autofree char *text = glyph->is_given ? dup_given (glyph, x, most)
                                          : weft_field_dup_text (glyph->field, glyph->sample, most);

  weft_text_draw (cr, text, box[0] + 2, box[1] + 2, &style);
}

/* How far it swings, moment by moment, by its loudest. */
static void
draw_wave (cairo_t *cr, const Glyph *glyph, const float *x)
{
  const double *box = glyph->box;
  int columns = (int) MAX (box[2], 1);
  g_autofree float *wave = g_new (float, columns);

  weft_wave_measure (x, glyph->shape->dims[glyph->shape->rank - 1], wave, columns);
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, glyph->is_dark);
  for (int c = 0; c < columns; c++)
    {
      double reach = MAX ((double) wave[c] * box[2] * 0.42, 0.5);

      cairo_rectangle (cr, box[0] + c, box[1] + box[2] / 2 - reach, 1, 2 * reach);
    }
  cairo_fill (cr);
}

/* A kind that has no form of its own is drawn as numbers are. */
static const Form numbers = { draw_bars, .has_ranges = TRUE };
static const Form forms[WEFT_N_KINDS] = {
  [WEFT_KIND_PICTURE] = { draw_picture, .is_whole = TRUE },
  [WEFT_KIND_POINTS] = { draw_point, .has_ranges = TRUE, .is_whole = TRUE },
  [WEFT_KIND_SOUND] = { draw_wave, .is_whole = TRUE },
  [WEFT_KIND_TOKENS] = { draw_words, .is_whole = TRUE },
};

static const Form *
find_form (const WeftField *field)
{
  const Form *form = &forms[field->kind];

  if (form->draw != NULL)
    return form;
  return &numbers;
}

gboolean
weft_glyph_is_whole (const WeftField *field)
{
  return find_form (field)->is_whole;
}

void
weft_glyph_draw_given (cairo_t *cr, const WeftDataset *dataset, const WeftRanges *ranges,
                       gint64 sample, const float *x, const WeftShape *shape, double left,
                       double top, double size, gboolean is_dark)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  const Glyph glyph = { dataset, field, ranges, sample, shape, TRUE, { left, top, size }, is_dark };

  find_form (field)->draw (cr, &glyph, x);
}

void
weft_glyph_draw (cairo_t *cr, const WeftDataset *dataset, const WeftRanges *ranges, gint64 sample,
                 double x, double y, double size, gboolean is_dark)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  g_autofree float *numbers_of = g_new0 (float, MAX (weft_shape_count (&field->shape), 1));
  WeftShape shape;
  const Glyph glyph = { dataset, field, ranges, sample, &shape, FALSE, { x, y, size }, is_dark };

  weft_field_get_sample (field, sample, &shape);
  weft_field_get (field, sample, numbers_of);
  find_form (field)->draw (cr, &glyph, numbers_of);
}
