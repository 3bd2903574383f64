/* nearest: samples whose codes lie nearest to that of what was given, the nearest first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/glyph.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

enum
{
  SIDE = 52,
  GAP = 12,
  HEAD = 20,
  LINE = 14,
  ROW = SIDE + 2 * LINE + 6,
  MOST_TOLD = 3,
};

static guint32
get_sample (const WeftGiven *given, gint64 i)
{
  const WeftTensor *numbers = given->said->numbers->pdata[0];

  return (guint32) weft_tensor_floats (numbers)[2 * i];
}

static gint64
count (const WeftGiven *given)
{
  return ((const WeftTensor *) given->said->numbers->pdata[0])->shape.dims[0];
}

/* Of a sample of the set it is no news that it is like itself. */
static gboolean
is_itself (const WeftGiven *given, gint64 i)
{
  return given->truth >= 0 && get_sample (given, i) == (guint32) given->truth;
}

static char *
dup_class (const WeftGiven *given, gint64 i)
{
  gint64 class = weft_field_get_class (given->target, get_sample (given, i));
  char *name = weft_dataset_dup_class_name (given->model->dataset, given->target, class);

  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, class);
}

static char *
dup_distance (const WeftGiven *given, gint64 i)
{
  const WeftTensor *numbers = given->said->numbers->pdata[0];

  return weft_format_digits ((double) weft_tensor_floats (numbers)[2 * i + 1], 3);
}

/* Where its class is known, those of the same one have a mark. */
static void
draw_one (cairo_t *cr, const WeftGiven *given, const WeftRanges *ranges, gint64 i, double x,
          double y, gboolean is_dark)
{
  gboolean is_same = given->truth >= 0
                     && weft_field_get_class (given->target, get_sample (given, i))
                            == weft_field_get_class (given->target, given->truth);
  g_autofree char *name = dup_class (given, i), *distance = dup_distance (given, i);
  WeftTextStyle style = { .size = 10.5,
                          .width = SIDE + GAP - 4,
                          .is_bold = i == 0 && !given->is_doubtful,
                          .color = weft_theme_get (WEFT_ROLE_INK, is_dark) };

  cairo_save (cr);
  weft_picture_round (cr, x, y, SIDE, SIDE, 5);
  cairo_clip (cr);
  weft_glyph_draw (cr, given->model->dataset, ranges, get_sample (given, i), x, y, SIDE, is_dark);
  cairo_restore (cr);
  if (is_same)
    {
      weft_theme_set_source (cr, WEFT_ROLE_BEST, is_dark);
      weft_picture_round (cr, x, y, SIDE, SIDE, 5);
      cairo_set_line_width (cr, 2);
      cairo_stroke (cr);
    }
  weft_text_draw (cr, name, x, y + SIDE + 1, &style);
  style.is_bold = FALSE;
  style.color = weft_theme_get (WEFT_ROLE_DIM, is_dark);
  weft_text_draw (cr, distance, x, y + SIDE + 1 + LINE, &style);
}

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  const WeftTextStyle head
      = { .size = 11.5, .width = width, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  int columns = MAX (1, (int) ((width + GAP) / (SIDE + GAP)));
  int rows = MAX (1, (int) ((height - HEAD + 6) / ROW)), placed = 0;
  WeftRanges ranges = { 0 };

  weft_ranges_measure (&ranges, given->model->dataset);
  weft_text_draw (cr, _ ("Most like it, and how far off"), 0, 0, &head);
  for (gint64 i = 0; i < count (given) && placed < columns * rows; i++)
    if (!is_itself (given, i))
      {
        draw_one (cr, given, &ranges, i, placed % columns * (SIDE + GAP),
                  HEAD + placed / columns * ROW, is_dark);
        placed++;
      }
  weft_ranges_measure (&ranges, NULL);
}

static char *
dup_words (const WeftGiven *given)
{
  GString *words = g_string_new (NULL);
  int told = 0;

  for (gint64 i = 0; i < count (given) && told < MOST_TOLD; i++)
    if (!is_itself (given, i))
      {
        g_autofree char *name = dup_class (given, i), *distance = dup_distance (given, i);

        g_string_append_printf (words, "%s%s %s", told++ > 0 ? " · " : "", name, distance);
      }
  return g_string_free (words, FALSE);
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return TRUE;
}

const WeftAnswerView weft_answer_view_nearest
    = { .id = "nearest", .of_codes = TRUE, .fits = fits, .draw = draw, .dup_words = dup_words };
