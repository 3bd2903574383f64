/* menu: every command for the thing under the pointer, with its key; and how popovers stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/passing.h"
#include "ui/commands/canvas-commands.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/menu.h"

static void
point_at (WeftPlane *self, GtkWidget *popover, WeftPoint at)
{
  double x = at.x, y = at.y;

  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->canvas), at.x, at.y, &x,
                                    &y);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  weft_popover_set_passing (GTK_POPOVER (popover));
}

GtkWidget *
weft_menu_new_popover (WeftPlane *self, WeftPoint at)
{
  GtkWidget *popover = gtk_popover_new ();

  gtk_widget_set_parent (popover, GTK_WIDGET (self->canvas));
  point_at (self, popover, at);
  return popover;
}

static gboolean
belongs (const WeftCommand *command, WeftPickKind kind, WeftLevel level)
{
  const WeftCommandFlags of_nodes
      = WEFT_NEEDS_NODES | WEFT_NEEDS_ONE | WEFT_NEEDS_PICKED | WEFT_NEEDS_KIN;

  if (command->from > level)
    return FALSE;
  if (kind == WEFT_PICK_NODE)
    return (command->flags & of_nodes) != 0;
  if (kind == WEFT_PICK_WIRE)
    return command->on_wire != NULL;
  return (command->flags & WEFT_ON_GROUND) != 0;
}

static void
add_command (GMenu *section, const WeftCommand *command, WeftPickKind kind)
{
  const char *label = kind == WEFT_PICK_WIRE ? command->on_wire : command->label;
  g_autofree char *action = g_strconcat ("canvas.", command->name, NULL);
  g_autoptr (GMenuItem) item = g_menu_item_new (_ (label), action);

  if (command->keys[0] != NULL)
    g_menu_item_set_attribute (item, "accel", "s", command->keys[0]);
  if (command->flags & (WEFT_NEEDS_GROUP | WEFT_NEEDS_INSIDE | WEFT_NEEDS_KIN | WEFT_NEEDS_UNITS))
    g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (section, item);
}

/* All at once would be higher than a small screen. */
static void
add_aside (GMenu *menu, GMenu *aside)
{
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append_submenu (section, _ ("Move and select"), G_MENU_MODEL (aside));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

GMenuModel *
weft_menu_new_model (WeftPickKind kind, WeftLevel level)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) aside = g_menu_new ();
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);

  for (guint i = 0; i < n;)
    {
      g_autoptr (GMenu) section = g_menu_new ();
      int number = commands[i].section;

      for (; i < n && commands[i].section == number; i++)
        if (belongs (&commands[i], kind, level))
          add_command (kind == WEFT_PICK_NODE && commands[i].flags & WEFT_ASIDE ? aside : section,
                       &commands[i], kind);
      if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
        g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (aside)) > 0)
    add_aside (menu, aside);
  return G_MENU_MODEL (menu);
}

void
weft_menu_open (WeftPlane *self, const WeftPick *pick, WeftPoint at)
{
  const WeftHost *host = weft_context_get_host (self->context);
  g_autoptr (GMenuModel) model = weft_menu_new_model (pick->kind, weft_level_get (host->settings));
  GtkWidget *popover = gtk_popover_menu_new_from_model (model);

  weft_actions_update (self);
  gtk_widget_set_parent (popover, GTK_WIDGET (self->canvas));
  point_at (self, popover, at);
  /* Beside the point it goes up as far as it must to be seen whole; under it, it would scroll. */
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_RIGHT);
  gtk_widget_set_halign (popover, GTK_ALIGN_FILL);
  gtk_widget_set_valign (popover, GTK_ALIGN_START);
  gtk_popover_popup (GTK_POPOVER (popover));
}
