/* test-optim: the laws of every row of the optimiser table, in every kernel set; torch-rows holds
 * those that PyTorch has against PyTorch's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/graph/own-settings.h"
#include "engine/optim/gradient.h"
#include "engine/optim/optimizer.h"
#include "optim-cases.h"

/* An update of zero-gradient padding leaves zeros: what lies between two weights stays nothing. */
static void
test_padding_stays_zero (gconstpointer data)
{
  const OptimCase *c = data;
  float w[40] = { 0 }, g[40] = { 0 }, slots[3][40] = { { 0 } };

  for (int step = 1; step <= 3; step++)
    optim_case_step (c, step, 0.1, &(OptimArrays){ w, g, { slots[0], slots[1], slots[2] } }, 40);
  for (int i = 0; i < 40; i++)
    g_assert_true (w[i] == 0 && slots[0][i] == 0 && slots[1][i] == 0 && slots[2][i] == 0);
}

/* Cutting the weights into pieces changes no bit, once the sums of the whole are at hand. */
static void
test_pieces (gconstpointer data)
{
  const OptimCase *c = data;
  float whole[100], parts[100], g[100], a[3][100] = { { 0 } }, b[3][100] = { { 0 } };
  double sums[WEFT_UPDATE_SUMS] = { 0 };
  WeftUpdate update;

  for (int i = 0; i < 100; i++)
    {
      whole[i] = parts[i] = sinf ((float) i);
      g[i] = cosf ((float) i);
    }
  optim_case_step (c, 1, 0.1, &(OptimArrays){ whole, g, { a[0], a[1], a[2] } }, 100);
  weft_update_prepare (&update, c->row, c->settings, 0.1, 1);
  for (int pass = c->row->measure != NULL ? 0 : 1; pass < 2; pass++)
    for (gsize begin = 0; begin < 100; begin += 48)
      {
        float *slot[3] = { b[0] + begin, b[1] + begin, b[2] + begin };
        WeftUpdatePart part = { parts + begin, g + begin, slot, MIN (48, 100 - begin), sums };

        if (pass == 0)
          c->row->measure (&update, &part, sums);
        else
          c->row->update (&update, &part);
      }
  for (int i = 0; i < 100; i++)
    g_assert_cmpfloat (fabsf (whole[i] - parts[i]), <=, c->row->measure != NULL ? 1e-6f : 0);
}

/* Kernel sets agree. */
static void
test_levels (gconstpointer data)
{
  const OptimCase *c = data;
  float plain[35], tuned[35];

  optim_case_run (c, 0, plain, 35);
  optim_case_run (c, weft_kernel_best_level (), tuned, 35);
  for (int i = 0; i < 35; i++)
    g_assert_cmpfloat_with_epsilon (plain[i], tuned[i], 3e-6);
}

/* One step of LAMB, in double precision from its paper's formulas. */
static void
test_lamb (void)
{
  const WeftOptimizer *row = optim_find ("lamb", weft_kernel_best_level ());
  g_autoptr (GVariant) values
      = g_variant_parse (G_VARIANT_TYPE_VARDICT, "{'weight_decay': <0.1>}", NULL, NULL, NULL);
  OptimCase c = { row, weft_optimizer_load (row, values) };
  float w[7], g[7], slots[3][7] = { { 0 } };
  double r[7], w2 = 0, r2 = 0;

  for (int i = 0; i < 7; i++)
    {
      w[i] = 0.25f * (float) (i - 3);
      g[i] = (float) sin (1.3 * i);
      r[i] = g[i] / (fabs ((double) g[i]) + 1e-8) + 0.1 * w[i]; /* m̂ = g and √v̂ = |g| at first */
      w2 += (double) w[i] * w[i];
      r2 += r[i] * r[i];
    }
  optim_case_step (&c, 1, 0.01, &(OptimArrays){ w, g, { slots[0], slots[1], slots[2] } }, 7);
  for (int i = 0; i < 7; i++)
    g_assert_cmpfloat_with_epsilon (w[i], 0.25 * (i - 3) - 0.01 * sqrt (w2 / r2) * r[i], 1e-6);
  g_free (c.settings);
}

static void
test_table (void)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      const WeftOptimizer *row = weft_optimizer_get ((int) i, 0);

      g_assert_cmpstr (weft_optimizer_choices[i].value, ==, row->id);
      g_assert_cmpstr (weft_optimizer_choices[i].label, ==, row->title);
      g_assert_nonnull (row->summary);
      g_assert_nonnull (row->formula);
      g_assert_nonnull (row->cases);
    }
  g_assert_null (weft_optimizer_choices[weft_optimizers_count ()].value);
}

/* Every setting of a row stands in the training table, is the same row wherever it comes from, and
 * is shown with its optimisers alone. */
static void
test_settings (void)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      const WeftOptimizer *row = weft_optimizer_get ((int) i, 0);
      g_autoptr (GVariant) chosen = NULL;
      g_autofree char *text = g_strdup_printf ("{'optimizer': <'%s'>}", row->id);

      chosen = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
      for (const WeftParam *param = row->params; param->name; param++)
        {
          const WeftParam *there = weft_params_find (weft_training_params (), param->name);

          g_assert_nonnull (there);
          g_assert_cmpint (there->type, ==, param->type);
          g_assert_cmpfloat (there->fallback, ==, param->fallback);
          g_assert_cmpstr (there->help, ==, param->help);
          g_assert_true (weft_param_is_relevant (there, weft_training_params (), chosen));
        }
      for (const WeftParam *there = weft_training_params (); there->name; there++)
        if (g_strcmp0 (there->when_param, "optimizer") == 0
            && !weft_params_find (row->params, there->name))
          g_assert_false (weft_param_is_relevant (there, weft_training_params (), chosen));
    }
}

/* --- what an optimiser has of its own --- */

static WeftEdit *
choose (WeftGraph *graph, const char *name, const char *optimizer)
{
  g_autoptr (WeftEdit) edit = weft_own_settings_edit (weft_graph_get_training (graph), name,
                                                      g_variant_new_string (optimizer));

  return weft_graph_apply (graph, edit, NULL);
}

static void
assert_setting (WeftGraph *graph, const char *name, double number)
{
  g_autoptr (GVariant) value
      = weft_params_get (weft_training_params (), weft_graph_get_training (graph), name);

  g_assert_cmpfloat (g_variant_get_double (value), ==, number);
}

/* Each is a setting that it has, in range. */
static void
test_own (void)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      const WeftOptimizer *row = weft_optimizer_get ((int) i, 0);
      g_autoptr (GVariant) own = g_variant_parse (
          G_VARIANT_TYPE_VARDICT, row->own ? row->own : "@a{sv} {}", NULL, NULL, NULL);
      GVariantIter iter;
      const char *name;
      GVariant *value;

      g_assert_nonnull (own);
      g_variant_iter_init (&iter, own);
      while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
        {
          const WeftParam *param = weft_params_find (weft_training_params (), name);

          g_assert_true (g_str_equal (name, "lr") || weft_params_find (row->params, name) != NULL);
          g_assert_null (weft_param_out_of_range (param, value));
          g_variant_unref (value);
        }
    }
}

/* What nobody set follows the optimiser, what was set stays, and one edit takes it back. */
static void
test_choosing (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (GVariant) before = g_variant_ref (weft_graph_get_training (graph)), reset = NULL;
  g_autoptr (WeftEdit) back = choose (graph, "optimizer", "lion"), set = NULL, again = NULL;

  assert_setting (graph, "lr", 0.0001);
  weft_edit_unref (weft_graph_apply (graph, back, NULL));
  g_assert_cmpvariant (before, weft_graph_get_training (graph));
  set = weft_edit_set_training ("eps", g_variant_new_double (1e-5));
  weft_edit_unref (weft_graph_apply (graph, set, NULL));
  weft_edit_unref (choose (graph, "optimizer", "adadelta"));
  assert_setting (graph, "lr", 1);
  assert_setting (graph, "eps", 1e-5);
  weft_edit_unref (choose (graph, "optimizer", "adamw"));
  assert_setting (graph, "lr", 0.001);
  assert_setting (graph, "weight_decay", 0.01);
  again = weft_edit_set_training ("lr", g_variant_new_double (0.02));
  weft_edit_unref (weft_graph_apply (graph, again, NULL));
  weft_edit_unref (choose (graph, "optimizer", "sgd"));
  assert_setting (graph, "lr", 0.02);
  assert_setting (graph, "weight_decay", 0);
  reset = weft_own_settings_get (weft_graph_get_training (graph), "lr");
  g_assert_cmpfloat (g_variant_get_double (reset), ==, 0.01);
}

/* A lane's choice moves the lane's settings alone. */
static void
test_choosing_of_lane (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();

  weft_edit_unref (choose (graph, "discriminator_optimizer", "sgd"));
  weft_edit_unref (choose (graph, "discriminator_optimizer", "adadelta"));
  assert_setting (graph, "discriminator_eps", 1e-6);
  assert_setting (graph, "lr", 0.01);
  assert_setting (graph, "eps", 1e-8);
}

static void
add_laws (const OptimCase *c, int number)
{
  static const struct
  {
    const char *name;
    GTestDataFunc test;
  } laws[] = { { "padding", test_padding_stays_zero },
               { "pieces", test_pieces },
               { "levels", test_levels } };

  for (gsize i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autofree char *path = g_strdup_printf ("/optim/%s/%d/%s", c->row->id, number, laws[i].name);

      g_test_add_data_func (path, c, laws[i].test);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GArray) cases = optim_cases (weft_kernel_best_level ());
  int status;

  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  for (guint i = 0; i < cases->len; i++)
    add_laws (&g_array_index (cases, OptimCase, i), (int) i);
  g_test_add_func ("/optim/lamb", test_lamb);
  g_test_add_func ("/optim/table", test_table);
  g_test_add_func ("/optim/settings", test_settings);
  g_test_add_func ("/optim/own", test_own);
  g_test_add_func ("/optim/choosing", test_choosing);
  g_test_add_func ("/optim/choosing-of-lane", test_choosing_of_lane);
  status = g_test_run ();
  return status;
}
