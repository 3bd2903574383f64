/* brush-tools: what a brush is: a colour, the eraser or a pointer; its width; a formula */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/brush-tools.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/base/theme.h"

#define WIDEST 0.3 /* of the plane: a radius */
#define FIRST 0.1
#define FORMULA "sin(3*x)/2"

typedef struct
{
  WeftBrushTool *tool;
  void (*clear) (gpointer user);
  void (*sides) (gpointer user, const char *curve);
  gpointer user;
  GtkWidget *row, *entry;
} Tools;

/* --- colours, eraser, pointer --- */

static void
tool_cb (GtkToggleButton *button, Tools *tools)
{
  int i = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "tool"));

  if (!gtk_toggle_button_get_active (button))
    return;
  tools->tool->kind = i < WEFT_PAINTED_CLASSES    ? WEFT_BRUSH_PAINTS
                      : i == WEFT_PAINTED_CLASSES ? WEFT_BRUSH_ERASES
                                                  : WEFT_BRUSH_CHOOSES;
  if (i < WEFT_PAINTED_CLASSES)
    tools->tool->class = i;
}

static void
color (Tools *tools)
{
  GtkWidget *button = gtk_widget_get_first_child (tools->row);

  for (int c = 0; c < WEFT_PAINTED_CLASSES; c++, button = gtk_widget_get_next_sibling (button))
    {
      GdkRGBA own = weft_theme_get_class (c, weft_theme_is_dark ());
      g_autofree char *markup = g_strdup_printf ("<span foreground='#%02x%02x%02x'>●</span> %d",
                                                 (guint) (own.red * 255), (guint) (own.green * 255),
                                                 (guint) (own.blue * 255), c);

      gtk_label_set_markup (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), markup);
    }
}

static void
dark_cb (GObject *row)
{
  color (g_object_get_data (row, "tools"));
}

static void
add_tool (Tools *tools, int i, const char *label, const char *name, const char *help)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  GtkWidget *first = gtk_widget_get_first_child (tools->row);

  g_object_set_data (G_OBJECT (button), "tool", GINT_TO_POINTER (i));
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  gtk_widget_set_tooltip_text (button, help);
  weft_widget_set_name (button, name);
  g_signal_connect (button, "toggled", G_CALLBACK (tool_cb), tools);
  gtk_box_append (GTK_BOX (tools->row), button);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), i == 0);
}

static GtkWidget *
make_row (Tools *tools)
{
  tools->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (tools->row, "linked");
  gtk_widget_set_halign (tools->row, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (tools->row), "tools", tools);
  for (int c = 0; c < WEFT_PAINTED_CLASSES; c++)
    {
      g_autofree char *name = g_strdup_printf (_ ("Paint class %d"), c);
      g_autofree char *help = g_strdup_printf (_ ("Paint points of class %d (key %d)"), c, c);

      add_tool (tools, c, "", name, help);
    }
  add_tool (tools, WEFT_PAINTED_CLASSES, _ ("Erase"), _ ("Erase points"),
            _ ("Take away the points that the brush goes over (key E)"));
  add_tool (tools, WEFT_PAINTED_CLASSES + 1, _ ("Look"), _ ("Look at a point"),
            _ ("Click a point to see it inside the network"));
  color (tools);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_cb),
                           tools->row, G_CONNECT_SWAPPED);
  tools->tool->buttons = tools->row;
  return tools->row;
}

gboolean
weft_brush_tool_take_key (WeftBrushTool *tool, guint key)
{
  int i = key >= GDK_KEY_0 && key < GDK_KEY_0 + WEFT_PAINTED_CLASSES ? (int) (key - GDK_KEY_0)
          : key == GDK_KEY_e                                         ? WEFT_PAINTED_CLASSES
                                                                     : -1;
  GtkWidget *button;

  if (i < 0 || tool->buttons == NULL)
    return FALSE;
  button = gtk_widget_get_first_child (tool->buttons);
  while (i-- > 0)
    button = gtk_widget_get_next_sibling (button);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  return TRUE;
}

/* --- width --- */

static void
width_cb (GtkRange *scale, WeftBrushTool *tool)
{
  tool->radius = gtk_range_get_value (scale);
}

static GtkWidget *
make_width (Tools *tools)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, WIDEST, WIDEST / 30);
  GtkWidget *clear = gtk_button_new_with_label (_ ("Clear"));

  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  g_signal_connect (scale, "value-changed", G_CALLBACK (width_cb), tools->tool);
  gtk_range_set_value (GTK_RANGE (scale), FIRST);
  gtk_widget_set_size_request (scale, 90, -1);
  gtk_widget_set_tooltip_text (scale, _ ("How wide the brush is; at the left end one point at a "
                                         "time"));
  weft_widget_set_name (scale, _ ("Width of the brush"));
  gtk_widget_set_valign (clear, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (clear, _ ("Take all points away"));
  weft_widget_set_name (clear, _ ("Take all points away"));
  g_signal_connect_swapped (clear, "clicked", G_CALLBACK (tools->clear), tools->user);
  gtk_box_append (GTK_BOX (row), weft_label_new (_ ("Width"), "dim-label"));
  gtk_box_append (GTK_BOX (row), scale);
  gtk_box_append (GTK_BOX (row), clear);
  return row;
}

/* --- above and below a formula --- */

static void
sides_cb (Tools *tools)
{
  tools->sides (tools->user, gtk_editable_get_text (GTK_EDITABLE (tools->entry)));
}

static GtkWidget *
make_formula (Tools *tools)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *put = gtk_button_new_with_label (_ ("Scatter"));

  tools->entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (tools->entry), FORMULA);
  gtk_editable_set_width_chars (GTK_EDITABLE (tools->entry), 10);
  gtk_widget_set_tooltip_text (
      tools->entry, _ ("A curve of x: numbers, + − * / ^, sin, cos, tan, exp, log, sqrt, abs, pi"));
  weft_widget_set_name (tools->entry, _ ("Formula of a curve"));
  gtk_widget_set_tooltip_text (put, _ ("200 points: above the curve of the colour that is chosen, "
                                       "below it of another"));
  weft_widget_set_name (put, _ ("Scatter points above and below the curve"));
  g_signal_connect_swapped (put, "clicked", G_CALLBACK (sides_cb), tools);
  g_signal_connect_swapped (tools->entry, "activate", G_CALLBACK (sides_cb), tools);
  gtk_box_append (GTK_BOX (row), weft_label_new ("y =", "dim-label"));
  gtk_box_append (GTK_BOX (row), tools->entry);
  gtk_box_append (GTK_BOX (row), put);
  return row;
}

const char *
weft_brush_tools_get_help (void)
{
  return _ ("Drag on the plane. By keys: arrows move the brush, Space paints, Delete erases.");
}

static GtkWidget *
make_help (void)
{
  GtkWidget *help = weft_label_new (weft_brush_tools_get_help (), "dim-label");

  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (help), 36);
  gtk_widget_set_margin_top (help, 4);
  return help;
}

GtkWidget *
weft_brush_tools_new (WeftBrushTool *tool, void (*clear) (gpointer user),
                      void (*sides) (gpointer user, const char *curve), gpointer user)
{
  Tools *tools = g_new0 (Tools, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  *tools = (Tools){ .tool = tool, .clear = clear, .sides = sides, .user = user };
  gtk_widget_add_css_class (box, "panel-controls");
  gtk_box_append (GTK_BOX (box), weft_label_new (_ ("Brush"), "panel-title"));
  gtk_box_append (GTK_BOX (box), make_row (tools));
  gtk_box_append (GTK_BOX (box), make_width (tools));
  gtk_box_append (GTK_BOX (box), make_formula (tools));
  gtk_box_append (GTK_BOX (box), make_help ());
  g_object_set_data_full (G_OBJECT (box), "weft-brush-tools", tools, g_free);
  return box;
}
