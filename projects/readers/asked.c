/* asked: what a trained network is asked, read as its own data were */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "projects/readers/input.h"
#include "projects/readers/sound-file.h"
#include "projects/readers/table.h"
#include "projects/readers/text-file.h"
#include "projects/readers/text-tokens.h"

#define BUDGET ((gsize) 64 << 20) /* bytes of a text */

typedef struct
{
  const WeftDataset *like;
  const WeftField *x; /* of like */
  WeftDataset *dataset;
  GPtrArray *names; /* char *: of each sample */
} Asked;

/* --- texts --- */

/* Each line that holds something. */
static gboolean
list_lines (const char *path, GPtrArray *texts, GError **error)
{
  g_autofree char *bytes = NULL, *text = NULL, *shown = weft_input_dup_shown (path);
  g_autoptr (GError) inner = NULL;
  g_auto (GStrv) lines = NULL;
  const char *encoding;
  gsize length;

  if (!weft_input_load_text (path, BUDGET, &bytes, &length, error))
    return FALSE;
  text = weft_text_decode (bytes, length, &encoding, &inner);
  if (!text)
    {
      g_set_error (error, WEFT_ERROR, inner->code, _ ("“%s”: %s"), shown, inner->message);
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (*g_strstrip (lines[i]))
      g_ptr_array_add (texts, g_strdup (lines[i]));
  return TRUE;
}

/* The column of what the texts are called; FALSE: it is no table that has one. */
static gboolean
list_cells (const Asked *asked, const char *path, GPtrArray *texts)
{
  g_autoptr (WeftTable) table
      = asked->x->title && weft_table_is_name (path) ? weft_table_read (path, NULL) : NULL;
  int column = table ? weft_table_find_column (table, asked->x->title) : -1;

  for (guint r = 0; column >= 0 && r < table->n_rows; r++)
    g_ptr_array_add (texts, g_strdup (weft_table_cell (table, r, column)));
  return column >= 0;
}

static gboolean
take_texts (Asked *asked, const char *path, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (WeftTexts) texts = { 0 };
  WeftTextsForm form;

  if (!list_cells (asked, path, lines) && !list_lines (path, lines, error))
    return FALSE;
  weft_texts_find_form (&form, asked->x);
  weft_texts_init (&texts, &form);
  for (guint i = 0; i < lines->len; i++)
    {
      weft_texts_add (&texts, lines->pdata[i]);
      g_ptr_array_add (asked->names, g_strdup (lines->pdata[i]));
    }
  asked->dataset->count = lines->len;
  weft_texts_learn_from (&texts, asked->x);
  return lines->len == 0
         || weft_texts_give (&texts, asked->dataset, asked->x->name, asked->x->title, error);
}

/* --- recordings --- */

static gboolean
list_sounds (const char *path, GPtrArray *files, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_ptr_array_add (files, g_strdup (path));
      return TRUE;
    }
  names = weft_input_list (path, error);
  for (guint i = 0; names && i < names->len; i++)
    if (weft_sound_is_name (names->pdata[i]))
      g_ptr_array_add (files, g_build_filename (path, names->pdata[i], NULL));
  return names != NULL;
}

/* Appends one recording. */
static gboolean
hear (const Asked *asked, const char *path, GArray *numbers, GError **error)
{
  g_autoptr (WeftSoundFile) file = weft_sound_file_open (path, error);
  gint64 length = file ? weft_sound_file_get_length (file) : 0;
  guint before = numbers->len;

  if (!file)
    return FALSE;
  g_array_set_size (numbers,
                    before + (guint) weft_sound_file_measure (file, length, (int) asked->x->rate));
  return weft_sound_file_read (file, 0, length, (int) asked->x->rate,
                               &g_array_index (numbers, gint16, before), error);
}

static gboolean
take_sounds (Asked *asked, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (gint16));
  WeftField *field;

  if (!list_sounds (path, files, error))
    return FALSE;
  field = weft_dataset_add_field (asked->dataset, asked->x->name, WEFT_KIND_SOUND);
  field->shape = WEFT_SHAPE (1);
  field->shape.type = WEFT_I16;
  field->ragged = 0;
  field->scale = asked->x->scale;
  field->rate = asked->x->rate;
  field->offsets = weft_memory_new ((files->len + 1) * sizeof (gint64), error);
  for (guint i = 0; field->offsets && i < files->len; i++)
    {
      if (!hear (asked, files->pdata[i], numbers, error))
        return FALSE;
      g_ptr_array_add (asked->names, weft_input_dup_name (files->pdata[i]));
      field->offsets[i + 1] = numbers->len;
      field->shape.dims[0] = MAX (field->shape.dims[0], field->offsets[i + 1] - field->offsets[i]);
    }
  asked->dataset->count = files->len;
  if (!field->offsets || !weft_dataset_allocate (asked->dataset, field, error))
    return FALSE;
  memcpy (field->data, numbers->data, numbers->len * sizeof (gint16));
  return TRUE;
}

/* --- what is to be predicted --- */

/* As long as x where it is so of the other set; else, so that nobody takes the lengths for x's, one
 * step, and of the first sample one that x has not. */
static gint64
length_of (const Asked *asked, const WeftField *field, gint64 sample)
{
  const gint64 *offsets = asked->dataset->fields[0].offsets;
  gint64 length = offsets ? offsets[sample + 1] - offsets[sample] : 1;

  if (field->t == asked->x->t)
    return length;
  return sample == 0 && length == 1 ? 2 : 1;
}

static gboolean
add_nothing (const Asked *asked, const WeftField *like, GError **error)
{
  WeftField *field = weft_dataset_add_field (asked->dataset, like->name, like->kind);

  field->shape = like->shape;
  field->ragged = like->ragged;
  field->scale = like->scale;
  field->rate = like->rate;
  field->classes = like->classes;
  field->class_names = g_strdupv (like->class_names);
  field->feature_names = g_strdupv (like->feature_names);
  field->title = g_strdup (like->title);
  if (like->ragged >= 0)
    {
      field->offsets
          = weft_memory_new ((gsize) (asked->dataset->count + 1) * sizeof (gint64), error);
      field->shape.dims[like->ragged] = 1;
      for (gint64 i = 0; field->offsets && i < asked->dataset->count; i++)
        {
          gint64 length = length_of (asked, like, i);

          field->offsets[i + 1] = field->offsets[i] + length;
          field->shape.dims[like->ragged] = MAX (field->shape.dims[like->ragged], length);
        }
      if (!field->offsets)
        return FALSE;
    }
  return weft_dataset_allocate (asked->dataset, field, error);
}

static gboolean (*const takers[WEFT_N_KINDS]) (Asked *asked, const char *path, GError **error) = {
  [WEFT_KIND_TOKENS] = take_texts,
  [WEFT_KIND_SOUND] = take_sounds,
};

static gboolean
fill (Asked *asked, const char *path, GError **error)
{
  g_autofree char *shown = weft_input_dup_shown (path);

  asked->dataset->name = g_strdup (shown);
  if (!takers[asked->x->kind](asked, path, error))
    return FALSE;
  if (asked->dataset->count == 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” holds nothing to be asked."),
                   shown);
      return FALSE;
    }
  for (guint i = 0; i < asked->like->n_fields; i++)
    if (&asked->like->fields[i] != asked->x && !add_nothing (asked, &asked->like->fields[i], error))
      return FALSE;
  return weft_dataset_finish (asked->dataset, error);
}

WeftDataset *
weft_asked_read (const WeftDataset *like, const char *path, GPtrArray **names, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (GPtrArray) called = g_ptr_array_new_with_free_func (g_free);
  Asked asked = { like, weft_dataset_get_x (like), dataset, called };

  if (!takers[asked.x->kind])
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   _ ("What is asked of this network are %s, which cannot be given in files yet: "
                      "texts and recordings can."),
                   weft_kind_get_title (asked.x->kind));
      return NULL;
    }
  if (!fill (&asked, path, error))
    return NULL;
  *names = g_steal_pointer (&called);
  return g_steal_pointer (&dataset);
}
