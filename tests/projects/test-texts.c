/* test-texts: tables of texts: what each column is for, and that words are learnt from what trains
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-columns.h"

#include "engine/data/token-sentences.h"
#include "engine/plan/check.h"
#include "projects/readers/asked/asked.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/texts/text-units.h"

static void
join (const char *unit, gsize length, gpointer user)
{
  g_string_append_printf (user, "%.*s|", (int) length, unit);
}

static void
test_units (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    WeftTextUnit unit;
    const char *text, *wanted;
  } cases[] = {
    { WEFT_UNIT_WORDS, "Don’t stop, it's 3.5 km!", "Don’t|stop|,|it's|3|.|5|km|!|" },
    { WEFT_UNIT_WORDS, "你好 world，再见", "你|好|world|，|再|见|" },
    { WEFT_UNIT_WORDS, "café naïve", "café|naïve|" },
    { WEFT_UNIT_WORDS, "", "" },
    { WEFT_UNIT_SPACED, " B-x  I-y O ", "B-x|I-y|O|" },
    { WEFT_UNIT_CHARACTERS, "a é你", "a| |é|你|" },
    { WEFT_UNIT_GROUPS, "Bad", "‹ba|bad|ad›|‹bad|bad›|‹bad›|" },
    { WEFT_UNIT_GROUPS, "a né", "‹a›|‹né|né›|‹né›|" },
    { WEFT_UNIT_GROUPS, "用a", "‹用|用›|‹用›|‹a›|" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) said = g_string_new (NULL);

      weft_text_units (cases[i].text, cases[i].unit, join, said);
      g_assert_cmpstr (said->str, ==, cases[i].wanted);
    }
}

static const char *const subjects[] = { "camera", "phone", "printer", "screen", "battery" };
static const char *const praises[] = { "works well", "is great fun", "looks very good" };
static const char *const blames[] = { "broke at once", "is too heavy", "makes strange noises" };

/* So many lines "label<tab>text", every one another text; what stands before each text. */
static void
put_reviews (const char *name, int n, const char *before)
{
  g_autoptr (GString) text = g_string_new ("label\ttext\n");

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%d\t%s the %s number %d %s\n", i % 2, before,
                            subjects[i / 2 % 5], i, i % 2 ? praises[i / 2 % 3] : blames[i / 2 % 3]);
  write_file (name, text->str, -1);
}

static gboolean
has_word (const WeftField *field, const char *word)
{
  return g_strv_contains ((const char *const *) field->class_names, word);
}

static void
assert_trains (const WeftDataset *dataset)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) graph = weft_starter_new (dataset, &error);
  g_autoptr (WeftReport) report = NULL;

  g_assert_no_error (error);
  weft_catalog_add (catalog, (WeftDataset *) dataset);
  report = weft_check (graph, catalog);
  g_assert_true (report->can_train);
}

/* Words of the test part alone are strangers; case does not matter. */
static void
test_classes (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;
  g_autofree char *known = NULL, *told = NULL;
  const WeftField *x, *y;

  put_reviews ("talk-train.tsv", 200, "Honestly");
  put_reviews ("talk-test.tsv", 40, "surprisingly");
  dataset = read_path ("talk-train.tsv", NULL);
  x = weft_dataset_get_x (dataset);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpstr (dataset->name, ==, "talk");
  g_assert_cmpint (dataset->count, ==, 240);
  g_assert_cmpint (x->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpint (y->kind, ==, WEFT_KIND_CLASS);
  g_assert_cmpint (y->classes, ==, 2);
  g_assert_true (has_word (x, "honestly"));
  g_assert_false (has_word (x, "Honestly"));
  g_assert_false (has_word (x, "surprisingly"));
  g_assert_cmpint (dataset->part[239], ==, WEFT_PART_TEST + 1);
  known = g_strdup_printf (": %d words that are met", x->classes - 2); /* nothing, and unknown */
  told = g_strjoinv ("\n", dataset->notes);
  g_assert_nonnull (strstr (told, known));
  assert_trains (dataset);
}

/* Nor is a word known that stands in what a starter's split puts aside. */
static void
test_own_split (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftSplit) split = NULL;
  double shares[WEFT_N_PARTS];
  const WeftField *x;
  g_autofree gint64 *trained = NULL;

  put_reviews ("talk.tsv", 300, "well");
  dataset = read_path ("talk.tsv", NULL);
  x = weft_dataset_get_x (dataset);
  weft_starter_get_shares (dataset, shares);
  split = weft_split_new (dataset, shares, 0);
  trained = g_new0 (gint64, x->classes);
  for (gint64 i = 0; i < split->count[WEFT_PART_TRAIN]; i++)
    {
      WeftShape shape;
      const gint64 *token = weft_field_get_sample (x, split->samples[WEFT_PART_TRAIN][i], &shape);

      for (gint64 k = 0; k < shape.dims[0]; k++)
        trained[token[k]]++;
    }
  for (int c = 2; c < x->classes; c++)
    g_assert_cmpint (trained[c], >=, 2);
  g_assert_cmpint (trained[1], >, 0);
}

/* Of each word how much its sentence shares with the summary, of several with the best: the shares
 * are counted by hand. The class beside it is not what the table is about. */
static void
test_summaries (gpointer fixture, gconstpointer data)
{
  static const float wanted[] = { 0, 0, 0, 0, 1, 1, 1, 1, 2.0f / 6, 2.0f / 6, 2.0f / 6, 2.0f / 6 };
  g_autoptr (GString) text = g_string_new ("sentences\tbest\tsummary\n");
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (GArray) sentences = NULL;
  g_autofree char *said = NULL;
  const WeftField *x, *y;
  guint best;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (
        text, "It is warm. We cool engines! Engines run %d.\t%d\t%s we rest %d %s\n", i, i % 3,
        i % 2 ? "We cool engines ||" : "", i, i % 2 ? "" : "|| WE COOL ENGINES.");
  write_file ("short.tsv", text->str, -1);
  dataset = read_path ("short.tsv", NULL);
  x = weft_dataset_get_x (dataset);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (x->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpint (y->kind, ==, WEFT_KIND_NUMBERS);
  g_assert_cmpint (x->offsets[1], ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpfloat_with_epsilon (((const float *) y->data)[i], wanted[i], 1e-6);
  g_assert_true (has_note (dataset->notes, "The first sentence has 0 on average, the best one 1"));
  g_assert_true (weft_token_weights_are (x, y));
  sentences = weft_token_sentences_weigh (x, 0, y->data);
  g_assert_cmpuint (sentences->len, ==, 3);
  best = weft_token_sentences_find_best (sentences);
  g_assert_cmpuint (best, ==, 1);
  said = weft_token_sentence_dup_text (x, 0, &g_array_index (sentences, WeftTokenSentence, best));
  g_assert_cmpstr (said, ==, "we cool engines!");
  assert_trains (dataset);
}

static void
test_tags (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("intent\ttext\tslots\n");
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *x, *tags;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%s\tplease %s the %s %d\tO O O B-thing%s\n",
                            i % 2 ? "play" : "stop", i % 2 ? "play" : "stop", subjects[i % 5], i,
                            i % 2 ? " I-thing" : " O");
  write_file ("asks.tsv", text->str, -1);
  dataset = read_path ("asks.tsv", NULL);
  x = weft_dataset_get_x (dataset);
  tags = weft_dataset_find_field (dataset, "tags");
  g_assert_nonnull (tags);
  g_assert_cmpstr (weft_dataset_get_y (dataset)->title, ==, "intent");
  g_assert_cmpint (x->t, ==, tags->t);
  g_assert_true (has_word (tags, "B-thing"));
  assert_trains (dataset);
}

/* A word and its tags a line, in the forms in which such sets are handed round: each sentence is a
 * text, however often it is met. */
static void
check_lines (const char *name, const char *text, int repeats, const char *first, const char *word,
             const char *tag)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *x, *y;

  g_string_append (lines, first);
  for (int i = 0; i < repeats; i++)
    g_string_append (lines, text);
  write_file (name, lines->str, -1);
  dataset = read_path (name, NULL);
  x = weft_dataset_get_x (dataset);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (dataset->count, ==, 2 * repeats);
  g_assert_true (has_word (x, word));
  g_assert_true (has_word (y, tag));
  g_assert_cmpint (x->t, ==, y->t);
  g_assert_cmpint (x->offsets[1], ==, y->offsets[1]);
  g_assert_cmpint (x->offsets[1], ==, 4);
  assert_trains (dataset);
}

static void
test_tagged_lines (gpointer fixture, gconstpointer data)
{
  check_lines ("ner.conll", "Ann B-PER\nsaw O\nRome B-LOC\n. O\n\nIt O\nrained O\n\n", 20, "",
               "ann", "B-LOC");
  check_lines ("ner.txt",
               "Ann\tNNP\tB-PER\r\n\"\t\"\tO\r\nRome\tNNP\tB-LOC\r\n.\t.\tO\r\n\r\n"
               "It\tPRP\tO\r\nrained\tVBD\tO\r\n \r\n",
               20, "-DOCSTART-\t-X-\tO\r\n\r\n", "\"", "B-PER");
  check_lines ("zh.bio",
               "\346\210\221 O\n\347\210\261 O\n\345\215\227 B-LOC\n\344\272\254 I-LOC\n\n"
               "\345\245\275 O\n\345\220\227 O\n\n",
               20, "\357\273\277", "\345\215\227", "I-LOC");
  check_lines ("tree.conllu",
               "# text = Don't go .\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
               "1\tDo\tdo\tAUX\t_\t_\t4\taux\t_\t_\n2\tnot\tnot\tPART\t_\t_\t4\tadv\t_\t_\n"
               "3\tgo\tgo\tVERB\t_\t_\t0\troot\t_\t_\n4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n"
               "1\tGo\tgo\tVERB\t_\t_\t0\troot\t_\t_\n2\t!\t!\tPUNCT\t_\t_\t1\tp\t_\t_\n\n",
               20, "", "not", "VERB");
}

static void
test_pairs (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("en\tzh\tattribution\n");
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *y;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "I see %d of the %s.\t我看见%d个东西%d。\tsomebody #%d (of it)\n",
                            i, subjects[i % 5], i, i, i);
  write_file ("both.tsv", text->str, -1);
  dataset = read_path ("both.tsv", NULL);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (y->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpstr (y->title, ==, "zh");
  g_assert_cmpint (weft_field_find_end (y, dataset->count), ==, y->classes - 1);
  g_assert_true (has_word (y, "我"));
  assert_trains (dataset);
}

/* Words and what is said of each, where there is nothing else: letter by letter, or written. */
static void
test_words (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) list = g_string_new ("word,mood\n"), pairs = g_string_new ("word\tsounds\n");
  g_autoptr (WeftDataset) moods = NULL, sounds = NULL;

  for (int i = 0; i < 260; i++)
    {
      char a = (char) ('a' + i % 26), b = (char) ('a' + i / 26);

      g_string_append_printf (list, "%cx%cy%d,%s\n", a, b, i, i % 2 ? "good" : "bad");
      g_string_append_printf (pairs, "%c%cu\t%c %c UH\n", a, b, g_ascii_toupper (a),
                              g_ascii_toupper (b));
    }
  write_file ("moods.csv", list->str, -1);
  moods = read_path ("moods.csv", NULL);
  g_assert_cmpint (weft_dataset_get_x (moods)->kind, ==, WEFT_KIND_TOKENS);
  g_assert_true (has_word (weft_dataset_get_x (moods), "x"));
  g_assert_cmpstr (weft_dataset_get_y (moods)->title, ==, "mood");
  write_file ("sounds.tsv", pairs->str, -1);
  sounds = read_path ("sounds.tsv", NULL);
  g_assert_true (has_word (weft_dataset_get_x (sounds), "u"));
  g_assert_true (has_word (weft_dataset_get_y (sounds), "UH"));
  assert_trains (sounds);
}

/* Tables of numbers in which a name or a remark stands stay tables. */
static void
test_no_texts (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("name,age,fare,class,port,alive\n");
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "Mr %s of house %d,%d,%d.5,%d,%s,%s\n", subjects[i % 5], i,
                            20 + i % 40, i, i % 3, i % 2 ? "here" : "there", i % 3 ? "yes" : "no");
  write_file ("people.csv", text->str, -1);
  dataset = read_path ("people.csv", "alive");
  g_assert_cmpint (weft_dataset_get_x (dataset)->kind, ==, WEFT_KIND_NUMBERS);
}

static void
test_wrong (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL, cut = NULL;
  g_autofree char *endless = g_strnfill (3 << 20, 'x');
  g_autoptr (GString) table = g_string_new ("label\ttext\n");

  put_reviews ("talk-train.tsv", 20, "well");
  write_file ("talk-test.tsv", "text\tmood\nit is good so far\t1\n", -1);
  assert_fails ("talk-train.tsv", WEFT_ERROR_INVALID, "columns differ");
  put_reviews ("one.tsv", 20, "well");
  path = path_of ("one.tsv");
  dataset = weft_reader_read (path, "nowhere", &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "label"));
  for (int i = 0; i < 10; i++)
    g_string_append_printf (table, "%d\tthis is not so long: %d\n", i % 2, i);
  g_string_append_printf (table, "0\tvery %s long and %s\n", endless, endless);
  write_file ("long.tsv", table->str, -1);
  cut = read_path ("long.tsv", NULL);
  g_assert_cmpint (weft_dataset_get_x (cut)->shape.dims[0], <=, 400);
}

static void
put_text (const char *name, const char *text)
{
  g_autofree char *path = path_of (name), *inner = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  write_file (name, text, -1);
}

static void
test_folder (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *y;

  for (int i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%d.txt", i % 2 ? "good" : "bad", i);
      g_autofree char *text = g_strdup_printf ("The %s\n%s, again and again.\n", subjects[i % 5],
                                               i % 2 ? praises[i % 3] : blames[i % 3]);

      put_text (name, text);
    }
  put_text ("bad/nothing.txt", " \n");
  dataset = read_path ("", NULL);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (dataset->count, ==, 12);
  g_assert_cmpstr (y->class_names[0], ==, "bad");
  g_assert_true (has_word (weft_dataset_get_x (dataset), "again"));
  g_assert_nonnull (strstr (dataset->notes[0], "nothing.txt"));
  assert_trains (dataset);
}

/* What is asked is cut as the text was, of which an end of a line is a sign, too. */
static void
assert_reads_signs (const WeftDataset *like, const char *text)
{
  const WeftAskedInput input = { .name = "x", .text = text };
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) asked = weft_asked_read (like, &input, 1, &samples, &error);
  WeftShape shape;
  const gint64 *tokens;

  g_assert_no_error (error);
  tokens = weft_field_get_sample (weft_dataset_get_x (asked), 0, &shape);
  g_assert_cmpint (shape.dims[0], ==, g_utf8_strlen (text, -1));
  for (gint64 i = 0; i < shape.dims[0]; i++)
    {
      g_autofree char *sign = g_utf8_substring (text, (glong) i, (glong) i + 1);
      const char *name = weft_dataset_get_x (asked)->class_names[tokens[i]];

      g_assert_cmpstr (name, ==, *sign == '\n' ? "\\n" : sign);
    }
}

/* Each window goes on where the one before ended; what only the test part holds is unknown. */
static void
test_plain (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *x, *y;
  const gint64 *read, *next;

  for (int i = 0; i < 300; i++)
    g_string_append_printf (text, "Line %d of a long story without a table.\n", i);
  g_string_append (text, "§§§§");
  for (int i = 0; i < 60; i++)
    g_string_append_c (text, 'z');
  put_text ("story.txt", text->str);
  dataset = read_path ("story.txt", NULL);
  x = weft_dataset_get_x (dataset);
  y = weft_dataset_get_y (dataset);
  read = x->data;
  next = y->data;
  g_assert_cmpint (x->shape.dims[0], ==, 64);
  for (gint64 i = 0; i + 1 < dataset->count * 64; i++)
    g_assert_cmpint (next[i], ==, read[i + 1]);
  g_assert_cmpint (dataset->part[0], ==, WEFT_PART_TRAIN + 1);
  g_assert_cmpint (dataset->part[dataset->count - 1], ==, WEFT_PART_TEST + 1);
  g_assert_false (has_word (x, "§"));
  assert_trains (dataset);
  assert_reads_signs (dataset, "a story 12\nLine");
  put_text ("short.txt", "nothing much");
  assert_fails ("short.txt", WEFT_ERROR_INVALID, "too short");
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/texts/units", test_units },
    { "/texts/classes", test_classes },
    { "/texts/own-split", test_own_split },
    { "/texts/tags", test_tags },
    { "/texts/tagged-lines", test_tagged_lines },
    { "/texts/summaries", test_summaries },
    { "/texts/pairs", test_pairs },
    { "/texts/no-texts", test_no_texts },
    { "/texts/wrong", test_wrong },
    { "/texts/folder", test_folder },
    { "/texts/plain", test_plain },
    { "/texts/words", test_words },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
