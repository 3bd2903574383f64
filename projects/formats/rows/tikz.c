/* tikz: the network as a paper shows it, in TikZ's words: a file of LaTeX that stands alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/figure/figure.h"
#include "projects/formats/file-format.h"

/* By xcolor's names, for whoever takes the figure to change them. */
static const char *const colors[WEFT_N_FAMILIES] = {
  [WEFT_FAMILY_DATA] = "teal",      [WEFT_FAMILY_AUGMENT] = "teal",
  [WEFT_FAMILY_WEIGHTS] = "blue",   [WEFT_FAMILY_ACTIVATION] = "orange",
  [WEFT_FAMILY_SHAPE] = "gray",     [WEFT_FAMILY_NORM] = "green!60!black",
  [WEFT_FAMILY_COMBINE] = "violet", [WEFT_FAMILY_ARITHMETIC] = "violet",
  [WEFT_FAMILY_LOSS] = "red",       [WEFT_FAMILY_OUTPUT] = "brown",
};

/* In mm, to a hundredth, upwards. */
static void
append_place (GString *out, double x, double y)
{
  char across[G_ASCII_DTOSTR_BUF_SIZE], up[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (across, sizeof across, "%.2f", x);
  g_ascii_formatd (up, sizeof up, "%.2f", 0 - y);
  g_string_append_printf (out, "(%s,%s)", across, up);
}

/* What TeX would take for its own. */
static void
append_words (GString *out, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == 0xd7)
        g_string_append (out, "$\\times$");
      else if (c == '\\')
        g_string_append (out, "\\textbackslash{}");
      else if (c == '~' || c == '^')
        g_string_append_printf (out, "\\%c{}", (char) c);
      else if (c < 0x80 && strchr ("#$%&_{}", (int) c) != NULL)
        g_string_append_printf (out, "\\%c", (char) c);
      else if (c >= 0x20)
        g_string_append_unichar (out, c);
    }
}

static void
append_face (GString *out, const char *color, int tint, const double *xy, guint n)
{
  g_string_append_printf (out, "  \\filldraw[fill=%s!%d, draw=%s!60!black] ", color, tint, color);
  for (guint i = 0; i < n; i++)
    {
      append_place (out, xy[2 * i], xy[2 * i + 1]);
      g_string_append (out, " -- ");
    }
  g_string_append (out, "cycle;\n");
}

static void
append_block (GString *out, const WeftFigureBlock *block)
{
  const char *color = weft_family_get_id (block->family);
  double x = block->x, y = block->y, right = x + block->width, low = y + block->height;
  double d = block->depth;

  if (d > 0)
    {
      append_face (out, color, 18, (double[]){ x, y, x + d, y - d, right + d, y - d, right, y }, 4);
      append_face (out, color, 42,
                   (double[]){ right, y, right + d, y - d, right + d, low - d, right, low }, 4);
    }
  append_face (out, color, 28, (double[]){ x, y, right, y, right, low, x, low }, 4);
  g_string_append (out, "  \\node[words] at ");
  append_place (out, x + (block->width + d) / 2, low + 1);
  g_string_append (out, " {");
  for (guint i = 0; i < block->words->len; i++)
    {
      g_string_append (out, i > 0 ? " \\\\ " : "");
      append_words (out, block->words->pdata[i]);
    }
  g_string_append (out, "};\n");
}

static void
append_arrow (GString *out, const WeftFigureArrow *arrow)
{
  g_string_append (out, "  \\draw[->] ");
  for (guint i = 0; i < arrow->n; i++)
    {
      g_string_append (out, i > 0 ? " -- " : "");
      append_place (out, arrow->x[i], arrow->y[i]);
    }
  g_string_append (out, ";\n");
}

static gboolean
has_chinese (const WeftFigure *figure)
{
  for (guint i = 0; i < figure->blocks->len; i++)
    {
      const WeftFigureBlock *block = figure->blocks->pdata[i];

      for (guint k = 0; k < block->words->len; k++)
        for (const char *at = block->words->pdata[k]; *at != '\0'; at = g_utf8_next_char (at))
          if (g_unichar_iswide (g_utf8_get_char (at)))
            return TRUE;
    }
  return FALSE;
}

static GByteArray *
write_figure (const WeftFormatJob *job, GError **error)
{
  g_autoptr (WeftFigure) figure = weft_figure_new (job->graph, job->report);
  GString *out = g_string_new ("\\documentclass[tikz, border=2mm]{standalone}\n");
  gsize length;

  if (has_chinese (figure))
    g_string_append (out, "\\usepackage{ctex} % for XeLaTeX or LuaLaTeX\n");
  for (int i = 0; i < WEFT_N_FAMILIES; i++)
    g_string_append_printf (out, "\\colorlet{%s}{%s}\n", weft_family_get_id ((WeftFamily) i),
                            colors[i]);
  g_string_append (out,
                   "\\begin{document}\n"
                   "\\begin{tikzpicture}[x=1mm, y=1mm, line join=round, >=stealth,\n"
                   "    words/.style={anchor=north, align=center, font=\\scriptsize\\sffamily, "
                   "inner sep=0pt}]\n");
  for (guint i = 0; i < figure->arrows->len; i++)
    append_arrow (out, &g_array_index (figure->arrows, WeftFigureArrow, i));
  for (guint i = 0; i < figure->blocks->len; i++)
    append_block (out, figure->blocks->pdata[i]);
  g_string_append (out, "\\end{tikzpicture}\n\\end{document}\n");
  length = out->len;
  return g_byte_array_new_take ((guint8 *) g_string_free (out, FALSE), length);
}

const WeftFormat weft_format_tikz = {
  .id = "tikz",
  .title = N_ ("Figure of a paper (TikZ)"),
  .endings = (const char *const[]){ ".tex", NULL },
  .write = write_figure,
};
