/* data-settings: how somebody's data are read, where something else may be asked for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/data/data-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "ui/base/widgets.h"

#define TOKENS 14      /* that are shown */
#define NUMBER_CHARS 7 /* of the widest number */

/* What one control changes; owned by it. */
typedef struct
{
  WeftSettingFunc changed;
  gpointer user;
  char *option, *value;
  char **choices; /* nullable */
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->option);
  g_free (setting->value);
  g_strfreev (setting->choices);
  g_free (setting);
}

static void
take (Setting *setting, const char *value)
{
  if (strcmp (value, setting->value) == 0)
    return;
  g_free (setting->value);
  setting->value = g_strdup (value);
  setting->changed (setting->user, setting->option, value);
}

static void
chosen_cb (GtkDropDown *list, GParamSpec *pspec, Setting *setting)
{
  guint i = gtk_drop_down_get_selected (list);

  if (i != GTK_INVALID_LIST_POSITION)
    take (setting, setting->choices[i]);
}

static GtkWidget *
new_list (const WeftLookSetting *shown, Setting *setting)
{
  GtkWidget *list = gtk_drop_down_new_from_strings ((const char *const *) shown->titles);
  guint chosen = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; shown->choices[i] != NULL; i++)
    chosen = strcmp (shown->choices[i], shown->value) == 0 ? i : chosen;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), chosen);
  g_signal_connect (list, "notify::selected", G_CALLBACK (chosen_cb), setting);
  weft_widget_set_inner_name (list, shown->label);
  return list;
}

/* What is no number of that range is put back. */
static void
typed_cb (GtkEditable *entry, Setting *setting)
{
  const int *range = g_object_get_data (G_OBJECT (entry), "weft-range");
  guint64 number;
  g_autofree char *text = NULL;

  if (!g_ascii_string_to_unsigned (gtk_editable_get_text (entry), 10, 0, G_MAXINT, &number, NULL))
    {
      weft_editable_fill (entry, setting->value);
      return;
    }
  text = g_strdup_printf ("%d", CLAMP ((int) number, range[0], range[1]));
  if (strcmp (text, setting->value) == 0)
    weft_editable_fill (entry, text);
  take (setting, text);
}

static void
left_cb (GtkEventControllerFocus *controller, Setting *setting)
{
  typed_cb (GTK_EDITABLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))),
            setting);
}

static GtkWidget *
new_entry (const WeftLookSetting *shown, Setting *setting)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  const int range[] = { shown->low, shown->high };

  g_object_set_data_full (G_OBJECT (entry), "weft-range", g_memdup2 (range, sizeof range), g_free);
  weft_editable_fill (GTK_EDITABLE (entry), shown->value);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), NUMBER_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), NUMBER_CHARS);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  g_signal_connect (entry, "activate", G_CALLBACK (typed_cb), setting);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), setting);
  gtk_widget_add_controller (entry, focus);
  weft_widget_set_name (entry, shown->label);
  return entry;
}

static GtkWidget *
new_row (const WeftLookSetting *shown, WeftSettingFunc changed, gpointer user)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *control;
  Setting *setting = g_new (Setting, 1);

  *setting = (Setting){ changed, user, g_strdup (shown->option), g_strdup (shown->value),
                        g_strdupv (shown->choices) };
  control = shown->choices != NULL ? new_list (shown, setting) : new_entry (shown, setting);
  g_object_set_data_full (G_OBJECT (control), "weft-setting", setting, setting_free);
  gtk_widget_set_tooltip_text (row, shown->help);
  gtk_box_append (GTK_BOX (row), gtk_label_new (shown->label));
  gtk_box_append (GTK_BOX (row), control);
  return row;
}

static gboolean
fill (GtkWidget *box, const WeftLook *look, WeftSettingFunc changed, gpointer user)
{
  GtkWidget *child;
  guint n = look->settings != NULL ? look->settings->len : 0;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  for (guint i = 0; i < n; i++)
    gtk_box_append (GTK_BOX (box), new_row (look->settings->pdata[i], changed, user));
  return n > 0;
}

/* The first tokens of what is read, as it is cut; NULL: it is no text. Transfer full. */
static char *
dup_beginning (const WeftLook *look)
{
  const WeftField *x = look->dataset != NULL ? weft_dataset_get_x (look->dataset) : NULL;
  GString *text;
  const gint64 *token;
  WeftShape shape;

  if (x == NULL || x->kind != WEFT_KIND_TOKENS || x->class_names == NULL
      || look->dataset->count == 0)
    return NULL;
  token = weft_field_get_sample (x, 0, &shape);
  text = g_string_new (NULL);
  for (gint64 i = 0; i < MIN (shape.dims[0], TOKENS); i++)
    {
      g_autofree char *word = weft_brief (x->class_names[token[i]], WEFT_BRIEF_NAME);

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "",
                              g_str_equal (word, " ")    ? "␣"
                              : g_str_equal (word, "\n") ? "↵"
                                                         : word);
    }
  if (shape.dims[0] > TOKENS)
    g_string_append (text, " …");
  return g_string_free (text, FALSE);
}

/* The control that has the focus has it again. */
void
weft_data_settings_show (GtkWidget *box, GtkWidget *beginning, const WeftLook *look,
                         WeftSettingFunc changed, gpointer user)
{
  GtkWidget *focus = gtk_widget_get_focus_child (box);
  g_autofree char *begins = dup_beginning (look);
  g_autofree char *text = begins != NULL ? g_strdup_printf (_ ("It begins: %s"), begins) : NULL;
  guint at = 0;

  for (GtkWidget *child = focus; child != NULL; child = gtk_widget_get_prev_sibling (child))
    at++;
  weft_widget_set_shown (box, fill (box, look, changed, user));
  focus = at > 0 ? gtk_widget_get_first_child (box) : NULL;
  while (focus != NULL && --at > 0)
    focus = gtk_widget_get_next_sibling (focus);
  if (focus != NULL)
    gtk_widget_child_focus (focus, GTK_DIR_TAB_FORWARD);
  gtk_label_set_text (GTK_LABEL (beginning), text != NULL ? text : "");
  weft_widget_set_shown (beginning, text != NULL);
}
