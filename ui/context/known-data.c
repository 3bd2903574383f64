/* known-data: sets and worlds that are chosen by name: what they are called, and one put to use */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/known-data.h"

#include <glib/gi18n-lib.h>

#include "engine/data/source.h"
#include "ui/context/set-making.h"
#include "ui/context/place.h"

#define N_FIRST 4 /* of each sort, before the rest: one of everything is seen at once */

typedef enum
{
  OF_A_SET,
  OF_A_MADE_SET,
  OF_A_WORLD,
  OF_A_GAME,
  N_SORTS,
} Sort;

static const struct
{
  const char *line, *terms;
} sorts[N_SORTS] = {
  [OF_A_SET] = { N_ ("Data: comes with Weft"), "dataset source 数据 数据集 shuju shujuji" },
  [OF_A_MADE_SET]
  = { N_ ("Data: made as it is needed"), "dataset source 数据 数据集 shuju shujuji" },
  [OF_A_WORLD]
  = { N_ ("A world to act in"),
      "environment reinforcement data 环境 强化学习 数据 huanjing qianghuaxuexi shuju" },
  [OF_A_GAME]
  = { N_ ("A game for two"),
      "world environment reinforcement data play 游戏 棋 环境 强化学习 数据 youxi qi huanjing "
      "qianghuaxuexi shuju" },
};

static Sort
get_sort (const char *source)
{
  const WeftEnvironment *world = weft_environment_find (source);

  if (world != NULL)
    return world->players == 2 ? OF_A_GAME : OF_A_WORLD;
  return weft_source_find (source) != NULL ? OF_A_MADE_SET : OF_A_SET;
}

static void
known_data_free (gpointer data)
{
  g_free (((WeftKnownData *) data)->source);
  g_free (data);
}

static void
add_known (GPtrArray *known, WeftCatalog *catalog, const char *source, Sort sort)
{
  WeftKnownData *data = g_new (WeftKnownData, 1);

  *data = (WeftKnownData){ g_strdup (source), weft_catalog_get_title (catalog, source),
                           sorts[sort].line, sorts[sort].terms };
  g_ptr_array_add (known, data);
}

GPtrArray *
weft_known_data_list (WeftContext *context)
{
  WeftCatalog *catalog = weft_context_get_catalog (context);
  g_auto (GStrv) sources = weft_catalog_list (catalog);
  GPtrArray *known = g_ptr_array_new_with_free_func (known_data_free);

  for (int is_rest = 0; is_rest < 2; is_rest++)
    for (Sort sort = 0; sort < N_SORTS; sort++)
      for (guint i = 0, n = 0; sources[i] != NULL; i++)
        if (get_sort (sources[i]) == sort && !g_str_equal (sources[i], "random")
            && (n++ >= N_FIRST) == is_rest)
          add_known (known, catalog, sources[i], sort);
  return known;
}

/* --- put to use --- */

static const char uses_key[] = "weft-known-data-uses";

/* Of one context, as long as anything is made for it. */
typedef struct
{
  GtkWindow *window; /* weak: whose cursor says so */
  GPtrArray *waiting;
} Uses;

typedef struct
{
  WeftContext *context; /* not owned: it owns us */
  char *source;
  WeftSetMaking *making; /* nullable: it is made */
} Use;

static void
use_free (gpointer data)
{
  Use *use = data;

  g_clear_pointer (&use->making, weft_set_making_cancel);
  g_free (use->source);
  g_free (use);
}

static void
uses_free (gpointer data)
{
  Uses *uses = data;

  if (uses->window != NULL)
    gtk_widget_set_cursor (GTK_WIDGET (uses->window), NULL);
  g_clear_weak_pointer (&uses->window);
  g_ptr_array_unref (uses->waiting);
  g_free (uses);
}

static Uses *
get_uses (WeftContext *context)
{
  Uses *uses = g_object_get_data (G_OBJECT (context), uses_key);

  if (uses != NULL)
    return uses;
  uses = g_new0 (Uses, 1);
  uses->waiting = g_ptr_array_new_with_free_func (use_free);
  g_set_weak_pointer (&uses->window, weft_context_get_window (context));
  if (uses->window != NULL)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (uses->window), "progress");
  g_object_set_data_full (G_OBJECT (context), uses_key, uses, uses_free);
  return uses;
}

static void
place (WeftContext *context, const char *source)
{
  gint64 node = 0;
  WeftEdit *edit = weft_place_source (weft_context_get_graph (context),
                                      weft_context_get_catalog (context), source, &node);

  if (weft_context_put (context, edit, 0))
    weft_context_select (context, &node, 1);
}

/* What could not be made is said, and its old place stays as it is. */
static void
take (WeftContext *context, const char *source, WeftDataset *dataset, const GError *error)
{
  if (dataset != NULL)
    place (context, source);
  else if (error != NULL)
    weft_context_toast (context, error->message);
}

static void
made_cb (WeftDataset *dataset, const GError *error, gpointer user)
{
  Use *use = user;
  g_autoptr (WeftContext) context = g_object_ref (use->context);
  Uses *uses = get_uses (context);

  use->making = NULL;
  take (context, use->source, dataset, error);
  g_ptr_array_remove (uses->waiting, use);
  if (uses->waiting->len == 0)
    g_object_set_data (G_OBJECT (context), uses_key, NULL);
}

void
weft_known_data_use (WeftContext *context, const char *source)
{
  WeftCatalog *catalog = weft_context_get_catalog (context);
  g_autoptr (GVariant) params = weft_set_making_new_params (source);
  Use *use;

  if (weft_catalog_has (catalog, params, 1, 0))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftDataset) dataset = weft_catalog_lookup (catalog, params, 1, 0, &error);

      take (context, source, dataset, error);
      return;
    }
  use = g_new0 (Use, 1);
  use->context = context;
  use->source = g_strdup (source);
  g_ptr_array_add (get_uses (context)->waiting, use);
  use->making = weft_set_making_begin (catalog, params, 1, 0, made_cb, use);
}
