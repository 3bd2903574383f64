/* key-strip: under the canvas, where it covers nothing: what the marks that were asked for mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/key-strip.h"

#include "ui/base/widgets.h"

/* An inscription: news five times a second do not lay out the window. */
static void
update_cb (GtkWidget *strip, WeftPlane *plane)
{
  g_autofree char *sizes = weft_wire_sizes_dup_key (plane);
  g_autofree char *costs = weft_node_costs_dup_key (plane);
  g_autofree char *text = g_strjoin (sizes != NULL && costs != NULL ? "\u2003" : "",
                                     sizes != NULL ? sizes : "", costs != NULL ? costs : "", NULL);

  weft_widget_set_shown (strip, *text != '\0');
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (strip)), text) == 0)
    return;
  gtk_inscription_set_text (GTK_INSCRIPTION (strip), text);
  gtk_widget_set_tooltip_text (strip, text);
  weft_widget_set_name (strip, text);
}

GtkWidget *
weft_key_strip_new (WeftPlane *plane)
{
  GtkWidget *strip = gtk_inscription_new ("");

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (strip),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (strip), 0);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (strip), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (strip), 0);
  gtk_widget_add_css_class (strip, "canvas-keys");
  g_signal_connect_object (plane, "keys-changed", G_CALLBACK (update_cb), strip, G_CONNECT_SWAPPED);
  update_cb (strip, plane);
  return strip;
}
