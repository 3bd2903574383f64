/* asked-baskets: things that were taken together, of which a network is asked what goes with them
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/basket-lists.h"
#include "projects/readers/tables/table-scan.h"

typedef struct
{
  GHashTable *numbers; /* thing → its feature + 1 */
  guint width;
  GByteArray *rows; /* width numbers each */
  GArray *lines;    /* guint */
  char *strange;    /* nullable: the first that nobody knows, and where */
  guint strange_line;
} Lists;

static void
lists_clear (Lists *lists)
{
  g_clear_pointer (&lists->numbers, g_hash_table_unref);
  g_clear_pointer (&lists->rows, g_byte_array_unref);
  g_clear_pointer (&lists->lines, g_array_unref);
  g_clear_pointer (&lists->strange, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lists, lists_clear)

static void
add_list_cb (gpointer user, char **names, guint line)
{
  Lists *lists = user;
  guint first = lists->rows->len;

  g_byte_array_set_size (lists->rows, first + lists->width);
  memset (lists->rows->data + first, 0, lists->width);
  for (guint i = 0; names[i]; i++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (lists->numbers, names[i]));

      if (number > 0)
        lists->rows->data[first + number - 1] = 1;
      else if (*names[i] && !lists->strange)
        {
          lists->strange = weft_brief (names[i], WEFT_BRIEF_QUOTE);
          lists->strange_line = line;
        }
    }
  g_array_append_val (lists->lines, line);
}

static void
note_strange (WeftAsked *asked, const Lists *lists)
{
  WeftNotes *notes = weft_notes_new ();

  weft_notes_add (notes,
                  _ ("There are things that the network does not know, first “%s” in line %u: they "
                     "are passed over."),
                  lists->strange, lists->strange_line);
  g_strfreev (asked->dataset->notes);
  asked->dataset->notes = weft_notes_finish (notes);
}

/* A row of 0 and 1 a basket, as numbers are. */
static gboolean
is_sheet (const char *path, char **things)
{
  g_autoptr (WeftTable) head = weft_table_is_name (path) ? weft_table_read_head (path) : NULL;

  for (guint i = 0; head && things[i]; i++)
    if (weft_table_find_column (head, things[i]) < 0)
      return FALSE;
  return head != NULL;
}

gboolean
weft_asked_has_baskets (const WeftAsked *asked, const char *path)
{
  const WeftField *y = weft_dataset_get_classes (asked->like);
  char **things = asked->field->feature_names;

  return asked->field->kind == WEFT_KIND_NUMBERS && things && y && y->class_names
         && g_strv_equal ((const char *const *) things, (const char *const *) y->class_names)
         && !is_sheet (path, things);
}

gboolean
weft_asked_take_baskets (WeftAsked *asked, const char *path, GError **error)
{
  g_auto (Lists) lists = { .width = (guint) weft_shape_count (&asked->field->shape) };
  WeftField *field;

  lists.numbers = g_hash_table_new (g_str_hash, g_str_equal);
  lists.rows = g_byte_array_new ();
  lists.lines = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < lists.width; i++)
    g_hash_table_insert (lists.numbers, asked->field->feature_names[i], GUINT_TO_POINTER (i + 1));
  if (!weft_basket_lists_walk (path, add_list_cb, &lists, error)
      || !weft_asked_count (asked, path, lists.lines->len, error))
    return FALSE;
  field = weft_asked_add_field (asked);
  field->shape = asked->field->shape;
  field->shape.type = WEFT_U8;
  field->scale = 1;
  if (!weft_dataset_allocate (asked->dataset, field, error))
    return FALSE;
  memcpy (field->data, lists.rows->data, lists.rows->len);
  for (guint i = 0; i < lists.lines->len; i++)
    weft_asked_name (asked, g_strdup_printf ("%u", g_array_index (lists.lines, guint, i)));
  if (lists.strange)
    note_strange (asked, &lists);
  return TRUE;
}
