/* generation: samples that a network makes of latent numbers which somebody gives it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/generation.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/run/exec.h"
#include "engine/train/model/average.h"
#include "engine/train/model/judges.h"
#include "engine/train/model/made-samples.h"

#define MAX_GIVEN 32 /* values in place of what is drawn and of what goes along with it */

#define value_at(program, i) (&g_array_index ((program)->values, WeftProgramValue, i))
#define op_at(program, i) (&g_array_index ((program)->ops, WeftProgramOp, i))

/* What a sample is made from, of one program. */
typedef struct
{
  WeftProgram *program;
  int made;       /* −1: it makes nothing */
  GArray *given;  /* int: what is drawn, then the first numbers of all else that is asked for */
  guint n_latent; /* of them */
  gint64 size;    /* of all that is drawn, for one sample */
  gboolean *needed;
} Maker;

WeftGeneration *
weft_generation_new (WeftTensor *latent)
{
  WeftGeneration *generation = g_new0 (WeftGeneration, 1);

  generation->latent = latent;
  generation->samples = g_array_new (FALSE, FALSE, sizeof (WeftMade));
  return generation;
}

void
weft_generation_add (WeftGeneration *generation, guint from, guint to, double along)
{
  const WeftMade made = { from, to, along };

  g_array_append_val (generation->samples, made);
}

void
weft_generation_free (WeftGeneration *generation)
{
  weft_tensor_unref (generation->latent);
  g_array_unref (generation->samples);
  g_free (generation);
}

void
weft_latent_walk (const float *from, const float *to, gint64 n, double t, float *between)
{
  double product = 0, a = 0, b = 0, first = 1 - t, second = t, angle;

  for (gint64 i = 0; i < n; i++)
    {
      product += (double) from[i] * (double) to[i];
      a += (double) from[i] * (double) from[i];
      b += (double) to[i] * (double) to[i];
    }
  angle = a > 0 && b > 0 ? acos (CLAMP (product / sqrt (a * b), -1, 1)) : 0;
  if (sin (angle) > 1e-6) /* else there is no one sphere's arc between them */
    {
      first = sin (first * angle) / sin (angle);
      second = sin (second * angle) / sin (angle);
    }
  for (gint64 i = 0; i < n; i++)
    between[i] = (float) (first * (double) from[i] + second * (double) to[i]);
}

/* --- what makes samples, and of what --- */

static gint64
count_of (const WeftProgram *program, int value)
{
  return weft_shape_sample_count (&value_at (program, value)->shape);
}

static gboolean
is_float (const WeftProgram *program, int value)
{
  return value_at (program, value)->shape.type == WEFT_F32;
}

/* The answer to a loss that is held against what samples are shown by; −1. */
static int
find_answer (const WeftModel *model, const WeftProgram *program)
{
  const WeftFeed *x = weft_model_get_x (model);

  for (guint i = 0; i < model->n_judges; i++)
    {
      int value = weft_program_get_loss (program, i)->prediction;

      if (value >= 0 && weft_model_get_target (model, i) == x->field && is_float (program, value)
          && count_of (program, value) == x->count)
        return value;
    }
  return -1;
}

static int
find_made (const WeftModel *model, const WeftProgram *program)
{
  const char *port;
  gint64 node = weft_model_find_made (model, &port);

  return node != 0 ? weft_made_find_value (weft_model_get_x (model), program,
                                           weft_program_find_given (program, node, port))
                   : find_answer (model, program);
}

/* Numbers out of what is none, as a row of a table of an order. */
static gboolean
is_first_number (const WeftProgram *program, const WeftProgramOp *op)
{
  gboolean is_whole = FALSE;

  for (guint i = 0; i < op->n_in; i++)
    is_whole |= op->in[i] >= 0 && !is_float (program, op->in[i]);
  return is_whole && is_float (program, op->out[0]);
}

static gboolean
is_asked_for (const Maker *maker, const WeftProgramOp *op)
{
  for (guint o = 0; o < op->n_out; o++)
    if (maker->needed[op->out[o]])
      return TRUE;
  return FALSE;
}

/* Back from what is made: what is drawn, or else the first numbers, leads no further. */
static void
find_ends (Maker *maker, gboolean latent, gboolean *stops)
{
  const WeftProgram *program = maker->program;

  for (int k = (int) program->ops->len - 1; k >= 0; k--)
    {
      const WeftProgramOp *op = op_at (program, k);
      gboolean draws = weft_op_find (op->op, 0)->is_latent,
               is_end = latent ? draws : !draws && is_first_number (program, op);

      if (!is_asked_for (maker, op))
        continue;
      if (is_end)
        g_array_append_val (maker->given, op->out[0]);
      stops[op->out[0]] |= is_end;
      for (guint i = 0; !stops[op->out[0]] && i < op->n_in; i++)
        if (op->in[i] >= 0)
          maker->needed[op->in[i]] = TRUE;
    }
}

static void
maker_clear (Maker *maker)
{
  g_clear_pointer (&maker->given, g_array_unref);
  g_clear_pointer (&maker->needed, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Maker, maker_clear)

/* Drawn numbers come first, so it is walked twice. What has steps is not made so. */
static void
find_maker (const WeftModel *model, WeftProgram *program, Maker *maker)
{
  gsize n = program->values->len + 1;
  g_autofree gboolean *stops = g_new0 (gboolean, n);

  *maker = (Maker){ .program = program, .made = find_made (model, program) };
  maker->given = g_array_new (FALSE, FALSE, sizeof (int));
  maker->needed = g_new0 (gboolean, n);
  if (maker->made < 0)
    return;
  maker->needed[maker->made] = TRUE;
  find_ends (maker, TRUE, stops);
  maker->n_latent = maker->given->len;
  for (guint i = 0; i < maker->n_latent; i++)
    maker->size += count_of (program, g_array_index (maker->given, int, i));
  memset (maker->needed, 0, n * sizeof (gboolean));
  maker->needed[maker->made] = TRUE;
  find_ends (maker, FALSE, stops);
  if (maker->given->len > MAX_GIVEN || value_at (program, maker->made)->mask >= 0)
    maker->size = 0;
}

gint64
weft_generation_get_size (WeftModel *model)
{
  WeftProgram *program = weft_model_get_program (model, weft_model_bind (model, 1), NULL);
  g_auto (Maker) maker = { NULL };

  if (program == NULL)
    return 0;
  find_maker (model, program, &maker);
  return maker.size;
}

/* Also through what the first numbers are made from. */
gboolean
weft_generation_takes (WeftModel *model, const WeftFeed *feed)
{
  WeftProgram *program = weft_model_get_program (model, weft_model_bind (model, 1), NULL);
  g_autofree gboolean *stops = NULL;
  g_auto (Maker) maker = { NULL };
  int k;

  if (program == NULL || feed->field == NULL || feed->is_mask)
    return FALSE;
  find_maker (model, program, &maker);
  if (maker.size == 0)
    return FALSE;
  stops = g_new0 (gboolean, program->values->len + 1);
  for (guint i = 0; i < maker.n_latent; i++)
    stops[g_array_index (maker.given, int, i)] = TRUE;
  for (k = (int) program->ops->len - 1; k >= 0; k--)
    {
      const WeftProgramOp *op = op_at (program, k);

      for (guint i = 0; is_asked_for (&maker, op) && !stops[op->out[0]] && i < op->n_in; i++)
        if (op->in[i] >= 0)
          maker.needed[op->in[i]] = TRUE;
    }
  k = weft_program_find_input (program, feed->field->name);
  return k >= 0 && maker.needed[k];
}

/* --- making them --- */

typedef struct
{
  WeftModel *model;
  WeftState *state;
  const WeftGeneration *generation;
  gint64 rows, n;
  float *given[MAX_GIVEN];      /* by the maker's: (rows, …) */
  void *inputs[WEFT_MAX_FEEDS]; /* of the rows */
} Make;

static void
make_clear (Make *make)
{
  for (guint i = 0; i < MAX_GIVEN; i++)
    g_free (make->given[i]);
  weft_model_free_inputs (make->inputs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Make, make_clear)

/* Runs what makes the wanted, of n given values; what else it asks for lies in inputs. */
static WeftExec *
run (const Make *make, WeftProgram *program, WeftPlanOptions *options, void *const *inputs,
     float *const *given, GError **error)
{
  const void *all[WEFT_MAX_FEEDS + MAX_GIVEN + 1] = { NULL };
  guint n = make->model->n_feeds;
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (WeftExec) exec = NULL;

  options->mode = WEFT_MODE_INFER;
  options->level = weft_kernel_best_level ();
  plan = weft_plan_compile (program, options, error);
  exec = plan != NULL ? weft_exec_new (plan, make->state, NULL, error) : NULL;
  if (exec == NULL)
    return NULL;
  for (guint k = 0; k < n; k++)
    all[k] = inputs[k];
  for (guint i = 0; i < options->given->len; i++)
    all[n + i] = given[i];
  weft_exec_set_inputs (exec, all);
  weft_exec_run (exec, make->state->seed, 0);
  return g_steal_pointer (&exec);
}

/* The rows' drawn numbers, each value's apart. */
static void
part_latent (Make *make, const Maker *maker)
{
  const float *latent = weft_tensor_floats (make->generation->latent);
  gint64 at = 0;

  for (guint g = 0; g < maker->n_latent; g++)
    {
      gint64 count = count_of (maker->program, g_array_index (maker->given, int, g));

      make->given[g] = g_new (float, make->rows *count + 1);
      for (gint64 r = 0; r < make->rows; r++)
        memcpy (make->given[g] + r * count, latent + r * maker->size + at,
                (gsize) count * sizeof *latent);
      at += count;
    }
}

/* The first numbers of all else, as the network makes them of each row's fields. */
static gboolean
find_first_numbers (Make *make, const Maker *maker, GError **error)
{
  g_autoptr (GArray) latent = g_array_new (FALSE, FALSE, sizeof (int)),
                     wanted = g_array_new (FALSE, FALSE, sizeof (int));
  WeftPlanOptions options = { .given = latent, .wanted = wanted };
  g_autoptr (WeftExec) exec = NULL;

  if (maker->given->len == maker->n_latent)
    return TRUE;
  g_array_append_vals (latent, maker->given->data, maker->n_latent);
  g_array_append_vals (wanted, &g_array_index (maker->given, int, maker->n_latent),
                       maker->given->len - maker->n_latent);
  exec = run (make, maker->program, &options, make->inputs, make->given, error);
  for (guint g = maker->n_latent; exec != NULL && g < maker->given->len; g++)
    {
      int value = g_array_index (maker->given, int, g);
      gint64 n = weft_shape_count (&value_at (maker->program, value)->shape);

      make->given[g] = g_memdup2 (weft_exec_get_value (exec, value), (gsize) n * sizeof (float));
    }
  return exec != NULL;
}

static void
mix_straight (const float *rows, gint64 count, const WeftMade *made, float *to)
{
  const float *a = rows + made->from * count, *b = rows + made->to * count;

  for (gint64 i = 0; i < count; i++)
    to[i] = (float) ((1 - made->along) * (double) a[i] + made->along * (double) b[i]);
}

static const WeftMade *
get_place (const Make *make, gint64 i)
{
  return &g_array_index (make->generation->samples, WeftMade, i);
}

/* What each sample is made of, out of that of the rows, which it takes the place of. */
static void
mix (Make *make, const Maker *maker)
{
  const float *latent = weft_tensor_floats (make->generation->latent);
  g_autofree float *between = g_new (float, maker->size + 1);
  float *mixed[MAX_GIVEN] = { NULL };

  for (guint g = 0; g < maker->given->len; g++)
    mixed[g] = g_new (float,
                      make->n *count_of (maker->program, g_array_index (maker->given, int, g)) + 1);
  for (gint64 i = 0; i < make->n; i++)
    {
      const WeftMade *made = get_place (make, i);
      gint64 at = 0;

      weft_latent_walk (latent + made->from * maker->size, latent + made->to * maker->size,
                        maker->size, made->along, between);
      for (guint g = 0; g < maker->given->len; g++)
        {
          gint64 count = count_of (maker->program, g_array_index (maker->given, int, g));

          if (g < maker->n_latent)
            memcpy (mixed[g] + i * count, between + at, (gsize) count * sizeof *between);
          else
            mix_straight (make->given[g], count, made, mixed[g] + i * count);
          at += count;
        }
    }
  for (guint g = 0; g < maker->given->len; g++)
    {
      g_free (make->given[g]);
      make->given[g] = mixed[g];
    }
}

/* Fields that are numbers as they are. */
static gboolean
mix_inputs (const Make *make, void **inputs, GError **error)
{
  if (!weft_model_new_inputs (make->model, make->n, inputs, error))
    return FALSE;
  for (guint k = 0; k < make->model->n_feeds; k++)
    {
      const WeftFeed *feed = &make->model->feeds[k];

      for (gint64 i = 0; inputs[k] != NULL && feed->field != NULL && !feed->is_mask
                         && feed->type == WEFT_F32 && feed->step == 0 && i < make->n;
           i++)
        mix_straight (make->inputs[k], feed->count, get_place (make, i),
                      (float *) inputs[k] + i * feed->count);
    }
  return TRUE;
}

static WeftTensor *
make_samples (Make *make, const Maker *rows, const Maker *maker, GError **error)
{
  void *inputs[WEFT_MAX_FEEDS] = { NULL };
  WeftPlanOptions options = { .given = maker->given, .asked = maker->made + 1 };
  g_autoptr (WeftExec) exec = NULL;
  WeftTensor *made = NULL;

  part_latent (make, rows);
  if (!find_first_numbers (make, rows, error))
    return NULL;
  mix (make, rows);
  if (mix_inputs (make, inputs, error))
    exec = run (make, maker->program, &options, inputs, make->given, error);
  if (exec != NULL)
    made = weft_made_copy (weft_model_get_x (make->model), maker->program, maker->made,
                           weft_exec_get_value (exec, maker->made));
  weft_model_free_inputs (inputs);
  return made;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("The network makes nothing out of so many latent numbers."));
  return FALSE;
}

/* A maker for the rows, and one for the samples. */
static gboolean
prepare (Make *make, Maker *rows, Maker *maker, GError **error)
{
  WeftProgram *of_rows
      = weft_model_get_program (make->model, weft_model_bind (make->model, make->rows), error),
      *of_samples
      = weft_model_get_program (make->model, weft_model_bind (make->model, make->n), error);
  g_autofree guint32 *samples = g_new (guint32, make->rows);

  if (of_rows == NULL || of_samples == NULL
      || !weft_model_new_inputs (make->model, make->rows, make->inputs, error))
    return FALSE;
  for (guint32 i = 0; i < make->rows; i++)
    samples[i] = i;
  weft_model_gather (make->model, samples, of_rows->binding, make->inputs);
  find_maker (make->model, of_rows, rows);
  find_maker (make->model, of_samples, maker);
  return (rows->size > 0 && rows->size == make->generation->latent->shape.dims[1])
         || refuse (error);
}

WeftTensor *
weft_generation_make (const WeftGeneration *generation, WeftModel *model, WeftState *state,
                      GError **error)
{
  g_auto (Make) make = { .model = model,
                         .state = state,
                         .generation = generation,
                         .rows = generation->latent->shape.dims[0],
                         .n = generation->samples->len };
  g_auto (Maker) rows = { NULL }, maker = { NULL };
  WeftTensor *made;

  weft_float_prepare_thread ();
  if (make.rows > model->dataset->count || make.rows < 1 || make.n < 1)
    {
      refuse (error);
      return NULL;
    }
  if (!prepare (&make, &rows, &maker, error))
    return NULL;
  weft_average_swap (model->training.ema_decay, state);
  made = make_samples (&make, &rows, &maker, error);
  weft_average_swap (model->training.ema_decay, state);
  return made;
}
