/* hand-drawing: a picture that is drawn on with a round pen, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/forms/hand-drawing.h"

#include <math.h>
#include <string.h>

#define MEASURED 200 /* pictures */
#define NEAR 0.15f   /* of the range: a ground that is nearly white is white */

static gsize
count (const WeftHandDrawing *drawing)
{
  return (gsize) drawing->c * (gsize) drawing->h * (gsize) drawing->w;
}

/* The sum of what lies at the edges of one picture, by channel; how many pixels they are. */
static int
add_edges (const WeftHandDrawing *drawing, const float *x, double sums[3])
{
  int n = 0;

  for (int i = 0; i < drawing->h; i++)
    for (int k = 0; k < drawing->w; k++)
      {
        if (i > 0 && i < drawing->h - 1 && k > 0 && k < drawing->w - 1)
          continue;
        for (int c = 0; c < drawing->c; c++)
          sums[c] += (double) x[(c * drawing->h + i) * drawing->w + k];
        n++;
      }
  return n;
}

static void
choose_colors (WeftHandDrawing *drawing, const double sums[3], gint64 n)
{
  float range = drawing->high - drawing->low, mean = 0;

  for (int c = 0; c < drawing->c; c++)
    {
      float ground = n > 0 ? (float) (sums[c] / (double) n) : drawing->low;

      if (ground < drawing->low + NEAR * range)
        ground = drawing->low;
      if (ground > drawing->high - NEAR * range)
        ground = drawing->high;
      drawing->ground[c] = ground;
      mean += (ground - drawing->low) / (float) drawing->c;
    }
  for (int c = 0; c < drawing->c; c++)
    drawing->ink[c] = mean < range / 2 ? drawing->high : drawing->low;
}

static void
measure (WeftHandDrawing *drawing, const WeftField *field, const WeftSplit *split)
{
  gint64 all = split->count[WEFT_PART_TRAIN], pixels = 0;
  gint64 n = MIN (all, MEASURED);
  double sums[3] = { 0 };

  drawing->low = n > 0 ? INFINITY : 0;
  drawing->high = n > 0 ? -INFINITY : 1;
  for (gint64 i = 0; i < n; i++)
    {
      weft_field_get (field, split->samples[WEFT_PART_TRAIN][i * all / n], drawing->x);
      for (gsize k = 0; k < count (drawing); k++)
        {
          drawing->low = MIN (drawing->low, drawing->x[k]);
          drawing->high = MAX (drawing->high, drawing->x[k]);
        }
      pixels += add_edges (drawing, drawing->x, sums);
    }
  if (!(drawing->high > drawing->low))
    drawing->high = drawing->low + 1;
  choose_colors (drawing, sums, pixels);
}

WeftHandDrawing *
weft_hand_drawing_new (const WeftField *field, const WeftSplit *split)
{
  WeftHandDrawing *drawing = g_new0 (WeftHandDrawing, 1);

  drawing->c = (int) field->shape.dims[0];
  drawing->h = (int) field->shape.dims[1];
  drawing->w = (int) field->shape.dims[2];
  drawing->x = g_new0 (float, count (drawing));
  drawing->before = g_new0 (float, count (drawing));
  drawing->cover = g_new0 (float, count (drawing));
  measure (drawing, field, split);
  weft_hand_drawing_clear (drawing);
  return drawing;
}

void
weft_hand_drawing_free (WeftHandDrawing *drawing)
{
  g_free (drawing->x);
  g_free (drawing->before);
  g_free (drawing->cover);
  g_free (drawing);
}

void
weft_hand_drawing_clear (WeftHandDrawing *drawing)
{
  gsize n = (gsize) drawing->h * (gsize) drawing->w;

  for (gsize i = 0; i < count (drawing); i++)
    drawing->x[i] = drawing->ground[i / n];
  drawing->is_blank = TRUE;
}

void
weft_hand_drawing_set (WeftHandDrawing *drawing, const float *x)
{
  gsize n = (gsize) drawing->h * (gsize) drawing->w;

  memcpy (drawing->x, x, count (drawing) * sizeof *x);
  drawing->is_blank = TRUE;
  for (gsize i = 0; drawing->is_blank && i < count (drawing); i++)
    drawing->is_blank = x[i] == drawing->ground[i / n];
}

void
weft_hand_drawing_set_pixels (WeftHandDrawing *drawing, const guint32 *rgb, int stride)
{
  float range = drawing->high - drawing->low;
  int n = drawing->h * drawing->w;

  for (int i = 0; i < n; i++)
    {
      guint32 pixel = rgb[i / drawing->w * stride + i % drawing->w];
      float part[3] = { (float) (pixel >> 16 & 255) / 255, (float) (pixel >> 8 & 255) / 255,
                        (float) (pixel & 255) / 255 };

      if (drawing->c == 1)
        part[0] = 0.299f * part[0] + 0.587f * part[1] + 0.114f * part[2];
      for (int c = 0; c < drawing->c; c++)
        drawing->x[c * n + i] = drawing->low + range * part[c];
    }
  drawing->is_blank = FALSE;
}

void
weft_hand_drawing_invert (WeftHandDrawing *drawing)
{
  for (gsize i = 0; i < count (drawing); i++)
    drawing->x[i] = drawing->low + drawing->high - drawing->x[i];
}

void
weft_hand_drawing_begin (WeftHandDrawing *drawing)
{
  memcpy (drawing->before, drawing->x, count (drawing) * sizeof *drawing->x);
  memset (drawing->cover, 0, (gsize) drawing->h * (gsize) drawing->w * sizeof *drawing->cover);
}

static double
measure_distance (double x, double y, const double from[2], const double to[2])
{
  double along[2] = { to[0] - from[0], to[1] - from[1] };
  double length = along[0] * along[0] + along[1] * along[1];
  double t = length > 0 ? ((x - from[0]) * along[0] + (y - from[1]) * along[1]) / length : 0;

  t = CLAMP (t, 0, 1);
  return hypot (x - from[0] - t * along[0], y - from[1] - t * along[1]);
}

/* A pixel counts as covered by as much as its centre lies within the pen's edge, which is a pixel
 * wide; what a stroke crosses twice is covered once. */
void
weft_hand_drawing_line (WeftHandDrawing *drawing, const double from[2], const double to[2],
                        double radius, const float *color)
{
  int n = drawing->h * drawing->w;

  for (int i = 0; i < n; i++)
    {
      double away
          = measure_distance (i % drawing->w + 0.5, (double) (i / drawing->w) + 0.5, from, to);
      float cover = (float) CLAMP (radius + 0.5 - away, 0, 1);

      if (cover <= drawing->cover[i])
        continue;
      drawing->cover[i] = cover;
      for (int c = 0; c < drawing->c; c++)
        drawing->x[c * n + i]
            = drawing->before[c * n + i] + cover * (color[c] - drawing->before[c * n + i]);
    }
  drawing->is_blank = FALSE;
}

float *
weft_hand_drawing_dup_shown (const WeftHandDrawing *drawing)
{
  float *shown = g_new (float, count (drawing));

  for (gsize i = 0; i < count (drawing); i++)
    shown[i] = (drawing->x[i] - drawing->low) / (drawing->high - drawing->low);
  return shown;
}
