/* path-bar: the way from the whole network to the group that is looked into, and back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/path-bar.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "ui/base/widgets.h"

typedef struct
{
  WeftCanvas *canvas;   /* not owned: it owns the bar */
  WeftContext *context; /* not owned: the canvas holds it */
  GtkWidget *bar;
  char *shown; /* what the bar was made of */
} Path;

static void
path_free (gpointer data)
{
  Path *self = data;

  g_free (self->shown);
  g_free (self);
}

static char *
dup_title (const WeftNode *node)
{
  g_autofree char *title = weft_node_dup_title (node);

  return weft_brief (title, WEFT_BRIEF_NAME);
}

/* Back to what the button stands for; the group that was left is selected. */
static void
clicked_cb (GtkWidget *button, Path *self)
{
  gint64 to = *(gint64 *) g_object_get_data (G_OBJECT (button), "weft-node");

  while (weft_context_get_inside (self->context) != to && weft_context_leave (self->context))
    continue;
  weft_canvas_take_focus (self->canvas);
}

static void
append_button (Path *self, const char *title, gint64 id)
{
  GtkWidget *button = gtk_button_new_with_label (title);
  g_autofree char *tooltip = g_strdup_printf (_ ("Back to %s"), title);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_object_set_data_full (G_OBJECT (button), "weft-node", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (self->bar), button);
}

static void
append_arrow (Path *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_widget_add_css_class (arrow, "dim-label");
  gtk_box_append (GTK_BOX (self->bar), arrow);
}

/* The group itself; what is inside may stand there more than once. */
static char *
dup_here (const WeftNode *group)
{
  g_autofree char *title = dup_title (group);
  g_autoptr (GVariant) repeat = weft_node_get_param (group, "repeat");
  gint64 times = g_variant_get_int64 (repeat);

  if (times < 2)
    return g_steal_pointer (&title);
  /* Translators: a group and how often it is repeated */
  return g_strdup_printf (_ ("%s × %d"), title, (int) times);
}

/* A line for each group on the way, by which is known whether anything changed. */
static char *
sign (Path *self)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *group = weft_graph_find (graph, weft_context_get_inside (self->context));
  GString *text = g_string_new (NULL);

  for (; group != NULL; group = weft_graph_find (graph, group->parent))
    {
      g_autofree char *here = dup_here (group);

      g_string_append_printf (text, "%" G_GINT64_FORMAT " %s\n", group->id, here);
    }
  return g_string_free (text, FALSE);
}

static void
append_way (Path *self, WeftGraph *graph, const WeftNode *group)
{
  g_autofree char *title = NULL;

  if (group == NULL)
    {
      append_button (self, _ ("Network"), 0);
      return;
    }
  append_way (self, graph, weft_graph_find (graph, group->parent));
  append_arrow (self);
  title = dup_title (group);
  append_button (self, title, group->id);
}

static void
update_cb (GtkWidget *bar)
{
  Path *self = g_object_get_data (G_OBJECT (bar), "weft-path");
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *group = weft_graph_find (graph, weft_context_get_inside (self->context));
  g_autofree char *now = sign (self), *here = NULL;
  GtkWidget *child;

  if (g_strcmp0 (now, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  while ((child = gtk_widget_get_first_child (self->bar)) != NULL)
    gtk_box_remove (GTK_BOX (self->bar), child);
  gtk_widget_set_visible (self->bar, group != NULL);
  if (group == NULL)
    return;
  append_way (self, graph, weft_graph_find (graph, group->parent));
  append_arrow (self);
  here = dup_here (group);
  child = weft_label_new (here, "here");
  gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (self->bar), child);
}

GtkWidget *
weft_path_bar_new (WeftCanvas *canvas, WeftContext *context)
{
  Path *self = g_new0 (Path, 1);

  self->canvas = canvas;
  self->context = context;
  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_add_css_class (self->bar, "canvas-bar");
  gtk_widget_add_css_class (self->bar, "canvas-path");
  weft_widget_set_name (self->bar, _ ("Where you are"));
  gtk_widget_set_halign (self->bar, GTK_ALIGN_START);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_START);
  gtk_widget_set_margin_start (self->bar, 12);
  gtk_widget_set_margin_top (self->bar, 10);
  gtk_widget_set_visible (self->bar, FALSE);
  g_object_set_data_full (G_OBJECT (self->bar), "weft-path", self, path_free);
  g_signal_connect_object (context, "inside", G_CALLBACK (update_cb), self->bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_context_get_graph (context), "changed", G_CALLBACK (update_cb),
                           self->bar, G_CONNECT_SWAPPED);
  return self->bar;
}
