/* test-optim: every optimiser against PyTorch's, in every kernel set that this processor can run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/optim/gradient.h"
#include "engine/optim/optimizer.h"

#define N 7
#define STEPS 20

typedef struct
{
  const char *id;
  WeftTraining training;
  float expected[N];
} Case;

#include "optim-reference.h"

static const int levels[] = { 0, 3, 4 };

static int
find_index (const char *id)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    if (g_str_equal (weft_optimizer_get ((int) i, 0)->id, id))
      return (int) i;
  g_assert_not_reached ();
}

/* The seven weights stand at the end of `count`, so that vectors and their rests both meet them. */
static void
run_case (const Case *c, int level, gsize count, float *w)
{
  const WeftOptimizer *row = weft_optimizer_get (find_index (c->id), level);
  g_autofree float *g = g_new0 (float, count), *slots = g_new0 (float, 3 * count);
  float *slot[3] = { NULL };
  WeftUpdate update;

  for (guint s = 0; s < row->n_slots (&c->training); s++)
    slot[s] = slots + s * count;
  for (gsize i = 0; i < count; i++)
    w[i] = 0.25f * ((float) (i % N) - 3);
  for (int step = 0; step < STEPS; step++)
    {
      for (gsize i = 0; i < count; i++)
        g[i] = (float) ((double) (i % N + 1) / 4 * sin (1.3 * (double) (i % N) + 0.7 * step));
      weft_update_prepare (&update, &c->training, c->training.lr, step + 1);
      row->update (&update, w, g, slot, count);
    }
}

static void
test_against_pytorch (void)
{
  for (guint l = 0; l < G_N_ELEMENTS (levels) && levels[l] <= weft_kernel_best_level (); l++)
    for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
      {
        float w[5 * N];

        run_case (&cases[k], levels[l], 5 * N, w);
        for (int i = 0; i < 5 * N; i++)
          g_assert_cmpfloat_with_epsilon (w[i], cases[k].expected[i % N], 3e-6);
      }
}

/* An update of zero-gradient padding leaves zeros: what lies between two weights stays nothing. */
static void
test_padding_stays_zero (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      const Case *c = &cases[k];
      float w[40] = { 0 }, g[40] = { 0 }, slots[3][40] = { { 0 } };
      float *const slot[3] = { slots[0], slots[1], slots[2] };
      WeftUpdate update;

      for (int step = 1; step <= 3; step++)
        {
          weft_update_prepare (&update, &c->training, c->training.lr, step);
          weft_optimizer_get (find_index (c->id), weft_kernel_best_level ())
              ->update (&update, w, g, slot, 40);
        }
      for (int i = 0; i < 40; i++)
        g_assert_true (w[i] == 0 && slots[0][i] == 0 && slots[1][i] == 0);
    }
}

/* Cutting the weights into pieces changes no bit. */
static void
test_pieces (void)
{
  const Case *c = &cases[6];
  const WeftOptimizer *row = weft_optimizer_get (find_index (c->id), weft_kernel_best_level ());
  float whole[100], parts[100], g[100], a[2][100] = { { 0 } }, b[2][100] = { { 0 } };
  WeftUpdate update;

  for (int i = 0; i < 100; i++)
    {
      whole[i] = parts[i] = sinf ((float) i);
      g[i] = cosf ((float) i);
    }
  weft_update_prepare (&update, &c->training, 0.1, 1);
  row->update (&update, whole, g, (float *const[3]){ a[0], a[1] }, 100);
  row->update (&update, parts, g, (float *const[3]){ b[0], b[1] }, 48);
  row->update (&update, parts + 48, g + 48, (float *const[3]){ b[0] + 48, b[1] + 48 }, 52);
  g_assert_cmpmem (whole, sizeof whole, parts, sizeof parts);
}

static void
test_table (void)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      const WeftOptimizer *row = weft_optimizer_get ((int) i, 0);

      g_assert_cmpstr (weft_optimizer_choices[i].value, ==, row->id);
      g_assert_cmpstr (weft_optimizer_choices[i].label, ==, row->title);
      g_assert_true (g_str_has_suffix (row->summary, "."));
      g_assert_true (strlen (row->formula) > 0);
      for (guint l = 1; l < G_N_ELEMENTS (levels); l++)
        g_assert_cmpstr (weft_optimizer_get ((int) i, levels[l])->id, ==, row->id);
    }
  g_assert_null (weft_optimizer_choices[weft_optimizers_count ()].value);
}

/* Every key that a row says it reads is a training setting. */
static void
test_params_exist (void)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      g_auto (GStrv) names = g_strsplit (weft_optimizer_get ((int) i, 0)->params, " ", -1);

      for (guint n = 0; names[n] != NULL; n++)
        g_assert_nonnull (weft_params_find (weft_training_params (), names[n]));
    }
}

static void
test_op_tables (void)
{
  guint n;
  const WeftOp *const *plain = weft_ops (0, &n);

  g_assert_cmpuint (n, >, 0);
  g_assert_null (plain[n]);
  for (guint i = 0; i < n; i++)
    for (guint l = 0; l < G_N_ELEMENTS (levels); l++)
      {
        g_assert_nonnull (weft_op_find (plain[i]->id, levels[l]));
        g_assert_cmpstr (weft_op_find (plain[i]->id, levels[l])->id, ==, plain[i]->id);
      }
  g_assert_null (weft_op_find ("no_such_op", 0));
}

static void
test_norm (void)
{
  float x[1003];
  double expected = 0;

  for (int i = 0; i < 1003; i++)
    {
      x[i] = sinf ((float) i);
      expected += (double) x[i] * x[i];
    }
  for (guint l = 0; l < G_N_ELEMENTS (levels) && levels[l] <= weft_kernel_best_level (); l++)
    g_assert_cmpfloat_with_epsilon (weft_gradient_kernels (levels[l])->norm2 (x, 1003), expected,
                                    1e-3);
  x[500] = NAN;
  g_assert_false (isfinite (weft_gradient_kernels (weft_kernel_best_level ())->norm2 (x, 1003)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  g_test_add_func ("/optim/against-pytorch", test_against_pytorch);
  g_test_add_func ("/optim/padding-stays-zero", test_padding_stays_zero);
  g_test_add_func ("/optim/pieces", test_pieces);
  g_test_add_func ("/optim/table", test_table);
  g_test_add_func ("/optim/params-exist", test_params_exist);
  g_test_add_func ("/optim/op-tables", test_op_tables);
  g_test_add_func ("/optim/norm", test_norm);
  return g_test_run ();
}
