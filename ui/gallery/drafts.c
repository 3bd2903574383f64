/* drafts: renaming and removing the drafts that the gallery offers to go on with; each can be
 * undone
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/gallery/drafts.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "ui/gallery/card-button.h"
#include "ui/gallery/gallery-page.h"
#include "ui/base/widgets.h"

#define UNDO_SECONDS 10

/* What was done to a draft, and what takes it back. */
typedef struct
{
  WeftGallery *gallery; /* weak: it goes when a project is opened */
  const WeftHost *host;
  char *path;
  char *title; /* as it was called before */
  char *kept;  /* where it waits; NULL: it was only renamed */
  gboolean is_undone;
} Change;

static Change *
change_new (WeftGallery *gallery, const char *path)
{
  Change *change = g_new0 (Change, 1);

  g_set_weak_pointer (&change->gallery, gallery);
  change->host = weft_gallery_get_host (gallery);
  change->path = g_strdup (path);
  return change;
}

static void
change_free (gpointer data, GClosure *closure)
{
  Change *change = data;

  g_clear_weak_pointer (&change->gallery);
  g_free (change->path);
  g_free (change->title);
  g_free (change->kept);
  g_free (change);
}

/* Lists the drafts anew; the focus stays in the gallery. */
static void
refresh (WeftGallery *gallery)
{
  GtkRoot *root = gallery != NULL ? gtk_widget_get_root (GTK_WIDGET (gallery)) : NULL;

  if (root == NULL)
    return;
  weft_gallery_refresh (gallery);
  if (gtk_root_get_focus (root) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (gallery), GTK_DIR_TAB_FORWARD);
}

static AdwToast *
show_toast (WeftGallery *gallery, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (gallery), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *shown = weft_brief (text, WEFT_BRIEF_PATH);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH); /* the newest is undone first */
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), g_object_ref (toast));
  return toast;
}

static void
undo_cb (AdwToast *toast, Change *change)
{
  const WeftHost *host = change->host;
  g_autoptr (GError) error = NULL;

  change->is_undone = change->kept != NULL
                          ? host->restore_draft (host->user, change->kept, change->path, &error)
                          : host->rename_draft (host->user, change->path, change->title, &error);
  if (error != NULL && change->gallery != NULL)
    g_object_unref (show_toast (change->gallery, error->message));
  refresh (change->gallery);
}

static void
dismissed_cb (AdwToast *toast, Change *change)
{
  if (change->kept != NULL && !change->is_undone)
    change->host->forget_draft (change->host->user, change->kept, change->path);
}

/* Says what was done and offers to undo it; takes change. */
static void
offer_undo (const char *text, Change *change)
{
  AdwToast *toast = show_toast (change->gallery, text);

  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect (toast, "button-clicked", G_CALLBACK (undo_cb), change);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed_cb), change, change_free, 0);
  refresh (change->gallery);
  g_object_unref (toast);
}

static char *
dup_title (WeftGallery *gallery, const char *path)
{
  const WeftHost *host = weft_gallery_get_host (gallery);
  g_autoptr (GPtrArray) cards = host->list_recent (host->user);

  for (guint i = 0; i < cards->len; i++)
    {
      const WeftCard *card = g_ptr_array_index (cards, i);

      if (g_str_equal (card->id, path))
        return g_strdup (card->title);
    }
  return g_path_get_basename (path);
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftGallery *gallery = WEFT_GALLERY (widget);
  Change *change = change_new (gallery, g_variant_get_string (parameter, NULL));
  const WeftHost *host = change->host;
  g_autofree char *title = dup_title (gallery, change->path);
  g_autofree char *text = g_strdup_printf (_ ("“%s” is removed."), title);
  g_autoptr (GError) error = NULL;

  change->kept = host->remove_draft (host->user, change->path, &error);
  if (change->kept != NULL)
    {
      offer_undo (text, change);
      return;
    }
  g_object_unref (show_toast (gallery, error->message));
  change_free (change, NULL);
}

/* --- renaming --- */

static void
rename_to (Change *change, const char *title)
{
  const WeftHost *host = change->host;
  g_autofree char *text = g_strdup_printf (_ ("It is called “%s” now."), title);
  g_autoptr (GError) error = NULL;
  Change *done;

  if (change->gallery == NULL || *title == '\0' || g_str_equal (title, change->title))
    return;
  if (!host->rename_draft (host->user, change->path, title, &error))
    {
      g_object_unref (show_toast (change->gallery, error->message));
      return;
    }
  done = change_new (change->gallery, change->path);
  done->title = g_strdup (change->title);
  offer_undo (text, done);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Change *change)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (g_str_equal (response, "rename"))
    rename_to (change, title);
}

static void
rename_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  Change *change = change_new (WEFT_GALLERY (widget), g_variant_get_string (parameter, NULL));
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Rename the draft"), NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *entry = gtk_entry_new ();

  change->title = dup_title (change->gallery, change->path);
  weft_editable_fill (GTK_EDITABLE (entry), change->title);
  gtk_entry_set_max_length (GTK_ENTRY (entry), WEFT_BRIEF_NAME);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  weft_widget_set_name (entry, _ ("Name"));
  adw_message_dialog_set_extra_child (message, entry);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "rename", _ ("_Rename"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "rename");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), change, change_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

/* --- the card --- */

static const struct
{
  const char *label, *action;
  guint key;
} ways[] = {
  { N_ ("_Rename…"), "gallery.rename-draft", GDK_KEY_F2 },
  { N_ ("Re_move"), "gallery.remove-draft", GDK_KEY_Delete },
};

void
weft_drafts_install_actions (GtkWidgetClass *gallery)
{
  gtk_widget_class_install_action (gallery, ways[0].action, "s", rename_cb);
  gtk_widget_class_install_action (gallery, ways[1].action, "s", remove_cb);
}

static GMenuModel *
make_menu (const char *path)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (ways[i].label), NULL);

      g_menu_item_set_action_and_target (item, ways[i].action, "s", path);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
add_keys (GtkWidget *widget, const char *path)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (ways[i].key, 0),
                                                gtk_named_action_new (ways[i].action));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_string (path));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
    }
  gtk_widget_add_controller (widget, keys);
}

GtkWidget *
weft_drafts_wrap (GtkWidget *card_button)
{
  const WeftCard *card = weft_card_button_get_card (WEFT_CARD_BUTTON (card_button));
  GtkWidget *overlay = gtk_overlay_new (), *menu = gtk_menu_button_new ();
  g_autoptr (GMenuModel) model = make_menu (card->id);
  g_autofree char *title = weft_brief (card->title, WEFT_BRIEF_NAME);
  g_autofree char *name = g_strdup_printf (_ ("Rename or remove “%s”"), title);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (menu), model);
  gtk_widget_set_tooltip_text (menu, name);
  weft_widget_set_inner_name (menu, name);
  gtk_widget_set_halign (menu, GTK_ALIGN_END);
  gtk_widget_set_valign (menu, GTK_ALIGN_START);
  gtk_widget_add_css_class (menu, "card-menu");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), card_button);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), menu);
  add_keys (overlay, card->id);
  return overlay;
}
