/* runs: which run of a project is meant when none is named */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs.h"

gint64
weft_runs_find_newest (WeftStore *store)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  gint64 newest = 0;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const WeftRunInfo *run = g_ptr_array_index (runs, i);

      if (run->last_frame >= 0)
        newest = run->id;
    }
  return newest;
}
