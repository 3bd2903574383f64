/* text: a text is typed, cut into the tokens that the network has learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/data/unknown.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/forms/written-text.h"
#include "ui/panels/trying/trying.h"

typedef struct
{
  const WeftFormSite *site;
  GtkWidget *view, *line, *hint;
  WeftDataset *read;   /* what was typed, as tokens; nullable: nothing was */
  gint64 sample;       /* of the set, whose tokens are given as they are; −1: what was typed is */
  gboolean is_showing; /* its words are set, not typed */
} Text;

static char *
dup_typed (const Text *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text->view));
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &begin, &end, FALSE));
}

/* A token that stands for whatever the vocabulary does not have: nothing, or the sign for that. */
static gboolean
is_unknown (const WeftField *field, gint64 token)
{
  return token <= 0 || token >= field->classes || weft_field_is_unknown (field, token);
}

/* How many of the words the network has never met. */
static void
tell (Text *text)
{
  const WeftField *like = text->site->field;
  const WeftField *field = text->sample >= 0    ? like
                           : text->read != NULL ? weft_dataset_find_field (text->read, like->name)
                                                : NULL;
  g_autofree char *line = NULL;
  gint64 unknown = 0, n = 0;
  const gint64 *tokens;
  WeftShape shape;

  if (field != NULL)
    {
      tokens = weft_field_get_sample (field, MAX (text->sample, 0), &shape);
      n = shape.dims[0];
      for (gint64 i = 0; i < n; i++)
        unknown += is_unknown (field, tokens[i]);
      line = unknown > 0
                 ? g_strdup_printf (_ ("%d of %d tokens were never met in training"), (int) unknown,
                                    (int) n)
                 : g_strdup_printf (ngettext ("%d token", "%d tokens", (gulong) n), (int) n);
    }
  gtk_label_set_text (GTK_LABEL (text->line), line != NULL ? line : "");
}

static void
changed_cb (GtkTextBuffer *buffer, Text *text)
{
  g_autofree char *typed = dup_typed (text);

  gtk_widget_set_visible (text->hint, gtk_text_buffer_get_char_count (buffer) == 0);
  if (text->is_showing)
    return;
  text->sample = -1;
  g_clear_pointer (&text->read, weft_dataset_unref);
  if (*typed != '\0')
    text->read = weft_form_read (text->site, NULL, typed);
  tell (text);
  weft_form_tell (text->site);
}

static void
text_free (gpointer data)
{
  Text *text = data;

  g_clear_pointer (&text->read, weft_dataset_unref);
  g_free (text);
}

/* What is to be done there, as long as nothing is. */
static GtkWidget *
make_hint (Text *text)
{
  text->hint = weft_label_new (_ ("Type a text, or choose one below."), "dim-label");
  gtk_label_set_wrap (GTK_LABEL (text->hint), TRUE);
  gtk_widget_set_valign (text->hint, GTK_ALIGN_START);
  gtk_widget_set_margin_top (text->hint, 6);
  gtk_widget_set_margin_start (text->hint, 9);
  gtk_widget_set_can_target (text->hint, FALSE);
  return text->hint;
}

static GtkWidget *
make_view (Text *text)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *overlay = gtk_overlay_new ();

  text->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text->view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (text->view), 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (text->view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (text->view), 8);
  weft_widget_set_name (text->view, _ ("Type a text to try"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), text->view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 48);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), scrolled);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_hint (text));
  gtk_widget_add_css_class (overlay, "typed");
  gtk_widget_set_overflow (overlay, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_vexpand (overlay, TRUE);
  return overlay;
}

static GtkWidget *
create (const WeftFormSite *site)
{
  Text *text = g_new0 (Text, 1);
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  text->site = site;
  text->sample = -1;
  gtk_box_append (GTK_BOX (form), make_view (text));
  text->line = weft_label_new ("", "dim-label");
  gtk_box_append (GTK_BOX (form), text->line);
  tell (text);
  g_signal_connect (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text->view)), "changed",
                    G_CALLBACK (changed_cb), text);
  weft_form_set_data (form, text, text_free);
  return form;
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  Text *text = weft_form_get_data (form);
  const WeftField *like = text->site->field;

  if (text->sample >= 0)
    return weft_like_add_sample (asked, like, text->sample, error);
  return text->read != NULL
         && weft_like_add_sample (asked, weft_dataset_find_field (text->read, like->name), 0,
                                  error);
}

/* Its own tokens are given; what stands there is read anew as soon as it is changed. */
static void
show (GtkWidget *form, const WeftDataset *from, gint64 sample)
{
  Text *text = weft_form_get_data (form);
  g_autofree char *shown = weft_written_dup (weft_form_get_field (text->site, from), sample);

  text->is_showing = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text->view)), shown, -1);
  text->is_showing = FALSE;
  g_clear_pointer (&text->read, weft_dataset_unref);
  text->read = weft_form_ref_other (text->site, from);
  text->sample = text->read != NULL ? -1 : sample;
  tell (text);
  weft_form_tell (text->site);
}

static gboolean
fits (const WeftField *field)
{
  return field->kind == WEFT_KIND_TOKENS && field->class_names != NULL && field->ragged == 0
         && field->shape.rank == 1;
}

const WeftForm weft_form_text
    = { .id = "text", .fits = fits, .create = create, .add = add, .show = show };
