/* mine-row: what can be done with a row of the palette that somebody put there himself */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/mine-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/base/undo-toast.h"
#include "ui/base/widgets.h"
#include "ui/context/context.h"
#include "ui/scene/mine.h"

/* What puts things back as they were. */
typedef struct
{
  const WeftHost *host;
  GtkWidget *window;
  char *id, *title, *text;
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->window);
  g_free (undo->id);
  g_free (undo->title);
  g_free (undo->text);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast, Undo *undo)
{
  g_autoptr (GError) error = NULL;

  if (!weft_mine_keep (undo->host, undo->id, undo->title, undo->text, &error))
    weft_undo_toast_show (undo->window, error->message, NULL, NULL, NULL);
}

/* Before anything is done: NULL, where there is no window around it any more. */
static Undo *
undo_new (GtkWidget *widget, const WeftOffer *offer)
{
  WeftContext *context = weft_context_find (widget);
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  Undo *undo;

  if (context == NULL || overlay == NULL)
    return NULL;
  undo = g_new0 (Undo, 1);
  undo->host = weft_context_get_host (context);
  undo->window = g_object_ref (gtk_widget_get_first_child (overlay));
  undo->id = g_strdup (offer->id);
  undo->title = g_strdup (offer->title);
  undo->text = g_strdup (offer->text);
  return undo;
}

/* Takes undo. form: of what is said, with the title that it had. */
static void
offer_undo (Undo *undo, gboolean is_done, const char *form, const GError *error)
{
  g_autofree char *words = is_done ? g_strdup_printf (form, undo->title) : NULL;

  if (is_done)
    {
      weft_undo_toast_show (undo->window, words, G_CALLBACK (undo_cb), undo, undo_free);
      return;
    }
  weft_undo_toast_show (undo->window, error->message, NULL, NULL, NULL);
  undo_free (undo, NULL);
}

static void
drop_cb (GtkWidget *button, const WeftOffer *offer)
{
  Undo *undo = undo_new (button, offer);
  g_autoptr (GError) error = NULL;
  gboolean is_done = undo != NULL && weft_mine_drop (undo->host, undo->id, &error);

  if (undo != NULL)
    offer_undo (undo, is_done, _ ("“%s” is taken out of the palette."), error);
}

static void
renamed_cb (GtkWidget *entry, const WeftOffer *offer)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  GtkWidget *popover = gtk_widget_get_ancestor (entry, GTK_TYPE_POPOVER);
  Undo *undo
      = *title != '\0' && g_strcmp0 (title, offer->title) != 0 ? undo_new (entry, offer) : NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  gtk_popover_popdown (GTK_POPOVER (popover));
  if (undo == NULL)
    return;
  is_done = weft_mine_keep (undo->host, undo->id, title, NULL, &error);
  offer_undo (undo, is_done, _ ("“%s” has another name."), error);
}

/* Made when it is asked for. */
static void
rename_popover_cb (GtkMenuButton *button, gpointer user)
{
  const WeftOffer *offer = user;
  GtkWidget *popover = gtk_popover_new (), *entry = gtk_entry_new ();

  weft_editable_fill (GTK_EDITABLE (entry), offer->title);
  weft_widget_set_name (entry, _ ("Name"));
  g_signal_connect (entry, "activate", G_CALLBACK (renamed_cb), user);
  gtk_popover_set_child (GTK_POPOVER (popover), entry);
  gtk_menu_button_set_popover (button, popover);
}

static void
add (GtkBox *box, GtkWidget *button, const char *help)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "star");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, help);
  weft_widget_set_name (button, help);
  gtk_box_append (box, button);
}

void
weft_mine_row_append (GtkBox *box, const WeftOffer *offer)
{
  GtkWidget *rename = gtk_menu_button_new ();
  GtkWidget *drop = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (rename), "document-edit-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (rename), rename_popover_cb,
                                         (gpointer) offer, NULL);
  g_signal_connect (drop, "clicked", G_CALLBACK (drop_cb), (gpointer) offer);
  add (box, rename, _ ("Rename"));
  add (box, drop, _ ("Take out of the palette"));
}
