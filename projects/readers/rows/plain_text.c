/* plain_text: one long text, of which each word or sign is predicted from those before it
 *
 * It is cut into windows, in their order: the last ones test, those before them validate, so that
 * nothing is learnt of what comes later. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/count.h"
#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"
#include "projects/readers/notes.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/tables/table-scan.h"
#include "projects/readers/tables/table.h"
#include "projects/readers/texts/text-tokens.h"

#define BUDGET ((gsize) 256 << 20) /* bytes of a text */
#define WINDOW 64                  /* signs that are predicted of each */
#define LEAST 20                   /* windows of a text that something can be learnt from */
#define HELD_OUT 10                /* a window of so many validates, and one tests */

static const char *const endings[] = { ".txt", ".md", ".text", ".txt.gz", NULL };

static void
add_endings (GPtrArray *list)
{
  weft_input_add_endings (list, endings);
}

static gboolean
takes (const char *path)
{
  g_autoptr (WeftTable) table = NULL;

  if (!weft_input_has_ending (path, endings) || g_file_test (path, G_FILE_TEST_IS_DIR))
    return FALSE;
  table = weft_table_read_head (path);
  /* Lines of prose may have a comma each but the last. */
  return table == NULL || (!table->has_header && table->n_remarks > 0);
}

static char *
load (const char *path, GError **error)
{
  g_autofree char *bytes = NULL, *shown = weft_input_dup_shown (path);
  g_autoptr (GError) inner = NULL;
  const char *encoding;
  char *text;
  gsize length;

  if (!weft_input_load (path, BUDGET, &bytes, &length, error))
    return NULL;
  text = weft_text_decode (bytes, length, &encoding, &inner);
  if (!text)
    g_set_error (error, WEFT_ERROR, inner->code, _ ("“%s”: %s"), shown, inner->message);
  return text;
}

/* Each window begins with the last sign of the one before. */
typedef struct
{
  WeftTexts *texts;
  guint n; /* signs of the window */
  const char *last;
  gsize last_length;
} Cutter;

static void
take_sign (const char *sign, gsize length, gpointer user)
{
  Cutter *cutter = user;

  if (cutter->n == WINDOW + 1)
    {
      weft_texts_end (cutter->texts);
      weft_texts_add_unit (cutter->texts, cutter->last, cutter->last_length);
      cutter->n = 1;
    }
  weft_texts_add_unit (cutter->texts, sign, length);
  cutter->n++;
  cutter->last = sign;
  cutter->last_length = length;
}

/* What is left over at the end is no window. */
static void
cut (WeftTexts *texts, const char *text)
{
  Cutter cutter = { .texts = texts };

  weft_text_units (text, texts->form.unit, take_sign, &cutter);
  if (cutter.n == WINDOW + 1)
    weft_texts_end (texts);
  else
    g_array_set_size (texts->tokens, texts->tokens->len - cutter.n);
}

static gboolean
give_parts (WeftDataset *dataset, GError **error)
{
  gint64 held_out = MAX (dataset->count / HELD_OUT, 1);

  dataset->part = weft_memory_new ((gsize) dataset->count, error);
  for (gint64 i = 0; dataset->part && i < dataset->count; i++)
    dataset->part[i] = 1
                       + (i >= dataset->count - held_out       ? WEFT_PART_TEST
                          : i >= dataset->count - 2 * held_out ? WEFT_PART_VALIDATION
                                                               : WEFT_PART_TRAIN);
  return dataset->part != NULL;
}

static char **
make_notes (const char *path, const WeftTexts *texts)
{
  g_autofree char *shown = weft_input_dup_shown (path);
  g_autofree char *count = weft_count_format (texts->tokens->len - weft_texts_get_count (texts));
  WeftNotes *notes = weft_notes_new ();

  weft_notes_add (notes,
                  _ ("“%s” is one text of %s signs; each is predicted from those before it."),
                  shown, count);
  weft_notes_add (notes,
                  _ ("It is cut into pieces of %d signs; the last ones test, those before them "
                     "validate."),
                  WINDOW);
  weft_notes_add (notes,
                  texts->form.unit == WEFT_UNIT_CHARACTERS
                      ? _ ("Signs that are met more than once in training: %u; others are "
                           "one, shown as “…”.")
                  : texts->form.unit == WEFT_UNIT_PIECES
                      ? _ ("They are pieces of words: %u, learnt from the part for training "
                           "(byte-pair encoding).")
                      : _ ("Words that are met more than once in training: %u; others are "
                           "one, shown as “…”."),
                  texts->n_names - 2);
  return weft_notes_finish (notes);
}

static WeftDataset *
make (WeftTexts *texts, const char *path, GError **error)
{
  static const double shares[WEFT_N_PARTS] = { 1, 0, 0 };
  g_autoptr (WeftDataset) dataset = weft_dataset_new (), first = weft_dataset_new ();
  g_autoptr (WeftSplit) split = NULL;

  dataset->name = weft_input_dup_stem (path);
  dataset->count = first->count = weft_texts_get_count (texts);
  if (!weft_texts_give_next (texts, first, error) || !give_parts (first, error))
    return NULL;
  split = weft_split_new (first, shares, 0);
  if (!weft_texts_learn (texts, split, error))
    return NULL;
  g_clear_pointer (&first, weft_dataset_unref); /* as large as the one that is to come */
  if (!weft_texts_give_next (texts, dataset, error) || !give_parts (dataset, error))
    return NULL;
  dataset->notes = make_notes (path, texts);
  weft_texts_tell (texts);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

static WeftDataset *
read_plain (const char *path, const WeftReadOptions *options, WeftColumns **columns, GError **error)
{
  WeftTextsForm form = { .unit = WEFT_UNIT_CHARACTERS };
  g_auto (WeftTexts) texts = { 0 };
  g_autofree char *text = load (path, error), *shown = weft_input_dup_shown (path);

  if (!text || !weft_errand_add (0, error) || !weft_texts_form_heed (&form, options, error))
    return NULL;
  weft_texts_init (&texts, &form);
  cut (&texts, text);
  if (weft_texts_get_count (&texts) >= LEAST)
    return make (&texts, path, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” is too short to learn from: as a text it needs at least %d signs, as a "
                  "table two rows and two columns."),
               shown, LEAST * WINDOW);
  return NULL;
}

const WeftReader weft_reader_plain_text = {
  .id = "plain_text",
  .what = N_ ("one long text"),
  .add_endings = add_endings,
  .takes = takes,
  .read = read_plain,
};
