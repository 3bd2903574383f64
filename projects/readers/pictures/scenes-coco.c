/* scenes-coco: boxes as COCO's JSON gives them (Lin et al. 2014): images, annotations, categories
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/rows/scenes.h"

#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/json-list.h"

typedef struct
{
  WeftScenes *scenes;
  char *file;
  GHashTable *images;     /* id (as text) → number of a scene + 1 */
  GHashTable *categories; /* id → name */
} Coco;

static void
coco_clear (Coco *coco)
{
  g_clear_pointer (&coco->images, g_hash_table_unref);
  g_clear_pointer (&coco->categories, g_hash_table_unref);
  g_free (coco->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Coco, coco_clear)

/* Of an object's member, a number or a word; transfer full, nullable. */
static char *
dup_id (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (!node || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}

static const char *
get_word (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static int
get_size (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  double size = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : 0;

  return size >= 1 && size < 1 << 20 ? (int) size : 0;
}

/* bbox: left, top, width and height. */
static gboolean
read_sides (JsonObject *annotation, double side[4])
{
  JsonNode *node = json_object_get_member (annotation, "bbox");
  JsonArray *sides = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint k = 0; k < 4; k++)
    {
      JsonNode *one
          = sides && json_array_get_length (sides) == 4 ? json_array_get_element (sides, k) : NULL;

      if (!one || !JSON_NODE_HOLDS_VALUE (one) || json_node_get_value_type (one) == G_TYPE_STRING)
        return FALSE;
      side[k] = json_node_get_double (one);
    }
  return TRUE;
}

static gboolean
read_image (Coco *coco, JsonObject *image, guint i, GError **error)
{
  const char *name = get_word (image, "file_name");
  char *id = dup_id (image, "id");
  WeftScene *scene = name && id ? weft_scenes_find (coco->scenes, name) : NULL;

  if (!name || !id)
    {
      g_free (id);
      return weft_sentence_refuse (
          error, _ ("“%s” does not say “file_name” and “id” of picture %u."), coco->file, i + 1);
    }
  if (scene)
    {
      scene->is_said = TRUE;
      scene->width = get_size (image, "width");
      scene->height = get_size (image, "height");
    }
  else
    weft_left_out_add (coco->scenes->left_out, name, _ ("named in the COCO file, but not there"));
  g_hash_table_insert (
      coco->images, id,
      GUINT_TO_POINTER (
          scene ? (guint) (scene - (WeftScene *) (void *) coco->scenes->scenes->data) + 1 : 0));
  return TRUE;
}

static gboolean
read_category (Coco *coco, JsonObject *category, guint i, GError **error)
{
  const char *name = get_word (category, "name");
  char *id = dup_id (category, "id");

  if (name && *name && id)
    {
      g_hash_table_insert (coco->categories, id, g_strdup (name));
      return TRUE;
    }
  g_free (id);
  return weft_sentence_refuse (error, _ ("“%s” does not say “name” and “id” of category %u."),
                               coco->file, i + 1);
}

static gboolean
read_annotation (Coco *coco, JsonObject *annotation, guint i, GError **error)
{
  g_autofree char *image = dup_id (annotation, "image_id");
  g_autofree char *category = dup_id (annotation, "category_id");
  const char *class = category ? g_hash_table_lookup (coco->categories, category) : NULL;
  gpointer scene;
  double side[4];
  WeftBox box;

  if (!image || !g_hash_table_lookup_extended (coco->images, image, NULL, &scene))
    return weft_sentence_refuse (
        error, _ ("“%s” has a box (annotation %u) of a picture that it does not name."), coco->file,
        i + 1);
  if (!class)
    return weft_sentence_refuse (
        error, _ ("“%s” has a box (annotation %u) of a category that it does not name."),
        coco->file, i + 1);
  if (!read_sides (annotation, side))
    return weft_sentence_refuse (error,
                                 _ ("“%s” has no “bbox” of four numbers in annotation %u: left, "
                                    "top, width and height in pixels."),
                                 coco->file, i + 1);
  if (!scene)
    return TRUE;
  box = (WeftBox){ GPOINTER_TO_UINT (scene) - 1,
                   weft_boxes_find_class (&coco->scenes->boxes, class),
                   side[0],
                   side[1],
                   side[0] + side[2],
                   side[1] + side[3] };
  g_array_append_val (coco->scenes->boxes.boxes, box);
  return TRUE;
}

/* What is read of each entry of a list. */
typedef struct
{
  Coco *coco;
  const char *list;
  gboolean (*read) (Coco *coco, JsonObject *object, guint i, GError **error);
} List;

static gboolean
read_entry (gpointer user, JsonNode *entry, guint i, GError **error)
{
  const List *list = user;

  if (JSON_NODE_HOLDS_OBJECT (entry))
    return list->read (list->coco, json_node_get_object (entry), i, error);
  weft_sentence_set_error (error, WEFT_ERROR_DAMAGED,
                           _ ("“%s” is no COCO file: entry %u of “%s” is no object."),
                           list->coco->file, i + 1, list->list);
  return FALSE;
}

/* Boxes may stand before what they are of, so that the file is gone through for each list. */
gboolean
weft_scenes_read_coco (WeftScenes *scenes, const char *path, GError **error)
{
  g_auto (Coco) coco = { .scenes = scenes, .file = weft_input_dup_shown (path) };
  List lists[] = { { &coco, "images", read_image },
                   { &coco, "categories", read_category },
                   { &coco, "annotations", read_annotation } };

  coco.images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  coco.categories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!weft_json_list_walk (path, lists[i].list, read_entry, &lists[i], error))
      return FALSE;
  return TRUE;
}
