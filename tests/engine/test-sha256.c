/* test-sha256: the processor's instructions say what GLib says, however the bytes come */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "engine/base/sha256.h"

#define LONGEST 400

/* The second example of FIPS 180-2, of 56 bytes, so that the length has a block of its own. */
static void
test_standard (void)
{
  g_autoptr (WeftSha256) sum = weft_sha256_new ();
  g_autofree char *hex = NULL;

  weft_sha256_update (sum, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56);
  hex = weft_sha256_finish_hex (sum);
  g_assert_cmpstr (hex, ==, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void
test_lengths (void)
{
  guint8 bytes[LONGEST];

  for (guint i = 0; i < LONGEST; i++)
    bytes[i] = (guint8) (i * 7 + (i >> 3));
  for (guint n = 0; n < LONGEST; n++)
    {
      g_autoptr (WeftSha256) plain = weft_sha256_new_plain (), sum = weft_sha256_new ();
      g_autofree char *wanted = NULL, *found = NULL;

      weft_sha256_update (plain, bytes, n);
      for (guint at = 0, piece; at < n; at += piece)
        {
          piece = MIN (1 + n * at % 90, n - at);
          weft_sha256_update (sum, bytes + at, piece);
        }
      wanted = weft_sha256_finish_hex (plain);
      found = weft_sha256_finish_hex (sum);
      g_assert_cmpstr (found, ==, wanted);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sha256/standard", test_standard);
  g_test_add_func ("/sha256/lengths", test_lengths);
  return g_test_run ();
}
