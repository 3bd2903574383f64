/* torch-rows: every case of every op, run once, a line of JSON each, for torch_rows.py to hold
 * against PyTorch; numbers are base64 of little-endian memory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "engine/base/float.h"
#include "engine/graph/own-settings.h"
#include "engine/optim/schedule.h"
#include "op-levels.h"
#include "optim-cases.h"

static void
print_memory (const char *name, const void *memory, const WeftShape *shape)
{
  g_autofree char *text = NULL;

  if (memory == NULL)
    return;
  text = g_base64_encode (memory, weft_shape_bytes (shape));
  printf (", \"%s\": \"%s\"", name, text);
}

static void
print_tensor (const char *name, const WeftShape *shape)
{
  printf ("{\"name\": \"%s\", \"type\": \"%s\", \"dims\": [", name,
          shape->type == WEFT_F32 ? "<f4" : "<i8");
  for (int i = 0; i < shape->rank; i++)
    printf ("%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", shape->dims[i]);
  printf ("]");
}

static const char *const kinds[] = {
  [WEFT_PARAM_INT] = "int",      [WEFT_PARAM_CHOICE] = "int", [WEFT_PARAM_REAL] = "float",
  [WEFT_PARAM_BOOL] = "bool",    [WEFT_PARAM_SIZE2] = "ints", [WEFT_PARAM_DIMS] = "ints",
  [WEFT_PARAM_REALS] = "floats",
};

/* "name": [numbers, "kind"], … of a record. */
static void
print_record (const WeftParam *rows, gconstpointer record)
{
  for (const WeftParam *row = rows; row != NULL && row->name != NULL; row++)
    {
      WeftAttr attr;
      int n;

      weft_op_attr_get (row, record, &attr);
      n = attr.n > 0 || row->type == WEFT_PARAM_REALS ? attr.n
          : row->type == WEFT_PARAM_SIZE2             ? 2
                                                      : 1;
      printf ("%s\"%s\": [", row == rows ? "" : ", ", row->name);
      for (int i = 0; i < n; i++)
        printf ("%.17g, ", attr.v[i]);
      printf ("\"%s\"]", kinds[row->type]);
    }
}

static void
print_case (const WeftOp *op, int level, const WeftOpCase *op_case)
{
  g_autoptr (WeftOpTrial) trial = make_trial (op, op_case, 11);
  const WeftOpRun *run = &trial->run;

  run_both (trial, FALSE);
  printf (
      "{\"op\": \"%s\", \"what\": \"%s, %s\", \"pytorch\": \"%s\", \"training\": %s, \"attrs\": {",
      op->id, op_case->what, weft_kernel_level_name (level), op->pytorch,
      op_case->evaluates ? "false" : "true");
  print_record (op->attrs, run->attrs);
  printf ("}, \"ports\": [");
  for (const WeftOpPort *port = op->inputs; port->name != NULL; port++)
    printf ("%s\"%s\"", port == op->inputs ? "" : ", ", port->name);
  printf ("], \"inputs\": [");
  for (guint i = 0; i < run->n_in; i++)
    {
      printf (i > 0 ? ", " : "");
      print_tensor (weft_op_get_input (op, i)->name, &trial->in_shape[i]);
      print_memory ("before", trial->given[i], &trial->in_shape[i]);
      print_memory ("after", run->in[i], &trial->in_shape[i]);
      print_memory ("gradient", run->d_in[i], &trial->in_shape[i]);
      printf ("}");
    }
  printf ("], \"outputs\": [");
  for (guint o = 0; o < run->n_out; o++)
    {
      printf (o > 0 ? ", " : "");
      print_tensor (op->outputs[o].name, &trial->out_shape[o]);
      print_memory ("value", run->out[o], &trial->out_shape[o]);
      print_memory ("gradient", run->d_out[o], &trial->out_shape[o]);
      printf ("}");
    }
  printf ("]}\n");
}

static void
print_own (GVariant *chosen, const char *name, gboolean is_first)
{
  g_autoptr (GVariant) value = weft_own_settings_get (chosen, name);
  g_autofree char *text = g_variant_print (value, FALSE);

  printf ("%s\"%s\": %s", is_first ? "" : ", ", name, text);
}

/* What whoever chooses it begins with. */
static void
print_owns (const WeftOptimizer *row)
{
  g_autofree char *text = g_strdup_printf ("{'optimizer': <'%s'>}", row->id);
  g_autoptr (GVariant) chosen = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  printf ("}, \"own\": {");
  print_own (chosen, "lr", TRUE);
  for (const WeftParam *param = row->params; param->name != NULL; param++)
    print_own (chosen, param->name, FALSE);
}

/* After OPTIM_STEPS steps at 0.02; torch_rows.py makes the same gradients. */
static void
print_optimizer (const OptimCase *c, int level)
{
  WeftShape shape = WEFT_SHAPE (OPTIM_ROWS * OPTIM_WEIGHTS);
  float w[OPTIM_ROWS * OPTIM_WEIGHTS];

  optim_case_run (c, level, w, G_N_ELEMENTS (w));
  printf ("{\"optimizer\": \"%s\", \"what\": \"%s\", \"pytorch\": \"%s\", \"settings\": {",
          c->row->id, weft_kernel_level_name (level), c->row->pytorch ? c->row->pytorch : "None");
  print_record (c->row->params, c->settings);
  print_owns (c->row);
  printf ("}");
  print_memory ("w", w, &shape);
  printf ("}\n");
}

#define RATES 40

static void
print_rates (const WeftSchedule *row, const char *text)
{
  g_autoptr (GVariant) values = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  WeftScheduleSettings settings;

  g_assert_nonnull (values);
  weft_params_load (weft_schedule_params, values, &settings, sizeof settings);
  printf ("{\"schedule\": \"%s\", \"what\": \"%s\", \"pytorch\": \"%s\", \"lr\": 0.1, "
          "\"total\": %d, \"settings\": {",
          row->id, text, row->pytorch && !row->is_judged ? row->pytorch : "None", RATES);
  print_record (weft_schedule_params, &settings);
  printf ("}, \"rates\": [");
  for (int step = 0; step < RATES; step++)
    printf ("%s%.17g", step > 0 ? ", " : "", row->find (&settings, 0.1, step, RATES));
  printf ("]}\n");
}

static void
print_schedules (void)
{
  for (guint i = 0; i < weft_schedules_count (); i++)
    {
      const WeftSchedule *row = weft_schedule_get ((int) i);
      g_auto (GStrv) texts = g_strsplit (row->cases, ";", -1);

      for (char **text = texts; *text != NULL; text++)
        print_rates (row, *text);
    }
}

int
main (void)
{
  g_autoptr (GArray) cases = optim_cases (0);

  weft_float_prepare_thread ();
  print_schedules ();
  for (int i = 0; i < get_levels (); i++)
    for (guint k = 0; k < cases->len; k++)
      print_optimizer (&g_array_index (cases, OptimCase, k), levels[i]);
  for (int i = 0; i < get_levels (); i++)
    for (const WeftOp *const *op = weft_ops (levels[i], NULL); *op != NULL; op++)
      for (const WeftOpCase *op_case = weft_op_get_cases (*op); op_case->what != NULL; op_case++)
        print_case (*op, levels[i], op_case);
  return 0;
}
