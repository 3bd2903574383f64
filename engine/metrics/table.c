/* table: the metrics, in the order of metrics.def */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <math.h>

#define WEFT_METRIC(id) extern const WeftMetric weft_metric_##id;
#include "engine/metrics/metrics.def"
#undef WEFT_METRIC

static const WeftMetric *const table[] = {
#define WEFT_METRIC(id) &weft_metric_##id,
#include "engine/metrics/metrics.def"
#undef WEFT_METRIC
};

const WeftMetric *const *
weft_metrics (guint *n)
{
  *n = G_N_ELEMENTS (table);
  return table;
}

const WeftMetric *
weft_metric_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i]->id, id))
      return table[i];
  return NULL;
}

#define TRIED 2 /* samples: R² is not defined for one */

static WeftShape
shape_of_few (const WeftShape *shape)
{
  WeftShape few = *shape;

  few.rank = MAX (1, few.rank);
  few.dims[0] = TRIED;
  return few;
}

/* Tried on zeros: a metric that has nothing to say there never has. */
gboolean
weft_metric_fits (const WeftMetric *metric, const WeftShape *prediction, const WeftShape *target)
{
  WeftShape given = shape_of_few (prediction), wanted = shape_of_few (target);
  g_autofree float *zeros = g_malloc0 (weft_shape_bytes (&given));
  g_autofree char *labels = g_malloc0 (weft_shape_bytes (&wanted));

  return !isnan (metric->compute (zeros, &given, labels, &wanted, TRIED));
}

char *
weft_metrics_dup_ids (void)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_string_append_printf (ids, "%s%s", i ? ", " : "", table[i]->id);
  return g_string_free (ids, FALSE);
}

guint
weft_metrics_count (const char *ids)
{
  g_auto (GStrv) words = g_strsplit_set (ids, " ,", -1);
  guint n = 0;

  for (guint i = 0; words[i]; i++)
    n += *words[i] != '\0';
  return n;
}

char *
weft_metrics_dup_unknown (const char *ids)
{
  g_auto (GStrv) words = g_strsplit_set (ids, " ,", -1);

  for (guint i = 0; words[i]; i++)
    if (*words[i] && !weft_metric_find (words[i]))
      return g_strdup (words[i]);
  return NULL;
}

int
weft_metric_argmax (const float *logits, int n)
{
  int best = 0;

  for (int i = 1; i < n; i++)
    if (logits[i] > logits[best])
      best = i;
  return best;
}
