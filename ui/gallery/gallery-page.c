/* gallery-page: the first thing a user sees: what to go on with, and examples that run at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/gallery/gallery-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/gallery/card-button.h"
#include "ui/gallery/drafts.h"
#include "ui/base/widgets.h"

#define MAX_RECENT 4 /* one row */
#define CATEGORY_KEY "weft-category"
#define RECENT "recent" /* the category of what there is to go on with */

/* The order of the buttons; a category without an example has none. */
static const struct
{
  const char *id, *title;
} categories[] = {
  { "", N_ ("Everything") },         { "start", N_ ("Start here") },    { "see", N_ ("See") },
  { "hear", N_ ("Hear and speak") }, { "read", N_ ("Read and write") }, { "decide", N_ ("Decide") },
  { "make", N_ ("Imagine") },        { "measure", N_ ("Measure") },
};

struct _WeftGallery
{
  AdwBin parent_instance;

  const WeftHost *host;
  GtkWidget *search_button, *search_bar, *search_entry, *data_button;
  GtkWidget *recent_section, *recent_box, *categories, *example_box, *nothing_label;
  const char *category; /* "" all */
  char *words;          /* nullable */
  guint n_shown;
};

G_DEFINE_FINAL_TYPE (WeftGallery, weft_gallery, ADW_TYPE_BIN)

static guint chosen_signal;

static void
card_clicked_cb (WeftCardButton *button, WeftGallery *gallery)
{
  g_signal_emit (gallery, chosen_signal, 0, (gpointer) weft_card_button_get_card (button));
}

static gboolean
matches (const WeftCard *card, const char *words)
{
  g_autofree char *all = g_strjoin ("\n", card->title, card->line, card->summary, NULL);
  g_autofree char *hay = g_utf8_casefold (all, -1);
  g_autofree char *needle = g_utf8_casefold (words, -1);

  return strstr (hay, needle) != NULL;
}

static const WeftCard *
get_card (GtkFlowBoxChild *child)
{
  GtkWidget *button = gtk_flow_box_child_get_child (child);

  if (GTK_IS_OVERLAY (button))
    button = gtk_overlay_get_child (GTK_OVERLAY (button));
  return weft_card_button_get_card (WEFT_CARD_BUTTON (button));
}

static gboolean
is_in_category (const WeftGallery *gallery, const WeftCard *card)
{
  return *gallery->category == '\0' || g_strcmp0 (card->category, RECENT) == 0
         || g_strcmp0 (card->category, gallery->category) == 0;
}

static gboolean
filter_cb (GtkFlowBoxChild *child, gpointer user)
{
  WeftGallery *gallery = user;
  const WeftCard *card = get_card (child);
  gboolean is_shown = is_in_category (gallery, card)
                      && (gallery->words == NULL || matches (card, gallery->words));

  gallery->n_shown += is_shown;
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, !is_shown, -1);
  return is_shown;
}

static void
filter (WeftGallery *gallery)
{
  gallery->n_shown = 0;
  gtk_flow_box_invalidate_filter (GTK_FLOW_BOX (gallery->recent_box));
  weft_widget_set_shown (gallery->recent_section, gallery->n_shown > 0);
  gtk_flow_box_invalidate_filter (GTK_FLOW_BOX (gallery->example_box));
  weft_widget_set_shown (gallery->nothing_label, gallery->n_shown == 0);
}

static void
category_toggled_cb (GtkToggleButton *button, WeftGallery *gallery)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  gallery->category = g_object_get_data (G_OBJECT (button), CATEGORY_KEY);
  filter (gallery);
}

static void
search_changed_cb (WeftGallery *gallery)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (gallery->search_entry));

  g_free (gallery->words);
  gallery->words = *text != '\0' ? g_strdup (text) : NULL;
  filter (gallery);
}

/* --- filling --- */

static gboolean
has_category (GPtrArray *cards, const char *id)
{
  for (guint i = 0; i < cards->len; i++)
    if (*id == '\0' || g_strcmp0 (((WeftCard *) cards->pdata[i])->category, id) == 0)
      return TRUE;
  return FALSE;
}

static void
make_categories (WeftGallery *gallery, GPtrArray *cards)
{
  GtkToggleButton *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      GtkWidget *button;

      if (!has_category (cards, categories[i].id))
        continue;
      button = gtk_toggle_button_new_with_label (_ (categories[i].title));
      weft_widget_set_name (button, _ (categories[i].title));
      g_object_set_data (G_OBJECT (button), CATEGORY_KEY, (gpointer) categories[i].id);
      if (first != NULL)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
      else
        first = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                    GTK_TOGGLE_BUTTON (button) == first);
      g_signal_connect (button, "toggled", G_CALLBACK (category_toggled_cb), gallery);
      gtk_box_append (GTK_BOX (gallery->categories), button);
    }
}

/* Moves a card out of the array into the box. */
static void
add_card (WeftGallery *gallery, GtkWidget *box, GPtrArray *cards, guint i)
{
  GtkWidget *button = weft_card_button_new (g_steal_pointer (&cards->pdata[i]));
  GtkWidget *child = gtk_flow_box_child_new ();

  g_signal_connect (button, "clicked", G_CALLBACK (card_clicked_cb), gallery);
  gtk_widget_set_focusable (child, FALSE); /* the button in it is */
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child),
                                weft_card_button_get_card (WEFT_CARD_BUTTON (button))->is_draft
                                    ? weft_drafts_wrap (button)
                                    : button);
  gtk_flow_box_append (GTK_FLOW_BOX (box), child);
}

static void
prepare_box (GtkWidget *box)
{
  GtkFlowBox *flow = GTK_FLOW_BOX (box);

  gtk_flow_box_set_selection_mode (flow, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (flow, TRUE);
  gtk_flow_box_set_min_children_per_line (flow, 1);
  gtk_flow_box_set_max_children_per_line (flow, 4);
  gtk_flow_box_set_column_spacing (flow, 16);
  gtk_flow_box_set_row_spacing (flow, 13);
}

static void
free_card (gpointer card)
{
  if (card != NULL)
    weft_card_free (card);
}

static GPtrArray *
list_cards (GPtrArray *(*list) (gpointer user), gpointer user)
{
  GPtrArray *cards = list != NULL ? list (user) : NULL;

  if (cards == NULL)
    return g_ptr_array_new_with_free_func (free_card);
  g_ptr_array_set_free_func (cards, free_card); /* those that were moved out are NULL */
  return cards;
}

void
weft_gallery_refresh (WeftGallery *gallery)
{
  g_autoptr (GPtrArray) recent = list_cards (gallery->host->list_recent, gallery->host->user);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (gallery->recent_box)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (gallery->recent_box), child);
  for (guint i = 0; i < MIN (recent->len, MAX_RECENT); i++)
    add_card (gallery, gallery->recent_box, recent, i);
  filter (gallery);
}

const WeftHost *
weft_gallery_get_host (WeftGallery *gallery)
{
  return gallery->host;
}

void
weft_gallery_open_search (WeftGallery *gallery)
{
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (gallery->search_bar), TRUE);
  gtk_widget_grab_focus (gallery->search_entry);
}

GtkWidget *
weft_gallery_new (const WeftHost *host)
{
  WeftGallery *gallery = g_object_new (WEFT_TYPE_GALLERY, NULL);
  g_autoptr (GPtrArray) examples = list_cards (host->list_examples, host->user);

  gallery->host = host;
  make_categories (gallery, examples);
  for (guint i = 0; i < examples->len; i++)
    add_card (gallery, gallery->example_box, examples, i);
  gtk_flow_box_set_filter_func (GTK_FLOW_BOX (gallery->recent_box), filter_cb, gallery, NULL);
  gtk_flow_box_set_filter_func (GTK_FLOW_BOX (gallery->example_box), filter_cb, gallery, NULL);
  weft_gallery_refresh (gallery);
  return GTK_WIDGET (gallery);
}

static void
weft_gallery_finalize (GObject *object)
{
  g_free (WEFT_GALLERY (object)->words);
  G_OBJECT_CLASS (weft_gallery_parent_class)->finalize (object);
}

static void
weft_gallery_class_init (WeftGalleryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = weft_gallery_finalize;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  weft_drafts_install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/weft/Weft/ui/gallery.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, search_button);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, search_bar);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, search_entry);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, data_button);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, recent_section);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, recent_box);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, categories);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, example_box);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, nothing_label);
}

static void
weft_gallery_init (WeftGallery *gallery)
{
  gtk_widget_init_template (GTK_WIDGET (gallery));
  weft_widget_set_name (gtk_widget_get_last_child (gallery->data_button), _ ("Kinds of data"));
  gallery->category = "";
  prepare_box (gallery->recent_box);
  prepare_box (gallery->example_box);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (gallery->search_bar),
                                GTK_EDITABLE (gallery->search_entry));
  gtk_search_bar_set_key_capture_widget (GTK_SEARCH_BAR (gallery->search_bar),
                                         GTK_WIDGET (gallery));
  g_signal_connect_swapped (gallery->search_entry, "search-changed", G_CALLBACK (search_changed_cb),
                            gallery);
}
