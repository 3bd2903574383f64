/* asked-texts: texts that a network is asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>

#include "engine/data/token-sentences.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"
#include "projects/readers/tables/table.h"
#include "projects/readers/texts/text-summaries.h"
#include "projects/readers/texts/text-tokens.h"

#define BUDGET ((gsize) 64 << 20) /* bytes of a text */

/* The only column's name above its texts. */
static gboolean
is_header (const WeftAsked *asked, const char *path, const char *line)
{
  return asked->field->title && weft_table_is_name (path)
         && g_ascii_strcasecmp (line, asked->field->title) == 0;
}

/* Each line that holds something. */
static gboolean
list_lines (const WeftAsked *asked, const char *path, GPtrArray *texts, GError **error)
{
  g_auto (GStrv) lines = weft_text_load_lines (path, BUDGET, error);

  for (guint i = 0; lines && lines[i]; i++)
    if (*lines[i] && !(i == 0 && is_header (asked, path, lines[i])))
      g_ptr_array_add (texts, g_strdup (lines[i]));
  return lines != NULL;
}

/* The column of what the texts are called; FALSE: it is no table that has one. */
static gboolean
list_cells (const WeftAsked *asked, const char *path, GPtrArray *texts)
{
  g_autoptr (WeftTable) table
      = asked->field->title && weft_table_is_name (path) ? weft_table_read (path, NULL) : NULL;
  int column = table ? weft_table_find_column (table, asked->field->title) : -1;

  for (guint r = 0; column >= 0 && r < table->n_rows; r++)
    g_ptr_array_add (texts, g_strdup (weft_table_cell (table, r, column)));
  return column >= 0;
}

/* What marks where a sentence ends is no word where sentences are weighed: as in training. */
static char *
dup_text (const WeftAsked *asked, const char *text)
{
  const WeftField *y = weft_dataset_get_y (asked->like);
  g_autoptr (GPtrArray) sentences = NULL;

  if (y == NULL || !weft_token_weights_are (asked->field, y))
    return g_strdup (text);
  sentences = weft_text_split_sentences (text);
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (weft_field_has_spaces (asked->field) ? " " : "", (char **) sentences->pdata);
}

gboolean
weft_asked_take_texts (WeftAsked *asked, const char *path, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (WeftTexts) texts = { 0 };
  WeftTextsForm form;

  if (asked->text)
    g_ptr_array_add (lines, g_strdup (asked->text));
  else if (!list_cells (asked, path, lines) && !list_lines (asked, path, lines, error))
    return FALSE;
  if (!weft_asked_count (asked, path ? path : asked->field->name, lines->len, error))
    return FALSE;
  weft_texts_find_form (&form, asked->field);
  weft_texts_init (&texts, &form);
  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *text = dup_text (asked, lines->pdata[i]);

      weft_texts_add (&texts, text);
      weft_asked_name (asked, g_strdup (lines->pdata[i]));
    }
  weft_texts_learn_from (&texts, asked->field);
  return weft_texts_give (&texts, asked->dataset, asked->field->name, asked->field->title, error);
}
