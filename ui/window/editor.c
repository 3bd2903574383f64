/* editor: the page of an open project: strip, palette, canvas, inspector, dock */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/editor.h"
#include "ui/window/export-menu.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "ui/canvas/canvas.h"
#include "ui/panels/trying/trying.h"
#include "ui/window/dock.h"
#include "ui/inspector/inspector.h"
#include "ui/window/notice.h"
#include "ui/commands/levels.h"
#include "ui/window/palette.h"
#include "ui/window/parts.h"
#include "ui/window/strip.h"
#include "ui/window/teller.h"
#include "ui/base/widgets.h"

/* Widths at which parts come and go, px. */
#define ROOMY 1500
#define STRIP_NARROW 1160
#define NARROW 1040 /* two cells of the dock with all their buttons need 1026 */

#define DOCK_MIN_HEIGHT 150

struct _WeftEditor
{
  AdwBin parent_instance;

  GtkWidget *back_button, *undo_button, *redo_button, *title, *search_button;
  GtkWidget *strip_place, *notice_place, *paned, *above, *middle, *timeline_place, *dock_place;
  GtkWidget *strip, *notice, *palette, *canvas, *inspector, *timeline, *dock;
  GMenu *export_menu;

  WeftContext *context;
  int width; /* that the parts are arranged for */
  guint arrange_source;
  gboolean is_placed; /* the dock has its height */
  int dock_height;    /* that the user wants; there may be no room for it */
  int paned_height;   /* that the dock is placed for */
  gboolean is_placing;
};

G_DEFINE_FINAL_TYPE (WeftEditor, weft_editor, ADW_TYPE_BIN)

static GSettings *
get_settings (WeftEditor *editor)
{
  return weft_context_get_host (editor->context)->settings;
}

/* --- undo and redo say what they would do --- */

static void
show_edit (GtkWidget *button, WeftEdit *edit, const char *format, const char *nothing)
{
  g_autofree char *label = edit != NULL ? weft_edit_dup_label (edit) : NULL;
  g_autofree char *text = label != NULL ? g_strdup_printf (format, label) : g_strdup (nothing);

  gtk_widget_set_tooltip_text (button, text);
}

static void
history_changed_cb (WeftEditor *editor)
{
  WeftHistory *history = weft_context_get_history (editor->context);

  show_edit (editor->undo_button, weft_history_peek_undo (history), _ ("Undo: %s (Ctrl+Z)"),
             _ ("Nothing to undo"));
  show_edit (editor->redo_button, weft_history_peek_redo (history), _ ("Redo: %s (Ctrl+Shift+Z)"),
             _ ("Nothing to redo"));
}

/* --- room --- */

/* The dock's request is its height only until it has it; then the user may make it smaller. */
static void
place_dock (WeftEditor *editor)
{
  editor->is_placed = TRUE;
  gtk_paned_set_position (GTK_PANED (editor->paned),
                          gtk_paned_get_position (GTK_PANED (editor->paned)));
  gtk_widget_set_size_request (editor->dock_place, -1, DOCK_MIN_HEIGHT);
}

/* In a window that became small the dock gives way; in one that grew it has its height again. */
static void
restore_dock (WeftEditor *editor)
{
  int height = gtk_widget_get_height (editor->paned), least;

  if (height == editor->paned_height || !gtk_widget_get_visible (editor->above))
    return;
  editor->paned_height = height;
  gtk_widget_measure (editor->above, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  editor->is_placing = TRUE;
  gtk_paned_set_position (GTK_PANED (editor->paned), MAX (height - editor->dock_height, least));
  editor->is_placing = FALSE;
}

static void
arrange (WeftEditor *editor, int width)
{
  weft_palette_set_roomy (WEFT_PALETTE (editor->palette), width >= ROOMY);
  weft_strip_set_narrow (WEFT_STRIP (editor->strip), width < STRIP_NARROW);
  weft_inspector_set_narrow (WEFT_INSPECTOR (editor->inspector), width < NARROW);
  weft_dock_set_narrow (WEFT_DOCK (editor->dock), width < NARROW);
}

static gboolean
arrange_cb (gpointer user)
{
  WeftEditor *editor = user;

  editor->arrange_source = 0;
  arrange (editor, editor->width);
  if (!editor->is_placed)
    place_dock (editor);
  restore_dock (editor);
  return G_SOURCE_REMOVE;
}

static int
width_class (int width)
{
  return (width >= NARROW) + (width >= STRIP_NARROW) + (width >= ROOMY);
}

/* It lays out its one child itself, to know its width: a layout manager would not tell. */
static void
weft_editor_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural,
                      NULL, NULL);
}

/* Parts must not come or go while sizes are being given out. */
static void
weft_editor_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftEditor *editor = WEFT_EDITOR (widget);

  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
  if (editor->is_placed && width_class (width) == width_class (editor->width)
      && gtk_widget_get_height (editor->paned) == editor->paned_height)
    return;
  editor->width = width;
  if (editor->arrange_source == 0)
    editor->arrange_source = g_idle_add_full (G_PRIORITY_HIGH, arrange_cb, editor, NULL);
}

static void
dock_large_cb (WeftEditor *editor, gboolean is_large)
{
  weft_widget_set_shown (editor->above, !is_large);
}

/* By the user: the paned itself gives way only while it gets another height. */
static void
dock_moved_cb (WeftEditor *editor)
{
  int total = gtk_widget_get_height (editor->paned);
  int height = total - gtk_paned_get_position (GTK_PANED (editor->paned));

  if (!editor->is_placed || editor->is_placing || total != editor->paned_height
      || !gtk_widget_get_visible (editor->above) || height < DOCK_MIN_HEIGHT)
    return;
  editor->dock_height = MIN (height, 4096);
  if (get_settings (editor) != NULL)
    g_settings_set_int (get_settings (editor), "dock-height", editor->dock_height);
}

/* --- --- */

static void
selection_changed_cb (WeftEditor *editor)
{
  gint64 node = weft_context_get_selected (editor->context);

  if (node != 0)
    weft_canvas_show_node (WEFT_CANVAS (editor->canvas), node);
}

void
weft_editor_open_search (WeftEditor *editor)
{
  weft_canvas_open_search (WEFT_CANVAS (editor->canvas),
                           gtk_widget_get_width (editor->canvas) / 2.0,
                           gtk_widget_get_height (editor->canvas) / 4.0);
}

void
weft_editor_look (WeftEditor *editor, const char *where)
{
  if (where != NULL)
    weft_timeline_look (WEFT_TIMELINE (editor->timeline), where);
  else
    weft_timeline_toggle_film (WEFT_TIMELINE (editor->timeline));
}

void
weft_editor_take_film (WeftEditor *editor, WeftTimelineTaken taken, gpointer user)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (editor));

  weft_timeline_take_film (WEFT_TIMELINE (editor->timeline),
                           root != NULL ? GTK_WIDGET (root) : GTK_WIDGET (editor), taken, user);
}

void
weft_editor_show_panel (WeftEditor *editor, const char *id)
{
  g_autofree char *control = g_strconcat ("panel:", id, NULL);

  weft_level_reach (get_settings (editor), control);
  weft_dock_show_panel (WEFT_DOCK (editor->dock), id);
}

void
weft_editor_show_settings (WeftEditor *editor)
{
  weft_strip_show_settings (WEFT_STRIP (editor->strip));
}

void
weft_editor_step_into (WeftEditor *editor)
{
  weft_inspector_step_into (WEFT_INSPECTOR (editor->inspector));
}

void
weft_editor_focus_canvas (WeftEditor *editor)
{
  weft_canvas_take_focus (WEFT_CANVAS (editor->canvas));
}

void
weft_editor_set_title_and_place (WeftEditor *editor, const char *title, const char *location,
                                 gboolean is_draft)
{
  g_autofree char *shown = NULL, *place = NULL;

  g_return_if_fail (WEFT_IS_EDITOR (editor));

  shown = weft_brief (title, WEFT_BRIEF_NAME);
  place = weft_brief (location, WEFT_BRIEF_LINE);
  adw_window_title_set_title (ADW_WINDOW_TITLE (editor->title), shown);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (editor->title), place);
  weft_notice_set_draft (WEFT_NOTICE (editor->notice), is_draft);
}

/* What is dropped on a form that takes files is tried; else the dock has no use for a file. */
static gboolean
try_file (WeftEditor *editor, GFile *file, double x, double y)
{
  GtkWidget *at = gtk_widget_pick (editor->dock, x, y, GTK_PICK_DEFAULT);
  g_autofree char *path = g_file_get_path (file);

  return path != NULL && at != NULL && weft_form_drop (at, path);
}

static gboolean
files_dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y,
                  WeftEditor *editor)
{
  GSList *files = g_value_get_boxed (value);

  if (files != NULL && !try_file (editor, files->data, x, y))
    weft_canvas_drop_file (WEFT_CANVAS (editor->canvas), files->data);
  return files != NULL;
}

static void
accept_files (WeftEditor *editor)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (files_dropped_cb), editor);
  /* Not the whole page: GTK 4.8 loses its way where one target lies within another. */
  gtk_widget_add_controller (editor->dock, GTK_EVENT_CONTROLLER (target));
}

static void
fill (WeftEditor *editor, const WeftProject *project)
{
  WeftContext *context = editor->context;

  editor->strip = weft_strip_new (context, project->speed);
  editor->notice = weft_notice_new (context, project->notice, project->is_draft);
  editor->palette = weft_palette_new (context);
  editor->canvas = weft_canvas_new (context);
  editor->inspector = weft_inspector_new (context);
  editor->timeline = weft_timeline_new (context);
  editor->dock = weft_dock_new (context);
  adw_bin_set_child (ADW_BIN (editor->strip_place), editor->strip);
  adw_bin_set_child (ADW_BIN (editor->notice_place), editor->notice);
  gtk_widget_set_hexpand (editor->canvas, TRUE);
  gtk_box_append (GTK_BOX (editor->middle), editor->palette);
  weft_level_bind (editor->palette, weft_context_get_host (context)->settings, "palette");
  gtk_box_append (GTK_BOX (editor->middle), editor->canvas);
  gtk_box_append (GTK_BOX (editor->middle), editor->inspector);
  gtk_box_append (GTK_BOX (editor->middle), weft_teller_new (weft_context_get_live (context)));
  adw_bin_set_child (ADW_BIN (editor->timeline_place), editor->timeline);
  adw_bin_set_child (ADW_BIN (editor->dock_place), editor->dock);
  gtk_widget_insert_action_group (GTK_WIDGET (editor), "canvas",
                                  weft_canvas_get_actions (WEFT_CANVAS (editor->canvas)));
  g_signal_connect_swapped (editor->dock, "large", G_CALLBACK (dock_large_cb), editor);
  accept_files (editor);
  weft_exporting_fill (editor->export_menu, weft_context_get_host (context));
}

/* Whatever has the focus and no use for it. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        WeftEditor *editor)
{
  return key == GDK_KEY_Escape && weft_dock_shrink (WEFT_DOCK (editor->dock));
}

static void
add_keys (WeftEditor *editor)
{
  GtkWidget *const parts[] = {
    gtk_widget_get_ancestor (editor->back_button, ADW_TYPE_HEADER_BAR),
    editor->strip,
    editor->notice,
    editor->palette,
    editor->canvas,
    editor->inspector,
    editor->timeline,
    editor->dock,
    NULL,
  };
  GtkEventController *escape = gtk_event_controller_key_new ();

  weft_parts_add_keys (GTK_WIDGET (editor), parts);
  g_signal_connect (escape, "key-pressed", G_CALLBACK (key_cb), editor);
  gtk_widget_add_controller (GTK_WIDGET (editor), escape);
}

static int
guess_width (WeftEditor *editor)
{
  GtkWindow *window = weft_context_get_window (editor->context);
  int width = gtk_widget_get_width (GTK_WIDGET (window)), height;

  if (width <= 0)
    gtk_window_get_default_size (window, &width, &height); /* GTK 4.8 takes no NULL here */
  return width;
}

GtkWidget *
weft_editor_new (WeftContext *context, const WeftProject *project)
{
  WeftEditor *editor = g_object_new (WEFT_TYPE_EDITOR, NULL);
  WeftHistory *history = weft_context_get_history (context);

  editor->context = g_object_ref (context);
  fill (editor, project);
  add_keys (editor);
  if (get_settings (editor) != NULL)
    editor->dock_height = g_settings_get_int (get_settings (editor), "dock-height");
  gtk_widget_set_size_request (editor->dock_place, -1, editor->dock_height);
  weft_editor_set_title_and_place (editor, project->title, project->location, project->is_draft);
  g_signal_connect_object (history, "notify::position", G_CALLBACK (history_changed_cb), editor,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "selection", G_CALLBACK (selection_changed_cb), editor,
                           G_CONNECT_SWAPPED);
  history_changed_cb (editor);
  arrange (editor, guess_width (editor)); /* before the canvas fits itself in */
  return GTK_WIDGET (editor);
}

static void
weft_editor_dispose (GObject *object)
{
  WeftEditor *editor = WEFT_EDITOR (object);

  g_clear_handle_id (&editor->arrange_source, g_source_remove);
  if (editor->context != NULL && editor->paned != NULL)
    g_signal_handlers_disconnect_by_data (editor->paned, editor);
  G_OBJECT_CLASS (weft_editor_parent_class)->dispose (object);
  g_clear_object (&editor->context);
}

static void
weft_editor_class_init (WeftEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_editor_dispose;
  widget_class->measure = weft_editor_measure;
  widget_class->size_allocate = weft_editor_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/weft/Weft/ui/editor.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, back_button);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, undo_button);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, redo_button);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, title);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, search_button);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, strip_place);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, notice_place);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, paned);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, above);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, middle);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, timeline_place);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, dock_place);
  gtk_widget_class_bind_template_child (widget_class, WeftEditor, export_menu);
}

static void
weft_editor_init (WeftEditor *editor)
{
  gtk_widget_init_template (GTK_WIDGET (editor));
  gtk_widget_set_layout_manager (GTK_WIDGET (editor), NULL);
  editor->dock_height = 230;
  g_signal_connect_swapped (editor->search_button, "clicked", G_CALLBACK (weft_editor_open_search),
                            editor);
  g_signal_connect_swapped (editor->paned, "notify::position", G_CALLBACK (dock_moved_cb), editor);
}
