/* scenes-voc: boxes as Pascal VOC's XML gives them, a file a picture (Everingham et al. 2010) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/rows/scenes.h"

#include <string.h>

#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"

#define BUDGET ((gsize) 1 << 20) /* bytes of one file */

typedef struct
{
  WeftScenes *scenes;
  GString *text;  /* of the element at hand */
  char *picture;  /* nullable: the file that it is of */
  char *class;    /* of the object at hand */
  double size[2]; /* width, height; 0: not said */
  double side[4]; /* of the box at hand */
  guint found;    /* bits of them */
  GArray *boxes;  /* WeftBox, picture not said yet */
  char *shown;    /* the file */
} Voc;

static void
voc_clear (Voc *voc)
{
  g_string_free (voc->text, TRUE);
  g_free (voc->picture);
  g_free (voc->class);
  g_free (voc->shown);
  g_array_unref (voc->boxes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Voc, voc_clear)

static void
start_cb (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer user, GError **error)
{
  g_string_truncate (((Voc *) user)->text, 0);
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer user,
         GError **error)
{
  g_string_append_len (((Voc *) user)->text, text, (gssize) length);
}

/* Whether the element at hand stands in those, the inner one first. */
static gboolean
stands_in (GMarkupParseContext *context, const char *inner, const char *outer)
{
  const GSList *stack = g_markup_parse_context_get_element_stack (context);

  stack = stack ? stack->next : NULL;
  return stack && strcmp (stack->data, inner) == 0
         && (!outer || (stack->next && strcmp (stack->next->data, outer) == 0));
}

static int
find_word (const char *word, const char *const *words)
{
  for (int i = 0; words[i]; i++)
    if (strcmp (word, words[i]) == 0)
      return i;
  return -1;
}

static void
end_object (Voc *voc, GMarkupParseContext *context, GError **error)
{
  WeftBox box = {
    .left = voc->side[0], .top = voc->side[1], .right = voc->side[2], .bottom = voc->side[3]
  };
  int line;

  g_markup_parse_context_get_position (context, &line, NULL);
  if (!voc->class || voc->found != 15)
    {
      weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                               _ ("“%s” has an object before line %d without a name or without "
                                  "xmin, ymin, xmax and ymax."),
                               voc->shown, line);
      return;
    }
  box.class = weft_boxes_find_class (&voc->scenes->boxes, voc->class);
  g_array_append_val (voc->boxes, box);
  g_clear_pointer (&voc->class, g_free);
  voc->found = 0;
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer user, GError **error)
{
  static const char *const sides[] = { "xmin", "ymin", "xmax", "ymax", NULL };
  static const char *const sizes[] = { "width", "height", NULL };
  Voc *voc = user;
  const char *text = g_strstrip (voc->text->str);
  int side = find_word (element, sides), size = find_word (element, sizes);

  if (strcmp (element, "filename") == 0 && stands_in (context, "annotation", NULL))
    {
      g_free (voc->picture);
      voc->picture = g_strdup (text);
    }
  else if (size >= 0 && stands_in (context, "size", "annotation"))
    voc->size[size] = g_ascii_strtod (text, NULL);
  else if (strcmp (element, "name") == 0 && stands_in (context, "object", "annotation"))
    {
      g_free (voc->class);
      voc->class = g_strdup (text);
    }
  else if (side >= 0 && stands_in (context, "bndbox", "object") && *text)
    {
      voc->side[side] = g_ascii_strtod (text, NULL);
      voc->found |= 1u << side;
    }
  else if (strcmp (element, "object") == 0 && stands_in (context, "annotation", NULL))
    end_object (voc, context, error);
  g_string_truncate (voc->text, 0);
}

/* In whatever encoding, and without the mark with which Windows begins a text. */
static char *
decode (const Voc *voc, const char *bytes, gsize length, GError **error)
{
  g_autoptr (GError) inner = NULL;
  const char *encoding;
  char *text = weft_text_decode (bytes, length, &encoding, &inner);

  if (!text)
    g_set_error (error, WEFT_ERROR, inner->code, _ ("“%s”: %s"), voc->shown, inner->message);
  return text;
}

static gboolean
parse (Voc *voc, const char *text, gsize length, GError **error)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, voc, NULL);
  g_autoptr (GError) problem = NULL;
  int line;

  if (g_markup_parse_context_parse (context, text, (gssize) length, &problem)
      && g_markup_parse_context_end_parse (context, &problem))
    return TRUE;
  g_markup_parse_context_get_position (context, &line, NULL);
  if (problem->domain == WEFT_ERROR)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    weft_sentence_set_error (error, WEFT_ERROR_DAMAGED,
                             _ ("“%s” is no whole XML file: it goes wrong in line %d."), voc->shown,
                             line);
  return FALSE;
}

/* By what the file says, else by its own name. */
static WeftScene *
find_scene (const Voc *voc, const char *path)
{
  g_autofree char *stem = weft_input_dup_stem (path);
  WeftScene *scene = voc->picture ? weft_scenes_find (voc->scenes, voc->picture) : NULL;

  return scene ? scene : weft_scenes_find (voc->scenes, stem);
}

gboolean
weft_scenes_read_voc (WeftScenes *scenes, const char *path, GError **error)
{
  g_autofree char *bytes = NULL, *text = NULL;
  g_auto (Voc) voc = { .scenes = scenes,
                       .text = g_string_new (NULL),
                       .boxes = g_array_new (FALSE, FALSE, sizeof (WeftBox)),
                       .shown = weft_input_dup_shown (path) };
  WeftScene *scene;
  gsize length;

  if (!weft_input_load (path, BUDGET, &bytes, &length, error)
      || !(text = decode (&voc, bytes, length, error)) || !parse (&voc, text, strlen (text), error))
    return FALSE;
  scene = find_scene (&voc, path);
  if (!scene)
    {
      weft_left_out_add (scenes->left_out, voc.shown, _ ("its picture is not there"));
      return TRUE;
    }
  scene->is_said = TRUE;
  scene->width = voc.size[0] >= 1 && voc.size[0] < 1 << 20 ? (int) voc.size[0] : 0;
  scene->height = voc.size[1] >= 1 && voc.size[1] < 1 << 20 ? (int) voc.size[1] : 0;
  for (guint i = 0; i < voc.boxes->len; i++)
    {
      WeftBox *box = &g_array_index (voc.boxes, WeftBox, i);

      box->picture = (guint32) (scene - (WeftScene *) (void *) scenes->scenes->data);
      g_array_append_val (scenes->boxes.boxes, *box);
    }
  return TRUE;
}
