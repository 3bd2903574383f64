/* remarks: what to know of a data set before believing its figures, added to its notes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/remarks.h"

#include <inttypes.h>

#include "engine/data/duplicates.h"
#include "engine/data/rare.h"
#include "projects/readers/notes.h"

static void
remark_rare (const WeftDataset *dataset, const WeftField *field, WeftNotes *notes)
{
  gint64 samples;
  int rarest = weft_dataset_find_rare_class (dataset, field, &samples);
  double share;
  g_autofree char *name = NULL;

  if (rarest < 0)
    return;
  share = 100.0 * samples / dataset->count;
  name = field->class_names ? weft_dataset_dup_class_name (dataset, field, rarest)
                            : g_strdup_printf ("%d", rarest);
  weft_notes_add (notes,
                  _ ("Only %.2g %% of the samples are “%s”: a network that never says so loses "
                     "hardly any accuracy. Look at balanced accuracy, recall and F1 rather than at "
                     "accuracy."),
                  share, name);
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

static void
remark_copies (const WeftDataset *dataset, WeftNotes *notes)
{
  gint64 n_copies, across;
  const guint32 *first = weft_copies_find (dataset, &n_copies);

  if (n_copies == 0)
    return;
  across = dataset->part ? count_across (dataset, first) : 0;
  if (across > 0)
    weft_notes_add (notes,
                    _ ("Samples for validation or test that are the same as ones that train, "
                       "as the data itself says: %" PRId64 ". Their figures are too good."),
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
}

void
weft_remarks_add (WeftDataset *dataset)
{
  WeftNotes *notes = weft_notes_new ();
  const WeftField *classes = weft_dataset_get_classes (dataset);

  for (guint i = 0; dataset->notes && dataset->notes[i]; i++)
    g_ptr_array_add (notes, g_strdup (dataset->notes[i]));
  if (classes)
    remark_rare (dataset, classes, notes);
  remark_copies (dataset, notes);
  g_strfreev (dataset->notes);
  dataset->notes = weft_notes_finish (notes);
}
