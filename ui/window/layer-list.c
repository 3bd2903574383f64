/* layer-list: layers and blocks as rows to press or to drag out; the palette's content, whole or
 * one part of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/layer-list.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/window/row-drag.h"
#include "ui/window/shelf.h"

#define ROW_KEY "weft-row"

/* What a row of the list box is: a heading, or an offer in a section. */
typedef struct
{
  guint section, place;     /* place: in the section, where the heading is first */
  int score;                /* of an offer, while something is searched; −1: it does not fit */
  const WeftOffer *offer;   /* NULL: a heading */
  GtkWidget *arrow, *count; /* of a heading */
  GtkWidget *star;          /* of an offer */
} Row;

struct _WeftLayerList
{
  GtkBox parent_instance;

  GtkWidget *list, *nothing;
  GSettings *settings; /* nullable */
  guint section;
  gboolean is_open[WEFT_N_SECTIONS];
  char *words;
  guint refresh;       /* 0: none is due */
  GtkWidget *unfolded; /* a family's heading, which stays; its rows come into sight; nullable */
  guint frames;        /* since then */
};

G_DEFINE_FINAL_TYPE (WeftLayerList, weft_layer_list, GTK_TYPE_BOX)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_DRAGGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static Row *
get_row (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), ROW_KEY);
}

static gboolean
is_searching (WeftLayerList *list)
{
  return list->words != NULL && *list->words != '\0';
}

/* --- rows --- */

static void
show_star (WeftLayerList *list, Row *row)
{
  gboolean is_starred = weft_shelf_has (list->settings, WEFT_SHELF_STARS, row->offer->id);
  const char *help = is_starred ? _ ("No favourite any more") : _ ("Keep among the favourites");

  gtk_button_set_icon_name (GTK_BUTTON (row->star),
                            is_starred ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (row->star, help);
  weft_widget_set_name (row->star, help);
  if (is_starred)
    gtk_widget_add_css_class (row->star, "starred");
  else
    gtk_widget_remove_css_class (row->star, "starred");
}

static void
star_cb (GtkButton *button, GtkWidget *widget)
{
  WeftLayerList *list = WEFT_LAYER_LIST (gtk_widget_get_ancestor (widget, WEFT_TYPE_LAYER_LIST));

  weft_shelf_toggle (list->settings, WEFT_SHELF_STARS, get_row (widget)->offer->id);
}

static GtkWidget *
make_star (GtkWidget *row)
{
  GtkWidget *star = gtk_button_new ();

  gtk_widget_add_css_class (star, "flat");
  gtk_widget_add_css_class (star, "star");
  gtk_widget_set_valign (star, GTK_ALIGN_START);
  g_signal_connect (star, "clicked", G_CALLBACK (star_cb), row);
  return star;
}

/* What is kept at hand is known: its name is enough. */
static GtkWidget *
make_text (const WeftOffer *offer, gboolean is_brief)
{
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = weft_label_new (_ (offer->title), "title");
  GtkWidget *line = weft_label_new (_ (offer->summary), "line");

  /* Whole, however many lines that takes: what is cut reads alike. */
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (line), 30); /* beside its star */
  gtk_widget_set_visible (line, !is_brief);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (text), title);
  gtk_box_append (GTK_BOX (text), line);
  return text;
}

static GtkWidget *
make_row (WeftLayerList *list, const WeftOffer *offer, guint section, guint place)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *icon_name = weft_offer_dup_icon (offer);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  Row *row = g_new0 (Row, 1);

  row->section = section;
  row->place = place;
  row->offer = offer;
  row->score = weft_offer_score (offer, list->words);
  row->star = make_star (widget);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), make_text (offer, section < WEFT_SECTION_FAMILIES));
  gtk_box_append (GTK_BOX (box), row->star);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_widget_set_tooltip_text (widget, _ (offer->summary));
  g_object_set_data_full (G_OBJECT (widget), ROW_KEY, row, g_free);
  weft_widget_set_name (widget, _ (offer->title));
  show_star (list, row);
  weft_row_drag_attach (widget, offer);
  return widget;
}

static void
show_fold (WeftLayerList *list, GtkWidget *widget)
{
  Row *row = get_row (widget);
  gboolean is_open = list->is_open[row->section];

  gtk_image_set_from_icon_name (GTK_IMAGE (row->arrow),
                                is_open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_EXPANDED, is_open, -1);
}

static GtkWidget *
make_heading (WeftLayerList *list, guint section, guint n)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = weft_label_new (weft_section_get_title (section), "family");
  g_autofree char *count = weft_format_count (n);
  Row *row = g_new0 (Row, 1);

  row->section = section;
  row->arrow = gtk_image_new ();
  row->count = weft_label_new (count, "dim-label");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), row->arrow);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), row->count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_widget_add_css_class (widget, "heading");
  g_object_set_data_full (G_OBJECT (widget), ROW_KEY, row, g_free);
  weft_widget_set_name (widget, weft_section_get_title (section));
  show_fold (list, widget);
  return widget;
}

/* --- what is shown --- */

static gboolean
is_shown (WeftLayerList *list, const Row *row)
{
  gboolean is_whole = list->section == WEFT_N_SECTIONS;

  if (!is_searching (list))
    return row->offer == NULL || !is_whole || list->is_open[row->section];
  if (row->section < WEFT_SECTION_FAMILIES)
    return FALSE; /* it is found where it belongs */
  return row->offer != NULL && row->score >= 0;
}

static gboolean
filter_cb (GtkListBoxRow *widget, gpointer user)
{
  gboolean shown = is_shown (user, get_row (widget));

  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
  return shown;
}

/* As in the table; while something is searched what fits best comes first. */
static int
sort_cb (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user)
{
  const Row *x = get_row (a), *y = get_row (b);

  if (is_searching (user) && x->score != y->score)
    return x->score - y->score;
  if (x->section != y->section)
    return x->section < y->section ? -1 : 1;
  return (int) x->place - (int) y->place;
}

void
weft_layer_list_search (WeftLayerList *list, const char *words)
{
  guint found = 0;

  if (words != list->words)
    {
      g_free (list->words);
      list->words = g_strdup (words);
    }
  for (GtkWidget *widget = gtk_widget_get_first_child (list->list); widget != NULL;
       widget = gtk_widget_get_next_sibling (widget))
    {
      Row *row = GTK_IS_LIST_BOX_ROW (widget) ? get_row (widget) : NULL;

      if (row == NULL || row->offer == NULL)
        continue;
      row->score = weft_offer_score (row->offer, list->words);
      found += row->score >= 0;
    }
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (list->list));
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (list->list));
  weft_widget_set_shown (list->nothing, is_searching (list) && found == 0);
}

/* --- filling --- */

/* ids: nullable, else those offers. */
static void
add_section (WeftLayerList *list, guint section, char **ids)
{
  guint n, place = 1;
  const WeftOffer *offers = weft_offers (&n);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  GtkListBox *box = GTK_LIST_BOX (list->list);

  for (guint i = 0; ids == NULL && i < n; i++)
    if (offers[i].section == section)
      g_ptr_array_add (chosen, (gpointer) &offers[i]);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (weft_offer_find (ids[i]) != NULL)
      g_ptr_array_add (chosen, (gpointer) weft_offer_find (ids[i]));
  if (chosen->len > 0 && list->section == WEFT_N_SECTIONS)
    gtk_list_box_append (box, make_heading (list, section, chosen->len));
  for (guint i = 0; i < chosen->len; i++)
    gtk_list_box_append (box, make_row (list, chosen->pdata[i], section, place++));
}

static gboolean
has_section (WeftLayerList *list, guint section)
{
  return list->section == WEFT_N_SECTIONS || list->section == section;
}

static void
load_folds (WeftLayerList *list)
{
  g_auto (GStrv) open = weft_shelf_list (list->settings, WEFT_SHELF_OPEN);

  for (guint s = 0; s < WEFT_N_SECTIONS; s++)
    list->is_open[s] = list->settings == NULL
                       || g_strv_contains ((const char *const *) open, weft_section_get_id (s));
}

/* What is kept at hand, above all else. */
static void
fill_shelf (WeftLayerList *list)
{
  g_auto (GStrv) stars = weft_shelf_list (list->settings, WEFT_SHELF_STARS);
  g_auto (GStrv) recent = weft_shelf_list (list->settings, WEFT_SHELF_RECENT);

  if (has_section (list, WEFT_SECTION_STARS))
    add_section (list, WEFT_SECTION_STARS, stars);
  if (has_section (list, WEFT_SECTION_RECENT))
    add_section (list, WEFT_SECTION_RECENT, recent);
}

/* Takes the shelf's rows away; the others show what the settings say now. */
static void
refresh_rows (WeftLayerList *list)
{
  GtkWidget *widget = gtk_widget_get_first_child (list->list), *next;

  for (; widget != NULL; widget = next)
    {
      Row *row = GTK_IS_LIST_BOX_ROW (widget) ? get_row (widget) : NULL;

      next = gtk_widget_get_next_sibling (widget);
      if (row == NULL)
        continue;
      if (row->section < WEFT_SECTION_FAMILIES)
        gtk_list_box_remove (GTK_LIST_BOX (list->list), widget);
      else if (row->offer != NULL)
        show_star (list, row);
      else
        show_fold (list, widget);
    }
}

/* Not while a row is in its own handler; the focus stays in the list. */
static gboolean
refresh_cb (gpointer user)
{
  WeftLayerList *list = user;
  GtkWidget *focus = gtk_widget_get_focus_child (list->list), *row;
  const Row *of = focus != NULL ? get_row (focus) : NULL;
  gboolean goes = of != NULL && of->section < WEFT_SECTION_FAMILIES;
  int at = goes ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;

  list->refresh = 0;
  load_folds (list);
  refresh_rows (list);
  fill_shelf (list);
  weft_layer_list_search (list, list->words);
  row = at >= 0 ? GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list->list), at)) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (row);
  return G_SOURCE_REMOVE;
}

static void
settings_cb (WeftLayerList *list, const char *key)
{
  if (g_str_has_prefix (key, "palette-") && list->refresh == 0)
    list->refresh = g_idle_add (refresh_cb, list);
}

/* --- choosing --- */

/* A family that is unfolded comes into sight, its heading in any case. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  WeftLayerList *list = WEFT_LAYER_LIST (widget);
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *last = list->unfolded, *next;
  double top, bottom;

  if (++list->frames < 2)
    return G_SOURCE_CONTINUE; /* it is laid out behind this */
  for (next = last; next != NULL && get_row (next)->section == get_row (list->unfolded)->section;
       next = gtk_widget_get_next_sibling (next))
    if (gtk_widget_get_child_visible (next))
      last = next;
  if (scroller != NULL
      && gtk_widget_translate_coordinates (list->unfolded, widget, 0, 0, NULL, &top)
      && gtk_widget_translate_coordinates (last, widget, 0, gtk_widget_get_height (last), NULL,
                                           &bottom))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                               top, bottom);
  list->unfolded = NULL;
  return G_SOURCE_REMOVE;
}

static void
fold (WeftLayerList *list, GtkWidget *heading)
{
  guint section = get_row (heading)->section;
  gboolean is_due = list->unfolded != NULL;

  if (!list->is_open[section] && section >= WEFT_SECTION_FAMILIES)
    {
      list->unfolded = heading;
      list->frames = 0;
      if (!is_due)
        gtk_widget_add_tick_callback (GTK_WIDGET (list), reveal_cb, NULL, NULL);
    }
  weft_shelf_toggle (list->settings, WEFT_SHELF_OPEN, weft_section_get_id (section));
}

static void
row_activated_cb (WeftLayerList *list, GtkListBoxRow *widget)
{
  const Row *row = get_row (widget);

  if (row->offer != NULL)
    {
      g_signal_emit (list, signals[SIGNAL_CHOSEN], 0, (gpointer) row->offer);
      weft_shelf_use (list->settings, row->offer->id);
    }
  else if (!is_searching (list))
    fold (list, GTK_WIDGET (widget));
}

GtkWidget *
weft_layer_list_get_first_row (WeftLayerList *list)
{
  GtkWidget *row = gtk_widget_get_first_child (list->list);

  while (row != NULL && !(GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_child_visible (row)))
    row = gtk_widget_get_next_sibling (row);
  return row;
}

GtkWidget *
weft_layer_list_get_last_row (WeftLayerList *list)
{
  GtkWidget *row = gtk_widget_get_last_child (list->list);

  while (row != NULL && !(GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_child_visible (row)))
    row = gtk_widget_get_prev_sibling (row);
  return row;
}

gboolean
weft_layer_list_choose_first (WeftLayerList *list)
{
  GtkWidget *row = weft_layer_list_get_first_row (list);

  while (row != NULL && (!gtk_widget_get_child_visible (row) || get_row (row)->offer == NULL))
    row = gtk_widget_get_next_sibling (row);
  if (row == NULL)
    return FALSE;
  row_activated_cb (list, GTK_LIST_BOX_ROW (row));
  return TRUE;
}

/* --- building --- */

GtkWidget *
weft_layer_list_new (guint section, GSettings *settings)
{
  WeftLayerList *list = g_object_new (WEFT_TYPE_LAYER_LIST, NULL);

  list->section = section;
  list->settings = settings != NULL ? g_object_ref (settings) : NULL;
  load_folds (list);
  gtk_list_box_set_sort_func (GTK_LIST_BOX (list->list), sort_cb, list, NULL);
  for (guint s = WEFT_SECTION_FAMILIES; s < WEFT_N_SECTIONS; s++)
    if (has_section (list, s))
      add_section (list, s, NULL);
  fill_shelf (list);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list->list), filter_cb, list, NULL);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed", G_CALLBACK (settings_cb), list,
                             G_CONNECT_SWAPPED);
  return GTK_WIDGET (list);
}

static void
weft_layer_list_dispose (GObject *object)
{
  WeftLayerList *list = WEFT_LAYER_LIST (object);

  g_clear_handle_id (&list->refresh, g_source_remove);
  g_clear_object (&list->settings);
  g_clear_pointer (&list->words, g_free);
  G_OBJECT_CLASS (weft_layer_list_parent_class)->dispose (object);
}

static void
weft_layer_list_class_init (WeftLayerListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_layer_list_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_DRAGGED] = g_signal_new ("dragged", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_layer_list_init (WeftLayerList *list)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (list), GTK_ORIENTATION_VERTICAL);
  list->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list->list, "palette-list");
  weft_widget_set_name (list->list, _ ("Layers"));
  g_signal_connect_swapped (list->list, "row-activated", G_CALLBACK (row_activated_cb), list);
  list->nothing = weft_label_new (_ ("No layer is called that."), "dim-label");
  gtk_widget_set_margin_start (list->nothing, 10);
  gtk_widget_set_margin_top (list->nothing, 8);
  weft_widget_set_shown (list->nothing, FALSE);
  gtk_box_append (GTK_BOX (list), list->list);
  gtk_box_append (GTK_BOX (list), list->nothing);
}
