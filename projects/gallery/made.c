/* made: ways in which a shipped set is made by the program, a file and a row each, and what they
 * share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/made.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"

#define TRAINED 0.6 /* of a picture's width, from the left, trains */
#define BAND 64     /* rows of what does not, by turns to test and to validate */

#define MADE(id) extern const WeftMade weft_made_##id;
#include "projects/gallery/made.def"
#undef MADE

static const WeftMade *const rows[] = {
#define MADE(id) &weft_made_##id,
#include "projects/gallery/made.def"
#undef MADE
};

const WeftMade *
weft_made_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i]->id, id) == 0)
      return rows[i];
  return NULL;
}

WeftPart
weft_made_get_part (gint64 sample)
{
  return sample % 10 < 8    ? WEFT_PART_TRAIN
         : sample % 10 == 8 ? WEFT_PART_VALIDATION
                            : WEFT_PART_TEST;
}

gboolean
weft_made_set_parts (WeftDataset *dataset, GError **error)
{
  dataset->part = weft_memory_new ((gsize) dataset->count, error);
  for (gint64 i = 0; dataset->part != NULL && i < dataset->count; i++)
    dataset->part[i] = (guint8) (weft_made_get_part (i) + 1);
  return dataset->part != NULL;
}

void
weft_grounds_clear (WeftGrounds *grounds)
{
  for (int i = 0; i < grounds->n; i++)
    weft_picture_clear (&grounds->pictures[i]);
  g_clear_pointer (&grounds->pictures, g_free);
  grounds->n = 0;
}

gboolean
weft_grounds_load (WeftGrounds *grounds, const char *folder, const char *id, JsonObject *about,
                   GError **error)
{
  JsonArray *files = json_object_get_array_member (about, "files");
  guint n = json_array_get_length (files);

  *grounds = (WeftGrounds){ .pictures = g_new0 (WeftPicture, n) };
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path
          = g_build_filename (folder, "data", id, json_array_get_string_element (files, i), NULL);

      if (!weft_picture_load (&grounds->pictures[i], path, 0, 0, error))
        {
          weft_grounds_clear (grounds);
          return FALSE;
        }
      grounds->n++;
    }
  grounds->width = grounds->pictures[0].width;
  grounds->height = grounds->pictures[0].height;
  return TRUE;
}

void
weft_grounds_cut (const WeftGrounds *grounds, int of, WeftPart part, int side,
                  const WeftRandom *random, guint8 *x)
{
  int border = (int) (TRAINED * grounds->width), left = 0, top = 0;
  int across = (part == WEFT_PART_TRAIN ? border : grounds->width - border) - side + 1;
  int bands = grounds->height / (2 * BAND);

  left = (int) weft_random_below (random, 0, (guint64) across);
  if (part == WEFT_PART_TRAIN)
    top = (int) weft_random_below (random, 1, (guint64) (grounds->height - side + 1));
  else
    {
      int drawn = (int) weft_random_below (random, 1, (guint64) (bands * (BAND - side + 1)));

      left += border;
      top = drawn % bands * 2 * BAND + drawn / bands + (part == WEFT_PART_TEST ? 0 : BAND);
    }
  weft_picture_copy (&grounds->pictures[of], left, top, side, side, 3, x);
}
