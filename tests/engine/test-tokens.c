/* test-tokens: words of different length, given values by an embedding, and what is learnt of them
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "engine/train/judging/evaluate.h"
#include "small-trainer.h"

#define BRACKETS "{'source': <'brackets'>, 'count': <int64 1200>, 'split': <[0.8, 0.0, 0.2]>}"

static WeftDataset *
look_up (const char *text, guint64 seed)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset = weft_catalog_lookup (catalog, params, 32, seed, &error);

  g_assert_no_error (error);
  return dataset;
}

static gboolean
closes (const char *text)
{
  char open[64];
  guint depth = 0;

  for (; *text; text++)
    if (*text == '(' || *text == '[')
      open[depth++] = *text == '(' ? ')' : ']';
    else if (depth == 0 || open[--depth] != *text)
      return FALSE;
  return depth == 0;
}

/* Half of the rows are sound, the labels say which, and their length does not. */
static void
test_brackets (void)
{
  g_autoptr (WeftDataset) dataset = look_up ("{'source': <'brackets'>}", 1);
  g_autoptr (WeftDataset) again = look_up ("{'source': <'brackets'>}", 2);
  g_autoptr (WeftDataset) other = look_up ("{'source': <'brackets'>, 'split_seed': <int64 3>}", 1);
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  gint64 sound = 0, length[2] = { 0 };

  g_assert_cmpint (dataset->count, ==, 2000);
  g_assert_cmpstr (dataset->sha256, ==, again->sha256);
  g_assert_cmpstr (dataset->sha256, !=, other->sha256);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      g_autofree char *text = weft_field_dup_text (x, i, 100);
      gint64 label = weft_field_get_class (y, i);

      g_assert_cmpint (closes (text), ==, label);
      sound += label;
      length[label] += (gint64) strlen (text);
    }
  g_assert_cmpint (sound, ==, 1000);
  g_assert_cmpint (ABS (length[0] - length[1]), <, 1000);
}

static gboolean
is_iso (const char *text)
{
  GDate date;
  int year, month, day, end = 0;

  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != 10)
    return FALSE;
  g_date_clear (&date, 1);
  return g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

/* Every day in its form, none twice, each with its end; each field has a length of its own. */
static void
test_dates (void)
{
  g_autoptr (WeftDataset) dataset = look_up ("{'source': <'dates'>}", 1);
  g_autoptr (WeftDataset) again = look_up ("{'source': <'dates'>}", 2);
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpstr (dataset->sha256, ==, again->sha256);
  g_assert_cmpint (x->t, !=, y->t);
  g_assert_cmpint (weft_field_find_end (y, dataset->count), ==, y->classes - 1);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      g_autofree char *text = weft_field_dup_text (y, i, 100);

      g_assert_true (is_iso (text));
      g_assert_true (g_hash_table_add (seen, g_strndup (text, 10)));
    }
}

/* In words, in numbers where there are none, and cut where it is too long. */
static void
test_text (void)
{
  gint64 tokens[] = { 1, 2, 2 };
  WeftField field = { .kind = WEFT_KIND_TOKENS,
                      .shape = WEFT_SHAPE (3),
                      .ragged = -1,
                      .data = tokens,
                      .classes = 3,
                      .class_names = (char *[]){ "", "good", "night", NULL } };
  g_autofree char *all = NULL, *some = NULL, *numbers = NULL;

  field.shape.type = WEFT_I64;
  all = weft_field_dup_text (&field, 0, 3);
  g_assert_cmpstr (all, ==, "good night night");
  some = weft_field_dup_text (&field, 0, 2);
  g_assert_cmpstr (some, ==, "good night …");
  field.class_names = NULL;
  numbers = weft_field_dup_text (&field, 0, 3);
  g_assert_cmpstr (numbers, ==, "1 2 2");
}

/* As people write: nothing before a full stop, within brackets or in Chinese. */
static void
test_written (void)
{
  gint64 tokens[] = { 1, 2, 4, 2, 5, 3, 6, 7, 8, 2 };
  WeftField field
      = { .kind = WEFT_KIND_TOKENS,
          .shape = WEFT_SHAPE (10),
          .ragged = -1,
          .data = tokens,
          .classes = 9,
          .class_names = (char *[]){ "", "so", "hot", ".", "(", ")", "汤", "热", "，", NULL } };
  g_autofree char *text = NULL;

  field.shape.type = WEFT_I64;
  text = weft_field_dup_text (&field, 0, 10);
  g_assert_cmpstr (text, ==, "so hot (hot).汤热，hot");
}

static WeftGraph *
make_net (void)
{
  static const char *const layers[] = {
    "embedding {'embedding_dim': <int64 8>}",
    "gru {'hidden_size': <int64 24>}",
    "dense {'units': <int64 2>}",
    NULL,
  };
  WeftGraph *graph = net_new (BRACKETS, layers, "cross_entropy");

  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "lr", g_variant_new_double (0.01));
  net_train (graph, "batch_size", g_variant_new_int64 (32));
  return graph;
}

/* The vocabulary is the data's, whatever the lengths; far better than the half that a guess gets,
 * and to the same bits on two threads. */
static void
test_learns (void)
{
  g_autoptr (WeftGraph) graph = make_net ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) one = new_trainer (1), two = new_trainer (2);
  g_autofree char *a = NULL, *b = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;

  weft_trainer_load (one, model, NULL, 7, NULL);
  weft_trainer_load (two, model, NULL, 7, NULL);
  finish (one, 40);
  finish (two, 40);
  a = dup_hash (one);
  b = dup_hash (two);
  g_assert_cmpstr (a, ==, b);
  finish (one, 3000);
  state = weft_trainer_dup_state (one);
  g_assert_cmpint (weft_shape_count (&g_array_index (state->entries, WeftStateEntry, 0).shape), ==,
                   5 * 8);
  evaluation = weft_evaluate (model, state, WEFT_PART_TEST, NULL, -1, NULL);
  g_test_message ("accuracy %g", evaluation->metrics[0]);
  g_assert_cmpfloat (evaluation->metrics[0], >, 0.8);
}

/* Codes that a quantiser chooses are tokens like any others: their vocabulary is the book. */
static void
test_codes (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'moons'>}"),
         dense = net_add (graph, "dense", "dense", "{'units': <int64 4>}"),
         book = net_add (graph, "vector_quantizer", "book", "{'num_embeddings': <int64 5>}"),
         look = net_add (graph, "embedding", "look", "{'embedding_dim': <int64 3>}"),
         classes = net_add (graph, "dense", "classes", "{'units': <int64 2>}"),
         loss = net_add (graph, "cross_entropy", "loss", NULL);
  g_autoptr (WeftTrainer) trainer = new_trainer (2);
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autofree char *shape = NULL;

  net_wire (graph, data, 0, dense, 0);
  net_wire (graph, dense, 0, book, 0);
  net_wire (graph, book, 2, look, 0);
  net_wire (graph, look, 0, classes, 0);
  net_wire (graph, classes, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  report = weft_check (graph, NULL);
  g_assert_true (report->can_train);
  shape = weft_shape_format (weft_report_find (report, book)->out[2], TRUE);
  g_assert_cmpstr (shape, ==, "(N,)");
  g_assert_cmpint (weft_report_find (report, book)->out_kind[2], ==, WEFT_KIND_TOKENS);
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 20);
  state = weft_trainer_dup_state (trainer);
  g_assert_cmpuint (weft_state_find (state, look, "weight")->count, ==, 5 * 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens/brackets", test_brackets);
  g_test_add_func ("/tokens/dates", test_dates);
  g_test_add_func ("/tokens/text", test_text);
  g_test_add_func ("/tokens/written", test_written);
  g_test_add_func ("/tokens/codes", test_codes);
  g_test_add_func ("/tokens/learns", test_learns);
  return g_test_run ();
}
