/* code: the network as a program of PyTorch's, beside it: what is selected on the canvas is lit
 * here, and the line that is clicked selects what it says
 *
 * The program is written anew when another network is whole; until then the one before stands,
 * which is said. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/panel.h"
#include "ui/panels/panels.h"

#define CALM 20 /* ticks without another height, after which there comes none */

typedef struct
{
  WeftContext *context;
  GtkWidget *panel, *view, *missing, *stale;
  GtkTextBuffer *buffer;
  GtkTextTag *lit, *dim;
  WeftModel *shown; /* whose code it is; nullable */
  GArray *nodes;    /* gint64, of each line; nullable */
  gboolean is_busy; /* it is the panel itself that changes something */
  guint wait;       /* tick until the view is on the screen, and its lines have their heights */
  double upper;     /* how high they were at the last tick */
  int calm;         /* ticks since then */
} Code;

void
weft_code_free (WeftCode *code)
{
  g_free (code->text);
  g_array_unref (code->nodes);
  g_free (code->missing);
  g_free (code);
}

/* --- what is lit --- */

/* Whether what is selected says the line: the node itself, or a group around it. */
static gboolean
is_lit (Code *code, gint64 node)
{
  WeftGraph *graph = weft_context_get_graph (code->context);
  GArray *selection = weft_context_get_selection (code->context);
  const WeftNode *own = node != 0 ? weft_graph_find (graph, node) : NULL;

  for (guint i = 0; own != NULL && i < selection->len; i++)
    {
      gint64 selected = g_array_index (selection, gint64, i);

      if (selected == node || weft_graph_is_inside (graph, own, selected))
        return TRUE;
    }
  return FALSE;
}

static void
get_line (Code *code, guint line, GtkTextIter *begin, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_line (code->buffer, begin, (int) line);
  *end = *begin;
  gtk_text_iter_forward_line (end);
}

/* Shows the first of the lines that are lit, unless it was clicked here or is in sight. */
static void
light (Code *code)
{
  GtkTextIter begin, end;
  gboolean is_found = code->is_busy;

  gtk_text_buffer_get_bounds (code->buffer, &begin, &end);
  gtk_text_buffer_remove_tag (code->buffer, code->lit, &begin, &end);
  for (guint i = 0; code->nodes != NULL && i < code->nodes->len; i++)
    {
      if (!is_lit (code, g_array_index (code->nodes, gint64, i)))
        continue;
      get_line (code, i, &begin, &end);
      gtk_text_buffer_apply_tag (code->buffer, code->lit, &begin, &end);
      if (!is_found)
        {
          GtkTextMark *mark = gtk_text_buffer_create_mark (code->buffer, NULL, &begin, TRUE);

          /* By a mark: lines have no height yet where the text is new. */
          gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (code->view), mark, 0, TRUE, 0, 0.3);
          gtk_text_buffer_delete_mark (code->buffer, mark);
        }
      is_found = TRUE;
    }
}

/* Text that was never on the screen cannot be scrolled yet, and while its lines get their heights
 * one after another no further than to those that have one. */
static gboolean
seen_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user)
{
  Code *code = user;
  double upper = gtk_adjustment_get_upper (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));

  if (gtk_widget_get_height (view) == 0)
    return G_SOURCE_CONTINUE;
  if (upper != code->upper)
    {
      code->upper = upper;
      code->calm = 0;
      light (code);
    }
  if (++code->calm < CALM)
    return G_SOURCE_CONTINUE;
  code->wait = 0;
  return G_SOURCE_REMOVE;
}

static void
wait_until_seen (Code *code)
{
  code->upper = 0;
  code->calm = 0;
  if (code->wait == 0)
    code->wait = gtk_widget_add_tick_callback (code->view, seen_cb, code, NULL);
}

/* The line at which somebody points or to which the keys have gone; text that is being marked to be
 * copied selects nothing. */
static void
cursor_cb (Code *code)
{
  GtkTextIter at;
  guint line;

  if (code->is_busy || code->nodes == NULL || !gtk_widget_has_focus (code->view)
      || gtk_text_buffer_get_has_selection (code->buffer))
    return;
  gtk_text_buffer_get_iter_at_mark (code->buffer, &at, gtk_text_buffer_get_insert (code->buffer));
  line = (guint) gtk_text_iter_get_line (&at);
  if (line < code->nodes->len)
    {
      gint64 node = g_array_index (code->nodes, gint64, line);

      code->is_busy = TRUE;
      if (node != 0 && weft_graph_find (weft_context_get_graph (code->context), node) != NULL)
        weft_context_select (code->context, &node, 1);
      code->is_busy = FALSE;
    }
}

/* --- the text --- */

static void
dim_remarks (Code *code)
{
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (code->buffer, &begin, &end);
  gtk_text_buffer_remove_tag (code->buffer, code->dim, &begin, &end);
  for (int i = 0; i < gtk_text_buffer_get_line_count (code->buffer); i++)
    {
      gtk_text_buffer_get_iter_at_line (code->buffer, &begin, i);
      end = begin;
      while (gtk_text_iter_get_char (&end) == ' ' && gtk_text_iter_forward_char (&end))
        ;
      if (gtk_text_iter_get_char (&end) != '#')
        continue;
      gtk_text_iter_forward_line (&end);
      gtk_text_buffer_apply_tag (code->buffer, code->dim, &begin, &end);
    }
}

static void
show_missing (Code *code, const char *missing)
{
  gtk_label_set_text (GTK_LABEL (code->missing), missing != NULL ? missing : "");
  weft_widget_set_shown (code->missing, missing != NULL);
}

/* Only the lines that differ are written, so that what is in sight stays, and the line of the keys.
 */
static void
set_text (Code *code, const char *text)
{
  g_auto (GStrv) now = g_strsplit (text, "\n", -1), old = NULL;
  guint n = g_strv_length (now), n_old, first = 0, last = 0;
  g_autofree char *shown = NULL, *between = NULL;
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (code->buffer, &begin, &end);
  shown = gtk_text_buffer_get_text (code->buffer, &begin, &end, FALSE);
  old = g_strsplit (shown, "\n", -1);
  n_old = g_strv_length (old);
  if (n_old <= 1 || n <= 1)
    {
      gtk_text_buffer_set_text (code->buffer, text, -1);
      gtk_text_buffer_get_start_iter (code->buffer, &begin);
      gtk_text_buffer_place_cursor (code->buffer, &begin);
      return;
    }
  while (first < MIN (n, n_old) - 1 && strcmp (now[first], old[first]) == 0)
    first++;
  while (last < MIN (n, n_old) - first - 1
         && strcmp (now[n - last - 1], old[n_old - last - 1]) == 0)
    last++;
  gtk_text_buffer_get_iter_at_line (code->buffer, &begin, (int) first);
  gtk_text_buffer_get_iter_at_line (code->buffer, &end, (int) (n_old - last - 1));
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_delete (code->buffer, &begin, &end);
  for (guint i = n - last; i < n; i++)
    g_clear_pointer (&now[i], g_free);
  between = g_strjoinv ("\n", now + first);
  gtk_text_buffer_insert (code->buffer, &begin, between, -1);
}

static void
write_anew (Code *code, WeftModel *model)
{
  const WeftHost *host = weft_context_get_host (code->context);
  WeftCode *written = host->write_code (host->user, weft_context_get_window (code->context), model);

  g_clear_pointer (&code->shown, weft_model_unref);
  g_clear_pointer (&code->nodes, g_array_unref);
  code->shown = weft_model_ref (model);
  code->nodes = g_array_ref (written->nodes);
  code->is_busy = TRUE;
  set_text (code, written->text);
  code->is_busy = FALSE;
  dim_remarks (code);
  show_missing (code, written->missing);
  weft_code_free (written);
  light (code);
  if (gtk_widget_get_height (code->view) == 0)
    wait_until_seen (code);
}

static void
changed_cb (Code *code)
{
  WeftLive *live = weft_context_get_live (code->context);
  WeftModel *model = weft_live_get_model (live);
  WeftReport *report = weft_live_get_report (live);

  if (model != NULL && model != code->shown)
    write_anew (code, model);
  weft_widget_set_shown (code->stale, report != NULL && !report->can_train);
  weft_panel_set_empty (code->view, code->shown == NULL);
}

/* --- what is done with it --- */

static void
copy_cb (Code *code)
{
  GtkTextIter begin, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (code->buffer, &begin, &end);
  text = gtk_text_buffer_get_text (code->buffer, &begin, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (code->view), text);
  weft_context_toast (code->context, _ ("The code is copied"));
}

static void
color_cb (Code *code)
{
  gboolean is_dark = weft_theme_is_dark ();
  GdkRGBA lit = weft_theme_get (WEFT_ROLE_ACCENT, is_dark);
  GdkRGBA dim = weft_theme_get (WEFT_ROLE_DIM, is_dark);

  lit.alpha = is_dark ? 0.34F : 0.18F;
  g_object_set (code->lit, "paragraph-background-rgba", &lit, NULL);
  g_object_set (code->dim, "foreground-rgba", &dim, NULL);
}

static GtkWidget *
make_view (Code *code)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  code->view = gtk_text_view_new ();
  code->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (code->view));
  g_object_set (code->view, "editable", FALSE, "monospace", TRUE, "right-margin", 12,
                "bottom-margin", 6, "accepts-tab", FALSE, NULL);
  gtk_widget_add_css_class (code->view, "code");
  weft_widget_set_name (code->view, _ ("The network as a program in PyTorch"));
  code->lit = gtk_text_buffer_create_tag (code->buffer, NULL, NULL);
  code->dim = gtk_text_buffer_create_tag (code->buffer, NULL, NULL);
  g_signal_connect_swapped (code->buffer, "notify::cursor-position", G_CALLBACK (cursor_cb), code);
  g_object_set (scroll, "vexpand", TRUE, "child", code->view, NULL);
  return scroll;
}

static GtkWidget *
make_button (const char *text, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  weft_widget_set_name (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
make_words (const char *text, const char *style)
{
  GtkWidget *label = weft_label_new (text, style);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

/* What is to be said of it, and what can be done. */
static GtkWidget *
make_head (Code *code)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *copy = make_button (_ ("Copy"), _ ("Copy the code"));
  GtkWidget *export = make_button (_ ("Export…"), _ ("Export the program"));

  code->missing = make_words ("", "dim-label");
  code->stale = make_words (_ ("Something does not fit yet: this is the network as it last did."),
                            "dim-label");
  gtk_box_append (GTK_BOX (words), weft_label_new (_ ("PyTorch"), "panel-title"));
  gtk_box_append (GTK_BOX (words), code->stale);
  gtk_box_append (GTK_BOX (words), code->missing);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (head), words);
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (copy_cb), code);
  gtk_box_append (GTK_BOX (head), copy);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (export), "win.export::pytorch");
  gtk_box_append (GTK_BOX (head), export);
  gtk_widget_add_css_class (head, "panel-body");
  gtk_widget_add_css_class (head, "panel-controls");
  gtk_widget_add_css_class (head, "code-head");
  return head;
}

static void
destroy_cb (GtkWidget *panel, Code *code)
{
  g_clear_pointer (&code->shown, weft_model_unref);
  g_clear_pointer (&code->nodes, g_array_unref);
}

static GtkWidget *
create (WeftContext *context)
{
  Code *code = g_new0 (Code, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  code->context = context;
  gtk_box_append (GTK_BOX (box), make_head (code));
  gtk_box_append (GTK_BOX (box), make_view (code));
  code->panel = weft_panel_new (
      box, code->view,
      weft_panel_empty_new (_ ("As soon as the network is whole, it stands here as a program in "
                               "PyTorch."),
                            NULL, NULL));
  weft_panel_own (code->panel, code);
  g_signal_connect (code->panel, "destroy", G_CALLBACK (destroy_cb), code);
  weft_panel_follow (code->panel, adw_style_manager_get_default (), "notify::dark",
                     G_CALLBACK (color_cb), code);
  weft_panel_follow (code->panel, weft_context_get_live (context), "status",
                     G_CALLBACK (changed_cb), code);
  weft_panel_follow (code->panel, weft_context_get_live (context), "report",
                     G_CALLBACK (changed_cb), code);
  weft_panel_follow (code->panel, context, "selection", G_CALLBACK (light), code);
  color_cb (code);
  changed_cb (code);
  return code->panel;
}

const WeftPanel weft_panel_code = {
  .id = "code",
  .title = N_ ("Code"),
  .create = create,
};
