/* worked-view: a number worked out as by hand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/worked-view.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/inspector/number-grid.h"

#define ROOM 296 /* px */
#define GAP 12
#define BLANK "____________"

struct _WeftWorkedView
{
  GtkBox parent_instance;
  WeftWorked *worked; /* nullable */
};

G_DEFINE_FINAL_TYPE (WeftWorkedView, weft_worked_view, GTK_TYPE_BOX)

static guint picked_signal;

/* --- lines --- */

/* Nothing is worked out in it: it says what there is. */
static gboolean
is_given (const WeftWorkedLine *line)
{
  return line->symbols == NULL && line->pattern == NULL && !line->is_chosen;
}

/* Also a sum over what stands in the grids, of which the line says the sum alone. */
static gboolean
is_to_work_out (const WeftWorkedLine *line)
{
  return !is_given (line) || g_str_has_prefix (line->name, "Σ");
}

/* Whether a number is what a line before this one comes to. */
static gboolean
is_to_fill (const WeftWorked *to_fill, const WeftWorkedLine *line, double x)
{
  for (guint i = 0; to_fill != NULL && to_fill->lines->pdata[i] != line; i++)
    {
      const WeftWorkedLine *before = to_fill->lines->pdata[i];

      if (is_to_work_out (before) && before->result.number == x && x != 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether a number below 0 stands in brackets there: behind something, and not in some already. */
static gboolean
needs_brackets (const WeftWorkedLine *line, const char *at)
{
  return at > line->pattern && !(at[-1] == '(' && at[1] == ')');
}

/* The pattern with a number for each of its "#". */
static void
append_numbers (GString *text, const WeftWorkedLine *line, const WeftWorked *to_fill)
{
  guint k = 0;

  g_string_append (text, " = ");
  for (const char *at = line->pattern; *at != '\0'; at++)
    {
      g_autofree char *number = NULL;
      double x;

      if (*at != '#' || k == line->operands->len)
        {
          g_string_append_c (text, *at);
          continue;
        }
      x = g_array_index (line->operands, WeftWorkedNumber, k++).number;
      number = is_to_fill (to_fill, line, x) ? g_strdup (BLANK) : weft_format_operand (x);
      g_string_append_printf (text, x < 0 && needs_brackets (line, at) ? "(%s)" : "%s", number);
    }
}

char *
weft_worked_line_dup_text (const WeftWorkedLine *line, const WeftWorked *to_fill)
{
  GString *text = g_string_new (line->name);
  g_autofree char *result = is_given (line) ? weft_format_operand (line->result.number)
                                            : weft_format_result (line->result.number);

  if (line->symbols != NULL)
    g_string_append_printf (text, " = %s", line->symbols);
  if (line->pattern != NULL)
    append_numbers (text, line, to_fill);
  g_string_append_printf (text, " = %s", to_fill != NULL && is_to_work_out (line) ? BLANK : result);
  return g_string_free (text, FALSE);
}

static void
add_line (WeftWorkedView *view, const WeftWorkedLine *line)
{
  g_autofree char *text = weft_worked_line_dup_text (line, NULL);
  GtkWidget *label = weft_label_new (text, line->is_chosen ? "outcome" : "working");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (view), label);
}

/* --- grids --- */

static void
chosen_cb (GtkWidget *grid, guint i, WeftWorkedView *view)
{
  const WeftWorkedGrid *shown = g_object_get_data (G_OBJECT (grid), "grid");

  g_signal_emit (view, picked_signal, 0, &g_array_index (shown->numbers, WeftWorkedNumber, i));
}

static GtkWidget *
make_grid (WeftWorkedView *view, const WeftWorkedGrid *shown, int room)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = weft_label_new (shown->title, "small"),
            *grid = weft_number_grid_new (shown->title);
  g_autofree double *x = g_new (double, shown->numbers->len + 1);

  for (guint i = 0; i < shown->numbers->len; i++)
    x[i] = g_array_index (shown->numbers, WeftWorkedNumber, i).number;
  weft_number_grid_set (WEFT_NUMBER_GRID (grid), x, shown->numbers->len, (guint) shown->columns,
                        room);
  g_object_set_data (G_OBJECT (grid), "grid", (gpointer) shown);
  g_signal_connect (grid, "chosen", G_CALLBACK (chosen_cb), view);
  gtk_widget_add_css_class (title, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 1);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_size_request (box, room, -1);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), grid);
  return box;
}

/* Two beside each other, where their numbers can be read so. */
static void
add_grids (WeftWorkedView *view)
{
  GPtrArray *grids = view->worked->grids;
  GtkWidget *row = NULL;

  for (guint i = 0; i < grids->len; i++)
    {
      const WeftWorkedGrid *grid = grids->pdata[i];
      const WeftWorkedGrid *mate = grids->pdata[MIN (i ^ 1, grids->len - 1)];
      gboolean in_pair = mate != grid && mate->columns == grid->columns && grid->columns > 1;

      if (row == NULL || i % 2 == 0 || !in_pair)
        {
          row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP);
          gtk_box_append (GTK_BOX (view), row);
        }
      gtk_box_append (GTK_BOX (row), make_grid (view, grid, in_pair ? (ROOM - GAP) / 2 : ROOM));
    }
}

/* Behind long grids nobody would see what they come to. */
static gboolean
is_tall (const WeftWorked *worked)
{
  gint64 rows = 0;

  for (guint i = 0; i < worked->grids->len; i += 2)
    {
      const WeftWorkedGrid *grid = worked->grids->pdata[i];

      rows += MIN (grid->rows, grid->columns > 7 ? 8 : grid->rows);
    }
  return rows > 11;
}

void
weft_worked_view_set (WeftWorkedView *view, WeftWorked *worked)
{
  GtkWidget *child;
  gboolean is_long;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (view))) != NULL)
    gtk_box_remove (GTK_BOX (view), child);
  g_clear_pointer (&view->worked, weft_worked_free);
  view->worked = worked;
  if (worked == NULL)
    return;
  is_long = is_tall (worked);
  if (!is_long)
    add_grids (view);
  for (guint i = 0; i < worked->lines->len; i++)
    add_line (view, worked->lines->pdata[i]);
  if (is_long)
    add_grids (view);
  if (worked->note != NULL)
    {
      GtkWidget *note = weft_label_new (worked->note, "small");

      gtk_widget_add_css_class (note, "dim-label");
      gtk_label_set_wrap (GTK_LABEL (note), TRUE);
      gtk_box_append (GTK_BOX (view), note);
    }
}

static void
weft_worked_view_finalize (GObject *object)
{
  g_clear_pointer (&WEFT_WORKED_VIEW (object)->worked, weft_worked_free);
  G_OBJECT_CLASS (weft_worked_view_parent_class)->finalize (object);
}

static void
weft_worked_view_class_init (WeftWorkedViewClass *class)
{
  G_OBJECT_CLASS (class)->finalize = weft_worked_view_finalize;
  picked_signal = g_signal_new ("picked", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
weft_worked_view_init (WeftWorkedView *view)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (view), 6);
}

GtkWidget *
weft_worked_view_new (void)
{
  return g_object_new (WEFT_TYPE_WORKED_VIEW, NULL);
}
