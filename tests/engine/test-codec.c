/* test-codec: numbers as bytes and back, and what is too short or no text */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/codec.h"

static WeftTaker
take_from (GByteArray *bytes, GBytes **held)
{
  *held = g_bytes_new (bytes->data, bytes->len);
  return weft_taker_new (*held);
}

/* The bytes are little-endian on every machine: a file goes from one to another. */
static void
test_bytes (void)
{
  static const guint8 expected[]
      = { 0x04, 0x03, 0x02, 0x01, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0,   0x80,
          0x3f, 0,    0,    0,    0,    0,    0,    0xf0, 0x3f, 2,    0,    0,    0, 'h', 'i' };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  weft_put_u32 (bytes, 0x01020304);
  weft_put_i64 (bytes, -2);
  weft_put_f32 (bytes, 1);
  weft_put_f64 (bytes, 1);
  weft_put_text (bytes, "hi");
  g_assert_cmpmem (bytes->data, bytes->len, expected, sizeof expected);
}

/* Every bit of a float comes back, also those of what is no number. */
static void
test_there_and_back (void)
{
  static const guint32 bits[]
      = { 0, 0x80000000, 0x3f800001, 0x7f800000, 0x7fc12345, 0xff812345, 1 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) held = NULL;
  g_autofree char *text = NULL;
  float x[G_N_ELEMENTS (bits)], back[G_N_ELEMENTS (bits)], one;
  WeftTaker taker;

  memcpy (x, bits, sizeof x);
  weft_put_floats (bytes, x, G_N_ELEMENTS (x));
  weft_put_i64 (bytes, G_MININT64);
  weft_put_u32 (bytes, G_MAXUINT32);
  weft_put_f64 (bytes, -INFINITY);
  weft_put_f32 (bytes, x[4]);
  weft_put_text (bytes, "权重");
  taker = take_from (bytes, &held);
  weft_take_floats (&taker, back, G_N_ELEMENTS (back));
  g_assert_cmpmem (back, sizeof back, x, sizeof x);
  g_assert_cmpint (weft_take_i64 (&taker), ==, G_MININT64);
  g_assert_cmpuint (weft_take_u32 (&taker), ==, G_MAXUINT32);
  g_assert_cmpfloat (weft_take_f64 (&taker), ==, -INFINITY);
  one = weft_take_f32 (&taker);
  g_assert_cmpmem (&one, sizeof one, &x[4], sizeof one);
  text = weft_take_text (&taker, 100);
  g_assert_cmpstr (text, ==, "权重");
  g_assert_false (taker.failed);
  g_assert_true (taker.at == taker.end);
}

/* After the first lack all is zero, and it is said; nothing beyond the end is read. */
static void
test_short (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  weft_put_u32 (bytes, 7);
  weft_put_i64 (bytes, 8);
  for (guint length = 0; length < 12; length++)
    {
      g_autoptr (GBytes) held = g_bytes_new (bytes->data, length);
      WeftTaker taker = weft_taker_new (held);
      float floats[4] = { 9, 9, 9, 9 };

      g_assert_cmpuint (weft_take_u32 (&taker), ==, length < 4 ? 0 : 7);
      g_assert_cmpint (weft_take_i64 (&taker), ==, 0);
      g_assert_true (taker.failed);
      g_assert_null (weft_take (&taker, 1));
      weft_take_floats (&taker, floats, G_N_ELEMENTS (floats));
      for (guint i = 0; i < G_N_ELEMENTS (floats); i++)
        g_assert_cmpfloat (floats[i], ==, 0);
      g_assert_true (taker.failed);
    }
}

/* A length that a stranger wrote, bytes that are no UTF-8, a NUL, nothing, too much. */
static void
test_texts (void)
{
  static const struct
  {
    guint32 length;
    const char *bytes;
    gsize n, most;
  } wrong[] = {
    { 0, "", 0, 10 },         { G_MAXUINT32, "abc", 3, G_MAXUINT32 },
    { 4, "abc", 3, 10 },      { 3, "abc", 3, 2 },
    { 3, "a\0c", 3, 10 },     { 2, "\xff\xfe", 2, 10 },
    { 1, "\xe6\x9d", 2, 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GBytes) held = NULL;
      WeftTaker taker;

      weft_put_u32 (bytes, wrong[i].length);
      g_byte_array_append (bytes, (const guint8 *) wrong[i].bytes, (guint) wrong[i].n);
      taker = take_from (bytes, &held);
      g_assert_null (weft_take_text (&taker, wrong[i].most));
      g_assert_true (taker.failed);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codec/bytes", test_bytes);
  g_test_add_func ("/codec/there-and-back", test_there_and_back);
  g_test_add_func ("/codec/short", test_short);
  g_test_add_func ("/codec/texts", test_texts);
  return g_test_run ();
}
