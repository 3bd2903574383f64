/* asked-files: a trained network with somebody's files in the place of its data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/asked-files.h"

#include <string.h>

#include "engine/data/field.h"
#include "projects/readers/asked/asked.h"

/* "NAME=PATH", unless a file is called so. name: transfer full, NULL where there is none. */
static const char *
split_input (const char *text, char **name)
{
  const char *is = strchr (text, '=');
  g_autofree char *before = is != NULL ? g_strndup (text, (gsize) (is - text)) : NULL;

  if (before == NULL || !weft_field_is_name (before) || g_file_test (text, G_FILE_TEST_EXISTS))
    return text;
  *name = g_steal_pointer (&before);
  return is + 1;
}

static gboolean
read_inputs (WeftAsking *asking, char **paths, GError **error)
{
  guint n = g_strv_length (paths);
  g_autofree WeftAskedInput *inputs = g_new0 (WeftAskedInput, n);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      char *name = NULL;

      inputs[i].path = split_input (paths[i], &name);
      inputs[i].name = name;
      g_ptr_array_add (names, name);
    }
  asking->asked = weft_asked_read (asking->like, inputs, n, &asking->samples, error);
  return asking->asked != NULL;
}

gboolean
weft_asked_files_begin (WeftAsking *asking, char **paths, const WeftReplayed *replayed,
                        GError **error)
{
  asking->of = replayed->model;
  asking->like = replayed->model->dataset;
  asking->state = replayed->state;
  if (!read_inputs (asking, paths, error))
    return FALSE;
  asking->model = weft_model_new_asked (replayed->model, asking->asked, error);
  return asking->model != NULL;
}

void
weft_asked_files_clear (WeftAsking *asking)
{
  g_clear_pointer (&asking->model, weft_model_unref);
  g_clear_pointer (&asking->asked, weft_dataset_unref);
  g_clear_pointer (&asking->samples, g_array_unref);
}
