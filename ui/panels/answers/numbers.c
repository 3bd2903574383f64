/* numbers: what is predicted, in its own unit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying.h"
#include "ui/plots/plot-text.h"

enum
{
  ROW = 22,
  LARGE = 30,
  MOST_TOLD = 8,
};

/* What the number is called, or what the whole is. */
static const char *
get_name (const WeftGiven *given, gint64 i, gint64 n)
{
  const WeftField *field = given->target;

  if (field->feature_names != NULL && i < (gint64) g_strv_length (field->feature_names))
    return field->feature_names[i];
  return n == 1 && field->title != NULL ? field->title : "";
}

/* "12.4", and what it is in the data where that is known. */
static char *
dup_number (const WeftGiven *given, gint64 i)
{
  const WeftTensor *numbers = given->said->numbers->pdata[0];
  g_autofree char *said = weft_format_number ((double) weft_tensor_floats (numbers)[i]);
  g_autofree float *is = NULL;
  g_autofree char *right = NULL;

  if (given->truth < 0 || given->target->ragged >= 0
      || weft_shape_count (&given->target->shape) != weft_shape_count (&numbers->shape))
    return g_steal_pointer (&said);
  is = g_new (float, weft_shape_count (&numbers->shape));
  weft_field_get (given->target, given->truth, is);
  right = weft_format_number ((double) is[i]);
  return g_strdup_printf (_ ("%s (in the data %s)"), said, right);
}

static gint64
count (const WeftGiven *given)
{
  return weft_shape_count (&((const WeftTensor *) given->said->numbers->pdata[0])->shape);
}

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  gint64 n = count (given);
  WeftRole role = given->is_doubtful ? WEFT_ROLE_DIM : WEFT_ROLE_INK;
  const WeftTextStyle name
      = { .size = 12, .width = width, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  const WeftTextStyle number = { .size = n == 1 ? 22 : 13,
                                 .width = width,
                                 .is_bold = !given->is_doubtful,
                                 .color = weft_theme_get (role, is_dark) };
  double row = n == 1 ? LARGE : ROW, top = n == 1 ? MAX ((height - LARGE - ROW) / 2, 0) : 0;

  for (gint64 i = 0; i < n && top + row <= height; i++, top += row)
    {
      g_autofree char *text = dup_number (given, i);

      if (n == 1)
        {
          weft_text_draw (cr, get_name (given, i, n), 4, top, &name);
          top += ROW - 4;
          weft_text_draw (cr, text, 4, top, &number);
          continue;
        }
      weft_text_draw (cr, get_name (given, i, n), 4, top, &name);
      weft_text_draw (cr, text, width / 2, top, &number);
    }
}

static char *
dup_words (const WeftGiven *given)
{
  GString *words = g_string_new (NULL);
  gint64 n = count (given);

  for (gint64 i = 0; i < MIN (n, MOST_TOLD); i++)
    {
      g_autofree char *text = dup_number (given, i);

      g_string_append_printf (words, "%s%s %s", i > 0 ? " · " : "", get_name (given, i, n), text);
    }
  return g_string_free (words, FALSE);
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_NUMBERS;
}

const WeftAnswerView weft_answer_view_numbers
    = { .id = "numbers", .fits = fits, .draw = draw, .dup_words = dup_words };
