/* data: the sets that the gallery ships: data/ID/about.json says which file and whose it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/json-scan.h"
#include "projects/gallery/data.h"
#include "projects/gallery/gallery.h"
#include "projects/gallery/made.h"
#include "projects/gallery/texts.h"
#include "projects/readers/files/input.h"
#include "projects/readers/read-options.h"
#include "projects/readers/reader.h"

static const WeftDataText *
find_text (const char *id)
{
  guint n;
  const WeftDataText *const *texts = weft_gallery_data_texts (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (texts[i]->id, id) == 0)
      return texts[i];
  return NULL;
}

JsonObject *
weft_gallery_read_about (const char *folder, const char *id, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "data", id, "about.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;

  if (!find_text (id))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("There is no data set called “%s”."),
                   id);
      return NULL;
    }
  if (!weft_input_load (path, 1 << 20, &text, &length, error))
    return NULL;
  node = weft_json_parse (text, (gssize) length, error);
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

static char *
make_about (JsonObject *about, const char *id)
{
  return g_strdup_printf (_ ("%s\n\nSource: %s, %s\nLicence: %s"),
                          g_dgettext (GETTEXT_PACKAGE, find_text (id)->about),
                          json_object_get_string_member_with_default (about, "source", ""),
                          json_object_get_string_member_with_default (about, "url", ""),
                          json_object_get_string_member_with_default (about, "licence", ""));
}

char *
weft_gallery_dup_about (const char *folder, const char *id)
{
  g_autoptr (JsonObject) about = weft_gallery_read_about (folder, id, NULL);

  return about ? make_about (about, id) : NULL;
}

/* Names for the classes where the files have only numbers; all are translated when they are shown,
 * so that names of the files stand there for xgettext. */
static void
name_classes (WeftDataset *dataset, const char *const *names)
{
  guint n = names ? g_strv_length ((char **) names) : 0;

  for (guint i = 0; i < dataset->n_fields; i++)
    {
      WeftField *field = &dataset->fields[i];

      if (n == 0 || field->classes != (int) n
          || (field->class_names
              && g_strv_contains ((const char *const *) field->class_names, names[0])))
        continue;
      g_strfreev (field->class_names);
      field->class_names = g_strdupv ((char **) names);
    }
}

/* "read" of a set: how its file is to be read, by the words of the command's options; each one, or
 * a list of them. */
static gboolean
read_wishes (JsonObject *about, WeftReadOptions *options, GError **error)
{
  JsonObject *wishes = json_object_has_member (about, "read")
                           ? json_object_get_object_member (about, "read")
                           : NULL;
  g_autoptr (GList) ids = wishes ? json_object_get_members (wishes) : NULL;

  for (GList *id = ids; id; id = id->next)
    {
      JsonNode *node = json_object_get_member (wishes, id->data);
      JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      for (guint i = 0; i < (list ? json_array_get_length (list) : 1); i++)
        if (!weft_read_options_add (options, id->data,
                                    list ? json_array_get_string_element (list, i)
                                         : json_node_get_string (node),
                                    error))
          return FALSE;
    }
  return TRUE;
}

/* What the file holds, or what is made of other sets. */
static WeftDataset *
read_or_make (const char *folder, const char *id, JsonObject *about, GError **error)
{
  const WeftMade *made
      = weft_made_find (json_object_get_string_member_with_default (about, "made", ""));
  g_autofree char *path = g_build_filename (
      folder, "data", id, json_object_get_string_member_with_default (about, "file", ""), NULL);
  g_auto (WeftReadOptions) options = { .is_known = TRUE };

  json_object_set_string_member (about, "id", id);
  if (made != NULL)
    return made->make (folder, about, error);
  return read_wishes (about, &options, error) ? weft_reader_read_as (path, &options, NULL, error)
                                              : NULL;
}

WeftDataset *
weft_gallery_load_data (const char *folder, const char *id, GError **error)
{
  g_autoptr (JsonObject) about = weft_gallery_read_about (folder, id, error);
  g_autoptr (WeftDataset) dataset = NULL;

  if (!about)
    return NULL;
  dataset = read_or_make (folder, id, about, error);
  if (!dataset)
    return NULL;
  name_classes (dataset, find_text (id)->classes);
  g_free (dataset->name);
  dataset->name = g_strdup (id);
  dataset->title = g_strdup (find_text (id)->title);
  dataset->about = make_about (about, id);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

const char *
weft_gallery_get_data_title (const char *id)
{
  const WeftDataText *text = find_text (id);

  return text ? text->title : NULL;
}

char **
weft_gallery_list_data (const char *folder)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  guint n;
  const WeftDataText *const *texts = weft_gallery_data_texts (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *own = g_build_filename (folder, "data", texts[i]->id, NULL);

      if (g_file_test (own, G_FILE_TEST_IS_DIR))
        g_strv_builder_add (ids, texts[i]->id);
    }
  return g_strv_builder_end (ids);
}
