/* stepper-edits: reading and writing at the cursor, and the writing that is made again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/run/stepping.h"

static const WeftProgramValue *
get_value (const WeftStepper *stepper, int value)
{
  const WeftProgram *program = stepper->exec->plan->program;

  return value < 0 || (guint) value >= program->values->len ? NULL
                                                            : weft_program_value (program, value);
}

static void *
find_slot (const WeftStepper *stepper, const WeftStepPlace *place)
{
  const WeftProgramValue *value = get_value (stepper, place->value);

  if (value->role != WEFT_VALUE_WEIGHT || place->slot < 0 || place->slot >= WEFT_MAX_SLOTS)
    return NULL;
  return weft_state_find_value (stepper->exec->state, value)->slot[place->slot];
}

void *
weft_stepper_find (const WeftStepper *stepper, const WeftStepPlace *place, guint position)
{
  const WeftPlan *plan = stepper->exec->plan;
  int storage;

  if (get_value (stepper, place->value) == NULL)
    return NULL;
  if (place->kind == WEFT_STEP_SLOT)
    return find_slot (stepper, place);
  storage
      = place->kind == WEFT_STEP_VALUE ? plan->home[place->value] : plan->gradient[place->value];
  if (storage < 0 || stepper->made[storage] < 0 || (guint) stepper->made[storage] > position)
    return NULL;
  return weft_exec_resolve (stepper->exec, storage);
}

const void *
weft_stepper_get (const WeftStepper *stepper, WeftStepPlace place, WeftShape *shape)
{
  const void *found = weft_stepper_find (stepper, &place, stepper->position);

  if (found != NULL && shape != NULL)
    *shape = get_value (stepper, place.value)->shape;
  return found;
}

static gboolean
has_place (const WeftStepper *stepper, const WeftStepEdit *edit)
{
  const WeftProgramValue *value = get_value (stepper, edit->place.value);

  return edit->cursor.part <= WEFT_STEP_UPDATE && edit->place.kind <= WEFT_STEP_SLOT
         && value != NULL && value->shape.type == WEFT_F32
         && edit->offset < (gsize) weft_shape_count (&value->shape)
         && weft_stepper_find (stepper, &edit->place, G_MAXINT) != NULL;
}

static gboolean
check_edit (const WeftStepper *stepper, const WeftStepEdit *edit, GError **error)
{
  guint position = weft_stepper_to_position (stepper, edit->cursor);
  const WeftProgramValue *value = get_value (stepper, edit->place.value);
  const char *name;

  if (!has_place (stepper, edit))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("This network has no such number to write within a step."));
      return FALSE;
    }
  if (weft_stepper_find (stepper, &edit->place, position) != NULL)
    return TRUE;
  name = weft_stepper_find_node_name (stepper, value->node);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("What is to be written in “%s” is not computed at this point of the step. Go on "
                  "until it is."),
               name != NULL ? name : value->name);
  return FALSE;
}

static gboolean
is_same (const WeftStepEdit *a, const WeftStepEdit *b)
{
  return a->cursor.part == b->cursor.part && a->cursor.index == b->cursor.index
         && a->place.kind == b->place.kind && a->place.value == b->place.value
         && a->place.slot == b->place.slot && a->offset == b->offset;
}

/* In its place among those that are sorted; a later one for the same number takes the earlier's. */
static void
remember (const WeftStepper *stepper, GArray *edits, const WeftStepEdit *edit)
{
  guint position = weft_stepper_to_position (stepper, edit->cursor), at = edits->len;
  WeftStepEdit kept = *edit;

  kept.cursor = weft_stepper_to_cursor (stepper, position); /* of two names the same for all */
  for (guint i = 0; i < edits->len; i++)
    if (is_same (&g_array_index (edits, WeftStepEdit, i), &kept))
      {
        g_array_remove_index (edits, i);
        at--;
        break;
      }
  while (at > 0
         && weft_stepper_to_position (stepper, g_array_index (edits, WeftStepEdit, at - 1).cursor)
                > position)
    at--;
  g_array_insert_val (edits, at, kept);
}

static void
make (WeftStepper *stepper, const WeftStepEdit *edit)
{
  float *numbers = weft_stepper_find (stepper, &edit->place, stepper->position);

  numbers[edit->offset] = edit->number;
}

void
weft_stepper_make_edits (WeftStepper *stepper)
{
  for (guint i = 0; i < stepper->edits->len; i++)
    {
      const WeftStepEdit *edit = &g_array_index (stepper->edits, WeftStepEdit, i);

      if (weft_stepper_to_position (stepper, edit->cursor) == stepper->position)
        make (stepper, edit);
    }
}

gboolean
weft_stepper_write (WeftStepper *stepper, WeftStepPlace place, gsize offset, float number,
                    GError **error)
{
  WeftStepEdit edit = { weft_stepper_get_cursor (stepper), place, offset, number };

  if (!check_edit (stepper, &edit, error))
    return FALSE;
  make (stepper, &edit);
  remember (stepper, stepper->edits, &edit);
  return TRUE;
}

const WeftStepEdit *
weft_stepper_get_edits (const WeftStepper *stepper, guint *n)
{
  *n = stepper->edits->len;
  return (const WeftStepEdit *) (gpointer) stepper->edits->data;
}

gboolean
weft_stepper_set_edits (WeftStepper *stepper, const WeftStepEdit *edits, guint n, GError **error)
{
  g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (WeftStepEdit));

  for (guint i = 0; i < n; i++)
    {
      if (!check_edit (stepper, &edits[i], error))
        return FALSE;
      remember (stepper, next, &edits[i]);
    }
  g_array_unref (stepper->edits);
  stepper->edits = g_steal_pointer (&next);
  weft_stepper_run_again (stepper, stepper->position);
  return TRUE;
}
