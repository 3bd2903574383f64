/* numbers: what is predicted, in its own unit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/called.h"
#include "engine/train/model/judges.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/plot-text.h"

enum
{
  ROW = 22,
  LARGE = 30,
  MOST_TOLD = 8,
  FEWEST = 4, /* numbers that are a line */
  VALUE = 34, /* px that one of them takes */
};

/* A yes or no each. */
static gboolean
are_chances (const WeftGiven *given)
{
  return weft_model_judges_chances (given->model, given->said->judge);
}

static const float *
get_said (const WeftGiven *given)
{
  const WeftTensor *numbers = given->said->numbers->pdata[0];

  return weft_tensor_floats (numbers);
}

/* What the number is called, or what the whole is. */
static const char *
get_name (const WeftGiven *given, gint64 i, gint64 n)
{
  const WeftField *field = given->target;
  const WeftDataset *dataset = given->model->dataset;
  const char *name = weft_called_feature (dataset, field, i);

  if (name != NULL)
    return name;
  return n == 1 && field->title != NULL ? weft_called_field (dataset, field) : "";
}

/* What it is in the data, where that is known; nullable. */
static float *
dup_truth (const WeftGiven *given)
{
  const WeftTensor *numbers = given->said->numbers->pdata[0];
  float *is;

  if (given->truth < 0 || given->target->ragged >= 0
      || weft_shape_count (&given->target->shape) != weft_shape_count (&numbers->shape))
    return NULL;
  is = g_new (float, weft_shape_count (&numbers->shape));
  weft_field_get (given->target, given->truth, is);
  return is;
}

/* "12.4", or "94.5 %", and what it is in the data where that is known. */
static char *
dup_number (const WeftGiven *given, const float *numbers, gint64 i)
{
  g_autofree char *said = are_chances (given) ? weft_format_share ((double) numbers[i])
                                              : weft_format_number ((double) numbers[i]);
  g_autofree float *is = dup_truth (given);
  g_autofree char *right = NULL;

  if (is == NULL)
    return g_steal_pointer (&said);
  right = weft_format_number ((double) is[i]);
  return g_strdup_printf (_ ("%s (in the data %s)"), said, right);
}

/* The same where there is less room: of what is so in the data a tick says it. */
static char *
dup_brief (const WeftGiven *given, const float *numbers, gint64 i)
{
  g_autofree float *is = are_chances (given) ? dup_truth (given) : NULL;
  g_autofree char *said = NULL;

  if (!are_chances (given))
    return dup_number (given, numbers, i);
  said = weft_format_share ((double) numbers[i]);
  return is != NULL && is[i] >= 0.5f ? g_strdup_printf ("%s ✓", said) : g_steal_pointer (&said);
}

static gint64
count (const WeftGiven *given)
{
  return weft_shape_count (&((const WeftTensor *) given->said->numbers->pdata[0])->shape);
}

typedef struct
{
  gint64 i;
  float number;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  return x->number != y->number ? (x->number < y->number) - (x->number > y->number)
                                : (x->i > y->i) - (x->i < y->i);
}

/* The order in which they are told: their own, or of chances the highest first. */
static Place *
list_places (const WeftGiven *given, const float *numbers, gint64 n)
{
  Place *places = g_new (Place, n + 1);

  for (gint64 i = 0; i < n; i++)
    places[i] = (Place){ i, numbers[i] };
  if (are_chances (given))
    qsort (places, (gsize) n, sizeof *places, compare_places);
  return places;
}

/* --- numbers without names that follow each other: a line --- */

static gboolean
is_line (const WeftGiven *given)
{
  return count (given) >= FEWEST && given->target->feature_names == NULL;
}

/* What is said; and what is in the data, nullable. */
typedef struct
{
  const float *said, *is;
  gint64 n;
  double low, high, box[4];
} Line;

static void
trace (cairo_t *cr, const Line *line, const float *x)
{
  for (gint64 i = 0; i < line->n; i++)
    cairo_line_to (cr, line->box[0] + line->box[2] * (double) i / (double) (line->n - 1),
                   line->box[1]
                       + line->box[3] * (line->high - (double) x[i]) / (line->high - line->low));
}

static void
measure (Line *line)
{
  line->low = INFINITY;
  line->high = -INFINITY;
  for (gint64 i = 0; i < line->n; i++)
    for (int k = 0; k < (line->is != NULL ? 2 : 1); k++)
      {
        double x = (double) (k == 0 ? line->said : line->is)[i];

        line->low = MIN (line->low, x);
        line->high = MAX (line->high, x);
      }
  if (!(line->low < line->high))
    {
      line->low -= 1;
      line->high += 1;
    }
}

static gboolean
has_room_for_values (const Line *line)
{
  return line->box[2] / (double) line->n > VALUE;
}

/* The numbers of the axis where no point has its own. */
static void
draw_ends (cairo_t *cr, const Line *line, gboolean is_dark)
{
  const WeftTextStyle tick
      = { .size = 10.5, .align = 1, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  for (int k = 0; k < 2; k++)
    {
      g_autofree char *text = weft_format_number (k == 0 ? line->high : line->low);
      double y = line->box[1] + k * line->box[3];

      weft_theme_set_source (cr, WEFT_ROLE_GRID, is_dark);
      cairo_rectangle (cr, line->box[0], floor (y), line->box[2], 1);
      cairo_fill (cr);
      if (!has_room_for_values (line))
        weft_text_draw (cr, text, line->box[0] - 6, y - 8, &tick);
    }
}

/* What each is, while there is room. */
static void
draw_values (cairo_t *cr, const Line *line, WeftRole role, gboolean is_dark)
{
  const WeftTextStyle style = {
    .size = 11, .align = 0.5, .is_bold = TRUE, .color = weft_theme_get (WEFT_ROLE_INK, is_dark)
  };

  for (gint64 i = 0; i < line->n; i++)
    {
      g_autofree char *text = weft_format_number ((double) line->said[i]);
      double x = line->box[0] + line->box[2] * (double) i / (double) (line->n - 1);
      double y = line->box[1]
                 + line->box[3] * (line->high - (double) line->said[i]) / (line->high - line->low);

      cairo_arc (cr, x, y, 3, 0, 2 * G_PI);
      weft_theme_set_source (cr, role, is_dark);
      cairo_fill (cr);
      if (has_room_for_values (line))
        weft_text_draw (cr, text, x, y - 19, &style);
    }
}

static void
draw_key (cairo_t *cr, const Line *line, WeftRole role, gboolean is_dark)
{
  const WeftTextStyle style = { .size = 11, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  double x = line->box[0];

  for (int k = 0; k < (line->is != NULL ? 2 : 1); k++)
    {
      weft_theme_set_source (cr, k == 0 ? role : WEFT_ROLE_BEST, is_dark);
      cairo_rectangle (cr, x, 7, 14, 2);
      cairo_fill (cr);
      x += 20;
      x += weft_text_draw (cr, k == 0 ? _ ("said") : _ ("in the data"), x, 0, &style) + 16;
    }
}

static void
draw_line (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  g_autofree float *is = dup_truth (given);
  WeftRole role = given->is_doubtful ? WEFT_ROLE_FAINT : WEFT_ROLE_TRAIN;
  const double dashes[2] = { 5, 3 };
  const float *said = get_said (given);
  Line line = { .said = said,
                .is = is,
                .n = count (given),
                .box = { 52, 40, MAX (width - 80, 8), MAX (height - 52, 8) } };

  measure (&line);
  draw_key (cr, &line, role, is_dark);
  draw_ends (cr, &line, is_dark);
  cairo_set_line_width (cr, 1.6);
  if (is != NULL)
    {
      cairo_set_dash (cr, dashes, 2, 0);
      trace (cr, &line, is);
      weft_theme_set_source (cr, WEFT_ROLE_BEST, is_dark);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  trace (cr, &line, line.said);
  weft_theme_set_source (cr, role, is_dark);
  cairo_stroke (cr);
  draw_values (cr, &line, role, is_dark);
}

/* --- else a row each --- */

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  gint64 n = count (given);
  const float *numbers = get_said (given);
  g_autofree Place *places = list_places (given, numbers, n);
  WeftRole role = given->is_doubtful ? WEFT_ROLE_DIM : WEFT_ROLE_INK;
  gboolean is_named = given->target->feature_names != NULL;
  double left = is_named && n > 1 ? width * (are_chances (given) ? 0.6 : 0.4) : 4;
  const WeftTextStyle name = { .size = 12,
                               .width = n > 1 ? left - 8 : width,
                               .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  const WeftTextStyle number = { .size = n == 1 ? 22 : 13,
                                 .width = width - left,
                                 .is_bold = !given->is_doubtful,
                                 .color = weft_theme_get (role, is_dark) };
  double row = n == 1 ? LARGE : ROW, top = n == 1 ? MAX ((height - LARGE - ROW) / 2, 0) : 0;

  if (is_line (given))
    {
      draw_line (cr, given, width, height, is_dark);
      return;
    }
  for (gint64 k = 0; k < n && top + row <= height; k++, top += row)
    {
      gint64 i = places[k].i;
      g_autofree char *text = dup_brief (given, numbers, i);

      if (n == 1)
        {
          weft_text_draw (cr, get_name (given, i, n), 4, top, &name);
          top += ROW - 4;
          weft_text_draw (cr, text, 4, top, &number);
          continue;
        }
      weft_text_draw (cr, get_name (given, i, n), 4, top, &name);
      weft_text_draw (cr, text, left, top, &number);
    }
}

static char *
dup_words (const WeftGiven *given)
{
  GString *words = g_string_new (NULL);
  gint64 n = count (given);
  const float *numbers = get_said (given);
  g_autofree Place *places = list_places (given, numbers, n);

  for (gint64 k = 0; k < MIN (n, MOST_TOLD); k++)
    {
      gint64 i = places[k].i;
      g_autofree char *text = dup_number (given, numbers, i);

      g_string_append_printf (words, "%s%s %s", k > 0 ? " · " : "", get_name (given, i, n), text);
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
