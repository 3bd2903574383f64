/* gallery: the examples, one folder each, and the data that they ship
 *
 * ID/example.json holds the facts, texts.c the words, ID/graph.json the network. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/gallery.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/edit.h"
#include "projects/formats/graph-json.h"
#include "projects/formats/json-scan.h"
#include "projects/gallery/texts.h"
#include "projects/readers/files/input.h"

#define MAX_BYTES (4 << 20)

static void
goal_free (WeftGoal *goal)
{
  g_free (goal->metric);
  g_free (goal->better);
  g_free (goal->baseline_name);
  g_free (goal);
}

static const WeftChapter chapters[] = {
#define CHAPTER(id, title, teaches) { id, title, teaches },
#include "projects/gallery/chapters.def"
#undef CHAPTER
};

const WeftChapter *
weft_gallery_list_chapters (guint *n)
{
  *n = G_N_ELEMENTS (chapters);
  return chapters;
}

const char *
weft_goal_get_metric (const WeftGoal *goal)
{
  const char *dot = strrchr (goal->metric, '.');

  return dot != NULL ? dot + 1 : goal->metric;
}

void
weft_example_free (WeftExample *example)
{
  if (!example)
    return;
  g_free (example->id);
  g_free (example->title);
  g_free (example->summary);
  g_free (example->limits);
  g_free (example->tagline);
  g_free (example->category);
  g_free (example->task);
  g_free (example->data);
  g_free (example->picture);
  g_free (example->picture_dark);
  g_free (example->folder);
  g_clear_pointer (&example->goals, g_ptr_array_unref);
  g_free (example);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExample, weft_example_free)

/* A JSON object from a file; transfer full. */
static JsonObject *
read_object (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;

  if (!weft_input_load (path, MAX_BYTES, &text, &length, error))
    return NULL;
  node = weft_json_parse (text, (gssize) length, error);
  if (!node)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("%s: no object"), path);
  return NULL;
}

static const char *
get_string (JsonObject *object, const char *key)
{
  return json_object_get_string_member_with_default (object, key, "");
}

static double
get_number (JsonObject *object, const char *key)
{
  return json_object_get_double_member_with_default (object, key, 0);
}

static const char *
translate (const char *text)
{
  return g_dgettext (GETTEXT_PACKAGE, text);
}

static GPtrArray *
read_goals (JsonObject *object, const WeftExampleText *text)
{
  GPtrArray *goals = g_ptr_array_new_with_free_func ((GDestroyNotify) goal_free);
  JsonArray *array = json_object_has_member (object, "goals")
                         ? json_object_get_array_member (object, "goals")
                         : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonObject *row = json_array_get_object_element (array, i);
      WeftGoal *goal = g_new0 (WeftGoal, 1);

      goal->metric = g_strdup (get_string (row, "metric"));
      goal->target = get_number (row, "target");
      goal->better = g_strdup (get_string (row, "better"));
      goal->baseline = get_number (row, "baseline");
      goal->baseline_name = g_strdup (translate (text->baseline));
      g_ptr_array_add (goals, goal);
    }
  return goals;
}

static WeftExample *
read_example (const char *folder, const WeftExampleText *text, GError **error)
{
  g_autofree char *own = g_build_filename (folder, text->id, NULL);
  g_autofree char *path = g_build_filename (own, "example.json", NULL);
  g_autoptr (JsonObject) object = read_object (path, error);
  WeftExample *example;

  if (!object)
    return NULL;
  example = g_new0 (WeftExample, 1);
  example->id = g_strdup (text->id);
  example->title = g_strdup (translate (text->title));
  example->tagline = g_strdup (translate (text->tagline));
  example->summary = g_strdup (translate (text->summary));
  example->limits = g_strdup (translate (text->limits));
  example->category = g_strdup (get_string (object, "category"));
  example->task = g_strdup (get_string (object, "task"));
  example->data = g_strdup (get_string (object, "data"));
  example->seconds = (int) get_number (object, "seconds");
  example->folds = (int) get_number (object, "folds");
  example->speed = get_number (object, "speed");
  example->goals = read_goals (object, text);
  example->picture = g_build_filename (own, "picture.png", NULL);
  example->picture_dark = g_build_filename (own, "picture-dark.png", NULL);
  example->folder = g_steal_pointer (&own);
  return example;
}

GPtrArray *
weft_gallery_list (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) examples
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_example_free);
  guint n;
  const WeftExampleText *const *texts = weft_gallery_texts (&n);

  for (guint i = 0; i < n; i++)
    {
      WeftExample *example = read_example (folder, texts[i], error);

      if (!example)
        return NULL;
      g_ptr_array_add (examples, example);
    }
  return g_steal_pointer (&examples);
}

WeftExample *
weft_gallery_find (const char *folder, const char *id, GError **error)
{
  guint n;
  const WeftExampleText *const *texts = weft_gallery_texts (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (texts[i]->id, id) == 0)
      return read_example (folder, texts[i], error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("There is no example called “%s”."), id);
  return NULL;
}

/* In the language of whoever opens it: from then on they are that person's own. */
static void
translate_titles (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      g_autoptr (WeftEdit) edit = NULL, inverse = NULL;

      if (node->title == NULL)
        continue;
      edit = weft_edit_set_title (node->id, g_dpgettext2 (GETTEXT_PACKAGE, "node", node->title));
      inverse = weft_graph_apply (graph, edit, NULL);
    }
}

WeftGraph *
weft_gallery_load_graph (const WeftExample *example, GError **error)
{
  g_autofree char *path = g_build_filename (example->folder, "graph.json", NULL);
  g_autofree char *text = NULL;
  WeftGraph *graph;
  gsize length;

  if (!weft_input_load (path, MAX_BYTES, &text, &length, error))
    return NULL;
  graph = weft_graph_from_json (text, (gssize) length, error);
  if (!graph)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  translate_titles (graph);
  return graph;
}
