/* data: samples, balance, splits and what the reader of the file decided */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/data/called.h"
#include "engine/data/kind-row.h"
#include "engine/plan/ending.h"
#include "ui/base/format.h"
#include "ui/base/notes-box.h"
#include "ui/base/sound-player.h"
#include "ui/base/widgets.h"
#include "ui/panels/data/brush.h"
#include "ui/panels/data/capturing.h"
#include "ui/panels/data/column-table.h"
#include "ui/panels/data/drawn.h"
#include "ui/panels/data/painting.h"
#include "ui/panels/panel.h"
#include "ui/panels/panels.h"
#include "ui/panels/samples.h"
#include "ui/plots/balance.h"

enum
{
  SHOWN = 64, /* samples */
};

typedef struct
{
  WeftContext *context;
  GtkWidget *stack;
  GtkWidget *as;       /* samples as they are, as the network gets them, or the columns */
  GtkWidget *drawn;    /* the second; in sight where that is another thing */
  GtkWidget *paint;    /* a plane to paint on; of data that is painted */
  GtkWidget *painting; /* what it shows */
  GtkWidget *draw;     /* classes to draw pictures into; of data that is drawn */
  GtkWidget *drawing;  /* what it shows */
  GtkWidget *right;    /* beside samples */
  GtkWidget *shown_as; /* the stack of both */
  GtkWidget *play;     /* of recordings: the chosen one is heard */
  GtkWidget *title, *line, *samples, *area, *odd, *notes;
  WeftModel *shown; /* referenced, so that nobody else gets its address */
} Data;

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Data *data = user;

  if (data->shown != NULL)
    weft_balance_draw (cr, data->shown->dataset, data->shown->split, 0, 2, width, height - 4,
                       weft_theme_is_dark ());
}

/* Its class, or its number to predict; where there is neither, which sample it is. */
static char *
dup_label (const WeftDataset *dataset, gint64 sample)
{
  char *truth = weft_samples_dup_truth (dataset, sample, 3);

  return truth != NULL ? truth : weft_format_count (sample);
}

static void
fill_samples (Data *data, const WeftModel *model)
{
  const WeftDataset *dataset = model->dataset;
  gint64 step = MAX (1, dataset->count / SHOWN);

  weft_samples_begin (data->samples, dataset);
  for (gint64 i = 0; i < dataset->count && i / step < SHOWN; i += step)
    {
      g_autofree char *label = dup_label (dataset, i);

      weft_samples_add (data->samples, (guint32) i, label, FALSE);
    }
  weft_samples_draw_world (data->samples, model);
  weft_samples_end (data->samples);
}

/* How the numbers to predict are scaled. */
static char *
dup_target_scaling (const WeftScaling *scaling, const char *target)
{
  g_autofree char *mean = weft_format_digits ((double) *scaling->mean, 6);
  g_autofree char *deviation = weft_format_digits ((double) *scaling->deviation, 6);
  const char *name = target != NULL ? target : "y";

  if (scaling->count > 1)
    return g_strdup (_ ("The targets are learnt with mean 0 and deviation 1. Metrics and "
                        "predictions are in their own units, the loss is not."));
  return g_strdup_printf (_ ("“%s” is learnt less its mean, %s, and divided by its deviation, %s, "
                             "both of the training part. Metrics and predictions are in its own "
                             "unit, the loss is not."),
                          name, mean, deviation);
}

/* What cures it is done by the window, as from the inspector. */
static void
cure_cb (gpointer user, const char *option, const char *value)
{
  Data *data = user;
  const WeftNode *node = weft_ending_find_data (weft_context_get_graph (data->context));

  if (node != NULL)
    gtk_widget_activate_action (data->stack, "win.cure-data", "(xss)", node->id, option, value);
}

/* What is odd stands first, with what cures it. */
static void
fill_odd (Data *data, const WeftDataset *dataset)
{
  weft_notes_box_fill (GTK_BOX (data->odd), NULL, NULL, NULL, NULL);
  for (guint i = 0; dataset->notes != NULL && dataset->notes[i] != NULL; i++)
    if (weft_notes_has_cure (dataset->notes[i], dataset->cures))
      weft_notes_box_append (GTK_BOX (data->odd), dataset->notes[i], dataset->cures, cure_cb, data);
  weft_widget_set_shown (data->odd, gtk_widget_get_first_child (data->odd) != NULL);
}

static void
fill_notes (Data *data, const WeftModel *model)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const WeftDataset *dataset = model->dataset;
  const WeftFeed *y = weft_model_get_y (model);

  if (weft_model_get_x (model)->scaling.mean != NULL)
    g_string_append_printf (
        text, "• %s\n", _ ("Standardised: mean 0, deviation 1, learnt on the training part only."));
  if (y != NULL && y->scaling.mean != NULL)
    {
      g_autofree char *name = weft_brief (
          y->field->title != NULL ? weft_called_field (dataset, y->field) : NULL, WEFT_BRIEF_NAME);
      g_autofree char *line = dup_target_scaling (&y->scaling, name);

      g_string_append_printf (text, "• %s\n", line);
    }
  for (guint i = 0; dataset->notes != NULL && dataset->notes[i] != NULL; i++)
    if (!weft_notes_has_cure (dataset->notes[i], dataset->cures))
      g_string_append_printf (text, "• %s\n", dataset->notes[i]);
  if (dataset->about != NULL && *dataset->about != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", dataset->about);
  gtk_label_set_text (GTK_LABEL (data->notes), text->str);
}

/* A row a class, as large as the panel is. */
static void
update_height (Data *data)
{
  int classes = data->shown != NULL ? weft_dataset_count_classes (data->shown->dataset) : 0;

  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (data->area),
      weft_panel_to_px (data->area, MIN (28 + 18 * MAX (classes, 1), 168)));
}

/* --- sound --- */

static void
played_cb (const char *problem, gpointer user)
{
  Data *data = user;

  gtk_button_set_label (GTK_BUTTON (data->play), _ ("Play"));
  if (problem != NULL)
    weft_context_toast (data->context, problem);
}

/* The chosen one, or silence where one is heard already. */
static void
play_cb (GtkWidget *button, Data *data)
{
  const WeftDataset *dataset = data->shown->dataset;
  const WeftField *field = weft_dataset_get_x (dataset);
  gint64 sample = MIN (weft_context_get_sample (data->context), dataset->count - 1);
  WeftShape shape;
  g_autofree float *x = g_new (float, MAX (weft_shape_count (&field->shape), 1));

  if (g_str_equal (gtk_button_get_label (GTK_BUTTON (button)), _ ("Stop")))
    {
      weft_player_stop (data);
      return;
    }
  weft_field_get_sample (field, sample, &shape);
  weft_field_get (field, sample, x);
  gtk_button_set_label (GTK_BUTTON (button), _ ("Stop"));
  weft_player_play (x, shape.rank == 2 ? (int) shape.dims[0] : 1, shape.dims[shape.rank - 1],
                    field->rate, played_cb, data);
}

static GtkWidget *
make_play (Data *data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  data->play = gtk_button_new_with_label (_ ("Play"));
  gtk_widget_add_css_class (box, "panel-controls");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (data->play, _ ("Hear the recording that is chosen"));
  g_signal_connect (data->play, "clicked", G_CALLBACK (play_cb), data);
  weft_widget_set_shown (data->play, FALSE);
  gtk_box_append (GTK_BOX (box), data->play);
  return box;
}

static void
choose_view (GtkWidget *button)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

/* A view that is not always there; samples as they are take its place. */
static void
show_view (Data *data, GtkWidget *button, gboolean is_there)
{
  gboolean is_chosen = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button));

  weft_widget_set_shown (button, is_there);
  if (!is_there && is_chosen)
    choose_view (gtk_widget_get_first_child (data->as));
}

/* What is made by hand begins with where it is made; is_so: whether the data is of that sort. */
static gboolean
follow_hand (Data *data, GtkWidget *button, GtkWidget *page, gboolean is_so)
{
  gboolean was_so = gtk_widget_get_visible (button);

  show_view (data, button, is_so);
  weft_widget_set_shown (page, is_so);
  if (is_so && !was_so)
    choose_view (button);
  return is_so;
}

static gboolean
follow_hands (Data *data)
{
  gboolean is_painted = follow_hand (data, data->paint, data->painting,
                                     weft_brush_find_node (data->context) != NULL);

  return follow_hand (data, data->draw, data->drawing,
                      weft_capturing_find_node (data->context) != NULL)
         || is_painted;
}

static void
model_cb (Data *data)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (data->context));

  gtk_stack_set_visible_child_name (GTK_STACK (data->stack),
                                    follow_hands (data) || model != NULL ? "data" : "none");
  show_view (data, data->drawn, model != NULL && weft_drawn_fits (model));
  if (model == NULL
      || (data->shown != NULL && model->dataset == data->shown->dataset
          && model->split == data->shown->split && weft_model_is_scaled_alike (model, data->shown)))
    return;
  g_clear_pointer (&data->shown, weft_model_unref);
  data->shown = weft_model_ref (model);

  g_autofree char *line = weft_format_dataset (model->dataset);
  g_autofree char *title = weft_dataset_dup_title (model->dataset);

  gtk_label_set_text (GTK_LABEL (data->title), title);
  gtk_label_set_text (GTK_LABEL (data->line), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (data->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  line, -1);
  weft_player_stop (data);
  weft_widget_set_shown (data->play, weft_dataset_get_x (model->dataset)->kind == WEFT_KIND_SOUND
                                         && model->dataset->count > 0);
  update_height (data);
  fill_samples (data, model);
  fill_odd (data, model->dataset);
  fill_notes (data, model);
  gtk_widget_queue_draw (data->area);
}

static void
as_cb (GtkToggleButton *button, Data *data)
{
  const char *name = g_object_get_data (G_OBJECT (button), "view");

  if (!gtk_toggle_button_get_active (button))
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (data->shown_as), name);
  gtk_widget_set_visible (data->right, !g_str_equal (name, "columns")
                                           && !g_str_equal (name, "paint")
                                           && !g_str_equal (name, "draw"));
}

static GtkWidget *
add_view (Data *data, const char *view, const char *title, GtkWidget *group)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (title);

  g_object_set_data (G_OBJECT (button), "view", (gpointer) view);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (group));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), group == NULL);
  g_signal_connect (button, "toggled", G_CALLBACK (as_cb), data);
  gtk_box_append (GTK_BOX (data->as), button);
  return button;
}

static GtkWidget *
make_switch (Data *data)
{
  GtkWidget *own, *columns;

  data->as = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (data->as, "linked");
  gtk_widget_add_css_class (data->as, "panel-controls");
  gtk_widget_set_halign (data->as, GTK_ALIGN_START);
  own = add_view (data, "own", _ ("As they are"), NULL);
  data->drawn = add_view (data, "drawn", _ ("As the network gets them"), own);
  data->paint = add_view (data, "paint", _ ("Paint"), own);
  data->draw = add_view (data, "draw", _ ("Draw"), own);
  columns = add_view (data, "columns", _ ("Column by column"), own);
  gtk_widget_set_tooltip_text (data->drawn,
                               _ ("A part of the training samples, changed as the network’s "
                                  "own nodes change them in this epoch"));
  weft_widget_set_shown (data->paint, FALSE);
  weft_widget_set_shown (data->draw, FALSE);
  gtk_widget_set_tooltip_text (data->draw, _ ("Draw pictures into classes that you name"));
  gtk_widget_set_tooltip_text (data->paint, _ ("Put points on a plane, in the colours of classes"));
  gtk_widget_set_tooltip_text (columns, _ ("What the numbers are like: ranges, what is missing, "
                                           "what stands out, what goes with the target"));
  return data->as;
}

static GtkWidget *
make_left (Data *data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  data->title = gtk_label_new ("");
  data->line = gtk_label_new ("");
  data->samples = weft_samples_new (data->context);
  gtk_label_set_ellipsize (GTK_LABEL (data->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (data->line), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (data->title, "panel-title");
  gtk_widget_add_css_class (data->line, "dim-label");
  gtk_box_append (GTK_BOX (head), data->title);
  gtk_box_append (GTK_BOX (head), data->line);
  gtk_box_append (GTK_BOX (head), make_play (data));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), make_switch (data));
  data->shown_as = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (data->shown_as), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (data->shown_as), FALSE);
  gtk_stack_add_named (GTK_STACK (data->shown_as), data->samples, "own");
  gtk_stack_add_named (GTK_STACK (data->shown_as), weft_drawn_new (data->context), "drawn");
  data->painting = weft_painting_new (data->context);
  weft_widget_set_shown (data->painting, FALSE);
  gtk_stack_add_named (GTK_STACK (data->shown_as), data->painting, "paint");
  data->drawing = weft_capturing_new (data->context);
  weft_widget_set_shown (data->drawing, FALSE);
  gtk_stack_add_named (GTK_STACK (data->shown_as), data->drawing, "draw");
  gtk_stack_add_named (GTK_STACK (data->shown_as), weft_columns_new (data->context), "columns");
  gtk_box_append (GTK_BOX (box), data->shown_as);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static GtkWidget *
make_right (Data *data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *title = gtk_label_new (_ ("Balance and splits"));

  data->area = weft_panel_area_new (_ ("Balance and splits"), draw_cb, data);
  gtk_widget_set_vexpand (data->area, FALSE);
  g_signal_connect_swapped (data->area, "resize", G_CALLBACK (update_height), data);
  data->odd = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (data->odd, "odd");
  data->notes = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (data->notes), TRUE);
  gtk_label_set_xalign (GTK_LABEL (data->notes), 0);
  gtk_label_set_selectable (GTK_LABEL (data->notes), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "panel-title");
  gtk_widget_add_css_class (data->notes, "notes");
  gtk_box_append (GTK_BOX (inner), data->area);
  gtk_box_append (GTK_BOX (inner), data->odd);
  gtk_box_append (GTK_BOX (inner), data->notes);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), inner);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_size_request (box, 220, -1); /* beside the switch, in half of a small window */
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
destroy_cb (GtkWidget *stack, Data *data)
{
  weft_player_forget (data);
  g_clear_pointer (&data->shown, weft_model_unref);
}

static GtkWidget *
create (WeftContext *context)
{
  Data *data = g_new0 (Data, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *none = weft_panel_empty_new (_ ("No data yet. Choose some, or drop a table, a sheet "
                                             "of pictures or an IDX file on the canvas."),
                                          _ ("Choose data"), "win.add-data");

  data->context = context;
  data->stack = gtk_stack_new ();
  gtk_box_append (GTK_BOX (row), make_left (data));
  data->right = make_right (data);
  gtk_box_append (GTK_BOX (row), data->right);
  gtk_widget_add_css_class (row, "panel-body");
  gtk_stack_add_named (GTK_STACK (data->stack), none, "none");
  gtk_stack_add_named (GTK_STACK (data->stack), row, "data");
  g_signal_connect (data->stack, "destroy", G_CALLBACK (destroy_cb), data);
  weft_panel_own (data->stack, data);
  weft_panel_follow (data->stack, live, "status", G_CALLBACK (model_cb), data);
  weft_panel_follow (data->stack, live, "report", G_CALLBACK (model_cb), data);
  weft_panel_follow (data->stack, live, "snapshot", G_CALLBACK (model_cb), data);
  model_cb (data);
  return data->stack;
}

const WeftPanel weft_panel_data = {
  .id = "data",
  .title = N_ ("Data"),
  .create = create,
};
