/* asked: what a trained network is asked, read as its own data were */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"
#include "engine/base/error.h"
#include "projects/readers/arrays/npy-set.h"
#include "projects/readers/files/input.h"
#include "projects/readers/tables/own-fields.h"
#include "projects/readers/tables/table.h"

/* --- for those that read --- */

gboolean
weft_asked_count (WeftAsked *asked, const char *path, gint64 n, GError **error)
{
  g_autofree char *shown = weft_input_dup_shown (path);
  g_autofree char *here = weft_count_format (n), *before = NULL;

  if (n == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” holds nothing to be asked."),
                 shown);
  if (n == 0 || asked->dataset->count == 0 || asked->dataset->count == n)
    {
      asked->dataset->count = n;
      return n > 0;
    }
  before = weft_count_format (asked->dataset->count);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” has samples for %s answers, the input before it for %s. Give as many of "
                  "each."),
               shown, here, before);
  return FALSE;
}

void
weft_asked_name_picture (WeftAsked *asked, char *name, int width, int height)
{
  WeftAskedSample sample = { name, width, height };

  if (asked->samples->len < asked->dataset->count)
    g_array_append_val (asked->samples, sample);
  else
    g_free (name);
}

void
weft_asked_name (WeftAsked *asked, char *name)
{
  weft_asked_name_picture (asked, name, 0, 0);
}

WeftField *
weft_asked_add_field (WeftAsked *asked)
{
  return weft_like_add_field (asked->dataset, asked->field);
}

GPtrArray *
weft_asked_list (const char *path, gboolean (*is_name) (const char *name), GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_ptr_array_add (files, g_strdup (path));
      return g_steal_pointer (&files);
    }
  names = weft_input_list (path, error);
  if (!names)
    return NULL;
  for (guint i = 0; i < names->len; i++)
    if (is_name (names->pdata[i]))
      g_ptr_array_add (files, g_build_filename (path, names->pdata[i], NULL));
  return g_steal_pointer (&files);
}

/* --- all of it --- */

static gboolean (*const takers[WEFT_N_KINDS]) (WeftAsked *asked, const char *path, GError **error)
    = {
        [WEFT_KIND_NUMBERS] = weft_asked_take_table,    [WEFT_KIND_POINTS] = weft_asked_take_table,
        [WEFT_KIND_PICTURE] = weft_asked_take_pictures, [WEFT_KIND_TOKENS] = weft_asked_take_texts,
        [WEFT_KIND_SOUND] = weft_asked_take_sounds,     [WEFT_KIND_CLASS] = weft_asked_take_classes,
      };

static gboolean
take_one (WeftAsked *asked, const WeftAskedInput *input, GError **error)
{
  WeftKind kind = asked->field->kind;

  asked->text = input->text;
  if (input->path != NULL && weft_npy_is_name (input->path))
    return weft_asked_take_array (asked, input->path, error);
  if (input->path != NULL && weft_asked_has_windows (asked))
    return weft_asked_take_series (asked, input->path, error);
  if (input->path != NULL && weft_asked_has_baskets (asked, input->path))
    return weft_asked_take_baskets (asked, input->path, error);
  if (takers[kind] && (input->path != NULL || kind == WEFT_KIND_TOKENS))
    return takers[kind](asked, input->path, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("“%s” is asked as %s, which are given as an array of NumPy’s alone: a file that "
                  "ends in .npy."),
               asked->field->name, weft_kind_get_title (kind));
  return FALSE;
}

static gboolean
is_column (const WeftDataset *like, const WeftField *field)
{
  return strcmp (field->name, "x") == 0 || weft_own_fields_has (like, field);
}

/* A table of everything that it learnt from. */
static gboolean
take_columns (WeftAsked *asked, const WeftAskedInput *input, GError **error)
{
  if (!weft_asked_has_columns (asked->like, input->path, error))
    return FALSE;
  for (guint i = 0; i < asked->like->n_fields; i++)
    {
      asked->field = &asked->like->fields[i];
      if (is_column (asked->like, asked->field) && !take_one (asked, input, error))
        return FALSE;
    }
  return TRUE;
}

/* What is asked with one field alone needs no table for it. */
static gboolean
has_several (const WeftDataset *like)
{
  guint n = 0;

  for (guint i = 0; i < like->n_fields; i++)
    n += is_column (like, &like->fields[i]);
  return n > 1;
}

static gboolean
take (WeftAsked *asked, const WeftAskedInput *input, GError **error)
{
  return !input->name && weft_own_fields_are_in (asked->like) && has_several (asked->like)
                 && weft_table_is_file (input->path)
             ? take_columns (asked, input, error)
             : take_one (asked, input, error);
}

static const WeftField *
find_field (const WeftDataset *like, const WeftAskedInput *input, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const WeftField *field
      = input->name ? weft_dataset_find_field (like, input->name) : weft_dataset_get_x (like);

  if (field)
    return field;
  for (guint i = 0; i < like->n_fields; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", like->fields[i].name);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("The network has no input “%s”. Its data have: %s."), input->name, names->str);
  return NULL;
}

static gboolean
take_all (WeftAsked *asked, const WeftAskedInput *inputs, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      asked->field = find_field (asked->like, &inputs[i], error);
      if (!asked->field)
        return FALSE;
      if (weft_dataset_find_field (asked->dataset, asked->field->name))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” is given twice."),
                       asked->field->name);
          return FALSE;
        }
      if (!take (asked, &inputs[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill (WeftAsked *asked, const WeftAskedInput *inputs, guint n, GError **error)
{
  asked->dataset->name
      = inputs[0].path ? weft_input_dup_shown (inputs[0].path) : g_strdup (inputs[0].name);
  return take_all (asked, inputs, n, error)
         && weft_like_finish (asked->dataset, asked->like, error);
}

WeftDataset *
weft_asked_read (const WeftDataset *like, const WeftAskedInput *inputs, guint n, GArray **samples,
                 GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (GArray) called = weft_asked_samples_new ();
  WeftAsked asked = { like, weft_dataset_get_x (like), dataset, called };

  if (!fill (&asked, inputs, n, error))
    return NULL;
  *samples = g_steal_pointer (&called);
  return g_steal_pointer (&dataset);
}
