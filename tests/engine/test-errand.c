/* test-errand: how far something is, and that it stops where it is not wanted any more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "engine/data/catalog.h"
#include "engine/data/source.h"

static void
test_share (void)
{
  g_autoptr (WeftErrand) errand = weft_errand_new (0);

  g_assert_true (weft_errand_add (5, NULL)); /* nobody asks */
  g_assert_cmpfloat (weft_errand_get_share (errand), ==, -1);
  weft_errand_add_total (errand, 200);
  weft_errand_set_own (errand);
  g_assert_true (weft_errand_add (50, NULL));
  g_assert_cmpfloat (weft_errand_get_share (errand), ==, 0.25);
  g_assert_true (weft_errand_add (500, NULL));
  g_assert_cmpfloat (weft_errand_get_share (errand), ==, 1);
  weft_errand_set_own (NULL);
}

static void
test_cancel (void)
{
  g_autoptr (WeftErrand) errand = weft_errand_new (10);
  g_autoptr (GError) error = NULL;

  weft_errand_set_own (errand);
  weft_errand_cancel (errand);
  g_assert_false (weft_errand_add (1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED);
  weft_errand_set_own (NULL);
  g_assert_true (weft_errand_add (1, NULL));
}

/* What one catalog has loaded in a thread, another one has then, without loading it. */
static void
test_take (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL), other = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'random'>, 'shape': <[int64 3]>, 'count': <int64 30>}"));
  g_autoptr (WeftDataset) made = weft_catalog_lookup (other, params, 1, 0, NULL), taken = NULL;

  g_assert_nonnull (made);
  weft_catalog_take (catalog, other);
  taken = weft_catalog_lookup (catalog, params, 1, 0, NULL);
  g_assert_true (taken == made);
}

static gboolean
is_due_cb (gpointer user)
{
  return ++*(int *) user > 3;
}

/* Situations of a game are played one by one: whoever does not want them any more need not wait,
 * and may want them later. More than minutes' worth are not begun. */
static void
test_worlds (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'tic_tac_toe'>, 'count': <int64 20>}"));
  g_autoptr (GVariant) many = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'tic_tac_toe'>, 'count': <int64 1000000>}"));
  g_autoptr (WeftErrand) errand = weft_errand_new (0);
  g_autoptr (WeftDataset) made = NULL;
  g_autoptr (GError) error = NULL;
  int asked = 0;

  weft_errand_set_interrupt (errand, &(WeftInterrupt){ is_due_cb, &asked });
  weft_errand_set_own (errand);
  g_assert_null (weft_catalog_lookup (catalog, params, 1, 0, &error));
  weft_errand_set_own (NULL);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED);
  g_assert_cmpint (asked, <, 10);
  made = weft_catalog_lookup (catalog, params, 1, 0, NULL);
  g_assert_nonnull (made);
  g_clear_error (&error);
  g_assert_null (weft_catalog_lookup (catalog, many, 1, 0, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "4,000"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/errand/share", test_share);
  g_test_add_func ("/errand/cancel", test_cancel);
  g_test_add_func ("/errand/take", test_take);
  g_test_add_func ("/errand/worlds", test_worlds);
  return g_test_run ();
}
