/* thumbs: what the nodes show of the run: the last output, the samples, the loss */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/model/judges.h"
#include "ui/base/format.h"
#include "ui/canvas/idle-marks.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/thumbs.h"
#include "ui/paint/thumb-units.h"
#include "ui/scene/words.h"

#define REFRESH_EVERY 200000 /* µs */
#define SOON 30000           /* µs: not worth waiting for */

static WeftDataset *
dup_dataset (WeftPlane *self, gint64 node)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *found = weft_graph_find (graph, node);

  return found != NULL
             ? weft_words_dup_dataset (graph, found, weft_context_get_catalog (self->context))
             : NULL;
}

/* The set whose labels a loss compares this node's output with; nullable. */
static WeftDataset *
dup_judging_dataset (WeftPlane *self, gint64 node)
{
  WeftScene *scene = self->scene;
  gint64 loss = 0;

  for (guint i = 0; i < scene->wires->len && loss == 0; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);

      if (wire->wire.from == node && wire->wire.input == 0
          && weft_scene_get (scene, (guint) wire->to)->layer->is_loss)
        loss = wire->wire.to;
    }
  for (guint i = 0; i < scene->wires->len && loss != 0; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);

      if (wire->wire.to == loss && wire->is_label)
        return dup_dataset (self, wire->wire.from);
    }
  return NULL;
}

static void
update_from_dataset (WeftPlane *self, WeftNodeView *view, gint64 node)
{
  g_autoptr (WeftDataset) dataset = dup_dataset (self, node);

  if (weft_node_view_has_thumb_of (view, dataset))
    return;
  weft_node_view_set_thumb (view, dataset != NULL ? weft_dataset_ref (dataset) : NULL,
                            (GDestroyNotify) weft_dataset_unref,
                            dataset != NULL ? weft_thumb_new_from_dataset (dataset) : NULL);
}

/* What the node's output means, and where it is tokens, of which words. */
static WeftThumbOf
find_meaning (WeftPlane *self, const WeftSceneNode *node)
{
  WeftLive *live = weft_context_get_live (self->context);
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *found = weft_graph_find (graph, node->id);
  const WeftReport *report = weft_live_get_report (live);
  const WeftNodeReport *of = report != NULL ? weft_report_find (report, node->id) : NULL;
  const WeftModel *model = weft_live_get_model (live);
  WeftThumbOf means = { .kind = WEFT_KIND_NUMBERS };

  if (of != NULL && of->n_out > node->layer->shows)
    means.kind = of->out_kind[node->layer->shows];
  means.is_heard = of != NULL && of->n_in > 0 && of->in_kind[0] == WEFT_KIND_SOUND;
  if (means.kind == WEFT_KIND_TOKENS && model != NULL && found != NULL)
    means.words = weft_words_find_field (graph, found, 0, model->dataset);
  return means;
}

static void
update_from_snapshot (WeftPlane *self, WeftNodeView *view, const WeftSceneNode *node)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (self->context));
  WeftTensor *tensor = snapshot != NULL ? weft_snapshot_find_activation (snapshot, node->id) : NULL;
  g_autoptr (WeftDataset) classes = NULL;
  WeftThumbOf of;

  if (weft_node_view_has_thumb_of (view, tensor))
    return;
  if (tensor != NULL && tensor->shape.type == WEFT_F32 && tensor->shape.rank == 1)
    classes = dup_judging_dataset (self, node->id);
  of = find_meaning (self, node);
  of.classes = classes;
  weft_node_view_set_thumb (view, tensor != NULL ? weft_tensor_ref (tensor) : NULL,
                            (GDestroyNotify) weft_tensor_unref,
                            tensor != NULL ? weft_thumb_new (tensor, &of) : NULL);
}

/* Of several losses each is known by itself from validation alone: the newest, else NaN. */
static double
find_validated (WeftLive *live, int judge)
{
  const WeftModel *model = weft_live_get_model (live);

  for (guint i = 0; i < model->n_criteria; i++)
    {
      const WeftCriterion *criterion = &model->criteria[i];
      const GArray *samples;

      if (criterion->metric != NULL || (int) criterion->judge != judge)
        continue;
      samples = weft_live_get_series (live,
                                      weft_model_get_series (model, WEFT_PART_VALIDATION, (int) i))
                    ->samples;
      return samples->len > 0 ? (double) g_array_index (samples, WeftSample, samples->len - 1).value
                              : NAN;
    }
  return NAN;
}

static char *
dup_loss (WeftPlane *self, gint64 node)
{
  WeftLive *live = weft_context_get_live (self->context);
  const WeftModel *model = weft_live_get_model (live);
  const WeftStatus *status = weft_live_get_status (live);
  gboolean is_one_of_many = model != NULL && model->n_judges > 1;
  int judge = model != NULL ? weft_model_find_judge (model, node) : -1;
  double loss = NAN;
  g_autofree char *number = NULL;

  if (status != NULL && status->step > 0 && judge >= 0)
    loss = is_one_of_many ? find_validated (live, judge) : (double) status->loss;
  if (!isfinite (loss))
    return NULL;
  number = weft_format_number (loss);
  return g_strdup_printf (is_one_of_many ? _ ("validation %s") : _ ("now %s"), number);
}

/* Under its title: what it takes of a step, where that is asked for, else how it learns. */
static void
update_line (WeftPlane *self, WeftNodeView *view, const WeftSceneNode *node)
{
  g_autofree char *line = weft_node_costs_dup_line (self, node->id);

  if (line == NULL)
    line = node->layer->is_loss ? dup_loss (self, node->id)
                                : weft_idle_marks_dup_line (self, node->id);
  weft_node_view_set_line (view, line);
}

static void
update_units (WeftPlane *self, WeftNodeView *view, const WeftSceneNode *node)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (self->context));
  const WeftOpenNode *open = snapshot != NULL ? weft_snapshot_find_open (snapshot, node->id) : NULL;
  gpointer source = open != NULL ? snapshot : NULL;

  if (weft_node_view_has_thumb_of (view, source))
    return;
  weft_node_view_set_thumb (
      view, source != NULL ? weft_snapshot_ref (source) : NULL,
      (GDestroyNotify) weft_snapshot_unref,
      open != NULL ? weft_thumb_new_of_units (&node->units, open,
                                              weft_snapshot_find_activation (snapshot, node->id))
                   : NULL);
}

void
weft_thumbs_update (WeftPlane *self, WeftNodeView *view, const WeftSceneNode *node)
{
  update_line (self, view, node);
  if (node->layer->is_loss)
    return;
  if (node->units.kind != WEFT_UNITS_NONE)
    update_units (self, view, node);
  else if (!node->has_thumb || node->minis != NULL)
    return; /* a group shows what is in it */
  else if (node->layer->family == WEFT_FAMILY_DATA)
    update_from_dataset (self, view, node->id);
  else
    update_from_snapshot (self, view, node);
}

/* Only what is in sight; the rest is made when it comes there. */
static void
refresh (WeftPlane *self)
{
  WeftScene *scene = self->scene;

  if (self->scene_is_old || self->sight.view.zoom < .25)
    return;
  weft_node_costs_update (self);
  for (guint i = 0; i < scene->nodes->len; i++)
    {
      const WeftSceneNode *node = weft_scene_get (scene, i);
      WeftNodeView *view = weft_plane_find_view (self, node->id);

      if (view != NULL && gtk_widget_get_child_visible (GTK_WIDGET (view)))
        weft_thumbs_update (self, view, node);
    }
}

static gboolean
refresh_cb (gpointer user)
{
  WeftPlane *self = user;

  self->thumbs.refresh = 0;
  self->thumbs.refreshed_at = g_get_monotonic_time ();
  if (self->wire_sizes.by != 0)
    weft_under_redraw_wires (self);
  if (self->costs.is_on)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  refresh (self);
  if (self->wire_sizes.by != 0 || self->costs.is_on)
    g_signal_emit_by_name (self, "keys-changed");
  return G_SOURCE_REMOVE;
}

/* Every millisecond spent here is one that two computing threads wait for: five times a second, in
 * the frame that news makes anyway, and in one of its own only when no more news comes. */
void
weft_thumbs_refresh (WeftPlane *self)
{
  gint64 wait = self->thumbs.refreshed_at + REFRESH_EVERY - g_get_monotonic_time ();

  if (wait > SOON)
    {
      if (self->thumbs.refresh == 0)
        self->thumbs.refresh = g_timeout_add ((guint) ((wait + SOON) / 1000), refresh_cb, self);
      return;
    }
  g_clear_handle_id (&self->thumbs.refresh, g_source_remove);
  refresh_cb (self);
}
