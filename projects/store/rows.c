/* rows: the document's rows, written */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/rows.h"

#include <string.h>

#include "projects/formats/json-value.h"

WeftNodeRow *
weft_node_row_new (const WeftNode *node)
{
  WeftNodeRow *row = g_new (WeftNodeRow, 1);

  *row = (WeftNodeRow){ .id = node->id,
                        .parent = node->parent,
                        .shared = node->shared,
                        .flags = node->flags,
                        .name = g_strdup (node->name),
                        .layer = g_strdup (node->layer->id),
                        .title = g_strdup (node->title),
                        .params = g_variant_ref (node->params),
                        .x = node->x,
                        .y = node->y };
  return row;
}

void
weft_node_row_free (WeftNodeRow *row)
{
  g_free (row->name);
  g_free (row->layer);
  g_free (row->title);
  g_variant_unref (row->params);
  g_free (row);
}

gboolean
weft_node_row_equal (const WeftNodeRow *row, const WeftNode *node)
{
  return row->id == node->id && row->parent == node->parent && row->shared == node->shared
         && row->flags == node->flags && row->x == node->x && row->y == node->y
         && strcmp (row->name, node->name) == 0 && strcmp (row->layer, node->layer->id) == 0
         && g_strcmp0 (row->title, node->title) == 0
         && (row->params == node->params || g_variant_equal (row->params, node->params));
}

WeftChange *
weft_change_new (void)
{
  WeftChange *change = g_new0 (WeftChange, 1);

  change->gone_nodes = g_array_new (FALSE, FALSE, sizeof (gint64));
  change->gone_wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  change->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_node_row_free);
  change->wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  return change;
}

void
weft_change_free (WeftChange *change)
{
  g_clear_pointer (&change->edit, g_variant_unref);
  g_clear_pointer (&change->inverse, g_variant_unref);
  g_clear_pointer (&change->training, g_variant_unref);
  g_array_unref (change->gone_nodes);
  g_array_unref (change->gone_wires);
  g_ptr_array_unref (change->nodes);
  g_array_unref (change->wires);
  g_free (change);
}

gboolean
weft_change_touches_graph (const WeftChange *change)
{
  return change->gone_nodes->len || change->gone_wires->len || change->nodes->len
         || change->wires->len || change->training;
}

char *
weft_rows_to_json (GVariant *values)
{
  GString *out = g_string_new (NULL);

  weft_json_append_variant (out, values);
  return g_string_free (out, FALSE);
}

/* --- within a transaction --- */

static gboolean
remove_rows (WeftDb *db, const WeftChange *change, GError **error)
{
  for (guint i = 0; i < change->gone_wires->len; i++)
    {
      const WeftWire *wire = &g_array_index (change->gone_wires, WeftWire, i);

      if (!weft_db_run (db, error, "DELETE FROM wire WHERE target = ? AND input = ?", "ii",
                        wire->to, (gint64) wire->input))
        return FALSE;
    }
  for (guint i = 0; i < change->gone_nodes->len; i++)
    if (!weft_db_run (db, error, "DELETE FROM node WHERE id = ?", "i",
                      g_array_index (change->gone_nodes, gint64, i)))
      return FALSE;
  return TRUE;
}

/* What few nodes have, as JSON. */
static char *
dup_more (const WeftNodeRow *row)
{
  g_autoptr (GVariant) more = NULL;
  GVariantBuilder values;

  g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
  if (row->shared != 0)
    g_variant_builder_add (&values, "{sv}", "shared", g_variant_new_int64 (row->shared));
  for (const WeftFlag *flag = weft_flags; flag->name; flag++)
    if (row->flags & flag->flag)
      g_variant_builder_add (&values, "{sv}", flag->name, g_variant_new_boolean (TRUE));
  more = g_variant_ref_sink (g_variant_builder_end (&values));
  return weft_rows_to_json (more);
}

static gboolean
write_node (WeftDb *db, const WeftNodeRow *row, GError **error)
{
  g_autofree char *params = weft_rows_to_json (row->params), *more = dup_more (row);

  return weft_db_run (db, error, "INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "issssidds", row->id, row->name, row->layer, params, row->title, row->parent,
                      row->x, row->y, more);
}

static gboolean
write_rows (WeftDb *db, const WeftChange *change, GError **error)
{
  for (guint i = 0; i < change->nodes->len; i++)
    if (!write_node (db, g_ptr_array_index (change->nodes, i), error))
      return FALSE;
  for (guint i = 0; i < change->wires->len; i++)
    {
      const WeftWire *wire = &g_array_index (change->wires, WeftWire, i);

      if (!weft_db_run (db, error, "INSERT OR REPLACE INTO wire VALUES (?, ?, ?, ?)", "iiii",
                        wire->to, (gint64) wire->input, wire->from, (gint64) wire->output))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_entry (WeftDb *db, const WeftChange *change, GError **error)
{
  if (change->drops_rest
      && !weft_db_run (db, error, "DELETE FROM edit WHERE place > ?", "i",
                       (gint64) change->position))
    return FALSE;
  return !change->edit
         || weft_db_run (db, error, "INSERT OR REPLACE INTO edit VALUES (?, ?, ?, ?)", "iihh",
                         (gint64) change->position, change->seq, change->edit, change->inverse);
}

static gboolean
write_training (WeftDb *db, const WeftChange *change, GError **error)
{
  g_autofree char *training = change->training ? weft_rows_to_json (change->training) : NULL;

  return !training || weft_db_run (db, error, "UPDATE project SET training = ?", "s", training);
}

gboolean
weft_rows_write (WeftDb *db, const WeftChange *change, GError **error)
{
  return write_entry (db, change, error) && remove_rows (db, change, error)
         && write_rows (db, change, error) && write_training (db, change, error)
         && weft_db_run (
             db, error, "UPDATE project SET position = ?, seq = ?, revision = ?, next_node = ?",
             "iiii", (gint64) change->position, change->seq, change->revision, change->next_node);
}

gboolean
weft_rows_create (WeftDb *db, const char *title, const char *example, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *created = g_date_time_format_iso8601 (now);

  return weft_db_run (db, error, "INSERT INTO project VALUES (1, ?, ?, '{}', 0, 0, 0, 1, ?)", "sss",
                      title, example, created);
}
