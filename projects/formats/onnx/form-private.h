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
} WeftFormValue;

typedef struct
{
  WeftOnnxWriter *writer;
  const WeftOnnxApplication *of;
  const char *at;    /* the text that is left */
  guint muted;       /* > 0: it is only read over */
  GHashTable *names; /* char * → WeftFormValue *: what was given a name */
  GPtrArray *lists;  /* GArray, until the end */
  GStringChunk *strings;
  gboolean failed;
} WeftForm;

#define WEFT_FORM_NOTHING ((WeftFormValue){ WEFT_FORM_NONE })

/* The form makes no sense here: a mistake of the row's. */
WeftFormValue weft_form_fail (WeftForm *form);
WeftFormValue weft_form_number (double number, gboolean is_real);
WeftFormValue weft_form_new_list (WeftForm *form, gboolean is_real);
gboolean weft_form_is_true (const WeftFormValue *value);
/* An input, attribute, output or name given before. */
WeftFormValue weft_onnx_form_find (WeftForm *form, const char *name);
/* + - * / // % of numbers, lists and tensors. op: the first letter, 'f' for //. */
WeftFormValue weft_form_combine (WeftForm *form, char op, WeftFormValue a, WeftFormValue b);
WeftFormValue weft_form_negate (WeftForm *form, WeftFormValue a);
/* An argument of an operator or function. */
typedef struct
{
  const char *name; /* of an attribute; NULL: an input */
  WeftFormValue value;
} WeftFormArgument;

/* An operator, which begins with a capital letter, or a function of ours. arguments:
 * WeftFormArgument. */
WeftFormValue weft_form_call (WeftForm *form, const char *name, const GArray *arguments);
