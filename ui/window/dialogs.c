/* dialogs: preferences and about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "config.h"
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

static guint
find_language (const WeftHost *host)
{
  const char *now = host->get_language != NULL ? host->get_language (host->user) : "";

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_strcmp0 (now, languages[i].id) == 0)
      return i;
  return 0;
}

/* It is not switched where something is to be asked first: until then, the row shows what is. */
static void
language_changed_cb (AdwComboRow *row, GParamSpec *pspec, const WeftHost *host)
{
  guint i = adw_combo_row_get_selected (row);

  if (i >= G_N_ELEMENTS (languages) || host->set_language == NULL || i == find_language (host))
    return;
  host->set_language (host->user, languages[i].id);
  adw_combo_row_set_selected (row, find_language (host));
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
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    gtk_string_list_append (names, _ (languages[i].name));
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, find_language (host));
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

/* --- about --- */

void
weft_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", "Weft", "application-icon",
                         WEFT_APPLICATION_ID, "version", WEFT_VERSION, "comments",
                         _ ("Wire neural networks by hand, watch them learn, and take them apart."),
                         "license-type", GTK_LICENSE_GPL_3_0, NULL);
}
