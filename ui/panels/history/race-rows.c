/* race-rows: what each child of a race is to do otherwise */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/race-rows.h"

#include <glib/gi18n-lib.h>

#include "engine/graph/training.h"
#include "engine/train/trials/race.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/scene/edits.h"

#define AS_IT_IS 0 /* the first of what can differ */

/* What can differ. */
typedef struct
{
  gint64 node; /* 0: of the training's settings */
  const WeftParam *param;
  gboolean is_layer; /* another one stands in the node's place */
} What;

typedef struct
{
  GtkWidget *box, *what, *value;
} Row;

struct _WeftRaceRows
{
  WeftContext *context; /* not owned: the window holds it */
  GtkWidget *box;
  GArray *whats; /* What; the first is nothing */
  GPtrArray *labels;
  Row rows[WEFT_RACE_MOST];
  guint n;
};

static void
free_cb (gpointer data)
{
  WeftRaceRows *self = data;

  g_array_unref (self->whats);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

static void
add_what (WeftRaceRows *self, const What *what, char *label)
{
  g_array_append_vals (self->whats, what, 1);
  g_ptr_array_add (self->labels, label);
}

static gboolean
differs (const What *what)
{
  return what->param != NULL || what->is_layer;
}

/* Those of the same kind that fit in the place of a node, by their ids. */
static char *
dup_layers (WeftGraph *graph, gint64 id)
{
  const WeftNode *node = weft_graph_find (graph, id);
  GString *text = g_string_new (NULL);
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; node != NULL && i < n; i++)
    {
      const WeftLayer *layer = layers[i];

      if (layer->family == node->layer->family && weft_edits_can_replace (graph, id, layer))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", layer->id);
    }
  return g_string_free (text, FALSE);
}

static void
add_layer (WeftRaceRows *self, const WeftNode *node, const char *title)
{
  g_autofree char *layers = dup_layers (weft_context_get_graph (self->context), node->id);
  const What what = { node->id, NULL, TRUE };

  if (*layers != '\0' && node->layer->family != WEFT_FAMILY_DATA)
    add_what (self, &what,
              g_strdup_printf ("%s · %s", title, node->layer->is_loss ? _ ("Loss") : _ ("Layer")));
}

static void
add_params (WeftRaceRows *self, const WeftNode *node)
{
  g_autofree char *title = weft_node_dup_title (node);

  add_layer (self, node, title);
  for (const WeftParam *param = node->layer->params; param->name != NULL; param++)
    if (!param->is_look && !param->hidden && node->layer->family != WEFT_FAMILY_DATA
        && weft_param_is_relevant (param, node->layer->params, node->params))
      {
        g_autofree char *label = weft_param_dup_label (param);

        add_what (self, &(const What){ node->id, param, FALSE },
                  g_strdup_printf ("%s · %s", title, label));
      }
}

/* The settings that one tries first, then each layer's. */
static void
collect (WeftRaceRows *self)
{
  static const char *const settings[] = { "lr", "optimizer", "seed", "schedule" };
  WeftGraph *graph = weft_context_get_graph (self->context);

  add_what (self, &(const What){ 0, NULL, FALSE }, g_strdup (_ ("As it is")));
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const WeftParam *param = weft_params_find (weft_training_params (), settings[i]);

      if (param != NULL)
        add_what (self, &(const What){ 0, param, FALSE }, weft_param_dup_label (param));
    }
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    add_params (self, weft_graph_get_node (graph, i));
  g_ptr_array_add (self->labels, NULL);
}

static const What *
get_what (const WeftRaceRows *self, const Row *row)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (row->what));

  return &g_array_index (self->whats, What, MIN (chosen, self->whats->len - 1));
}

/* As it is now, to be typed over. */
static char *
dup_now (const WeftRaceRows *self, const What *what)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *node = what->node != 0 ? weft_graph_find (graph, what->node) : NULL;
  g_autoptr (GVariant) value = NULL;

  if (what->is_layer && node != NULL)
    return g_strdup (node->layer->id);
  if (what->param == NULL || (what->node != 0 && node == NULL))
    return g_strdup ("");
  value = node != NULL ? weft_node_get_param (node, what->param->name)
                       : weft_params_get (weft_training_params (), weft_graph_get_training (graph),
                                          what->param->name);
  if (value == NULL)
    return g_strdup ("");
  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
             ? g_variant_dup_string (value, NULL)
             : weft_param_format (what->param, value);
}

static char *
dup_choices (const WeftRaceRows *self, const What *what)
{
  GString *text;

  if (what->is_layer)
    return dup_layers (weft_context_get_graph (self->context), what->node);
  text = g_string_new (NULL);
  for (const WeftChoice *choice = what->param != NULL ? what->param->choices : NULL;
       choice != NULL && choice->value != NULL; choice++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", choice->value);
  return g_string_free (text, FALSE);
}

static void
chosen_cb (GtkWidget *drop_down, GParamSpec *pspec, WeftRaceRows *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      const What *what = get_what (self, &self->rows[i]);
      g_autofree char *now = NULL, *choices = NULL;

      if (self->rows[i].what != drop_down)
        continue;
      now = dup_now (self, what);
      choices = dup_choices (self, what);
      weft_editable_fill (GTK_EDITABLE (self->rows[i].value), now);
      gtk_widget_set_sensitive (self->rows[i].value, differs (what));
      gtk_widget_set_tooltip_text (self->rows[i].value, *choices != '\0' ? choices : NULL);
    }
}

static void
remove_cb (GtkWidget *button, WeftRaceRows *self)
{
  guint i = 0;

  while (i < self->n && self->rows[i].box != gtk_widget_get_parent (button))
    i++;
  if (i == self->n || self->n <= WEFT_RACE_FEWEST)
    return;
  gtk_box_remove (GTK_BOX (self->box), self->rows[i].box);
  for (self->n--; i < self->n; i++)
    self->rows[i] = self->rows[i + 1];
}

void
weft_race_rows_add (WeftRaceRows *self)
{
  Row *row = &self->rows[self->n];
  GtkWidget *gone = gtk_button_new_from_icon_name ("window-close-symbolic");

  if (self->n == WEFT_RACE_MOST)
    return;
  *row = (Row){ gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
                gtk_drop_down_new_from_strings ((const char *const *) self->labels->pdata),
                gtk_entry_new () };
  self->n++;
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (row->what), FALSE);
  gtk_widget_set_hexpand (row->what, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (row->value), 10);
  gtk_widget_set_sensitive (row->value, FALSE);
  gtk_widget_add_css_class (gone, "flat");
  gtk_widget_set_tooltip_text (gone, _ ("One child less"));
  weft_widget_set_name (gone, _ ("One child less"));
  weft_widget_set_inner_name (row->what, _ ("What differs"));
  weft_widget_set_name (row->value, _ ("Its value"));
  g_signal_connect (row->what, "notify::selected", G_CALLBACK (chosen_cb), self);
  g_signal_connect (gone, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (row->box), row->what);
  gtk_box_append (GTK_BOX (row->box), row->value);
  gtk_box_append (GTK_BOX (row->box), gone);
  gtk_box_append (GTK_BOX (self->box), row->box);
}

/* Begins with three: as it is, and a rate three times lower and higher. */
static void
begin (WeftRaceRows *self)
{
  WeftTraining training;
  const double factors[] = { 1, 1.0 / 3, 3 };

  weft_training_load (&training, weft_graph_get_training (weft_context_get_graph (self->context)));
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      g_autofree char *rate = weft_format_digits (training.lr * factors[i], 2);

      weft_race_rows_add (self);
      if (i == 0)
        continue;
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->rows[i].what), AS_IT_IS + 1);
      weft_editable_fill (GTK_EDITABLE (self->rows[i].value), rate);
    }
}

WeftRaceRows *
weft_race_rows_new (WeftContext *context, GtkWidget *box)
{
  WeftRaceRows *self = g_new0 (WeftRaceRows, 1);

  self->context = context;
  self->box = box;
  self->whats = g_array_new (FALSE, FALSE, sizeof (What));
  self->labels = g_ptr_array_new_with_free_func (g_free);
  g_object_set_data_full (G_OBJECT (box), "weft-race-rows", self, free_cb);
  collect (self);
  begin (self);
  return self;
}

guint
weft_race_rows_count (const WeftRaceRows *self)
{
  return self->n;
}

static void
edit_free (gpointer edit)
{
  g_clear_pointer ((WeftEdit **) &edit, weft_edit_unref);
}

/* By its id, or as it is called. */
static const WeftLayer *
find_layer (const char *text)
{
  g_autofree char *wanted = g_utf8_casefold (text, -1);
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    {
      const WeftLayer *layer = layers[i];
      g_autofree char *title = g_utf8_casefold (_ (layer->title), -1);

      if (g_str_equal (layer->id, wanted) || g_str_equal (title, wanted))
        return layer;
    }
  return NULL;
}

static WeftEdit *
replace (const WeftRaceRows *self, const What *what, const char *text, GError **error)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftLayer *layer = find_layer (text);
  g_autofree char *layers = NULL;
  gint64 id;

  if (layer != NULL && weft_edits_can_replace (graph, what->node, layer))
    return weft_edits_replace (graph, what->node, layer, &id);
  layers = dup_layers (graph, what->node);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” cannot stand there; what can: %s"),
               text, layers);
  return NULL;
}

/* NULL without error: nothing differs. */
static WeftEdit *
make_edit (const WeftRaceRows *self, const What *what, const char *text, GError **error)
{
  g_autoptr (GVariant) value = NULL;

  if (what->is_layer)
    return replace (self, what, text, error);
  value = what->param != NULL ? weft_param_parse (what->param, text, error) : NULL;
  if (value == NULL)
    return NULL;
  return what->node != 0 ? weft_edit_set_param (what->node, what->param->name, value)
                         : weft_edit_set_training (what->param->name, value);
}

GPtrArray *
weft_race_rows_dup_edits (const WeftRaceRows *self, GPtrArray **titles, GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func (edit_free);
  g_autoptr (GPtrArray) called = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->n; i++)
    {
      const What *what = get_what (self, &self->rows[i]);
      const char *text = gtk_editable_get_text (GTK_EDITABLE (self->rows[i].value));
      const char *label
          = self->labels->pdata[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->rows[i].what))];
      WeftEdit *edit = make_edit (self, what, text, error);

      if (differs (what) && edit == NULL)
        {
          g_prefix_error (error, "%s: ", label);
          return NULL;
        }
      g_ptr_array_add (edits, edit);
      g_ptr_array_add (called,
                       differs (what) ? g_strdup_printf ("%s %s", label, text) : g_strdup (label));
    }
  *titles = g_steal_pointer (&called);
  return g_steal_pointer (&edits);
}
