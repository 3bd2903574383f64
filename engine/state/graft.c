/* graft: how much of what one network has learnt another one has taken */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/graft.h"

#include <glib/gi18n-lib.h>

#define MOST_SAID 3 /* of what was left */

char *
weft_graft_dup_words (const WeftGraft *graft)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint said = MIN (graft->left->len, MOST_SAID);

  g_string_printf (words, _ ("%u of %u tensors of weights were taken."), graft->taken, graft->of);
  for (guint i = 0; i < said; i++)
    g_string_append_printf (words, " %s", (const char *) g_ptr_array_index (graft->left, i));
  if (graft->left->len > said)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words,
                              g_dngettext (GETTEXT_PACKAGE, "So it is with %u more.",
                                           "So it is with %u more.", graft->left->len - said),
                              graft->left->len - said);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
weft_graft_clear (WeftGraft *graft)
{
  g_clear_pointer (&graft->left, g_ptr_array_unref);
}
