/* npy-file: one array of NumPy's: its head, then numbers in either order of bytes and of axes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/arrays/npy-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/arrays/npy-head.h"
#include "projects/readers/files/input.h"

#define MAGIC "\x93NUMPY"
#define LONGEST_HEAD ((gsize) 1 << 20)
#define LONGEST_WORD 4096 /* bytes */
#define WINDOW ((gsize) 1 << 20)

/* --- kinds of numbers --- */

typedef union
{
  guint8 bytes[8];
  gint8 i1;
  gint16 i2;
  gint32 i4;
  gint64 i8;
  guint8 u1;
  guint16 u2;
  guint32 u4;
  guint64 u8;
  float f4;
  double f8;
} Number;

#define GET(member)                                                                                \
  static double get_##member (const Number *number)                                                \
  {                                                                                                \
    return (double) number->member;                                                                \
  }
GET (i1)
GET (i2)
GET (i4)
GET (i8)
GET (u1)
GET (u2)
GET (u4)
GET (u8)
GET (f4)
GET (f8)

/* IEEE 754 binary16. */
static double
get_f2 (const Number *number)
{
  int exponent = number->u2 >> 10 & 31, fraction = number->u2 & 1023;
  double size = exponent == 31  ? (fraction ? (double) NAN : (double) INFINITY)
                : exponent == 0 ? ldexp (fraction, -24)
                                : ldexp (1024 + fraction, exponent - 25);

  return number->u2 >> 15 ? -size : size;
}

typedef enum
{
  IS_REAL,
  IS_WHOLE,
  IS_BOOL,
  IS_WORDS,
} Is;

struct _WeftNpyType
{
  char kind;
  gsize size; /* 0: of words, a number of characters */
  Is is;
  WeftType type;                        /* as a data set keeps it */
  double (*get) (const Number *number); /* nullable: of words */
};

static const WeftNpyType types[] = {
  { 'b', 1, IS_BOOL, WEFT_U8, get_u1 },   { 'u', 1, IS_WHOLE, WEFT_U8, get_u1 },
  { 'i', 1, IS_WHOLE, WEFT_I16, get_i1 }, { 'u', 2, IS_WHOLE, WEFT_I32, get_u2 },
  { 'i', 2, IS_WHOLE, WEFT_I16, get_i2 }, { 'u', 4, IS_WHOLE, WEFT_F32, get_u4 },
  { 'i', 4, IS_WHOLE, WEFT_I32, get_i4 }, { 'u', 8, IS_WHOLE, WEFT_F32, get_u8 },
  { 'i', 8, IS_WHOLE, WEFT_F32, get_i8 }, { 'f', 2, IS_REAL, WEFT_F32, get_f2 },
  { 'f', 4, IS_REAL, WEFT_F32, get_f4 },  { 'f', 8, IS_REAL, WEFT_F32, get_f8 },
  { 'S', 0, IS_WORDS, WEFT_I64, NULL },   { 'U', 0, IS_WORDS, WEFT_I64, NULL },
};

gboolean
weft_npy_is_whole (const WeftNpy *npy)
{
  return npy->type->is == IS_WHOLE || npy->type->is == IS_BOOL;
}

gboolean
weft_npy_is_bool (const WeftNpy *npy)
{
  return npy->type->is == IS_BOOL;
}

gboolean
weft_npy_is_words (const WeftNpy *npy)
{
  return npy->type->is == IS_WORDS;
}

/* --- the head --- */

void
weft_npy_clear (WeftNpy *npy)
{
  g_free (npy->name);
  g_free (npy->places);
  g_clear_pointer (&npy->stream, weft_input_stream_free);
  *npy = (WeftNpy){ 0 };
}

gboolean
weft_npy_fail (const WeftNpy *npy, GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s”: %s"), npy->name, what);
  return FALSE;
}

static gboolean
fail_head (const WeftNpy *npy, GError **error)
{
  return weft_npy_fail (npy, error,
                        _ ("it does not begin as an array of NumPy's does; save it again with "
                           "numpy.save."));
}

static gboolean
fail_length (const WeftNpy *npy, GError **error)
{
  return weft_npy_fail (npy, error,
                        _ ("its length is not what its head says: it is cut off, or damaged. Copy "
                           "or save it again."));
}

static gboolean
read_exactly (const WeftNpy *npy, gpointer to, gsize n,
              gboolean (*fail) (const WeftNpy *, GError **), GError **error)
{
  gsize got;

  return weft_input_stream_read (npy->stream, to, n, &got, error)
         && (got == n || fail (npy, error));
}

/* transfer full; *length: of all that stands before the numbers. */
static char *
read_head (const WeftNpy *npy, gsize *length, GError **error)
{
  guint8 begin[12];
  g_autofree char *text = NULL;
  gsize n, most;

  if (!read_exactly (npy, begin, 8, fail_head, error))
    return NULL;
  if (memcmp (begin, MAGIC, strlen (MAGIC)) != 0 || begin[6] < 1 || begin[6] > 3)
    return fail_head (npy, error), NULL;
  most = begin[6] == 1 ? 2 : 4; /* bytes that hold the length of the text */
  if (!read_exactly (npy, begin + 8, most, fail_head, error))
    return NULL;
  n = begin[8] | (gsize) begin[9] << 8;
  if (most == 4)
    n |= (gsize) begin[10] << 16 | (gsize) begin[11] << 24;
  if (n > LONGEST_HEAD)
    return fail_head (npy, error), NULL;
  text = g_malloc0 (n + 1);
  *length = 8 + most + n;
  return read_exactly (npy, text, n, fail_head, error) ? g_steal_pointer (&text) : NULL;
}

static gboolean
fail_type (const WeftNpy *npy, const char *type, GError **error)
{
  if (*type == '\0')
    return weft_npy_fail (
        npy, error, _ ("it holds records; save each of their fields as an array of its own."));
  if (strchr (type, 'O'))
    return weft_npy_fail (npy, error,
                          _ ("it holds Python objects, which are not read; make it an array of "
                             "numbers first: numpy.array (…, dtype='float32')."));
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s”: numbers of the kind “%s” are not read; convert them with "
                  "astype ('float32')."),
               npy->name, type);
  return FALSE;
}

/* "<f8", "|u1", ">i2", "<U12" */
static gboolean
take_type (WeftNpy *npy, const char *type, GError **error)
{
  gboolean has_order = *type && strchr ("<>|=", *type);
  const char *kind = type + has_order;
  guint64 size = *kind ? g_ascii_strtoull (kind + 1, NULL, 10) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].kind == *kind && (types[i].size == size || types[i].size == 0))
      npy->type = &types[i];
  npy->each = (gsize) size * (*kind == 'U' ? 4 : 1);
  npy->is_swapped = *type == (G_BYTE_ORDER == G_LITTLE_ENDIAN ? '>' : '<');
  if (!npy->type || size < 1 || size > LONGEST_WORD)
    return fail_type (npy, type, error);
  return TRUE;
}

static gboolean
take_shape (WeftNpy *npy, const WeftNpyHead *head, gsize head_length, GError **error)
{
  gsize size = npy->each;
  gboolean is_most, is_empty = FALSE;
  guint64 length = weft_input_stream_measure (npy->stream, &is_most);

  if (head->rank == 0 && !npy->takes_any)
    return weft_npy_fail (npy, error, _ ("it is one number, not an array of samples."));
  for (int i = 0; i < head->rank; i++)
    {
      if (head->dims[i] == 0 && !npy->takes_any)
        return weft_npy_fail (npy, error, _ ("it is empty: one of its dimensions is 0."));
      if (!g_size_checked_mul (&size, size, (gsize) head->dims[i]))
        return fail_length (npy, error);
      is_empty |= head->dims[i] == 0;
    }
  if (!g_size_checked_add (&size, size, head_length) || size > length
      || (!is_most && size < length))
    return fail_length (npy, error);
  npy->is_fortran = head->is_fortran && head->rank > 1 && !is_empty;
  npy->count = head->rank > 0 ? head->dims[0] : 1;
  npy->shape = weft_shape_new (head->dims + 1, MAX (head->rank - 1, 0));
  npy->shape.type = npy->type->type;
  return TRUE;
}

/* Where the first axis runs fastest it does so among a sample's own, too. */
static gboolean
find_places (WeftNpy *npy, GError **error)
{
  gint64 n = weft_shape_count (&npy->shape);
  gint64 at[WEFT_MAX_RANK] = { 0 };

  if (!npy->is_fortran)
    return TRUE;
  npy->places = g_try_new (gint64, n);
  if (!npy->places)
    return weft_npy_fail (npy, error, _ ("a sample has too many numbers."));
  for (gint64 i = 0; i < n; i++)
    {
      gint64 place = 0;

      for (int axis = 0; axis < npy->shape.rank; axis++)
        place = place * npy->shape.dims[axis] + at[axis];
      npy->places[i] = place;
      for (int axis = 0; axis < npy->shape.rank && ++at[axis] == npy->shape.dims[axis]; axis++)
        at[axis] = 0;
    }
  return TRUE;
}

gboolean
weft_npy_open (WeftNpy *npy, const char *path, const WeftNpzEntry *entry, GError **error)
{
  g_autofree char *shown = weft_input_dup_shown (path), *text = NULL;
  WeftNpyHead head;
  gsize length;

  npy->name = entry ? g_strdup_printf ("%s: %s", shown, entry->name) : g_strdup (shown);
  npy->stream = entry ? weft_input_stream_open_part (path, &entry->part, error)
                      : weft_input_stream_open (path, error);
  if (!npy->stream)
    return FALSE;
  text = read_head (npy, &length, error);
  if (!text)
    return FALSE;
  if (!weft_npy_head_parse (&head, text))
    return fail_head (npy, error);
  return take_type (npy, head.type, error) && take_shape (npy, &head, length, error)
         && find_places (npy, error);
}

gboolean
weft_npy_rewind (WeftNpy *npy, GError **error)
{
  g_autofree char *head = NULL;
  gsize length;

  if (!weft_input_stream_rewind (npy->stream, error))
    return FALSE;
  head = read_head (npy, &length, error);
  return head != NULL;
}

/* --- numbers --- */

static double
number_at (const WeftNpy *npy, const guint8 *bytes)
{
  Number number;

  for (gsize i = 0; i < npy->each; i++)
    number.bytes[i] = bytes[npy->is_swapped ? npy->each - 1 - i : i];
  return npy->type->get (&number);
}

/* Which number comes next. */
typedef struct
{
  gint64 sample, i;
} At;

static void
go_on (const WeftNpy *npy, gint64 n, At *at)
{
  gint64 *fast = npy->is_fortran ? &at->sample : &at->i;
  gint64 *slow = npy->is_fortran ? &at->i : &at->sample;

  if (++*fast < (npy->is_fortran ? npy->count : n))
    return;
  *fast = 0;
  ++*slow;
}

static gboolean
is_at_end (const WeftNpy *npy, GError **error)
{
  guint8 more;
  gsize got;

  return weft_input_stream_read (npy->stream, &more, 1, &got, error)
         && (got == 0 || fail_length (npy, error));
}

gboolean
weft_npy_walk (WeftNpy *npy, WeftNpyFunc func, gpointer user, GError **error)
{
  gint64 n = weft_shape_count (&npy->shape);
  gint64 left = n * npy->count, most = (gint64) (WINDOW / npy->each);
  g_autofree guint8 *window = g_malloc (npy->each * (gsize) MIN (most, left));
  At at = { 0, 0 };

  for (gint64 some; left > 0; left -= some)
    {
      some = MIN (most, left);
      if (!read_exactly (npy, window, npy->each * (gsize) some, fail_length, error))
        return FALSE;
      for (gint64 i = 0; i < some; i++, go_on (npy, n, &at))
        if (!func (user, at.sample, npy->places ? npy->places[at.i] : at.i,
                   number_at (npy, window + (gsize) i * npy->each), error))
          return FALSE;
    }
  return is_at_end (npy, error);
}

/* --- words --- */

static char *
word_at (const WeftNpy *npy, const guint8 *bytes)
{
  g_autofree gunichar *wide = NULL;

  if (npy->type->kind == 'S')
    return g_strndup ((const char *) bytes, npy->each);
  wide = g_memdup2 (bytes, npy->each);
  for (gsize i = 0; npy->is_swapped && i < npy->each / 4; i++)
    wide[i] = GUINT32_SWAP_LE_BE (wide[i]);
  return g_ucs4_to_utf8 (wide, (glong) (npy->each / 4), NULL, NULL, NULL);
}

GPtrArray *
weft_npy_read_words (WeftNpy *npy, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint8 *bytes = g_malloc (npy->each);

  for (gint64 i = 0; i < npy->count; i++)
    {
      char *word;

      if (!read_exactly (npy, bytes, npy->each, fail_length, error))
        return NULL;
      word = word_at (npy, bytes);
      if (!word || !g_utf8_validate (word, -1, NULL))
        {
          g_free (word);
          weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                                   _ ("“%s”: word %u is no text; save the words again."), npy->name,
                                   (guint) i + 1);
          return NULL;
        }
      g_ptr_array_add (words, word);
    }
  return is_at_end (npy, error) ? g_steal_pointer (&words) : NULL;
}
