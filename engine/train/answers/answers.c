/* answers: what a trained network says of samples that it has not seen, in words and in numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/answers.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/data/outputs.h"
#include "engine/data/unknown.h"
#include "engine/metrics/found.h"
#include "engine/train/answers/answer-codes.h"
#include "engine/train/answers/answer-frames.h"
#include "engine/train/answers/answer-numbers.h"
#include "engine/train/answers/answering.h"
#include "engine/train/answers/writing.h"
#include "engine/train/model/judges.h"

#define BOX_NUMBERS 6

/* --- the network, with what it is asked in the place of its data --- */

static gint64
find_data (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->id == weft_layer_find ("data")->id)
      return weft_graph_get_node (graph, i)->id;
  return 0;
}

static gboolean
use_asked (WeftGraph *graph, const WeftDataset *asked, GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  weft_data_use_file (find_data (graph), asked, edits);
  for (guint i = 0; i < edits->len; i++)
    {
      g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, edits->pdata[i], error);

      if (inverse == NULL)
        return FALSE;
    }
  return TRUE;
}

WeftModel *
weft_model_new_asked (const WeftModel *model, WeftDataset *asked, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_dup (model->graph);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&(WeftCatalogHost){ .is_asked = TRUE });
  g_autoptr (WeftModel) own = NULL;

  if (!use_asked (graph, asked, error))
    return NULL;
  weft_catalog_add (catalog, asked);
  own = weft_model_new (graph, catalog, error);
  return own != NULL && weft_model_scale_as (own, model, error) ? g_steal_pointer (&own) : NULL;
}

/* --- what is said --- */

static void
answers_free (WeftSaid *answers)
{
  g_ptr_array_unref (answers->texts);
  g_array_unref (answers->sureness);
  g_ptr_array_unref (answers->numbers);
  g_ptr_array_unref (answers->scores);
  g_ptr_array_unref (answers->last);
  g_clear_pointer (&answers->looks, weft_tensor_unref);
  g_free (answers);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSaid, answers_free)

/* Takes text and numbers. */
static void
add (WeftSaid *answers, char *text, double sureness, WeftTensor *numbers)
{
  g_ptr_array_add (answers->texts, text);
  g_array_append_val (answers->sureness, sureness);
  g_ptr_array_add (answers->numbers, numbers);
}

static WeftTensor *
new_numbers (gint64 n)
{
  WeftShape shape = WEFT_SHAPE (n);

  return weft_tensor_new (&shape);
}

static WeftTensor *
new_labels (const gint64 *labels, gint64 n)
{
  WeftShape shape = WEFT_SHAPE (n);

  shape.type = WEFT_I64;
  return weft_tensor_new_copy (&shape, labels);
}

static char *
dup_class (const WeftSaid *answers, gint64 class)
{
  char *name = weft_dataset_dup_class_name (answers->asking->asked, answers->field, class);

  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, class);
}

/* --- a class --- */

/* n scores become shares of 1; of two classes one score may stand for the second. */
static gint64
find_shares (const WeftSaid *answers, const float *scores, WeftTensor *shares)
{
  gint64 n = weft_shape_count (&shares->shape), best = weft_metric_argmax (scores, n);
  float *to = weft_tensor_floats (shares);
  double sum = 0;

  if (n == 1)
    {
      to[0] = 1 / (1 + expf (-scores[0]));
      return answers->field->classes == 2 && scores[0] > 0;
    }
  for (gint64 i = 0; i < n; i++)
    sum += exp ((double) (scores[i] - scores[best]));
  for (gint64 i = 0; i < n; i++)
    to[i] = (float) (exp ((double) (scores[i] - scores[best])) / sum);
  return best;
}

static void
take_choice (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  WeftSaid *answers = user;
  gint64 n = weft_shape_count (shape), best;
  WeftTensor *shares = new_numbers (n), *label;
  double sureness;

  best = find_shares (answers, answer, shares);
  sureness = (double) weft_tensor_floats (shares)[n > 1 ? best : 0];
  label = weft_tensor_new_copy (&(WeftShape){ .type = WEFT_I64 }, &best);
  g_ptr_array_add (answers->scores, shares);
  add (answers, dup_class (answers, best), n > 1 || best == 1 ? sureness : 1 - sureness, label);
}

/* --- words --- */

static char *
join_words (const WeftSaid *answers, const gint64 *tokens, gint64 n)
{
  gboolean has_spaces = weft_field_has_spaces (answers->field);
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < n; i++)
    {
      g_autofree char *name = dup_class (answers, tokens[i]);

      weft_text_append_word (text, name, has_spaces);
    }
  weft_field_tidy_pieces (answers->field, text);
  return g_string_free (text, FALSE);
}

/* A word for each step that the sample has, which are all where none has fewer. */
static void
take_words (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  WeftSaid *answers = user;
  gint64 width = shape->dims[shape->rank - 1];
  gint64 own = weft_lengths_of (answers->asking->asked, sample, (guint) answers->field->t);
  gint64 n = MIN (weft_shape_count (shape) / width, answers->field->ragged < 0 ? G_MAXINT64 : own);
  g_autoptr (WeftTensor) shares = new_numbers (width);
  g_autofree gint64 *words = g_new (gint64, n + 1);
  WeftTensor *last = new_numbers (width);
  double least = 1;

  for (gint64 i = 0; i < n; i++)
    {
      find_shares (answers, answer + i * width, shares);
      words[i] = weft_field_choose_word (answers->field, answer + i * width, width);
      least = MIN (least, (double) weft_tensor_floats (shares)[words[i]]);
    }
  if (n > 0)
    memcpy (weft_tensor_floats (last), answer + (n - 1) * width, (gsize) width * sizeof *answer);
  g_ptr_array_add (answers->last, last);
  add (answers, join_words (answers, words, n), least, new_labels (words, n));
}

/* Of what is written: up to its end, or what stands for nothing. */
static gint64
count_words (const gint64 *tokens, gint64 end)
{
  gint64 n = 0;

  while (n < WEFT_MOST_WRITTEN && tokens[n] > 0 && tokens[n] != end)
    n++;
  return n;
}

/* The labels that are said somewhere in the steps, with the probability of what was read. */
static void
take_labels (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  WeftSaid *answers = user;
  const WeftJudged *judged = &answers->asking->model->judges[answers->judge].judged;
  g_autofree char *name = g_strdup_printf ("ctc_beam,beam_size=%d", judged->beam);
  g_autoptr (WeftDecoding) own = weft_decoding_new (judged->beam > 1 ? name : "ctc_greedy", NULL);
  const WeftDecoding *decoding
      = answers->asking->decoding != NULL ? answers->asking->decoding : own;
  WeftAlignment alignment = { answer, shape->dims[0], shape->dims[1], judged->blank - 1 };
  g_autofree gint64 *tokens = g_new (gint64, alignment.n + 1);
  double likelihood;
  gint64 n = decoding->row->read (decoding->record, &alignment, tokens, &likelihood);

  add (answers, join_words (answers, tokens, n), exp (likelihood), new_labels (tokens, n));
}

/* --- pictures --- */

static void
take_marks (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  WeftTensor *marks = weft_tensor_new_copy (shape, answer);
  gint64 n = weft_shape_count (shape), marked = 0;
  char buffer[WEFT_NUMBER_SIZE];

  for (gint64 i = 0; i < n; i++)
    {
      marked += answer[i] > 0;
      weft_tensor_floats (marks)[i] = 1 / (1 + expf (-answer[i]));
    }
  weft_number_write_float (buffer, (float) marked / (float) MAX (1, n));
  add (user, g_strdup (buffer), NAN, marks);
}

/* "road 0.4 sky 0.6": which share of the places each class has. */
static char *
tell_areas (const WeftSaid *answers, const gint64 *labels, gint64 n, gint64 classes)
{
  g_autofree gint64 *counts = g_new0 (gint64, classes);
  GString *text = g_string_new (NULL);
  char buffer[WEFT_NUMBER_SIZE];

  for (gint64 i = 0; i < n; i++)
    counts[labels[i]]++;
  for (gint64 c = 0; c < classes; c++)
    if (counts[c] > 0)
      {
        g_autofree char *name = dup_class (answers, c);

        weft_number_write_float (buffer, (float) counts[c] / (float) n);
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? " " : "", name, buffer);
      }
  return g_string_free (text, FALSE);
}

/* (C, H, W) → (H, W) */
static void
take_areas (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  gint64 classes = shape->dims[0], n = weft_shape_count (shape) / classes;
  WeftShape flat = weft_shape_new (shape->dims + 1, shape->rank - 1);
  WeftTensor *labels;
  gint64 *label;

  flat.type = WEFT_I64;
  labels = weft_tensor_new (&flat);
  label = labels->data;
  for (gint64 i = 0; i < n; i++)
    {
      label[i] = 0;
      for (gint64 c = 1; c < classes; c++)
        if (answer[c * n + i] > answer[label[i] * n + i])
          label[i] = c;
    }
  add (user, tell_areas (user, label, n, classes), NAN, labels);
}

/* In pixels of the picture, whose sides are 1 for the network; not beyond its edges. */
static void
place_box (const WeftFoundBox *box, double width, double height, float to[BOX_NUMBERS])
{
  to[0] = (float) box->class;
  to[1] = (float) MAX (0, (box->x - box->width / 2) * width);
  to[2] = (float) MAX (0, (box->y - box->height / 2) * height);
  to[3] = (float) MIN (width, (box->x + box->width / 2) * width);
  to[4] = (float) MIN (height, (box->y + box->height / 2) * height);
  to[5] = (float) box->score;
}

static char *
tell_boxes (const WeftSaid *answers, const float *boxes, gint64 n)
{
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < n; i++)
    {
      const float *box = boxes + i * BOX_NUMBERS;
      g_autofree char *name = dup_class (answers, (gint64) box[0]);

      g_string_append_printf (text, "%s%s %d %d %d %d", i > 0 ? "; " : "", name,
                              (int) lroundf (box[1]), (int) lroundf (box[2]),
                              (int) lroundf (box[3]), (int) lroundf (box[4]));
    }
  return g_string_free (text, FALSE);
}

static const WeftAskedSample *
find_sample (const WeftAsking *asking, guint32 sample)
{
  static const WeftAskedSample unknown = { 0 };

  return asking->samples != NULL ? &g_array_index (asking->samples, WeftAskedSample, sample)
                                 : &unknown;
}

static void
take_boxes (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  WeftSaid *answers = user;
  const WeftAskedSample *asked = find_sample (answers->asking, sample);
  const WeftShape *x = &weft_dataset_get_x (answers->asking->asked)->shape;
  double width = asked->width > 0 ? asked->width : (double) x->dims[x->rank - 1],
         height = asked->height > 0 ? asked->height : (double) x->dims[x->rank - 2];
  g_autofree WeftFoundBox *found = g_new (WeftFoundBox, shape->dims[1] * shape->dims[2]);
  gint64 n = weft_found_read_picture (answer, shape->dims, found), sure = 0;
  WeftShape form;
  WeftTensor *boxes;

  while (sure < n && found[sure].score >= WEFT_SURE_BOX)
    sure++;
  form = WEFT_SHAPE (sure, BOX_NUMBERS);
  boxes = weft_tensor_new (&form);
  for (gint64 i = 0; i < sure; i++)
    place_box (&found[i], width, height, weft_tensor_floats (boxes) + i * BOX_NUMBERS);
  add (answers, tell_boxes (answers, weft_tensor_floats (boxes), sure), NAN, boxes);
}

/* --- numbers --- */

static void
take_numbers (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  const WeftSaid *answers = user;
  WeftTensor *numbers = weft_tensor_new_copy (shape, answer);
  gboolean are_chances = weft_model_judges_chances (answers->asking->model, answers->judge);

  if (are_chances)
    weft_answer_find_chances (numbers);
  else
    weft_answer_undo_scaling (user, numbers);
  add (user,
       are_chances && answers->field->feature_names != NULL
           ? weft_answer_dup_labels (answers->field, numbers)
           : weft_answer_dup_numbers (answers->asking->asked, answers->field, sample, numbers),
       NAN, numbers);
}

/* --- all of them --- */

static guint32 *
number_samples (const WeftAsking *asking)
{
  guint32 *samples = g_new (guint32, asking->asked->count);

  for (gint64 i = 0; i < asking->asked->count; i++)
    samples[i] = (guint32) i;
  return samples;
}

static gboolean
write_texts (WeftSaid *answers, gint64 end, GError **error)
{
  const WeftAsking *asking = answers->asking;
  WeftDecodeOptions decode = { .most = WEFT_MOST_WRITTEN,
                               .end = end,
                               .barred = 1 + weft_field_find_unknown (answers->field),
                               .decoding = asking->decoding,
                               .interrupt = asking->interrupt,
                               .seed = asking->seed };
  gint64 n = asking->asked->count;
  g_autofree guint32 *samples = number_samples (asking);
  g_autofree gint64 *tokens = g_new0 (gint64, n * WEFT_MOST_WRITTEN);
  g_autofree double *likelihood = g_new0 (double, n);

  if (!weft_model_write (asking->model, asking->state, samples, n, &decode, tokens, likelihood,
                         error))
    return FALSE;
  for (gint64 i = 0; i < n; i++)
    {
      const gint64 *written = tokens + i * WEFT_MOST_WRITTEN;
      gint64 words = count_words (written, end);

      add (answers, join_words (answers, written, words), exp (likelihood[i]),
           new_labels (written, words));
    }
  return TRUE;
}

static gboolean
check_reader (const WeftDecoding *decoding, GError **error)
{
  if (decoding == NULL || decoding->row->read != NULL)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("The decoder %s writes token by token. What a CTC loss judges is read: take "
                  "ctc_greedy or ctc_beam."),
               decoding->row->id);
  return FALSE;
}

/* The token that ends what is written, as the data have it; −1. */
static gint64
find_end (const WeftSaid *answers)
{
  const WeftDataset *like = answers->asking->like;
  const WeftField *field = weft_dataset_find_field (like, answers->field->name);

  return field != NULL ? weft_field_find_end (field, like->count) : -1;
}

static const WeftAnswerFunc takers[] = {
  [WEFT_ANSWER_NUMBERS] = take_numbers, [WEFT_ANSWER_CHOICE] = take_choice,
  [WEFT_ANSWER_MARKS] = take_marks,     [WEFT_ANSWER_WORDS] = take_words,
  [WEFT_ANSWER_AREAS] = take_areas,     [WEFT_ANSWER_BOXES] = take_boxes,
  [WEFT_ANSWER_FRAMES] = take_numbers,
};

static gboolean
fill (WeftSaid *answers, GError **error)
{
  const WeftAsking *asking = answers->asking;
  gint64 end = answers->judge == 0 ? find_end (answers) : -1; /* the first is what is written */
  g_autofree guint32 *samples = NULL;
  WeftAnswerFunc take = takers[answers->form];

  if (asking->model->judges[answers->judge].judged.blank > 0)
    {
      if (!check_reader (asking->decoding, error))
        return FALSE;
      take = take_labels;
    }
  else if (end >= 0)
    return write_texts (answers, end, error);
  else if (answers->form == WEFT_ANSWER_FRAMES && answers->judge == 0)
    return weft_answer_say_frames (answers, error);
  else if (weft_model_judges_codes (asking->model, answers->judge))
    return weft_answer_compare_codes (answers, error);
  samples = number_samples (asking);
  return weft_model_answer (asking->model, asking->state, answers->judge, samples,
                            asking->asked->count, take, answers, error);
}

static WeftSaid *
find (const WeftAsking *asking, guint judge, GError **error)
{
  g_autoptr (WeftSaid) answers = g_new0 (WeftSaid, 1);

  answers->asking = asking;
  answers->judge = judge;
  answers->field = weft_model_get_target (asking->model, judge);
  answers->texts = g_ptr_array_new_with_free_func (g_free);
  answers->sureness = g_array_new (FALSE, FALSE, sizeof (double));
  answers->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_tensor_unref);
  answers->scores = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_tensor_unref);
  answers->last = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_tensor_unref);
  if (answers->field != NULL)
    answers->form = weft_kind_get_row (answers->field->kind)->answer;
  return answers->field == NULL || fill (answers, error) ? g_steal_pointer (&answers) : NULL;
}

GPtrArray *
weft_answers_find (const WeftAsking *asking, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) answers_free);

  for (guint i = 0; i < asking->model->n_judges; i++)
    {
      WeftSaid *answers = asking->model->judges[i].is_answer ? find (asking, i, error) : NULL;

      if (answers == NULL && asking->model->judges[i].is_answer)
        return NULL;
      if (answers != NULL && answers->field != NULL)
        g_ptr_array_add (all, answers);
      else if (answers != NULL)
        answers_free (answers);
    }
  if (all->len > 0)
    return g_steal_pointer (&all);
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("The network has no loss whose answers could be given."));
  return NULL;
}
