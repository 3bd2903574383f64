/* npy: arrays of NumPy's: x and y in a .npz file or in .npy files beside each other, or a table */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "engine/data/kind-row.h"
#include "projects/readers/arrays/npy-form.h"
#include "projects/readers/arrays/npy-names.h"
#include "projects/readers/arrays/put-number.h"
#include "projects/readers/files/input.h"
#include "projects/readers/labels.h"
#include "projects/readers/notes.h"
#include "projects/readers/reader-row.h"

/* --- numbers to a field --- */

typedef struct
{
  const WeftNpy *npy;
  const WeftNpyForm *form;
  WeftField *field;
  gint64 first;  /* sample of the field */
  gint64 column; /* of a table: the one that is y; −1: there is none */
  gboolean is_y;
  gint64 n, count; /* numbers of a sample; samples */
} Copying;

static gboolean
fail_number (const Copying *copying, gint64 sample, const char *format, GError **error)
{
  weft_sentence_set_error (error, WEFT_ERROR_INVALID, format, copying->npy->name,
                           (guint) sample + 1);
  return FALSE;
}

/* Of plain numbers one may be missing. */
static gboolean
put_gap (const Copying *copying, gint64 sample, gint64 at, double number, GError **error)
{
  WeftField *field = copying->field;

  if (!isnan (number) || copying->is_y || field->kind != WEFT_KIND_NUMBERS)
    return fail_number (copying, sample,
                        _ ("“%s”: sample %u holds a number that is not finite; correct it there."),
                        error);
  if (!field->gaps)
    field->gaps = g_malloc0 (weft_field_get_gaps_size (field, copying->count));
  field->gaps[at >> 3] |= (guint8) (1 << (at & 7));
  return TRUE;
}

static gboolean
put (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  const Copying *copying = user;
  WeftField *field = copying->field;
  gint64 i, own = weft_npy_form_place (copying->form, place, copying->n);

  if (copying->column >= 0 && (place == copying->column) != copying->is_y)
    return TRUE;
  if (copying->column >= 0 && copying->is_y)
    own = 0;
  i = (copying->first + sample) * copying->n + own;
  if (own == 0)
    weft_field_touch (field, copying->first + sample, 1);
  if (!isfinite (number))
    return put_gap (copying, sample, i, number, error);
  if (field->kind == WEFT_KIND_MASK)
    number = number > copying->form->least;
  weft_put_number (field->shape.type, field->data, i, number);
  return TRUE;
}

/* Those of all parts, one behind the other. */
static gboolean
copy (const WeftNpySet *set, const WeftNpyForm *form, WeftDataset *dataset, WeftField *field,
      GError **error)
{
  Copying copying = { .form = form, .field = field, .column = -1, .count = dataset->count };

  copying.is_y = strcmp (field->name, "y") == 0;
  copying.n = weft_shape_count (&field->shape);
  if (set->is_table)
    copying.column = set->pairs[0].x.shape.dims[0] - 1;
  for (guint i = 0; i < set->n_pairs; i++)
    {
      WeftNpy npy = copying.is_y && !set->is_table ? set->pairs[i].y : set->pairs[i].x;

      copying.npy = &npy;
      if (!weft_npy_walk (&npy, put, &copying, error) || !weft_npy_rewind (&npy, error))
        return FALSE;
      copying.first += npy.count;
    }
  return TRUE;
}

/* --- the set --- */

/* Where a sample is not written in one go all of them must be in memory. */
static gboolean
allocate (const WeftNpySet *set, const WeftDataset *dataset, WeftField *field, GError **error)
{
  gboolean is_scattered = FALSE;

  for (guint i = 0; i < set->n_pairs; i++)
    is_scattered = is_scattered || set->pairs[i].x.is_fortran || set->pairs[i].y.is_fortran;
  if (is_scattered ? !weft_dataset_allocate (dataset, field, error)
                   : !weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  return TRUE;
}

/* Rows of tokens are as long as each other. */
static gboolean
give_lengths (const WeftDataset *dataset, WeftField *field, GError **error)
{
  if (field->kind != WEFT_KIND_TOKENS)
    return TRUE;
  field->ragged = 0;
  field->offsets = weft_memory_new ((gsize) (dataset->count + 1) * sizeof (gint64), error);
  for (gint64 i = 0; field->offsets && i <= dataset->count; i++)
    field->offsets[i] = i * field->shape.dims[0];
  return field->offsets != NULL;
}

static gboolean
give_field (const WeftNpySet *set, const WeftNpyForm *form, WeftDataset *dataset, const char *name,
            GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, name, form->kind);

  field->shape = form->shape;
  field->scale = form->scale;
  field->classes = form->classes;
  return give_lengths (dataset, field, error) && allocate (set, dataset, field, error)
         && copy (set, form, dataset, field, error)
         && (form->kind != WEFT_KIND_CLASS || weft_labels_number (field, dataset->count, error));
}

static gboolean
give_words (WeftNpySet *set, WeftDataset *dataset, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < set->n_pairs; i++)
    {
      GPtrArray *words = weft_npy_read_words (&set->pairs[i].y, error);

      if (!words)
        return FALSE;
      g_ptr_array_extend_and_steal (all, words);
    }
  return weft_labels_give (dataset, all, set->y_name, error);
}

static gboolean
give_parts (const WeftNpySet *set, WeftDataset *dataset, GError **error)
{
  g_autofree guint8 *parts = g_malloc0 ((gsize) dataset->count);
  gint64 first = 0;

  for (guint i = 0; i < set->n_pairs; i++)
    {
      memset (parts + first, set->pairs[i].part, (gsize) set->pairs[i].x.count);
      first += set->pairs[i].x.count;
    }
  return weft_labels_give_parts (dataset, parts, error);
}

static void
note_form (WeftNotes *notes, const WeftNpySet *set, const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  g_autofree char *number = weft_count_format (dataset->count);
  g_autofree char *count = weft_dataset_dup_count (dataset, number, (gulong) dataset->count);
  g_autofree char *numbers = weft_count_format (weft_shape_count (&x->shape));
  g_autofree char *size = weft_dataset_dup_size (dataset, numbers);

  weft_notes_add (notes, _ ("From arrays of NumPy's: %s, %s."), count, size);
  if (set->is_table)
    weft_notes_add (notes, _ ("There is one array alone: its last column is predicted. Save what "
                              "is to be predicted as y beside x to have it otherwise."));
  if (y->kind == WEFT_KIND_CLASS)
    weft_notes_add (notes, _ ("One of %d classes is predicted."), y->classes);
  for (guint i = 0; i < set->ignored->len; i++)
    weft_notes_add (notes, _ ("The array “%s” is left out."),
                    (const char *) set->ignored->pdata[i]);
}

static WeftDataset *
make_dataset (WeftNpySet *set, WeftTask task, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  WeftNpyForm x, y;
  gboolean are_words;

  if (!weft_npy_form_x (&x, set, error) || !weft_npy_form_y (&y, &x, set, task, error))
    return NULL;
  are_words = !set->is_table && weft_npy_is_words (&set->pairs[0].y);
  dataset->name = g_strdup (set->name);
  for (guint i = 0; i < set->n_pairs; i++)
    dataset->count += set->pairs[i].x.count;
  if (!give_field (set, &x, dataset, "x", error)
      || !(are_words ? give_words (set, dataset, error) : give_field (set, &y, dataset, "y", error))
      || !give_parts (set, dataset, error))
    return NULL;
  if (set->y_name && weft_dataset_get_y (dataset)->title == NULL)
    dataset->fields[1].title = g_strdup (set->y_name);
  {
    WeftNotes *notes = weft_notes_new ();

    note_form (notes, set, dataset);
    dataset->notes = weft_notes_finish (notes);
  }
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

static gboolean
check_options (const WeftReadOptions *options, const WeftNpySet *set, GError **error)
{
  gboolean asks = (options->group && *options->group) || (options->keep && options->keep[0])
                  || (options->leave_out && options->leave_out[0]);

  return !asks
         || weft_npy_fail (&set->pairs[0].x, error,
                           _ ("arrays have no columns that could be chosen by name; put them in a "
                              "CSV table for that."));
}

static WeftDataset *
read_arrays (const char *path, const WeftReadOptions *options, WeftColumns **columns,
             GError **error)
{
  g_auto (WeftNpySet) set = { 0 };

  if (!weft_npy_set_open (&set, path, options->target, error)
      || !check_options (options, &set, error))
    return NULL;
  return make_dataset (&set, options->task, error);
}

/* Of .npy files beside each other what samples are shown by stands for all. */
static WeftBegins
begins (const char *path)
{
  g_autofree char *stem = weft_input_dup_stem (path), *rest = NULL;
  WeftNpyRole role;
  guint8 part;

  if (!weft_npy_is_name (path))
    return WEFT_BEGINS_NOTHING;
  rest = weft_npy_name_parse (stem, &role, &part);
  return role != WEFT_NPY_Y && part <= WEFT_PART_TRAIN + 1 ? WEFT_BEGINS_DATA : WEFT_BEGINS_NOTHING;
}

const WeftReader weft_reader_npy = {
  .id = "npy",
  .what = N_ ("arrays of NumPy's (.npz, .npy)"),
  .add_endings = weft_npy_add_endings,
  .takes = weft_npy_is_name,
  .begins = begins,
  .read = read_arrays,
};
