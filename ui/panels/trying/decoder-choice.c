/* decoder-choice: how a text that a network writes is chosen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/decoder-choice.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/panels/panel.h"

enum
{
  MOST_ROWS = 16,
  MOST_SETTINGS = 4,
};

typedef struct
{
  void (*changed) (gpointer user);
  gpointer user;
  GtkWidget *box, *list, *settings, *again;
  const WeftDecodingRow *rows[MOST_ROWS]; /* that can be chosen */
  guint n_rows;
  GtkWidget *spins[MOST_SETTINGS]; /* of the row that is */
  const WeftParam *params[MOST_SETTINGS];
  guint n_settings;
  WeftDecodes decodes;
  guint64 seed;
  gboolean is_filling;
} Choice;

static const char choice_key[] = "weft-decoder-choice";

static const WeftDecodingRow *
get_row (const Choice *choice)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (choice->list));

  return i < choice->n_rows ? choice->rows[i] : NULL;
}

static void
tell (Choice *choice)
{
  if (!choice->is_filling)
    choice->changed (choice->user);
}

static void
again_cb (Choice *choice)
{
  choice->seed++;
  tell (choice);
}

/* --- the settings of the row that is chosen --- */

static void
add_setting (Choice *choice, const WeftParam *param)
{
  gboolean is_whole = param->type == WEFT_PARAM_INT;
  double most = param->ui_max > 0 ? param->ui_max : param->max;
  GtkWidget *spin = gtk_spin_button_new_with_range (param->min, is_whole ? most : MIN (most, 10),
                                                    is_whole ? 1 : 0.1);
  g_autofree char *label = weft_param_dup_label (param);
  GtkWidget *name = weft_label_new (label, "dim-label");

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), is_whole ? 0 : 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), param->fallback);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 3);
  gtk_widget_set_tooltip_text (spin, _ (param->help));
  weft_widget_set_name (spin, label);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (tell), choice);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (choice->settings), name);
  gtk_box_append (GTK_BOX (choice->settings), spin);
  choice->params[choice->n_settings] = param;
  choice->spins[choice->n_settings++] = spin;
}

static void
show_row (Choice *choice)
{
  const WeftDecodingRow *row = get_row (choice);

  for (GtkWidget *child; (child = gtk_widget_get_first_child (choice->settings)) != NULL;)
    gtk_box_remove (GTK_BOX (choice->settings), child);
  choice->n_settings = 0;
  if (row == NULL)
    return;
  for (const WeftParam *param = row->params;
       param != NULL && param->name != NULL && choice->n_settings < MOST_SETTINGS; param++)
    if (param->type == WEFT_PARAM_INT || param->type == WEFT_PARAM_REAL)
      add_setting (choice, param);
  gtk_widget_set_visible (choice->settings, choice->n_settings > 0);
  gtk_widget_set_tooltip_text (choice->list, _ (row->summary));
  weft_widget_set_shown (choice->again, row->draws);
}

static void
chosen_cb (Choice *choice)
{
  if (choice->is_filling)
    return;
  show_row (choice);
  tell (choice);
}

/* --- which there are --- */

static gboolean
fits (const WeftDecodingRow *row, WeftDecodes decodes)
{
  switch (decodes)
    {
    case WEFT_DECODES_ONE:
      return row->choose != NULL && row->count == NULL;
    case WEFT_DECODES_SEVERAL:
      return row->choose != NULL;
    case WEFT_DECODES_READ:
      return row->read != NULL;
    case WEFT_DECODES_NOTHING:
    default:
      return FALSE;
    }
}

void
weft_decoder_choice_set (GtkWidget *widget, WeftDecodes decodes)
{
  Choice *choice = g_object_get_data (G_OBJECT (widget), choice_key);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n;
  const WeftDecodingRow *const *rows = weft_decodings (&n);

  weft_widget_set_shown (widget, decodes != WEFT_DECODES_NOTHING);
  if (choice->decodes == decodes)
    return;
  choice->decodes = decodes;
  choice->n_rows = 0;
  for (guint i = 0; i < n && choice->n_rows < MOST_ROWS; i++)
    if (fits (rows[i], decodes))
      {
        choice->rows[choice->n_rows++] = rows[i];
        gtk_string_list_append (names, _ (rows[i]->title));
      }
  choice->is_filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (choice->list), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice->list), 0);
  show_row (choice);
  choice->is_filling = FALSE;
}

WeftDecoding *
weft_decoder_choice_make (GtkWidget *widget)
{
  const Choice *choice = g_object_get_data (G_OBJECT (widget), choice_key);
  const WeftDecodingRow *row = get_row (choice);
  g_autoptr (GString) text = NULL;

  if (choice->decodes == WEFT_DECODES_NOTHING || row == NULL)
    return NULL;
  text = g_string_new (row->id);
  for (guint i = 0; i < choice->n_settings; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof number,
                       choice->params[i]->type == WEFT_PARAM_INT ? "%.0f" : "%.4g",
                       gtk_spin_button_get_value (GTK_SPIN_BUTTON (choice->spins[i])));
      g_string_append_printf (text, ",%s=%s", choice->params[i]->name, number);
    }
  return weft_decoding_new (text->str, NULL);
}

guint64
weft_decoder_choice_get_seed (GtkWidget *widget)
{
  const Choice *choice = g_object_get_data (G_OBJECT (widget), choice_key);

  return choice->seed;
}

GtkWidget *
weft_decoder_choice_new (void (*changed) (gpointer user), gpointer user)
{
  Choice *choice = g_new0 (Choice, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  choice->changed = changed;
  choice->user = user;
  choice->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  choice->list = gtk_drop_down_new (NULL, NULL);
  choice->settings = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  choice->again = gtk_button_new_with_label (_ ("Again"));
  weft_widget_set_inner_name (choice->list, _ ("How what is written is chosen"));
  gtk_widget_set_tooltip_text (choice->again, _ ("Another answer, drawn anew"));
  gtk_box_append (GTK_BOX (row), choice->list);
  gtk_box_append (GTK_BOX (row), choice->again);
  gtk_box_append (GTK_BOX (choice->box), row);
  gtk_box_append (GTK_BOX (choice->box), choice->settings);
  gtk_widget_add_css_class (choice->box, "panel-controls");
  weft_widget_set_shown (choice->box, FALSE);
  g_signal_connect_swapped (choice->list, "notify::selected", G_CALLBACK (chosen_cb), choice);
  g_signal_connect_swapped (choice->again, "clicked", G_CALLBACK (again_cb), choice);
  g_object_set_data_full (G_OBJECT (choice->box), choice_key, choice, g_free);
  return choice->box;
}
