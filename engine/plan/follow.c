/* follow: which dimensions follow T, which mask of steps goes with which value, and which means
 * what another does
 *
 * No op says what it does with T. A graph whose data have steps is built twice, first for a T, and
 * for a U and so on where fields have lengths of their own, that nothing else is like: what is as
 * long as its steps there has its mask, what has another dimension then follows T. Both are walked
 * in one order, so that a value is found beside by its place in its node. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/builder.h"

void
weft_builder_find_beside (WeftBuilder *b)
{
  guint place = b->program->firsts->len - 1;

  if (b->beside)
    b->beside_first = g_array_index (b->beside->firsts, guint, place);
}

/* NULL: it could not be built for that T. */
static const WeftProgramValue *
find_beside (const WeftBuilder *b, WeftValue x)
{
  guint place = b->program->firsts->len - 1, at = b->beside_first + (guint) x.index - b->first;
  guint end = place + 1 < b->beside->firsts->len
                  ? g_array_index (b->beside->firsts, guint, place + 1)
                  : b->beside->values->len;

  return at < end ? &g_array_index (b->beside->values, WeftProgramValue, at) : NULL;
}

void
weft_builder_follow (WeftBuilder *b, WeftValue x)
{
  const WeftProgramValue *beside = b->beside ? find_beside (b, x) : NULL;
  WeftProgramValue *value = weft_builder_get_value (b, x);
  gboolean is_batch = value->role != WEFT_VALUE_WEIGHT && value->role != WEFT_VALUE_BUFFER;
  g_autofree char *form = NULL;

  if (!beside)
    return;
  weft_shape_follow (&value->shape, &b->program->binding, &beside->shape, &b->beside->binding,
                     is_batch ? 1 : 0);
  if (is_batch || weft_shape_same_dims (&value->shape, &beside->shape, 0))
    return;
  form = weft_shape_format (&value->shape, FALSE);
  weft_builder_fail (b, "weight-follows-steps", value->name, form, NULL);
}

/* --- masks --- */

static gboolean
has_steps_of (const WeftProgram *program, const WeftShape *shape, int mask)
{
  const WeftShape *steps = &g_array_index (program->values, WeftProgramValue, mask).shape;

  return shape->rank >= 2 && shape->dims[0] == steps->dims[0] && shape->dims[1] == steps->dims[1];
}

/* Only a T that nothing else is like tells steps from what is as long by chance. */
static gboolean
is_mask_beside (const WeftBuilder *b, WeftValue x, int mask)
{
  const WeftProgramValue *beside = b->beside ? find_beside (b, x) : NULL;

  return !b->beside
         || (beside && beside->mask >= 0
             && g_array_index (b->beside->values, WeftProgramValue, beside->mask).name
                    == g_array_index (b->program->values, WeftProgramValue, mask).name);
}

void
weft_builder_hand_on_mask (WeftBuilder *b, WeftValue x, const WeftValue *in, guint n_in)
{
  WeftProgramValue *value = weft_builder_get_value (b, x);

  for (guint i = 0; i < n_in && value->mask < 0; i++)
    {
      int mask = in[i].index < 0 ? -1 : weft_builder_get_value (b, in[i])->mask;

      if (mask >= 0 && has_steps_of (b->program, &value->shape, mask)
          && is_mask_beside (b, x, mask))
        value->mask = mask;
    }
}

WeftValue
weft_builder_find_mask (WeftBuilder *b, const WeftValue *in, guint n)
{
  for (guint i = 0; i < n; i++)
    if (in[i].index >= 0 && weft_builder_get_value (b, in[i])->mask >= 0)
      return (WeftValue){ weft_builder_get_value (b, in[i])->mask };
  return WEFT_NONE;
}

void
weft_builder_mark_steps (WeftBuilder *b, WeftValue mask)
{
  if (mask.index >= 0)
    weft_builder_get_value (b, mask)->kind = WEFT_KIND_STEPS;
}

void
weft_builder_set_mask (WeftBuilder *b, WeftValue x, WeftValue mask)
{
  if (x.index < 0 || mask.index < 0)
    return;
  weft_builder_get_value (b, x)->mask = mask.index;
  weft_builder_mark_steps (b, mask);
}

/* --- what it means --- */

void
weft_builder_mean (WeftBuilder *b, WeftValue y, WeftValue x)
{
  const WeftProgramValue *from = x.index < 0 ? NULL : weft_builder_get_value (b, x);
  gboolean is_batch = from && (from->role == WEFT_VALUE_INPUT || from->role == WEFT_VALUE_RESULT);

  if (!from || y.index < 0)
    return;
  weft_builder_get_value (b, y)->kind = from->kind;
  weft_builder_get_value (b, y)->classes = from->classes;
  weft_builder_get_value (b, y)->name = is_batch ? from->name : NULL;
}

void
weft_builder_make_tokens (WeftBuilder *b, WeftValue x, int classes)
{
  if (x.index < 0)
    return;
  weft_builder_get_value (b, x)->kind = WEFT_KIND_TOKENS;
  weft_builder_get_value (b, x)->classes = classes;
}
