/* painted: a set whose points somebody puts on a plane by hand; the node's `points` keeps them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/painted.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/random.h"
#include "engine/base/sentence.h"
#include "engine/data/plane-curve.h"
#include "engine/data/points.h"

#define FARTHEST 1000.0 /* a coordinate from 0 */

/* --- the text --- */

static gboolean
read_point (const char *text, WeftPaintedPoint *point)
{
  char *end;
  gint64 class = g_ascii_strtoll (text, &end, 10);

  if (end == text || class < 0 || class >= WEFT_PAINTED_CLASSES)
    return FALSE;
  point->class = (int) class;
  for (int k = 0; k < 2; k++)
    {
      const char *begin = end;
      double x = g_ascii_strtod (begin, &end);

      if (end == begin || !g_ascii_isspace (*begin) || !(fabs (x) <= FARTHEST))
        return FALSE;
      point->x[k] = (float) x;
    }
  return *end == '\0';
}

/* The text is cut into pieces. */
static gboolean
read_pieces (char **pieces, GArray *points, GError **error)
{
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      WeftPaintedPoint point;

      g_strstrip (pieces[i]);
      if (*pieces[i] == '\0' && pieces[i + 1] == NULL)
        break;
      if (!read_point (pieces[i], &point))
        {
          g_autofree char *shown = weft_brief (pieces[i], WEFT_BRIEF_QUOTE);

          return weft_sentence_refuse (
              error,
              _ ("“%s” is no painted point: a class from 0 to %d and two coordinates, as in "
                 "“0 -0.53 0.12”."),
              shown, WEFT_PAINTED_CLASSES - 1);
        }
      if (points->len == WEFT_PAINTED_MOST)
        return weft_sentence_refuse (error, _ ("More than %d points cannot be painted."),
                                     WEFT_PAINTED_MOST);
      g_array_append_val (points, point);
    }
  return TRUE;
}

GArray *
weft_painted_read (const char *text, GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (WeftPaintedPoint));
  g_auto (GStrv) pieces = g_strsplit (text, ";", -1);

  return read_pieces (pieces, points, error) ? g_steal_pointer (&points) : NULL;
}

char *
weft_painted_write (const GArray *points)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < points->len; i++)
    {
      const WeftPaintedPoint *point = &g_array_index (points, WeftPaintedPoint, i);

      g_string_append_printf (text, "%s%d", i > 0 ? "; " : "", point->class);
      for (int k = 0; k < 2; k++)
        g_string_append_printf (text, " %s",
                                g_ascii_formatd (number, sizeof number, "%g",
                                                 round ((double) point->x[k] * 1000) / 1000 + 0.0));
    }
  return g_string_free (text, FALSE);
}

gboolean
weft_painted_add_sides (GArray *points, const char *curve, int above, int below, int n,
                        guint64 seed, GError **error)
{
  WeftRandom random = { seed, WEFT_STREAM_SOURCE, 0 };

  for (int i = 0; i < n && points->len < WEFT_PAINTED_MOST; i++)
    {
      WeftPaintedPoint point;
      double y;

      for (int k = 0; k < 2; k++)
        point.x[k]
            = WEFT_PAINTED_REACH * (2 * weft_random_uniform (&random, (guint64) (2 * i + k)) - 1);
      if (!weft_curve_evaluate (curve, (double) point.x[0], &y, error))
        return FALSE;
      if (!isfinite (y))
        continue;
      point.class = (double) point.x[1] > y ? above : below;
      g_array_append_val (points, point);
    }
  return TRUE;
}

/* --- the set --- */

static void
fill (const GArray *points, float *x, gint64 *y)
{
  for (guint i = 0; i < points->len; i++)
    {
      const WeftPaintedPoint *point = &g_array_index (points, WeftPaintedPoint, i);

      memcpy (x + 2 * i, point->x, sizeof point->x);
      y[i] = point->class;
    }
}

/* At least two, so that a net has something to tell apart. */
static int
count_classes (const GArray *points)
{
  int n = 2;

  for (guint i = 0; i < points->len; i++)
    n = MAX (n, g_array_index (points, WeftPaintedPoint, i).class + 1);
  return n;
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  g_autoptr (GArray) points = weft_painted_read (params->points, error);
  g_autoptr (WeftDataset) dataset = NULL;

  if (points == NULL)
    return NULL;
  if (points->len == 0)
    {
      weft_sentence_set_error (error, WEFT_ERROR_INVALID, "%s",
                               _ ("Nothing is painted yet. Paint points in the panel Data."));
      return NULL;
    }
  dataset = weft_points_begin ("painted", points->len, count_classes (points), error);
  if (dataset == NULL)
    return NULL;
  fill (points, dataset->fields[0].data, dataset->fields[1].data);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

const WeftSource weft_source_painted = {
  .id = "painted",
  .title = N_ ("Painted"),
  .is_painted = TRUE,
  .make = make,
};
