/* test-state: first values, what survives an edit, the hash, and bytes that mean harm */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/state/distance.h"
#include "small-program.h"

static WeftState *
state_of (WeftProgram *program, guint n_slots, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  WeftState *state
      = weft_state_new (&(WeftStateForm){ .program = program, .n_slots = n_slots }, seed, &error);

  g_assert_no_error (error);
  return state;
}

/* Something in every array that no first value gives. */
static void
mark (WeftState *state)
{
  for (guint i = 0; i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      for (gsize k = 0; k < entry->count; k++)
        {
          entry->value[k] = (float) (100 * i + k);
          for (guint s = 0; entry->learnt && s < state->n_slots; s++)
            entry->slot[s][k] = (float) (1000 * (s + 1) + 100 * i + k);
        }
    }
}

static void
test_first_values (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 100, 50, 3);
  g_autoptr (WeftState) a = state_of (program, 1, 7), b = state_of (program, 1, 7);
  g_autoptr (WeftState) c = state_of (program, 1, 8);
  WeftStateEntry *w = weft_state_find (a, 2, "weight"), *v = weft_state_find (b, 2, "weight");
  double sum = 0, squares = 0;

  g_assert_cmpuint (w->count, ==, 5000);
  for (gsize i = 0; i < w->count; i++)
    {
      g_assert_cmpfloat (fabsf (w->value[i]), <=, 0.1f); /* 1/√100 */
      sum += w->value[i];
      squares += (double) w->value[i] * w->value[i];
    }
  g_assert_cmpfloat (fabs (sum / 5000), <, 0.004);
  g_assert_cmpfloat_with_epsilon (sqrt (squares / 5000), 0.1 / sqrt (3), 0.002);
  g_assert_cmpmem (w->value, w->count * 4, v->value, v->count * 4);
  g_assert_true (memcmp (w->value, weft_state_find (c, 2, "weight")->value, w->count * 4) != 0);
  for (gsize i = 0; i < w->count; i++)
    g_assert_true (w->slot[0][i] == 0);
  g_assert_null (weft_state_find (a, 2, "no such weight"));
}

static void
check_init (WeftInit init, double bound, double deviation)
{
  g_autoptr (WeftProgram) program = weft_program_new (WEFT_BINDING (1, 0));
  int index = small_weight (program, 2, "weight", 200, WEFT_SHAPE (100, 200));
  WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, index);
  g_autoptr (WeftState) state = NULL;
  const WeftStateEntry *entry;
  double squares = 0, most = 0;

  value->init = init;
  value->fan_out = 100;
  state = state_of (program, 0, 3);
  entry = weft_state_find (state, 2, "weight");
  for (gsize i = 0; i < entry->count; i++)
    {
      squares += (double) entry->value[i] * entry->value[i];
      most = MAX (most, fabs (entry->value[i]));
    }
  g_assert_cmpfloat_with_epsilon (sqrt (squares / 20000), deviation, deviation / 50 + 1e-9);
  g_assert_cmpfloat (most, <=, bound);
}

static void
test_inits (void)
{
  check_init (WEFT_INIT_PYTORCH, sqrt (1 / 200.0), sqrt (1 / 600.0));
  check_init (WEFT_INIT_HE, 1, sqrt (2 / 200.0));
  check_init (WEFT_INIT_GLOROT, sqrt (6 / 300.0), sqrt (2 / 300.0));
  check_init (WEFT_INIT_UNIFORM, 0.05, 0.05 / sqrt (3));
  check_init (WEFT_INIT_NORMAL, 1, 0.05);
  check_init (WEFT_INIT_ZERO, 0, 0);
  check_init (WEFT_INIT_ONE, 1, 1);
}

/* The values of learnt entries are one array, and every slot likewise. */
static void
test_layout (void)
{
  g_autoptr (WeftProgram) program = weft_program_new (WEFT_BINDING (4, 0));
  g_autoptr (WeftState) state = NULL;
  float *value, *slot;

  small_batch_norm (program, 3, small_linear (program, 2, small_x (program, WEFT_SHAPE (4, 3)), 5));
  state = state_of (program, 2, 1);
  value = weft_state_find (state, 2, "weight")->value;
  slot = weft_state_find (state, 2, "weight")->slot[1];
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      g_assert_cmpuint ((gsize) entry->value % WEFT_ALIGN, ==, 0);
      if (!entry->learnt)
        {
          g_assert_null (entry->slot[0]);
          continue;
        }
      g_assert_true (entry->value == value && entry->slot[1] == slot);
      value += (entry->count + 15) / 16 * 16;
      slot += (entry->count + 15) / 16 * 16;
    }
  g_assert_cmpfloat (weft_state_find (state, 3, "running_var")->value[4], ==, 1);
  g_assert_cmpfloat (weft_state_find (state, 3, "running_mean")->value[4], ==, 0);
}

/* Node 4 gets another width: node 2 keeps all, node 4 begins anew and comes back with undo. */
static void
test_adapt (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 6, 5, 3), wider = small_mlp (4, 6, 5, 9);
  g_autoptr (WeftState) state = state_of (program, 2, 1), fresh = state_of (wider, 2, 1);
  g_autofree char *before = NULL, *after = NULL;

  mark (state);
  state->step = 12;
  before = weft_state_dup_hash (state);
  g_assert_true (
      weft_state_adapt (state, &(WeftStateForm){ .program = wider, .n_slots = 2 }, NULL));
  g_assert_cmpint (state->step, ==, 12);
  g_assert_cmpfloat (weft_state_find (state, 2, "weight")->value[7], ==, 7);
  g_assert_cmpfloat (weft_state_find (state, 2, "weight")->slot[1][7], ==, 2007);
  g_assert_cmpuint (weft_state_find (state, 4, "weight")->count, ==, 45);
  g_assert_cmpmem (weft_state_find (state, 4, "weight")->value, 45 * 4,
                   weft_state_find (fresh, 4, "weight")->value, 45 * 4);
  g_assert_cmpfloat (weft_state_find (state, 4, "weight")->slot[0][44], ==, 0);

  g_assert_true (
      weft_state_adapt (state, &(WeftStateForm){ .program = program, .n_slots = 2 }, NULL));
  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
}

/* A deleted layer's weights wait outside the hash, through a file too, and come back with moments.
 */
/* Of one weight that is moved by 3, and another by 4, the node's are 5 apart; others stay. */
static void
test_distances (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 10, 5, 3), other = small_mlp (4, 10, 6, 3);
  g_autoptr (WeftState) a = state_of (program, 0, 7), b = state_of (program, 0, 7);
  g_autoptr (WeftState) c = state_of (other, 0, 7);
  g_autoptr (GArray) distances = NULL, shared = NULL;

  weft_state_find (b, 2, "weight")->value[1] += 3;
  weft_state_find (b, 2, "weight")->value[7] -= 4;
  distances = weft_state_list_distances (a, b);
  for (guint i = 0; i < distances->len; i++)
    {
      const WeftNodeDistance *it = &g_array_index (distances, WeftNodeDistance, i);

      g_assert_cmpfloat_with_epsilon (it->distance, it->node == 2 ? 5 : 0, 1e-5);
      g_assert_cmpfloat (it->size, >, 0);
    }
  g_assert_cmpuint (distances->len, >, 1);
  shared = weft_state_list_distances (a, c);
  for (guint i = 0; i < shared->len; i++)
    g_assert_cmpint (g_array_index (shared, WeftNodeDistance, i).node, !=, 2);
}

static void
test_undo_of_deletion (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 6, 5, 3),
                          less = weft_program_new (WEFT_BINDING (4, 0));
  g_autoptr (WeftState) state = state_of (program, 1, 1), back = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *before = NULL, *without = NULL, *stored = NULL, *after = NULL;

  small_mse (less, 5, small_linear (less, 2, small_x (less, WEFT_SHAPE (4, 6)), 5));
  mark (state);
  before = weft_state_dup_hash (state);
  g_assert_true (weft_state_adapt (state, &(WeftStateForm){ .program = less, .n_slots = 1 }, NULL));
  g_assert_cmpuint (state->n_live, ==, 2);
  g_assert_cmpuint (state->entries->len, ==, 4);
  without = weft_state_dup_hash (state);
  g_assert_cmpstr (before, !=, without);

  bytes = weft_state_serialize (state);
  back = weft_state_deserialize (bytes, NULL);
  stored = weft_state_dup_hash (back);
  g_assert_cmpstr (without, ==, stored);
  g_assert_true (
      weft_state_adapt (back, &(WeftStateForm){ .program = program, .n_slots = 1 }, NULL));
  after = weft_state_dup_hash (back);
  g_assert_cmpstr (before, ==, after);
}

static void
test_slots_change (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 6, 5, 3);
  g_autoptr (WeftState) state = state_of (program, 0, 1), back = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *adam = g_intern_string ("adam"), *lamb = g_intern_string ("lamb");

  mark (state);
  g_assert_true (
      weft_state_adapt (state, &(WeftStateForm){ .program = program, .n_slots = 2 }, NULL));
  g_assert_cmpfloat (weft_state_find (state, 4, "bias")->value[2], ==, 302);
  g_assert_cmpfloat (weft_state_find (state, 4, "bias")->slot[1][2], ==, 0);
  mark (state);
  g_assert_true (weft_state_adapt (state, &(WeftStateForm){ program, 2, NULL, 0, adam }, NULL));
  g_assert_cmpfloat (weft_state_find (state, 4, "bias")->slot[1][2], !=, 0); /* whose was unknown */
  bytes = weft_state_serialize (state);
  back = weft_state_deserialize (bytes, NULL);
  g_assert_true (back->slots_of == adam);
  g_assert_true (weft_state_adapt (state, &(WeftStateForm){ program, 2, NULL, 0, lamb }, NULL));
  g_assert_cmpfloat (weft_state_find (state, 4, "bias")->slot[1][2], ==, 0);
  g_assert_cmpfloat (weft_state_find (state, 4, "bias")->value[2], ==, 302);
  g_assert_true (
      weft_state_adapt (state, &(WeftStateForm){ .program = program, .n_slots = 0 }, NULL));
  g_assert_null (weft_state_find (state, 4, "bias")->slot[0]);
}

/* What a recipe keeps goes with the state, whatever its bits; it outlasts edits of the network, and
 * is begun anew, and comes back, as a whole. */
static void
test_own (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 6, 5, 3), wider = small_mlp (4, 6, 5, 9);
  WeftRecipeOwn list[] = { { "a/memory", WEFT_SHAPE (7, 2) }, { "a/count", WEFT_SHAPE (1) } },
                larger[] = { { "a/memory", WEFT_SHAPE (9, 2) }, { "a/count", WEFT_SHAPE (1) } };
  const WeftStateForm form = { program, 1, list, 2 }, edited = { wider, 2, list, 2 },
                      other = { program, 1, larger, 2 }, without = { program, 1, NULL, 0 };
  g_autoptr (WeftState) state = weft_state_new (&form, 1, NULL), back = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *before = NULL, *plain = NULL, *after = NULL, *undone = NULL;
  WeftStateEntry *memory = weft_state_find (state, WEFT_OWN_NODE, "a/memory");

  g_assert_cmpuint (memory->count, ==, 14);
  g_assert_false (memory->learnt);
  plain = weft_state_dup_hash (state);
  for (guint32 i = 0; i < 14; i++)
    {
      g_assert_cmpfloat (memory->value[i], ==, 0);
      ((guint32 *) (gpointer) memory->value)[i] = 0xffc00000u - i * 0x77777777u; /* NaNs, too */
    }
  *(gint32 *) (gpointer) weft_state_find (state, 0, "a/count")->value = 3;
  before = weft_state_dup_hash (state);
  g_assert_cmpstr (plain, !=, before);

  bytes = weft_state_serialize (state);
  back = weft_state_deserialize (bytes, NULL);
  after = weft_state_dup_hash (back);
  g_assert_cmpstr (before, ==, after);

  g_assert_true (weft_state_adapt (back, &edited, NULL));
  g_assert_cmpmem (weft_state_find (back, 0, "a/memory")->value, 14 * 4,
                   weft_state_find (state, 0, "a/memory")->value, 14 * 4);
  g_assert_true (weft_state_adapt (back, &other, NULL));
  g_assert_cmpuint (weft_state_find (back, 0, "a/memory")->count, ==, 18);
  g_assert_cmpint (*(gint32 *) (gpointer) weft_state_find (back, 0, "a/count")->value, ==, 0);
  *(gint32 *) (gpointer) weft_state_find (back, 0, "a/count")->value = 5;
  g_assert_true (weft_state_adapt (back, &without, NULL));
  g_assert_true (weft_state_adapt (back, &form, NULL));
  g_assert_cmpint (*(gint32 *) (gpointer) weft_state_find (back, 0, "a/count")->value, ==, 0);

  g_assert_true (weft_state_adapt (state, &without, NULL));
  g_assert_true (weft_state_adapt (state, &form, NULL));
  undone = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, undone);
}

/* The hash sees every number and every scalar. */
static void
test_hash (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 6, 5, 3);
  g_autoptr (WeftState) state = state_of (program, 1, 1);
  g_autofree char *first = weft_state_dup_hash (state);
  gpointer places[] = { &state->seed,
                        &state->step,
                        &state->epoch,
                        &state->cursor,
                        &state->restart,
                        weft_state_find (state, 4, "bias")->value + 2,
                        weft_state_find (state, 2, "weight")->slot[0] + 29 };

  g_assert_cmpuint (strlen (first), ==, 64);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *changed = NULL, *again = NULL;

      *(guint8 *) places[i] ^= 1;
      changed = weft_state_dup_hash (state);
      g_assert_cmpstr (first, !=, changed);
      *(guint8 *) places[i] ^= 1;
      again = weft_state_dup_hash (state);
      g_assert_cmpstr (first, ==, again);
    }
}

static void
test_copies (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 6, 5, 3);
  g_autoptr (WeftState) state = state_of (program, 2, 1), copy = NULL, back = NULL;
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autofree char *a = NULL, *b = NULL;

  mark (state);
  state->step = 1ll << 40;
  state->epoch = 3;
  state->cursor = 17;
  state->restart = 1ll << 33;
  weft_state_find (state, 2, "weight")->value[0] = NAN;
  copy = weft_state_dup (state, NULL);
  bytes = weft_state_serialize (state);
  back = weft_state_deserialize (bytes, NULL);
  again = weft_state_serialize (back);
  a = weft_state_dup_hash (state);
  b = weft_state_dup_hash (copy);
  g_assert_cmpstr (a, ==, b);
  g_assert_true (g_bytes_equal (bytes, again));
  weft_state_find (copy, 2, "bias")->value[0] += 1; /* a copy of its own */
  g_assert_cmpfloat (weft_state_find (state, 2, "bias")->value[0], ==, 100);
}

/* Every shorter block is refused, and every changed one is refused or read: never worse. */
static void
test_hostile_bytes (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 3, 4, 2);
  g_autoptr (WeftState) state = state_of (program, 1, 1);
  g_autoptr (GBytes) bytes = weft_state_serialize (state);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint refused = 0;

  for (gsize n = 0; n < size; n++)
    {
      g_autoptr (GBytes) part = g_bytes_new (data, n);
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_state_deserialize (part, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
    }
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (data, size);
      g_autoptr (GBytes) block = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftState) read = NULL;

      for (int k = g_test_rand_int_range (1, 4); k > 0; k--)
        changed[g_test_rand_int_range (0, i % 2 ? 120 : (gint32) size)]
            = (guint8) g_test_rand_int ();
      block = g_bytes_new (changed, size);
      read = weft_state_deserialize (block, &error);
      g_assert_true ((read == NULL) == (error != NULL));
      refused += read == NULL;
    }
  g_assert_cmpuint (refused, >, 1000);
}

static void
test_newer (void)
{
  g_autoptr (WeftProgram) program = small_mlp (4, 3, 4, 2);
  g_autoptr (WeftState) state = state_of (program, 1, 1);
  g_autoptr (GBytes) bytes = weft_state_serialize (state), changed = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *data;
  gsize size;

  data = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  size = g_bytes_get_size (bytes);
  data[8] = 9;
  changed = g_bytes_new_take (data, size);
  g_assert_null (weft_state_deserialize (changed, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NEWER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/first-values", test_first_values);
  g_test_add_func ("/state/inits", test_inits);
  g_test_add_func ("/state/layout", test_layout);
  g_test_add_func ("/state/adapt", test_adapt);
  g_test_add_func ("/state/distances", test_distances);
  g_test_add_func ("/state/undo-of-deletion", test_undo_of_deletion);
  g_test_add_func ("/state/slots-change", test_slots_change);
  g_test_add_func ("/state/own", test_own);
  g_test_add_func ("/state/hash", test_hash);
  g_test_add_func ("/state/copies", test_copies);
  g_test_add_func ("/state/hostile-bytes", test_hostile_bytes);
  g_test_add_func ("/state/newer", test_newer);
  return g_test_run ();
}
