/* occlusion: by how much what is asked falls where a piece of the sample is covered, the mean over
 * all pieces that a number lies in (Zeiler and Fergus 2014); of a table column by column, of words
 * one by one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PIECES 28       /* across, where nobody says how large one is */
#define MOST 4096       /* pieces: of more they are made larger */
#define MOST_SINGLE 512 /* numbers of a table that are covered one by one */

typedef struct
{
  int size;
  double fill;
} Occlusion;

static const WeftParam params[] = {
  WEFT_INT (Occlusion, size, 0, 0, 1 << 20, .ui_max = 32, .optional = TRUE,
            .unset = N_ ("by itself"), .label = N_ ("Size"),
            .help = N_ ("How many pixels, columns, steps or words are covered at once")),
  WEFT_REAL (Occlusion, fill, 0, -1e6, 1e6, .ui_max = 1, .label = N_ ("Cover"),
             .help = N_ ("The number that stands there instead, as the network is given it")),
  { NULL },
};

/* A field as pieces are cut out of it: (outer, rows, columns, inner), by rows and columns. */
typedef struct
{
  const WeftField *field;
  int feed;
  gint64 outer, rows, columns, inner;
  gint64 tall, wide;   /* of a piece */
  gint64 down, across; /* from one to the next */
  gboolean is_whole;   /* words or classes: 0 stands for none */
} Cut;

static void
set_size (Cut *cut, const Occlusion *occlusion)
{
  gint64 longest = MAX (cut->rows, cut->columns);
  gboolean is_flat = cut->rows == 1;
  gint64 own = cut->is_whole || (is_flat && longest <= MOST_SINGLE) ? 1 : 2 * longest / PIECES;
  gint64 size = MAX (occlusion->size > 0 ? occlusion->size : own, 1);

  cut->wide = MIN (size, cut->columns);
  cut->tall = MIN (size, cut->rows);
  cut->across = MAX (cut->wide / 2, 1);
  cut->down = MAX (cut->tall / 2, 1);
  while ((cut->rows / cut->down + 1) * (cut->columns / cut->across + 1) > MOST)
    {
      cut->across *= 2;
      cut->down = cut->rows > 1 ? cut->down * 2 : 1;
      cut->wide = MIN (MAX (cut->wide, cut->across), cut->columns);
      cut->tall = MIN (MAX (cut->tall, cut->down), cut->rows);
    }
}

/* FALSE: the answer is not made of it as it is given. */
static gboolean
cut_init (Cut *cut, const WeftExplaining *explaining, const WeftProgramInput *input,
          const gboolean *marks, const Occlusion *occlusion)
{
  const WeftProgram *program = explaining->program;
  const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, input->value);
  WeftShape shape = weft_shape_of_one (&value->shape);

  *cut = (Cut){ .field = weft_program_get_field (program, explaining->model->dataset, input->value),
                .outer = 1,
                .rows = 1,
                .columns = 1,
                .inner = 1 };
  if (input->is_mask || cut->field == NULL || !marks[input->value])
    return FALSE;
  cut->feed = weft_model_find_feed (explaining->model, cut->field);
  cut->is_whole = shape.type != WEFT_F32;
  if (shape.rank == 3)
    {
      cut->outer = shape.dims[0];
      cut->rows = shape.dims[1];
      cut->columns = shape.dims[2];
    }
  else if (shape.rank > 0)
    {
      cut->columns = shape.dims[0];
      cut->inner = weft_shape_sample_count (&shape);
    }
  set_size (cut, occlusion);
  return TRUE;
}

static gint64
count_down (const Cut *cut)
{
  return cut->rows > cut->tall ? (cut->rows - cut->tall + cut->down - 1) / cut->down + 1 : 1;
}

static gint64
count_across (const Cut *cut)
{
  return cut->columns > cut->wide ? (cut->columns - cut->wide + cut->across - 1) / cut->across + 1
                                  : 1;
}

typedef void (*PieceFunc) (gpointer at, gint64 first, gint64 n, double with);

/* Calls for each run of numbers of piece k. */
static void
each_run (const Cut *cut, gint64 k, PieceFunc call, gpointer at, double with)
{
  gint64 left = MIN (k % count_across (cut) * cut->across, cut->columns - cut->wide);
  gint64 top = MIN (k / count_across (cut) * cut->down, cut->rows - cut->tall);

  for (gint64 o = 0; o < cut->outer; o++)
    for (gint64 y = top; y < top + cut->tall; y++)
      call (at, ((o * cut->rows + y) * cut->columns + left) * cut->inner, cut->wide * cut->inner,
            with);
}

static void
cover_floats (gpointer at, gint64 first, gint64 n, double with)
{
  for (gint64 i = 0; i < n; i++)
    ((float *) at)[first + i] = (float) with;
}

static void
cover_whole (gpointer at, gint64 first, gint64 n, double with)
{
  memset ((gint64 *) at + first, 0, (gsize) n * sizeof (gint64));
}

/* (2, numbers): what was lost, and in how many pieces. */
typedef struct
{
  float *lost, *times;
} Loss;

static void
add_loss (gpointer at, gint64 first, gint64 n, double with)
{
  const Loss *loss = at;

  for (gint64 i = first; i < first + n; i++)
    {
      loss->lost[i] += (float) with;
      loss->times[i]++;
    }
}

static gboolean
cover_all (const Cut *cut, WeftPass *pass, double fill, double score, Loss *loss)
{
  gint64 numbers = cut->outer * cut->rows * cut->columns * cut->inner;
  gsize size = cut->is_whole ? sizeof (gint64) : sizeof (float);
  gint64 pieces = count_down (cut) * count_across (cut);
  guint8 *input = pass->inputs[cut->feed];
  g_autofree guint8 *whole = g_memdup2 (input, (gsize) numbers * size);

  for (gint64 k = 0, n; k < pieces; k += n)
    {
      n = MIN (pass->n, pieces - k);
      for (gint64 i = 0; i < n; i++)
        {
          guint8 *at = input + (gsize) (i * numbers) * size;

          memcpy (at, whole, (gsize) numbers * size);
          each_run (cut, k + i, cut->is_whole ? cover_whole : cover_floats, at, fill);
        }
      if (!weft_pass_run (pass))
        return FALSE;
      for (gint64 i = 0; i < n; i++)
        each_run (cut, k + i, add_loss, loss, score - weft_pass_get_score (pass, i));
    }
  for (gint64 i = 0; i < pass->n; i++) /* as it was, for the next field */
    memcpy (input + (gsize) (i * numbers) * size, whole, (gsize) numbers * size);
  return TRUE;
}

static gboolean
explain_field (const Cut *cut, WeftExplaining *explaining, double fill,
               WeftExplanation *explanation, GError **error)
{
  gint64 numbers = cut->outer * cut->rows * cut->columns * cut->inner;
  g_autofree float *times = g_new0 (float, numbers + 1);
  Loss loss = { .times = times };
  g_auto (WeftPass) pass = { NULL };

  loss.lost = weft_explanation_begin (explanation, explaining, cut->field, error);
  if (loss.lost == NULL
      || !weft_pass_init (&pass, explaining, explaining->answer, NULL, 0,
                          weft_explaining_at_once (numbers), error)
      || !cover_all (cut, &pass, fill, weft_explaining_get_score (explaining), &loss))
    return FALSE;
  for (gint64 i = 0; i < numbers; i++)
    loss.lost[i] /= MAX (times[i], 1);
  return TRUE;
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  const Occlusion *occlusion = record;
  g_autofree gboolean *marks = weft_explaining_mark (explaining);
  Cut cut;

  for (guint i = 0; i < explaining->program->inputs->len; i++)
    if (cut_init (&cut, explaining,
                  &g_array_index (explaining->program->inputs, WeftProgramInput, i), marks,
                  occlusion)
        && !explain_field (&cut, explaining, occlusion->fill, explanation, error))
      return FALSE;
  return TRUE;
}

static gboolean
fits (const WeftExplaining *explaining)
{
  static const Occlusion none;
  g_autofree gboolean *marks = weft_explaining_mark (explaining);
  Cut cut;

  for (guint i = 0; i < explaining->program->inputs->len; i++)
    if (cut_init (&cut, explaining,
                  &g_array_index (explaining->program->inputs, WeftProgramInput, i), marks, &none))
      return TRUE;
  return FALSE;
}

const WeftExplainerRow weft_explainer_occlusion = {
  .id = "occlusion",
  .title = N_ ("Occlusion"),
  .summary = N_ ("What the answer loses where a piece of the sample is covered."),
  .form = WEFT_EXPLAINED_SIGNED,
  .params = params,
  .record_size = sizeof (Occlusion),
  .fits = fits,
  .needs = N_ ("The answer is not made of the sample."),
  .explain = explain,
};
