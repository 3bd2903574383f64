/* capture-row: a class into which pictures are drawn: its name, how many there are, the last ones
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/capture-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/count.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/plots/glyph.h"

enum
{
  SIDE = 24,
  GAP = 3,
  NAME_CHARS = 10,
  COUNT_CHARS = 11,
};

typedef struct
{
  int class;
  const WeftCaptureActions *actions;
  GtkWidget *add, *name, *count, *area, *remove;
  WeftDataset *set; /* nullable */
  WeftRanges ranges;
  gint64 last[WEFT_CAPTURE_LAST];
  guint n_last;
  gboolean is_filling;
} Row;

static const char row_key[] = "weft-capture-row";

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Row *row = user;

  for (guint i = 0; row->set != NULL && i < row->n_last; i++)
    weft_glyph_draw (cr, row->set, &row->ranges, row->last[i], i * (SIDE + GAP),
                     (height - SIDE) / 2.0, SIDE, weft_theme_is_dark ());
}

static void
add_cb (Row *row)
{
  row->actions->add (row->class, row->actions->user);
}

static void
remove_cb (Row *row)
{
  row->actions->remove (row->class, row->actions->user);
}

static void
rename_cb (Row *row)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row->name)));

  g_strstrip (name);
  if (!row->is_filling && *name != '\0')
    row->actions->rename (row->class, name, row->actions->user);
}

static void
focus_cb (GtkEventControllerFocus *focus, Row *row)
{
  rename_cb (row);
}

void
weft_capture_row_fill (GtkWidget *widget, const char *name, guint n, WeftDataset *set,
                       const gint64 *last, guint n_last, gboolean can_remove)
{
  Row *row = g_object_get_data (G_OBJECT (widget), row_key);
  g_autofree char *count
      = weft_count_close_up (g_strdup_printf (ngettext ("%u picture", "%u pictures", n), n));
  g_autofree char *add = g_strdup_printf (_ ("Add to “%s”"), name);
  g_autofree char *help = g_strdup_printf (_ ("What is drawn becomes a picture of “%s” (key %d)"),
                                           name, row->class + 1);
  g_autofree char *remove = g_strdup_printf (_ ("Remove “%s” and its pictures"), name);

  row->is_filling = TRUE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row->name)), name))
    gtk_editable_set_text (GTK_EDITABLE (row->name), name);
  row->is_filling = FALSE;
  gtk_label_set_text (GTK_LABEL (row->count), count);
  weft_widget_set_name (row->add, add);
  gtk_widget_set_tooltip_text (row->add, help);
  weft_widget_set_name (row->remove, remove);
  gtk_widget_set_tooltip_text (row->remove, remove);
  gtk_widget_set_sensitive (row->remove, can_remove);
  if (set != NULL)
    weft_dataset_ref (set);
  g_clear_pointer (&row->set, weft_dataset_unref);
  row->set = set;
  weft_ranges_measure (&row->ranges, set);
  row->n_last = MIN (n_last, WEFT_CAPTURE_LAST);
  memcpy (row->last, last, row->n_last * sizeof *last);
  gtk_widget_queue_draw (row->area);
}

static void
row_free (gpointer data)
{
  Row *row = data;

  g_clear_pointer (&row->set, weft_dataset_unref);
  weft_ranges_measure (&row->ranges, NULL);
  g_free (row);
}

static GtkWidget *
make_name (Row *row)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *name = g_strdup_printf (_ ("Name of class %d"), row->class + 1);

  row->name = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (row->name), NAME_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (row->name), NAME_CHARS);
  gtk_entry_set_max_length (GTK_ENTRY (row->name), 40);
  weft_widget_set_name (row->name, name);
  g_signal_connect_swapped (row->name, "activate", G_CALLBACK (rename_cb), row);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_cb), row);
  gtk_widget_add_controller (row->name, focus);
  return row->name;
}

GtkWidget *
weft_capture_row_new (int class, const WeftCaptureActions *actions)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  row->class = class;
  row->actions = actions;
  row->add = gtk_button_new_with_label (_ ("Add it"));
  row->count = weft_label_new ("", "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (row->count), COUNT_CHARS);
  row->area = gtk_drawing_area_new ();
  row->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (row->area),
                                      WEFT_CAPTURE_LAST * (SIDE + GAP));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (row->area), SIDE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (row->area), draw_cb, row, NULL);
  gtk_widget_add_css_class (row->remove, "flat");
  g_signal_connect_swapped (row->add, "clicked", G_CALLBACK (add_cb), row);
  g_signal_connect_swapped (row->remove, "clicked", G_CALLBACK (remove_cb), row);
  gtk_box_append (GTK_BOX (box), row->add);
  gtk_box_append (GTK_BOX (box), make_name (row));
  gtk_box_append (GTK_BOX (box), row->count);
  gtk_box_append (GTK_BOX (box), row->area);
  gtk_box_append (GTK_BOX (box), row->remove);
  g_object_set_data_full (G_OBJECT (box), row_key, row, row_free);
  return box;
}
