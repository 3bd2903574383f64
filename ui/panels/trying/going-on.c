/* going-on: a text is gone on with, token by token */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/going-on.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/unknown.h"
#include "engine/train/model/judges.h"
#include "ui/panels/trying/forms/written-text.h"

enum
{
  MOST = 200,  /* tokens */
  LOOKED = 20, /* samples */
};

struct _WeftGoingOn
{
  GArray *given, *written; /* gint64 */
  gboolean is_over;
};

static gboolean
is_text (const WeftField *field)
{
  return field != NULL && field->kind == WEFT_KIND_TOKENS && field->class_names != NULL
         && field->ragged == 0 && field->shape.rank == 1;
}

/* y[t] = x[t + 1] */
static gboolean
is_next (const WeftField *x, const WeftField *y, gint64 sample)
{
  WeftShape shapes[2];
  const gint64 *from = weft_field_get_sample (x, sample, &shapes[0]);
  const gint64 *to = weft_field_get_sample (y, sample, &shapes[1]);

  return shapes[0].dims[0] == shapes[1].dims[0]
         && memcmp (from + 1, to, (gsize) (shapes[0].dims[0] - 1) * sizeof *to) == 0;
}

gboolean
weft_going_on_can (const WeftModel *model)
{
  const WeftField *x = weft_dataset_get_x (model->dataset);
  const WeftField *y = model->n_judges > 0 ? weft_model_get_target (model, 0) : NULL;
  gboolean can = is_text (x) && y != x && is_text (y) && x->classes == y->classes
                 && model->judges[0].is_answer && model->judges[0].judged.blank == 0
                 && x->shape.dims[0] > 1;

  for (gint64 i = 0; can && i < MIN (model->dataset->count, LOOKED); i++)
    can = is_next (x, y, i);
  return can;
}

WeftGoingOn *
weft_going_on_new (void)
{
  WeftGoingOn *on = g_new0 (WeftGoingOn, 1);

  on->given = g_array_new (FALSE, FALSE, sizeof (gint64));
  on->written = g_array_new (FALSE, FALSE, sizeof (gint64));
  return on;
}

void
weft_going_on_free (WeftGoingOn *on)
{
  g_array_unref (on->given);
  g_array_unref (on->written);
  g_free (on);
}

void
weft_going_on_begin (WeftGoingOn *on)
{
  g_array_set_size (on->given, 0);
  g_array_set_size (on->written, 0);
  on->is_over = FALSE;
}

static gboolean
add_tokens (WeftDataset *asked, const WeftField *like, const gint64 *tokens, gint64 n,
            GError **error)
{
  WeftField *field = weft_like_add_field (asked, like);

  field->shape = like->shape;
  field->shape.type = WEFT_I64;
  field->shape.dims[0] = n;
  field->ragged = like->ragged;
  field->offsets = weft_memory_new (2 * sizeof (gint64), error);
  if (field->offsets == NULL)
    return FALSE;
  field->offsets[1] = n;
  asked->count = 1;
  if (!weft_dataset_allocate (asked, field, error))
    return FALSE;
  memcpy (field->data, tokens, (gsize) n * sizeof *tokens);
  return TRUE;
}

gboolean
weft_going_on_add (WeftGoingOn *on, const WeftField *like, const WeftDataset *given,
                   WeftDataset *asked, GError **error)
{
  const WeftField *field = weft_dataset_find_field (given, like->name);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftShape shape;
  gconstpointer tokens = weft_field_get_sample (field, 0, &shape);
  guint kept;

  g_array_set_size (on->given, 0);
  g_array_append_vals (on->given, tokens, (guint) shape.dims[0]);
  g_array_append_vals (all, tokens, (guint) shape.dims[0]);
  g_array_append_vals (all, on->written->data, on->written->len);
  kept = MIN (all->len, (guint) like->shape.dims[0]);
  return kept > 0
         && add_tokens (asked, like, (const gint64 *) (gpointer) all->data + all->len - kept, kept,
                        error);
}

gboolean
weft_going_on_take (WeftGoingOn *on, const WeftResponse *response, const WeftDecoding *decoding,
                    guint64 seed)
{
  const WeftSaid *said
      = response->said != NULL && response->said->len > 0 ? response->said->pdata[0] : NULL;
  const WeftTensor *last = said != NULL && said->last->len > 0 ? said->last->pdata[0] : NULL;
  WeftHypothesis line = { .row = 0 };

  on->is_over = on->is_over || last == NULL || on->written->len >= MOST;
  if (on->is_over)
    return FALSE;
  decoding->row->choose (decoding->record,
                         &(WeftChoosing){ .scores = weft_tensor_floats (last),
                                          .words = last->shape.dims[0],
                                          .end = -1,
                                          .barred = 1 + weft_field_find_unknown (said->field),
                                          .n = 1,
                                          .random = { .seed = seed, .step = on->written->len } },
                         &line);
  on->is_over = line.token <= 0 || line.score == (double) -INFINITY;
  if (!on->is_over)
    g_array_append_val (on->written, line.token);
  return !on->is_over;
}

gboolean
weft_going_on_is_over (const WeftGoingOn *on)
{
  return on->is_over;
}

static char *
dup_words (const WeftField *like, const GArray *tokens)
{
  gboolean has_spaces = weft_field_has_spaces (like);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < tokens->len; i++)
    {
      gint64 token = g_array_index (tokens, gint64, i);

      weft_text_append_word (
          text, weft_field_is_unknown (like, token) ? "…" : like->class_names[token], has_spaces);
    }
  return weft_written_dup_plain (like, text->str);
}

char *
weft_going_on_dup_text (const WeftGoingOn *on, const WeftField *like, char **given)
{
  *given = dup_words (like, on->given);
  return dup_words (like, on->written);
}
