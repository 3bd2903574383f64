/* script-acting: a network that plays in a world and learns from its moves, as a program of PyTorch
 * has it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/script-acting.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/optim/schedule.h"
#include "engine/recipes/recipe-run.h"
#include "projects/formats/npy-write.h"
#include "projects/formats-resources.h"
#include "projects/formats/pytorch/python-text.h"

static const WeftActing *const rows[]
    = { &weft_acting_policy, &weft_acting_self_play, &weft_acting_value };

const WeftActing *
weft_acting_find (const WeftModel *model)
{
  for (guint i = 0; model->environment != NULL && i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i]->recipe, model->recipe->id) == 0)
      return rows[i];
  return NULL;
}

/* --- what can be written --- */

static char *
dup_world (const WeftModel *model)
{
  return g_strdup_printf ("worlds/%s.py", model->environment->id);
}

static gboolean
has_world (const WeftModel *model)
{
  g_autofree char *name = dup_world (model);
  g_autofree char *path = g_strconcat ("/org/weft/formats/", name, NULL);

  return g_resource_get_info (weft_formats_get_resource (), path, 0, NULL, NULL, NULL);
}

/* The one that is neither; NULL: there is none. */
static const char *
find_other (const GPtrArray *fields, const char *name, const char *second)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = ((const WeftScriptInput *) fields->pdata[i])->field;

      if (strcmp (field, name) != 0 && strcmp (field, second) != 0)
        return field;
    }
  return NULL;
}

static guint
count_heads (const WeftActing *acting)
{
  return acting->policy != acting->value ? 2 : 1;
}

/* From what is seen to an answer for each head that is compared with its target, and nothing that
 * draws by the number of a step, of which the program's network is not told. */
static gboolean
is_plain (const WeftActing *acting, const WeftScriptNet *net)
{
  guint n = count_heads (acting);

  return net->inputs->len == 1 && net->targets->len == n && net->answers->len == n
         && strstr (net->forward->str, "self._at") == NULL;
}

const char *
weft_acting_find_gap (const WeftScriptParts *script)
{
  const WeftModel *model = script->model;
  const WeftScriptNet *net = script->net;
  const WeftSchedule *schedule = weft_schedule_get (model->training.schedule);
  const WeftActing *acting = weft_acting_find (model);

  if (!has_world (model))
    return _ (model->environment->title);
  if (find_other (net->inputs, "x", "x") != NULL)
    return find_other (net->inputs, "x", "x");
  if (find_other (net->targets, "y", count_heads (acting) > 1 ? "outcome" : "y") != NULL)
    return find_other (net->targets, "y", "y");
  if (schedule->is_judged)
    return schedule->id;
  if (model->training.ema_decay > 0)
    return "ema_decay";
  if (weft_script_stops_early (model))
    return "stop_patience";
  if (!is_plain (acting, net))
    return _ (model->recipe->title);
  return acting->find_gap != NULL ? acting->find_gap (model) : NULL;
}

/* --- the text --- */

gboolean
weft_acting_is_scaled (const WeftModel *model)
{
  return weft_model_get_x (model)->scaling.mean != NULL;
}

void
weft_acting_append_settings (GString *out, const WeftModel *model, const char *const *without)
{
  for (const WeftParam *row = model->recipe->params; row->name != NULL; row++)
    {
      g_autoptr (GVariant) value
          = weft_params_get (model->recipe->params, model->values, row->name);
      g_autofree char *name = g_ascii_strup (row->name, -1);

      if (g_strv_contains (without, row->name))
        continue;
      g_string_append_printf (out, "%s = ", name);
      weft_python_append_value (out, value);
      g_string_append_c (out, '\n');
    }
}

static void
put_int (GString *text, const char *place, gint64 number)
{
  g_autofree char *what = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  weft_script_put (text, place, what);
}

/* "(4,)" */
static void
put_seen (GString *text, const WeftShape *shape)
{
  g_autoptr (GString) seen = g_string_new ("(");

  for (int i = 0; i < shape->rank; i++)
    g_string_append_printf (seen, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", shape->dims[i]);
  g_string_append (seen, shape->rank == 1 ? ",)" : ")");
  weft_script_put (text, "@SEEN@", seen->str);
}

static void
put_world (GString *text, const WeftModel *model)
{
  g_autofree char *name = dup_world (model);
  g_autoptr (GString) world = weft_script_load (name);

  g_string_append_c (world, '\n');
  weft_script_put (text, "@WORLD@", world->str);
  put_seen (text, &model->environment->observation);
  put_int (text, "@ACTIONS@", model->environment->actions);
  put_int (text, "@LIMIT@", model->environment->limit);
  put_int (text, "@SAMPLES@", model->split->count[WEFT_PART_TRAIN]);
}

/* Losses give their answers in their order. */
static gboolean
is_policy_first (const WeftScriptParts *script, const WeftActing *acting)
{
  gint64 policy = script->model->roles[acting->policy], value = script->model->roles[acting->value];

  for (guint i = 0; i < script->program->losses->len; i++)
    {
      const WeftProgramLoss *loss = weft_program_get_loss (script->program, i);

      if (loss->weight > 0 && (loss->node == policy || loss->node == value))
        return loss->node == policy;
    }
  return TRUE;
}

static void
put_heads (GString *text, const WeftScriptParts *script, const WeftActing *acting)
{
  const WeftScriptInput *first = script->net->targets->pdata[0];

  if (count_heads (acting) < 2)
    return;
  weft_script_put (text, "@BELIEFS@",
                   is_policy_first (script, acting) ? "scores, hope" : "hope, scores");
  weft_script_put (text, "@GIVEN@", strcmp (first->field, "y") == 0 ? "y, ends" : "ends, y");
}

static void
put_row (GString *text, const WeftActing *acting)
{
  weft_script_put (text, "@LEARNS@", acting->learns);
  weft_script_put (text, "@RETURN@", acting->figure);
  weft_script_put (text, "@AS_WEFT@", acting->as_weft);
  put_int (text, "@EPISODES@", acting->episodes);
  put_int (text, "@TEST_EPISODES@", acting->tests);
}

GString *
weft_acting_load (const WeftScriptParts *script)
{
  const WeftActing *acting = weft_acting_find (script->model);
  g_autofree char *name = g_strdup_printf ("acting/%s.py.in", acting->recipe);
  g_autoptr (GString) own = weft_script_load (name),
                      greedy = weft_script_load ("acting/greedy.py.in");
  GString *text = weft_script_load ("acting/program.py.in");
  gboolean is_scaled = weft_acting_is_scaled (script->model);

  g_string_append (own, "\n");
  weft_script_put (text, "@PLAY@", own->str);
  weft_script_put (text, "@GREEDY@\n", greedy->str);
  put_world (text, script->model);
  put_row (text, acting);
  weft_script_put (text, "@STANDARDISED@",
                   is_scaled ? ", and by what that which is seen is standardised" : "");
  weft_script_put (text, "@SCALED@",
                   is_scaled ? "(seen - DATA[\"x.mean\"]) / DATA[\"x.deviation\"]" : "seen");
  acting->put (text, script);
  put_heads (text, script, acting);
  weft_script_put (text, "@COPY@", strstr (text->str, "copy.") != NULL ? "import copy\n" : "");
  if (strstr (text->str, "math.") != NULL)
    weft_script_put (text, "@MATH@", "import math\n");
  return text;
}

/* --- what it is held against --- */

gconstpointer
weft_acting_get_own (const WeftModel *model, const WeftState *state, guint which)
{
  return weft_state_find (state, WEFT_OWN_NODE, model->own[which].name)->value;
}

static void
add_array (WeftZip *zip, const char *name, WeftShape shape, gconstpointer numbers)
{
  g_autoptr (GByteArray) array = weft_npy_write_one (&shape, numbers);

  weft_zip_add (zip, name, array->data, array->len);
}

void
weft_acting_add_notes (WeftZip *zip, const WeftModel *model, const WeftActingNotes *notes)
{
  gint64 width = weft_acting_find (model)->count_moves (model),
         seen
         = weft_shape_count (&model->environment->observation) + model->environment->actions + 1;

  add_array (
      zip, "moves.npy",
      (WeftShape){ .rank = 2, .type = WEFT_I64, .dims = { notes->moves->len / width, width } },
      notes->moves->data);
  if (notes->positions->len > 0)
    add_array (zip, "positions.npy", WEFT_SHAPE (notes->positions->len / seen, seen),
               notes->positions->data);
}
