/* test-explaining: what is said of a sample against PyTorch's gradients (explain_figures.py), and
 * by what must add up */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain-figures.h"
#include "small-explained.h"

#define NEAR 2e-5

static void
compare (Rig *rig, const char *text, const double *wanted, gsize n, int said)
{
  g_autoptr (WeftExplanation) explanation = explain (rig, text, 0, -1);
  const WeftTensor *part = weft_explanation_find (explanation, "x");

  g_assert_cmpint (explanation->unit, ==, said);
  g_assert_nonnull (part);
  g_assert_cmpint (weft_shape_count (&part->shape), ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon ((double) weft_tensor_floats (part)[i], wanted[i], NEAR);
}

#define COMPARE(rig, text, wanted, said) compare (rig, text, wanted, G_N_ELEMENTS (wanted), said)

static void
test_picture (void)
{
  Rig rig;

  picture_init (&rig);
  COMPARE (&rig, "saliency", picture_saliency, PICTURE_SAID);
  COMPARE (&rig, "gradient_input", picture_gradient_input, PICTURE_SAID);
  COMPARE (&rig, "integrated_gradients,steps=1024", picture_integrated, PICTURE_SAID);
  COMPARE (&rig, "grad_cam", picture_cam, PICTURE_SAID);
  COMPARE (&rig, "occlusion,size=2,fill=0.25", picture_occlusion, PICTURE_SAID);
  rig_clear (&rig);
}

static void
test_words (void)
{
  Rig rig;

  words_init (&rig);
  COMPARE (&rig, "saliency", words_saliency, WORDS_SAID);
  COMPARE (&rig, "gradient_input", words_gradient_input, WORDS_SAID);
  COMPARE (&rig, "integrated_gradients,steps=1024", words_integrated, WORDS_SAID);
  rig_clear (&rig);
}

/* What is said of the parts adds up to what the answer gained, to 1 %, however few steps were asked
 * for; of the same net in training as little is changed as by a look. */
static void
test_whole (void)
{
  Rig rig;
  g_autofree char *before = NULL, *after = NULL;

  picture_init (&rig);
  before = weft_state_dup_hash (rig.state);
  for (guint32 sample = 0; sample < SAMPLES; sample++)
    for (gint64 unit = 0; unit < 4; unit++)
      {
        g_autoptr (WeftExplanation) explanation
            = explain (&rig, "integrated_gradients,steps=4", sample, unit);

        g_assert_cmpint (explanation->unit, ==, unit);
        g_assert_cmpfloat (explanation->rest, <=, 0.01);
      }
  after = weft_state_dup_hash (rig.state);
  g_assert_cmpstr (before, ==, after);
  rig_clear (&rig);
}

/* Where nearly all happens at the beginning of the way, as with the logarithm of a sound's power,
 * too. */
static void
test_steep (void)
{
  static const char *const layers[]
      = { "formula {'formula': <'log(a*a + 0.0000001)'>}", "dense {'units': <int64 4>}", NULL };
  Rig rig;

  rig_init (&rig, net_new ("{'source': <'moons'>, 'count': <int64 90>}", layers, "cross_entropy"),
            NULL);
  for (guint32 sample = 0; sample < 8; sample++)
    {
      g_autoptr (WeftExplanation) explanation
          = explain (&rig, "integrated_gradients,steps=4", sample, 1);

      g_assert_cmpfloat (explanation->rest, <=, 0.01);
    }
  rig_clear (&rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explaining/picture", test_picture);
  g_test_add_func ("/explaining/words", test_words);
  g_test_add_func ("/explaining/whole", test_whole);
  g_test_add_func ("/explaining/steep", test_steep);
  return g_test_run ();
}
