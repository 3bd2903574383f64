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

typedef struct
{
  WeftContext *context; /* owned */
  WeftGraph *graph;     /* owned: of the project that it is for */
  char *source;
} Use;

static void
use_free (Use *use)
{
  gtk_widget_set_cursor (GTK_WIDGET (weft_context_get_window (use->context)), NULL);
  g_object_unref (use->context);
  g_object_unref (use->graph);
  g_free (use->source);
  g_free (use);
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

static void
made_cb (WeftDataset *dataset, gpointer user)
{
  Use *use = user;

  if (weft_context_get_graph (use->context) == use->graph)
    place (use->context, use->source);
  use_free (use);
}

void
weft_known_data_use (WeftContext *context, const char *source)
{
  WeftCatalog *catalog = weft_context_get_catalog (context);
  g_autoptr (GVariant) params = weft_set_making_new_params (source);
  Use *use;

  if (weft_catalog_has (catalog, params, 1, 0))
    {
      place (context, source);
      return;
    }
  use = g_new (Use, 1);
  *use = (Use){ g_object_ref (context), g_object_ref (weft_context_get_graph (context)),
                g_strdup (source) };
  gtk_widget_set_cursor_from_name (GTK_WIDGET (weft_context_get_window (context)), "progress");
  weft_set_making_begin (catalog, params, 1, 0, made_cb, use);
}
