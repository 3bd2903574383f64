/* two-moments: two steps, of one run or of two, set beside each other in words */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/two-moments.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/metrics/meaning.h"
#include "engine/metrics/metric.h"
#include "engine/state/distance.h"
#include "ui/base/format.h"

#define MOST_FIGURES 16

typedef struct
{
  guint32 series;
  double value;
} Figure;

/* The newest of each figure up to the step. */
static GArray *
list_figures (WeftContext *context, const WeftMoment *moment)
{
  const WeftHost *host = weft_context_get_host (context);
  GArray *figures = g_array_new (FALSE, FALSE, sizeof (Figure));
  g_autoptr (GArray) samples
      = moment->run != 0
            ? host->load_run_samples (host->user, weft_context_get_window (context), moment->run)
            : NULL;

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);
      Figure *found = NULL;

      if (sample->first > moment->step || weft_series_get_meaning (sample->series).direction == 0)
        continue;
      for (guint k = 0; k < figures->len; k++)
        if (g_array_index (figures, Figure, k).series == sample->series)
          found = &g_array_index (figures, Figure, k);
      if (found == NULL)
        {
          g_array_set_size (figures, figures->len + 1);
          found = &g_array_index (figures, Figure, figures->len - 1);
        }
      *found = (Figure){ sample->series, (double) sample->value };
    }
  return figures;
}

static char *
dup_title (guint32 series)
{
  const char *name = weft_series_get_name (series);
  const char *word = strrchr (name, '/');
  const WeftMetric *metric = word != NULL ? weft_metric_find (word + 1) : NULL;
  const char *what = metric != NULL ? _ (metric->title) : _ ("Loss");

  if (g_str_has_prefix (name, "train/"))
    return g_strdup_printf (_ ("%s in training"), what);
  if (g_str_has_prefix (name, "validation/"))
    return g_strdup_printf (_ ("%s in validation"), what);
  return g_strdup (what);
}

static void
add_figures (GPtrArray *lines, const GArray *a, const GArray *b)
{
  for (guint i = 0; i < MIN (a->len, MOST_FIGURES); i++)
    for (guint k = 0; k < b->len; k++)
      {
        const Figure *one = &g_array_index (a, Figure, i), *two = &g_array_index (b, Figure, k);
        gboolean is_share = weft_series_get_meaning (one->series).unit == WEFT_UNIT_SHARE;
        g_autofree char *title = NULL, *left = NULL, *right = NULL;

        if (one->series != two->series)
          continue;
        title = dup_title (one->series);
        left = weft_format_metric (one->value, is_share);
        right = weft_format_metric (two->value, is_share);
        g_ptr_array_add (lines, g_strdup_printf ("%s: %s → %s", title, left, right));
      }
}

static void
add_distances (GPtrArray *lines, WeftGraph *graph, const WeftState *a, const WeftState *b)
{
  g_autoptr (GArray) distances = weft_state_list_distances (a, b);

  for (guint i = 0; i < distances->len; i++)
    {
      const WeftNodeDistance *it = &g_array_index (distances, WeftNodeDistance, i);
      const WeftNode *node = weft_graph_find (graph, it->node);
      g_autofree char *title = node != NULL ? weft_node_dup_title (node) : g_strdup ("?");
      g_autofree char *distance = weft_format_digits (it->distance, 3);
      g_autofree char *share
          = weft_format_share (it->size > 0 ? it->distance / it->size : (double) NAN);

      g_ptr_array_add (lines, g_strdup_printf (_ ("%s: weights %s apart, %s of their size"), title,
                                               distance, share));
    }
}

GPtrArray *
weft_moments_list (WeftContext *context, const WeftMoment moments[2], GError **error)
{
  const WeftHost *host = weft_context_get_host (context);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WeftState) first = NULL, other = NULL;
  g_autoptr (WeftGraph) graph = NULL, second = NULL;
  g_autoptr (GArray) a = NULL, b = NULL;

  first = host->load_run_state (host->user, weft_context_get_window (context), moments[0].run,
                                moments[0].step, &graph, error);
  if (first == NULL)
    return NULL;
  other = host->load_run_state (host->user, weft_context_get_window (context), moments[1].run,
                                moments[1].step, &second, error);
  if (other == NULL)
    return NULL;
  a = list_figures (context, &moments[0]);
  b = list_figures (context, &moments[1]);
  add_figures (lines, a, b);
  add_distances (lines, graph, first, other);
  return g_steal_pointer (&lines);
}
