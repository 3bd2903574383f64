/* rename: a node's title, typed where it stands */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/canvas/menu.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/rename.h"

static gint64
get_node (GtkWidget *entry)
{
  return *(gint64 *) g_object_get_data (G_OBJECT (entry), "weft-node");
}

/* An empty title gives back the one that the layer makes. */
static void
activate_cb (GtkWidget *entry, WeftPlane *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  GtkWidget *popover = gtk_widget_get_ancestor (entry, GTK_TYPE_POPOVER);
  const WeftNode *node = weft_graph_find (weft_context_get_graph (self->context), get_node (entry));
  g_autofree char *old = node != NULL ? weft_node_dup_title (node) : NULL;

  if (node != NULL && g_strcmp0 (text, old) != 0)
    weft_context_do (self->context, weft_edit_set_title (node->id, *text != '\0' ? text : NULL), 0);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

void
weft_rename_open (WeftPlane *self, gint64 id)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int i = weft_scene_find (scene, id);
  GtkWidget *popover, *entry;
  WeftPoint at;

  if (i < 0)
    return;
  at = weft_view_to_widget (&self->sight.view, (WeftPoint){ scene->boxes[i].x, scene->boxes[i].y });
  popover = weft_menu_new_popover (self, at);
  entry = gtk_entry_new ();
  weft_editable_fill (GTK_EDITABLE (entry), weft_scene_get (scene, (guint) i)->title);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 18);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Title"), -1);
  g_object_set_data_full (G_OBJECT (entry), "weft-node", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect (entry, "activate", G_CALLBACK (activate_cb), self);
  gtk_popover_set_child (GTK_POPOVER (popover), entry);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_widget_grab_focus (entry);
}
