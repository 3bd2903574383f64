/* rules: scalar arithmetic line by line, with its numbers, and the optimisers' rules, which are
 * written so */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/formula-numbers.h"
#include "engine/optim/optimizer.h"
#include "engine/run/worked/working.h"

/* --- names --- */

GArray *
weft_working_names_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (WeftWorkedName));
}

static WeftWorkedName *
find_name (const GArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (g_array_index (names, WeftWorkedName, i).name, name))
      return &g_array_index (names, WeftWorkedName, i);
  return NULL;
}

void
weft_working_set_name (GArray *names, const WeftWorkedName *name)
{
  WeftWorkedName *there = find_name (names, name->name);

  if (there != NULL)
    *there = *name;
  else
    g_array_append_vals (names, name, 1);
}

/* --- what it comes to --- */

/* Functions that are shown as another word or sign. */
static const struct
{
  const char *name, *shown;
} signs[] = { { "sqrt", "√" }, { "log", "ln" }, { "sigmoid", "σ" } };

static const char *
get_shown_function (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_equal (signs[i].name, name))
      return signs[i].shown;
  return name;
}

static WeftTerm
read_name (WeftFormulaReader *reader, const char *name, long place)
{
  const WeftWorkedName *found = find_name (reader->user, name);

  return found != NULL ? WEFT_TERM_NUMBER (found->number.number)
                       : weft_formula_fail (reader, g_strdup (name));
}

static gboolean
evaluate (GArray *names, const char *text, double *result)
{
  static const WeftFormulaMeaning meaning = { weft_formula_join_numbers, weft_formula_is_of_numbers,
                                              weft_formula_call_numbers, read_name };
  WeftFormulaReader reader = { .meaning = &meaning, .user = names };
  WeftTerm term;

  if (!weft_formula_read (&reader, text, &term))
    {
      g_free (reader.problem);
      return FALSE;
    }
  *result = term.number;
  return TRUE;
}

/* --- how it looks --- */

static const char *
get_shown (const WeftWorkedName *name)
{
  return name->shown != NULL ? name->shown : name->name;
}

/* The name at hand of n letters: into the symbols as people see it, into the pattern as a number.
 */
static void
show_name (WeftWorkedLine *line, const GArray *names, GString *symbols, GString *pattern,
           const char *at, gsize n)
{
  g_autofree char *name = g_strndup (at, n);
  const WeftWorkedName *found = find_name (names, name);

  if (found != NULL)
    {
      g_string_append (symbols, get_shown (found));
      g_string_append_c (pattern, '#');
      g_array_append_val (line->operands, found->number);
      return;
    }
  g_string_append (symbols, get_shown_function (name));
  g_string_append (pattern, get_shown_function (name));
}

static const char *
get_sign_of (char c)
{
  return c == '*' ? "·" : c == '-' ? "−" : NULL;
}

static void
show (WeftWorkedLine *line, const GArray *names, const char *text)
{
  g_autoptr (GString) symbols = g_string_new (NULL), pattern = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize n = 0;

      while (g_ascii_isalnum (text[n]) || text[n] == '_')
        n++;
      if (n > 0 && g_ascii_isalpha (*text))
        show_name (line, names, symbols, pattern, text, n);
      else
        {
          const char *sign = get_sign_of (*text);

          n = MAX (n, 1);
          g_string_append_len (symbols, sign != NULL ? sign : text, sign != NULL ? -1 : (gssize) n);
          g_string_append_len (pattern, sign != NULL ? sign : text, sign != NULL ? -1 : (gssize) n);
        }
      text += n;
    }
  line->symbols = g_strdup (symbols->str);
  line->pattern = g_strdup (pattern->str);
}

gboolean
weft_working_rule (WeftWorking *w, GArray *names, const char *rule)
{
  const char *equals = strchr (rule, '=');
  g_autofree char *left = equals != NULL ? g_strndup (rule, (gsize) (equals - rule)) : NULL;
  WeftWorkedName *named;
  WeftWorkedLine *line;
  double result;

  if (left == NULL || !evaluate (names, equals + 1, &result))
    return FALSE;
  g_strstrip (left);
  line = weft_working_line (w, NULL, NULL, NULL, weft_working_number (result), 0);
  show (line, names, equals + 1 + strspn (equals + 1, " "));
  named = find_name (names, left);
  line->name = g_strdup (named != NULL ? get_shown (named) : left);
  if (named != NULL)
    named->number = line->result;
  else
    WEFT_NAME (names, g_intern_string (left), NULL, line->result);
  return TRUE;
}

void
weft_working_end_rule (WeftWorking *w, GArray *names, const char *rule)
{
  WeftWorkedLine *line;

  weft_working_end (w, NULL, NULL, 0);
  line = w->worked->lines->pdata[w->worked->lines->len - 1];
  show (line, names, rule);
}

/* --- the update --- */

static const struct
{
  const char *name, *shown;
} greek[] = {
  { "decay", "λ" },      { "beta1", "β₁" }, { "beta2", "β₂" },      { "rest1", "(1−β₁)" },
  { "rest2", "(1−β₂)" }, { "eps", "ε" },    { "corr1", "(1−β₁ᵗ)" }, { "corr2", "(1−β₂ᵗ)" },
  { "momentum", "μ" },   { "alpha", "α" },  { "rest", "(1−α)" },    { "rho", "ρ" },
  { "lr", "η" },         { "ww", "‖w‖²" },  { "rr", "‖r‖²" },       { "o", "O" },
};

static const char *
find_greek (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (greek); i++)
    if (g_str_equal (greek[i].name, name))
      return greek[i].shown;
  return NULL;
}

static void
add_names (GArray *names, const char *list, const WeftWorkedNumber *numbers)
{
  g_auto (GStrv) parts = g_strsplit (list != NULL ? list : "", " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      WEFT_NAME (names, g_intern_string (parts[i]), find_greek (parts[i]), numbers[i]);
}

/* What an optimiser looks at the whole tensor for. */
typedef struct
{
  WeftUpdatePart part;
  double sums[WEFT_UPDATE_SUMS];
} Whole;

/* As update.c has it. */
static void
set_matrix (Whole *whole, const WeftShape *shape)
{
  gint64 rows = shape->rank > 1 ? shape->dims[0] : 1, columns = weft_shape_count (shape) / rows;

  if (rows < 2 || columns < 2)
    return;
  whole->part.rows = (gsize) rows;
  whole->part.columns = (gsize) columns;
}

/* Over copies: the sight is not touched. */
static void
measure (const WeftStepSight *sight, Whole *whole)
{
  const WeftUpdate *u = &sight->update;
  gsize n = (gsize) weft_shape_count (&sight->in[0]->shape);
  g_autofree float *g = g_memdup2 (weft_working_floats (sight->in[1]), n * sizeof (float));
  float *slots[WEFT_MAX_SLOTS] = { NULL };
  WeftUpdatePart part
      = { .w = (float *) weft_working_floats (sight->in[0]), .g = g, .slot = slots, .n = n };

  for (gsize i = 0; i < n; i++)
    {
      g[i] *= sight->clip_scale;
      if (u->clip_value > 0)
        g[i] = CLAMP (g[i], -u->clip_value, u->clip_value);
    }
  for (guint s = 0; s < WEFT_MAX_SLOTS && sight->in[2 + s] != NULL; s++)
    slots[s] = g_memdup2 (weft_working_floats (sight->in[2 + s]), n * sizeof (float));
  part.rows = whole->part.rows;
  part.columns = whole->part.columns;
  sight->optimizer->measure (u, &part, whole->sums);
  for (guint s = 0; s < WEFT_MAX_SLOTS; s++)
    g_free (slots[s]);
}

static void
see_whole (const WeftStepSight *sight, Whole *whole)
{
  whole->part.sums = whole->sums;
  if (sight->optimizer->measure == NULL || sight->in[0] == NULL || sight->in[1] == NULL)
    return;
  set_matrix (whole, &sight->in[0]->shape);
  if (sight->optimizer->sum_names != NULL)
    measure (sight, whole);
}

static void
add_whole (WeftWorking *w, const Whole *whole, GArray *names)
{
  WeftWorkedNumber sums[WEFT_UPDATE_SUMS], made = weft_working_out (w, 2, w->offset);

  for (guint i = 0; i < WEFT_UPDATE_SUMS; i++)
    sums[i] = weft_working_number (whole->sums[i]);
  add_names (names, w->sight->optimizer->sum_names, sums);
  add_names (names, w->sight->optimizer->turned_name, &made);
  WEFT_NAME (names, "rows", NULL, weft_working_number ((double) whole->part.rows));
  WEFT_NAME (names, "columns", NULL, weft_working_number ((double) whole->part.columns));
}

static GArray *
list_names (WeftWorking *w)
{
  const WeftStepSight *sight = w->sight;
  const WeftUpdate *u = &sight->update;
  GArray *names = weft_working_names_new ();
  WeftWorkedNumber v[WEFT_UPDATE_NUMBERS], slots[WEFT_MAX_SLOTS];

  for (guint i = 0; i < WEFT_UPDATE_NUMBERS; i++)
    v[i] = weft_working_number ((double) u->v[i]);
  for (guint s = 0; s < WEFT_MAX_SLOTS; s++)
    slots[s] = weft_working_in (w, 2 + s, w->offset);
  WEFT_NAME (names, "w", NULL, weft_working_in (w, 0, w->offset));
  WEFT_NAME (names, "g", NULL, weft_working_in (w, 1, w->offset));
  WEFT_NAME (names, "lr", "η", weft_working_number ((double) u->lr));
  WEFT_NAME (names, "decay", "λ", weft_working_number ((double) u->decay));
  WEFT_NAME (names, "clip", NULL, weft_working_number ((double) sight->clip_scale));
  WEFT_NAME (names, "cap", NULL, weft_working_number ((double) u->clip_value));
  add_names (names, sight->optimizer->slot_names, slots);
  add_names (names, sight->optimizer->number_names, v);
  return names;
}

static void
clip (WeftWorking *w, GArray *names)
{
  if (w->sight->clip_scale != 1)
    weft_working_rule (w, names, "g = g * clip");
  if (w->sight->update.clip_value > 0)
    weft_working_rule (w, names, "g = max (-cap, min (cap, g))");
}

/* What the engine has come to itself takes the place of what was worked out, where it is there. */
static void
take_results (WeftWorking *w)
{
  g_auto (GStrv) slots = g_strsplit (
      w->sight->optimizer->slot_names != NULL ? w->sight->optimizer->slot_names : "", " ", -1);
  WeftWorkedLine *last = NULL;

  for (guint i = 0; i < w->worked->lines->len; i++)
    {
      WeftWorkedLine *line = w->worked->lines->pdata[i];

      for (guint s = 0; slots[s] != NULL; s++)
        if (g_str_equal (line->name, slots[s]))
          line->result = weft_working_out (w, 1 + s, w->offset);
      if (g_str_equal (line->name, "w"))
        last = line;
    }
  if (last == NULL)
    return;
  last->result = w->chosen;
  last->is_chosen = TRUE;
}

static guint
count_slots (const WeftStepSight *sight)
{
  guint n = 0;

  while (n < WEFT_MAX_SLOTS && sight->in[2 + n] != NULL)
    n++;
  return n;
}

void
weft_working_update (WeftWorking *w)
{
  const WeftOptimizer *optimizer = w->sight->optimizer;
  g_autoptr (GArray) names = list_names (w);
  g_auto (GStrv) rules = NULL;
  Whole whole = { 0 };

  w->worked->formula = optimizer->formula;
  see_whole (w->sight, &whole);
  add_whole (w, &whole, names);
  clip (w, names);
  rules = g_strsplit (optimizer->rule (&w->sight->update, &whole.part, count_slots (w->sight)), ";",
                      -1);
  for (guint i = 0; rules[i] != NULL; i++)
    if (w->sight->update.decay != 0 || strstr (rules[i], "decay") == NULL)
      weft_working_rule (w, names, g_strstrip (rules[i]));
  take_results (w);
}
