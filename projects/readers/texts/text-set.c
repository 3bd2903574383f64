/* text-set: texts, what is said of each, and the data set that is made of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-set.h"

#include "engine/base/count.h"
#include "engine/base/error.h"
#include "projects/readers/labels.h"
#include "projects/readers/starters/starter.h"

void
weft_text_set_init (WeftTextSet *set, const WeftTextsForm *text, const WeftTextsForm *other)
{
  static const WeftTextsForm tags = { .unit = WEFT_UNIT_SPACED, .keeps = TRUE };

  *set = (WeftTextSet){
    .labels = g_ptr_array_new (),
    .parts = g_byte_array_new (),
    .notes = weft_notes_new (),
  };
  weft_texts_init (&set->text, text);
  weft_texts_init (&set->other, other ? other : text);
  weft_texts_init (&set->tags, &tags);
  weft_summaries_init (&set->summaries);
}

void
weft_text_set_clear (WeftTextSet *set)
{
  g_clear_pointer (&set->name, g_free);
  g_clear_pointer (&set->labels, g_ptr_array_unref);
  g_clear_pointer (&set->parts, g_byte_array_unref);
  g_clear_pointer (&set->notes, g_ptr_array_unref);
  weft_texts_clear (&set->text);
  weft_texts_clear (&set->other);
  weft_texts_clear (&set->tags);
  weft_summaries_clear (&set->summaries);
}

static gboolean
has_labels (const WeftTextSet *set)
{
  return set->labels->len > 0;
}

/* With the words that are learnt, or, before, with all of them. */
static WeftDataset *
make (const WeftTextSet *set, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();

  dataset->name = g_strdup (set->name);
  dataset->count = weft_texts_get_count (&set->text);
  if (!weft_texts_give (&set->text, dataset, "x", set->text_title, error)
      || (has_labels (set) && !weft_labels_give (dataset, set->labels, set->label_title, error))
      || (set->summary_title
          && !weft_summaries_give (&set->summaries, dataset, set->summary_title, error))
      || (set->other_title && !weft_texts_give (&set->other, dataset, "y", set->other_title, error))
      || (set->tags_title
          && !weft_texts_give (&set->tags, dataset, has_labels (set) ? "tags" : "y",
                               set->tags_title, error))
      || !weft_labels_give_parts (dataset, set->parts->data, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

/* What stands in other texts alone would be known of the test. */
static gboolean
learn (WeftTextSet *set, GError **error)
{
  g_autoptr (WeftDataset) dataset = make (set, error);
  g_autoptr (WeftSplit) split = NULL;
  double shares[WEFT_N_PARTS];

  if (!dataset)
    return FALSE;
  weft_starter_get_shares (dataset, shares);
  split = weft_split_new (dataset, shares, 0);
  return weft_texts_learn (&set->text, split, error)
         && (!set->tags_title || weft_texts_learn (&set->tags, NULL, error))
         && (!set->other_title || weft_texts_learn (&set->other, split, error));
}

static void
note_labels (const WeftTextSet *set, const WeftField *y)
{
  g_autofree char *list = weft_labels_dup_list (y->class_names, (guint) y->classes);

  weft_notes_add (set->notes, _ ("“%s” is predicted as one of %u classes: %s."),
                  y->title ? y->title : set->from, (guint) y->classes, list);
}

static void
note (const WeftTextSet *set, const WeftDataset *dataset)
{
  g_autofree char *count = weft_count_format (dataset->count);

  weft_notes_add (set->notes, _ ("%s texts from “%s”."), count, set->from);
  weft_texts_note (&set->text, set->text_title ? set->text_title : set->from, set->notes);
  if (has_labels (set))
    note_labels (set, weft_dataset_get_y (dataset));
  if (set->other_title)
    {
      weft_notes_add (set->notes, _ ("“%s” is written."), set->other_title);
      weft_texts_note (&set->other, set->other_title, set->notes);
    }
  if (set->summary_title)
    weft_summaries_note (&set->summaries, dataset, set->summary_title, set->notes);
  if (set->tags_title)
    weft_notes_add (set->notes, _ ("“%s” says something of each word: one of %u."), set->tags_title,
                    set->tags.n_names - 2);
}

WeftDataset *
weft_text_set_make (WeftTextSet *set, GError **error)
{
  g_autoptr (WeftDataset) dataset = NULL;

  if (weft_texts_get_count (&set->text) < 2)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s” has fewer than two texts that can be used."), set->from);
      return NULL;
    }
  if (!learn (set, error))
    return NULL;
  dataset = make (set, error);
  if (!dataset)
    return NULL;
  note (set, dataset);
  weft_texts_tell (&set->text);
  dataset->notes = weft_notes_dup (set->notes);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
