/* palette: the layers at the left: folded to a button a family, or open with a line of help each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/palette.h"
#include "ui/base/icon.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/add-block.h"
#include "ui/scene/mine.h"
#include "ui/window/layer-list.h"
#include "ui/base/widgets.h"
#include "ui/context/keeping.h"

#define MOST_HEIGHT 460 /* px */
#define SECTION_KEY "weft-section"

struct _WeftPalette
{
  AdwBin parent_instance;

  GtkWidget *mine; /* the button of what somebody keeps, among the icons */
  GtkWidget *folded, *icons, *open_button, *search_button;
  GtkWidget *open, *search_entry, *fold_button, *list_place;
  GtkWidget *list; /* of the open palette; NULL until it is opened: rows are dear */

  WeftContext *context;
  gboolean is_decided; /* by hand: room has no say any more */
};

G_DEFINE_FINAL_TYPE (WeftPalette, weft_palette, ADW_TYPE_BIN)

static void make_open_list (WeftPalette *palette);

static void
set_open (WeftPalette *palette, gboolean is_open)
{
  if (is_open && palette->list == NULL)
    make_open_list (palette);
  weft_widget_set_shown (palette->open, is_open);
  weft_widget_set_shown (palette->folded, !is_open);
}

static void
toggle_cb (WeftPalette *palette)
{
  gboolean is_open = !gtk_widget_get_visible (palette->open);

  palette->is_decided = TRUE;
  set_open (palette, is_open);
  gtk_widget_grab_focus (is_open ? palette->search_entry : palette->open_button);
  weft_context_keep (palette->context, "palette-open", g_variant_new_boolean (is_open));
}

void
weft_palette_set_roomy (WeftPalette *palette, gboolean is_roomy)
{
  g_return_if_fail (WEFT_IS_PALETTE (palette));

  if (!palette->is_decided)
    set_open (palette, is_roomy);
}

static void
chosen_cb (WeftPalette *palette, const WeftOffer *offer, GtkWidget *list)
{
  GtkWidget *popover = gtk_widget_get_ancestor (list, GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  if (offer->layer != NULL)
    weft_context_add_layer (palette->context, offer->layer, NULL, 0);
  else
    weft_add_offer (palette->context, offer, NULL, NULL);
}

/* The popover would lie over the place where the layer is to be dropped. It goes once the drag
 * runs. */
static gboolean
hide_popover_cb (gpointer popover)
{
  gtk_popover_popdown (popover);
  return G_SOURCE_REMOVE;
}

static void
dragged_cb (GtkWidget *list)
{
  GtkWidget *popover = gtk_widget_get_ancestor (list, GTK_TYPE_POPOVER);

  if (popover != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, hide_popover_cb, g_object_ref (popover),
                     g_object_unref);
}

static GtkWidget *
make_list (WeftPalette *palette, guint section)
{
  GtkWidget *list
      = weft_layer_list_new (section, weft_context_get_host (palette->context)->settings);

  g_signal_connect_swapped (list, "chosen", G_CALLBACK (chosen_cb), palette);
  g_signal_connect (list, "dragged", G_CALLBACK (dragged_cb), NULL);
  return list;
}

static GtkWidget *
make_popover (GtkWidget *child)
{
  GtkWidget *popover = gtk_popover_new ();

  gtk_widget_add_css_class (popover, "palette-popover");
  gtk_popover_set_child (GTK_POPOVER (popover), child);
  return popover;
}

/* What is longer than the window is scrolled. */
static GtkWidget *
make_scroller (GtkWidget *list)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_object_set (scroller, "child", list, "hscrollbar-policy", GTK_POLICY_NEVER,
                "propagate-natural-height", TRUE, "max-content-height", MOST_HEIGHT,
                "width-request", 310, NULL);
  return scroller;
}

static gboolean
has_offers (guint section)
{
  guint n;
  const WeftOffer *offers = weft_offers (&n);

  for (guint i = 0; i < n; i++)
    if (offers[i].section == section)
      return TRUE;
  return FALSE;
}

static char *
dup_icon (guint section)
{
  if (section == WEFT_SECTION_STARS)
    return g_strdup ("starred-symbolic");
  if (section == WEFT_SECTION_MINE)
    return g_strdup ("avatar-default-symbolic");
  if (section == WEFT_SECTION_BLOCKS)
    return g_strdup ("view-app-grid-symbolic");
  return weft_icon_dup_for_family (section - WEFT_SECTION_FAMILIES);
}

static guint
get_section (GtkMenuButton *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), SECTION_KEY));
}

/* Made when they are first asked for. */
static void
section_popover_cb (GtkMenuButton *button, gpointer palette)
{
  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_popover (
        button, make_popover (make_scroller (make_list (palette, get_section (button)))));
}

static void
add_section (WeftPalette *palette, guint section)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *icon = dup_icon (section);
  const char *title = weft_section_get_title (section);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_RIGHT);
  g_object_set_data (G_OBJECT (button), SECTION_KEY, GUINT_TO_POINTER (section));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), section_popover_cb, palette,
                                         NULL);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, weft_section_get_id (section));
  gtk_widget_set_tooltip_text (button, title);
  weft_widget_set_name (button, title);
  gtk_box_append (GTK_BOX (palette->icons), button);
  if (section == WEFT_SECTION_MINE)
    palette->mine = button;
}

/* Nothing is kept: there is no place for it. */
static void
mine_cb (WeftPalette *palette)
{
  weft_widget_set_shown (palette->mine, g_list_model_get_n_items (weft_mine_get_model ()) > 0);
}

/* --- search --- */

static void
search_changed_cb (GtkSearchEntry *entry, WeftLayerList *list)
{
  weft_layer_list_search (list, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
search_activate_cb (GtkSearchEntry *entry, WeftLayerList *list)
{
  if (weft_layer_list_choose_first (list))
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

static gboolean
is_plain (GdkModifierType state)
{
  return (state & gtk_accelerator_get_default_mod_mask ()) == 0;
}

/* Down leads into what was found, and nowhere else. */
static gboolean
entry_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
              WeftLayerList *list)
{
  GtkWidget *row;

  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down && key != GDK_KEY_Up && key != GDK_KEY_KP_Up)
      || !is_plain (state))
    return GDK_EVENT_PROPAGATE;
  row = weft_layer_list_get_first_row (list);
  if (row != NULL && (key == GDK_KEY_Down || key == GDK_KEY_KP_Down))
    gtk_widget_grab_focus (row);
  return GDK_EVENT_STOP;
}

/* Up from the first row goes back to the words; the last row is the end. */
static gboolean
list_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
             GtkWidget *entry)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  gboolean up = key == GDK_KEY_Up || key == GDK_KEY_KP_Up;
  gboolean down = key == GDK_KEY_Down || key == GDK_KEY_KP_Down;
  GtkWidget *end = up ? weft_layer_list_get_first_row (WEFT_LAYER_LIST (list))
                      : weft_layer_list_get_last_row (WEFT_LAYER_LIST (list));

  if ((!up && !down) || !is_plain (state) || end == NULL || !gtk_widget_has_focus (end))
    return GDK_EVENT_PROPAGATE;
  if (up)
    gtk_widget_grab_focus (entry);
  return GDK_EVENT_STOP;
}

static void
add_key_handler (GtkWidget *widget, GCallback handler, gpointer user)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", handler, user);
  gtk_widget_add_controller (widget, controller);
}

/* Escape lets the words go, or what they were typed in. */
static void
search_stopped_cb (GtkSearchEntry *entry)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (entry), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  else
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

static void
connect_search (GtkWidget *entry, GtkWidget *list)
{
  add_key_handler (entry, G_CALLBACK (entry_key_cb), list);
  add_key_handler (list, G_CALLBACK (list_key_cb), entry);
  g_signal_connect (entry, "search-changed", G_CALLBACK (search_changed_cb), list);
  g_signal_connect (entry, "activate", G_CALLBACK (search_activate_cb), list);
  g_signal_connect (entry, "stop-search", G_CALLBACK (search_stopped_cb), NULL);
}

static void
search_popover_cb (GtkMenuButton *button, gpointer palette)
{
  GtkWidget *box, *entry, *list, *scroller;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  entry = gtk_search_entry_new ();
  list = make_list (palette, WEFT_N_SECTIONS);
  scroller = gtk_scrolled_window_new ();
  weft_widget_set_name (entry, _ ("Search the layers"));
  g_object_set (scroller, "child", list, "hscrollbar-policy", GTK_POLICY_NEVER,
                "min-content-height", 300, "width-request", 270, NULL);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), scroller);
  connect_search (entry, list);
  gtk_menu_button_set_popover (button, make_popover (box));
}

static void
make_open_list (WeftPalette *palette)
{
  palette->list = make_list (palette, WEFT_N_SECTIONS);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (palette->list_place), palette->list);
  connect_search (palette->search_entry, palette->list);
}

static void
restore (WeftPalette *palette)
{
  g_autoptr (GVariant) value
      = weft_context_recall (palette->context, "palette-open", G_VARIANT_TYPE_BOOLEAN);

  palette->is_decided = value != NULL;
  set_open (palette, palette->is_decided && g_variant_get_boolean (value));
}

GtkWidget *
weft_palette_new (WeftContext *context)
{
  WeftPalette *palette = g_object_new (WEFT_TYPE_PALETTE, NULL);

  palette->context = g_object_ref (context);
  weft_context_attach (context, GTK_WIDGET (palette));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (palette->search_button),
                                         search_popover_cb, palette, NULL);
  add_section (palette, WEFT_SECTION_STARS);
  add_section (palette, WEFT_SECTION_MINE);
  for (guint section = WEFT_SECTION_FAMILIES; section < WEFT_SECTION_MINE; section++)
    if (has_offers (section))
      add_section (palette, section);
  g_signal_connect_object (weft_mine_get_model (), "items-changed", G_CALLBACK (mine_cb), palette,
                           G_CONNECT_SWAPPED);
  weft_mine_load (weft_context_get_host (context));
  mine_cb (palette);
  restore (palette);
  return GTK_WIDGET (palette);
}

static void
weft_palette_dispose (GObject *object)
{
  g_clear_object (&WEFT_PALETTE (object)->context);
  G_OBJECT_CLASS (weft_palette_parent_class)->dispose (object);
}

static void
weft_palette_class_init (WeftPaletteClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_palette_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/weft/Weft/ui/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, folded);
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, icons);
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, open_button);
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, search_button);
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, open);
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, search_entry);
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, fold_button);
  gtk_widget_class_bind_template_child (widget_class, WeftPalette, list_place);
}

static void
weft_palette_init (WeftPalette *palette)
{
  gtk_widget_init_template (GTK_WIDGET (palette));
  gtk_widget_set_hexpand (GTK_WIDGET (palette), FALSE); /* whatever its search entry would like */
  g_signal_connect_swapped (palette->open_button, "clicked", G_CALLBACK (toggle_cb), palette);
  g_signal_connect_swapped (palette->fold_button, "clicked", G_CALLBACK (toggle_cb), palette);
}
