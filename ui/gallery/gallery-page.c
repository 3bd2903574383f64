/* gallery-page: the first thing a user sees: what to go on with, and examples that run at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/gallery/gallery-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/gallery/card-button.h"
#include "ui/gallery/drafts.h"
#include "ui/base/widgets.h"

#define MAX_RECENT 4 /* one row */
#define CHAPTER_KEY "weft-chapter"
#define RECENT "recent" /* the category of what there is to go on with */

struct _WeftGallery
{
  AdwBin parent_instance;

  const WeftHost *host;
  GtkWidget *search_button, *search_bar, *search_entry, *data_button;
  GtkWidget *recent_section, *recent_box, *categories, *example_box, *nothing_label;
  GtkWidget *question, *teaches;
  GArray *chapters;     /* WeftCardChapter */
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

static const WeftCardChapter *
find_chapter (const WeftGallery *gallery, const char *id)
{
  for (guint i = 0; gallery->chapters != NULL && i < gallery->chapters->len; i++)
    if (g_strcmp0 (g_array_index (gallery->chapters, WeftCardChapter, i).id, id) == 0)
      return &g_array_index (gallery->chapters, WeftCardChapter, i);
  return NULL;
}

/* By what its chapter is called, too. */
static gboolean
matches (const WeftGallery *gallery, const WeftCard *card)
{
  const WeftCardChapter *chapter = find_chapter (gallery, card->category);
  g_autofree char *all = g_strjoin ("\n", card->title, card->line, card->summary,
                                    chapter != NULL ? chapter->title : NULL, NULL);
  g_autofree char *hay = g_utf8_casefold (all, -1);
  g_autofree char *needle = g_utf8_casefold (gallery->words, -1);

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
  gboolean is_shown
      = is_in_category (gallery, card) && (gallery->words == NULL || matches (gallery, card));

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

/* The page's heading is the chapter's, and says what it teaches. */
static void
tell_chapter (WeftGallery *gallery)
{
  const WeftCardChapter *chapter = find_chapter (gallery, gallery->category);

  gtk_label_set_text (GTK_LABEL (gallery->question),
                      chapter != NULL ? chapter->title
                                      : _ ("What shall we teach a network today?"));
  gtk_label_set_text (GTK_LABEL (gallery->teaches),
                      chapter != NULL ? chapter->teaches
                                      : _ ("Each opens wired and learns in front of you. All of it "
                                           "works without a network connection."));
}

static void
chapter_toggled_cb (GtkToggleButton *button, WeftGallery *gallery)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  gallery->category = g_object_get_data (G_OBJECT (button), CHAPTER_KEY);
  tell_chapter (gallery);
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

static guint
count_cards (GPtrArray *cards, const char *id)
{
  guint n = 0;

  for (guint i = 0; i < cards->len; i++)
    n += g_strcmp0 (((WeftCard *) cards->pdata[i])->category, id) == 0;
  return n;
}

/* first: of their group; NULL: this one is. */
static GtkToggleButton *
add_chapter (WeftGallery *gallery, const char *id, const char *title, const char *help,
             GtkToggleButton *first)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (title);

  weft_widget_set_name (button, title);
  gtk_widget_set_tooltip_text (button, help);
  g_object_set_data (G_OBJECT (button), CHAPTER_KEY, (gpointer) id);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), first == NULL);
  g_signal_connect (button, "toggled", G_CALLBACK (chapter_toggled_cb), gallery);
  gtk_box_append (GTK_BOX (gallery->categories), button);
  return first != NULL ? first : GTK_TOGGLE_BUTTON (button);
}

/* A chapter without an example has no button. */
static void
make_chapters (WeftGallery *gallery, GPtrArray *cards)
{
  GtkToggleButton *first = add_chapter (gallery, "", _ ("Everything"), NULL, NULL);

  for (guint i = 0; gallery->chapters != NULL && i < gallery->chapters->len; i++)
    {
      const WeftCardChapter *chapter = &g_array_index (gallery->chapters, WeftCardChapter, i);
      guint n = count_cards (cards, chapter->id);
      g_autofree char *count = g_strdup_printf (ngettext ("%u example", "%u examples", n), n);
      g_autofree char *help = g_strdup_printf ("%s\n%s", chapter->teaches, count);

      if (n > 0)
        add_chapter (gallery, chapter->id, chapter->title, help, first);
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
  gallery->chapters = host->list_chapters != NULL ? host->list_chapters (host->user) : NULL;
  make_chapters (gallery, examples);
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
  g_clear_pointer (&WEFT_GALLERY (object)->chapters, g_array_unref);
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
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, question);
  gtk_widget_class_bind_template_child (widget_class, WeftGallery, teaches);
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
