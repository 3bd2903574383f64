/* lapse: a sequence as a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/lapse.h"

#include <math.h>

#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

#define WORDS 13.0    /* px below, for words */
#define NARROWEST 6.0 /* px of a moment whose word can be read */
#define WIDEST 28.0   /* px of a moment */
#define TALLEST 18.0  /* px of a number */
#define ROWS 22.0     /* px on the left, for what numbers are */
#define LINE 11.0     /* px from one of these to the next */

/* Numbers above one another, (D, T). */
static float *
turn (const WeftLapse *lapse)
{
  float *turned = g_new (float, (gsize) lapse->steps *(gsize) lapse->width);

  for (int t = 0; t < lapse->steps; t++)
    for (int d = 0; d < lapse->width; d++)
      {
        int row = lapse->is_upward ? lapse->width - 1 - d : d;

        turned[row * lapse->steps + t] = lapse->x[t * lapse->width + d];
      }
  return turned;
}

static void
draw_words (cairo_t *cr, const WeftLapse *lapse, double x, double y, double pitch)
{
  const WeftTextStyle style = { .size = 9.5,
                                .align = 0.5,
                                .width = pitch,
                                .color = weft_theme_get (WEFT_ROLE_DIM, lapse->is_dark) };

  for (int t = 0; t < lapse->steps; t++)
    weft_text_draw (cr, lapse->words[t], x + (t + 0.5) * pitch, y, &style);
}

static void
draw_rows (cairo_t *cr, const WeftLapse *lapse, double x, double y, double pitch)
{
  const WeftTextStyle style
      = { .size = 9.5, .align = 1, .color = weft_theme_get (WEFT_ROLE_DIM, lapse->is_dark) };
  int every = (int) ceil (LINE / pitch);

  for (int d = 0; d < lapse->width; d += every)
    {
      int row = lapse->is_upward ? lapse->width - 1 - d : d;

      weft_text_draw (cr, lapse->rows[d], x, y + (row + 0.5) * pitch - LINE / 2 - 1, &style);
    }
}

void
weft_lapse_draw (cairo_t *cr, const WeftLapse *lapse, double x, double y, double w, double h)
{
  double left = lapse->rows != NULL ? ROWS : 0;
  double pitch = MIN ((w - left) / MAX (lapse->steps, 1), WIDEST);
  gboolean has_words = lapse->words != NULL && pitch >= NARROWEST && h > 2 * WORDS;
  g_autofree float *turned = NULL;
  cairo_surface_t *picture;

  if (lapse->steps < 1 || lapse->width < 1 || w < left + 4 || h < 4)
    return;
  h = MIN (h - (has_words ? WORDS : 0), lapse->width * TALLEST);
  if (lapse->rows != NULL)
    draw_rows (cr, lapse, x + left - 5, y, h / lapse->width);
  x += left;
  turned = turn (lapse);
  picture = weft_picture_new (turned, lapse->width, lapse->steps,
                              lapse->limit > 0 ? WEFT_TONE_DIVERGING : WEFT_TONE_SEQUENTIAL,
                              lapse->limit, lapse->is_dark);
  weft_picture_paint (cr, picture, x, y, pitch * lapse->steps, h, FALSE);
  weft_picture_outline (cr, x, y, pitch * lapse->steps, h, lapse->is_dark);
  cairo_surface_destroy (picture);
  if (has_words)
    draw_words (cr, lapse, x, y + h + 1, pitch);
}
