/* test-format: numbers as people read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/format.h"

#include <math.h>

#include "engine/base/count.h"

static void
expect (char *text, const char *wanted)
{
  g_assert_cmpstr (text, ==, wanted);
  g_free (text);
}

static void
test_count (void)
{
  expect (weft_format_count (0), "0");
  expect (weft_format_count (999), "999");
  expect (weft_format_count (31200), "31,200");
  expect (weft_format_count (1234567), "1,234,567");
  expect (weft_format_count (-4010), "−4,010");
  expect (weft_format_count (G_MININT64), "−9,223,372,036,854,775,808");
}

static void
test_brief (void)
{
  expect (weft_format_brief (4010), "4,010");
  expect (weft_format_brief (9999), "9,999");
  expect (weft_format_brief (80000), "80 k");
  expect (weft_format_brief (999999), "1 M"); /* not "1e+03 k" */
  expect (weft_format_brief (1.25e6), "1.25 M");
  expect (weft_format_brief (3.3e9), "3.3 G");
}

/* Units of a language of its own: by ten thousands. */
static void
test_scale (void)
{
  const char *chinese = "1e4 万|1e8 亿|1e12 万亿";

  expect (weft_count_scale (222006, chinese), "22.2\u00a0万");
  expect (weft_count_scale (10000, chinese), "1\u00a0万");
  expect (weft_count_scale (12704000, chinese), "1270\u00a0万");
  expect (weft_count_scale (-3.3e9, chinese), "−33\u00a0亿");
  g_assert_null (weft_count_scale (9000, chinese));
  expect (weft_count_close_up (g_strdup ("每秒 1.99\u00a0万 张图片")), "每秒 1.99\u00a0万张图片");
  expect (weft_count_close_up (g_strdup ("250 张图片 · 3 MB")), "250 张图片 · 3 MB");
  g_assert_null (weft_count_scale (222006, "none"));
  expect (weft_format_large (222006), "222,006");
}

static void
test_bytes (void)
{
  expect (weft_format_bytes (0), "0 B");
  expect (weft_format_bytes (12800), "12.8 kB");
  expect (weft_format_bytes (999600), "1 MB");
  expect (weft_format_bytes (4200000), "4.2 MB");
}

static void
test_clock (void)
{
  expect (weft_format_clock (0), "0:00");
  expect (weft_format_clock (7.9), "0:07");
  expect (weft_format_clock (125), "2:05");
  expect (weft_format_clock (3723), "1:02:03");
  expect (weft_format_clock (-1), "0:00");
}

static void
test_number (void)
{
  expect (weft_format_number (0.18432), "0.1843");
  expect (weft_format_number (-0.5), "−0.5");
  expect (weft_format_number (1.2e-5), "1.2e−05");
  expect (weft_format_number (-INFINITY), "−∞");
  expect (weft_format_fixed (0.5, 2), "0.50");
  expect (weft_format_fixed (-1234.56, 1), "−1234.6");
  expect (weft_format_share (0.945), "94.5 %");
  expect (weft_format_metric (0.945, TRUE), "94.5 %");
  expect (weft_format_metric (0.945, FALSE), "0.945");
  expect (weft_format_metric (NAN, TRUE), "–");
}

/* A speed that trembles in its last figures is shown still. */
static void
test_round (void)
{
  g_assert_cmpint (weft_round_digits (31234, 3), ==, 31200);
  g_assert_cmpint (weft_round_digits (31170, 3), ==, 31200);
  g_assert_cmpint (weft_round_digits (412.3, 3), ==, 412);
  g_assert_cmpint (weft_round_digits (0.4, 3), ==, 0);
  g_assert_cmpint (weft_round_digits (NAN, 3), ==, 0);
}

/* As people say how large it is: a picture's width first, of a sound how long and how fine. */
static void
test_dataset (void)
{
  g_autoptr (WeftDataset) pictures = weft_dataset_new (), sounds = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (pictures, "x", WEFT_KIND_PICTURE);

  pictures->count = 1364;
  x->shape = (WeftShape){ .type = WEFT_F32, .rank = 3, .dims = { 3, 120, 160 } };
  expect (weft_format_dataset (pictures), "1,364 pictures · 160×120 pixels in colour");
  x = weft_dataset_add_field (sounds, "x", WEFT_KIND_SOUND);
  sounds->count = 1;
  x->shape = (WeftShape){ .type = WEFT_F32, .rank = 1, .dims = { 10400 } };
  x->ragged = 0;
  x->rate = 8000;
  expect (weft_format_dataset (sounds), "1 recording · up to 1.3 s each, at 8,000 Hz");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/count", test_count);
  g_test_add_func ("/format/brief", test_brief);
  g_test_add_func ("/format/scale", test_scale);
  g_test_add_func ("/format/bytes", test_bytes);
  g_test_add_func ("/format/clock", test_clock);
  g_test_add_func ("/format/number", test_number);
  g_test_add_func ("/format/round", test_round);
  g_test_add_func ("/format/dataset", test_dataset);
  return g_test_run ();
}
