/* folder-walk: finds the files of a kind in a folder, each with its class and its part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/folder-walk.h"

#include <string.h>

#include "engine/base/brief.h"
#include "projects/readers/files/input.h"
#include "projects/readers/notes.h"

/* Where the walk is. */
typedef struct
{
  WeftFolderWalk *walk;
  const WeftFolderKind *kind;
  gsize top;         /* the length of the path that names are shown without */
  const char *class; /* nullable: none yet */
  guint8 part;
} Place;

static void
item_free (WeftFolderItem *item)
{
  g_free (item->path);
  g_free (item->name);
  g_free (item->class);
  g_free (item);
}

void
weft_folder_walk_clear (WeftFolderWalk *walk)
{
  g_clear_pointer (&walk->items, g_ptr_array_unref);
  g_clear_pointer (&walk->left_out, g_ptr_array_unref);
  g_free (walk->lone);
  g_free (walk->first_entered);
}

/* --- what is taken and what is left out --- */

static char *
dup_shown (const Place *place, const char *path)
{
  g_autofree char *shown = NULL;

  path += place->top;
  shown = g_filename_display_name (*path == '/' ? path + 1 : path);
  return weft_brief (shown, WEFT_BRIEF_NAME);
}

static void
leave_out (const Place *place, const char *path, const char *reason)
{
  g_autofree char *name = dup_shown (place, path);

  weft_left_out_add (place->walk->left_out, name, reason);
}

/* Why a file is not taken; NULL: it is. */
static const char *
find_reason (const Place *place, const char *path)
{
  if (weft_input_is_archive (path))
    return _ ("an archive is not unpacked");
  if (!place->kind->wants (path))
    {
      const char *reason = place->kind->refuses ? place->kind->refuses (path) : NULL;

      return reason ? reason : _ (place->kind->other);
    }
  return place->class ? NULL : _ ("in no class’s folder");
}

static void
take_files (const Place *place, const WeftFolderTree *tree)
{
  for (guint i = 0; i < tree->files->len; i++)
    {
      const char *file = tree->files->pdata[i], *reason = find_reason (place, file);
      WeftFolderItem *item;

      if (reason)
        {
          leave_out (place, file, reason);
          continue;
        }
      item = g_new0 (WeftFolderItem, 1);
      *item = (WeftFolderItem){ g_strdup (file), dup_shown (place, file), g_strdup (place->class),
                                place->part };
      g_ptr_array_add (place->walk->items, item);
    }
}

static gboolean
was_read (const Place *place, const WeftFolderTree *tree)
{
  static const char *const reasons[] = {
    [WEFT_FOLDER_CLOSED] = N_ ("a folder that cannot be opened"),
    [WEFT_FOLDER_LINKED] = N_ ("a link to a folder that is read elsewhere"),
    [WEFT_FOLDER_DEEP] = N_ ("too many files, or folders within folders"),
  };

  if (tree->state == WEFT_FOLDER_READ)
    return TRUE;
  leave_out (place, tree->path, _ (reasons[tree->state]));
  return FALSE;
}

static void
take_class (const Place *place, const WeftFolderTree *tree)
{
  WeftFolderWalk *walk = place->walk;

  take_files (place, tree);
  for (guint i = 0; i < tree->folders->len; i++)
    {
      const WeftFolderTree *inner = tree->folders->pdata[i];

      if (!was_read (place, inner))
        continue;
      if (inner->n_wanted > 0 && walk->n_entered++ == 0)
        walk->first_entered = dup_shown (place, inner->path);
      take_class (place, inner);
    }
}

/* A copy of the whole in itself, as unpacking an archive twice makes it: of the same name as the
 * folder that it lies in, with a folder that the outer one has too. */
static gboolean
is_copy_within (const WeftFolderTree *tree, const WeftFolderTree *inner)
{
  if (strcmp (tree->name, inner->name) != 0)
    return FALSE;
  for (guint i = 0; i < inner->folders->len; i++)
    if (weft_folder_tree_find (tree, ((WeftFolderTree *) inner->folders->pdata[i])->name))
      return TRUE;
  return FALSE;
}

static void
take_classes (const Place *place, const WeftFolderTree *tree)
{
  take_files (place, tree);
  for (guint i = 0; i < tree->folders->len; i++)
    {
      const WeftFolderTree *inner = tree->folders->pdata[i];
      Place within = *place;

      if (!was_read (place, inner))
        continue;
      if (is_copy_within (tree, inner))
        {
          leave_out (place, inner->path,
                     _ ("has the name and the folders of the folder around it"));
          continue;
        }
      if (inner->n_wanted > 0)
        within.class = inner->name;
      else
        leave_out (place, inner->path, _ (place->kind->none));
      take_class (&within, inner);
    }
}

/* --- train, test and the like --- */

/* Folders named so hold the classes one level deeper; but a train beside a car and a bus is a
 * class. */
static gboolean
has_parts (const WeftFolderTree *tree)
{
  guint n_parts = 0, n_others = 0;

  for (guint i = 0; i < tree->folders->len; i++)
    {
      const WeftFolderTree *inner = tree->folders->pdata[i];

      if (weft_folder_tree_get_part (inner))
        n_parts += weft_folder_tree_count_classes (inner) > 0;
      else
        n_others += inner->n_wanted > 0;
    }
  return n_parts > 1 || (n_parts == 1 && n_others == 0);
}

static void
take_parts (const Place *place, const WeftFolderTree *tree)
{
  take_files (place, tree);
  for (guint i = 0; i < tree->folders->len; i++)
    {
      const WeftFolderTree *inner = tree->folders->pdata[i];
      Place within = *place;

      if (!was_read (place, inner))
        continue;
      within.part = weft_folder_tree_get_part (inner);
      if (within.part)
        take_classes (&within, inner);
      else
        leave_out (place, inner->path, _ ("beside the folders for training and test"));
    }
}

/* The only folder with such files in it, if that leads to the classes; nullable. */
static const WeftFolderTree *
find_lone (const WeftFolderTree *tree)
{
  const WeftFolderTree *lone = NULL;

  for (guint i = 0; i < tree->folders->len; i++)
    {
      const WeftFolderTree *inner = tree->folders->pdata[i];

      if (inner->n_wanted > 0 && lone)
        return NULL;
      if (inner->n_wanted > 0)
        lone = inner;
    }
  if (!lone || weft_folder_tree_count_classes (lone) > 1 || has_parts (lone))
    return lone;
  return find_lone (lone) ? lone : NULL;
}

/* Goes into lone folders; what lies beside them is left out. */
static const WeftFolderTree *
find_top (const Place *place, const WeftFolderTree *tree)
{
  const WeftFolderTree *lone;

  while (!has_parts (tree) && (lone = find_lone (tree)))
    {
      take_files (place, tree);
      for (guint i = 0; i < tree->folders->len; i++)
        if (tree->folders->pdata[i] != lone && was_read (place, tree->folders->pdata[i]))
          leave_out (place, ((WeftFolderTree *) tree->folders->pdata[i])->path,
                     _ (place->kind->none));
      g_free (place->walk->lone);
      place->walk->lone = dup_shown (place, lone->path);
      tree = lone;
    }
  return tree;
}

void
weft_folder_walk (WeftFolderWalk *walk, const WeftFolderTree *tree, const WeftFolderKind *kind)
{
  Place place = { .walk = walk, .kind = kind, .top = strlen (tree->path) };
  const WeftFolderTree *top;

  walk->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  walk->left_out = weft_left_out_new ();
  top = find_top (&place, tree);
  if (has_parts (top))
    take_parts (&place, top);
  else
    take_classes (&place, top);
}
