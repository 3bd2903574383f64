/* remarks: what to know of a data set before believing its figures, added to its notes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/remarks.h"

#include <inttypes.h>
#include <string.h>

#include "engine/data/duplicates.h"
#include "engine/data/near.h"
#include "engine/data/rare.h"
#include "projects/readers/notes.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/tables/column.h"
#include "projects/readers/tables/own-fields.h"
#include "projects/readers/unseen.h"

/* That would make the last note needless. */
static void
cure (WeftDataset *dataset, const WeftNotes *notes, const char *option, const char *value)
{
  weft_cures_add (&dataset->cures, notes->pdata[notes->len - 1], option, value);
}

static char *
dup_class (const WeftDataset *dataset, const WeftField *field, int class)
{
  return field->class_names ? weft_dataset_dup_class_name (dataset, field, class)
                            : g_strdup_printf ("%d", class);
}

static void
remark_rare (WeftDataset *dataset, const WeftField *field, WeftNotes *notes)
{
  gint64 samples;
  int rarest = weft_dataset_find_rare_class (dataset, field, &samples);
  double share;
  g_autofree char *name = NULL;

  if (rarest < 0)
    return;
  share = 100.0 * samples / dataset->count;
  name = dup_class (dataset, field, rarest);
  weft_notes_add (notes,
                  _ ("Only %.2g %% of the samples are “%s”: a network that never says so loses "
                     "hardly any accuracy. Look at balanced accuracy, recall and F1 rather than at "
                     "accuracy."),
                  share, name);
  cure (dataset, notes, "weights", field->name);
}

/* Of each class how many samples are in the two parts: to learn from, and the test. */
typedef struct
{
  gint64 n[2];
} Parts;

/* How many classes have samples, but none in that part; *first: the first of them. */
static guint
count_without (const WeftDataset *dataset, const WeftField *field, const Parts *parts,
               gboolean test, char **first)
{
  guint n = 0;

  for (int c = 0; c < field->classes; c++)
    if (parts[c].n[test] == 0 && parts[c].n[!test] > 0 && n++ == 0)
      *first = dup_class (dataset, field, c);
  return n;
}

static guint
count_single (const WeftDataset *dataset, const WeftField *field, const Parts *parts, char **first)
{
  guint n = 0;

  for (int c = 0; c < field->classes; c++)
    if (parts[c].n[0] == 1 && n++ == 0)
      *first = dup_class (dataset, field, c);
  return n;
}

/* A class of which all samples are in one part is learnt or tested, not both. */
static void
remark_lopsided (const WeftDataset *dataset, const WeftField *field, WeftNotes *notes)
{
  g_autofree Parts *parts = g_try_new0 (Parts, field->classes);
  g_autofree char *untested = NULL, *unlearnt = NULL, *single = NULL;
  gint64 tests = 0;
  guint n;

  if (!parts || weft_unseen_are_tested (dataset))
    return;
  for (gint64 i = 0; i < dataset->count; i++)
    {
      gboolean test = dataset->part && dataset->part[i] == WEFT_PART_TEST + 1;

      tests += test;
      parts[weft_field_get_class (field, i)].n[test]++;
    }
  if (!dataset->part && (n = count_single (dataset, field, parts, &single)))
    weft_notes_add (notes,
                    _ ("Classes of one sample, which is either learnt or tested: %u, first “%s”."),
                    n, single);
  if (tests > 0 && (n = count_without (dataset, field, parts, TRUE, &untested)))
    weft_notes_add (notes,
                    _ ("Classes of which all samples are for training, so that none is tested: "
                       "%u, first “%s”."),
                    n, untested);
  if (tests > 0 && (n = count_without (dataset, field, parts, FALSE, &unlearnt)))
    weft_notes_add (notes,
                    _ ("Classes of which all samples are for the test, so that they cannot be "
                       "learnt: %u, first “%s”."),
                    n, unlearnt);
}

/* As tables say of their columns by themselves. */
static void
remark_alike (WeftDataset *dataset, const WeftField *field, WeftNotes *notes)
{
  g_autofree char *one = NULL, *two = NULL;
  const char *title = field->title ? field->title : field->name;

  for (guint i = 0; dataset->cures && dataset->cures[i]; i += 3)
    if (strcmp (dataset->cures[i + 1], "merge") == 0 && strcmp (dataset->cures[i + 2], title) == 0)
      return;
  if (!field->class_names
      || !weft_words_find_alike (field->class_names, (guint) field->classes, &one, &two))
    return;
  weft_notes_add (notes,
                  _ ("The classes “%s” and “%s” differ in nothing but capital letters or spaces; "
                     "they are taken for two."),
                  one, two);
  cure (dataset, notes, "merge", title);
}

static void
remark_unseen (const WeftDataset *dataset, WeftNotes *notes)
{
  if (weft_unseen_are_tested (dataset))
    weft_notes_add (notes,
                    _ ("The classes that test are others than those that train: what can be learnt "
                       "is to tell whether two samples are of one class."));
}

/* The samples of another part than training that are copies of one that trains. */
static gint64
count_across (const WeftDataset *dataset, const guint32 *first)
{
  g_autofree guint8 *trains = g_new0 (guint8, dataset->count);
  gint64 n = 0;

  for (gint64 i = 0; i < dataset->count; i++)
    if (dataset->part[i] <= WEFT_PART_TRAIN + 1)
      trains[first[i]] = 1;
  for (gint64 i = 0; i < dataset->count; i++)
    n += dataset->part[i] > WEFT_PART_TRAIN + 1 && trains[first[i]];
  return n;
}

/* By the parts that its starter will have. Rows that are near in their numbers alone are not. */
static void
remark_near (WeftDataset *dataset, WeftNotes *notes)
{
  gint64 n, across;
  g_autofree guint32 *near = weft_own_fields_are_in (dataset) ? NULL : weft_near_find (dataset, &n);
  g_autoptr (WeftSplit) split = NULL;
  double shares[WEFT_N_PARTS];

  if (!near)
    return;
  weft_starter_get_shares (dataset, shares);
  split = weft_split_new (dataset, shares, 0);
  across = weft_near_count_across (dataset, near, split);
  if (across == 0)
    return;
  weft_notes_add (notes,
                  _ ("Samples for validation or test that are nearly the same as ones that train: "
                     "%" PRId64 ". Their figures are too good."),
                  across);
  if (!dataset->part)
    cure (dataset, notes, "copies", "together");
  cure (dataset, notes, "copies", "drop-near");
}

static void
remark_copies (WeftDataset *dataset, WeftNotes *notes)
{
  gint64 n_copies, across;
  const guint32 *first = weft_copies_find (dataset, &n_copies);

  if (n_copies == 0)
    return;
  across = dataset->part ? count_across (dataset, first) : 0;
  if (across > 0)
    weft_notes_add (notes,
                    _ ("The data says itself what trains and what tests, and %" PRId64
                       " of the samples that validate or test are also among those that train: "
                       "their figures are too good."),
                    across);
  else if (weft_copies_are_few (dataset, n_copies))
    weft_notes_add (notes,
                    _ ("Samples that are the same as another one: %" PRId64 " of %" PRId64
                       ". Copies stay in one part, so that none is both learnt and tested on."),
                    n_copies, dataset->count);
  else
    weft_notes_add (notes,
                    _ ("There are only %" PRId64 " different samples among %" PRId64
                       ", so the same ones train and test."),
                    dataset->count - n_copies, dataset->count);
  if (across > 0 || weft_copies_are_few (dataset, n_copies))
    cure (dataset, notes, "copies", "drop");
}

void
weft_remarks_add (WeftDataset *dataset)
{
  WeftNotes *notes = weft_notes_new ();
  const WeftField *classes = weft_dataset_get_classes (dataset);

  for (guint i = 0; dataset->notes && dataset->notes[i]; i++)
    g_ptr_array_add (notes, g_strdup (dataset->notes[i]));
  if (classes)
    {
      remark_unseen (dataset, notes);
      remark_alike (dataset, classes, notes);
      remark_rare (dataset, classes, notes);
      remark_lopsided (dataset, classes, notes);
    }
  remark_copies (dataset, notes);
  remark_near (dataset, notes);
  g_strfreev (dataset->notes);
  dataset->notes = weft_notes_finish (notes);
}
