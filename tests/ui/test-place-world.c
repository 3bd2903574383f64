/* test-place-world: a world that is chosen alone comes with a way to act in it; without a display
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/training.h"
#include "engine/plan/check.h"
#include "ui/context/place.h"

typedef struct
{
  WeftGraph *graph;
  WeftCatalog *catalog;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->graph = weft_graph_new ();
  f->catalog = weft_catalog_new (NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->graph);
  weft_catalog_unref (f->catalog);
}

/* What undoes it. Takes the edit. */
static WeftEdit *
apply (Fixture *f, WeftEdit *edit)
{
  g_autoptr (GError) error = NULL;
  WeftEdit *inverse = weft_graph_apply (f->graph, edit, &error);

  g_assert_no_error (error);
  weft_edit_unref (edit);
  return inverse;
}

static WeftEdit *
choose (Fixture *f, const char *source)
{
  gint64 node = 0;

  return apply (f, weft_place_source (f->graph, f->catalog, source, &node));
}

static const char *
get_source (Fixture *f)
{
  g_autoptr (GVariant) source
      = weft_node_get_param (weft_graph_find_by_name (f->graph, "data1"), "source");

  return g_intern_string (g_variant_get_string (source, NULL));
}

static const char *
get_recipe (Fixture *f)
{
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (f->graph));
  return weft_recipe_get (training.recipe)->id;
}

static int
get_epochs (Fixture *f)
{
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (f->graph));
  return (int) training.epochs;
}

/* How one learns to act in it, and what that asks for, in one step. */
static void
test_alone (Fixture *f, gconstpointer data)
{
  static const char *const worlds[][2]
      = { { "cart_pole", "value" }, { "pendulum", "policy" }, { "tic_tac_toe", "self_play" } };

  for (gsize i = 0; i < G_N_ELEMENTS (worlds); i++)
    {
      g_autoptr (WeftEdit) inverse = choose (f, worlds[i][0]);
      g_autoptr (WeftReport) report = weft_check (f->graph, f->catalog);
      g_autoptr (WeftEdit) again = NULL;

      g_assert_cmpstr (get_recipe (f), ==, worlds[i][1]);
      g_assert_true (report->can_train);
      g_assert_cmpint (get_epochs (f), >=, 1000); /* 10 would show nothing that it learnt */
      again = apply (f, weft_edit_ref (inverse));
      g_assert_cmpuint (weft_graph_get_n_nodes (f->graph), ==, 0);
      g_assert_cmpstr (get_recipe (f), ==, "supervised");
    }
}

/* Who has layers there goes on as he did. */
static void
test_behind_layers (Fixture *f, gconstpointer data)
{
  gint64 id = 0;
  g_autoptr (WeftEdit) first = apply (
      f, weft_place_layer (f->graph, f->catalog, weft_layer_find ("dense"), 0, NULL, 0, &id));
  g_autoptr (WeftEdit) second = choose (f, "cart_pole");

  g_assert_cmpstr (get_recipe (f), ==, "supervised");
  g_assert_cmpuint (weft_graph_get_n_nodes (f->graph), >, 2);
}

/* A recipe that somebody chose stays, and so does the world that does not fit it. */
static void
test_other_recipe (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftEdit) first
      = apply (f, weft_edit_set_training ("recipe", g_variant_new_string ("value")));
  g_autoptr (WeftEdit) second = choose (f, "tic_tac_toe");

  g_assert_cmpstr (get_recipe (f), ==, "value");
  g_assert_cmpstr (get_source (f), ==, "tic_tac_toe");
}

/* A rate that somebody chose stays. */
static void
test_own_rate (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftEdit) first
      = apply (f, weft_edit_set_training ("lr", g_variant_new_double (0.125)));
  g_autoptr (WeftEdit) second = choose (f, "cart_pole");
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (f->graph));
  g_assert_cmpfloat (training.lr, ==, 0.125);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/place-world/alone", test_alone);
  ADD ("/place-world/behind-layers", test_behind_layers);
  ADD ("/place-world/other-recipe", test_other_recipe);
  ADD ("/place-world/own-rate", test_own_rate);
#undef ADD
  return g_test_run ();
}
