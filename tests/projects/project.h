/* project: what the tests of the store share: a folder, a graph, random edits, frames */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "engine/graph/group.h"
#include "engine/train/model/model.h"
#include "projects/store/store.h"
#include "tests/engine/net.h"

/* A folder of the test's own, and a file's path in it. In memory where that is possible: what is
 * tested does not depend on the disk, and other programs' syncs would be waited for. */
typedef struct
{
  char *folder, *path;
} Place;

static inline Place *
place_new (const char *name)
{
  Place *place = g_new (Place, 1);
  gboolean has_memory = g_access ("/dev/shm", W_OK) == 0;

  place->folder
      = g_build_filename (has_memory ? "/dev/shm" : g_get_tmp_dir (), "weft-test-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (place->folder));
  place->path = g_build_filename (place->folder, name, NULL);
  return place;
}

static inline int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/* The names in the folder, sorted, with a bar between. */
static inline char *
place_list (Place *place)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("|", (char **) names->pdata);
}

static inline void
place_free (Place *place)
{
  g_autofree char *list = place_list (place);
  g_auto (GStrv) names = g_strsplit (list, "|", -1);

  for (char **name = names; *name; name++)
    {
      g_autofree char *path = g_build_filename (place->folder, *name, NULL);

      g_remove (path);
    }
  g_rmdir (place->folder);
  g_free (place->folder);
  g_free (place->path);
  g_free (place);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

static inline GBytes *
place_bytes (const char *path)
{
  char *content;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}

static inline WeftStore *
project_open (const char *path, WeftStoreAccess access)
{
  g_autoptr (GError) error = NULL;
  WeftStore *store = weft_store_open (path, access, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

static inline void
project_close (WeftStore *store)
{
  g_autoptr (GError) error = NULL;

  weft_store_close (store, &error);
  g_assert_no_error (error);
}

/* A closed project with a small net. */
static inline void
project_make (const char *path, WeftGraph *graph)
{
  g_autoptr (GError) error = NULL;
  WeftStore *store = weft_store_create (path, graph, "A 项目", "digits-mlp", &error);

  g_assert_no_error (error);
  project_close (store);
}

/* value is what the text says, in GVariant's form. */
static inline void
assert_variant (GVariant *value, const char *text)
{
  g_autoptr (GVariant) wanted = g_variant_ref_sink (g_variant_new_parsed (text));

  g_assert_nonnull (value);
  g_assert_cmpvariant (value, wanted);
}

/* SQLite's own verdict on a closed file. */
static inline void
assert_sound (const char *path)
{
  sqlite3 *db;
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

/* A statement of a stranger's, on a closed file. */
static inline void
tamper (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* --- random edits: sound ones and others, the same for the same rand and graph --- */

static inline gint64
any_node (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_nodes (graph);

  if (n == 0)
    return 1;
  return weft_graph_get_node (graph, (guint) g_rand_int_range (rand, 0, (int) n))->id;
}

static inline WeftEdit *
any_addition (GRand *rand)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);
  g_autofree char *name = g_strdup_printf ("n%d", g_rand_int_range (rand, 0, 200));
  WeftNode node = { .name = name,
                    .title = g_rand_boolean (rand) ? (char *) "层 \"1\" \\ <b>" : NULL,
                    .layer = layers[g_rand_int_range (rand, 0, (int) n)],
                    .x = g_rand_double_range (rand, -500, 500),
                    .y = g_rand_int_range (rand, -3, 3) };

  return weft_edit_add_node (&node);
}

static inline GVariant *
any_value (const WeftParam *param, GRand *rand)
{
  static const char *const sizes[]
      = { "[int64 3, 5]", "[int64 2, 2]", "[int64 7]", "[0.1, 0.25]", "[-0.0, 1e-7]" };

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      return NULL;
    case 1:
      return g_variant_new_string (param->choices ? param->choices[0].value : "same");
    case 2:
      return g_variant_new_boolean (g_rand_boolean (rand));
    case 3:
      return g_variant_new_double (g_rand_double_range (rand, -2, 20));
    case 4:
      return g_variant_new_parsed (sizes[g_rand_int_range (rand, 0, G_N_ELEMENTS (sizes))]);
    default:
      return g_variant_new_int64 (g_rand_int_range (rand, -2, 20));
    }
}

static inline WeftEdit *
any_setting (WeftGraph *graph, GRand *rand)
{
  gint64 id = any_node (graph, rand);
  const WeftNode *node = g_rand_int_range (rand, 0, 4) ? weft_graph_find (graph, id) : NULL;
  const WeftParam *params = node ? node->layer->params : weft_training_params ();
  int n = 0;

  while (params && params[n].name)
    n++;
  if (n == 0)
    return weft_edit_set_title (id, "x");
  params += g_rand_int_range (rand, 0, n);
  if (!node)
    return weft_edit_set_training (params->name, any_value (params, rand));
  return weft_edit_set_param (id, params->name, any_value (params, rand));
}

static inline WeftEdit *
any_wire (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_wires (graph);
  WeftWire wire = { .from = any_node (graph, rand),
                    .to = any_node (graph, rand),
                    .input = g_rand_int_range (rand, 0, 3) };

  if (n > 0 && g_rand_int_range (rand, 0, 4) == 0)
    return weft_edit_remove_wire (
        weft_graph_get_wire (graph, (guint) g_rand_int_range (rand, 0, (int) n)));
  return weft_edit_add_wire (&wire);
}

/* Some nodes into a group, one taken apart, a flag, or weights of another. */
static inline WeftEdit *
any_group (WeftGraph *graph, GRand *rand)
{
  gint64 ids[] = { any_node (graph, rand), any_node (graph, rand) };
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftEdit *edit = NULL;

  g_array_append_vals (chosen, ids, G_N_ELEMENTS (ids));
  if (g_rand_boolean (rand))
    edit = weft_group_make_edit (graph, chosen, NULL);
  else if (g_rand_boolean (rand))
    edit = weft_ungroup_make_edit (graph, ids[0], NULL);
  else if (g_rand_boolean (rand))
    edit = weft_edit_set_shared (ids[0], ids[1]);
  return edit ? edit
              : weft_edit_set_flag (ids[0], weft_flags[g_rand_int_range (rand, 0, 3)].flag,
                                    g_rand_boolean (rand));
}

static inline WeftEdit *
any_edit (WeftGraph *graph, GRand *rand, int depth)
{
  g_autoptr (GPtrArray) edits = NULL;

  switch (g_rand_int_range (rand, 0, depth > 0 ? 10 : 9))
    {
    case 0:
    case 1:
      return any_addition (rand);
    case 2:
      return weft_edit_remove_node (any_node (graph, rand));
    case 3:
    case 4:
      return any_wire (graph, rand);
    case 5:
      return weft_edit_move (any_node (graph, rand), g_rand_double (rand), 1 / 3.0);
    case 6:
    case 7:
      return any_setting (graph, rand);
    case 8:
      return any_group (graph, rand);
    default:
      edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
      for (int i = g_rand_int_range (rand, 1, 4); i > 0; i--)
        g_ptr_array_add (edits, any_edit (graph, rand, depth - 1));
      return weft_edit_list (edits, NULL);
    }
}

/* One thing that a user might do; TRUE when it was recorded. */
static inline gboolean
anything (WeftHistory *history, GRand *rand)
{
  g_autoptr (WeftEdit) edit = NULL;

  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
      return weft_history_undo (history);
    case 1:
      return weft_history_redo (history);
    default:
      edit = any_edit (weft_history_get_graph (history), rand, 2);
      return weft_history_do (history, edit, g_rand_int_range (rand, 0, 3) ? 0 : 7, NULL);
    }
}

/* --- runs --- */

static inline gint64
note (const WeftSink *sink, gint64 step, const char *kind, const char *payload)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (payload));

  return sink->journal (sink->user,
                        &(WeftJournalEntry){ .step = step, .kind = kind, .payload = value });
}

/* The bytes of a state of about units · 3 kB that stands at the step. */
static inline GBytes *
frame_bytes (int units, gint64 step)
{
  g_autoptr (WeftGraph) graph = net_classifier (784, 3);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autofree char *value = g_strdup_printf ("int64 %d", units);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;

  net_set (graph, "dense1", "units", value);
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  state = weft_model_new_state (model, (guint64) step + 1, &error);
  g_assert_no_error (error);
  state->step = step;
  return weft_state_serialize (state);
}
