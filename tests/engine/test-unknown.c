/* test-unknown: the word that stands for all that a vocabulary does not have is read, never said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/unknown.h"

#include "small-written.h"

/* A word that is barred is never said, by whatever row writes, and what is said in its place is as
 * likely as the network held it for. */
static void
test_barred (void)
{
  static const char *const names[] = { "greedy", "beam,num_beams=4", "temperature,temperature=3",
                                       "top_k,top_k=3", "top_p,top_p=0.9" };
  Trained trained;

  trained_init (&trained, "gru", 20);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (WeftDecoding) decoding = weft_decoding_new (names[i], NULL);
      WeftDecodeOptions options
          = { .most = 3, .end = WRITING_END, .decoding = decoding, .seed = 4 };
      gint64 free[3], held[3];
      double likely, all[WRITING_WORDS];

      weft_model_write (trained.model, trained.state, (guint32[]){ 8 }, 1, &options, free, &likely,
                        NULL);
      options.barred = 1 + free[0];
      g_assert_true (weft_model_write (trained.model, trained.state, (guint32[]){ 8 }, 1, &options,
                                       held, &likely, NULL));
      for (int k = 0; k < 3; k++)
        g_assert_cmpint (held[k], !=, k == 0 || held[k] > 0 ? free[0] : -1);
      if (i > 0)
        continue;
      score_again (&trained, 8, held, 1, all);
      for (int v = 0; v < WRITING_WORDS; v++)
        g_assert_true (v == free[0] || all[held[0]] >= all[v]);
    }
  trained_clear (&trained);
}

/* The likeliest word that is one. */
static void
test_unknown (void)
{
  char *words[] = { "", WEFT_UNKNOWN, "a", "b", NULL };
  const WeftField field = { .class_names = words, .classes = 4 }, bare = { .classes = 4 };
  const float scores[] = { 0, 9, 1, 5 };

  g_assert_cmpint (weft_field_find_unknown (&field), ==, 1);
  g_assert_cmpint (weft_field_find_unknown (&bare), ==, -1);
  g_assert_cmpint (weft_field_choose_word (&field, scores, 4), ==, 3);
  g_assert_cmpint (weft_field_choose_word (&bare, scores, 4), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unknown/barred", test_barred);
  g_test_add_func ("/unknown/chosen", test_unknown);
  return g_test_run ();
}
