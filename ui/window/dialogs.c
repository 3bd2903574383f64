/* dialogs: preferences, about, and the window that lists every key */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "config.h"
#include "ui/canvas/commands.h"
#include "ui/window/window-private.h"

/* --- preferences --- */

/* A language is called what its speakers call it, in every language. */
static const struct
{
  const char *id, *name;
} languages[] = {
  { "", N_ ("As the desktop") },
  { "en", "English" },
  { "zh_CN", "中文" },
};

static const struct
{
  const char *id, *name;
  AdwColorScheme scheme;
} schemes[] = {
  { "default", N_ ("As the desktop"), ADW_COLOR_SCHEME_DEFAULT },
  { "light", N_ ("Light"), ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", N_ ("Dark"), ADW_COLOR_SCHEME_FORCE_DARK },
};

static void
language_changed_cb (AdwComboRow *row, GParamSpec *pspec, const WeftHost *host)
{
  guint i = adw_combo_row_get_selected (row);

  if (i < G_N_ELEMENTS (languages) && host->set_language != NULL
      && g_strcmp0 (host->get_language != NULL ? host->get_language (host->user) : "",
                    languages[i].id)
             != 0)
    host->set_language (host->user, languages[i].id);
}

static void
scheme_changed_cb (AdwComboRow *row, GParamSpec *pspec, const WeftHost *host)
{
  guint i = adw_combo_row_get_selected (row);

  if (i >= G_N_ELEMENTS (schemes))
    return;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i].scheme);
  if (host->settings != NULL)
    g_settings_set_string (host->settings, "color-scheme", schemes[i].id);
}

static void
fill_languages (AdwComboRow *row, const WeftHost *host)
{
  const char *now = host->get_language != NULL ? host->get_language (host->user) : "";
  GtkStringList *names = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      gtk_string_list_append (names, _ (languages[i].name));
      if (g_strcmp0 (now, languages[i].id) == 0)
        chosen = i;
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, chosen);
  g_object_unref (names);
}

static void
fill_schemes (AdwComboRow *row)
{
  AdwColorScheme now = adw_style_manager_get_color_scheme (adw_style_manager_get_default ());
  GtkStringList *names = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gtk_string_list_append (names, _ (schemes[i].name));
      if (schemes[i].scheme == now)
        chosen = i;
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, chosen);
  g_object_unref (names);
}

GtkWindow *
weft_preferences_new (const WeftHost *host)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/weft/Weft/ui/preferences.ui");
  AdwComboRow *language = ADW_COMBO_ROW (gtk_builder_get_object (builder, "language_row"));
  AdwComboRow *scheme = ADW_COMBO_ROW (gtk_builder_get_object (builder, "scheme_row"));
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "preferences"));

  fill_languages (language, host);
  fill_schemes (scheme);
  g_signal_connect (language, "notify::selected", G_CALLBACK (language_changed_cb),
                    (gpointer) host);
  g_signal_connect (scheme, "notify::selected", G_CALLBACK (scheme_changed_cb), (gpointer) host);
  gtk_window_set_modal (window, TRUE);
  return window;
}

/* --- keys --- */

static const struct
{
  const char *keys, *title;
} window_keys[] = {
  { "F5", N_ ("Train or pause") },
  { "<Control>z", N_ ("Undo") },
  { "<Control><Shift>z", N_ ("Redo") },
  { "<Control>s", N_ ("Say when it was saved, or choose a place") },
  { "<Control>o", N_ ("Open") },
  { "<Control>n", N_ ("Gallery") },
  { "F6", N_ ("Next part of the window") },
  { "F10", N_ ("Main menu") },
  { "F11", N_ ("Full screen") },
  { "<Control>comma", N_ ("Preferences") },
  { "<Control>question", N_ ("Keyboard shortcuts") },
  { "<Control>w", N_ ("Close the window") },
  { "<Control>q", N_ ("Quit") },
};

static void
append_shortcut (GString *xml, const char *title, const char *accelerators)
{
  g_autofree char *text = g_markup_escape_text (title, -1);
  g_autofree char *keys = g_markup_escape_text (accelerators, -1);

  g_string_append_printf (
      xml,
      "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
      "<property name='accelerator'>%s</property></object></child>",
      text, keys);
}

static void
open_group (GString *xml, const char *title)
{
  g_autofree char *text = g_markup_escape_text (title, -1);

  g_string_append_printf (
      xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", text);
}

static char *
join_keys (const WeftCommand *command)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (command->keys) && command->keys[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", command->keys[i]);
  return g_string_free (text, FALSE);
}

/* The canvas's keys come from its own table, section by section. */
static void
append_canvas (GString *xml)
{
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);
  int section = G_MININT;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *keys = NULL;

      if (commands[i].keys[0] == NULL)
        continue;
      keys = join_keys (&commands[i]);
      if (commands[i].section != section)
        {
          g_string_append (xml, section != G_MININT ? "</object></child>" : "");
          open_group (xml, _ ("Canvas"));
          section = commands[i].section;
        }
      append_shortcut (xml, _ (commands[i].label), keys);
    }
  g_string_append (xml, section != G_MININT ? "</object></child>" : "");
}

/* A section a part of the window: each fits on one page, in two columns. */
static void
open_section (GString *xml, const char *name, const char *title)
{
  g_autofree char *text = g_markup_escape_text (title, -1);

  g_string_append_printf (
      xml,
      "<child><object class='GtkShortcutsSection'><property name='section-name'>%s</property>"
      "<property name='title'>%s</property><property name='max-height'>16</property>",
      name, text);
}

/* GTK 4.8 makes such windows from a description only. */
GtkWindow *
weft_shortcuts_new (void)
{
  GString *xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                               "<property name='modal'>1</property>");
  g_autoptr (GtkBuilder) builder = NULL;

  open_section (xml, "window", _ ("Window"));
  open_group (xml, _ ("Window"));
  for (gsize i = 0; i < G_N_ELEMENTS (window_keys); i++)
    append_shortcut (xml, _ (window_keys[i].title), window_keys[i].keys);
  g_string_append (xml, "</object></child></object></child>");
  open_section (xml, "canvas", _ ("Canvas"));
  append_canvas (xml);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  g_string_free (xml, TRUE);
  return GTK_WINDOW (gtk_builder_get_object (builder, "window"));
}

/* --- about --- */

void
weft_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", "Weft", "application-icon",
                         WEFT_APPLICATION_ID, "version", WEFT_VERSION, "comments",
                         _ ("Wire neural networks by hand, watch them learn, and take them apart."),
                         "license-type", GTK_LICENSE_GPL_3_0, NULL);
}
