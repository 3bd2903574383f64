/* shared-params: the parameters that several selected nodes have in common, set for all at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/shared-params.h"

#include <glib/gi18n-lib.h>

#include "ui/base/param-form.h"
#include "ui/base/widgets.h"

struct _WeftSharedParams
{
  GtkBox parent_instance;

  WeftContext *context;
  GArray *nodes;  /* gint64 */
  GArray *params; /* WeftParam, ends with one without a name; what the form reads */
  GtkWidget *form;
  guint gesture;
};

G_DEFINE_FINAL_TYPE (WeftSharedParams, weft_shared_params, GTK_TYPE_BOX)

static const WeftNode *
get_node (WeftSharedParams *self, guint i)
{
  return weft_graph_find (weft_context_get_graph (self->context),
                          g_array_index (self->nodes, gint64, i));
}

/* The same word for the same thing: what the one allows, the other must allow too. */
static gboolean
is_same (const WeftParam *a, const WeftParam *b)
{
  return b != NULL && a->type == b->type && a->unit == b->unit && a->min == b->min
         && a->max == b->max && a->choices == b->choices && g_strcmp0 (a->label, b->label) == 0;
}

static gboolean
is_shared (WeftSharedParams *self, const WeftParam *param)
{
  const WeftLayer *first = get_node (self, 0)->layer;

  for (guint i = 1; i < self->nodes->len; i++)
    {
      const WeftLayer *layer = get_node (self, i)->layer;

      if (layer == first)
        continue;
      /* What hangs on another parameter is only the same where that is. */
      if (param->when_param != NULL
          || !is_same (param, weft_params_find (layer->params, param->name)))
        return FALSE;
    }
  return TRUE;
}

static void
find_shared (WeftSharedParams *self)
{
  const WeftParam end = { NULL };

  for (const WeftParam *param = get_node (self, 0)->layer->params;
       param != NULL && param->name != NULL; param++)
    if (is_shared (self, param))
      g_array_append_vals (self->params, param, 1);
  g_array_append_val (self->params, end);
}

static gboolean
is_various (WeftSharedParams *self, const char *name)
{
  g_autoptr (GVariant) first = weft_node_get_param (get_node (self, 0), name);

  for (guint i = 1; i < self->nodes->len; i++)
    {
      g_autoptr (GVariant) value = weft_node_get_param (get_node (self, i), name);

      if ((value == NULL) != (first == NULL) || (value != NULL && !g_variant_equal (value, first)))
        return TRUE;
    }
  return FALSE;
}

static void
show_values (WeftSharedParams *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    if (get_node (self, i) == NULL)
      return; /* it was removed, and what is selected will follow */
  weft_param_form_set_values (WEFT_PARAM_FORM (self->form), get_node (self, 0)->params);
  for (guint i = 0; i + 1 < self->params->len; i++)
    {
      const char *name = g_array_index (self->params, WeftParam, i).name;

      weft_param_form_set_various (WEFT_PARAM_FORM (self->form), name, is_various (self, name));
    }
}

static void
edited_cb (WeftParamForm *form, const char *name, GVariant *value, gboolean goes_on,
           WeftSharedParams *self)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  if (!goes_on || self->gesture == 0)
    self->gesture = weft_history_new_gesture (weft_context_get_history (self->context));
  for (guint i = 0; i < self->nodes->len; i++)
    g_ptr_array_add (edits,
                     weft_edit_set_param (g_array_index (self->nodes, gint64, i), name, value));
  weft_context_put (self->context, weft_edit_list (edits, N_ ("Change several nodes")),
                    self->gesture);
  show_values (self); /* a refused edit is shown as it was */
}

GtkWidget *
weft_shared_params_new (WeftContext *context)
{
  WeftSharedParams *self = g_object_new (WEFT_TYPE_SHARED_PARAMS, NULL);
  GArray *selection = weft_context_get_selection (context);
  WeftGraph *graph = weft_context_get_graph (context);

  self->context = g_object_ref (context);
  for (guint i = 0; i < selection->len; i++)
    if (weft_graph_find (graph, g_array_index (selection, gint64, i)) != NULL)
      g_array_append_val (self->nodes, g_array_index (selection, gint64, i));
  if (self->nodes->len > 1)
    find_shared (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->params->len > 1);
  if (self->params->len <= 1)
    return GTK_WIDGET (self);
  gtk_box_append (GTK_BOX (self), weft_label_new (_ ("FOR ALL OF THEM"), "section"));
  self->form = weft_param_form_new ((const WeftParam *) (void *) self->params->data,
                                    "source name sha256 target");
  g_signal_connect (self->form, "edited", G_CALLBACK (edited_cb), self);
  gtk_box_append (GTK_BOX (self), self->form);
  show_values (self);
  g_signal_connect_object (graph, "changed", G_CALLBACK (show_values), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
weft_shared_params_dispose (GObject *object)
{
  g_clear_object (&WEFT_SHARED_PARAMS (object)->context);
  G_OBJECT_CLASS (weft_shared_params_parent_class)->dispose (object);
}

static void
weft_shared_params_finalize (GObject *object)
{
  g_array_unref (WEFT_SHARED_PARAMS (object)->nodes);
  g_array_unref (WEFT_SHARED_PARAMS (object)->params);
  G_OBJECT_CLASS (weft_shared_params_parent_class)->finalize (object);
}

static void
weft_shared_params_class_init (WeftSharedParamsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_shared_params_dispose;
  G_OBJECT_CLASS (class)->finalize = weft_shared_params_finalize;
}

static void
weft_shared_params_init (WeftSharedParams *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 5);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->params = g_array_new (FALSE, FALSE, sizeof (WeftParam));
}
