/* test-trying: which form is for which kind of field, what is drawn by hand, and which columns of a
 * table are filled in together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "ui/panels/trying/forms/column-groups.h"
#include "ui/panels/trying/forms/hand-drawing.h"
#include "ui/panels/trying/forms/written-text.h"
#include "ui/panels/trying/going-on.h"
#include "ui/panels/trying/trying.h"

#include "small-graph.h"

#define SIDE 20

static WeftDataset *
new_set (WeftKind kind, const gint64 *dims, int rank, WeftType type, gint64 count)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *field = weft_dataset_add_field (dataset, "x", kind);

  dataset->count = count;
  field->shape = weft_shape_new (dims, rank);
  field->shape.type = type;
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  return dataset;
}

/* All of them train. */
static WeftSplit *
new_split (const WeftDataset *dataset)
{
  return weft_split_new (dataset, (double[]){ 1, 0, 0 }, 0);
}

static void
test_forms (void)
{
  static char *words[] = { "", "?", "a", NULL };
  const struct
  {
    WeftField field;
    const char *form;
  } cases[] = {
    { { .kind = WEFT_KIND_PICTURE, .shape = WEFT_SHAPE (1, 28, 28), .ragged = -1 }, "picture" },
    { { .kind = WEFT_KIND_PICTURE, .shape = WEFT_SHAPE (3, 8, 9), .ragged = -1 }, "picture" },
    { { .kind = WEFT_KIND_PICTURE, .shape = WEFT_SHAPE (5, 8, 9), .ragged = -1 }, "sample" },
    { { .kind = WEFT_KIND_NUMBERS, .shape = WEFT_SHAPE (13), .ragged = -1 }, "numbers" },
    { { .kind = WEFT_KIND_NUMBERS, .shape = WEFT_SHAPE (9, 13), .ragged = 0 }, "sample" },
    { { .kind = WEFT_KIND_NUMBERS, .shape = WEFT_SHAPE (50, 2), .ragged = -1 }, "series" },
    { { .kind = WEFT_KIND_NUMBERS, .shape = WEFT_SHAPE (50, 40), .ragged = -1 }, "sample" },
    { { .kind = WEFT_KIND_SOUND, .shape = WEFT_SHAPE (800), .ragged = 0, .rate = 8000 }, "sound" },
    { { .kind = WEFT_KIND_POINTS, .shape = WEFT_SHAPE (2), .ragged = -1 }, "numbers" },
    { { .name = "x", .kind = WEFT_KIND_POINTS, .shape = WEFT_SHAPE (2), .ragged = -1 }, "point" },
    { { .kind = WEFT_KIND_CLASS, .ragged = -1 }, "choice" },
    { { .kind = WEFT_KIND_TOKENS, .shape = WEFT_SHAPE (9), .class_names = words }, "text" },
    { { .kind = WEFT_KIND_TOKENS, .shape = WEFT_SHAPE (9) }, "sample" },
    { { .kind = WEFT_KIND_MASK, .shape = WEFT_SHAPE (1, 8, 9), .ragged = -1 }, "sample" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (weft_form_find (&cases[i].field)->id, ==, cases[i].form);
}

/* Light on dark, as the set is: so is what is drawn. */
static void
test_drawing (void)
{
  g_autoptr (WeftDataset) dataset
      = new_set (WEFT_KIND_PICTURE, (gint64[]){ 1, SIDE, SIDE }, 3, WEFT_U8, 6);
  g_autoptr (WeftSplit) split = new_split (dataset);
  WeftField *field = &dataset->fields[0];
  const double from[] = { 3, 10 }, to[] = { 17, 10 };
  WeftHandDrawing *drawing;
  double sum = 0, twice = 0;

  field->scale = 1.0 / 255;
  for (int i = 0; i < 6; i++)
    ((guint8 *) field->data)[i * SIDE * SIDE + SIDE * SIDE / 2 + SIDE / 2] = 255;
  drawing = weft_hand_drawing_new (field, split);
  g_assert_cmpfloat (drawing->ground[0], ==, 0);
  g_assert_cmpfloat (drawing->ink[0], ==, 1);
  g_assert_true (drawing->is_blank);
  weft_hand_drawing_begin (drawing);
  weft_hand_drawing_line (drawing, from, to, 1, drawing->ink);
  g_assert_false (drawing->is_blank);
  for (int i = 0; i < SIDE * SIDE; i++)
    sum += (double) drawing->x[i];
  g_assert_cmpfloat (drawing->x[9 * SIDE + 10], ==, 1);
  g_assert_cmpfloat (drawing->x[2 * SIDE + 10], ==, 0);
  g_assert_cmpfloat_with_epsilon (sum, 14 * 2 + G_PI, 2); /* a band with round ends */
  weft_hand_drawing_line (drawing, to, from, 1, drawing->ink);
  for (int i = 0; i < SIDE * SIDE; i++)
    twice += (double) drawing->x[i];
  g_assert_cmpfloat_with_epsilon (twice, sum, 1e-4);
  weft_hand_drawing_invert (drawing);
  g_assert_cmpfloat (drawing->x[9 * SIDE + 10], ==, 0);
  weft_hand_drawing_clear (drawing);
  g_assert_cmpfloat (drawing->x[9 * SIDE + 10], ==, 0);
  g_assert_true (drawing->is_blank);
  weft_hand_drawing_free (drawing);
}

/* Dark on light where the set is so. */
static void
test_ground (void)
{
  g_autoptr (WeftDataset) dataset
      = new_set (WEFT_KIND_PICTURE, (gint64[]){ 3, SIDE, SIDE }, 3, WEFT_F32, 2);
  g_autoptr (WeftSplit) split = new_split (dataset);
  float *x = dataset->fields[0].data;
  WeftHandDrawing *drawing;

  for (int i = 0; i < 2 * 3 * SIDE * SIDE; i++)
    x[i] = i % (SIDE * SIDE) == SIDE * SIDE / 2 + SIDE / 2 ? -2 : 4;
  drawing = weft_hand_drawing_new (&dataset->fields[0], split);
  g_assert_cmpfloat (drawing->ground[2], ==, 4);
  g_assert_cmpfloat (drawing->ink[2], ==, -2);
  weft_hand_drawing_set_pixels (drawing, (const guint32[SIDE * SIDE]){ 0x80ff00 }, SIDE);
  g_assert_cmpfloat (drawing->x[SIDE * SIDE], ==, 4); /* the green of the first pixel */
  g_assert_cmpfloat (drawing->x[2 * SIDE * SIDE], ==, -2);
  weft_hand_drawing_free (drawing);
}

static void
test_columns (void)
{
  static char *names[]
      = { "age", "colour = red", "colour = blue", "size = 3", "size = 4", "weight", NULL };
  static const float rows[][6]
      = { { 30, 1, 0, 1, 1, 0.5f }, { 40, 0, 1, 0, 0, 1.5f }, { 50, 0, 0, 0, 1, 2.5f } };
  g_autoptr (WeftDataset) dataset
      = new_set (WEFT_KIND_NUMBERS, (gint64[]){ 6 }, 1, WEFT_F32, G_N_ELEMENTS (rows));
  g_autoptr (WeftSplit) split = new_split (dataset);
  WeftColumnGroups *groups;

  memcpy (dataset->fields[0].data, rows, sizeof rows);
  dataset->fields[0].feature_names = g_strdupv (names);
  groups = weft_column_groups_new (dataset, &dataset->fields[0], split);
  g_assert_cmpuint (groups->n, ==, 5);
  g_assert_cmpstr (groups->groups[0].name, ==, "age");
  g_assert_true (groups->groups[0].is_whole);
  g_assert_cmpfloat (groups->groups[0].low, ==, 30);
  g_assert_cmpfloat (groups->groups[0].middle, ==, 40);
  g_assert_cmpfloat (groups->groups[0].high, ==, 50);
  g_assert_cmpstr (groups->groups[1].name, ==, "colour");
  g_assert_cmpuint (groups->groups[1].n, ==, 2);
  g_assert_cmpstr (groups->groups[1].words[1], ==, "blue");
  g_assert_null (groups->groups[2].words); /* a row has both */
  g_assert_false (groups->groups[4].is_whole);
  weft_column_groups_free (groups);
}

/* Its words as they were written: lines are lines, and groups of signs are words again. */
static void
test_written (void)
{
  static char *signs[] = { "", "�", "a", "b", " ", "\\n", NULL };
  static char *groups[]
      = { "", "�", "‹th", "the", "he›", "‹the", "the›", "‹是", "是的", "的›", NULL };
  const struct
  {
    char **words;
    gint64 tokens[6];
    const char *text;
  } cases[] = {
    { signs, { 2, 4, 3, 5, 2, 2 }, "a b\naa" },
    { groups, { 2, 3, 4, 5, 6, 2 }, "the th" },
    { groups, { 2, 3, 4, 7, 8, 9 }, "the 是的" },
    { groups, { 2, 1, 4, 5, 6, 2 }, "the th" }, /* its neighbours have its signs */
    { groups, { 2, 1, 1, 5, 6, 2 }, "th… th" },
    { signs, { 2, 4, 1, 4, 2, 2 }, "a … aa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftDataset) dataset = new_set (WEFT_KIND_TOKENS, (gint64[]){ 6 }, 1, WEFT_I64, 1);
      WeftField *field = &dataset->fields[0];
      g_autofree char *text = NULL;

      field->class_names = g_strdupv (cases[i].words);
      field->classes = (int) g_strv_length (cases[i].words);
      memcpy (field->data, cases[i].tokens, sizeof cases[i].tokens);
      text = weft_written_dup (field, 0);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* What is likeliest is put behind what was given, and no more is asked than can be read; what is in
 * no vocabulary is no word that could be written, and is seen to be none. */
static void
test_going_on (void)
{
  static char *signs[] = { "", "�", "a", "b", NULL };
  const gint64 given[] = { 2, 1, 2 };
  const float scores[] = { 0, 9, 1, 5 };
  g_autoptr (WeftDataset) own = new_set (WEFT_KIND_TOKENS, (gint64[]){ 3 }, 1, WEFT_I64, 1);
  g_autoptr (WeftDataset) asked = weft_dataset_new ();
  g_autoptr (WeftDecoding) greedy = weft_decoding_new ("greedy", NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) last = g_ptr_array_new ();
  const WeftShape words = WEFT_SHAPE (4);
  g_autoptr (WeftTensor) tensor = weft_tensor_new_copy (&words, scores);
  g_autofree char *begun = NULL, *written = NULL;
  WeftGoingOn *on = weft_going_on_new ();
  WeftField *field = &own->fields[0];
  WeftSaid said = { .field = field, .last = last };
  WeftResponse response = { .said = all };
  const gint64 *tokens;
  WeftShape shape;

  memcpy (field->data, given, sizeof given);
  field->class_names = g_strdupv (signs);
  field->classes = 4;
  g_ptr_array_add (last, tensor);
  g_ptr_array_add (all, &said);
  g_assert_true (weft_going_on_take (on, &response, greedy, 0));
  g_assert_true (weft_going_on_add (on, field, own, asked, NULL));
  tokens = weft_field_get_sample (&asked->fields[0], 0, &shape);
  g_assert_cmpint (shape.dims[0], ==, 3);
  g_assert_cmpint (tokens[0], ==, 1);
  g_assert_cmpint (tokens[2], ==, 3);
  written = weft_going_on_dup_text (on, field, &begun);
  g_assert_cmpstr (begun, ==, "a…a");
  g_assert_cmpstr (written, ==, "b");
  weft_going_on_free (on);
}

static WeftModel *
new_model (WeftGraph *graph, WeftCatalog *catalog)
{
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

/* Another layer leaves what can be tried as it is; of another split other samples are unseen. */
static void
test_alike (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftModel) first = new_model (graph, catalog), wider = NULL, split = NULL;

  small_graph_do (graph, weft_edit_set_param (2, "units", g_variant_new_int64 (7)));
  wider = new_model (graph, catalog);
  g_assert_true (weft_try_is_alike (first, wider));
  small_graph_do (graph,
                  weft_edit_set_param (1, "split", g_variant_new_parsed ("[0.6, 0.2, 0.2]")));
  split = new_model (graph, catalog);
  g_assert_true (split->dataset == first->dataset);
  g_assert_false (weft_try_is_alike (first, split));
}

/* Chances are told as such, the highest first, and what is measured as it is. */
static void
test_chances (void)
{
  static const char *const losses[] = { "bce_with_logits", "mse" };
  static const char *const told[] = { "x₂ 50.0 % · x₁ 11.9 %", "x₁ −2 · x₂ 0" };
  const float numbers[][2] = { { 0.119f, 0.5f }, { -2, 0 } };
  const WeftShape shape = WEFT_SHAPE (2);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftGraph) graph = weft_graph_new ();
      g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
      g_autoptr (WeftTensor) tensor = weft_tensor_new_copy (&shape, numbers[i]);
      g_autoptr (GPtrArray) all = g_ptr_array_new ();
      g_autoptr (WeftModel) model = NULL;
      g_autofree char *words = NULL;
      WeftSaid said = { .numbers = all };
      WeftGiven given = { .said = &said, .truth = -1 };

      small_graph_add (graph, "data", 0, 0);
      small_graph_do (graph, weft_edit_set_param (1, "source", g_variant_new_string ("circles")));
      small_graph_add (graph, "dense", 0, 0);
      small_graph_do (graph, weft_edit_set_param (2, "units", g_variant_new_int64 (2)));
      small_graph_add (graph, losses[i], 0, 0);
      small_graph_wire (graph, 1, 0, 2, 0);
      small_graph_wire (graph, 2, 0, 3, 0);
      small_graph_wire (graph, 1, 0, 3, 1);
      model = new_model (graph, catalog);
      g_ptr_array_add (all, tensor);
      given.model = model;
      given.target = weft_dataset_get_x (model->dataset);
      words = weft_answer_view_numbers.dup_words (&given);
      g_assert_cmpstr (words, ==, told[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trying/forms", test_forms);
  g_test_add_func ("/trying/drawing", test_drawing);
  g_test_add_func ("/trying/ground", test_ground);
  g_test_add_func ("/trying/columns", test_columns);
  g_test_add_func ("/trying/written", test_written);
  g_test_add_func ("/trying/going-on", test_going_on);
  g_test_add_func ("/trying/alike", test_alike);
  g_test_add_func ("/trying/chances", test_chances);
  return g_test_run ();
}
