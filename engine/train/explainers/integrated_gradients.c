/* integrated_gradients: (x − x₀) · ∫₀¹ ∂s/∂x (x₀ + α (x − x₀)) dα, which add up to s(x) − s(x₀)
 * (Sundararajan, Taly and Yan 2017)
 *
 * The integral is a sum over the middles of pieces, equal at first. What a piece should add up to
 * is known, for it is what is asked at its ends: one that misses it is cut in two, so that the way
 * is short where much happens, as a sound becomes audible. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NEAR 1.5e-4 /* of the whole, that a piece may miss */
#define MOST_STEPS 1024
#define MOST_POINTS 8192 /* in all */

typedef struct
{
  int steps;
  double baseline;
} Integrated;

static const WeftParam params[] = {
  WEFT_INT (Integrated, steps, 32, 1, MOST_STEPS, .ui_max = 256, .label = N_ ("Steps"),
            .help = N_ ("On how many points of the way gradients are taken; more where they are "
                        "too few")),
  WEFT_REAL (Integrated, baseline, 0, -1e6, 1e6, .ui_max = 1, .label = N_ ("Baseline"),
             .help = N_ ("The number that stands for nothing, as the network is given it")),
  { NULL },
};

/* Of the way, from 0 to 1, and what is asked at its ends. */
typedef struct
{
  double from, to, low, high;
} Piece;

/* A way from the baseline to the sample. */
typedef struct
{
  WeftPass *pass;
  double baseline;
  const float *ends[WEFT_MAX_FOOTINGS]; /* the sample's numbers */
  double *sums[WEFT_MAX_FOOTINGS]; /* of gradients times the length of their piece, by number */
  GArray *pieces;                  /* Piece: still to be walked */
  double added;                    /* what all parts add up to so far */
} Way;

static gint64
count_of (const WeftFooting *footing)
{
  return footing->places * footing->width;
}

/* What stands for a word is a row of numbers: nothing is zeros. */
static float
get_start (const Way *way, const WeftFooting *footing)
{
  return footing->is_input ? (float) way->baseline : 0.0f;
}

static void
place (const Way *way, gint64 row, double along)
{
  for (guint g = 0; g < way->pass->n_footings; g++)
    {
      const WeftFooting *footing = &way->pass->footings[g];
      gint64 count = count_of (footing);
      float start = get_start (way, footing), *at = way->pass->at[g] + row * count;

      for (gint64 i = 0; i < count; i++)
        at[i] = start + (float) along * (way->ends[g][i] - start);
    }
}

/* What the piece around row adds up to. */
static double
measure_piece (const Way *way, gint64 row, double length)
{
  double sum = 0;

  for (guint g = 0; g < way->pass->n_footings; g++)
    {
      const WeftFooting *footing = &way->pass->footings[g];
      gint64 count = count_of (footing);
      const float *gradient = weft_pass_get_gradient (way->pass, g);

      for (gint64 i = 0; gradient != NULL && i < count; i++)
        sum += (double) gradient[row * count + i]
               * (double) (way->ends[g][i] - get_start (way, footing));
    }
  return sum * length;
}

static void
add_piece (const Way *way, gint64 row, double length)
{
  for (guint g = 0; g < way->pass->n_footings; g++)
    {
      gint64 count = count_of (&way->pass->footings[g]);
      const float *gradient = weft_pass_get_gradient (way->pass, g);

      for (gint64 i = 0; gradient != NULL && i < count; i++)
        way->sums[g][i] += (double) gradient[row * count + i] * length;
    }
}

/* FALSE: interrupted. scores: what is asked at n points of the way. */
static gboolean
ask (const Way *way, const double *points, gint64 n, double *scores)
{
  for (gint64 done = 0, rows; done < n; done += rows)
    {
      rows = MIN (way->pass->n, n - done);
      for (gint64 i = 0; i < way->pass->n; i++)
        place (way, i, points[done + MIN (i, rows - 1)]);
      if (!weft_pass_run (way->pass))
        return FALSE;
      for (gint64 i = 0; i < rows; i++)
        scores[done + i] = weft_pass_get_score (way->pass, i);
    }
  return TRUE;
}

/* FALSE: interrupted. */
static gboolean
cut_way (Way *way, int steps)
{
  g_autofree double *points = g_new (double, steps + 1), *scores = g_new (double, steps + 1);

  for (int i = 0; i <= steps; i++)
    points[i] = (double) i / steps;
  if (!ask (way, points, steps + 1, scores))
    return FALSE;
  for (int i = 0; i < steps; i++)
    {
      const Piece piece = { points[i], points[i + 1], scores[i], scores[i + 1] };

      g_array_append_val (way->pieces, piece);
    }
  return TRUE;
}

/* Piece i, in whose middle the pass is at row i: done, or cut in two. */
static void
settle (Way *way, const Piece *piece, gint64 row, double most, gboolean is_last)
{
  double middle = (piece->from + piece->to) / 2, score = weft_pass_get_score (way->pass, row);
  double length = piece->to - piece->from, sum = measure_piece (way, row, length);
  const Piece left = { piece->from, middle, piece->low, score },
              right = { middle, piece->to, score, piece->high };

  if (!is_last && fabs (sum - (piece->high - piece->low)) > most)
    {
      g_array_append_val (way->pieces, left);
      g_array_append_val (way->pieces, right);
      return;
    }
  add_piece (way, row, length);
  way->added += sum;
}

/* FALSE: interrupted. */
static gboolean
walk (Way *way, double whole)
{
  g_autofree Piece *now = g_new (Piece, way->pass->n);

  for (gint64 points = 0, rows; way->pieces->len > 0; points += rows)
    {
      rows = MIN (way->pass->n, (gint64) way->pieces->len);
      for (gint64 i = 0; i < rows; i++)
        now[i] = g_array_index (way->pieces, Piece, way->pieces->len - (guint) rows + (guint) i);
      g_array_set_size (way->pieces, way->pieces->len - (guint) rows);
      for (gint64 i = 0; i < way->pass->n; i++)
        {
          const Piece *piece = &now[MIN (i, rows - 1)];

          place (way, i, (piece->from + piece->to) / 2);
        }
      if (!weft_pass_run (way->pass))
        return FALSE;
      for (gint64 i = 0; i < rows; i++)
        settle (way, &now[i], i, NEAR * fabs (whole), points > MOST_POINTS);
    }
  return TRUE;
}

static gboolean
tell (const Way *way, const WeftExplaining *explaining, WeftExplanation *explanation,
      GError **error)
{
  for (guint g = 0; g < way->pass->n_footings; g++)
    {
      const WeftFooting *footing = &way->pass->footings[g];
      float *numbers = weft_explanation_begin (explanation, explaining, footing->field, error);

      if (numbers == NULL)
        return FALSE;
      for (gint64 i = 0; i < count_of (footing); i++)
        numbers[i / footing->width]
            += (float) way->sums[g][i] * (way->ends[g][i] - get_start (way, footing));
    }
  return TRUE;
}

/* FALSE without an error: interrupted. */
static gboolean
go (Way *way, const WeftExplaining *explaining, int steps, WeftExplanation *explanation,
    GError **error)
{
  double whole;

  if (!cut_way (way, steps))
    return FALSE;
  whole = weft_explaining_get_score (explaining) - g_array_index (way->pieces, Piece, 0).low;
  if (!walk (way, whole))
    return FALSE;
  explanation->rest = fabs (way->added - whole) / MAX (fabs (whole), 1e-6);
  return tell (way, explaining, explanation, error);
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  const Integrated *integrated = record;
  g_auto (WeftPass) pass = { NULL };
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  Way way = { .pass = &pass, .baseline = integrated->baseline, .pieces = pieces };
  gint64 numbers = 0;
  gboolean done;

  for (guint g = 0; g < explaining->n_footings; g++)
    numbers += count_of (&explaining->footings[g]);
  if (!weft_pass_init (&pass, explaining, explaining->answer, explaining->footings,
                       explaining->n_footings, weft_explaining_at_once (numbers), error))
    return FALSE;
  for (guint g = 0; g < pass.n_footings; g++)
    {
      way.ends[g] = weft_explaining_get (explaining, pass.footings[g].value);
      way.sums[g] = g_new0 (double, count_of (&pass.footings[g]));
    }
  done = go (&way, explaining, integrated->steps, explanation, error);
  for (guint g = 0; g < pass.n_footings; g++)
    g_free (way.sums[g]);
  return done;
}

const WeftExplainerRow weft_explainer_integrated_gradients = {
  .id = "integrated_gradients",
  .title = N_ ("Integrated gradients"),
  .summary = N_ ("What each part of the sample adds to the answer on the way from nothing to it."),
  .form = WEFT_EXPLAINED_SIGNED,
  .params = params,
  .record_size = sizeof (Integrated),
  .fits = weft_explaining_has_footings,
  .needs = N_ ("No gradient leads from the answer to single parts of the sample."),
  .explain = explain,
};
