/* note-editor: the words of a note, typed where it stands */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/note-editor.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/menu.h"
#include "ui/canvas/plane.h"
#include "ui/paint/remark-paint.h"

#define WIDTH 320
#define HEIGHT 130

typedef struct
{
  WeftPlane *plane; /* not owned */
  gint64 node;
  GtkTextBuffer *buffer;
} Editor;

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  return gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
}

/* Never lower than it is by hand, unless its words were all of it. */
static WeftEdit *
make_edit (const WeftNode *node, const char *text)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GVariant) width = weft_node_get_param (node, "width");
  double height = weft_remark_measure_note (text, (double) g_variant_get_int64 (width));

  g_ptr_array_add (edits, weft_edit_set_param (node->id, "text", g_variant_new_string (text)));
  g_ptr_array_add (edits, weft_edit_set_param (node->id, "height",
                                               g_variant_new_int64 (MAX (40, (gint64) height))));
  return weft_edit_list (edits, N_ ("Write a note"));
}

static void
closed_cb (Editor *editor)
{
  WeftContext *context = editor->plane->context;
  const WeftNode *node
      = context != NULL ? weft_graph_find (weft_context_get_graph (context), editor->node) : NULL;
  g_autofree char *text = dup_text (editor->buffer);
  g_autoptr (GVariant) old = node != NULL ? weft_node_get_param (node, "text") : NULL;

  if (node == NULL)
    return;
  if (g_strcmp0 (text, g_variant_get_string (old, NULL)) != 0)
    weft_context_do (context, make_edit (node, text), 0);
  weft_plane_focus_node (editor->plane, editor->node);
}

/* Enter begins a line; with Ctrl it is done, as with Escape. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        GtkPopover *popover)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(state & GDK_CONTROL_MASK))
    return FALSE;
  gtk_popover_popdown (popover);
  return TRUE;
}

static GtkWidget *
make_content (Editor *editor, const char *text, GtkWidget *popover)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *scroll = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new (), *hint;
  GtkEventController *keys = gtk_event_controller_key_new ();

  editor->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_buffer_set_text (editor->buffer, text, -1);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Words of the note"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), popover);
  gtk_widget_add_controller (view, keys);
  gtk_widget_set_size_request (scroll, WIDTH, HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), view);
  gtk_box_append (GTK_BOX (box), scroll);
  hint = gtk_label_new (_ ("**bold** · *slanted* · # heading · - item · $y = w^2 x_i$"));
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_widget_add_css_class (hint, "caption");
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_box_append (GTK_BOX (box), hint);
  g_object_set_data (G_OBJECT (popover), "weft-view", view);
  return box;
}

void
weft_note_editor_open (WeftPlane *self, gint64 id)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int i = weft_scene_find (scene, id);
  Editor *editor;
  GtkWidget *popover;
  WeftPoint at;

  if (i < 0)
    return;
  at = weft_view_to_widget (&self->sight.view, (WeftPoint){ scene->boxes[i].x, scene->boxes[i].y });
  popover = weft_menu_new_popover (self, at);
  editor = g_new0 (Editor, 1);
  editor->plane = self;
  editor->node = id;
  gtk_popover_set_child (GTK_POPOVER (popover),
                         make_content (editor, weft_scene_get (scene, (guint) i)->text, popover));
  g_object_set_data_full (G_OBJECT (popover), "weft-editor", editor, g_free);
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (closed_cb), editor);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (popover), "weft-view"));
}
