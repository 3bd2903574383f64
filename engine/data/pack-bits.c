/* pack-bits: bytes with runs of equal ones made short
 *
 * A head h from 0 to 127 stands before h + 1 bytes as they are, one from 129 to 255 before a byte
 * that comes 257 − h times; 128 says nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/pack-bits.h"

enum
{
  LONGEST = 128,
  NOTHING = 128,
  RUNS = 257,
};

/* How often the byte there comes in a row. */
static gsize
count_run (const guint8 *bytes, gsize n)
{
  gsize run = 1;

  while (run < n && run < LONGEST && bytes[run] == bytes[0])
    run++;
  return run;
}

/* How many bytes there are until one comes three times. */
static gsize
count_plain (const guint8 *bytes, gsize n)
{
  gsize plain = 0;

  while (plain < n && plain < LONGEST && count_run (bytes + plain, n - plain) < 3)
    plain++;
  return plain;
}

GByteArray *
weft_pack_bits (const guint8 *bytes, gsize n)
{
  GByteArray *packed = g_byte_array_new ();

  for (gsize i = 0; i < n;)
    {
      gsize run = count_run (bytes + i, n - i);
      gsize plain = run < 3 ? count_plain (bytes + i, n - i) : 0;
      guint8 head = (guint8) (plain > 0 ? plain - 1 : RUNS - run);

      g_byte_array_append (packed, &head, 1);
      g_byte_array_append (packed, bytes + i, plain > 0 ? (guint) plain : 1);
      i += plain > 0 ? plain : run;
    }
  return packed;
}

GByteArray *
weft_unpack_bits (const guint8 *packed, gsize n, gsize most)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (gsize i = 0; i < n;)
    {
      guint8 head = packed[i++];
      gsize length = head < NOTHING ? head + 1u : 1;

      if (head == NOTHING)
        continue;
      if (length > n - i || bytes->len + LONGEST > most)
        return NULL;
      for (int k = 0; k < (head < NOTHING ? 1 : RUNS - head); k++)
        g_byte_array_append (bytes, packed + i, (guint) length);
      i += length;
    }
  return g_steal_pointer (&bytes);
}
