/* choices: a box at a point of the canvas in which one of a list is found by typing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/choices.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/menu.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/search-row.h"

#define WIDTH 380
#define HEIGHT 330
#define AT_FIRST 14 /* rows: more than are seen at once, however low they are */
#define MORE 16
#define PLACE_KEY                                                                                  \
  "weft-place" /* of a row: its number in what was found, from 1; 0: not among it                  \
                */

struct _WeftChoices
{
  const WeftChoicesKind *kind;
  GtkWidget *popover, *entry, *list, *empty;
  GArray *found;    /* nullable */
  guint made;       /* rows of what was found */
  GHashTable *rows; /* key → row: of all that was in sight; what it takes is to measure them */
  gpointer user;
  GDestroyNotify free_user;
};

static void
choices_free (gpointer data)
{
  WeftChoices *choices = data;

  if (choices->free_user != NULL)
    choices->free_user (choices->user);
  g_clear_pointer (&choices->found, g_array_unref);
  g_hash_table_unref (choices->rows);
  g_free (choices);
}

static guint
get_place (gconstpointer row)
{
  return GPOINTER_TO_UINT (g_object_get_data ((GObject *) row, PLACE_KEY));
}

static void
set_place (gpointer row, guint place)
{
  g_object_set_data (row, PLACE_KEY, GUINT_TO_POINTER (place));
  gtk_widget_set_visible (row, place > 0);
}

/* What was found, in its order, and then what is not seen. */
static int
compare_rows_cb (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user)
{
  guint one = get_place (a) - 1, other = get_place (b) - 1;

  return one < other ? -1 : one > other;
}

static void
make_rows (WeftChoices *choices, guint n)
{
  const GArray *found = choices->found;
  gsize size = g_array_get_element_size (choices->found);

  for (n += choices->made; choices->made < MIN (n, found->len); choices->made++)
    {
      gconstpointer item = found->data + choices->made * size;
      gconstpointer key = choices->kind->get_key (item);
      GtkWidget *row = g_hash_table_lookup (choices->rows, key);

      if (row == NULL)
        {
          row = choices->kind->make_row (item, choices->user);
          g_hash_table_insert (choices->rows, (gpointer) key, row);
          gtk_list_box_append (GTK_LIST_BOX (choices->list), row);
        }
      set_place (row, choices->made + 1);
    }
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (choices->list));
}

static void
fill (WeftChoices *choices)
{
  GtkListBox *list = GTK_LIST_BOX (choices->list);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, choices->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    set_place (row, 0);
  g_clear_pointer (&choices->found, g_array_unref);
  choices->found
      = choices->kind->find (gtk_editable_get_text (GTK_EDITABLE (choices->entry)), choices->user);
  choices->made = 0;
  make_rows (choices, AT_FIRST);
  gtk_widget_set_visible (choices->empty, choices->found->len == 0);
  gtk_list_box_select_row (list, choices->found->len > 0 ? gtk_list_box_get_row_at_index (list, 0)
                                                         : NULL);
  gtk_adjustment_set_value (gtk_list_box_get_adjustment (list), 0);
}

static void
scrolled_cb (GtkAdjustment *at, WeftChoices *choices)
{
  double end = gtk_adjustment_get_value (at) + 2 * gtk_adjustment_get_page_size (at);

  if (choices->found != NULL && end > gtk_adjustment_get_upper (at))
    make_rows (choices, MORE);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, WeftChoices *choices)
{
  if (row != NULL)
    choices->kind->choose (choices, row, choices->user);
}

static void
activate_cb (WeftChoices *choices)
{
  GtkListBox *list = GTK_LIST_BOX (choices->list);

  row_activated_cb (list, gtk_list_box_get_selected_row (list), choices);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        WeftChoices *choices)
{
  GtkListBox *list = GTK_LIST_BOX (choices->list);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list), *next;
  int step = key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1
             : key == GDK_KEY_Up || key == GDK_KEY_KP_Up   ? -1
                                                           : 0;
  GtkWidget *view;
  double y = 0;

  if (step == 0 || row == NULL)
    return FALSE;
  if (gtk_list_box_row_get_index (row) + 1 == (int) choices->made)
    make_rows (choices, MORE);
  next = gtk_list_box_get_row_at_index (list, MAX (0, gtk_list_box_row_get_index (row) + step));
  if (next == NULL || get_place (next) == 0)
    return TRUE;
  gtk_list_box_select_row (list, next);
  view = gtk_widget_get_ancestor (choices->list, GTK_TYPE_SCROLLED_WINDOW);
  if (gtk_widget_translate_coordinates (GTK_WIDGET (next), choices->list, 0, 0, NULL, &y))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (view)), y,
                               y + gtk_widget_get_height (GTK_WIDGET (next)));
  return TRUE;
}

void
weft_choices_close (WeftChoices *choices)
{
  gtk_popover_popdown (GTK_POPOVER (choices->popover));
}

static void
make_list (WeftChoices *choices)
{
  choices->list = gtk_list_box_new ();
  gtk_list_box_set_sort_func (GTK_LIST_BOX (choices->list), compare_rows_cb, NULL, NULL);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (choices->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (choices->list, "palette-list");
  gtk_widget_set_can_focus (choices->list, FALSE);
  choices->empty = weft_hit_label_new (_ ("Nothing is called that."), "dim-label");
  gtk_widget_set_margin_start (choices->empty, 8);
}

static GtkWidget *
make_content (WeftChoices *choices)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *scroll = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  choices->entry = gtk_search_entry_new ();
  g_object_set (choices->entry, "placeholder-text", _ (choices->kind->prompt), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choices->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (choices->kind->prompt), -1);
  make_list (choices);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), choices->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scroll, WIDTH, HEIGHT);
  g_signal_connect (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll)),
                    "value-changed", G_CALLBACK (scrolled_cb), choices);
  gtk_box_append (GTK_BOX (box), choices->entry);
  gtk_box_append (GTK_BOX (box), choices->empty);
  gtk_box_append (GTK_BOX (box), scroll);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), choices);
  gtk_widget_add_controller (choices->entry, keys);
  g_signal_connect_swapped (choices->entry, "changed", G_CALLBACK (fill), choices);
  g_signal_connect_swapped (choices->entry, "activate", G_CALLBACK (activate_cb), choices);
  g_signal_connect_swapped (choices->entry, "stop-search", G_CALLBACK (weft_choices_close),
                            choices);
  g_signal_connect (choices->list, "row-activated", G_CALLBACK (row_activated_cb), choices);
  return box;
}

WeftChoices *
weft_choices_open (WeftPlane *plane, WeftPoint at, const WeftChoicesKind *kind, gpointer user,
                   GDestroyNotify free_user)
{
  WeftChoices *choices = g_new0 (WeftChoices, 1);

  choices->kind = kind;
  choices->rows = g_hash_table_new (NULL, NULL);
  choices->user = user;
  choices->free_user = free_user;
  choices->popover = weft_menu_new_popover (plane, at);
  g_object_set_data_full (G_OBJECT (choices->popover), "weft-choices", choices, choices_free);
  gtk_popover_set_child (GTK_POPOVER (choices->popover), make_content (choices));
  gtk_widget_add_css_class (choices->popover, "palette-popover");
  fill (choices);
  gtk_popover_popup (GTK_POPOVER (choices->popover));
  gtk_widget_grab_focus (choices->entry);
  return choices;
}
