/* table: the metrics, in the order of metrics.def */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <string.h>

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

char *
weft_metrics_dup_ids (void)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i]->add || table[i]->add_sequence || table[i]->add_whole)
      g_string_append_printf (ids, "%s%s", ids->len ? ", " : "", table[i]->id);
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

static gboolean
is_criterion (const char *id)
{
  const char *dot = strrchr (id, '.');

  return weft_metric_find (dot ? dot + 1 : id) || (dot && g_str_equal (dot, ".loss"));
}

char *
weft_metrics_dup_unknown (const char *ids)
{
  g_auto (GStrv) words = g_strsplit_set (ids, " ,", -1);

  for (guint i = 0; words[i]; i++)
    if (*words[i] && !is_criterion (words[i]))
      return g_strdup (words[i]);
  return NULL;
}

int
weft_metric_argmax (const float *logits, gint64 n)
{
  gint64 best = 0;

  for (gint64 i = 1; i < n; i++)
    if (logits[i] > logits[best])
      best = i;
  return (int) best;
}
