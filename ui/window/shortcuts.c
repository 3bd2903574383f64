/* shortcuts: the window that lists every key, grouped by what one wants to do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/commands/window-commands.h"
#include "ui/window/window-private.h"

static const char *const titles[WEFT_N_PURPOSES] = {
  [WEFT_TO_BUILD] = N_ ("Building"),
  [WEFT_TO_EDIT] = N_ ("Editing"),
  [WEFT_TO_SELECT] = N_ ("Walking and selecting"),
  [WEFT_TO_ARRANGE] = N_ ("Moving"),
  [WEFT_TO_LOOK] = N_ ("Looking"),
  [WEFT_TO_TRAIN] = N_ ("Training"),
  [WEFT_TO_KEEP] = N_ ("Projects"),
  [WEFT_TO_FIND_HELP] = N_ ("Help and menus"),
};

/* Keys that no command has: the canvas and GTK take them themselves. */
static const struct
{
  WeftPurpose purpose;
  const char *keys, *title;
} others[] = {
  { WEFT_TO_SELECT, "Left Right Up Down", N_ ("To the next node or wire") },
  { WEFT_TO_SELECT, "<Shift>Left <Shift>Right", N_ ("Add the next node to the selection") },
  { WEFT_TO_SELECT, "Escape",
    N_ ("Put back what the keys began, select nothing, leave a group, show a large panel small") },
  { WEFT_TO_ARRANGE, "<Control>Left <Control>Right", N_ ("Move the selection by a little") },
  { WEFT_TO_ARRANGE, "<Control><Shift>Left <Control><Shift>Right",
    N_ ("Move the selection by much") },
  { WEFT_TO_FIND_HELP, "F6 <Shift>F6", N_ ("Next and previous part of the window") },
  { WEFT_TO_FIND_HELP, "F10", N_ ("Main menu") },
  { WEFT_TO_FIND_HELP, "Menu <Shift>F10", N_ ("Menu of what is selected") },
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
append_commands (GString *xml, const WeftCommand *commands, guint n, WeftPurpose purpose)
{
  for (guint i = 0; i < n; i++)
    if (commands[i].purpose == purpose && commands[i].keys[0] != NULL)
      {
        g_autofree char *keys = g_strjoinv (" ", (char **) commands[i].keys);

        append_shortcut (xml, _ (commands[i].label), keys);
      }
}

static void
append_group (GString *xml, WeftPurpose purpose)
{
  g_autofree char *title = g_markup_escape_text (_ (titles[purpose]), -1);
  guint n;
  const WeftCommand *commands;

  g_string_append_printf (
      xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", title);
  commands = weft_window_commands (&n);
  append_commands (xml, commands, n, purpose);
  commands = weft_canvas_commands (&n);
  append_commands (xml, commands, n, purpose);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].purpose == purpose)
      append_shortcut (xml, _ (others[i].title), others[i].keys);
  g_string_append (xml, "</object></child>");
}

char *
weft_shortcuts_dup_xml (void)
{
  GString *xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                               "<property name='modal'>1</property><child>"
                               "<object class='GtkShortcutsSection'>"
                               "<property name='section-name'>keys</property>"
                               "<property name='max-height'>14</property>");

  for (int purpose = 0; purpose < WEFT_N_PURPOSES; purpose++)
    append_group (xml, purpose);
  g_string_append (xml, "</object></child></object></interface>");
  return g_string_free (xml, FALSE);
}

/* GTK 4.8 makes such windows from a description only. */
GtkWindow *
weft_shortcuts_new (void)
{
  g_autofree char *xml = weft_shortcuts_dup_xml ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (xml, -1);

  return GTK_WINDOW (gtk_builder_get_object (builder, "window"));
}
