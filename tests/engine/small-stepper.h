/* small-stepper: a net with an optimiser, steppers on it, and all that can be seen at a cursor */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/run/running.h"
#include "engine/run/stepper.h"
#include "small-net.h"
#include "small-nets.h"
#include "small-run.h"

#define SEED 7

static inline WeftProgram *
make_of_layers (const char *data, const char *const *layers)
{
  g_autoptr (WeftGraph) graph = net_new (data, layers, "cross_entropy");
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (GError) error = NULL;
  WeftProgram *program = weft_model_get_program (model, WEFT_BINDING (2, 0), &error);

  g_assert_no_error (error);
  return weft_program_ref (program);
}

static inline WeftProgram *
make_lenet (void)
{
  static const char *const layers[] = {
    "conv2d {'out_channels': <int64 6>, 'kernel_size': <[int64 5, 5]>, 'padding': <[int64 2, 2]>}",
    "relu",
    "max_pool2d {'kernel_size': <[int64 2, 2]>}",
    "conv2d {'out_channels': <int64 16>, 'kernel_size': <[int64 5, 5]>}",
    "relu",
    "max_pool2d {'kernel_size': <[int64 2, 2]>}",
    "flatten",
    "dense {'units': <int64 120>}",
    "relu",
    "dense {'units': <int64 84>}",
    "relu",
    "dense {'units': <int64 10>}",
    NULL,
  };

  return make_of_layers (
      "{'source': <'random'>, 'shape': <[int64 1, 28, 28]>, 'classes': <int64 10>}", layers);
}

/* Ops with steps of their own inside, attention, slices of what attention reads. */
static inline WeftProgram *
make_sequence (void)
{
  static const char *const layers[] = {
    "lstm {'hidden_size': <int64 12>, 'output': <'all'>}",
    "transformer_encoder {'num_layers': <int64 1>, 'nhead': <int64 3>, 'dim_feedforward': <int64 "
    "16>}",
    "layer_norm",
    "gru {'hidden_size': <int64 8>, 'output': <'last'>}",
    "gelu",
    "dense {'units': <int64 3>}",
    NULL,
  };

  return make_of_layers ("{'source': <'random'>, 'shape': <[int64 7, 5]>, 'classes': <int64 3>}",
                         layers);
}

static const struct
{
  const char *name;
  WeftProgram *(*make) (void);
} nets[] = {
  { "mlp", make_mlp },           { "fan", make_fan },         { "residual", make_residual },
  { "shared", make_shared },     { "picture", make_picture }, { "lenet", make_lenet },
  { "sequence", make_sequence },
};

/* A net with an optimiser on one kernel set, and what one step of it needs. */
typedef struct
{
  WeftProgram *program;
  WeftPlan *plan;
  WeftState *state;
  const WeftOptimizer *optimizer;
  gpointer settings;
  WeftUpdate update;
  int level;
} Rig;

static inline Rig *
rig_new (WeftProgram *(*maker) (void), int optimizer, int level)
{
  Rig *rig = g_new0 (Rig, 1);
  WeftPlanOptions options = { WEFT_MODE_TRAIN, level, TRUE, TRUE };
  g_autoptr (GError) error = NULL;

  rig->program = maker ();
  rig->plan = weft_plan_compile (rig->program, &options, &error);
  g_assert_no_error (error);
  rig->level = level;
  rig->optimizer = weft_optimizer_get (optimizer, level);
  rig->settings = load_settings (rig->optimizer, "{'momentum': <0.9>, 'weight_decay': <0.0001>}");
  rig->state
      = weft_state_new (&(WeftStateForm){ .program = rig->program,
                                          .n_slots = rig->optimizer->n_slots (rig->settings) },
                        SEED, NULL);
  weft_update_prepare (&rig->update, rig->optimizer, rig->settings, 0.01, 1);
  fill_batch (1);
  return rig;
}

static inline void
rig_free (Rig *rig)
{
  weft_plan_unref (rig->plan);
  weft_state_free (rig->state);
  weft_program_unref (rig->program);
  g_free (rig->settings);
  g_free (rig);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

/* Adam, on the best kernel set. */
static inline Rig *
rig_default (WeftProgram *(*maker) (void) )
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    if (g_str_equal (weft_optimizer_get ((int) i, 0)->id, "adam"))
      return rig_new (maker, (int) i, weft_kernel_best_level ());
  g_assert_not_reached ();
}

static inline WeftStepper *
step_on (const Rig *rig, WeftState *state, WeftPool *pool)
{
  g_autoptr (GError) error = NULL;
  WeftStepSetup setup = { .plan = rig->plan,
                          .state = state,
                          .pool = pool,
                          .inputs = small_batch (rig->program),
                          .optimizer = rig->optimizer,
                          .update = &rig->update,
                          .seed = SEED,
                          .step = 1 };
  WeftStepper *stepper = weft_stepper_new (&setup, &error);

  g_assert_no_error (error);
  return stepper;
}

static inline guint
count_stops (const WeftStepper *stepper)
{
  return weft_stepper_get_n_stops (stepper, WEFT_STEP_FORWARD)
         + weft_stepper_get_n_stops (stepper, WEFT_STEP_BACKWARD)
         + weft_stepper_get_n_stops (stepper, WEFT_STEP_UPDATE);
}

static const WeftStepCursor beginning = { WEFT_STEP_FORWARD, 0 };
static const WeftStepCursor end = { WEFT_STEP_UPDATE, G_MAXUINT };

static inline void
append_tensor (GByteArray *all, const void *tensor, const WeftShape *shape)
{
  guint8 is_there = tensor != NULL;

  g_byte_array_append (all, &is_there, 1);
  if (is_there)
    g_byte_array_append (all, tensor, (guint) weft_shape_bytes (shape));
}

/* Every value, gradient and slot, each behind a byte that says whether it is there. */
static inline GBytes *
look (const WeftStepper *stepper, const WeftProgram *program)
{
  GByteArray *all = g_byte_array_new ();
  WeftShape shape;

  for (int i = 0; i < (int) program->values->len; i++)
    for (int kind = WEFT_STEP_VALUE; kind <= WEFT_STEP_SLOT; kind++)
      for (int slot = 0; slot < (kind == WEFT_STEP_SLOT ? WEFT_MAX_SLOTS : 1); slot++)
        {
          WeftStepPlace place = { (WeftStepKind) kind, i, slot };
          const void *tensor = weft_stepper_get (stepper, place, &shape);

          append_tensor (all, tensor, &shape);
        }
  return g_byte_array_free_to_bytes (all);
}

static inline void
assert_same (GBytes *a, GBytes *b)
{
  gsize n, m;
  const void *x = g_bytes_get_data (a, &n), *y = g_bytes_get_data (b, &m);

  g_assert_cmpmem (x, n, y, m);
}

static inline WeftStepPlace
weight_of (const Rig *rig, gint64 node, const char *name)
{
  for (int i = 0; i < (int) rig->program->values->len; i++)
    {
      const WeftProgramValue *value = weft_program_value (rig->program, i);

      if (value->node == node && g_strcmp0 (value->name, name) == 0)
        return (WeftStepPlace){ WEFT_STEP_VALUE, i, 0 };
    }
  g_assert_not_reached ();
}

static inline void
write_number (WeftStepper *stepper, WeftStepPlace place, gsize offset, float number)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_stepper_write (stepper, place, offset, number, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (((const float *) weft_stepper_get (stepper, place, NULL))[offset], ==, number);
}

static inline void
add_for_nets (const char *path, GTestDataFunc function)
{
  for (guint i = 0; i < G_N_ELEMENTS (nets); i++)
    {
      g_autofree char *full = g_strdup_printf ("/stepper/%s/%s", path, nets[i].name);

      g_test_add_data_func (full, GINT_TO_POINTER (i), function);
    }
}
