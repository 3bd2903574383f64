/* dock-cell: a row of tabs, and the panel that is chosen among them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/dock-cell.h"

#include <glib/gi18n-lib.h>

#include "ui/commands/levels.h"
#include "ui/panels/panels.h"
#include "ui/base/widgets.h"
#include "ui/context/keeping.h"

struct _WeftDockCell
{
  AdwBin parent_instance;

  GtkWidget *tabs, *scroller, *row, *large_button, *stack;
  GtkWidget *buttons[WEFT_N_PANELS];
  GtkWidget *pages[WEFT_N_PANELS];   /* made when first looked at; owned by the stack */
  GtkWidget *choices[WEFT_N_PANELS]; /* nullable */

  WeftContext *context;
  const char *key;
};

enum
{
  PROP_LARGE = 1,
};

G_DEFINE_FINAL_TYPE (WeftDockCell, weft_dock_cell, ADW_TYPE_BIN)

static void
show_panel (WeftDockCell *cell, guint chosen)
{
  if (cell->pages[chosen] == NULL)
    {
      cell->pages[chosen] = weft_panels[chosen]->create (cell->context);
      gtk_stack_add_named (GTK_STACK (cell->stack), cell->pages[chosen], weft_panels[chosen]->id);
    }
  gtk_stack_set_visible_child (GTK_STACK (cell->stack), cell->pages[chosen]);
  for (guint i = 0; i < WEFT_N_PANELS; i++)
    {
      if (cell->pages[i] != NULL)
        gtk_accessible_update_state (GTK_ACCESSIBLE (cell->pages[i]), GTK_ACCESSIBLE_STATE_HIDDEN,
                                     i != chosen, -1);
      if (cell->choices[i] != NULL)
        weft_widget_set_shown (cell->choices[i], i == chosen);
    }
}

static void
tab_toggled_cb (GtkToggleButton *button, WeftDockCell *cell)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < WEFT_N_PANELS; i++)
    if (cell->buttons[i] == GTK_WIDGET (button))
      {
        show_panel (cell, i);
        weft_context_keep (cell->context, cell->key, g_variant_new_string (weft_panels[i]->id));
      }
}

static guint
recall_choice (WeftDockCell *cell, guint first)
{
  g_autoptr (GVariant) value
      = weft_context_recall (cell->context, cell->key, G_VARIANT_TYPE_STRING);

  if (value != NULL)
    for (guint i = 0; i < WEFT_N_PANELS; i++)
      if (g_str_equal (weft_panels[i]->id, g_variant_get_string (value, NULL)))
        return i;
  return first;
}

/* Radio buttons that look like tabs; where there is no room for all of them, they scroll. */
static void
make_tabs (WeftDockCell *cell, guint chosen)
{
  GtkWidget *before = cell->scroller;

  for (guint i = 0; i < WEFT_N_PANELS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_ (weft_panels[i]->title));
      g_autofree char *control = NULL;

      gtk_widget_add_css_class (button, "flat");
      weft_widget_set_name (button, _ (weft_panels[i]->title));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                     GTK_TOGGLE_BUTTON (cell->buttons[0]));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == chosen);
      gtk_box_append (GTK_BOX (cell->row), button);
      cell->buttons[i] = button;
      control = g_strconcat ("panel:", weft_panels[i]->id, NULL);
      weft_level_bind (button, weft_context_get_host (cell->context)->settings, control);
    }
  for (guint i = 0; i < WEFT_N_PANELS; i++)
    {
      if (weft_panels[i]->create_choice != NULL)
        {
          cell->choices[i] = weft_panels[i]->create_choice (cell->context);
          gtk_widget_set_margin_start (cell->choices[i], 12);
          gtk_box_insert_child_after (GTK_BOX (cell->tabs), cell->choices[i], before);
          before = cell->choices[i];
        }
      g_signal_connect (cell->buttons[i], "toggled", G_CALLBACK (tab_toggled_cb), cell);
    }
}

static void
large_toggled_cb (WeftDockCell *cell)
{
  gboolean is_large = weft_dock_cell_get_large (cell);
  const char *text = is_large ? _ ("Show it small again") : _ ("Show it large");

  gtk_button_set_icon_name (GTK_BUTTON (cell->large_button),
                            is_large ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (cell->large_button, text);
  weft_widget_set_name (cell->large_button, text);
  if (is_large)
    gtk_widget_add_css_class (GTK_WIDGET (cell), "large");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (cell), "large");
  g_object_notify (G_OBJECT (cell), "large");
}

gboolean
weft_dock_cell_get_large (WeftDockCell *cell)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (cell->large_button));
}

gboolean
weft_dock_cell_shows (WeftDockCell *cell, guint panel)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (cell->buttons[panel]));
}

void
weft_dock_cell_show (WeftDockCell *cell, guint panel)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (cell->buttons[panel]), TRUE);
}

void
weft_dock_cell_set_large (WeftDockCell *cell, gboolean is_large)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (cell->large_button), is_large);
}

/* A panel that the level hides gives its place to the first one that it has. */
static void
level_cb (WeftDockCell *cell)
{
  guint first = 0;

  while (first + 1 < WEFT_N_PANELS && !gtk_widget_get_visible (cell->buttons[first]))
    first++;
  for (guint i = 0; i < WEFT_N_PANELS; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (cell->buttons[i]))
        && !gtk_widget_get_visible (cell->buttons[i]))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (cell->buttons[first]), TRUE);
}

GtkWidget *
weft_dock_cell_new (WeftContext *context, const char *key, guint first)
{
  WeftDockCell *cell = g_object_new (WEFT_TYPE_DOCK_CELL, NULL);
  guint chosen;

  cell->context = g_object_ref (context);
  weft_context_attach (context, GTK_WIDGET (cell));
  cell->key = key;
  chosen = recall_choice (cell, first);
  make_tabs (cell, chosen);
  show_panel (cell, chosen);
  if (weft_context_get_host (context)->settings != NULL)
    g_signal_connect_object (weft_context_get_host (context)->settings, "changed::" WEFT_LEVEL_KEY,
                             G_CALLBACK (level_cb), cell, G_CONNECT_SWAPPED);
  level_cb (cell);
  return GTK_WIDGET (cell);
}

static void
weft_dock_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LARGE)
    g_value_set_boolean (value, weft_dock_cell_get_large (WEFT_DOCK_CELL (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
weft_dock_cell_dispose (GObject *object)
{
  g_clear_object (&WEFT_DOCK_CELL (object)->context);
  G_OBJECT_CLASS (weft_dock_cell_parent_class)->dispose (object);
}

static void
weft_dock_cell_class_init (WeftDockCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_dock_cell_dispose;
  G_OBJECT_CLASS (class)->get_property = weft_dock_cell_get_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), PROP_LARGE,
      g_param_spec_boolean ("large", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (widget_class, "/org/weft/Weft/ui/dock-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftDockCell, tabs);
  gtk_widget_class_bind_template_child (widget_class, WeftDockCell, scroller);
  gtk_widget_class_bind_template_child (widget_class, WeftDockCell, row);
  gtk_widget_class_bind_template_child (widget_class, WeftDockCell, large_button);
  gtk_widget_class_bind_template_child (widget_class, WeftDockCell, stack);
}

static void
weft_dock_cell_init (WeftDockCell *cell)
{
  gtk_widget_init_template (GTK_WIDGET (cell));
  g_signal_connect_swapped (cell->large_button, "toggled", G_CALLBACK (large_toggled_cb), cell);
}
