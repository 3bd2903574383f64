/* made: a picture that the network makes of what it was given */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/answers/asked-picture.h"
#include "ui/plots/plot-text.h"

/* How far it is from what was given, where that is a picture as large: the root mean square. */
static double
measure (const WeftGiven *given)
{
  const WeftTensor *made = given->said->numbers->pdata[0];
  const WeftField *x = weft_dataset_get_x (given->response->question->asking.asked);
  gint64 n = weft_shape_count (&made->shape);
  g_autofree float *was = NULL;
  double sum = 0;

  if (x->kind != WEFT_KIND_PICTURE || weft_shape_count (&x->shape) != n)
    return NAN;
  was = g_new (float, n);
  weft_field_get (x, 0, was);
  for (gint64 i = 0; i < n; i++)
    sum += pow ((double) (weft_tensor_floats (made)[i] - was[i]), 2);
  return sqrt (sum / (double) n);
}

static char *
dup_words (const WeftGiven *given)
{
  double apart = measure (given);
  g_autofree char *number = weft_format_digits (apart, 3);

  return isnan (apart) ? g_strdup (_ ("A picture that the network made"))
                       : g_strdup_printf (_ ("%s apart from what was given, a pixel"), number);
}

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  const WeftTensor *made = given->said->numbers->pdata[0];
  const WeftTextStyle style
      = { .size = 11.5, .width = width, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  g_autofree char *words = dup_words (given);
  double placed[4];

  weft_asked_picture_draw_numbers (cr, weft_tensor_floats (made), &made->shape, width, height - 20,
                                   is_dark, placed);
  weft_text_draw (cr, words, 1, height - 18, &style);
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return target->kind == WEFT_KIND_PICTURE && target->shape.rank == 3 && target->ragged < 0;
}

const WeftAnswerView weft_answer_view_made
    = { .id = "made", .fits = fits, .draw = draw, .dup_words = dup_words };
