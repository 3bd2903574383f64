/* plot-menu: what can be done with any plot: copied as a picture, written as a file, its numbers as
 * a table */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/plot-menu.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/passing.h"

typedef struct
{
  GtkWidget *area; /* owns this */
  char *name;
  WeftPlotGetFunc get;
  gpointer user;
  char *(*dup_table) (gpointer user); /* nullable */
  gpointer table_user;
} Plot;

static void
plot_free (gpointer data)
{
  g_free (((Plot *) data)->name);
  g_free (data);
}

static void
say (GtkWidget *area, const char *text)
{
  WeftContext *context = weft_context_find (area);

  if (context != NULL)
    weft_context_toast (context, text);
}

/* --- copy --- */

static GdkTexture *
make_texture (const WeftPlot *plot)
{
  cairo_surface_t *surface = weft_plot_to_picture (plot);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes
      = g_bytes_new (cairo_image_surface_get_data (surface), stride * (gsize) height);

  cairo_surface_destroy (surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  const Plot *plot = user;
  const WeftPlot drawn = plot->get (plot->area, plot->user);
  g_autoptr (GdkTexture) texture = make_texture (&drawn);

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (plot->area), texture);
  say (plot->area, _ ("The picture is on the clipboard."));
}

/* --- export --- */

typedef struct
{
  const WeftPlotFormat *format;
  GBytes *bytes; /* as it was when the menu was open: the net goes on learning */
  GtkWidget *area;
} Export;

static GBytes *
make_bytes (const Plot *plot, const WeftPlotFormat *format, GError **error)
{
  const WeftPlot drawn = plot->get (plot->area, plot->user);
  GByteArray *bytes = NULL;
  char *text;

  if (format->write == NULL)
    {
      text = plot->dup_table (plot->table_user);
      return g_bytes_new_take (text, strlen (text));
    }
  bytes = weft_plot_export (&drawn, format, error);
  return bytes != NULL ? g_byte_array_free_to_bytes (bytes) : NULL;
}

static void
chosen_cb (const char *path, gpointer user)
{
  Export *export = user;
  WeftContext *context = weft_context_find (export->area);
  const WeftHost *host = context != NULL ? weft_context_get_host (context) : NULL;
  g_autoptr (GError) error = NULL;

  if (path != NULL && host != NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *text = g_strdup_printf (_ ("Exported as %s"), name);
      gboolean is_written = host->write_file (host->user, path, export->bytes, &error);

      say (export->area, is_written ? text : error->message);
    }
  g_bytes_unref (export->bytes);
  g_object_unref (export->area);
  g_free (export);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  const Plot *plot = user;
  const WeftPlotFormat *format = weft_plot_find_format (g_variant_get_string (parameter, NULL));
  g_autoptr (GError) error = NULL;
  GBytes *bytes = make_bytes (plot, format, &error);
  Export *export;

  if (bytes == NULL)
    {
      say (plot->area, error->message);
      return;
    }
  export = g_new (Export, 1);
  *export = (Export){ format, bytes, g_object_ref (plot->area) };
  weft_choose_file (GTK_WINDOW (gtk_widget_get_root (plot->area)), format->choose, plot->name,
                    chosen_cb, export);
}

static const GActionEntry actions[] = {
  { "copy", copy_cb, NULL, NULL, NULL, { 0 } },
  { "export", export_cb, "s", NULL, NULL, { 0 } },
};

/* --- the menu --- */

static GMenu *
make_menu (const Plot *plot)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("Copy as a picture"), "plot.copy");
  for (const WeftPlotFormat *format = weft_plot_formats; format->id != NULL; format++)
    {
      g_autofree char *action = g_strconcat ("plot.export::", format->id, NULL);

      if (format->write != NULL || plot->dup_table != NULL)
        g_menu_append (menu, _ (format->title), action);
    }
  return menu;
}

/* A drawing area lays out no popover: the menu hangs on what is around it. */
static void
open_at (const Plot *plot, double x, double y)
{
  GtkWidget *around = gtk_widget_get_parent (plot->area);
  g_autoptr (GMenu) menu = make_menu (plot);
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));

  gtk_widget_translate_coordinates (plot->area, around, x, y, &x, &y);
  gtk_widget_set_parent (popover, around);
  gtk_widget_insert_action_group (popover, "plot",
                                  g_object_get_data (G_OBJECT (plot->area), "weft-plot-actions"));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  weft_popover_set_passing (GTK_POPOVER (popover));
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, const Plot *plot)
{
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* Not while the button is down: GTK would give the release to the menu, which was never pressed,
 * and warns of that. */
static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, const Plot *plot)
{
  open_at (plot, x, y);
}

static void
held_cb (GtkGestureLongPress *press, double x, double y, const Plot *plot)
{
  gtk_gesture_set_state (GTK_GESTURE (press), GTK_EVENT_SEQUENCE_CLAIMED);
  open_at (plot, x, y);
}

static gboolean
menu_key_cb (GtkWidget *area, GVariant *args, gpointer plot)
{
  open_at (plot, gtk_widget_get_width (area) / 2.0, gtk_widget_get_height (area) / 2.0);
  return TRUE;
}

static void
add_controllers (Plot *plot)
{
  GtkGesture *click = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), plot);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), plot);
  g_signal_connect (press, "pressed", G_CALLBACK (held_cb), plot);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (menu_key_cb, plot, NULL)));
  gtk_widget_add_controller (plot->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (plot->area, GTK_EVENT_CONTROLLER (press));
  gtk_widget_add_controller (plot->area, keys);
}

void
weft_plot_menu_attach (GtkWidget *area, const char *name, WeftPlotGetFunc get, gpointer user)
{
  Plot *plot = g_new (Plot, 1);
  GSimpleActionGroup *group = g_simple_action_group_new ();

  *plot = (Plot){ area, g_strdup (name), get, user, NULL, NULL };
  g_object_set_data_full (G_OBJECT (area), "weft-plot", plot, plot_free);
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), plot);
  g_object_set_data_full (G_OBJECT (area), "weft-plot-actions", group, g_object_unref);
  add_controllers (plot);
}

void
weft_plot_menu_set_table (GtkWidget *area, char *(*dup_table) (gpointer user), gpointer user)
{
  Plot *plot = g_object_get_data (G_OBJECT (area), "weft-plot");

  plot->dup_table = dup_table;
  plot->table_user = user;
}
