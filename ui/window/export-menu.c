/* export-menu: the menu of formats that the host writes, and the way to a file of one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/export-menu.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "ui/context/chooser.h"
#include "ui/window/toasts.h"
#include "ui/window/window-private.h"

void
weft_exporting_fill (GMenu *menu, const WeftHost *host)
{
  g_autoptr (GPtrArray) formats
      = host->list_formats != NULL ? host->list_formats (host->user) : NULL;

  for (guint i = 0; formats != NULL && i < formats->len; i++)
    {
      const WeftFileFormat *format = formats->pdata[i];
      g_autofree char *label = g_strdup_printf ("%s…", _ (format->title));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.export", "s", format->id);
      g_menu_append_item (menu, item);
    }
}

typedef struct
{
  WeftWindow *window;
  const char *format; /* the host's */
  char *path;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->window);
  g_free (export->path);
  g_free (export);
}

static void
exported_cb (const GError *error, gpointer data)
{
  Export *export = data;

  if (error == NULL)
    {
      g_autofree char *name = g_filename_display_basename (export->path);
      g_autofree char *text = g_strdup_printf (_ ("Exported as %s"), name);

      weft_window_toast (export->window, text);
    }
  else if (!g_error_matches (error, WEFT_ERROR, WEFT_ERROR_CANCELLED))
    weft_window_show_error (export->window, _ ("It was not exported"), error->message);
  export_free (export);
}

static void
export_chosen_cb (const char *path, gpointer user)
{
  Export *export = user;
  WeftWindow *window = export->window;

  if (path == NULL || window->context == NULL)
    {
      export_free (export);
      return;
    }
  export->path = g_strdup (path);
  window->host->export_file (window->host->user, GTK_WINDOW (window), export->format, path,
                             exported_cb, export);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  g_autoptr (GPtrArray) formats = window->host->list_formats (window->host->user);

  for (guint i = 0; i < formats->len; i++)
    {
      const WeftFileFormat *format = formats->pdata[i];

      if (g_str_equal (format->id, g_variant_get_string (parameter, NULL)))
        {
          Export *export = g_new0 (Export, 1);

          export->window = g_object_ref (window);
          export->format = format->id;
          weft_choose_export (GTK_WINDOW (window), _ (format->title), format->suffix, window->title,
                              export_chosen_cb, export);
        }
    }
}

void
weft_exporting_add_action (WeftWindow *window)
{
  static const GActionEntry entry[] = { { "export", export_cb, "s" } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entry, 1, window);
}
