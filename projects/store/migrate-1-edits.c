/* migrate-1-edits: edits as format 1 had them, tuples, made the dictionaries that format 2 has */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is no edit of format 1 stays what it is: whoever reads the history says that it is none. */
#include <string.h>

#include "projects/store/migrate.h"
#include "projects/store/schema.h"

#define MAX_DEPTH 16 /* of lists in lists */

static const struct
{
  const char *kind, *type, *names; /* of the tuple's members, in their order */
} tuples[] = {
  { "add-node", "(xsssa{sv}xdd)", "node name title layer params parent x y" },
  { "remove-node", "(x)", "node" },
  { "add-wire", "(xixi)", "from output to input" },
  { "remove-wire", "(xixi)", "from output to input" },
  { "set-param", "(xsav)", "node name value" },
  { "set-name", "(xs)", "node name" },
  { "set-title", "(xs)", "node title" },
  { "move", "(xdd)", "node x y" },
  { "set-training", "(sav)", "name value" },
  { "list", "(sa(sv))", "label edits" },
};

static GVariant *convert (GVariant *edit, int depth);

/* Floating. */
static GVariant *
convert_list (GVariant *edits, int depth)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(sv)"));
  for (gsize i = 0; i < g_variant_n_children (edits); i++)
    {
      g_autoptr (GVariant) edit = g_variant_get_child_value (edits, i);
      g_autoptr (GVariant) converted = convert (edit, depth + 1);

      g_variant_builder_add_value (&list, converted);
    }
  return g_variant_builder_end (&list);
}

/* What stood for nothing (no title, no parent, a value that is the default's) is left out. */
static void
put_member (GVariantBuilder *payload, const char *name, GVariant *member, int depth)
{
  gboolean is_text = g_variant_is_of_type (member, G_VARIANT_TYPE_STRING);

  if (strcmp (name, "edits") == 0)
    g_variant_builder_add (payload, "{sv}", name, convert_list (member, depth));
  else if (strcmp (name, "value") == 0 && g_variant_n_children (member) > 0)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (member, 0);
      g_autoptr (GVariant) value = g_variant_get_variant (boxed);

      g_variant_builder_add (payload, "{sv}", name, value);
    }
  else if (strcmp (name, "value") != 0 && (!is_text || *g_variant_get_string (member, NULL))
           && (strcmp (name, "parent") != 0 || g_variant_get_int64 (member) != 0))
    g_variant_builder_add (payload, "{sv}", name, member);
}

/* edit: (sv) in normal form. Transfer full, sunk. */
static GVariant *
convert (GVariant *edit, int depth)
{
  g_autoptr (GVariant) tuple = NULL;
  g_auto (GStrv) names = NULL;
  GVariantBuilder payload;
  const char *kind;
  gsize i = 0;

  g_variant_get (edit, "(&sv)", &kind, &tuple);
  while (i < G_N_ELEMENTS (tuples) && strcmp (tuples[i].kind, kind) != 0)
    i++;
  if (i == G_N_ELEMENTS (tuples) || depth == MAX_DEPTH
      || !g_variant_is_of_type (tuple, G_VARIANT_TYPE (tuples[i].type)))
    return g_variant_ref (edit);
  names = g_strsplit (tuples[i].names, " ", -1);
  g_variant_builder_init (&payload, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&payload, "{sv}", "version", g_variant_new_uint32 (1));
  for (gsize k = 0; names[k]; k++)
    {
      g_autoptr (GVariant) member = g_variant_get_child_value (tuple, k);

      put_member (&payload, names[k], member, depth);
    }
  return g_variant_ref_sink (g_variant_new ("(sv)", kind, g_variant_builder_end (&payload)));
}

/* Transfer full, nullable: the column holds no edit. */
static GVariant *
convert_column (sqlite3_stmt *row, int column)
{
  g_autoptr (GVariant) edit = weft_column_variant (row, column, "(sv)");

  return edit ? convert (edit, 0) : NULL;
}

/* place, seq, edit, inverse */
static gboolean
move_edit (WeftDb *db, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GVariant) edit = convert_column (row, 2), inverse = convert_column (row, 3);

  if (edit && inverse)
    return weft_db_run (db, error, "INSERT INTO edit VALUES (?, ?, ?, ?)", "iihh",
                        (gint64) sqlite3_column_int64 (row, 0),
                        (gint64) sqlite3_column_int64 (row, 1), edit, inverse);
  return weft_db_run (db, error, "INSERT INTO edit SELECT * FROM old_edit WHERE place = ?", "i",
                      (gint64) sqlite3_column_int64 (row, 0));
}

gboolean
weft_migrate_edits_from_1 (WeftDb *db, GError **error)
{
  g_autofree char *create = weft_schema_dup_table (2, "edit");

  return weft_migrate_begin_table (db, "edit", create, error)
         && weft_migrate_each (db, "SELECT place, seq, edit, inverse FROM old_edit", move_edit,
                               error)
         && weft_migrate_end_table (db, "edit", error);
}
