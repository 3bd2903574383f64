/* data-chooser: a small gallery of the sets that come along, and the way to one's own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/data/data-chooser.h"

#include <glib/gi18n-lib.h>

#include "engine/base/count.h"
#include "engine/plan/ending.h"
#include "ui/paint/thumb.h"
#include "ui/base/format.h"
#include "ui/context/known-data.h"
#include "ui/context/set-making.h"
#include "ui/inspector/problem-box.h"
#include "ui/scene/find.h"
#include "ui/base/widgets.h"

#define PICTURE_WIDTH 132
#define PICTURE_HEIGHT 66
#define WIDTH 660
#define HEIGHT 540
#define SOURCE_KEY "weft-source"

/* A tile of one set; its picture and its figures come when there is time. */
typedef struct
{
  char *source, *title; /* translated */
  GtkWidget *button, *picture, *line;
  WeftThumb *thumb; /* nullable */
} Tile;

struct _WeftDataChooser
{
  AdwWindow parent_instance;

  WeftContext *context;
  GtkWidget *box, *search;
  GPtrArray *tiles;
  guint n_filled;
  guint fill_source;
  WeftSetMaking *making; /* of the next tile; nullable */
};

G_DEFINE_FINAL_TYPE (WeftDataChooser, weft_data_chooser, ADW_TYPE_WINDOW)

static void fill_next (WeftDataChooser *self);

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  g_free (tile->source);
  g_free (tile->title);
  g_clear_pointer (&tile->thumb, weft_thumb_free);
  g_free (tile);
}

/* --- choosing --- */

static gboolean
close_cb (gpointer window)
{
  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

/* Once the click is over: GTK counts who is pressed up to then. */
static void
close_soon (WeftDataChooser *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, close_cb, g_object_ref (self), g_object_unref);
}

static void
chosen_cb (GtkWidget *button, WeftDataChooser *self)
{
  g_autoptr (WeftContext) context = g_object_ref (self->context);
  const char *source = g_object_get_data (G_OBJECT (button), SOURCE_KEY);

  close_soon (self);
  weft_known_data_use (context, source);
  gtk_widget_activate_action (GTK_WIDGET (weft_context_get_window (context)), "win.focus-canvas",
                              NULL);
}

static void
choose_own (WeftDataChooser *self, WeftChoose what)
{
  g_autoptr (WeftContext) context = g_object_ref (self->context);
  const WeftNode *data = weft_ending_find_data (weft_context_get_graph (context));

  close_soon (self);
  weft_choose_data (context, data != NULL ? data->id : 0, what);
}

static void
own_file_cb (WeftDataChooser *self)
{
  choose_own (self, WEFT_CHOOSE_DATA);
}

static void
own_folder_cb (WeftDataChooser *self)
{
  choose_own (self, WEFT_CHOOSE_FOLDER);
}

/* --- tiles --- */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Tile *tile = user;
  WeftPen pen;

  if (tile->thumb == NULL)
    return;
  weft_pen_init (&pen, cr, NULL, weft_theme_is_dark ());
  weft_thumb_draw (tile->thumb, &pen, width, height, FALSE);
  weft_pen_clear (&pen);
}

static char *
dup_line (const WeftDataset *dataset)
{
  g_autofree char *count = weft_format_large (dataset->count);
  int classes = weft_dataset_count_classes (dataset);

  if (classes == 0)
    return weft_count_close_up (
        g_strdup_printf (ngettext ("%s sample", "%s samples", (gulong) dataset->count), count));
  return weft_count_close_up (g_strdup_printf (
      ngettext ("%s samples · %d class", "%s samples · %d classes", (gulong) classes), count,
      classes));
}

static void
fill_tile (Tile *tile, const WeftDataset *dataset)
{
  g_autofree char *line = dup_line (dataset);

  tile->thumb = weft_thumb_new_from_dataset (dataset);
  gtk_label_set_text (GTK_LABEL (tile->line), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line, -1);
  gtk_widget_queue_draw (tile->picture);
}

/* What was made is there, too, when it is chosen. */
static void
made_cb (WeftDataset *dataset, const GError *error, gpointer user)
{
  WeftDataChooser *self = user;

  self->making = NULL;
  if (dataset != NULL)
    fill_tile (self->tiles->pdata[self->n_filled], dataset);
  self->n_filled++;
  fill_next (self);
}

/* One set a turn, in a thread unless it is there, so that the window can be used meanwhile. */
static gboolean
fill_cb (gpointer user)
{
  WeftDataChooser *self = user;
  const Tile *tile = self->tiles->pdata[self->n_filled];
  WeftCatalog *catalog = weft_context_get_catalog (self->context);
  g_autoptr (GVariant) params = weft_set_making_new_params (tile->source);
  g_autoptr (WeftDataset) dataset = NULL;

  self->fill_source = 0;
  if (!weft_catalog_has (catalog, params, 1, 0))
    {
      self->making = weft_set_making_begin (catalog, params, 1, 0, made_cb, self);
      return G_SOURCE_REMOVE;
    }
  dataset = weft_catalog_lookup (catalog, params, 1, 0, NULL);
  made_cb (dataset, NULL, self);
  return G_SOURCE_REMOVE;
}

static void
fill_next (WeftDataChooser *self)
{
  if (self->n_filled < self->tiles->len)
    self->fill_source = g_idle_add (fill_cb, self);
}

static void
add_tile (WeftDataChooser *self, const WeftKnownData *known)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *name = weft_label_new (known->title, "title");
  Tile *tile = g_new0 (Tile, 1);

  tile->source = g_strdup (known->source);
  tile->title = g_strdup (known->title);
  tile->button = gtk_button_new ();
  tile->picture = gtk_drawing_area_new ();
  tile->line = weft_label_new (" ", "line");
  gtk_label_set_ellipsize (GTK_LABEL (tile->line), PANGO_ELLIPSIZE_END);
  gtk_widget_set_size_request (tile->picture, PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (tile->picture), draw_cb, tile, NULL);
  g_object_set (tile->picture, "margin-top", 8, "margin-start", 8, "margin-end", 8, NULL);
  gtk_widget_add_css_class (text, "text");
  gtk_box_append (GTK_BOX (text), name);
  gtk_box_append (GTK_BOX (text), tile->line);
  gtk_box_append (GTK_BOX (box), tile->picture);
  gtk_box_append (GTK_BOX (box), text);
  gtk_button_set_child (GTK_BUTTON (tile->button), box);
  gtk_widget_add_css_class (tile->button, "tile");
  weft_widget_set_name (tile->button, known->title);
  g_object_set_data (G_OBJECT (tile->button), SOURCE_KEY, tile->source);
  g_signal_connect (tile->button, "clicked", G_CALLBACK (chosen_cb), self);
  gtk_flow_box_append (GTK_FLOW_BOX (self->box), tile->button);
  gtk_widget_set_focusable (gtk_widget_get_parent (tile->button), FALSE); /* the button has it */
  g_ptr_array_add (self->tiles, tile);
}

static void
add_tiles (WeftDataChooser *self)
{
  g_autoptr (GPtrArray) known = weft_known_data_list (self->context);

  for (guint i = 0; i < known->len; i++)
    add_tile (self, known->pdata[i]);
}

/* --- finding one --- */

/* By its name in any language, or its id. */
static gboolean
fits (const WeftDataChooser *self, const Tile *tile)
{
  const char *const names[] = { tile->title, tile->source, NULL };

  return weft_find_score (gtk_editable_get_text (GTK_EDITABLE (self->search)), names, NULL) >= 0;
}

static const Tile *
find_first (const WeftDataChooser *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    if (fits (self, self->tiles->pdata[i]))
      return self->tiles->pdata[i];
  return NULL;
}

static gboolean
filter_cb (GtkFlowBoxChild *child, gpointer user)
{
  const WeftDataChooser *self = user;

  return fits (self, self->tiles->pdata[gtk_flow_box_child_get_index (child)]);
}

static void
search_changed_cb (WeftDataChooser *self)
{
  gtk_flow_box_invalidate_filter (GTK_FLOW_BOX (self->box));
}

/* Enter takes the first one that is found. */
static void
search_activate_cb (WeftDataChooser *self)
{
  const Tile *tile = find_first (self);

  if (tile != NULL)
    gtk_widget_activate (tile->button);
}

static GtkWidget *
make_search (WeftDataChooser *self)
{
  GtkWidget *bar = adw_header_bar_new ();

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Search"), "width-chars", 24, NULL);
  weft_widget_set_name (self->search, _ ("Search the data"));
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (gtk_window_close), self);
  gtk_flow_box_set_filter_func (GTK_FLOW_BOX (self->box), filter_cb, self, NULL);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->search);
  return bar;
}

/* --- the window --- */

static GtkWidget *
make_own (WeftDataChooser *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *file = gtk_button_new_with_label (_ ("My own file…"));
  GtkWidget *folder = gtk_button_new_with_label (_ ("A folder of pictures…"));

  gtk_widget_add_css_class (file, "pill");
  gtk_widget_add_css_class (folder, "pill");
  weft_widget_set_name (file, _ ("My own file…"));
  weft_widget_set_name (folder, _ ("A folder of pictures…"));
  g_signal_connect_swapped (file, "clicked", G_CALLBACK (own_file_cb), self);
  g_signal_connect_swapped (folder, "clicked", G_CALLBACK (own_folder_cb), self);
  gtk_box_append (GTK_BOX (row), file);
  gtk_box_append (GTK_BOX (row), folder);
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  g_object_set (row, "margin-top", 10, "margin-bottom", 12, NULL);
  return row;
}

static GtkWidget *
make_content (WeftDataChooser *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_object_set (self->box, "selection-mode", GTK_SELECTION_NONE, "homogeneous", TRUE,
                "column-spacing", 12, "row-spacing", 12, "max-children-per-line", 6,
                "min-children-per-line", 2, "valign", GTK_ALIGN_START, "margin-top", 6,
                "margin-bottom", 6, "margin-start", 18, "margin-end", 18, NULL);
  gtk_widget_add_css_class (self->box, "cards");
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->box);
  gtk_box_append (GTK_BOX (content), make_search (self));
  gtk_box_append (GTK_BOX (content), scroller);
  gtk_box_append (GTK_BOX (content), make_own (self));
  return content;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

GtkWindow *
weft_data_chooser_new (WeftContext *context)
{
  WeftDataChooser *self = g_object_new (WEFT_TYPE_DATA_CHOOSER, NULL);

  self->context = g_object_ref (context);
  add_tiles (self);
  adw_window_set_content (ADW_WINDOW (self), make_content (self));
  gtk_window_set_focus (GTK_WINDOW (self), self->search);
  fill_next (self);
  return GTK_WINDOW (self);
}

static void
weft_data_chooser_dispose (GObject *object)
{
  WeftDataChooser *self = WEFT_DATA_CHOOSER (object);

  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_pointer (&self->making, weft_set_making_cancel);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (weft_data_chooser_parent_class)->dispose (object);
}

static void
weft_data_chooser_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_DATA_CHOOSER (object)->tiles);
  G_OBJECT_CLASS (weft_data_chooser_parent_class)->finalize (object);
}

static void
weft_data_chooser_class_init (WeftDataChooserClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_data_chooser_dispose;
  G_OBJECT_CLASS (class)->finalize = weft_data_chooser_finalize;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
weft_data_chooser_init (WeftDataChooser *self)
{
  self->tiles = g_ptr_array_new_with_free_func (tile_free);
  self->box = gtk_flow_box_new ();
  gtk_window_set_title (GTK_WINDOW (self), _ ("Choose data"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}
