/* answer-codes: codes, which are to lie together for samples of one class, as an answer
 *
 * Compared with are samples from all over the set, and its last ones: what somebody gave to be
 * kept stands there. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/answer-codes.h"

#include <math.h>
#include <string.h>

#include "engine/train/answers/answering.h"
#include "engine/train/model/judges.h"

#define LAST 20 /* samples at the end of the set that are always compared with */

typedef struct
{
  WeftSaid *said;
  guint32 samples[WEFT_MOST_COMPARED];
  gint64 n, width;
  GArray *codes; /* float: (n, width) */
} Compared;

typedef struct
{
  guint32 sample;
  double distance;
} Near;

static void
choose (Compared *compared, gint64 count)
{
  gint64 last = MIN (count, LAST), spread = MIN (count - last, WEFT_MOST_COMPARED - last);

  for (gint64 i = 0; i < spread; i++)
    compared->samples[i] = (guint32) (i * (count - last) / spread);
  for (gint64 i = 0; i < last; i++)
    compared->samples[spread + i] = (guint32) (count - last + i);
  compared->n = spread + last;
}

static void
keep_cb (guint32 sample, const WeftShape *shape, const float *code, gpointer user)
{
  Compared *compared = user;

  compared->width = weft_shape_count (shape);
  g_array_append_vals (compared->codes, code, (guint) compared->width);
}

static double
measure (const float *a, const float *b, gint64 width)
{
  double sum = 0;

  for (gint64 k = 0; k < width; k++)
    sum += pow ((double) a[k] - (double) b[k], 2);
  return sqrt (sum);
}

static int
compare_near (gconstpointer a, gconstpointer b)
{
  const Near *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return (x->sample > y->sample) - (x->sample < y->sample);
}

static char *
dup_class (const WeftSaid *said, guint32 sample)
{
  const WeftDataset *like = said->asking->like;
  const WeftField *field = weft_dataset_find_field (like, said->field->name);
  gint64 class = weft_field_get_class (field, sample);
  char *name = weft_dataset_dup_class_name (like, field, class);

  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, class);
}

static void
take_cb (guint32 sample, const WeftShape *shape, const float *code, gpointer user)
{
  Compared *compared = user;
  WeftShape form = WEFT_SHAPE (MIN (compared->n, WEFT_MOST_NEAR), 2);
  WeftTensor *numbers = weft_tensor_new (&form);
  float *to = weft_tensor_floats (numbers);
  g_autofree Near *near = g_new (Near, compared->n);
  double unsure = NAN;

  for (gint64 i = 0; i < compared->n; i++)
    near[i] = (Near){ compared->samples[i],
                      measure (code, &g_array_index (compared->codes, float, i * compared->width),
                               compared->width) };
  qsort (near, (gsize) compared->n, sizeof *near, compare_near);
  for (gint64 i = 0; i < form.dims[0]; i++)
    {
      to[2 * i] = (float) near[i].sample;
      to[2 * i + 1] = (float) near[i].distance;
    }
  g_ptr_array_add (compared->said->texts, dup_class (compared->said, near[0].sample));
  g_array_append_val (compared->said->sureness, unsure);
  g_ptr_array_add (compared->said->numbers, numbers);
}

gboolean
weft_answer_compare_codes (WeftSaid *said, GError **error)
{
  const WeftAsking *asking = said->asking;
  Compared compared = { .said = said };
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (float));
  g_autofree guint32 *asked = g_new (guint32, asking->asked->count);

  compared.codes = codes;
  choose (&compared, asking->like->count);
  for (gint64 i = 0; i < asking->asked->count; i++)
    asked[i] = (guint32) i;
  return weft_model_answer (asking->of, asking->state, said->judge, compared.samples, compared.n,
                            keep_cb, &compared, error)
         && weft_model_answer (asking->model, asking->state, said->judge, asked,
                               asking->asked->count, take_cb, &compared, error);
}
