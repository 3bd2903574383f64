/* choices: a box at a point of the canvas in which one of a list is found by typing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/choices.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/menu.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/search-row.h"

#define WIDTH 380
#define HEIGHT 330
#define AT_FIRST 16 /* rows: more than are seen at once */
#define MORE 32

struct _WeftChoices
{
  const WeftChoicesKind *kind;
  GtkWidget *popover, *entry, *list, *empty;
  GArray *found; /* nullable */
  guint made;    /* rows of what was found */
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
  g_free (choices);
}

static void
make_rows (WeftChoices *choices, guint n)
{
  const GArray *found = choices->found;

  for (n += choices->made; choices->made < MIN (n, found->len); choices->made++)
    gtk_list_box_append (
        GTK_LIST_BOX (choices->list),
        choices->kind->make_row (
            found->data + (gsize) choices->made * g_array_get_element_size (choices->found),
            choices->user));
}

static void
fill (WeftChoices *choices)
{
  GtkListBox *list = GTK_LIST_BOX (choices->list);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (choices->list)) != NULL)
    gtk_list_box_remove (list, row);
  g_clear_pointer (&choices->found, g_array_unref);
  choices->found
      = choices->kind->find (gtk_editable_get_text (GTK_EDITABLE (choices->entry)), choices->user);
  choices->made = 0;
  make_rows (choices, AT_FIRST);
  gtk_widget_set_visible (choices->empty, choices->found->len == 0);
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
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
  if (next == NULL)
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
