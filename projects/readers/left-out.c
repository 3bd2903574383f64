/* left-out: what a reader did not take: how many for each reason, and which was the first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/left-out.h"

#include <string.h>

#include "projects/readers/notes.h"

static void
left_out_free (WeftLeftOut *left_out)
{
  g_free (left_out->name);
  g_free (left_out->reason);
  g_free (left_out);
}

GPtrArray *
weft_left_out_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) left_out_free);
}

void
weft_left_out_add (GPtrArray *list, const char *name, const char *reason)
{
  WeftLeftOut *made;

  for (guint i = 0; i < list->len; i++)
    {
      WeftLeftOut *left_out = list->pdata[i];

      if (strcmp (left_out->reason, reason) == 0)
        {
          left_out->count++;
          return;
        }
    }
  made = g_new0 (WeftLeftOut, 1);
  *made = (WeftLeftOut){ g_strdup (name), g_strdup (reason), 1 };
  g_ptr_array_add (list, made);
}

void
weft_left_out_note (const GPtrArray *list, GPtrArray *notes)
{
  for (guint i = 0; i < list->len; i++)
    {
      const WeftLeftOut *left_out = list->pdata[i];

      if (left_out->count == 1)
        weft_notes_add (notes, _ ("Left out: “%s” (%s)."), left_out->name, left_out->reason);
      else
        weft_notes_add (notes, _ ("Left out: %u, first “%s” (%s)."), left_out->count,
                        left_out->name, left_out->reason);
    }
}
