/* thumb-kinds: small pictures of outputs that are more than numbers in a row: by what they mean,
 * and volumes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/thumb-row.h"

#include <math.h>

#include "ui/base/format.h"
#include "ui/paint/pixels.h"
#include "ui/paint/wave.h"

#define WAVE_COLUMNS 80
#define LINE_WIDTH 20 /* columns of letters, of which a Chinese sign takes two */

/* Colours as they are; what lies far beyond 0 … 1, as standardised ones do, over their own range.
 */
static WeftThumb *
thumb_of_colours (const float *x, gint64 h, gint64 w)
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_MAPS, 1);
  gint64 n = 3 * h * w;
  g_autofree float *shown = g_new (float, n);
  float low = 0, high = 1;

  for (gint64 i = 0; i < n; i++)
    {
      low = fminf (low, x[i]);
      high = fmaxf (high, x[i]);
    }
  if (low > -.5f && high < 1.5f)
    low = 0, high = 1;
  for (gint64 i = 0; i < n; i++)
    shown[i] = (x[i] - low) / (high - low);
  weft_thumb_set_grid (thumb);
  thumb->maps[0] = weft_pixels_colour (shown, h, w);
  return thumb;
}

/* x (C, D, H, W): of one channel slices from front to back, of several the middle one of each. */
static WeftThumb *
thumb_of_volume (const float *x, const gint64 *dims)
{
  gint64 channels = dims[0], depth = dims[1], plane = dims[2] * dims[3];
  gint64 n = MIN (channels > 1 ? channels : depth, WEFT_THUMB_MAX_MAPS);
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_MAPS, (guint) n);

  weft_thumb_set_grid (thumb);
  for (gint64 i = 0; i < n; i++)
    {
      gint64 slice = channels > 1 ? i * depth + depth / 2 : i * depth / n;

      thumb->maps[i] = weft_pixels_grey (x + slice * plane, dims[2], dims[3]);
    }
  return thumb;
}

static WeftThumb *
thumb_of_sound (const float *x, gint64 n)
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_WAVES, WAVE_COLUMNS);

  thumb->rows = 1;
  thumb->cols = WAVE_COLUMNS;
  thumb->values = g_new (float, WAVE_COLUMNS);
  weft_wave_measure (x, n, thumb->values, WAVE_COLUMNS);
  return thumb;
}

static int
count_columns (const char *text)
{
  int n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    n += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  return n;
}

/* As many lines as there are, filled word by word. */
static WeftThumb *
thumb_of_tokens (const gint64 *tokens, gint64 n, const WeftField *field)
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_WORDS, 0);
  gboolean has_spaces = weft_field_has_spaces (field);
  gint64 at = 0;

  thumb->names = g_new0 (char *, WEFT_THUMB_WORD_ROWS + 1);
  while (thumb->n < WEFT_THUMB_WORD_ROWS && at < n)
    {
      GString *line = g_string_new (NULL);

      for (gboolean is_first = TRUE; at < n; at++, is_first = FALSE)
        {
          g_autofree char *word = weft_field_dup_word (field, tokens[at]);

          if (!is_first && count_columns (line->str) + count_columns (word) > LINE_WIDTH)
            break;
          weft_text_append_word (line, word, has_spaces);
        }
      weft_field_tidy_pieces (field, line);
      thumb->names[thumb->n++] = g_string_free (line, FALSE);
    }
  return thumb;
}

/* Labels of places, or whole numbers of which nobody knows what they mean. */
static WeftThumb *
thumb_of_labels (const WeftTensor *tensor)
{
  const WeftShape *shape = &tensor->shape;
  gint64 n = weft_shape_count (shape);
  g_autoptr (WeftTensor) floats = NULL;
  WeftShape form = shape->rank == 2 ? WEFT_SHAPE (1, shape->dims[0], shape->dims[1]) : *shape;

  form.type = WEFT_F32;
  floats = weft_tensor_new (&form);
  for (gint64 i = 0; floats != NULL && i < n; i++)
    weft_tensor_floats (floats)[i] = (float) ((const gint64 *) tensor->data)[i];
  return floats != NULL ? weft_thumb_new (floats, NULL) : NULL;
}

static WeftThumb *
thumb_of_number (float x)
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_WORDS, 1);

  thumb->names = g_new0 (char *, 2);
  thumb->names[0] = weft_format_digits ((double) x, 4);
  return thumb;
}

WeftThumb *
weft_thumb_new_of_kind (const WeftTensor *tensor, const WeftThumbOf *of)
{
  const WeftShape *shape = &tensor->shape;
  const gint64 *dims = shape->dims;

  if (shape->type == WEFT_I64)
    return of->words != NULL && shape->rank == 1
               ? thumb_of_tokens (tensor->data, dims[0], of->words)
               : thumb_of_labels (tensor);
  if (shape->rank == 0)
    return thumb_of_number (*weft_tensor_floats (tensor));
  if (of->kind == WEFT_KIND_PICTURE && shape->rank == 3 && dims[0] == 3)
    return thumb_of_colours (tensor->data, dims[1], dims[2]);
  if (of->kind == WEFT_KIND_SOUND && shape->rank == 1)
    return thumb_of_sound (tensor->data, dims[0]);
  if (shape->rank == 4 && dims[2] * dims[3] > 1)
    return thumb_of_volume (tensor->data, dims);
  return NULL;
}
