/* history: what people say of runs, and runs that go for good */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said of a run is remembered with the project's views, for it is no part of the document
 * and decides no bit. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "projects/store/store-private.h"

/* --- marks --- */

static char *
dup_key (gint64 run)
{
  return g_strdup_printf ("run-%" G_GINT64_FORMAT, run);
}

void
weft_run_mark_clear (WeftRunMark *mark)
{
  g_clear_pointer (&mark->note, g_free);
}

void
weft_store_get_run_mark (WeftStore *store, gint64 run, WeftRunMark *mark)
{
  g_autofree char *key = dup_key (run);
  g_autoptr (GVariant) value = weft_store_get_view (store, key);

  *mark = (WeftRunMark){ NULL };
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
    return;
  g_variant_lookup (value, "note", "s", &mark->note);
  g_variant_lookup (value, "star", "b", &mark->is_starred);
  g_variant_lookup (value, "bin", "b", &mark->is_binned);
}

void
weft_store_set_run_mark (WeftStore *store, gint64 run, const WeftRunMark *mark)
{
  g_autofree char *key = dup_key (run);
  GVariantBuilder value;

  g_variant_builder_init (&value, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&value, "{sv}", "note",
                         g_variant_new_string (mark->note != NULL ? mark->note : ""));
  g_variant_builder_add (&value, "{sv}", "star", g_variant_new_boolean (mark->is_starred));
  g_variant_builder_add (&value, "{sv}", "bin", g_variant_new_boolean (mark->is_binned));
  weft_store_set_view (store, key, g_variant_builder_end (&value));
}

/* --- the graph of a run --- */

WeftGraph *
weft_store_load_run_graph (WeftStore *store, gint64 run, GError **error)
{
  g_auto (WeftRunRecord) record = { 0 };

  if (!weft_store_load_record (store, run, &record, error))
    return NULL;
  for (guint i = record.entries->len; i-- > 0;)
    {
      const WeftJournalEntry *entry = record.entries->pdata[i];

      if (entry->graph != NULL)
        return weft_graph_deserialize (entry->graph, error);
    }
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
               _ ("Run %" PRId64 ": nothing was learnt in it, so its network was not kept"), run);
  return NULL;
}

/* --- the end of a run --- */

static gboolean
is_of_run (gpointer key, gpointer value, gpointer run)
{
  return ((const WeftSeries *) key)->run == *(gint64 *) run;
}

/* Graphs that no other run has go with it. */
static gboolean
remove_run (WeftWriter *writer, gpointer data, GError **error)
{
  static const char *const deletions[] = {
    "DELETE FROM chunk WHERE id >> 16 IN (SELECT id FROM frame WHERE run = ?)",
    "DELETE FROM frame WHERE run = ?",
    "DELETE FROM metric WHERE run = ?",
    "DELETE FROM journal WHERE run = ?",
    "DELETE FROM run WHERE id = ?",
    "DELETE FROM net WHERE ? AND sha256 NOT IN (SELECT net FROM journal WHERE net IS NOT NULL)",
    "DELETE FROM graph WHERE ? AND sha256 NOT IN (SELECT graph FROM run)",
  };
  gint64 run = *(gint64 *) data;
  g_autofree char *key = dup_key (run);

  g_hash_table_foreach_remove (writer->series, is_of_run, &run);
  for (guint i = 0; i < G_N_ELEMENTS (deletions); i++)
    if (!weft_db_run (writer->db, error, deletions[i], "i", run))
      return FALSE;
  return weft_db_run (writer->db, error, "DELETE FROM view WHERE key = ?", "s", key);
}

void
weft_store_remove_run (WeftStore *store, gint64 run)
{
  g_autofree char *key = dup_key (run);
  gint64 *data = g_new (gint64, 1);

  g_return_if_fail (weft_store_may_write (store, NULL));
  *data = run;
  g_hash_table_remove (store->opened.views, key);
  weft_store_queue (store, remove_run, data, g_free, 0);
}

void
weft_store_empty_bin (WeftStore *store)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  g_autoptr (GHashTable) parents = g_hash_table_new (g_int64_hash, g_int64_equal);

  /* A fork is newer than what it is a fork of: from the newest on, who stays keeps its parent. */
  for (guint i = runs->len; i-- > 0;)
    {
      WeftRunInfo *info = runs->pdata[i];
      g_auto (WeftRunMark) mark = { NULL };

      weft_store_get_run_mark (store, info->id, &mark);
      if (mark.is_binned && !g_hash_table_contains (parents, &info->id))
        weft_store_remove_run (store, info->id);
      else
        g_hash_table_add (parents, &info->parent);
    }
}
