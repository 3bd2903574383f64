/* form-value: what stands in a form: numbers, lists and tensors, and what is done with them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/form-private.h"

#include <math.h>
#include <string.h>

WeftOnnxFormValue
weft_onnx_form_fail (WeftOnnxForm *form)
{
  if (form->muted == 0)
    form->failed = TRUE;
  return WEFT_FORM_NOTHING;
}

WeftOnnxFormValue
weft_onnx_form_number (double number, gboolean is_real)
{
  return (WeftOnnxFormValue){ WEFT_FORM_NUMBER, .is_real = is_real, .number = number };
}

WeftOnnxFormValue
weft_onnx_form_new_list (WeftOnnxForm *form, gboolean is_real)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (double));

  g_ptr_array_add (form->lists, list);
  return (WeftOnnxFormValue){ WEFT_FORM_LIST, .is_real = is_real, .list = list };
}

gboolean
weft_onnx_form_is_true (const WeftOnnxFormValue *value)
{
  return value->kind == WEFT_FORM_NUMBER ? value->number != 0
         : value->kind == WEFT_FORM_LIST ? value->list->len > 0
                                         : value->kind != WEFT_FORM_NONE;
}

/* --- names --- */

static WeftOnnxFormValue
find_attribute (WeftOnnxForm *form, const WeftParam *row)
{
  WeftAttr attr = { 0 };
  gboolean is_real = row->type == WEFT_PARAM_REAL || row->type == WEFT_PARAM_REALS;
  gboolean is_list = row->type == WEFT_PARAM_DIMS || row->type == WEFT_PARAM_REALS
                     || row->type == WEFT_PARAM_SIZE2;
  WeftOnnxFormValue list;

  weft_op_attr_get (row, form->of->attrs, &attr);
  if (!is_list)
    return weft_onnx_form_number (attr.v[0], is_real);
  list = weft_onnx_form_new_list (form, is_real);
  g_array_append_vals (list.list, attr.v, row->type == WEFT_PARAM_SIZE2 ? 2 : (guint) attr.n);
  return list;
}

/* As Reshape takes it. */
static WeftOnnxFormValue
find_shape (WeftOnnxForm *form)
{
  WeftOnnxFormValue list = weft_onnx_form_new_list (form, FALSE);
  const WeftShape *shape = &form->of->out_shape[0];

  for (int i = 0; i < shape->rank; i++)
    {
      double d = i == 0 && shape->dims[i] == WEFT_ONNX_ANY ? 0 : (double) shape->dims[i];

      g_array_append_val (list.list, d);
    }
  return list;
}

static WeftOnnxFormValue
find_port (WeftOnnxForm *form, const char *name)
{
  const WeftOnnxApplication *of = form->of;

  for (guint i = 0; i < of->n_in; i++)
    if (g_strcmp0 (weft_op_get_input (of->op, i)->name, name) == 0)
      return of->in[i] == NULL ? WEFT_FORM_NOTHING
                               : (WeftOnnxFormValue){ WEFT_FORM_TENSOR, .text = of->in[i],
                                                      .shape = &of->in_shape[i] };
  for (guint i = 0; i < of->n_out && of->op->outputs[i].name != NULL; i++)
    if (strcmp (of->op->outputs[i].name, name) == 0)
      return (WeftOnnxFormValue){ WEFT_FORM_TENSOR, .shape = &of->out_shape[i] };
  return WEFT_FORM_NOTHING; /* a last input that is left out */
}

WeftOnnxFormValue
weft_onnx_form_find (WeftOnnxForm *form, const char *name)
{
  const WeftOnnxFormValue *named = g_hash_table_lookup (form->names, name);

  if (named != NULL)
    return *named;
  for (const WeftParam *row = form->of->op->attrs; row != NULL && row->name != NULL; row++)
    if (strcmp (row->name, name) == 0)
      return find_attribute (form, row);
  if (strcmp (name, "inputs") == 0)
    return (WeftOnnxFormValue){ WEFT_FORM_INPUTS };
  if (strcmp (name, "shape") == 0)
    return find_shape (form);
  return find_port (form, name);
}

/* --- sums and products --- */

static const char *
write_numbers (WeftOnnxForm *form, const double *v, guint n, gboolean is_list, gboolean is_real)
{
  WeftShape shape
      = { .rank = is_list ? 1 : 0, .type = is_real ? WEFT_F32 : WEFT_I64, .dims = { n } };
  g_autofree guint8 *data = g_malloc0 (MAX (n, 1) * sizeof (gint64));
  g_autofree char *stem = g_strdup_printf ("%s/constant", form->of->node);

  for (guint i = 0; i < n; i++)
    if (is_real)
      ((float *) data)[i] = (float) v[i];
    else
      ((gint64 *) data)[i] = (gint64) v[i];
  return weft_onnx_writer_add_constant (form->writer, stem, &shape, data);
}

/* The name of a tensor that holds it; NULL: it cannot. */
static const char *
get_tensor (WeftOnnxForm *form, const WeftOnnxFormValue *value, gboolean is_real)
{
  if (value->kind == WEFT_FORM_TENSOR)
    return value->text;
  if (value->kind == WEFT_FORM_NUMBER)
    return write_numbers (form, &value->number, 1, FALSE, is_real || value->is_real);
  if (value->kind == WEFT_FORM_LIST)
    return write_numbers (form, (const double *) (gpointer) value->list->data, value->list->len,
                          TRUE, is_real || value->is_real);
  return value->kind == WEFT_FORM_NONE ? "" : NULL;
}

static WeftOnnxFormValue
add_node (WeftOnnxForm *form, const char *op, const char *const *inputs, guint n)
{
  Onnx__NodeProto *node;

  for (guint i = 0; i < n; i++)
    if (inputs[i] == NULL)
      return weft_onnx_form_fail (form);
  node = weft_onnx_writer_add_node (form->writer, op, inputs, n);
  return (WeftOnnxFormValue){ WEFT_FORM_TENSOR,
                              .text = weft_onnx_writer_get_output (form->writer, node, 0),
                              .node = node };
}

static WeftOnnxFormValue
combine_tensors (WeftOnnxForm *form, char op, WeftOnnxFormValue a, WeftOnnxFormValue b)
{
  const char *name = op == '+' ? "Add" : op == '-' ? "Sub" : op == '*' ? "Mul" : "Div";
  const char *inputs[2];

  if (b.kind == WEFT_FORM_NONE)
    return a;
  if (a.kind == WEFT_FORM_NONE)
    return b;
  if (op == 'f' || op == '%')
    return weft_onnx_form_fail (form);
  inputs[0] = get_tensor (form, &a, TRUE);
  inputs[1] = get_tensor (form, &b, TRUE);
  return add_node (form, name, inputs, 2);
}

static WeftOnnxFormValue
combine_lists (WeftOnnxForm *form, char op, WeftOnnxFormValue a, WeftOnnxFormValue b)
{
  WeftOnnxFormValue list = weft_onnx_form_new_list (form, a.is_real || b.is_real);

  if (op == '+' && a.kind == b.kind)
    {
      g_array_append_vals (list.list, a.list->data, a.list->len);
      g_array_append_vals (list.list, b.list->data, b.list->len);
      return list;
    }
  if (op != '*' || b.kind != WEFT_FORM_NUMBER || b.number > 1 << 24)
    return weft_onnx_form_fail (form);
  list.is_real = a.is_real;
  for (int i = 0; i < (int) b.number; i++)
    g_array_append_vals (list.list, a.list->data, a.list->len);
  return list;
}

static WeftOnnxFormValue
combine_numbers (WeftOnnxForm *form, char op, double a, double b, gboolean is_real)
{
  if ((op == '/' || op == 'f' || op == '%') && b == 0)
    return weft_onnx_form_fail (form);
  switch (op)
    {
    case '+':
      return weft_onnx_form_number (a + b, is_real);
    case '-':
      return weft_onnx_form_number (a - b, is_real);
    case '*':
      return weft_onnx_form_number (a * b, is_real);
    case '/':
      return weft_onnx_form_number (a / b, TRUE);
    case 'f':
      return weft_onnx_form_number (floor (a / b), FALSE);
    default:
      return weft_onnx_form_number (a - b * floor (a / b), FALSE);
    }
}

WeftOnnxFormValue
weft_onnx_form_combine (WeftOnnxForm *form, char op, WeftOnnxFormValue a, WeftOnnxFormValue b)
{
  if (form->failed || form->muted > 0)
    return WEFT_FORM_NOTHING;
  if (a.kind == WEFT_FORM_TENSOR || b.kind == WEFT_FORM_TENSOR)
    return combine_tensors (form, op, a, b);
  if (a.kind == WEFT_FORM_LIST)
    return combine_lists (form, op, a, b);
  if (a.kind == WEFT_FORM_NUMBER && b.kind == WEFT_FORM_NUMBER)
    return combine_numbers (form, op, a.number, b.number, a.is_real || b.is_real);
  if (a.kind == WEFT_FORM_NONE && b.kind == WEFT_FORM_NONE)
    return a;
  return weft_onnx_form_fail (form);
}

WeftOnnxFormValue
weft_onnx_form_negate (WeftOnnxForm *form, WeftOnnxFormValue a)
{
  if (form->failed || form->muted > 0)
    return WEFT_FORM_NOTHING;
  if (a.kind == WEFT_FORM_TENSOR)
    return add_node (form, "Neg", &a.text, 1);
  return a.kind == WEFT_FORM_NUMBER ? weft_onnx_form_number (-a.number, a.is_real)
                                    : weft_onnx_form_fail (form);
}

/* --- operators --- */

static void
set_attribute (WeftOnnxForm *form, Onnx__NodeProto *node, const WeftFormArgument *argument)
{
  const WeftOnnxFormValue *value = &argument->value;
  gboolean is_list = value->kind == WEFT_FORM_LIST;
  const double *v = is_list ? (const double *) (gpointer) value->list->data : &value->number;
  guint n = is_list ? value->list->len : 1;

  if (value->kind == WEFT_FORM_TEXT)
    weft_onnx_writer_set_text (node, argument->name, value->text);
  else if (!is_list && value->kind != WEFT_FORM_NUMBER)
    weft_onnx_form_fail (form);
  else if (value->is_real)
    weft_onnx_writer_set_reals (node, argument->name, v, n, is_list);
  else
    weft_onnx_writer_set_ints (node, argument->name, v, n, is_list);
}

static WeftOnnxFormValue
call_operator (WeftOnnxForm *form, const char *name, const GArray *arguments)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  WeftOnnxFormValue result;

  for (guint i = 0; i < arguments->len; i++)
    {
      const WeftFormArgument *argument = &g_array_index (arguments, WeftFormArgument, i);

      if (argument->name != NULL)
        continue;
      if (argument->value.kind != WEFT_FORM_INPUTS)
        g_ptr_array_add (inputs, (gpointer) get_tensor (form, &argument->value, FALSE));
      for (guint k = 0; argument->value.kind == WEFT_FORM_INPUTS && k < form->of->n_in; k++)
        g_ptr_array_add (inputs, (gpointer) form->of->in[k]);
    }
  result = add_node (form, name, (const char *const *) inputs->pdata, inputs->len);
  for (guint i = 0; result.node != NULL && i < arguments->len; i++)
    {
      const WeftFormArgument *argument = &g_array_index (arguments, WeftFormArgument, i);

      if (argument->name != NULL)
        set_attribute (form, result.node, argument);
    }
  return result;
}

/* --- functions --- */

static WeftOnnxFormValue
call_size (WeftOnnxForm *form, const WeftShape *shape, double at)
{
  int i = (int) (at < 0 ? at + shape->rank : at);

  return i >= 0 && i < shape->rank ? weft_onnx_form_number ((double) shape->dims[i], FALSE)
                                   : weft_onnx_form_fail (form);
}

static WeftOnnxFormValue
call_tail (WeftOnnxForm *form, const WeftShape *shape)
{
  WeftOnnxFormValue list = weft_onnx_form_new_list (form, FALSE);

  for (int i = 1; i < shape->rank; i++)
    {
      double d = (double) shape->dims[i];

      g_array_append_val (list.list, d);
    }
  return list;
}

static WeftOnnxFormValue
call_swapped (WeftOnnxForm *form, int n)
{
  WeftOnnxFormValue list = weft_onnx_form_new_list (form, FALSE);

  for (int i = 0; i < n; i++)
    {
      double axis = i < n - 2 ? i : i == n - 2 ? n - 1 : n - 2;

      g_array_append_val (list.list, axis);
    }
  return list;
}

static WeftOnnxFormValue
call_around (WeftOnnxForm *form, const GArray *pads, int n)
{
  WeftOnnxFormValue list = weft_onnx_form_new_list (form, FALSE);

  for (int i = 0; i < 2 * n; i++)
    {
      int axis = i % n, pair = n - 1 - axis, at = 2 * pair + (i >= n);
      double pad = at < (int) pads->len ? g_array_index (pads, double, at) : 0;

      g_array_append_val (list.list, pad);
    }
  return list;
}

WeftOnnxFormValue
weft_onnx_form_call (WeftOnnxForm *form, const char *name, const GArray *arguments)
{
  const WeftOnnxFormValue nothing = WEFT_FORM_NOTHING;
  const WeftOnnxFormValue *a
      = arguments->len > 0 ? &g_array_index (arguments, WeftFormArgument, 0).value : &nothing;
  const WeftOnnxFormValue *b
      = arguments->len > 1 ? &g_array_index (arguments, WeftFormArgument, 1).value : &nothing;

  if (g_ascii_isupper (*name))
    return call_operator (form, name, arguments);
  if (a->shape != NULL && strcmp (name, "rank") == 0)
    return weft_onnx_form_number (a->shape->rank, FALSE);
  if (a->shape != NULL && strcmp (name, "size") == 0)
    return call_size (form, a->shape, b->number);
  if (a->shape != NULL && strcmp (name, "tail") == 0)
    return call_tail (form, a->shape);
  if (a->kind == WEFT_FORM_LIST && strcmp (name, "len") == 0)
    return weft_onnx_form_number (a->list->len, FALSE);
  if (a->kind == WEFT_FORM_LIST && strcmp (name, "around") == 0)
    return call_around (form, a->list, (int) b->number);
  if (strcmp (name, "swapped") == 0)
    return call_swapped (form, (int) a->number);
  if (strcmp (name, "sqrt") == 0)
    return weft_onnx_form_number (sqrt (a->number), TRUE);
  if (strcmp (name, "log") == 0)
    return weft_onnx_form_number (log (a->number), TRUE);
  return weft_onnx_form_fail (form);
}
