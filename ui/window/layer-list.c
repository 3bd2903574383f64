/* layer-list: layers and blocks as rows to press or to drag out; the palette's content, whole or
 * one part of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/layer-list.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/scene/mine.h"
#include "ui/window/palette-row.h"
#include "ui/window/shelf.h"

struct _WeftLayerList
{
  GtkBox parent_instance;

  GtkWidget *list, *nothing;
  GSettings *settings; /* nullable */
  guint section;
  gboolean is_open[WEFT_N_SECTIONS];
  gboolean has_rows[WEFT_N_SECTIONS]; /* made when they are first to be seen: they are dear */
  char *words;
  gboolean is_mine_old; /* what somebody keeps is other than is shown */
  guint refresh;        /* 0: none is due */
  GtkWidget *unfolded;  /* a family's heading, which stays; its rows come into sight; nullable */
  guint frames;         /* since then */
};

G_DEFINE_FINAL_TYPE (WeftLayerList, weft_layer_list, GTK_TYPE_BOX)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_DRAGGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_searching (WeftLayerList *list)
{
  return list->words != NULL && *list->words != '\0';
}

/* --- what is shown --- */

static gboolean
is_shown (WeftLayerList *list, const WeftLayerRow *row)
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
  gboolean shown = is_shown (user, weft_layer_row_get (widget));

  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
  return shown;
}

/* As in the table; while something is searched what fits best comes first. */
static int
sort_cb (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user)
{
  const WeftLayerRow *x = weft_layer_row_get (a), *y = weft_layer_row_get (b);

  if (is_searching (user) && x->score != y->score)
    return x->score - y->score;
  if (x->section != y->section)
    return x->section < y->section ? -1 : 1;
  return (int) x->place - (int) y->place;
}

/* --- filling --- */

static void
add_mine (GPtrArray *chosen)
{
  guint n;
  const WeftOffer *const *offers = weft_mine_offers (&n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (chosen, (gpointer) offers[i]);
}

/* ids: nullable, else those offers. */
static GPtrArray *
list_offers (guint section, char **ids)
{
  guint n;
  const WeftOffer *offers = weft_offers (&n);
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; ids == NULL && i < n; i++)
    if (offers[i].section == section)
      g_ptr_array_add (chosen, (gpointer) &offers[i]);
  if (ids == NULL && section == WEFT_SECTION_MINE)
    add_mine (chosen);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (weft_offer_find (ids[i]) != NULL)
      g_ptr_array_add (chosen, (gpointer) weft_offer_find (ids[i]));
  return chosen;
}

static void
add_rows (WeftLayerList *list, guint section, GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list->list),
                         weft_layer_row_new (offers->pdata[i], section, i + 1, list->settings));
}

static void
add_heading (WeftLayerList *list, guint section, guint n)
{
  if (n > 0 && list->section == WEFT_N_SECTIONS)
    gtk_list_box_append (GTK_LIST_BOX (list->list),
                         weft_layer_heading_new (section, n, list->is_open[section]));
}

static gboolean
has_section (WeftLayerList *list, guint section)
{
  return list->section == WEFT_N_SECTIONS || list->section == section;
}

/* Of the families that are unfolded, of the only one, and of all where something is searched. */
static void
ensure_rows (WeftLayerList *list)
{
  for (guint s = WEFT_SECTION_FAMILIES; s < WEFT_N_SECTIONS; s++)
    if (has_section (list, s) && !list->has_rows[s]
        && (list->is_open[s] || list->section == s || is_searching (list)))
      {
        g_autoptr (GPtrArray) offers = list_offers (s, NULL);

        list->has_rows[s] = TRUE;
        add_rows (list, s, offers);
      }
}

static void
load_folds (WeftLayerList *list)
{
  g_auto (GStrv) open = weft_shelf_list (list->settings, WEFT_SHELF_OPEN);

  for (guint s = 0; s < WEFT_N_SECTIONS; s++)
    list->is_open[s] = list->settings == NULL
                       || g_strv_contains ((const char *const *) open, weft_section_get_id (s));
}

static void
add_kept (WeftLayerList *list, guint section, char **ids)
{
  g_autoptr (GPtrArray) offers = list_offers (section, ids);

  add_heading (list, section, offers->len);
  add_rows (list, section, offers);
}

/* What is kept at hand, above all else. */
static void
fill_shelf (WeftLayerList *list)
{
  g_auto (GStrv) stars = weft_shelf_list (list->settings, WEFT_SHELF_STARS);
  g_auto (GStrv) recent = weft_shelf_list (list->settings, WEFT_SHELF_RECENT);

  if (has_section (list, WEFT_SECTION_STARS))
    add_kept (list, WEFT_SECTION_STARS, stars);
  if (has_section (list, WEFT_SECTION_RECENT))
    add_kept (list, WEFT_SECTION_RECENT, recent);
}

/* Others are kept than before. */
static void
fill_mine (WeftLayerList *list)
{
  g_autoptr (GPtrArray) offers = list_offers (WEFT_SECTION_MINE, NULL);

  list->is_mine_old = list->has_rows[WEFT_SECTION_MINE] = FALSE;
  if (has_section (list, WEFT_SECTION_MINE))
    add_heading (list, WEFT_SECTION_MINE, offers->len);
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
  ensure_rows (list);
  for (GtkWidget *widget = gtk_widget_get_first_child (list->list); widget != NULL;
       widget = gtk_widget_get_next_sibling (widget))
    {
      WeftLayerRow *row = GTK_IS_LIST_BOX_ROW (widget) ? weft_layer_row_get (widget) : NULL;

      if (row == NULL || row->offer == NULL)
        continue;
      row->score = weft_offer_score (row->offer, list->words);
      found += row->score >= 0;
    }
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (list->list));
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (list->list));
  weft_widget_set_shown (list->nothing, is_searching (list) && found == 0);
}

/* Takes the shelf's rows away; the others show what the settings say now. */
static void
refresh_rows (WeftLayerList *list)
{
  GtkWidget *widget = gtk_widget_get_first_child (list->list), *next;

  for (; widget != NULL; widget = next)
    {
      WeftLayerRow *row = GTK_IS_LIST_BOX_ROW (widget) ? weft_layer_row_get (widget) : NULL;

      next = gtk_widget_get_next_sibling (widget);
      if (row == NULL)
        continue;
      if (row->section < WEFT_SECTION_FAMILIES
          || (list->is_mine_old && row->section == WEFT_SECTION_MINE))
        gtk_list_box_remove (GTK_LIST_BOX (list->list), widget);
      else if (row->offer != NULL)
        weft_layer_row_show_star (widget, list->settings);
      else
        weft_layer_row_show_fold (widget, list->is_open[row->section]);
    }
}

/* Not while a row is in its own handler; the focus stays in the list. */
static gboolean
refresh_cb (gpointer user)
{
  WeftLayerList *list = user;
  GtkWidget *focus = gtk_widget_get_focus_child (list->list), *row;
  const WeftLayerRow *of = focus != NULL ? weft_layer_row_get (focus) : NULL;
  gboolean goes = of != NULL && of->section < WEFT_SECTION_FAMILIES;
  int at = goes ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;

  list->refresh = 0;
  load_folds (list);
  refresh_rows (list);
  fill_shelf (list);
  if (list->is_mine_old)
    fill_mine (list);
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

static void
mine_cb (WeftLayerList *list)
{
  list->is_mine_old = TRUE;
  if (list->refresh == 0)
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
  for (next = last;
       next != NULL
       && weft_layer_row_get (next)->section == weft_layer_row_get (list->unfolded)->section;
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
  guint section = weft_layer_row_get (heading)->section;
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
  const WeftLayerRow *row = weft_layer_row_get (widget);

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

  while (row != NULL
         && (!gtk_widget_get_child_visible (row) || weft_layer_row_get (row)->offer == NULL))
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
      {
        g_autoptr (GPtrArray) offers = list_offers (s, NULL);

        add_heading (list, s, offers->len);
      }
  fill_shelf (list);
  ensure_rows (list);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list->list), filter_cb, list, NULL);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed", G_CALLBACK (settings_cb), list,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_mine_get_model (), "items-changed", G_CALLBACK (mine_cb), list,
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
