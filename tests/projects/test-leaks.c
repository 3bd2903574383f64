/* test-leaks: of no shipped set is what validates or tests the same as what trains, or nearly so */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "engine/data/near.h"
#include "probe.h"
#include "projects/gallery/texts.h"

/* Of what validates and tests: as two people wear one shirt, or write one 1. */
#define ALLOWED 0.01
/* What is short is near to another that shares most of its letters and is not the same: Adam and
 * Adams, “has the same seed the same result” and “is the result with the same seed the same”. Each
 * stands once. */
#define ALLOWED_SHORT 0.05

static double
get_allowed (const char *id)
{
  const char *const set_of_short[] = { "spellings", "questions", NULL };

  return g_strv_contains (set_of_short, id) ? ALLOWED_SHORT : ALLOWED;
}

static void
test_set (gconstpointer id)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = weft_gallery_load_data (gallery, id, &error);
  const double shares[] = { 0.8, 0.1, 0.1 };
  g_autoptr (WeftSplit) split = NULL;
  g_autofree guint32 *near = NULL;
  gint64 n, across, asked;

  g_assert_no_error (error);
  split = weft_split_new (dataset, shares, 0);
  near = weft_near_find (dataset, &n);
  across = near != NULL ? weft_near_count_across (dataset, near, split) : 0;
  asked = split->count[WEFT_PART_VALIDATION] + split->count[WEFT_PART_TEST];
  g_test_message ("%s: %d of %d", (const char *) id, (int) across, (int) asked);
  g_assert_cmpfloat ((double) across, <=, get_allowed (id) * (double) asked);
}

int
main (int argc, char **argv)
{
  guint n;
  const WeftDataText *const *sets = weft_gallery_data_texts (&n);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/leaks/", sets[i]->id, NULL);

      g_test_add_data_func (path, sets[i]->id, test_set);
    }
  return g_test_run ();
}
