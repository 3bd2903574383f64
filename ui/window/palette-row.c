/* palette-row: a row of the palette's list: a family's heading, or a layer or block with its line
 * of help */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/palette-row.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/text-column.h"
#include "ui/base/widgets.h"
#include "ui/window/mine-row.h"
#include "ui/window/row-drag.h"
#include "ui/window/shelf.h"

#define ROW_KEY "weft-row"

WeftLayerRow *
weft_layer_row_get (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), ROW_KEY);
}

void
weft_layer_row_show_star (GtkWidget *widget, GSettings *settings)
{
  const WeftLayerRow *row = weft_layer_row_get (widget);
  gboolean is_starred = weft_shelf_has (settings, WEFT_SHELF_STARS, row->offer->id);
  const char *help = is_starred ? _ ("No favourite any more") : _ ("Keep among the favourites");

  gtk_button_set_icon_name (GTK_BUTTON (row->star),
                            is_starred ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (row->star, help);
  weft_widget_set_name (row->star, help);
  if (is_starred)
    gtk_widget_add_css_class (row->star, "starred");
  else
    gtk_widget_remove_css_class (row->star, "starred");
}

static void
star_cb (GSettings *settings, GtkWidget *star)
{
  GtkWidget *widget = gtk_widget_get_ancestor (star, GTK_TYPE_LIST_BOX_ROW);

  weft_shelf_toggle (settings, WEFT_SHELF_STARS, weft_layer_row_get (widget)->offer->id);
}

static GtkWidget *
make_star (GSettings *settings)
{
  GtkWidget *star = gtk_button_new ();

  gtk_widget_add_css_class (star, "flat");
  gtk_widget_add_css_class (star, "star");
  gtk_widget_set_valign (star, GTK_ALIGN_START);
  if (settings != NULL)
    g_signal_connect_object (star, "clicked", G_CALLBACK (star_cb), settings, G_CONNECT_SWAPPED);
  return star;
}

/* What is kept at hand is known: its name is enough. */
static GtkWidget *
make_text (const WeftOffer *offer, gboolean is_brief)
{
  GtkWidget *text = weft_text_column_new ();
  g_autofree char *summary = weft_offer_dup_line (offer);
  GtkWidget *title = weft_label_new (weft_offer_get_title (offer), "title");
  GtkWidget *line = weft_label_new (summary, "line");

  /* Whole, however many lines that takes: what is cut reads alike. */
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (line), 30); /* beside its star */
  gtk_widget_set_visible (line, !is_brief);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (text), title);
  gtk_box_append (GTK_BOX (text), line);
  return text;
}

GtkWidget *
weft_layer_row_new (const WeftOffer *offer, guint section, guint place, GSettings *settings)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *icon_name = weft_offer_dup_icon (offer), *line = weft_offer_dup_line (offer);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  WeftLayerRow *row = g_new0 (WeftLayerRow, 1);

  row->section = section;
  row->place = place;
  row->offer = offer;
  row->star = make_star (settings);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), make_text (offer, section < WEFT_SECTION_FAMILIES));
  if (offer->text != NULL && section == WEFT_SECTION_MINE)
    weft_mine_row_append (GTK_BOX (box), offer);
  gtk_box_append (GTK_BOX (box), row->star);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_widget_set_tooltip_text (widget, line);
  g_object_set_data_full (G_OBJECT (widget), ROW_KEY, row, g_free);
  weft_widget_set_name (widget, weft_offer_get_title (offer));
  weft_layer_row_show_star (widget, settings);
  weft_row_drag_attach (widget, offer);
  return widget;
}

void
weft_layer_row_show_fold (GtkWidget *widget, gboolean is_open)
{
  const WeftLayerRow *row = weft_layer_row_get (widget);

  gtk_image_set_from_icon_name (GTK_IMAGE (row->arrow),
                                is_open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_EXPANDED, is_open, -1);
}

GtkWidget *
weft_layer_heading_new (guint section, guint n, gboolean is_open)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = weft_label_new (weft_section_get_title (section), "family");
  g_autofree char *count = weft_format_count (n);
  WeftLayerRow *row = g_new0 (WeftLayerRow, 1);

  row->section = section;
  row->arrow = gtk_image_new ();
  row->count = weft_label_new (count, "dim-label");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), row->arrow);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), row->count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_widget_add_css_class (widget, "heading");
  g_object_set_data_full (G_OBJECT (widget), ROW_KEY, row, g_free);
  weft_widget_set_name (widget, weft_section_get_title (section));
  weft_layer_row_show_fold (widget, is_open);
  return widget;
}
