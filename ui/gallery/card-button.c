/* card-button: one card of the gallery: picture, title, how long, a line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/gallery/card-button.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"

struct _WeftCardButton
{
  GtkButton parent_instance;

  GtkWidget *picture, *title, *seconds, *line;
  WeftCard *card;
};

G_DEFINE_FINAL_TYPE (WeftCardButton, weft_card_button, GTK_TYPE_BUTTON)

void
weft_card_free (WeftCard *card)
{
  if (card == NULL)
    return;
  g_free (card->id);
  g_free (card->title);
  g_free (card->line);
  g_free (card->summary);
  g_free (card->category);
  g_free (card->picture);
  g_free (card->picture_dark);
  g_free (card);
}

const WeftCard *
weft_card_button_get_card (WeftCardButton *button)
{
  return button->card;
}

/* A project without a picture of its own shows what it is: wires. */
static void
show_picture (WeftCardButton *button)
{
  g_autoptr (GdkTexture) texture = NULL;
  const char *path = weft_theme_is_dark () && button->card->picture_dark != NULL
                         ? button->card->picture_dark
                         : button->card->picture;

  if (path != NULL)
    texture = gdk_texture_new_from_filename (path, NULL);
  if (texture != NULL)
    {
      gtk_picture_set_paintable (GTK_PICTURE (button->picture), GDK_PAINTABLE (texture));
      return;
    }
  {
    GtkIconTheme *theme
        = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (button)));
    g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
        theme, "weft-dense-symbolic", NULL, 48, 1, GTK_TEXT_DIR_NONE, 0);

    gtk_picture_set_paintable (GTK_PICTURE (button->picture), GDK_PAINTABLE (icon));
    gtk_picture_set_content_fit (GTK_PICTURE (button->picture), GTK_CONTENT_FIT_SCALE_DOWN);
  }
}

GtkWidget *
weft_card_button_new (WeftCard *card)
{
  WeftCardButton *button = g_object_new (WEFT_TYPE_CARD_BUTTON, NULL);
  g_autofree char *title = weft_brief (card->title, WEFT_BRIEF_NAME);
  g_autofree char *line = weft_brief (card->line, WEFT_BRIEF_LINE);

  button->card = card;
  gtk_label_set_text (GTK_LABEL (button->title), title);
  gtk_label_set_text (GTK_LABEL (button->line), line);
  gtk_widget_set_visible (button->seconds, card->seconds > 0);
  if (card->seconds > 0)
    {
      /* Translators: how long an example takes to learn */
      g_autofree char *text = g_strdup_printf (_ ("%d s"), card->seconds);

      gtk_label_set_text (GTK_LABEL (button->seconds), text);
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), card->summary);
  weft_widget_set_name (GTK_WIDGET (button), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  card->line != NULL ? card->line : "", -1);
  show_picture (button);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (show_picture), button, G_CONNECT_SWAPPED);
  return GTK_WIDGET (button);
}

static void
weft_card_button_finalize (GObject *object)
{
  weft_card_free (WEFT_CARD_BUTTON (object)->card);
  G_OBJECT_CLASS (weft_card_button_parent_class)->finalize (object);
}

static void
weft_card_button_class_init (WeftCardButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = weft_card_button_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/weft/Weft/ui/card.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftCardButton, picture);
  gtk_widget_class_bind_template_child (widget_class, WeftCardButton, title);
  gtk_widget_class_bind_template_child (widget_class, WeftCardButton, seconds);
  gtk_widget_class_bind_template_child (widget_class, WeftCardButton, line);
}

static void
weft_card_button_init (WeftCardButton *button)
{
  gtk_widget_init_template (GTK_WIDGET (button));
}
