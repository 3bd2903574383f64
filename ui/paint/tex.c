/* tex: words of a note as Pango markup: a little Markdown, and between dollar signs a little TeX */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/tex.h"

#include <string.h>

#define DEEPEST 8 /* of braces within braces */

typedef struct
{
  const char *name, *text;
} Sign;

static const Sign signs[] = {
  { "alpha", "α" },     { "beta", "β" },       { "gamma", "γ" },     { "delta", "δ" },
  { "epsilon", "ε" },   { "varepsilon", "ε" }, { "zeta", "ζ" },      { "eta", "η" },
  { "theta", "θ" },     { "iota", "ι" },       { "kappa", "κ" },     { "lambda", "λ" },
  { "mu", "μ" },        { "nu", "ν" },         { "xi", "ξ" },        { "pi", "π" },
  { "rho", "ρ" },       { "sigma", "σ" },      { "tau", "τ" },       { "upsilon", "υ" },
  { "phi", "φ" },       { "varphi", "φ" },     { "chi", "χ" },       { "psi", "ψ" },
  { "omega", "ω" },     { "Gamma", "Γ" },      { "Delta", "Δ" },     { "Theta", "Θ" },
  { "Lambda", "Λ" },    { "Xi", "Ξ" },         { "Pi", "Π" },        { "Sigma", "Σ" },
  { "Phi", "Φ" },       { "Psi", "Ψ" },        { "Omega", "Ω" },     { "sum", "∑" },
  { "prod", "∏" },      { "int", "∫" },        { "partial", "∂" },   { "nabla", "∇" },
  { "infty", "∞" },     { "cdot", "·" },       { "times", "×" },     { "div", "÷" },
  { "pm", "±" },        { "leq", "≤" },        { "le", "≤" },        { "geq", "≥" },
  { "ge", "≥" },        { "neq", "≠" },        { "ne", "≠" },        { "approx", "≈" },
  { "equiv", "≡" },     { "sim", "∼" },        { "propto", "∝" },    { "in", "∈" },
  { "notin", "∉" },     { "subset", "⊂" },     { "cup", "∪" },       { "cap", "∩" },
  { "forall", "∀" },    { "exists", "∃" },     { "to", "→" },        { "rightarrow", "→" },
  { "leftarrow", "←" }, { "Rightarrow", "⇒" }, { "mapsto", "↦" },    { "odot", "⊙" },
  { "otimes", "⊗" },    { "oplus", "⊕" },      { "ast", "∗" },       { "circ", "∘" },
  { "ldots", "…" },     { "cdots", "⋯" },      { "dots", "…" },      { "top", "⊤" },
  { "ell", "ℓ" },       { "mid", "|" },        { "langle", "⟨" },    { "rangle", "⟩" },
  { "log", "log " },    { "exp", "exp " },     { "max", "max " },    { "min", "min " },
  { "tanh", "tanh " },  { "sin", "sin " },     { "cos", "cos " },    { "arg", "arg " },
  { "quad", "  " },     { "left", "" },        { "right", "" },      { "lVert", "‖" },
  { "rVert", "‖" },     { "Vert", "‖" },       { "mathbb R", "ℝ" },  { "mathbb E", "𝔼" },
  { "mathbb N", "ℕ" },  { "mathbb Z", "ℤ" },   { "mathcal L", "ℒ" },
};

/* What stands around an argument: \hat{y} is y with a sign over it. */
static const struct
{
  const char *name, *before, *after;
} frames[] = {
  { "hat", "", "\xcc\x82" },
  { "bar", "", "\xcc\x84" },
  { "tilde", "", "\xcc\x83" },
  { "dot", "", "\xcc\x87" },
  { "vec", "", "\xe2\x83\x97" },
  { "mathbf", "<b>", "</b>" },
  { "boldsymbol", "<b>", "</b>" },
  { "mathrm", "", "" },
  { "text", "", "" },
  { "operatorname", "", "" },
  { "sqrt", "√<span overline=\"single\">", "</span>" },
};

typedef struct
{
  const char *at, *end;
  int depth;
} Reader;

static void read_all (Reader *reader, GString *out);

static void
append_escaped (GString *out, const char *text, gssize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (out, escaped);
}

/* {…}, a sign by name, or one sign. */
static void
read_argument (Reader *reader, GString *out)
{
  const char *begin;
  int open = 0;

  while (reader->at < reader->end && *reader->at == ' ')
    reader->at++;
  if (reader->at >= reader->end)
    return;
  begin = reader->at;
  if (*begin == '{')
    {
      for (; reader->at < reader->end; reader->at++)
        {
          open += *reader->at == '{' ? 1 : *reader->at == '}' ? -1 : 0;
          if (open == 0)
            break;
        }
      if (reader->depth < DEEPEST)
        read_all (&(Reader){ begin + 1, reader->at, reader->depth + 1 }, out);
      reader->at = MIN (reader->at + 1, reader->end);
      return;
    }
  reader->at = g_utf8_next_char (begin);
  if (*begin == '\\')
    while (reader->at < reader->end && g_ascii_isalpha (*reader->at))
      reader->at++;
  if (reader->depth < DEEPEST)
    read_all (&(Reader){ begin, MIN (reader->at, reader->end), reader->depth + 1 }, out);
}

static void
read_around (Reader *reader, GString *out, const char *before, const char *after)
{
  g_string_append (out, before);
  read_argument (reader, out);
  g_string_append (out, after);
}

/* \mathbb R and the like are signs of their own. */
static gboolean
read_alphabet (Reader *reader, GString *out, const char *name)
{
  g_autofree char *full = NULL;
  const char *at = reader->at;

  at += at < reader->end && *at == '{';
  if (at >= reader->end || !g_ascii_isalpha (*at))
    return FALSE;
  full = g_strdup_printf ("%s %c", name, *at);
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strcmp (signs[i].name, full) == 0)
      {
        g_string_append (out, signs[i].text);
        reader->at = at + 1;
        reader->at += reader->at < reader->end && *reader->at == '}' && at[-1] == '{';
        return TRUE;
      }
  return FALSE;
}

static void
read_named (Reader *reader, GString *out)
{
  const char *begin = reader->at + 1;
  g_autofree char *name = NULL;

  for (reader->at = begin; reader->at < reader->end && g_ascii_isalpha (*reader->at); reader->at++)
    ;
  name = g_strndup (begin, (gsize) (reader->at - begin));
  if (*name == '\0') /* \, \{ and the like: the sign itself */
    {
      const char *sign = reader->at;

      if (sign < reader->end)
        reader->at = g_utf8_next_char (sign);
      if (sign < reader->end && strchr (",;: ", *sign) == NULL)
        append_escaped (out, sign, reader->at - sign);
      else
        g_string_append_c (out, ' ');
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strcmp (signs[i].name, name) == 0)
      {
        g_string_append (out, signs[i].text);
        return;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    if (strcmp (frames[i].name, name) == 0)
      {
        read_around (reader, out, frames[i].before, frames[i].after);
        return;
      }
  if (read_alphabet (reader, out, name))
    return;
  if (strcmp (name, "frac") != 0)
    {
      g_string_append_printf (out, "\\%s", name);
      return;
    }
  read_around (reader, out, "<sup>", "</sup>⁄");
  read_around (reader, out, "<sub>", "</sub>");
}

static void
read_all (Reader *reader, GString *out)
{
  while (reader->at < reader->end)
    {
      const char *begin = reader->at;

      if (*begin == '\\')
        read_named (reader, out);
      else if (*begin == '^' || *begin == '_')
        {
          reader->at++;
          read_around (reader, out, *begin == '^' ? "<sup>" : "<sub>",
                       *begin == '^' ? "</sup>" : "</sub>");
        }
      else if (*begin == '{' || *begin == '}')
        reader->at++;
      else
        {
          reader->at = MIN (g_utf8_next_char (begin), reader->end);
          if (*begin == '-')
            g_string_append (out, "−");
          else
            append_escaped (out, begin, reader->at - begin);
        }
    }
}

/* --- the words around it --- */

static const struct
{
  const char *mark, *before, *after;
} styles[] = {
  { "**", "<b>", "</b>" },
  { "*", "<i>", "</i>" },
  { "`", "<tt>", "</tt>" },
};

static void append_words (GString *out, const char *at, const char *end, int depth);

/* From a mark to the next one like it; FALSE: there is none, and it is a sign like others. */
static gboolean
append_styled (GString *out, const char **at, const char *end, int depth)
{
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      gsize length = strlen (styles[i].mark);
      const char *close;

      if ((gsize) (end - *at) <= 2 * length || strncmp (*at, styles[i].mark, length) != 0)
        continue;
      close = g_strstr_len (*at + length, end - *at - (gssize) length, styles[i].mark);
      if (close == NULL || close == *at + length || depth >= DEEPEST)
        continue;
      g_string_append (out, styles[i].before);
      append_words (out, *at + length, close, depth + 1);
      g_string_append (out, styles[i].after);
      *at = close + length;
      return TRUE;
    }
  return FALSE;
}

static gboolean
append_formula (GString *out, const char **at, const char *end)
{
  const char *close = memchr (*at + 1, '$', (gsize) (end - *at - 1));
  Reader reader = { *at + 1, close, 0 };

  if (close == NULL || close == *at + 1)
    return FALSE;
  g_string_append (out, "<span font_family=\"serif\" font_style=\"italic\">");
  read_all (&reader, out);
  g_string_append (out, "</span>");
  *at = close + 1;
  return TRUE;
}

static void
append_words (GString *out, const char *at, const char *end, int depth)
{
  while (at < end)
    {
      const char *begin = at;

      if (*at == '$' && append_formula (out, &at, end))
        continue;
      if ((*at == '*' || *at == '`') && append_styled (out, &at, end, depth))
        continue;
      at = MIN (g_utf8_next_char (begin), end);
      append_escaped (out, begin, at - begin);
    }
}

static void
append_line (GString *out, const char *line)
{
  gboolean is_head = g_str_has_prefix (line, "# ");
  gboolean is_item = g_str_has_prefix (line, "- ");

  g_string_append (out, is_head ? "<span size=\"large\" weight=\"bold\">" : is_item ? "• " : "");
  line += is_head || is_item ? 2 : 0;
  append_words (out, line, line + strlen (line), 0);
  g_string_append (out, is_head ? "</span>" : "");
}

char *
weft_tex_dup_markup (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? "\n" : "");
      append_line (out, lines[i]);
    }
  return g_string_free (out, FALSE);
}
