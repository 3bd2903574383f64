/* npy-set: which arrays belong together: those of a .npz file, or .npy files beside each other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/arrays/npy-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/arrays/npy-names.h"
#include "projects/readers/files/input.h"

typedef struct
{
  char *name, *rest;
  char *path;
  const WeftNpzEntry *entry; /* nullable: a file of its own */
  WeftNpyRole role;
  guint8 part;
} Array;

typedef struct
{
  char *shown;
  GPtrArray *entries; /* nullable: of a .npz */
  GPtrArray *arrays;  /* Array */
} Job;

static const char *const single[] = { ".npy", ".npy.gz", NULL };
static const char *const several[] = { ".npz", NULL };

gboolean
weft_npy_is_name (const char *path)
{
  return weft_input_has_ending (path, single) || weft_input_has_ending (path, several);
}

void
weft_npy_add_endings (GPtrArray *list)
{
  weft_input_add_endings (list, single);
  weft_input_add_endings (list, several);
}

static void
array_free (gpointer data)
{
  Array *array = data;

  g_free (array->name);
  g_free (array->rest);
  g_free (array->path);
  g_free (array);
}

static void
job_clear (Job *job)
{
  g_free (job->shown);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_pointer (&job->arrays, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- what there is --- */

/* Takes name. */
static Array *
add (Job *job, char *name, const char *path, const WeftNpzEntry *entry)
{
  Array *array = g_new0 (Array, 1);

  array->name = name;
  array->path = g_strdup (path);
  array->entry = entry;
  array->rest = weft_npy_name_parse (name, &array->role, &array->part);
  g_ptr_array_add (job->arrays, array);
  return array;
}

static gboolean
list_entries (Job *job, const char *path, GError **error)
{
  job->entries = weft_npz_list (path, error);
  for (guint i = 0; job->entries && i < job->entries->len; i++)
    {
      const WeftNpzEntry *entry = job->entries->pdata[i];

      add (job, g_strdup (entry->name), path, entry);
    }
  return job->entries != NULL;
}

/* The file and those whose names say that they are of its set. */
static gboolean
list_files (Job *job, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *own = g_path_get_basename (path);
  g_autoptr (GPtrArray) names = NULL;
  const Array *first = add (job, weft_input_dup_stem (path), path, NULL);

  names = first->role == WEFT_NPY_OTHER ? g_ptr_array_new () : weft_input_list (folder, error);
  for (guint i = 0; names && i < names->len; i++)
    {
      g_autofree char *beside = g_build_filename (folder, names->pdata[i], NULL), *rest = NULL;
      WeftNpyRole role;
      guint8 part;
      char *stem = weft_input_dup_stem (beside);

      rest = weft_npy_name_parse (stem, &role, &part);
      if (weft_input_has_ending (beside, single) && strcmp (names->pdata[i], own) != 0
          && role != WEFT_NPY_OTHER && strcmp (rest, first->rest) == 0
          && g_file_test (beside, G_FILE_TEST_IS_REGULAR))
        add (job, stem, beside, NULL);
      else
        g_free (stem);
    }
  return names != NULL;
}

/* --- what each is for --- */

static guint
count_role (const Job *job, WeftNpyRole role)
{
  guint n = 0;

  for (guint i = 0; i < job->arrays->len; i++)
    n += ((const Array *) job->arrays->pdata[i])->role == role;
  return n;
}

static char *
dup_names (const Job *job)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *all = NULL;

  for (guint i = 0; i < job->arrays->len; i++)
    g_ptr_array_add (names, ((const Array *) job->arrays->pdata[i])->name);
  g_ptr_array_add (names, NULL);
  all = g_strjoinv (weft_sentence_get_comma (), (char **) names->pdata);
  return weft_brief (all, WEFT_BRIEF_PATH);
}

/* Of an array and those like it for other parts. */
static gboolean
is_called (const Array *array, const char *target)
{
  return g_ascii_strcasecmp (array->name, target) == 0
         || g_ascii_strcasecmp (array->rest, target) == 0;
}

static gboolean
heed_target (Job *job, const char *target, GError **error)
{
  gboolean is_there = !target || !*target;
  g_autofree char *names = NULL;

  for (guint i = 0; target && *target && i < job->arrays->len; i++)
    {
      Array *array = job->arrays->pdata[i];

      if (is_called (array, target))
        {
          array->role = WEFT_NPY_Y;
          is_there = TRUE;
        }
      else if (array->role == WEFT_NPY_Y)
        array->role = WEFT_NPY_OTHER;
    }
  if (is_there)
    return TRUE;
  names = dup_names (job);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
               _ ("“%s” has no array “%s”. Its arrays: %s"), job->shown, target, names);
  return FALSE;
}

/* Two arrays of other names: numpy.savez (…, a, b) calls them arr_0 and arr_1. */
static void
guess_roles (Job *job)
{
  guint n_x = count_role (job, WEFT_NPY_X), n_y = count_role (job, WEFT_NPY_Y);
  guint others = count_role (job, WEFT_NPY_OTHER);

  for (guint i = 0; i < job->arrays->len; i++)
    {
      Array *array = job->arrays->pdata[i];

      if (array->role != WEFT_NPY_OTHER)
        continue;
      if (n_x == 0 && others + (n_y > 0) <= 2)
        array->role = WEFT_NPY_X;
      else if (n_y == 0 && others + (n_x > 0) <= 2)
        array->role = WEFT_NPY_Y;
      n_x += array->role == WEFT_NPY_X;
      n_y += array->role == WEFT_NPY_Y;
    }
}

/* --- opened --- */

static gboolean
fail_unknown (const Job *job, GError **error)
{
  g_autofree char *names = dup_names (job);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” has the arrays %s, and nothing says what samples are shown by and what is "
                  "to be predicted. Call them x and y: numpy.savez (\"set.npz\", x=…, y=…)."),
               job->shown, names);
  return FALSE;
}

static const Array *
find (const Job *job, WeftNpyRole role, guint8 part)
{
  for (guint i = 0; i < job->arrays->len; i++)
    {
      const Array *array = job->arrays->pdata[i];

      if (array->role == role && array->part == part)
        return array;
    }
  return NULL;
}

static gboolean
check_pair (const WeftNpyPair *pair, const WeftNpyPair *first, GError **error)
{
  if (pair->y.stream && pair->x.count != pair->y.count)
    {
      g_autofree char *x = g_strdup_printf ("%" G_GINT64_FORMAT, pair->x.count);
      g_autofree char *y = g_strdup_printf ("%" G_GINT64_FORMAT, pair->y.count);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” has %s samples, but “%s” %s."),
                   pair->x.name, x, pair->y.name, y);
      return FALSE;
    }
  if (!weft_shape_same_dims (&pair->x.shape, &first->x.shape, 0) || pair->x.type != first->x.type)
    return weft_npy_fail (&pair->x, error,
                          _ ("its samples have another form than those for training."));
  if (pair->y.stream
      && (!weft_shape_same_dims (&pair->y.shape, &first->y.shape, 0)
          || weft_npy_is_words (&pair->y) != weft_npy_is_words (&first->y)))
    return weft_npy_fail (&pair->y, error,
                          _ ("its samples have another form than those for training."));
  return TRUE;
}

static gboolean
open_pair (WeftNpySet *set, const Job *job, guint8 part, GError **error)
{
  const Array *x = find (job, WEFT_NPY_X, part), *y = find (job, WEFT_NPY_Y, part);
  WeftNpyPair *pair = &set->pairs[set->n_pairs];

  if (!x && !y)
    return TRUE;
  if (!x || (!y && !set->is_table))
    {
      const Array *alone = x ? x : y;

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   _ ("“%s” has nothing beside it that is for the same samples: what they are "
                      "shown by and what is to be predicted of them go together, such as x_test "
                      "and y_test."),
                   alone->name);
      return FALSE;
    }
  set->n_pairs++;
  pair->part = part;
  if (!weft_npy_open (&pair->x, x->path, x->entry, error)
      || (y && !weft_npy_open (&pair->y, y->path, y->entry, error)))
    return FALSE;
  if (y && !set->y_name)
    set->y_name = weft_brief (y->name, WEFT_BRIEF_NAME);
  return check_pair (pair, &set->pairs[0], error);
}

static gboolean
open_pairs (WeftNpySet *set, const Job *job, GError **error)
{
  set->is_table = count_role (job, WEFT_NPY_Y) == 0;
  if (count_role (job, WEFT_NPY_X) == 0)
    return fail_unknown (job, error);
  for (guint8 part = 0; part < G_N_ELEMENTS (set->pairs); part++)
    if (!open_pair (set, job, part, error))
      return FALSE;
  if (set->is_table && (set->pairs[0].x.shape.rank != 1 || set->pairs[0].x.shape.dims[0] < 2))
    return fail_unknown (job, error);
  if (weft_npy_is_words (&set->pairs[0].x))
    return weft_npy_fail (&set->pairs[0].x, error,
                          _ ("it holds words, which samples cannot be shown by here. Put texts in "
                             "a table (CSV)."));
  return TRUE;
}

static char *
dup_set_name (const Job *job, const char *path)
{
  const Array *x = NULL;
  g_autofree char *full = g_canonicalize_filename (path, NULL), *folder = NULL;

  if (job->entries)
    return weft_input_dup_stem (path);
  for (guint i = 0; i < job->arrays->len && !x; i++)
    x = job->arrays->pdata[i];
  if (*x->rest)
    return g_strdup (x->rest);
  folder = g_path_get_dirname (full);
  return weft_input_dup_name (folder);
}

gboolean
weft_npy_set_open (WeftNpySet *set, const char *path, const char *target, GError **error)
{
  g_auto (Job) job = { .arrays = g_ptr_array_new_with_free_func (array_free) };

  job.shown = weft_input_dup_shown (path);
  set->ignored = g_ptr_array_new_with_free_func (g_free);
  if (!(weft_input_has_ending (path, several) ? list_entries (&job, path, error)
                                              : list_files (&job, path, error)))
    return FALSE;
  if (job.arrays->len == 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” holds no arrays."), job.shown);
      return FALSE;
    }
  if (!heed_target (&job, target, error))
    return FALSE;
  guess_roles (&job);
  set->name = dup_set_name (&job, path);
  for (guint i = 0; i < job.arrays->len; i++)
    {
      const Array *array = job.arrays->pdata[i];

      if (array->role == WEFT_NPY_OTHER)
        g_ptr_array_add (set->ignored, weft_brief (array->name, WEFT_BRIEF_NAME));
    }
  return open_pairs (set, &job, error);
}

void
weft_npy_set_clear (WeftNpySet *set)
{
  for (guint i = 0; i < set->n_pairs; i++)
    {
      weft_npy_clear (&set->pairs[i].x);
      weft_npy_clear (&set->pairs[i].y);
    }
  g_free (set->name);
  g_free (set->y_name);
  g_clear_pointer (&set->ignored, g_ptr_array_unref);
}
