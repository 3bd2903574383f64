/* small-ways: a graph for each recipe, come to by what the checker offers alone; for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/bring.h"
#include "engine/plan/check.h"
#include "small-net.h"

#define MOST_PRESSED 4 /* data, and what is missing of it */

static inline void
ways_choose_data (WeftGraph *graph, const char *source)
{
  g_autofree char *params = g_strdup_printf ("{'source': <'%s'>, 'count': <int64 100>}", source);

  net_add (graph, "data", "data", params);
}

/* What a user has learnt before. */
static inline void
ways_bring (WeftGraph *graph, gint64 node)
{
  static const char *const layers[] = { "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) teacher = net_new ("{'source': <'moons'>}", layers, "cross_entropy");
  g_autoptr (GError) error = NULL;
  WeftEdit *edit = weft_bring_dup_edit (graph, node, "teacher", teacher, &error);

  g_assert_no_error (error);
  net_apply (graph, edit);
}

static inline void
ways_press (WeftGraph *graph, const WeftDiagnostic *diagnostic, const WeftFix *fix,
            const char *source)
{
  g_test_message ("%s: %s", diagnostic->code, fix->label);
  if (fix->edit != NULL)
    net_apply (graph, weft_edit_ref (fix->edit));
  else if (g_str_equal (fix->kind, "choose-data"))
    ways_choose_data (graph, source);
  else if (g_str_equal (fix->kind, "bring-network"))
    ways_bring (graph, diagnostic->node);
  else
    g_assert_not_reached ();
}

/* The first button that is offered; FALSE: none is. */
static inline gboolean
ways_press_first (WeftGraph *graph, const WeftReport *report, const char *source)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (diagnostic->severity == WEFT_SEVERITY_NOTE || diagnostic->fixes == NULL)
        continue;
      ways_press (graph, diagnostic, diagnostic->fixes->pdata[0], source);
      return TRUE;
    }
  return FALSE;
}

static inline gboolean
ways_is_fine (const WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    if (((const WeftDiagnostic *) report->diagnostics->pdata[i])->severity != WEFT_SEVERITY_NOTE)
      return FALSE;
  return report->can_train;
}

/* Buttons are pressed until nothing is to be said of it. pressed: how many. */
static inline WeftGraph *
ways_make (const char *recipe, WeftCatalog *catalog, int *pressed)
{
  const char *source = g_str_equal (recipe, "masked") ? "dates" : "moons";
  WeftGraph *graph = weft_graph_new ();

  net_train (graph, "recipe", g_variant_new_string (recipe));
  for (*pressed = 0;; (*pressed)++)
    {
      g_autoptr (WeftReport) report = weft_check (graph, catalog);

      if (ways_is_fine (report))
        return graph;
      g_assert_cmpint (*pressed, <, MOST_PRESSED);
      g_assert_true (ways_press_first (graph, report, source));
    }
}
