/* thresholds: what answers of yes or no come to at every threshold, and what their mistakes cost */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/thresholds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define Z 1.959964   /* of a normal deviate so much is exceeded with 2.5 % either way */
#define FARTHEST 1e9 /* log odds, in place of ∞ where distances are compared */

static int
compare (const void *a, const void *b)
{
  double x = ((const WeftRated *) a)->score, y = ((const WeftRated *) b)->score;

  return (x < y) - (x > y);
}

static void
place_thresholds (WeftOperating *operating)
{
  WeftOperatingPoint *points = operating->points;

  for (guint i = 1; i + 1 < operating->n; i++)
    points[i].threshold = points[i + 1].least + (points[i].least - points[i + 1].least) / 2;
  points[operating->n - 1].threshold = -INFINITY;
  points[0].threshold = INFINITY;
}

WeftOperating *
weft_operating_new (const WeftRated *rated, gsize n)
{
  WeftOperating *operating = g_new0 (WeftOperating, 1);
  g_autofree WeftRated *sorted = g_new (WeftRated, MAX (n, 1));
  WeftOperatingPoint *point;

  if (n > 0)
    memcpy (sorted, rated, n * sizeof *sorted);
  qsort (sorted, n, sizeof *sorted, compare);
  for (gsize i = 0; i < n; i++)
    {
      operating->yes += sorted[i].is_yes != FALSE;
      operating->no += sorted[i].is_yes == FALSE;
    }
  point = operating->points = g_new0 (WeftOperatingPoint, n + 1);
  *point = (WeftOperatingPoint){ .least = INFINITY,
                                 .decided = { 0, 0, operating->yes, operating->no } };
  for (gsize i = 0; i < n; i++)
    {
      if (sorted[i].score < point->least)
        {
          point[1] = point[0];
          point++;
        }
      point->least = sorted[i].score;
      point->decided.hits += sorted[i].is_yes != FALSE;
      point->decided.missed -= sorted[i].is_yes != FALSE;
      point->decided.alarms += sorted[i].is_yes == FALSE;
      point->decided.passed -= sorted[i].is_yes == FALSE;
    }
  operating->n = (guint) (point - operating->points) + 1;
  place_thresholds (operating);
  return operating;
}

void
weft_operating_free (WeftOperating *operating)
{
  g_free (operating->points);
  g_free (operating);
}

guint
weft_operating_find (const WeftOperating *operating, double threshold)
{
  guint low = 0, above = operating->n; /* point low is called at the threshold, `above` is not */

  while (low + 1 < above)
    {
      guint middle = (low + above) / 2;

      if (operating->points[middle].least >= threshold)
        low = middle;
      else
        above = middle;
    }
  return low;
}

guint
weft_operating_find_cheapest (const WeftOperating *operating, double missed, double alarm)
{
  double wanted = CLAMP (log (alarm / missed), -FARTHEST, FARTHEST);
  double least = INFINITY, nearest = INFINITY;
  guint best = 0;

  if (isnan (wanted)) /* nothing costs anything */
    wanted = 0;
  for (guint i = 0; i < operating->n; i++)
    {
      const WeftOperatingPoint *point = &operating->points[i];
      double cost = weft_decided_get_cost (&point->decided, missed, alarm);
      double distance = fabs (CLAMP (point->threshold, -FARTHEST, FARTHEST) - wanted);

      if (cost > least || (cost == least && distance >= nearest))
        continue;
      least = cost;
      nearest = distance;
      best = i;
    }
  return best;
}

void
weft_decided_add (WeftDecided *decided, const WeftRated *rated, double threshold)
{
  gboolean is_called = rated->score >= threshold;

  decided->hits += is_called && rated->is_yes;
  decided->alarms += is_called && !rated->is_yes;
  decided->missed += !is_called && rated->is_yes;
  decided->passed += !is_called && !rated->is_yes;
}

WeftDecided
weft_decided_at (const WeftRated *rated, gsize n, double threshold)
{
  WeftDecided decided = { 0 };

  for (gsize i = 0; i < n; i++)
    weft_decided_add (&decided, &rated[i], threshold);
  return decided;
}

double
weft_decided_get_cost (const WeftDecided *decided, double missed, double alarm)
{
  return (double) decided->missed * missed + (double) decided->alarms * alarm;
}

static double
get_share (gint64 part, gint64 other)
{
  return part + other > 0 ? (double) part / (double) (part + other) : NAN;
}

double
weft_decided_get_sensitivity (const WeftDecided *decided)
{
  return get_share (decided->hits, decided->missed);
}

double
weft_decided_get_specificity (const WeftDecided *decided)
{
  return get_share (decided->passed, decided->alarms);
}

double
weft_decided_get_alarms (const WeftDecided *decided)
{
  return get_share (decided->alarms, decided->passed);
}

double
weft_decided_get_precision (const WeftDecided *decided)
{
  return get_share (decided->hits, decided->alarms);
}

double
weft_decided_get_negative (const WeftDecided *decided)
{
  return get_share (decided->passed, decided->missed);
}

double
weft_decided_get_called (const WeftDecided *decided)
{
  return get_share (decided->hits + decided->alarms, decided->missed + decided->passed);
}

double
weft_decided_get_yes (const WeftDecided *decided)
{
  return get_share (decided->hits + decided->missed, decided->alarms + decided->passed);
}

void
weft_share_get_interval (gint64 k, gint64 n, double ends[2])
{
  double count = (double) n, share = n > 0 ? (double) k / count : 0;
  double middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count);
  double half
      = Z * sqrt (share * (1 - share) / count + Z * Z / (4 * count * count)) / (1 + Z * Z / count);

  ends[0] = n > 0 ? MAX (middle - half, 0) : 0;
  ends[1] = n > 0 ? MIN (middle + half, 1) : 1;
}
