/* test-palette: every layer has an icon, its own or its family's; layers are found by any of their
 * names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/weft-resources.h"
#include "ui/base/icon.h"
#include "ui/scene/mine.h"
#include "ui/window/layer-list.h"
#include "ui/window/shelf.h"

static void
assert_icon (const char *name)
{
  g_autofree char *path = g_strdup_printf ("/org/weft/Weft/icons/scalable/actions/%s.svg", name);

  if (!g_resource_get_info (weft_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL,
                            NULL))
    g_error ("there is no %s", path);
}

static void
test_icons (void)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = weft_icon_dup_for_layer (layers[i]);

      assert_icon (name);
    }
  for (int family = 0; family < WEFT_N_FAMILIES; family++)
    {
      g_autofree char *name = weft_icon_dup_for_family (family);

      assert_icon (name);
    }
}

/* A layer without an icon of its own is shown by its family's. */
static void
test_icon_of_family (void)
{
  const WeftLayer bare = { .id = "no_such_layer", .family = WEFT_FAMILY_NORM };
  g_autofree char *name = weft_icon_dup_for_layer (&bare);
  g_autofree char *own = weft_icon_dup_for_layer (weft_layer_find ("dense"));

  g_assert_cmpstr (name, ==, "weft-family-norm-symbolic");
  g_assert_cmpstr (own, ==, "weft-dense-symbolic");
}

static void
test_search (void)
{
  static const char *const words[]
      = { "Dense", "dense", "FC", "linear", "全连接", "quanlianjie", "qlj", "torch.nn.linear", "" };
  const WeftOffer *dense = weft_offer_find ("dense");

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpint (weft_offer_score (dense, words[i]), >=, 0);
  g_assert_cmpint (weft_offer_score (dense, NULL), >=, 0);
  g_assert_cmpint (weft_offer_score (dense, "  dense  fc "), >=, 0);
  g_assert_cmpint (weft_offer_score (dense, "dense pooling"), ==, -1);
  g_assert_cmpint (weft_offer_score (weft_offer_find ("relu"), "qlj"), ==, -1);
}

static const char *
find_best (const char *words)
{
  guint n;
  const WeftOffer *offers = weft_offers (&n), *best = NULL;
  int least = G_MAXINT;

  for (guint i = 0; i < n; i++)
    {
      int score = weft_offer_score (&offers[i], words);

      if (score < 0 || score >= least)
        continue;
      least = score;
      best = &offers[i];
    }
  return best != NULL ? best->id : NULL;
}

/* Enter takes the first. */
static void
test_best (void)
{
  static const struct
  {
    const char *words, *id;
  } wanted[] = {
    { "residual", "block:residual" },
    { "residual block", "block:residual" },
    { "canchakuai", "block:residual" },
    { "cck", "block:residual" },
    { "add", "add" },
    { "gru", "gru" },
    { "attention", "attention" },
    { "dropout", "dropout" },
    { "conv2d", "conv2d" },
    { "max pool2d", "max_pool2d" },
    { "qlj", "dense" },
    { "relu", "relu" },
    { "embedding", "embedding" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpstr (find_best (wanted[i].words), ==, wanted[i].id);
}

/* Layers and blocks together, each in its part; a block is found by its words too. */
static void
test_offers (void)
{
  guint n, n_layers, n_blocks, n_found = 0;
  const WeftOffer *offers = weft_offers (&n);

  weft_layers (&n_layers);
  weft_blocks (&n_blocks);
  g_assert_cmpuint (n_blocks, >, 0);
  g_assert_cmpuint (n, <=, n_layers + n_blocks);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (i == 0 || offers[i].section >= offers[i - 1].section);
      g_assert_true (weft_offer_find (offers[i].id) == &offers[i]);
      n_found += weft_offer_score (&offers[i], "residual") >= 0;
    }
  g_assert_cmpuint (n_found, >, 0);
  g_assert_nonnull (weft_offer_find ("block:residual")->block);
  g_assert_null (weft_offer_find ("block:none"));
}

/* --- what somebody keeps --- */

typedef struct
{
  GPtrArray *files; /* WeftKept */
  guint heard;
} Keeper;

static GPtrArray *
list_kept (gpointer user)
{
  GPtrArray *files = ((Keeper *) user)->files;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_kept_free);

  for (guint i = 0; i < files->len; i++)
    {
      const WeftKept *file = files->pdata[i];
      WeftKept *kept = g_new0 (WeftKept, 1);

      *kept = (WeftKept){ g_strdup (file->id), g_strdup (file->title), g_strdup (file->text) };
      g_ptr_array_add (list, kept);
    }
  return list;
}

static gboolean
drop_group (gpointer user, const char *id, GError **error)
{
  GPtrArray *files = ((Keeper *) user)->files;

  for (guint i = 0; i < files->len; i++)
    if (g_str_equal (((WeftKept *) files->pdata[i])->id, id))
      g_ptr_array_remove_index (files, i--);
  return TRUE;
}

static gboolean
keep_group (gpointer user, const char *id, const char *title, const char *text, GError **error)
{
  WeftKept *kept = g_new0 (WeftKept, 1);

  *kept = (WeftKept){ g_strdup (id != NULL ? id : title), g_strdup (title), g_strdup (text) };
  if (id != NULL)
    drop_group (user, id, NULL);
  g_ptr_array_add (((Keeper *) user)->files, kept);
  return TRUE;
}

static void
heard_cb (Keeper *keeper)
{
  keeper->heard++;
}

/* It is found by the name that it was given, and is the same offer whatever becomes of it. */
static void
test_mine (void)
{
  Keeper keeper = { g_ptr_array_new_with_free_func ((GDestroyNotify) weft_kept_free), 0 };
  const WeftHost host = {
    .list_kept = list_kept, .keep_group = keep_group, .drop_group = drop_group, .user = &keeper
  };
  const WeftOffer *offer;
  gulong handler = g_signal_connect_swapped (weft_mine_get_model (), "items-changed",
                                             G_CALLBACK (heard_cb), &keeper);

  g_assert_true (weft_mine_keep (&host, NULL, "Encoder", "{1}", NULL));
  offer = weft_offer_find ("mine:Encoder");
  g_assert_nonnull (offer);
  g_assert_cmpuint (offer->section, ==, WEFT_SECTION_MINE);
  g_assert_cmpint (weft_offer_score (offer, "encod"), >=, 0);
  g_assert_true (weft_mine_keep (&host, offer->id, "My encoder", NULL, NULL));
  g_assert_cmpstr (weft_offer_get_title (offer), ==, "My encoder");
  g_assert_cmpstr (offer->text, ==, "{1}");
  g_assert_true (weft_mine_drop (&host, offer->id, NULL));
  g_assert_null (weft_offer_find ("mine:Encoder"));
  g_assert_true (weft_mine_keep (&host, offer->id, "My encoder", "{1}", NULL)); /* undone */
  g_assert_true (weft_offer_find ("mine:Encoder") == offer);
  g_assert_cmpuint (keeper.heard, >=, 4);
  g_signal_handler_disconnect (weft_mine_get_model (), handler);
  g_ptr_array_unref (keeper.files);
}

/* Without settings nothing is kept, and nothing goes wrong. */
static void
test_shelf (void)
{
  g_auto (GStrv) list = weft_shelf_list (NULL, WEFT_SHELF_STARS);

  g_assert_null (list[0]);
  weft_shelf_use (NULL, "dense");
  weft_shelf_toggle (NULL, WEFT_SHELF_STARS, "dense");
  g_assert_false (weft_shelf_has (NULL, WEFT_SHELF_STARS, "dense"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_resources_register (weft_get_resource ());
  g_test_add_func ("/palette/icons", test_icons);
  g_test_add_func ("/palette/icon-of-family", test_icon_of_family);
  g_test_add_func ("/palette/search", test_search);
  g_test_add_func ("/palette/best", test_best);
  g_test_add_func ("/palette/offers", test_offers);
  g_test_add_func ("/palette/mine", test_mine);
  g_test_add_func ("/palette/shelf", test_shelf);
  return g_test_run ();
}
