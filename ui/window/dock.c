/* dock: two equal cells at the bottom, each with one of the panels; one cell where it is narrow */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/dock.h"

#include "ui/panels/panels.h"
#include "ui/window/dock-cell.h"
#include "ui/base/widgets.h"

#define N_CELLS 2

struct _WeftDock
{
  GtkBox parent_instance;

  GtkWidget *cells[N_CELLS];
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (WeftDock, weft_dock, GTK_TYPE_BOX)

static guint large_signal;

static int
find_large (WeftDock *dock)
{
  for (int i = 0; i < N_CELLS; i++)
    if (weft_dock_cell_get_large (WEFT_DOCK_CELL (dock->cells[i])))
      return i;
  return -1;
}

static void
arrange (WeftDock *dock)
{
  int large = find_large (dock);

  for (int i = 0; i < N_CELLS; i++)
    weft_widget_set_shown (dock->cells[i], large >= 0 ? i == large : i == 0 || !dock->is_narrow);
}

static void
large_changed_cb (WeftDock *dock)
{
  arrange (dock);
  g_signal_emit (dock, large_signal, 0, find_large (dock) >= 0);
}

void
weft_dock_set_narrow (WeftDock *dock, gboolean is_narrow)
{
  dock->is_narrow = is_narrow;
  arrange (dock);
}

void
weft_dock_show_panel (WeftDock *dock, const char *id)
{
  WeftDockCell *last = NULL;
  guint panel = 0;

  while (panel + 1 < WEFT_N_PANELS && !g_str_equal (weft_panels[panel]->id, id))
    panel++;
  for (guint i = 0; i < N_CELLS; i++)
    if (gtk_widget_get_visible (dock->cells[i]))
      {
        last = WEFT_DOCK_CELL (dock->cells[i]);
        if (weft_dock_cell_shows (last, panel))
          return;
      }
  weft_dock_cell_show (last, panel);
}

gboolean
weft_dock_shrink (WeftDock *dock)
{
  int large = find_large (dock);

  if (large >= 0)
    weft_dock_cell_set_large (WEFT_DOCK_CELL (dock->cells[large]), FALSE);
  return large >= 0;
}

GtkWidget *
weft_dock_new (WeftContext *context)
{
  static const char *const keys[N_CELLS] = { "dock-left", "dock-right" };
  WeftDock *dock = g_object_new (WEFT_TYPE_DOCK, NULL);

  for (guint i = 0; i < N_CELLS; i++)
    {
      dock->cells[i] = weft_dock_cell_new (context, keys[i], i);
      g_signal_connect_swapped (dock->cells[i], "notify::large", G_CALLBACK (large_changed_cb),
                                dock);
      gtk_box_append (GTK_BOX (dock), dock->cells[i]);
    }
  return GTK_WIDGET (dock);
}

static void
weft_dock_class_init (WeftDockClass *class)
{
  large_signal = g_signal_new ("large", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
weft_dock_init (WeftDock *dock)
{
  gtk_box_set_homogeneous (GTK_BOX (dock), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (dock), "dock");
}
