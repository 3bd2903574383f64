/* asked-array: what a network is asked as an array of NumPy's: of any kind, in its own numbers
 *
 * Whole numbers are what the set holds, as the 0 to 255 of its pictures; others are what the
 * network is given. The first axis goes over the samples; an array without it is one sample. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "projects/readers/arrays/npy-file.h"

typedef struct
{
  const WeftNpy *npy;
  WeftField *field;
  gint64 samples, each; /* numbers of one in the array, as long as the longest */
  gint64 channels;      /* of pictures whose channels come last; else 1 */
  gboolean is_one;      /* the first axis is one of the sample's own */
} Taking;

static gboolean
is_alike (const WeftShape *a, const WeftShape *b)
{
  return a->rank == b->rank && memcmp (a->dims, b->dims, (gsize) a->rank * sizeof *a->dims) == 0;
}

/* (H, W, C) for (C, H, W). */
static gboolean
has_channels_last (const WeftField *like, const WeftShape *shape)
{
  const gint64 *dims = like->shape.dims;

  return like->kind == WEFT_KIND_PICTURE && like->shape.rank == 3 && shape->rank == 3
         && shape->dims[0] == dims[1] && shape->dims[1] == dims[2] && shape->dims[2] == dims[0];
}

/* Of fields whose samples differ in length only that axis may be another. */
static gboolean
fits (const WeftField *like, const WeftShape *shape)
{
  WeftShape wanted = like->shape;

  if (like->ragged >= 0 && like->ragged < shape->rank)
    wanted.dims[like->ragged] = shape->dims[like->ragged];
  return is_alike (&wanted, shape)
         || (like->ragged < 0 && weft_shape_count (&wanted) == weft_shape_count (shape));
}

static gboolean
fail (const WeftAsked *asked, const WeftNpy *npy, const WeftShape *whole, GError **error)
{
  WeftShape wanted = asked->field->shape;
  g_autofree char *here = weft_shape_format (whole, FALSE), *text = NULL;

  if (asked->field->ragged >= 0)
    wanted.dims[asked->field->ragged]
        = whole->dims[MIN (asked->field->ragged + 1, whole->rank - 1)];
  text = weft_shape_format (&wanted, FALSE);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” holds %s; the network is given samples of %s: an axis of samples first, "
                  "then these."),
               npy->name, here, text);
  return FALSE;
}

static gboolean
find_form (const WeftAsked *asked, Taking *taking, GError **error)
{
  const WeftNpy *npy = taking->npy;
  const WeftField *like = asked->field;
  WeftShape whole = npy->shape;

  for (int i = whole.rank++; i > 0 && whole.rank <= WEFT_MAX_RANK; i--)
    whole.dims[i] = whole.dims[i - 1];
  whole.dims[0] = npy->count;
  taking->is_one = !fits (like, &npy->shape) && fits (like, &whole);
  taking->channels
      = has_channels_last (like, taking->is_one ? &whole : &npy->shape) ? like->shape.dims[0] : 1;
  if (!taking->is_one && !fits (like, &npy->shape))
    return fail (asked, npy, &whole, error);
  taking->samples = taking->is_one ? 1 : npy->count;
  taking->each = weft_shape_count (taking->is_one ? &whole : &npy->shape);
  if (like->ragged >= 0)
    taking->field->shape.dims[like->ragged]
        = taking->is_one ? whole.dims[like->ragged] : npy->shape.dims[like->ragged];
  return TRUE;
}

static gboolean
take_cb (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  const Taking *taking = user;
  WeftField *field = taking->field;
  gint64 at;

  if (taking->is_one)
    {
      place += sample * weft_shape_count (&taking->npy->shape);
      sample = 0;
    }
  if (taking->channels > 1)
    place = place % taking->channels * (taking->each / taking->channels) + place / taking->channels;
  at = sample * taking->each + place;
  if (field->shape.type == WEFT_I64)
    ((gint64 *) field->data)[at] = (gint64) number;
  else
    ((float *) field->data)[at] = (float) number;
  return TRUE;
}

static gboolean
give_lengths (const Taking *taking, GError **error)
{
  WeftField *field = taking->field;

  if (field->ragged < 0)
    return TRUE;
  field->offsets = weft_memory_new ((gsize) (taking->samples + 1) * sizeof (gint64), error);
  for (gint64 i = 0; field->offsets && i <= taking->samples; i++)
    field->offsets[i] = i * field->shape.dims[field->ragged];
  return field->offsets != NULL;
}

gboolean
weft_asked_take_array (WeftAsked *asked, const char *path, GError **error)
{
  g_auto (WeftNpy) npy = { 0 };
  Taking taking = { .npy = &npy };

  if (!weft_npy_open (&npy, path, NULL, error))
    return FALSE;
  if (weft_npy_is_words (&npy))
    return weft_npy_fail (&npy, error, _ ("it holds words; a network is asked numbers."));
  taking.field = weft_asked_add_field (asked);
  taking.field->shape = asked->field->shape;
  taking.field->shape.type = asked->field->shape.type == WEFT_I64 ? WEFT_I64 : WEFT_F32;
  taking.field->scale = weft_npy_is_whole (&npy) ? asked->field->scale : 1;
  taking.field->ragged = asked->field->ragged;
  if (!find_form (asked, &taking, error) || !weft_asked_count (asked, path, taking.samples, error)
      || !give_lengths (&taking, error)
      || !weft_dataset_allocate (asked->dataset, taking.field, error))
    return FALSE;
  for (gint64 i = 0; i < taking.samples; i++)
    {
      char number[24];

      g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, i);
      weft_asked_name (asked, g_strdup (number));
    }
  return weft_npy_walk (&npy, take_cb, &taking, error);
}
