/* text_folder: a folder of texts for each class, a file a text */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/error.h"
#include "projects/readers/files/folder-walk.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/rows/folder.h"
#include "projects/readers/texts/text-roles.h"
#include "projects/readers/texts/text-set.h"

#define BUDGET ((gsize) 16 << 20) /* bytes of one text */

static gboolean
is_text_name (const char *name)
{
  static const char *const endings[] = { ".txt", ".md", ".text", ".txt.gz", NULL };

  return weft_input_has_ending (name, endings);
}

static const WeftFolderKind kind = {
  .wants = is_text_name,
  .other = N_ ("not a text"),
  .none = N_ ("a folder without texts"),
};

/* Pictures and their descriptions are a set of pictures. */
static gboolean
takes (const char *path)
{
  return weft_folder_count_classes (path, &kind) > 1
         && weft_folder_count_classes (path, &weft_folder_of_pictures) == 0;
}

/* NULL: left out, and why is said. */
static char *
load (const WeftFolderItem *item, GPtrArray *left_out)
{
  g_autofree char *bytes = NULL, *text = NULL;
  const char *encoding, *reason = N_ ("cannot be opened");
  gsize length;

  if (weft_input_load (item->path, BUDGET, &bytes, &length, NULL))
    {
      text = weft_text_decode (bytes, length, &encoding, NULL);
      if (text && *g_strstrip (text))
        return g_steal_pointer (&text);
      reason = text ? N_ ("empty") : N_ ("not a text");
    }
  weft_left_out_add (left_out, item->name, _ (reason));
  return NULL;
}

/* Of all texts; their kind is that of most letters. */
static WeftTextUnit
choose_unit (const GPtrArray *texts)
{
  guint letters = 0, unspaced = 0;

  for (guint i = 0; i < texts->len; i++)
    for (const char *at = texts->pdata[i]; *at && letters < 1000000; at = g_utf8_next_char (at))
      {
        letters++;
        unspaced += weft_text_is_unspaced (g_utf8_get_char (at));
      }
  return unspaced * 3 > letters ? WEFT_UNIT_CHARACTERS : WEFT_UNIT_WORDS;
}

static void
add_all (WeftTextSet *set, const GPtrArray *texts, const GPtrArray *items)
{
  for (guint i = 0; i < texts->len; i++)
    {
      const WeftFolderItem *item = items->pdata[i];

      weft_texts_add (&set->text, texts->pdata[i]);
      g_ptr_array_add (set->labels, item->class);
      g_byte_array_append (set->parts, &item->part, 1);
    }
}

static WeftDataset *
read_folder (const char *path, const WeftReadOptions *options, WeftColumns **columns,
             GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autoptr (WeftFolderTree) tree = weft_folder_tree_read (full, &kind);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_auto (WeftFolderWalk) walk = { 0 };
  g_auto (WeftTextSet) set = { 0 };
  WeftTextsForm form = { 0 };

  weft_folder_walk (&walk, tree, &kind);
  for (guint i = 0; i < walk.items->len; i++)
    {
      char *text = load (walk.items->pdata[i], walk.left_out);

      if (text)
        {
          g_ptr_array_add (texts, text);
          g_ptr_array_add (items, walk.items->pdata[i]);
        }
    }
  form.unit = choose_unit (texts);
  if (!weft_texts_form_heed (&form, options, error))
    return NULL;
  form.folds = form.unit == WEFT_UNIT_WORDS;
  weft_text_set_init (&set, &form, NULL);
  set.name = g_strdup (tree->name);
  set.from = tree->name;
  add_all (&set, texts, items);
  weft_left_out_note (walk.left_out, set.notes);
  return weft_text_set_make (&set, error);
}

const WeftReader weft_reader_text_folder = {
  .id = "text_folder",
  .what = N_ ("a folder with a folder of texts for each class"),
  .takes = takes,
  .read = read_folder,
};
