/* report: checks a test's net and looks into what is said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/engine/net.h"

static inline WeftReport *
check (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);

  return weft_check (graph, catalog);
}

static inline const WeftDiagnostic *
find (const WeftReport *report, const char *code)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (strcmp (diagnostic->code, code) == 0)
        return diagnostic;
    }
  return NULL;
}

static inline void
print_all (const WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      g_autofree char *message = weft_diagnostic_dup_message (report->diagnostics->pdata[i]);

      g_test_message ("%s", message);
    }
}

static inline void
remove_named (WeftGraph *graph, const char *name)
{
  net_apply (graph, weft_edit_remove_node (net_id (graph, name)));
}

static inline void
cut (WeftGraph *graph, const char *name, int input)
{
  net_apply (graph,
             weft_edit_remove_wire (weft_graph_find_wire_to (graph, net_id (graph, name), input)));
}
