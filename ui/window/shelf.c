/* shelf: what of the palette somebody keeps at hand: starred, and used last; by their ids */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/shelf.h"

#define KEPT 5

char **
weft_shelf_list (GSettings *settings, const char *key)
{
  return settings != NULL ? g_settings_get_strv (settings, key) : g_new0 (char *, 1);
}

gboolean
weft_shelf_has (GSettings *settings, const char *key, const char *id)
{
  g_auto (GStrv) list = weft_shelf_list (settings, key);

  return g_strv_contains ((const char *const *) list, id);
}

/* Those of the list that are not the id. */
static GPtrArray *
list_others (char **list, const char *id)
{
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; list[i] != NULL; i++)
    if (!g_str_equal (list[i], id))
      g_ptr_array_add (others, list[i]);
  return others;
}

static void
set (GSettings *settings, const char *key, GPtrArray *list)
{
  if (settings == NULL)
    return;
  g_ptr_array_add (list, NULL);
  g_settings_set_strv (settings, key, (const char *const *) list->pdata);
}

void
weft_shelf_toggle (GSettings *settings, const char *key, const char *id)
{
  g_auto (GStrv) list = weft_shelf_list (settings, key);
  g_autoptr (GPtrArray) next = list_others (list, id);

  if (next->len == g_strv_length (list))
    g_ptr_array_add (next, (gpointer) id);
  set (settings, key, next);
}

void
weft_shelf_use (GSettings *settings, const char *id)
{
  g_auto (GStrv) list = weft_shelf_list (settings, WEFT_SHELF_RECENT);
  g_autoptr (GPtrArray) next = list_others (list, id);

  g_ptr_array_insert (next, 0, (gpointer) id);
  if (next->len > KEPT)
    g_ptr_array_set_size (next, KEPT);
  set (settings, WEFT_SHELF_RECENT, next);
}
