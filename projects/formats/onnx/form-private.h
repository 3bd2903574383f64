/* form-private: what the grammar of forms and its values share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/error.h"
#include "projects/formats/onnx/form.h"

typedef enum
{
  WEFT_FORM_NONE,
  WEFT_FORM_NUMBER,
  WEFT_FORM_LIST,
  WEFT_FORM_TEXT,
  WEFT_FORM_TENSOR,
  WEFT_FORM_INPUTS, /* all inputs of the op */
} WeftFormKind;

typedef struct
{
  WeftFormKind kind;
  gboolean is_real; /* of a number, or of numbers of a list */
  double number;
  GArray *list;     /* double; the form's */
  const char *text; /* of a text; of a tensor its name, NULL: only its shape is known */
  Onnx__NodeProto *node;
  guint output;
  const WeftShape *shape; /* nullable */
} WeftOnnxFormValue;

typedef struct
{
  WeftOnnxWriter *writer;
  const WeftOnnxApplication *of;
  const char *at;    /* the text that is left */
  guint muted;       /* > 0: it is only read over */
  GHashTable *names; /* char * → WeftOnnxFormValue *: what was given a name */
  GPtrArray *lists;  /* GArray, until the end */
  GStringChunk *strings;
  gboolean failed;
} WeftOnnxForm;

#define WEFT_FORM_NOTHING ((WeftOnnxFormValue){ WEFT_FORM_NONE })

/* The form makes no sense here: a mistake of the row's. */
WeftOnnxFormValue weft_onnx_form_fail (WeftOnnxForm *form);
WeftOnnxFormValue weft_onnx_form_number (double number, gboolean is_real);
WeftOnnxFormValue weft_onnx_form_new_list (WeftOnnxForm *form, gboolean is_real);
gboolean weft_onnx_form_is_true (const WeftOnnxFormValue *value);
/* An input, attribute, output or name given before. */
WeftOnnxFormValue weft_onnx_form_find (WeftOnnxForm *form, const char *name);
/* + - * / // % of numbers, lists and tensors. op: the first letter, 'f' for //. */
WeftOnnxFormValue weft_onnx_form_combine (WeftOnnxForm *form, char op, WeftOnnxFormValue a,
                                          WeftOnnxFormValue b);
WeftOnnxFormValue weft_onnx_form_negate (WeftOnnxForm *form, WeftOnnxFormValue a);
/* An argument of an operator or function. */
typedef struct
{
  const char *name; /* of an attribute; NULL: an input */
  WeftOnnxFormValue value;
} WeftFormArgument;

/* An operator, which begins with a capital letter, or a function of ours. arguments:
 * WeftFormArgument. */
WeftOnnxFormValue weft_onnx_form_call (WeftOnnxForm *form, const char *name,
                                       const GArray *arguments);
