/* script-data: the set that a program of PyTorch trains on, its split, and Weft's own curve */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "engine/train/trainer.h"
#include "projects/formats/graph-json.h"
#include "projects/formats/npy-write.h"
#include "projects/formats/output.h"
#include "projects/formats/pytorch/script-acting.h"
#include "projects/formats/pytorch/script-contest.h"
#include "projects/formats/zip-write.h"

#define CHECKED_STEPS 100
/* A penalty's gradient is a difference over a short stride, which makes much of a rounding at a
 * kink.
 */
#define PENALISED_STEPS 20
#define REST (1 << 20) /* bytes, about: the curve, means, heads */

static void
add_array (WeftZip *zip, const char *name, const WeftShape *shape, gconstpointer numbers)
{
  g_autofree char *file = g_strdup_printf ("%s.npy", name);
  g_autoptr (GByteArray) array = weft_npy_write_one (shape, numbers);

  weft_zip_add (zip, file, array->data, array->len);
}

/* (samples, …) of a field, in its own units. */
static WeftShape
get_shape (const WeftFeed *feed, gint64 samples)
{
  WeftShape shape = { .rank = feed->field->shape.rank + 1, .type = feed->type };

  shape.dims[0] = samples;
  memcpy (shape.dims + 1, feed->field->shape.dims,
          (gsize) feed->field->shape.rank * sizeof *shape.dims);
  return shape;
}

/* Of each number of a sample, or of each of its last axes, or one of all. */
static void
add_scaling (WeftZip *zip, const WeftFeed *feed, const char *name)
{
  const WeftShape *own = &feed->field->shape;
  WeftShape shape = { .rank = 1, .type = WEFT_F32, .dims = { feed->scaling.count } };
  g_autofree char *mean = g_strconcat (name, ".mean", NULL);
  g_autofree char *deviation = g_strconcat (name, ".deviation", NULL);

  if (feed->scaling.mean == NULL)
    return;
  for (int k = own->rank - 1, n = 1; k >= 0 && feed->scaling.count > 1; k--)
    {
      n *= (int) own->dims[k];
      if (n != feed->scaling.count)
        continue;
      shape.rank = own->rank - k;
      memcpy (shape.dims, own->dims + k, (gsize) shape.rank * sizeof *shape.dims);
    }
  add_array (zip, mean, &shape, feed->scaling.mean);
  add_array (zip, deviation, &shape, feed->scaling.deviation);
}

/* To how many steps it is padded in batches of each of the model's lengths. */
static void
add_steps (WeftZip *zip, const WeftModel *model, const WeftFeed *feed, const char *name)
{
  g_autofree char *steps = g_strconcat (name, ".steps", NULL);
  WeftShape shape = { .rank = 1, .type = WEFT_I64, .dims = { model->lengths.n } };
  gint64 each[WEFT_MAX_LENGTHS] = { 0 };

  if (feed->field->ragged < 0 || model->lengths.n == 0)
    return;
  for (guint k = 0; k < model->lengths.n; k++)
    each[k] = model->lengths.length[k][feed->field->t];
  add_array (zip, steps, &shape, each);
}

/* Of each sample, which of these lengths is its own. */
static void
add_lengths (WeftZip *zip, const WeftModel *model)
{
  WeftShape shape = { .rank = 1, .type = WEFT_I64, .dims = { model->dataset->count } };
  g_autofree gint64 *lengths = g_new (gint64, MAX (model->dataset->count, 1));

  if (model->lengths.n == 0)
    return;
  for (gint64 i = 0; i < model->dataset->count; i++)
    lengths[i] = weft_lengths_find (&model->lengths, model->dataset, (guint32) i);
  add_array (zip, "length", &shape, lengths);
}

static void
add_gathered (WeftZip *zip, const WeftModel *model, const WeftFeed *feed, const char *name)
{
  WeftBinding binding = weft_model_bind (model, model->dataset->count);
  gint64 steps = weft_feed_get_steps (feed, &binding);
  WeftShape shape = get_shape (feed, model->dataset->count);
  g_autofree guint8 *numbers = NULL;
  g_autofree guint32 *samples = g_new (guint32, MAX (model->dataset->count, 1));

  if (feed->is_mask)
    shape = (WeftShape){ .rank = 2, .type = WEFT_F32, .dims = { model->dataset->count, steps } };
  else if (steps > 0)
    shape.dims[1] = steps;
  numbers = g_malloc (weft_shape_bytes (&shape));
  for (gint64 i = 0; i < model->dataset->count; i++)
    samples[i] = (guint32) i;
  weft_feed_gather (feed, samples, model->dataset->count, steps, numbers);
  add_array (zip, name, &shape, numbers);
  add_steps (zip, model, feed, name);
}

/* Where samples are of one length in its own units, with what it is standardised by. */
static void
add_input (WeftZip *zip, const WeftModel *model, const char *field)
{
  const WeftFeed *feed = weft_script_find_feed (model, field);
  WeftShape shape = get_shape (feed, model->dataset->count);
  g_autofree char *name = weft_script_dup_array_name (field, FALSE);
  g_autofree float *numbers = NULL;

  if (feed->type != WEFT_F32 || feed->is_mask || feed->field->ragged >= 0)
    {
      add_gathered (zip, model, feed, name);
      return;
    }
  numbers = g_malloc (weft_shape_bytes (&shape));
  for (gint64 i = 0; i < model->dataset->count; i++)
    weft_gaps_get (&feed->gaps, feed->field, i, numbers + i * feed->count);
  add_array (zip, name, &shape, numbers);
  add_scaling (zip, feed, name);
}

static void
add_target (WeftZip *zip, const WeftModel *model, const char *field)
{
  g_autofree char *name = weft_script_dup_array_name (field, TRUE);

  add_gathered (zip, model, weft_script_find_feed (model, field), name);
}

static void
add_parts (WeftZip *zip, const WeftModel *model)
{
  for (int part = 0; part < WEFT_N_PARTS; part++)
    {
      gint64 n = model->split->count[part];
      WeftShape shape = { .rank = 1, .type = WEFT_I64, .dims = { n } };
      g_autofree gint64 *samples = g_new (gint64, MAX (n, 1));

      for (gint64 i = 0; i < n; i++)
        samples[i] = model->split->samples[part][i];
      add_array (zip, weft_part_get_id ((WeftPart) part), &shape, samples);
    }
}

/* --- the curve --- */

/* What a node draws, so that it does not. */
static char *
dup_still (const WeftNode *node)
{
  if (g_str_has_prefix (node->layer->id, "dropout")
      || (node->layer->draws_by_sample && weft_params_find (node->layer->params, "p") != NULL))
    return g_strdup_printf ("%s.p=0", node->name);
  if (strcmp (node->layer->id, "gaussian_noise") == 0)
    return g_strdup_printf ("%s.std=0", node->name);
  return weft_params_find (node->layer->params, "dropout") != NULL
             ? g_strdup_printf ("%s.dropout=0", node->name)
             : NULL;
}

/* The same network without what is drawn, for its draws are Weft's own; nor does it stop early. */
static WeftModel *
make_checked (WeftModel *model, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_dup (model->graph);

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      g_autofree char *text = dup_still (node);
      g_autoptr (WeftEdit) mean = NULL;

      if (text != NULL && !weft_graph_set_from_text (graph, text, error))
        return NULL;
      if (strcmp (node->layer->id, "sampling") != 0)
        continue;
      mean = weft_graph_apply (graph, weft_edit_set_flag (node->id, WEFT_NODE_BYPASSED, TRUE),
                               error);
      if (mean == NULL)
        return NULL;
    }
  return weft_graph_set_from_text (graph, "training.stop_patience=0", error)
             ? weft_model_new (graph, model->catalog, error)
             : NULL;
}

/* The first step's state, but for weights that were learnt. */
static WeftState *
make_first (WeftModel *model, const WeftState *state, GError **error)
{
  WeftState *first = weft_model_new_state (model, (guint64) model->training.seed, error);

  for (guint i = 0; first != NULL && i < first->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (first->entries, WeftStateEntry, i);
      const WeftStateEntry *learnt = g_hash_table_lookup (state->index, entry);

      if (learnt != NULL && weft_shape_equal (&learnt->shape, &entry->shape))
        memcpy (entry->value, learnt->value, entry->count * sizeof *entry->value);
    }
  return first;
}

/* FALSE: it failed, or nobody waits for it any more. */
static gboolean
take_step (WeftTrainer *trainer, float *loss, GError **error)
{
  WeftStatus status;

  if (!weft_errand_add (1, error))
    return FALSE;
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 1, .outlasts_schedule = TRUE });
  weft_trainer_wait (trainer, -1);
  weft_trainer_get_status (trainer, &status);
  *loss = status.loss;
  if (status.state != WEFT_TRAINER_FAILED)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NUMBERS,
               /* Translators: why a step of training failed */
               _ ("The program is checked by Weft’s own first steps, and these failed: %s"),
               status.error);
  return FALSE;
}

/* How many of the first steps are compared. */
static gint64
count_checked (const WeftModel *model)
{
  const WeftActing *acting = weft_acting_find (model);
  gboolean is_steep = weft_script_is_contest (model) && weft_script_has_penalty (model);
  gint64 steps = MIN (is_steep ? PENALISED_STEPS : CHECKED_STEPS,
                      weft_model_get_steps_per_epoch (model) * model->training.epochs);

  return acting != NULL && acting->count_steps != NULL ? acting->count_steps (model, steps) : steps;
}

/* --- where it plays: by what the moves of these steps are known --- */

typedef struct
{
  WeftTrainer *trainer;
  const WeftModel *model;
  WeftActingNotes notes;
  gint64 at, steps; /* that are noted, of how many */
} Notebook;

static void
note (Notebook *book, gint64 step)
{
  const WeftActing *acting = weft_acting_find (book->model);
  gint64 between = acting != NULL && acting->count_between != NULL
                       ? acting->count_between (book->model, book->steps)
                       : 1;
  g_autoptr (WeftState) state = NULL;

  if (acting == NULL || (step < book->steps && step - book->at < between))
    return;
  state = weft_trainer_dup_state (book->trainer);
  acting->note (&book->notes, book->model, state, step - book->at);
  book->at = step;
}

static void
end_notes (Notebook *book, WeftZip *zip)
{
  if (zip != NULL && weft_acting_find (book->model) != NULL)
    weft_acting_add_notes (zip, book->model, &book->notes);
  g_array_unref (book->notes.moves);
  g_array_unref (book->notes.positions);
}

/* FALSE: it failed. */
static gboolean
take_steps (Notebook *book, float *curve, GError **error)
{
  for (gint64 i = 0; i < book->steps; i++)
    {
      if (!take_step (book->trainer, &curve[i], error))
        return FALSE;
      note (book, i + 1);
    }
  return TRUE;
}

static gboolean
add_curve (WeftZip *zip, WeftModel *model, const WeftState *state, GError **error)
{
  g_autoptr (WeftModel) checked = make_checked (model, error);
  WeftState *first = checked != NULL ? make_first (checked, state, error) : NULL;
  g_autoptr (WeftTrainer) trainer = NULL;
  float curve[CHECKED_STEPS];
  WeftShape shape = { .rank = 1, .type = WEFT_F32, .dims = { 0 } };
  gint64 steps = 0;
  Notebook book;
  gboolean is_made;

  if (first == NULL)
    return FALSE;
  trainer = weft_trainer_new (&(WeftTrainerOptions){
      .threads = 1,
      .level = -1,
      .only_steps = !weft_schedule_get (checked->training.schedule)->is_judged });
  weft_trainer_load (trainer, checked, first, (guint64) checked->training.seed, NULL);
  steps = count_checked (checked);
  if (weft_errand_get_own () != NULL)
    weft_errand_add_total (weft_errand_get_own (), steps);
  book = (Notebook){ .trainer = trainer,
                     .model = checked,
                     .notes = { g_array_new (FALSE, FALSE, sizeof (gint64)),
                                g_array_new (FALSE, FALSE, sizeof (float)) },
                     .steps = steps };
  is_made = take_steps (&book, curve, error);
  shape.dims[0] = steps;
  if (is_made)
    add_array (zip, "curve", &shape, curve);
  end_notes (&book, is_made ? zip : NULL);
  return is_made;
}

static void
add_set (WeftZip *zip, const WeftModel *model, const WeftScriptNet *net)
{
  for (guint i = 0; i < net->inputs->len; i++)
    add_input (zip, model, ((WeftScriptInput *) net->inputs->pdata[i])->field);
  for (guint i = 0; i < net->targets->len; i++)
    add_target (zip, model, ((WeftScriptInput *) net->targets->pdata[i])->field);
  add_lengths (zip, model);
  add_parts (zip, model);
}

GByteArray *
weft_script_make_data (WeftModel *model, const WeftState *state, GError **error)
{
  g_autoptr (WeftScriptNet) net = weft_script_net_new (model);
  WeftZip *zip;
  GByteArray *bytes;
  gboolean is_made;

  if (weft_acting_find (model) == NULL
      && !weft_output_check_size (weft_script_count_bytes (model, net)
                                      + (guint64) model->dataset->count * 2 * sizeof (gint64)
                                      + REST,
                                  error))
    return NULL;
  zip = weft_zip_new ();
  if (weft_acting_find (model) != NULL)
    add_scaling (zip, weft_model_get_x (model), "x");
  else
    add_set (zip, model, net);
  is_made = add_curve (zip, model, state, error);
  bytes = weft_zip_end (zip);
  if (is_made)
    return bytes;
  g_byte_array_unref (bytes);
  return NULL;
}
