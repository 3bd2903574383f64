/* found: what is found in a picture, framed in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/answers/asked-picture.h"
#include "ui/plots/plot-text.h"

#define LINE 18
#define NUMBERS 6 /* class, left, top, right, bottom in pixels, score */

static char *
dup_name (const WeftGiven *given, const float *box)
{
  g_autofree char *share = weft_format_share ((double) box[5]);
  g_autofree char *name
      = weft_dataset_dup_class_name (given->model->dataset, given->target, (gint64) box[0]);

  return name != NULL ? g_strdup_printf ("%s %s", name, share)
                      : g_strdup_printf ("%d %s", (int) box[0], share);
}

/* Each in its class's colour, and in a list beside the picture. */
static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  const WeftTensor *boxes = given->said->numbers->pdata[0];
  const gint64 *dims = weft_dataset_get_x (given->model->dataset)->shape.dims;
  const WeftTextStyle none = { .size = 11.5, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  double placed[4], top = 2;

  weft_asked_picture_draw (cr, given, width * 0.7, height, is_dark, placed);
  if (boxes->shape.dims[0] == 0)
    weft_text_draw (cr, _ ("nothing found"), placed[0] + placed[2] + 10, top, &none);
  cairo_set_line_width (cr, 2);
  for (gint64 i = 0; i < boxes->shape.dims[0]; i++)
    {
      const float *box = weft_tensor_floats (boxes) + i * NUMBERS;
      GdkRGBA color = weft_theme_get_class ((int) box[0], is_dark);
      const WeftTextStyle style = { .size = 11.5, .is_bold = TRUE, .color = color };
      g_autofree char *name = dup_name (given, box);
      double x = placed[2] / (double) dims[2], y = placed[3] / (double) dims[1];

      gdk_cairo_set_source_rgba (cr, &color);
      cairo_rectangle (cr, placed[0] + (double) box[1] * x, placed[1] + (double) box[2] * y,
                       (double) (box[3] - box[1]) * x, (double) (box[4] - box[2]) * y);
      cairo_stroke (cr);
      if (top + LINE > height)
        continue;
      weft_text_draw (cr, name, placed[0] + placed[2] + 10, top, &style);
      top += LINE;
    }
}

static char *
dup_words (const WeftGiven *given)
{
  const WeftTensor *boxes = given->said->numbers->pdata[0];
  GString *words = g_string_new (NULL);

  for (gint64 i = 0; i < boxes->shape.dims[0]; i++)
    {
      g_autofree char *name = dup_name (given, weft_tensor_floats (boxes) + i * NUMBERS);

      g_string_append_printf (words, "%s%s", i > 0 ? " · " : "", name);
    }
  if (boxes->shape.dims[0] == 0)
    g_string_append (words, _ ("nothing found"));
  return g_string_free (words, FALSE);
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_BOXES
         && weft_asked_picture_fits (model);
}

const WeftAnswerView weft_answer_view_found
    = { .id = "found", .fits = fits, .draw = draw, .dup_words = dup_words };
