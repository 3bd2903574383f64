/* test-pieces: words are cut into the pieces that byte_pairs.py, which is written otherwise, finds
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked.h"
#include "projects/readers/texts/text-pieces.h"
#include "projects/readers/texts/text-tokens.h"
#include "tests/projects/reader-columns.h"

/* What byte_pairs.py says of that text; a word a line. Transfer full. */
static char *
ask_reference (const char *most, const char *text, const char *const *words)
{
  const char *files = g_getenv ("WEFT_TEST_FILES");
  g_autofree char *script
      = g_build_filename (files ? files : "tests/fixtures", "../projects/byte_pairs.py", NULL);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) python = NULL;
  g_autoptr (GError) error = NULL;
  char *said = NULL;

  g_ptr_array_add (arguments, (gpointer) "/usr/bin/python3");
  g_ptr_array_add (arguments, script);
  g_ptr_array_add (arguments, (gpointer) most);
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (arguments, (gpointer) words[i]);
  g_ptr_array_add (arguments, NULL);
  python
      = g_subprocess_newv ((const char *const *) arguments->pdata,
                           G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (python, text, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  return said;
}

static void
append (GString *to, const char *piece)
{
  if (to->len > 0 && to->str[to->len - 1] != '\n')
    g_string_append_c (to, ' ');
  g_string_append (to, piece);
}

static void
append_cut (GString *to, const GPtrArray *names, const char *word)
{
  g_autoptr (GHashTable) tokens = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) cut = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (tokens, names->pdata[i], GUINT_TO_POINTER (i));
  weft_pieces_cut (tokens, word, G_MAXUINT32, cut);
  for (guint i = 0; i < cut->len; i++)
    {
      guint32 token = g_array_index (cut, guint32, i);

      append (to, token < names->len ? names->pdata[token] : "?");
    }
  g_string_append_c (to, '\n');
}

/* The different words of a text, and how often each is met, in the order in which they come. */
static GPtrArray *
count_words (const char *text, GArray *counts)
{
  g_auto (GStrv) all = g_strsplit (text, " ", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; all[i]; i++)
    {
      g_autofree char *word = g_strconcat ("▁", all[i], NULL);
      guint at = 0;

      while (at < words->len && strcmp (words->pdata[at], word) != 0)
        at++;
      if (at == words->len)
        {
          g_ptr_array_add (words, g_strdup (word));
          g_array_append_vals (counts, &(guint){ 0 }, 1);
        }
      g_array_index (counts, guint, at)++;
    }
  return words;
}

static void
assert_like_reference (const char *text, guint most, const char *const *asked)
{
  g_autofree char *number = g_strdup_printf ("%u", most);
  g_autofree char *wanted = ask_reference (number, text, asked);
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (GPtrArray) words = count_words (text, counts), names = NULL;
  g_autoptr (GString) got = g_string_new (NULL);

  names = weft_pieces_learn ((char *const *) words->pdata, (const guint *) (void *) counts->data,
                             words->len, most, NULL);
  for (guint i = 0; i < names->len; i++)
    append (got, names->pdata[i]);
  g_string_append_c (got, '\n');
  for (guint i = 0; asked[i]; i++)
    append_cut (got, names, asked[i]);
  g_assert_cmpstr (got->str, ==, wanted);
}

static void
test_reference (gpointer fixture, gconstpointer data)
{
  static const char *const words[] = { "▁lowest", "▁slowest", "▁tower", "▁l", NULL };
  static const char *const made[] = { "▁abacabad", "▁dddd", "▁cab", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  assert_like_reference ("low lower lowest newer newest wider widest low low new new slow slowly "
                         "slower the lowest tower towers tower 低 低地 低地",
                         30, words);
  for (guint i = 0; i < 400; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');
      for (int k = g_rand_int_range (random, 1, 9); k > 0; k--)
        g_string_append_c (text, (char) ('a' + g_rand_int_range (random, 0, 4)));
    }
  assert_like_reference (text->str, 200, made);
}

/* A table of texts by pieces: what is read is what was written, and what is asked later is cut as
 * what was learnt. */
static void
test_table (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("text\tlabel\n");
  const WeftReadOptions options = { .unit = "byte-pair", .vocabulary = "40" };
  g_autoptr (WeftDataset) dataset = NULL, asked = NULL;
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL, *again = NULL, *path = path_of ("asked.txt");

  for (int i = 0; i < 120; i++)
    g_string_append_printf (text, "The %s towers %d were %s than before.\t%s\n",
                            i % 2 ? "lowest" : "newest", i, i % 3 ? "slower" : "wider",
                            i % 2 ? "down" : "up");
  dataset = read_as (text->str, &options, NULL);
  g_assert_cmpint (weft_dataset_get_x (dataset)->classes, ==, 42);
  said = weft_field_dup_text (weft_dataset_get_x (dataset), 5, 400);
  g_assert_cmpstr (said, ==, "The lowest towers 5 were slower than before.");
  g_assert_true (has_note (dataset->notes, "byte-pair"));
  write_file ("asked.txt", "The lowest towers 5 were slower than before.\nThe 7th tower\n", -1);
  asked = weft_asked_read (dataset, &(WeftAskedInput){ .path = path }, 1, &samples, &error);
  g_assert_no_error (error);
  g_assert_cmpint (asked->fields[0].offsets[1], ==,
                   weft_dataset_get_x (dataset)->offsets[6]
                       - weft_dataset_get_x (dataset)->offsets[5]);
  again = weft_field_dup_text (&asked->fields[0], 1, 400);
  g_assert_cmpstr (again, ==, "The 7th tower");
}

/* Of more different words than are gone through the commonest say the pieces, which is said; the
 * others are cut into them. */
static void
test_many (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("text\tlabel\n");
  const WeftReadOptions options = { .unit = "byte-pair", .vocabulary = "60" };
  g_autoptr (WeftDataset) dataset = NULL;
  g_autofree char *said = NULL;

  for (int i = 0; i < WEFT_TEXTS_SPELT / 10; i++)
    {
      g_string_append (text, "again and again");
      for (int k = 0; k < 12; k++)
        g_string_append_printf (text, " w%05d", i * 12 + k);
      g_string_append (text, i % 2 ? "\tup\n" : "\tdown\n");
    }
  dataset = read_as (text->str, &options, NULL);
  g_assert_true (has_note (dataset->notes, "from the 50,000 commonest"));
  said = weft_field_dup_text (weft_dataset_get_x (dataset), 3, 12);
  g_assert_true (g_str_has_prefix (said, "again and again w0003"));
}

/* One long text, whose lines and doubled spaces are kept. */
static void
test_plain (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const WeftReadOptions options = { .unit = "byte-pair" };
  g_autofree char *path = path_of ("book.txt"), *said = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  char begin[200];

  for (int i = 0; i < 800; i++)
    g_string_append (text, "It is a  truth, universally\nacknowledged: 他说好。 ");
  write_file ("book.txt", text->str, -1);
  dataset = weft_reader_read_as (path, &options, NULL, &error);
  g_assert_no_error (error);
  said = weft_field_dup_text (weft_dataset_get_x (dataset), 0, 400);
  g_utf8_strncpy (begin, said, 47);
  g_assert_cmpstr (begin, ==, "It is a  truth, universally\\nacknowledged: 他说好。");
}

static void
test_wrong (gpointer fixture, gconstpointer data)
{
  static const WeftReadOptions wrong[]
      = { { .unit = "syllable" }, { .vocabulary = "9" }, { .vocabulary = "200001" } };
  g_autofree char *path = path_of ("a.csv");

  write_file ("a.csv",
              "text,label\na good day was had,yes\na bad day was had,no\nwhat a good day,yes\n"
              "what a bad day,no\na very good day,yes\na very bad day,no\nsome good day,yes\n"
              "some bad day it is,no\n",
              -1);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftDataset) none = weft_reader_read_as (path, &wrong[i], NULL, &error);

      g_assert_null (none);
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/pieces/reference", test_reference }, { "/pieces/table", test_table },
    { "/pieces/many", test_many },           { "/pieces/plain", test_plain },
    { "/pieces/wrong", test_wrong },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
