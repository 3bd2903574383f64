/* layer-list: layers as rows to press or to drag out; the palette's content, whole or one family */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/layer-list.h"
#include "ui/base/icon.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/widgets.h"

#define LAYER_KEY "weft-layer"

struct _WeftLayerList
{
  GtkBox parent_instance;

  GtkWidget *list, *nothing;
  WeftFamily family;
  char *words;
  guint n_shown;
};

G_DEFINE_FINAL_TYPE (WeftLayerList, weft_layer_list, GTK_TYPE_BOX)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_DRAGGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

gboolean
weft_layer_matches (const WeftLayer *layer, const char *words)
{
  g_autofree char *all = g_strjoin ("\n", _ (layer->title), layer->title, layer->id,
                                    layer->terms != NULL ? layer->terms : "",
                                    layer->pytorch != NULL ? layer->pytorch : "", NULL);
  g_autofree char *hay = g_utf8_casefold (all, -1);
  g_autofree char *folded = g_utf8_casefold (words != NULL ? words : "", -1);
  g_auto (GStrv) needles = g_strsplit_set (folded, " \t", -1);

  for (guint i = 0; needles[i] != NULL; i++)
    if (strstr (hay, needles[i]) == NULL)
      return FALSE;
  return TRUE;
}

static const WeftLayer *
get_layer (gpointer row)
{
  return g_object_get_data (G_OBJECT (row), LAYER_KEY);
}

/* --- dragging a row out --- */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, GtkWidget *row)
{
  g_autofree char *text = g_strdup_printf ("weft-layer:%s", get_layer (row)->id);

  return gdk_content_provider_new_typed (G_TYPE_STRING, text);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, GtkWidget *row)
{
  GtkWidget *list = gtk_widget_get_ancestor (row, WEFT_TYPE_LAYER_LIST);
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (picture);

  gtk_drag_source_set_icon (source, still, 24, 16);
  g_signal_emit (list, signals[SIGNAL_DRAGGED], 0);
}

static void
make_draggable (GtkWidget *row)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), row);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
}

/* --- rows --- */

static GtkWidget *
make_row (const WeftLayer *layer)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *icon_name = weft_icon_dup_for_layer (layer);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *title = weft_label_new (_ (layer->title), "title");
  GtkWidget *line = weft_label_new (_ (layer->summary), "line");

  /* Whole, however many lines that takes: what is cut reads alike. */
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (line), 40);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (text), title);
  gtk_box_append (GTK_BOX (text), line);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, _ (layer->summary));
  g_object_set_data (G_OBJECT (row), LAYER_KEY, (gpointer) layer);
  weft_widget_set_name (row, _ (layer->title));
  make_draggable (row);
  return row;
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer user)
{
  WeftLayerList *list = user;
  gboolean is_shown = weft_layer_matches (get_layer (row), list->words);

  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_HIDDEN, !is_shown, -1);
  list->n_shown += is_shown;
  return is_shown;
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user)
{
  WeftLayerList *list = user;
  WeftFamily family = get_layer (row)->family;
  GtkWidget *header = NULL;

  if (list->family == WEFT_N_FAMILIES && (before == NULL || get_layer (before)->family != family))
    header = weft_label_new (weft_family_get_title (family), "family");
  gtk_list_box_row_set_header (row, header);
}

static void
row_activated_cb (WeftLayerList *list, GtkListBoxRow *row)
{
  g_signal_emit (list, signals[SIGNAL_CHOSEN], 0, (gpointer) get_layer (row));
}

void
weft_layer_list_search (WeftLayerList *list, const char *words)
{
  g_free (list->words);
  list->words = g_strdup (words);
  list->n_shown = 0;
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (list->list));
  weft_widget_set_shown (list->nothing, list->n_shown == 0);
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

  if (row == NULL)
    return FALSE;
  row_activated_cb (list, GTK_LIST_BOX_ROW (row));
  return TRUE;
}

/* The table's order is the palette's, but a heading stands once: families come together. */
static void
fill (WeftLayerList *list)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (int family = 0; family < WEFT_N_FAMILIES; family++)
    for (guint i = 0; i < n; i++)
      if ((int) layers[i]->family == family && layers[i]->grouping == WEFT_GROUPING_NONE
          && (list->family == WEFT_N_FAMILIES || list->family == layers[i]->family))
        gtk_list_box_append (GTK_LIST_BOX (list->list), make_row (layers[i]));
}

GtkWidget *
weft_layer_list_new (WeftFamily family)
{
  WeftLayerList *list = g_object_new (WEFT_TYPE_LAYER_LIST, NULL);

  list->family = family;
  fill (list);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list->list), filter_cb, list, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (list->list), header_cb, list, NULL);
  return GTK_WIDGET (list);
}

static void
weft_layer_list_finalize (GObject *object)
{
  g_free (WEFT_LAYER_LIST (object)->words);
  G_OBJECT_CLASS (weft_layer_list_parent_class)->finalize (object);
}

static void
weft_layer_list_class_init (WeftLayerListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = weft_layer_list_finalize;
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
