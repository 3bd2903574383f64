/* search-row: what the search box found, as a row of its list */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/search-row.h"

#include <glib/gi18n-lib.h>

#include "ui/base/icon.h"
#include "ui/base/text-column.h"

#define HIT_KEY "weft-hit"

GtkWidget *
weft_hit_label_new (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

void
weft_hit_fill_row (GtkWidget *box, const char *icon, const char *title, const char *line)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *text = weft_text_column_new ();

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_set_margin_top (image, 1);
  gtk_box_append (GTK_BOX (text), weft_hit_label_new (title, "title"));
  gtk_box_append (GTK_BOX (text), weft_hit_label_new (line, "line"));
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), text);
}

static void
fill_offer_row (GtkWidget *box, const WeftOffer *offer)
{
  g_autofree char *icon = weft_offer_dup_icon (offer);

  g_autofree char *line = weft_offer_dup_line (offer);

  weft_hit_fill_row (box, icon, weft_offer_get_title (offer), line);
}

static void
fill_data_row (GtkWidget *box, const WeftKnownData *data)
{
  g_autofree char *icon = weft_icon_dup_for_layer (weft_layer_find ("data"));

  weft_hit_fill_row (box, icon, data->title, _ (data->line));
}

static void
fill_control_row (GtkWidget *box, const WeftLevelRow *row)
{
  /* Translators: a level of the window: Explore, Understand or Design */
  g_autofree char *line
      = g_strdup_printf (_ ("In level %s: show"), weft_level_get_title (row->from));

  weft_hit_fill_row (box, "view-reveal-symbolic", _ (row->title), line);
}

static void
fill_command_row (GtkWidget *box, const WeftCommand *command)
{
  GtkWidget *label;
  guint key;
  GdkModifierType modifiers;
  g_autofree char *text = NULL;

  gtk_box_append (GTK_BOX (box), weft_hit_label_new (_ (command->label), NULL));
  if (command->keys[0] == NULL)
    return;
  gtk_accelerator_parse (command->keys[0], &key, &modifiers);
  text = gtk_accelerator_get_label (key, modifiers);
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
weft_hit_row_new (const WeftHit *hit)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  const char *title = hit->data != NULL      ? hit->data->title
                      : hit->offer != NULL   ? weft_offer_get_title (hit->offer)
                      : hit->control != NULL ? _ (hit->control->title)
                                             : _ (hit->command->label);

  if (hit->offer != NULL)
    fill_offer_row (box, hit->offer);
  else if (hit->data != NULL)
    fill_data_row (box, hit->data);
  else if (hit->control != NULL)
    fill_control_row (box, hit->control);
  else
    fill_command_row (box, hit->command);
  gtk_widget_set_sensitive (box, hit->is_enabled);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), HIT_KEY, g_memdup2 (hit, sizeof *hit), g_free);
  return row;
}

const WeftHit *
weft_hit_row_get (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), HIT_KEY);
}
