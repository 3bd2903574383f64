/* strip: a sequence as a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/strip.h"

#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

#define WORDS 13.0    /* px below, for words */
#define NARROWEST 6.0 /* px of a moment whose word can be read */
#define WIDEST 28.0   /* px of a moment */
#define TALLEST 18.0  /* px of a number */

/* Numbers above one another, (D, T). */
static float *
turn (const WeftStrip *strip)
{
  float *turned = g_new (float, (gsize) strip->steps *(gsize) strip->width);

  for (int t = 0; t < strip->steps; t++)
    for (int d = 0; d < strip->width; d++)
      {
        int row = strip->is_upward ? strip->width - 1 - d : d;

        turned[row * strip->steps + t] = strip->x[t * strip->width + d];
      }
  return turned;
}

static void
draw_words (cairo_t *cr, const WeftStrip *strip, double x, double y, double pitch)
{
  const WeftTextStyle style = { .size = 9.5,
                                .align = 0.5,
                                .width = pitch,
                                .color = weft_theme_get (WEFT_ROLE_DIM, strip->is_dark) };

  for (int t = 0; t < strip->steps; t++)
    weft_text_draw (cr, strip->words[t], x + (t + 0.5) * pitch, y, &style);
}

void
weft_strip_draw (cairo_t *cr, const WeftStrip *strip, double x, double y, double w, double h)
{
  double pitch = MIN (w / MAX (strip->steps, 1), WIDEST);
  gboolean has_words = strip->words != NULL && pitch >= NARROWEST && h > 2 * WORDS;
  g_autofree float *turned = NULL;
  cairo_surface_t *picture;

  if (strip->steps < 1 || strip->width < 1 || w < 4 || h < 4)
    return;
  h = MIN (h - (has_words ? WORDS : 0), strip->width * TALLEST);
  turned = turn (strip);
  picture = weft_picture_new (turned, strip->width, strip->steps,
                              strip->limit > 0 ? WEFT_TONE_DIVERGING : WEFT_TONE_SEQUENTIAL,
                              strip->limit, strip->is_dark);
  weft_picture_paint (cr, picture, x, y, pitch * strip->steps, h, FALSE);
  weft_picture_outline (cr, x, y, pitch * strip->steps, h, strip->is_dark);
  cairo_surface_destroy (picture);
  if (has_words)
    draw_words (cr, strip, x, y + h + 1, pitch);
}
