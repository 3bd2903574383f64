/* spoken: what the network says aloud: its frames as tones over time, and which sign of the text it
 * looked at meanwhile */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/data/sound-frames.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/frames-picture.h"
#include "ui/plots/plot-text.h"

enum
{
  LINE = 18,
  SIGNS = 16, /* px beside who was looked at */
  LEAST = 9,  /* px of a sign that can be read */
};

static char *
dup_words (const WeftGiven *given)
{
  const WeftTensor *rows = given->said->numbers->pdata[0];
  double rate = given->target->rate;
  g_autofree char *seconds = weft_format_fixed (
      (double) weft_sound_rows_get_length (rows->shape.dims[0], rate) / rate, 2);

  return g_strdup_printf (_ ("%s s of sound"), seconds);
}

/* The signs of the text beside the rows that they were looked at in. */
static void
draw_signs (cairo_t *cr, const WeftGiven *given, gint64 n, const double box[4], gboolean is_dark)
{
  const WeftField *x = weft_dataset_get_x (given->response->question->asking.asked);
  double tall = box[3] / (double) n;
  const WeftTextStyle style
      = { .size = MIN (tall, 12), .align = 1, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  gint64 stride = (gint64) (LEAST / MIN (tall, LEAST) + 0.999);
  g_autofree gint64 *tokens = NULL;

  if (x->kind != WEFT_KIND_TOKENS || x->shape.dims[0] < n)
    return;
  tokens = g_new (gint64, x->shape.dims[0]);
  weft_field_get_labels (x, 0, tokens);
  for (gint64 i = 0; i < n; i += MAX (stride, 1))
    {
      g_autofree char *word = weft_field_dup_word (x, tokens[i]);

      weft_text_draw (cr, word, box[0] - 4, box[1] + tall * (double) i - 1, &style);
    }
}

static void
draw_looks (cairo_t *cr, const WeftGiven *given, const double box[4], gboolean is_dark)
{
  const WeftTensor *looks = given->said->looks;
  gint64 steps = looks->shape.dims[0], n = looks->shape.dims[1];
  g_autofree float *turned = g_new (float, steps *n);
  cairo_surface_t *picture;

  for (gint64 t = 0; t < steps; t++)
    for (gint64 i = 0; i < n; i++)
      turned[i * steps + t] = weft_tensor_floats (looks)[t * n + i];
  picture = weft_picture_new (turned, (int) n, (int) steps, WEFT_TONE_SEQUENTIAL, 0, is_dark);
  weft_picture_paint (cr, picture, box[0], box[1], box[2], box[3], FALSE);
  cairo_surface_destroy (picture);
  weft_picture_outline (cr, box[0], box[1], box[2], box[3], is_dark);
  draw_signs (cr, given, n, box, is_dark);
}

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  const WeftTensor *rows = given->said->numbers->pdata[0];
  const WeftTextStyle style
      = { .size = 11.5, .width = width, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  g_autofree char *words = dup_words (given);
  double tall = MAX (height - LINE - 4, 8);
  gboolean has_looks = given->said->looks != NULL;
  double wide = has_looks ? (width - SIGNS - 8) * 0.55 : width;
  const double tones[4] = { 0.5, 0.5, wide - 1, tall },
               looks[4] = { wide + SIGNS + 8, 0.5, width - wide - SIGNS - 9, tall };

  weft_frames_picture_draw (cr, weft_tensor_floats (rows), rows->shape.dims[0], tones, is_dark);
  if (has_looks)
    draw_looks (cr, given, looks, is_dark);
  weft_text_draw (cr, words, 1, height - LINE, &style);
}

static float *
make_sound (const WeftGiven *given, gint64 *n)
{
  const WeftTensor *rows = given->said->numbers->pdata[0];
  float *x;

  *n = weft_sound_rows_get_length (rows->shape.dims[0], given->target->rate);
  x = g_new (float, *n);
  weft_sound_rows_make_sound (weft_tensor_floats (rows), rows->shape.dims[0], given->target->rate,
                              x);
  return x;
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_FRAMES;
}

const WeftAnswerView weft_answer_view_spoken = {
  .id = "spoken", .fits = fits, .draw = draw, .dup_words = dup_words, .make_sound = make_sound
};
