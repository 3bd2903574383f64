/* inspector: what is selected: a node, several, a wire, or nothing, which is the group that is
 * looked into, else the project */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/inspector.h"

#include <glib/gi18n-lib.h>

#include "ui/inspector/node-page.h"
#include "ui/inspector/step-page.h"
#include "ui/inspector/summary-page.h"
#include "ui/base/widgets.h"
#include "ui/inspector/wire-page.h"

#define WIDTH 252
#define STEP_WIDTH 324

struct _WeftInspector
{
  AdwBin parent_instance;

  GtkWidget *scroller;
  WeftContext *context;
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (WeftInspector, weft_inspector, ADW_TYPE_BIN)

static void
show_selection (WeftInspector *inspector)
{
  gint64 node = weft_context_get_selected (inspector->context);
  guint n = weft_context_get_selection (inspector->context)->len;
  const WeftWire *wire = n == 0 ? weft_context_get_picked_wire (inspector->context) : NULL;
  gboolean is_shown = !inspector->is_narrow || n > 0 || wire != NULL;
  gint64 about = n == 0 && wire == NULL ? weft_context_get_inside (inspector->context) : node;
  GtkWidget *page = about != 0 ? weft_node_page_new (inspector->context, about) : NULL;

  if (wire != NULL)
    page = weft_wire_page_new (inspector->context, wire);
  else if (page == NULL)
    page = weft_summary_page_new (inspector->context);

  gtk_widget_add_css_class (page, "page");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (inspector->scroller), page);
  gtk_widget_set_size_request (inspector->scroller, WIDTH, -1);
  weft_widget_set_shown (GTK_WIDGET (inspector), is_shown);
}

/* --- a step --- */

static GtkWidget *
find_step_page (WeftInspector *inspector)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (inspector->scroller));
  GtkWidget *page
      = GTK_IS_VIEWPORT (viewport) ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : viewport;

  return page != NULL && WEFT_IS_STEP_PAGE (page) ? page : NULL;
}

/* Gone through op by op it is shown whatever is selected, until something else is. */
static void
show_step (WeftInspector *inspector)
{
  gboolean is_inside = weft_live_get_sight (weft_context_get_live (inspector->context)) != NULL;
  GtkWidget *page = find_step_page (inspector);

  if (!is_inside && page != NULL)
    show_selection (inspector);
  if (!is_inside || page != NULL)
    return;
  page = weft_step_page_new (inspector->context);
  gtk_widget_add_css_class (page, "page");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (inspector->scroller), page);
  gtk_widget_set_size_request (inspector->scroller, STEP_WIDTH, -1);
  weft_widget_set_shown (GTK_WIDGET (inspector), TRUE);
}

void
weft_inspector_step_into (WeftInspector *inspector)
{
  GtkWidget *page = find_step_page (inspector);

  if (page != NULL)
    weft_step_page_go_on (WEFT_STEP_PAGE (page));
  else
    gtk_widget_activate_action (GTK_WIDGET (inspector), "win.step", "s", "op");
}

void
weft_inspector_set_narrow (WeftInspector *inspector, gboolean is_narrow)
{
  g_return_if_fail (WEFT_IS_INSPECTOR (inspector));

  if (inspector->is_narrow == is_narrow)
    return;
  inspector->is_narrow = is_narrow;
  show_selection (inspector);
}

GtkWidget *
weft_inspector_new (WeftContext *context)
{
  WeftInspector *inspector = g_object_new (WEFT_TYPE_INSPECTOR, NULL);

  inspector->context = g_object_ref (context);
  g_signal_connect_object (context, "inside", G_CALLBACK (show_selection), inspector,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "selection", G_CALLBACK (show_selection), inspector,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_context_get_live (context), "sight", G_CALLBACK (show_step),
                           inspector, G_CONNECT_SWAPPED);
  show_selection (inspector);
  return GTK_WIDGET (inspector);
}

static void
weft_inspector_dispose (GObject *object)
{
  g_clear_object (&WEFT_INSPECTOR (object)->context);
  G_OBJECT_CLASS (weft_inspector_parent_class)->dispose (object);
}

static void
weft_inspector_class_init (WeftInspectorClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_inspector_dispose;
}

static void
weft_inspector_init (WeftInspector *inspector)
{
  inspector->scroller = gtk_scrolled_window_new ();
  g_object_set (inspector->scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "width-request", WIDTH,
                "vexpand", TRUE, NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (inspector), FALSE); /* whatever its rows would like */
  gtk_widget_add_css_class (GTK_WIDGET (inspector), "inspector");
  weft_widget_set_name (inspector->scroller, _ ("Inspector"));
  adw_bin_set_child (ADW_BIN (inspector), inspector->scroller);
}
