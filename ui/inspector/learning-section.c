/* learning-section: how the network learns: the recipe, what it is for, and one loss more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/learning-section.h"

#include <glib/gi18n-lib.h>

#include "engine/graph/recipe.h"
#include "engine/graph/training.h"
#include "engine/plan/ending.h"
#include "ui/base/icon.h"
#include "ui/base/widgets.h"
#include "ui/base/param-row.h"
#include "ui/inspector/rate-finder.h"

#define WIDTH 300
#define HEIGHT 300

typedef struct
{
  WeftContext *context; /* not owned: the page holds it */
  GtkWidget *row, *summary, *popover, *losses;
} Learning;

static WeftGraph *
get_graph (Learning *self)
{
  return weft_context_get_graph (self->context);
}

static void
update_cb (GtkWidget *box)
{
  Learning *self = g_object_get_data (G_OBJECT (box), "weft-learning");
  GVariant *values = weft_graph_get_training (get_graph (self));
  g_autoptr (GVariant) value = weft_params_get (weft_training_params (), values, "recipe");
  WeftTraining training;

  weft_training_load (&training, values);
  weft_param_row_set_value (WEFT_PARAM_ROW (self->row), value);
  gtk_label_set_text (GTK_LABEL (self->summary), _ (weft_recipe_get (training.recipe)->summary));
}

static void
edited_cb (WeftParamRow *row, GVariant *value, GtkWidget *box)
{
  Learning *self = g_object_get_data (G_OBJECT (box), "weft-learning");

  weft_context_do (self->context, weft_edit_set_training ("recipe", value), 0);
  update_cb (box); /* a refused one is shown as it was */
}

/* --- one loss more --- */

static void
chosen_cb (GtkListBox *list, GtkListBoxRow *row, Learning *self)
{
  const WeftLayer *layer = g_object_get_data (G_OBJECT (row), "weft-layer");

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  weft_context_add_layer (self->context, layer, NULL, 0);
}

static GtkWidget *
make_loss (const WeftLayer *layer)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = weft_label_new (_ (layer->summary), "line");

  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_box_append (GTK_BOX (box), weft_label_new (_ (layer->title), "title"));
  gtk_box_append (GTK_BOX (box), line);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  weft_widget_set_name (row, _ (layer->title));
  g_object_set_data (G_OBJECT (row), "weft-layer", (gpointer) layer);
  return row;
}

/* What the data have to be predicted; nullable: not known. */
static const WeftDataset *
find_dataset (Learning *self)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (self->context));

  for (guint i = 0; report != NULL && i < weft_graph_get_n_nodes (get_graph (self)); i++)
    {
      const WeftNode *node = weft_graph_get_node (get_graph (self), i);
      const WeftNodeReport *found = weft_report_find (report, node->id);

      if (found != NULL && found->dataset != NULL)
        return found->dataset;
    }
  return NULL;
}

/* The usual loss for such a target, others that take it, those without a target, and the rest. */
static int
rank (const WeftDataset *dataset, const WeftLayer *loss)
{
  const WeftField *y = dataset != NULL ? weft_dataset_get_y (dataset) : NULL;

  if (y != NULL && g_strcmp0 (loss->id, weft_ending_get_loss (dataset)) == 0)
    return 0;
  if (weft_layer_get_n_inputs (loss) < 2)
    return 2;
  return y != NULL && weft_layer_takes (loss, 1, y->kind) ? 1 : 3;
}

static int
compare_losses (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user)
{
  const WeftLayer *first = g_object_get_data (G_OBJECT (a), "weft-layer");
  const WeftLayer *second = g_object_get_data (G_OBJECT (b), "weft-layer");

  return rank (find_dataset (user), first) - rank (find_dataset (user), second);
}

/* Rows that are as good keep the order of the table. */
static void
sort_cb (Learning *self)
{
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (self->losses));
}

static GtkWidget *
make_losses (Learning *self)
{
  GtkWidget *list = gtk_list_box_new (), *scroll = gtk_scrolled_window_new ();
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "palette-list");
  for (guint i = 0; i < n; i++)
    if (layers[i]->is_loss)
      gtk_list_box_append (GTK_LIST_BOX (list), make_loss (layers[i]));
  gtk_list_box_set_sort_func (GTK_LIST_BOX (list), compare_losses, self, NULL);
  self->losses = list;
  g_signal_connect (list, "row-activated", G_CALLBACK (chosen_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), HEIGHT);
  gtk_widget_set_size_request (scroll, WIDTH, -1);
  return scroll;
}

static GtkWidget *
make_button (Learning *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), make_losses (self));
  g_signal_connect_swapped (self->popover, "map", G_CALLBACK (sort_cb), self);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Add a loss"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->popover);
  weft_widget_set_inner_name (button, _ ("Add a loss"));
  gtk_widget_set_tooltip_text (
      button, _ ("A network can learn for several losses at once: each counts by its weight."));
  return button;
}

/* What else may be done about learning: windows of their own. */
static const struct
{
  const char *title, *action, *tip;
} ways[] = {
  { N_ ("Test in folds…"), "win.folds",
    N_ ("Trains the network several times on other parts of the data, and says how far its "
        "figures differ. The run stays as it is.") },
  { N_ ("Take weights from…"), "win.take-weights",
    N_ ("Begins with what another project has learnt, where nodes have the same names.") },
};

static void
append_ways (GtkBox *box)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (ways[i].title));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), ways[i].action);
      gtk_widget_set_tooltip_text (button, _ (ways[i].tip));
      weft_widget_set_name (button, _ (ways[i].title));
      gtk_box_append (box, button);
    }
}

GtkWidget *
weft_learning_section_new (WeftContext *context)
{
  Learning *self = g_new0 (Learning, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *ways_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  const WeftParam *param = weft_params_find (weft_training_params (), "recipe");

  self->context = context;
  self->row = weft_param_row_new (param, WEFT_PARAM_ROW_NORMAL);
  self->summary = weft_label_new ("", "small");
  gtk_widget_add_css_class (self->summary, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  gtk_widget_add_css_class (ways_box, "ways");
  gtk_box_append (GTK_BOX (box), weft_label_new (_ ("HOW IT LEARNS"), "section"));
  gtk_box_append (GTK_BOX (box), self->row);
  gtk_box_append (GTK_BOX (box), self->summary);
  gtk_box_append (GTK_BOX (ways_box), make_button (self));
  gtk_box_append (GTK_BOX (ways_box), weft_rate_finder_new (context));
  append_ways (GTK_BOX (ways_box));
  gtk_box_append (GTK_BOX (box), ways_box);
  g_object_set_data_full (G_OBJECT (box), "weft-learning", self, g_free);
  g_signal_connect (self->row, "edited", G_CALLBACK (edited_cb), box);
  g_signal_connect_object (weft_context_get_graph (context), "changed", G_CALLBACK (update_cb), box,
                           G_CONNECT_SWAPPED);
  update_cb (box);
  return box;
}
