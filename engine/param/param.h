/* param: a parameter described once; palette, inspector, files, text form and tests read this
 *
 * A row of parameters ends with { NULL }. Values travel as GVariant, in one canonical form a type:
 *   INT x · REAL d · BOOL b · CHOICE and STRING s · SIZE2 ax of 2 · PADDING s "same" or ax of 2,
 *   of `length` where that is set · DIMS ax · REALS ad
 * A set of values is an a{sv} that holds only what was set; defaults are never stored; NULL is the
 * empty set. A floating value given to a function is sunk by it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef enum
{
  WEFT_PARAM_INT,
  WEFT_PARAM_REAL,
  WEFT_PARAM_BOOL,
  WEFT_PARAM_CHOICE,
  WEFT_PARAM_STRING,
  WEFT_PARAM_SIZE2,
  WEFT_PARAM_PADDING,
  WEFT_PARAM_DIMS,
  WEFT_PARAM_REALS,
} WeftParamType;

typedef enum
{
  WEFT_UNIT_NONE,
  WEFT_UNIT_COUNT,
  WEFT_UNIT_PIXELS,
  WEFT_UNIT_SHARE, /* 0 to 1 */
  WEFT_UNIT_RATE,  /* shown and moved on a logarithmic scale */
  WEFT_UNIT_STEPS,
  WEFT_UNIT_SEED,
} WeftUnit;

typedef struct
{
  const char *value; /* as written in the text form */
  const char *label; /* N_ () */
} WeftChoice;

/* What the field of a record holds, by type: int, double or float, gboolean, int (index of the
 * choice), const char * (borrowed from the values), WeftSize2 or int[2], WeftPadding (WeftDims
 * where it has a length: n = 0 is "same"), WeftDims, WeftReals. */
typedef struct
{
  int h, w;
} WeftSize2;

typedef struct
{
  gboolean same;
  int h, w;
} WeftPadding;

typedef struct
{
  int n;
  int d[8];
} WeftDims;

#define WEFT_MAX_REALS 32

typedef struct
{
  int n;
  double v[WEFT_MAX_REALS];
} WeftReals;

typedef struct
{
  const char *name; /* PyTorch's word in snake case */
  WeftParamType type;
  gsize offset, width; /* of the field in a record, bytes */
  double fallback;  /* default of INT, REAL, BOOL, SIZE2 (both), PADDING (both), CHOICE (index) */
  double min, max;  /* inclusive, of every element */
  double ui_max;    /* where a slider ends; 0: max */
  const char *text; /* default of STRING; of DIMS and REALS as "1,2" */
  /* How many numbers DIMS and REALS hold; 0: 1 to 8, or WEFT_MAX_REALS. Of PADDING; 0: 2. */
  int length;
  gboolean optional;         /* left out it holds zero, which means what `unset` says */
  const char *unset;         /* N_ (): "as the kernel" */
  const WeftChoice *choices; /* ends with { NULL } */
  WeftUnit unit;
  const char *label; /* N_ () */
  const char *of;    /* N_ (): whose it is, where another has one of that label; nullable */
  const char *help;  /* N_ (): one sentence */
  gboolean advanced; /* folded away in the inspector */
  gboolean hidden;   /* not shown there: it is not the user who sets it */
  gboolean is_look;  /* says only how the node looks: what the network does stays as it is */
  /* Shown only when this CHOICE or STRING parameter is shown and has one of the values "a|b", or
   * one of which that is so; nullable. */
  const char *when_param;
  const char *when_values;
  gboolean (*when) (const char *value);
} WeftParam;

/* The offset of a field, which does not compile unless its type is one of those that are named. */
#define WEFT_IS_A(Type, field, ctype)                                                              \
  __builtin_types_compatible_p (__typeof__ (((Type *) 0)->field), ctype)
#define WEFT_FIELD(Type, field, fits)                                                              \
  .offset = offsetof (Type, field) + 0 * sizeof (char[(fits) ? 1 : -1]),                           \
  .width = sizeof (((Type *) 0)->field)

#define WEFT_INT(Type, field, default_, min_, max_, ...)                                           \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_INT,                                                        \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, int)), .fallback = default_, .min = min_,     \
    .max = max_, __VA_ARGS__                                                                       \
  }
#define WEFT_REAL(Type, field, default_, min_, max_, ...)                                          \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_REAL,                                                       \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, double) || WEFT_IS_A (Type, field, float)),   \
    .fallback = default_, .min = min_, .max = max_, __VA_ARGS__                                    \
  }
#define WEFT_BOOL(Type, field, default_, ...)                                                      \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_BOOL,                                                       \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, int)), .fallback = default_, .min = 0,        \
    .max = 1, __VA_ARGS__                                                                          \
  }
#define WEFT_CHOICE(Type, field, default_, choices_, ...)                                          \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_CHOICE,                                                     \
    WEFT_FIELD (Type, field, sizeof (((Type *) 0)->field) == sizeof (int)), .fallback = default_,  \
    .choices = choices_, __VA_ARGS__                                                               \
  }
#define WEFT_STRING(Type, field, default_, ...)                                                    \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_STRING,                                                     \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, const char *)), .text = default_, __VA_ARGS__ \
  }
#define WEFT_SIZE2(Type, field, default_, min_, max_, ...)                                         \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_SIZE2,                                                      \
    WEFT_FIELD (Type, field,                                                                       \
                WEFT_IS_A (Type, field, WeftSize2) || WEFT_IS_A (Type, field, int[2])),            \
    .fallback = default_, .min = min_, .max = max_, __VA_ARGS__                                    \
  }
#define WEFT_PADDING(Type, field, default_, min_, max_, ...)                                       \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_PADDING,                                                    \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, WeftPadding)), .fallback = default_,          \
    .min = min_, .max = max_, __VA_ARGS__                                                          \
  }
/* Of so many axes, into WeftDims. */
#define WEFT_PADDING_OF(Type, field, length_, default_, min_, max_, ...)                           \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_PADDING,                                                    \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, WeftDims)), .length = length_,                \
    .fallback = default_, .min = min_, .max = max_, __VA_ARGS__                                    \
  }
#define WEFT_DIMS(Type, field, default_, min_, max_, ...)                                          \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_DIMS,                                                       \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, WeftDims)), .text = default_, .min = min_,    \
    .max = max_, __VA_ARGS__                                                                       \
  }
#define WEFT_REALS(Type, field, default_, min_, max_, ...)                                         \
  {                                                                                                \
    .name = #field, .type = WEFT_PARAM_REALS,                                                      \
    WEFT_FIELD (Type, field, WEFT_IS_A (Type, field, WeftReals)), .text = default_, .min = min_,   \
    .max = max_, __VA_ARGS__                                                                       \
  }

const WeftParam *weft_params_find (const WeftParam *params, const char *name); /* nullable */
/* Brings a value (any of x, d, b, s, ax, ad, av, as JSON gives them) into the canonical form of the
 * parameter's type: an integral d passes for INT, an x for REAL, one number for SIZE2, PADDING,
 * DIMS (as many times as these are long) and REALS. WEFT_ERROR_INVALID for a wrong type, an unknown
 * choice, a list too long; a value out of range passes (that is a diagnostic). Transfer full, sunk.
 */
GVariant *weft_param_coerce (const WeftParam *param, GVariant *value, GError **error);
/* The reason that a canonical value is out of range, worded; NULL when it is in range. */
char *weft_param_out_of_range (const WeftParam *param, GVariant *value);
/* nullable when optional; transfer full, sunk */
GVariant *weft_param_get_default (const WeftParam *param);
/* The value in force: what is set, else the default; nullable, transfer full. */
GVariant *weft_params_get (const WeftParam *params, GVariant *values, const char *name);
/* values with one changed; a NULL value or the default's equal takes it out. Keys stay in the
 * table's order. Takes nothing; transfer full, sunk. */
GVariant *weft_params_with (const WeftParam *params, GVariant *values, const char *name,
                            GVariant *value);
/* Fills the record (zeroed first) from defaults and values; values out of range are clamped, so
 * that a builder never meets one. Strings are borrowed from values. */
void weft_params_load (const WeftParam *params, GVariant *values, gpointer record, gsize size);
/* A REAL field, double or float. */
double weft_param_get_real (const WeftParam *param, gconstpointer field);
void weft_param_set_real (const WeftParam *param, gpointer field, double value);
/* For people, translated: "Learning rate", "Discriminator: Learning rate"; transfer full. */
char *weft_param_dup_label (const WeftParam *param);
/* For people: "5×5", "same", "0.001"; translated; transfer full. */
char *weft_param_format (const WeftParam *param, GVariant *value);
/* What a person typed, read into the canonical form: "5", "5x3", "5×3", "same", "0,001". */
GVariant *weft_param_parse (const WeftParam *param, const char *text, GError **error);
gboolean weft_param_is_relevant (const WeftParam *param, const WeftParam *params, GVariant *values);
