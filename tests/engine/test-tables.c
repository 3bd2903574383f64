/* test-tables: of a table of which a batch reads a few rows only these are worked on, to the same
 * bits as if all were */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-run.h"

#define WORDS 1500
#define WIDTH 20
#define BATCH 6
#define LENGTH 9
#define STEPS 12
#define SEED 3

typedef struct
{
  const char *op; /* "embedding" or "embedding_bag" */
  const char *optimizer, *settings;
  gboolean is_shared, is_clipped;
} Case;

static gint64 words[BATCH * LENGTH];

static void
draw (int step)
{
  WeftRandom random = { 7, WEFT_STREAM_CHECK, (guint64) step };

  fill_batch (step);
  for (int i = 0; i < BATCH * LENGTH; i++)
    words[i] = (gint64) weft_random_below (&random, (guint64) i, WORDS);
  words[0] = words[LENGTH] = words[1]; /* the same word twice, and in two samples */
}

static int
look_up (WeftProgram *program, const Case *c, int x, int w)
{
  const WeftAttr *attrs = WEFT_ATTRS ({ "padding_idx", { (double) 5 } });

  return SMALL_OP (program, 2, c->op, attrs, x, w);
}

/* Mean square of a dense layer over what was looked up; with is_shared the table has two readers.
 */
static WeftProgram *
make_program (const Case *c)
{
  WeftProgram *program = weft_program_new (WEFT_BINDING (BATCH, 0));
  WeftShape tokens = WEFT_SHAPE (BATCH, LENGTH);
  int x, w, y;

  tokens.type = WEFT_I64;
  x = small_x (program, tokens);
  w = small_weight (program, 2, "weight", WIDTH, WEFT_SHAPE (WORDS, WIDTH));
  y = look_up (program, c, x, w);
  if (c->is_shared)
    y = SMALL_OP (program, 4, "add", NULL, y, look_up (program, c, x, w));
  small_mse (program, 5, small_linear (program, 3, y, 4));
  return program;
}

static WeftState *
train (const Case *c, gboolean keeps_all, guint threads)
{
  const WeftOptimizer *optimizer = find_optimizer (c->optimizer);
  g_autofree gpointer settings = load_settings (optimizer, c->settings);
  g_autoptr (WeftProgram) program = make_program (c);
  WeftStateForm form = { .program = program, .n_slots = optimizer->n_slots (settings) };
  WeftState *state = weft_state_new (&form, SEED, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, keeps_all, FALSE);
  WeftPool *pool = weft_pool_new (threads, FALSE);
  WeftExec *exec = bind (plan, state, pool);
  WeftUpdate update;

  weft_exec_set_inputs (exec, (const void *const[]){ words, batch_y });
  for (int i = 1; i <= STEPS; i++)
    {
      gsize n;

      draw (i);
      weft_update_prepare (&update, optimizer, settings, 0.1, i);
      update.clip_norm = c->is_clipped ? 0.01f : 0;
      weft_exec_run (exec, SEED, i);
      if (i == STEPS / 2) /* a word that this batch has not */
        weft_exec_get_gradients (exec, &n)[WIDTH * 700 + 3] += 1;
      weft_exec_update (exec, optimizer, &update);
    }
  weft_exec_free (exec);
  weft_pool_free (pool);
  return state;
}

static void
test_same_bits (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (WeftState) dense = train (c, TRUE, 1);

  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (WeftState) sparse = train (c, FALSE, threads);
      const WeftStateEntry *a = weft_state_find (dense, 2, "weight");
      const WeftStateEntry *b = weft_state_find (sparse, 2, "weight");

      g_assert_cmpmem (a->value, a->count * sizeof (float), b->value, b->count * sizeof (float));
      if (a->slot[0] != NULL)
        g_assert_cmpmem (a->slot[0], a->count * sizeof (float), b->slot[0],
                         b->count * sizeof (float));
    }
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "embedding_bag", "sgd", "{}" },
    { "embedding", "sgd", "{}" },
    { "embedding_bag", "adagrad", "{}" },
    { "embedding", "adagrad", "{'weight_decay': <0.1>}" },
    { "embedding_bag", "sgd", "{'momentum': <0.9>}" },
    { "embedding_bag", "sgd", "{'weight_decay': <0.1>}" },
    { "embedding_bag", "adam", "{}" },
    { "embedding", "sgd", "{}", .is_shared = TRUE },
    { "embedding_bag", "sgd", "{}", .is_clipped = TRUE },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/tables/%s-%s-%u", cases[i].op, cases[i].optimizer, i);

      g_test_add_data_func (path, &cases[i], test_same_bits);
    }
  return g_test_run ();
}
