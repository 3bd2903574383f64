/* test-question: somebody's own sample is answered as the same sample of the set is, while the
 * network learns, and its learning is the same as if nobody had asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/question.h"

#include <math.h>
#include <string.h>

#include "engine/train/answers/answering.h"
#include "small-ragged.h"
#include "small-trainer.h"

#define STEPS 200

/* A sample of the model's set as one that is in none. */
static WeftQuestion *
ask_about (WeftModel *model, gint64 sample)
{
  g_autoptr (WeftDataset) asked = weft_dataset_new ();
  g_autoptr (GError) error = NULL;
  WeftQuestion *question;

  asked->name = g_strdup ("asked");
  asked->count = 1;
  g_assert_true (weft_like_add_sample (asked, weft_dataset_get_x (model->dataset), sample, &error));
  g_assert_true (weft_like_finish (asked, model->dataset, &error));
  question = weft_question_new (model, asked, NULL, NULL, 0, &error);
  g_assert_no_error (error);
  return question;
}

static void
take_cb (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  memcpy (user, answer, (gsize) weft_shape_count (shape) * sizeof *answer);
}

/* Which of two classes is said, and how surely. */
static void
check_answer (WeftModel *model, WeftState *state, guint32 sample)
{
  g_autoptr (WeftQuestion) question = ask_about (model, sample);
  g_autoptr (WeftResponse) response = weft_question_answer (question, state, NULL);
  const WeftSaid *said;
  float own[2];

  g_assert_null (response->error);
  g_assert_cmpuint (response->said->len, ==, 1);
  g_assert_true (weft_model_answer (model, state, 0, &sample, 1, take_cb, own, NULL));
  said = response->said->pdata[0];
  g_assert_cmpint (*(gint64 *) ((WeftTensor *) said->numbers->pdata[0])->data, ==, own[1] > own[0]);
  g_assert_cmpfloat_with_epsilon (weft_tensor_floats ((WeftTensor *) said->scores->pdata[0])[1],
                                  1 / (1 + expf (own[0] - own[1])), 1e-6);
}

/* What the network was given is standardised, gaps and lengths are as they were. */
static void
test_as_in_the_set (void)
{
  static const char *const steps[]
      = { "lstm {'hidden_size': <int64 4>}", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) plane = net_points ();
  g_autoptr (WeftModel) points = net_model (plane), ragged = ragged_model (steps);
  g_autoptr (WeftState) of_points = weft_model_new_state (points, 5, NULL),
                        of_ragged = weft_model_new_state (ragged, 5, NULL);

  for (guint32 sample = 0; sample < 12; sample++)
    {
      check_answer (points, of_points, sample);
      check_answer (ragged, of_ragged, sample);
    }
}

static char *
train (WeftModel *model, WeftQuestion *question, WeftSnapshot **seen)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  weft_trainer_load (trainer, model, NULL, 3, NULL);
  weft_trainer_ask (trainer, question);
  finish (trainer, STEPS);
  weft_trainer_begin_read (trainer);
  *seen = weft_trainer_take_snapshot (trainer);
  return dup_hash (trainer);
}

static void
test_while_it_learns (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftQuestion) question = ask_about (model, 7);
  WeftSnapshot *asked, *unasked;
  g_autofree char *with = train (model, question, &asked), *without = train (model, NULL, &unasked);

  g_assert_cmpstr (with, ==, without);
  g_assert_null (unasked);
  g_assert_true (asked->response->question == question);
  g_assert_cmpint (asked->response->step, ==, STEPS);
  weft_snapshot_unref (asked);
}

/* What was asked of a network is not answered by another one. */
static void
test_another_network (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), other = net_model (graph);
  g_autoptr (WeftQuestion) question = ask_about (other, 7);
  WeftSnapshot *snapshot;
  g_autofree char *hash = train (model, question, &snapshot);

  g_assert_null (snapshot->response);
  weft_snapshot_unref (snapshot);
}

/* With other weights than those that learn: the best ones, say. */
static void
test_other_weights (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftQuestion) question = ask_about (model, 3);
  g_autoptr (WeftResponse) response = NULL;

  question->state = weft_model_new_state (model, 6, NULL);
  question->state->step = 41;
  response = weft_question_answer (question, state, NULL);
  g_assert_cmpint (response->step, ==, 41);
}

/* Codes are compared with those of the set: a sample of it is nearest to itself, and the others
 * follow in the order of how far they are. */
static void
test_codes (void)
{
  static const char *const layers[] = { "dense {'units': <int64 3>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'gaussians'>, 'count': <int64 100>}", layers, "triplet");
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);

  for (gint64 sample = 0; sample < 100; sample += 9)
    {
      g_autoptr (WeftQuestion) question = ask_about (model, sample);
      g_autoptr (WeftResponse) response = weft_question_answer (question, state, NULL);
      const WeftSaid *said = response->said->pdata[0];
      const WeftTensor *near = said->numbers->pdata[0];
      const float *row = weft_tensor_floats (near);
      g_autofree char *class = weft_dataset_dup_class_name (
          model->dataset, weft_dataset_get_y (model->dataset),
          weft_field_get_class (weft_dataset_get_y (model->dataset), sample));

      g_assert_cmpint (near->shape.dims[0], ==, 8);
      g_assert_cmpint ((gint64) row[0], ==, sample);
      g_assert_cmpfloat (row[1], <, 1e-5f);
      for (int i = 1; i < 8; i++)
        g_assert_cmpfloat (row[2 * i + 1], >=, row[2 * i - 1]);
      g_assert_cmpfloat (row[15], >, 0);
      if (class != NULL)
        g_assert_cmpstr (said->texts->pdata[0], ==, class);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/question/as-in-the-set", test_as_in_the_set);
  g_test_add_func ("/question/codes", test_codes);
  g_test_add_func ("/question/while-it-learns", test_while_it_learns);
  g_test_add_func ("/question/another-network", test_another_network);
  g_test_add_func ("/question/other-weights", test_other_weights);
  return g_test_run ();
}
