/* test-generation: what a network makes of latent numbers that somebody gives it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/question.h"

#include <math.h>
#include <string.h>

#include "engine/train/answers/answering.h"
#include "net.h"

#define SIZE 5 /* latent numbers of the generator */

static void
add_dense (WeftGraph *graph, const char *name, int units, const char *from)
{
  g_autofree char *params = g_strdup_printf ("{'units': <int64 %d>}", units);

  net_add (graph, "dense", name, params);
  net_wire (graph, from, name);
}

/* Two draws and an order of a class, then a sample with the order beside it. */
static WeftGraph *
new_gan (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", "{'source': <'moons'>}");
  net_add (graph, "noise", "noise", "{'size': <int64 3>}");
  net_add (graph, "noise", "more", "{'size': <int64 2>}");
  net_add (graph, "embedding", "order", "{'embedding_dim': <int64 3>}");
  net_add (graph, "concat", "both", NULL);
  net_wire (graph, "data.x", "noise");
  net_wire (graph, "data.x", "more");
  net_wire (graph, "data.y", "order");
  net_wire (graph, "noise", "both.in1");
  net_wire (graph, "more", "both.in2");
  net_wire (graph, "order", "both.in3");
  add_dense (graph, "wide", 33, "both");
  net_add (graph, "tanh", "bend", NULL);
  net_wire (graph, "wide", "bend");
  add_dense (graph, "make", 2, "bend");
  net_add (graph, "concat", "made", NULL);
  net_wire (graph, "make", "made.in1");
  net_wire (graph, "order", "made.in2");
  net_add (graph, "concat", "real", NULL);
  net_wire (graph, "data.x", "real.in1");
  net_wire (graph, "order", "real.in2");
  net_add (graph, "contest", "contest", NULL);
  net_wire (graph, "real", "contest.real");
  net_wire (graph, "made", "contest.made");
  add_dense (graph, "judge", 1, "contest.shown");
  net_add (graph, "bce_with_logits", "loss", NULL);
  net_wire (graph, "judge", "loss.prediction");
  net_wire (graph, "contest.is_real", "loss.target");
  net_train (graph, "recipe", "'adversarial'");
  return graph;
}

static WeftGraph *
new_vae (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data", "{'source': <'moons'>}");
  add_dense (graph, "mean", 3, "data.x");
  add_dense (graph, "spread", 3, "data.x");
  net_add (graph, "sampling", "draw", NULL);
  net_wire (graph, "mean", "draw.mean");
  net_wire (graph, "spread", "draw.log_variance");
  add_dense (graph, "decode", 2, "draw");
  net_add (graph, "mse", "loss", NULL);
  net_wire (graph, "decode", "loss.prediction");
  net_wire (graph, "data.x", "loss.target");
  return graph;
}

static WeftModel *
new_model (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

/* Rows of these classes, one each. */
static WeftDataset *
new_asked (WeftModel *model, const gint64 *classes, gint64 n)
{
  g_autoptr (GError) error = NULL;
  WeftDataset *asked = weft_dataset_new ();
  const WeftField *like = weft_dataset_get_y (model->dataset);
  WeftField *field;

  asked->name = g_strdup ("asked");
  asked->count = n;
  field = weft_like_add_field (asked, like);
  field->shape = like->shape;
  g_assert_true (weft_dataset_allocate (asked, field, &error));
  memcpy (field->data, classes, (gsize) n * sizeof *classes);
  g_assert_true (weft_like_finish (asked, model->dataset, &error));
  return asked;
}

static WeftTensor *
new_latent (gint64 rows, gint64 size)
{
  const WeftRandom random = { 9, WEFT_STREAM_SOURCE, 0 };
  WeftShape shape = WEFT_SHAPE (rows, size);
  WeftTensor *latent = weft_tensor_new (&shape);

  for (guint64 i = 0; i < (guint64) (rows * size); i++)
    weft_tensor_floats (latent)[i] = weft_random_normal (&random, i);
  return latent;
}

/* generation: taken. */
static WeftTensor *
make (WeftModel *model, WeftState *state, const gint64 *classes, WeftGeneration *generation)
{
  g_autoptr (WeftDataset) asked = new_asked (model, classes, generation->latent->shape.dims[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftQuestion) question
      = weft_question_new_generation (model, asked, NULL, generation, &error);
  g_autoptr (WeftResponse) response = NULL;

  g_assert_no_error (error);
  response = weft_question_answer (question, state, NULL);
  g_assert_cmpstr (response->error, ==, NULL);
  g_assert_nonnull (response->made);
  return weft_tensor_ref (response->made);
}

static gboolean
is_same (const WeftTensor *a, gint64 i, const WeftTensor *b, gint64 j)
{
  gint64 n = weft_shape_sample_count (&a->shape);

  return memcmp (weft_tensor_floats (a) + i * n, weft_tensor_floats (b) + j * n,
                 (gsize) n * sizeof (float))
         == 0;
}

static void
test_same_of_the_same (void)
{
  static const gint64 classes[] = { 0, 1, 0 };
  g_autoptr (WeftGraph) graph = new_gan ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftTensor) once = NULL, again = NULL;
  WeftGeneration *one = weft_generation_new (new_latent (3, SIZE)),
                 *many = weft_generation_new (new_latent (3, SIZE));

  g_assert_cmpint (weft_generation_get_size (model), ==, SIZE);
  weft_generation_add (one, 1, 1, 0);
  for (guint i = 0; i < 17; i++)
    weft_generation_add (many, i % 3, i % 3, 0);
  once = make (model, state, classes, one);
  state->step = 12; /* what is given is not drawn */
  again = make (model, state, classes, many);
  g_assert_cmpint (once->shape.dims[0], ==, 1);
  g_assert_cmpint (weft_shape_sample_count (&once->shape), ==, 2);
  for (guint i = 0; i < 17; i++)
    g_assert_true (is_same (again, i, once, 0) == (i % 3 == 1));
}

/* It begins at the one and ends at the other, bit for bit; each step is another sample. */
static void
test_walk (void)
{
  static const gint64 classes[] = { 0, 1 };
  g_autoptr (WeftGraph) graph = new_gan ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  WeftGeneration *generation = weft_generation_new (new_latent (2, SIZE));
  g_autoptr (WeftTensor) made = NULL;

  weft_generation_add (generation, 0, 0, 0);
  weft_generation_add (generation, 1, 1, 0);
  for (int i = 0; i <= 8; i++)
    weft_generation_add (generation, 0, 1, i / 8.0);
  made = make (model, state, classes, generation);
  g_assert_true (is_same (made, 2, made, 0));
  g_assert_true (is_same (made, 10, made, 1));
  for (int i = 0; i < 8; i++)
    g_assert_false (is_same (made, 2 + i, made, 3 + i));
}

/* Who makes to order is asked for what, and only for that. */
static void
test_order (void)
{
  static const gint64 first[] = { 0 }, second[] = { 1 };
  g_autoptr (WeftGraph) graph = new_gan ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  WeftGeneration *a = weft_generation_new (new_latent (1, SIZE)),
                 *b = weft_generation_new (new_latent (1, SIZE));
  g_autoptr (WeftTensor) of_first = NULL, of_second = NULL;

  weft_generation_add (a, 0, 0, 0);
  weft_generation_add (b, 0, 0, 0);
  of_first = make (model, state, first, a);
  of_second = make (model, state, second, b);
  g_assert_false (is_same (of_first, 0, of_second, 0));
  for (guint k = 0; k < model->n_feeds; k++)
    g_assert_true (weft_generation_takes (model, &model->feeds[k])
                   == (model->feeds[k].field == weft_dataset_get_y (model->dataset)));
}

static void
take_cb (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  memcpy (user, answer, (gsize) weft_shape_count (shape) * sizeof *answer);
}

/* The two numbers that a decoder makes of a code are a sum of its weights. */
static void
test_decoder (void)
{
  static const gint64 classes[] = { 0 };
  g_autoptr (WeftGraph) graph = new_vae ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftTensor) latent = new_latent (1, 3), made = NULL;
  WeftGeneration *generation = weft_generation_new (weft_tensor_ref (latent));
  const float *w = NULL, *b = NULL;

  g_assert_cmpint (weft_generation_get_size (model), ==, 3);
  for (guint k = 0; k < model->n_feeds; k++)
    g_assert_false (weft_generation_takes (model, &model->feeds[k]));
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const WeftNode *node = weft_graph_find (graph, entry->node);

      if (node != NULL && g_str_equal (node->name, "decode"))
        *(g_str_equal (entry->name, "weight") ? &w : &b) = entry->value;
    }
  weft_generation_add (generation, 0, 0, 0);
  made = make (model, state, classes, generation);
  for (int o = 0; o < 2; o++)
    {
      float y = b[o];

      for (int i = 0; i < 3; i++)
        y += w[3 * o + i] * weft_tensor_floats (latent)[i];
      g_assert_cmpfloat_with_epsilon (weft_tensor_floats (made)[o], y, 1e-6f);
    }
}

/* What is made of the code that a sample has is the network's own answer to that sample. */
static void
test_code_of_a_sample (void)
{
  static const gint64 classes[] = { 0 };
  g_autoptr (WeftGraph) graph = new_vae ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  WeftTensor *latent = new_latent (1, 3);
  WeftGeneration *generation = weft_generation_new (latent);
  g_autoptr (WeftTensor) made = NULL;
  guint32 sample = 4;
  float x[2], answer[2], *code = memset (weft_tensor_floats (latent), 0, 3 * sizeof (float));

  weft_field_get (weft_dataset_get_x (model->dataset), sample, x);
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const WeftNode *node = weft_graph_find (graph, entry->node);

      for (int k = 0; node != NULL && g_str_equal (node->name, "mean") && k < 3; k++)
        code[k] += g_str_equal (entry->name, "weight")
                       ? entry->value[2 * k] * x[0] + entry->value[2 * k + 1] * x[1]
                       : entry->value[k];
    }
  weft_generation_add (generation, 0, 0, 0);
  made = make (model, state, classes, generation);
  g_assert_true (weft_model_answer (model, state, 0, &sample, 1, take_cb, answer, NULL));
  for (int o = 0; o < 2; o++)
    g_assert_cmpfloat_with_epsilon (weft_tensor_floats (made)[o], answer[o], 1e-5f);
}

static void
test_nothing_to_make (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftModel) model = NULL;

  net_add (graph, "data", "data", "{'source': <'moons'>}");
  add_dense (graph, "dense", 2, "data.x");
  net_add (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "dense", "loss.prediction");
  net_wire (graph, "data.y", "loss.target");
  model = new_model (graph);
  g_assert_cmpint (weft_generation_get_size (model), ==, 0);
}

/* Numbers for another network are refused in words. */
static void
test_wrong_size (void)
{
  static const gint64 classes[] = { 0 };
  g_autoptr (WeftGraph) graph = new_gan ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftDataset) asked = new_asked (model, classes, 1);
  WeftGeneration *generation = weft_generation_new (new_latent (1, SIZE + 1));
  g_autoptr (WeftQuestion) question = NULL;
  g_autoptr (WeftResponse) response = NULL;

  weft_generation_add (generation, 0, 0, 0);
  question = weft_question_new_generation (model, asked, NULL, generation, NULL);
  response = weft_question_answer (question, state, NULL);
  g_assert_nonnull (response->error);
  g_assert_null (response->made);
}

/* Half-way between two at a right angle is at half of it, and as long. */
static void
test_sphere (void)
{
  const float x[] = { 2, 0, 0 }, y[] = { 0, 2, 0 }, back[] = { -2, 0, 0 };
  float at[3];

  weft_latent_walk (x, y, 3, 0.5, at);
  g_assert_cmpfloat_with_epsilon (at[0], (float) sqrt (2), 1e-6f);
  g_assert_cmpfloat_with_epsilon (at[1], (float) sqrt (2), 1e-6f);
  weft_latent_walk (x, y, 3, 1.0 / 3, at);
  g_assert_cmpfloat_with_epsilon (at[1], 1, 1e-6f); /* 2 sin 30° */
  weft_latent_walk (x, y, 3, 0, at);
  g_assert_cmpmem (at, sizeof at, x, sizeof x);
  weft_latent_walk (x, y, 3, 1, at);
  g_assert_cmpmem (at, sizeof at, y, sizeof y);
  weft_latent_walk (x, back, 3, 0.25, at); /* every way round is as long */
  g_assert_cmpfloat_with_epsilon (at[0], 1, 1e-6f);
  weft_latent_walk (x, x, 3, 0.3, at);
  g_assert_cmpfloat_with_epsilon (at[0], 2, 1e-6f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generation/sphere", test_sphere);
  g_test_add_func ("/generation/same-of-the-same", test_same_of_the_same);
  g_test_add_func ("/generation/walk", test_walk);
  g_test_add_func ("/generation/order", test_order);
  g_test_add_func ("/generation/decoder", test_decoder);
  g_test_add_func ("/generation/code-of-a-sample", test_code_of_a_sample);
  g_test_add_func ("/generation/nothing-to-make", test_nothing_to_make);
  g_test_add_func ("/generation/wrong-size", test_wrong_size);
  return g_test_run ();
}
