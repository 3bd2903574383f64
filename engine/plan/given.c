/* given: what the data gives a program: the fields of its set, which of their steps are real, and
 * which samples they are */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/builder.h"

static WeftShape
batch_shape (const WeftShape *sample, gint64 batch, WeftType type)
{
  WeftShape shape = *sample;

  shape.type = type;
  shape.rank = MIN (sample->rank + 1, WEFT_MAX_RANK);
  shape.dims[0] = batch;
  for (int i = 1; i < shape.rank; i++)
    shape.dims[i] = sample->dims[i - 1];
  return shape;
}

static WeftValue
add_input (WeftBuilder *b, const WeftField *field, const WeftShape *shape, WeftKind kind)
{
  WeftProgramValue value = {
    .role = WEFT_VALUE_INPUT,
    .shape = batch_shape (shape, b->program->binding.n, weft_kind_get_type (kind)),
    .kind = kind,
    .node = b->node->id,
    .name = kind == field->kind ? field->name : weft_field_get_mask_name (field),
    .output = -1,
  };
  WeftProgramInput input = { .field = field->name, .is_mask = kind != field->kind };
  WeftValue x;

  if (!weft_builder_expect_size (b, &value.shape))
    return WEFT_NONE;
  x = weft_builder_add_value (b, &value);
  input.value = x.index;
  g_array_append_val (b->program->inputs, input);
  return x;
}

static WeftValue
add_field (WeftBuilder *b, const WeftField *field)
{
  WeftShape shape = field->shape;

  if (field->ragged >= 0)
    shape.dims[field->ragged] = b->program->binding.t[field->t];
  return add_input (b, field, &shape, field->kind);
}

/* Which steps of a field are real, (N, T), T its own. */
static WeftValue
add_mask (WeftBuilder *b, const WeftField *field, WeftValue x)
{
  WeftShape steps = WEFT_SHAPE (b->program->binding.t[field->t]);
  WeftValue mask = add_input (b, field, &steps, WEFT_KIND_STEPS);

  if (x.index >= 0 && field->ragged == 0) /* else its steps are no axis of their own behind N */
    weft_builder_get_value (b, x)->mask = mask.index;
  return mask;
}

static void
add_draw (WeftBuilder *b)
{
  WeftProgramValue value = {
    .role = WEFT_VALUE_DRAW,
    .shape = WEFT_SHAPE (b->program->binding.n),
    .node = b->node->id,
    .output = -1,
  };
  WeftProgramInput input = { .field = g_intern_static_string ("") };

  value.shape.type = WEFT_I64;
  input.value = weft_builder_add_value (b, &value).index;
  b->draw = 1 + input.value;
  g_array_append_val (b->program->inputs, input);
}

WeftValue
weft_builder_draw (WeftBuilder *b)
{
  return (WeftValue){ b->draw - 1 };
}

static gboolean
load_dataset (WeftBuilder *b)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&b->dataset, weft_dataset_unref);
  if (b->catalog)
    b->dataset = weft_catalog_lookup (b->catalog, b->node->params, b->batch_size, b->seed, &error);
  if (b->dataset)
    return TRUE;
  if (error)
    weft_builder_fail (b,
                       g_error_matches (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND) ? "data-missing"
                                                                                 : "data-wrong",
                       error->message, NULL);
  return FALSE;
}

/* Gives the value to the node's output of that name, if it has one. */
static void
give (WeftBuilder *b, const char *name, WeftValue x, WeftValue *out)
{
  int output = weft_node_find_output (b->node, name);

  if (output >= 0)
    out[output] = x;
}

/* What a sample is shown by is always there. */
static gboolean
is_given (WeftBuilder *b, const WeftField *field)
{
  return field == weft_dataset_get_x (b->dataset)
         || weft_node_find_output (b->node, field->name) >= 0;
}

void
weft_builder_data (WeftBuilder *b, WeftValue *out)
{
  WeftValue given[WEFT_MAX_FIELDS];

  G_STATIC_ASSERT (2 * WEFT_MAX_FIELDS <= WEFT_MAX_OUTPUTS);
  if (!load_dataset (b))
    return;
  for (guint i = 0; i < b->dataset->n_fields; i++)
    {
      const WeftField *field = &b->dataset->fields[i];

      given[i] = is_given (b, field) ? add_field (b, field) : WEFT_NONE;
      give (b, field->name, given[i], out);
    }
  for (guint i = 0; i < b->dataset->n_fields; i++)
    {
      const WeftField *field = &b->dataset->fields[i];

      if (field->ragged >= 0 && is_given (b, field))
        give (b, weft_field_get_mask_name (field), add_mask (b, field, given[i]), out);
    }
  if (b->draws)
    add_draw (b);
}
