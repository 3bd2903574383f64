/* clipboard: nodes copied as text, and put in from it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/clipboard.h"

#include <glib/gi18n-lib.h>

#define PASTE_SHIFT 30.0

static char *
dup_text (WeftPlane *self)
{
  const WeftHost *host = weft_context_get_host (self->context);

  if (host->copy_nodes == NULL)
    return NULL;
  return host->copy_nodes (host->user, weft_context_get_window (self->context),
                           weft_context_get_selection (self->context));
}

void
weft_clipboard_copy (WeftPlane *self)
{
  g_autofree char *text = dup_text (self);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
select_added (WeftPlane *self, WeftEdit *edit)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    {
      WeftEdit *child = weft_edit_get_child (edit, i);
      gint64 id = weft_edit_get_node (child);

      const WeftNode *node = weft_graph_find (weft_context_get_graph (self->context), id);

      if (g_strcmp0 (weft_edit_get_kind (child), "add-node") == 0 && node != NULL
          && node->parent
                 == weft_context_get_inside (
                     self->context)) /* for what is inside its group stands */
        g_array_append_val (ids, id);
    }
  weft_context_select (self->context, (const gint64 *) (void *) ids->data, ids->len);
}

static void
insert_text (WeftPlane *self, const char *text, WeftPoint at, gboolean wired)
{
  const WeftHost *host = weft_context_get_host (self->context);
  g_autoptr (GError) error = NULL;
  WeftEdit *edit = NULL;

  if (host->paste_nodes != NULL)
    edit = host->paste_nodes (host->user, weft_context_get_window (self->context), text,
                              weft_context_get_inside (self->context), at.x, at.y, wired, &error);
  if (edit == NULL)
    {
      weft_context_toast (self->context,
                          error != NULL ? error->message : _ ("The clipboard holds no layers."));
      return;
    }
  weft_edit_ref (edit);
  if (weft_context_do (self->context, edit, 0))
    select_added (self, edit);
  weft_edit_unref (edit);
}

static void
take_text (WeftPlane *self, GdkClipboard *clipboard, GAsyncResult *result, gboolean wired)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (clipboard, result, &error);
  WeftPoint at;

  if (self->context == NULL)
    return; /* the window went */
  if (text == NULL)
    {
      weft_context_toast (self->context, _ ("The clipboard holds no layers."));
      return;
    }
  at = weft_hand_get_place (self);
  insert_text (self, text, (WeftPoint){ weft_snap_to_grid (at.x), weft_snap_to_grid (at.y) },
               wired);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (WeftPlane) self = user;

  take_text (self, GDK_CLIPBOARD (source), result, FALSE);
}

static void
text_to_wire_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (WeftPlane) self = user;

  take_text (self, GDK_CLIPBOARD (source), result, TRUE);
}

void
weft_clipboard_paste (WeftPlane *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, text_cb,
                                 g_object_ref (self));
}

void
weft_clipboard_paste_wired (WeftPlane *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL,
                                 text_to_wire_cb, g_object_ref (self));
}

void
weft_clipboard_duplicate (WeftPlane *self)
{
  g_autofree char *text = dup_text (self);
  WeftScene *scene = weft_plane_get_scene (self);
  WeftPoint corner = { G_MAXDOUBLE, G_MAXDOUBLE };
  GArray *ids = weft_context_get_selection (self->context);

  for (guint i = 0; i < ids->len; i++)
    {
      int at = weft_scene_find (scene, g_array_index (ids, gint64, i));

      if (at < 0)
        continue;
      corner.x = MIN (corner.x, scene->boxes[at].x);
      corner.y = MIN (corner.y, scene->boxes[at].y);
    }
  if (text != NULL && ids->len > 0)
    insert_text (self, text, (WeftPoint){ corner.x + PASTE_SHIFT, corner.y + PASTE_SHIFT }, FALSE);
}
