/* explained-settings: a button behind which the settings of an explainer stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/inside/explained-settings.h"

#include <glib/gi18n-lib.h>

#include "engine/base/number.h"
#include "ui/base/param-form.h"
#include "ui/base/widgets.h"

#define WIDTH 300

typedef struct
{
  void (*changed) (gpointer user);
  gpointer user;
  const WeftExplainerRow *row; /* nullable */
  GHashTable *values;          /* WeftExplainerRow → GVariant a{sv}, owned */
} Settings;

static const char key[] = "weft-explained-settings";

static void
settings_free (gpointer data)
{
  Settings *settings = data;

  g_hash_table_unref (settings->values);
  g_free (settings);
}

static GVariant *
get_values (const Settings *settings)
{
  return settings->row != NULL ? g_hash_table_lookup (settings->values, settings->row) : NULL;
}

static void
edited_cb (WeftParamForm *form, const char *name, GVariant *value, gboolean goes_on,
           Settings *settings)
{
  GVariant *values = weft_params_with (settings->row->params, get_values (settings), name, value);

  g_hash_table_insert (settings->values, (gpointer) settings->row, values);
  weft_param_form_set_values (form, values);
  settings->changed (settings->user);
}

/* Made anew each time, for the explainer that is shown. */
static void
open_cb (GtkMenuButton *button, gpointer user)
{
  Settings *settings = user;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *form = weft_param_form_new (settings->row->params, NULL);

  weft_param_form_set_values (WEFT_PARAM_FORM (form), get_values (settings));
  g_signal_connect (form, "edited", G_CALLBACK (edited_cb), settings);
  gtk_widget_set_size_request (form, WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), form);
  gtk_menu_button_set_popover (button, popover);
}

GtkWidget *
weft_explained_settings_new (void (*changed) (gpointer user), gpointer user)
{
  GtkWidget *button = gtk_menu_button_new ();
  Settings *settings = g_new (Settings, 1);

  *settings
      = (Settings){ changed, user, NULL,
                    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_variant_unref) };
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Settings"));
  gtk_widget_set_tooltip_text (button, _ ("How the answer is explained"));
  weft_widget_set_inner_name (button, _ ("How the answer is explained"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), open_cb, settings, NULL);
  g_object_set_data_full (G_OBJECT (button), key, settings, settings_free);
  weft_widget_set_shown (button, FALSE);
  return button;
}

void
weft_explained_settings_show (GtkWidget *button, const WeftExplainerRow *row)
{
  Settings *settings = g_object_get_data (G_OBJECT (button), key);

  if (row != settings->row)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  settings->row = row;
  weft_widget_set_shown (button, row != NULL && row->params != NULL && row->params->name != NULL);
}

static void
append_text (GString *text, const WeftParam *param, GVariant *value)
{
  char number[WEFT_NUMBER_SIZE];

  g_string_append_printf (text, "%s%s=", text->len > 0 ? "," : "", param->name);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    g_string_append (text, weft_number_write (number, g_variant_get_double (value)));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    g_string_append_printf (text, "%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  else
    g_string_append (text, g_variant_get_string (value, NULL));
}

char *
weft_explained_settings_dup_text (GtkWidget *button)
{
  const Settings *settings = g_object_get_data (G_OBJECT (button), key);
  GVariant *values = get_values (settings);
  GString *text = g_string_new (NULL);

  for (const WeftParam *param = values != NULL ? settings->row->params : NULL;
       param != NULL && param->name != NULL; param++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (values, param->name, NULL);

      if (value != NULL)
        append_text (text, param, value);
    }
  return g_string_free (text, FALSE);
}
