/* outputs: the outputs of a data node, which are the fields of its set and the masks of their steps
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/outputs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define USUAL "x y"

static gboolean
has_name (const WeftPort *ports, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (ports[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Of those that are words; other names are a formula's letter, a column of a set that the program
 * ships, whose words are msgids, or somebody's own. */
static const char *
find_title (const char *name, gboolean is_shipped)
{
  static const struct
  {
    const char *name, *title;
  } titles[] = {
    { "y", N_ ("labels") },
    { "outcome", N_ ("outcome") },
    { "mask", N_ ("mask") },
    { "boxes", N_ ("boxes") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (name, titles[i].name) == 0)
      return titles[i].title;
  return is_shipped ? g_intern_string (name) : NULL;
}

/* What is no name of a field is passed over: no set has it. */
static guint
read_names (const char *names, gboolean is_shipped, WeftPort ports[WEFT_MAX_OUTPUTS])
{
  g_auto (GStrv) words = g_strsplit_set (names, " ,", -1);
  guint n = 0;

  for (guint i = 0; words[i] && n < WEFT_MAX_OUTPUTS; i++)
    if (weft_field_is_name (words[i]) && !has_name (ports, n, words[i]))
      ports[n++] = (WeftPort){ .name = g_intern_string (words[i]),
                               .title = find_title (words[i], is_shipped) };
  return n;
}

guint
weft_data_list_outputs (GVariant *params, WeftPort ports[WEFT_MAX_OUTPUTS])
{
  WeftDataParams data;
  const WeftSource *source;
  g_autofree char *more = NULL;
  const char *names;
  guint n;

  weft_data_params_load (&data, params);
  source = weft_source_find (data.source);
  names = source ? source->fields : data.fields;
  if (source && source->dup_more)
    names = more = source->dup_more (&data);
  n = names ? read_names (names, source == NULL && g_strcmp0 (data.source, "file") != 0, ports) : 0;
  return n > 0 ? n : read_names (USUAL, FALSE, ports);
}

char *
weft_dataset_dup_outputs (const WeftDataset *dataset)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < dataset->n_fields; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", dataset->fields[i].name);
  for (guint i = 0; i < dataset->n_fields; i++)
    if (dataset->fields[i].ragged >= 0)
      g_string_append_printf (names, " %s", weft_field_get_mask_name (&dataset->fields[i]));
  if (strcmp (names->str, "x") == 0)
    g_string_append (names, " y");
  return g_string_free (names, FALSE);
}

/* A set without labels keeps the output for them, so that what is wired there is said to be
 * missing. */
GVariant *
weft_dataset_new_fields (const WeftDataset *dataset)
{
  g_autofree char *names = weft_dataset_dup_outputs (dataset);

  return strcmp (names, USUAL) == 0 ? NULL : g_variant_new_string (names);
}

void
weft_data_use_file (gint64 node, const WeftDataset *dataset, GPtrArray *edits)
{
  const char *title = weft_dataset_get_target_title (dataset);
  const char *params[] = { "source", "name", "sha256", "target" };
  const char *values[] = { "file", dataset->name, dataset->sha256, title ? title : "" };

  /* First, so that no wire goes in between. */
  g_ptr_array_add (edits, weft_edit_set_param (node, "fields", weft_dataset_new_fields (dataset)));
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    g_ptr_array_add (edits,
                     weft_edit_set_param (node, params[i], g_variant_new_string (values[i])));
}
