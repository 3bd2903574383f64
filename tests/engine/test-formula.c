/* test-formula: what is said of a formula that cannot be read, and shapes that are spread out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"
#include "engine/plan/program.h"
#include "tests/engine/net.h"

/* Data of six numbers, and `it` with two wires from there. */
static WeftGraph *
make_graph (const char *layer, const char *params)
{
  WeftGraph *graph = net_classifier (6, 3);

  net_add (graph, layer, "it", params);
  net_wire (graph, "data.x", "it.a");
  net_wire (graph, "data.x", "it.b");
  return graph;
}

static char *
dup_complaint (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (WeftProgram) program
      = weft_program_build (graph, catalog, WEFT_BINDING (3, 0), &report);

  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (diagnostic->severity == WEFT_SEVERITY_ERROR)
        return weft_diagnostic_dup_sentence (diagnostic);
    }
  return g_strdup ("");
}

static const struct
{
  const char *formula, *complaint; /* as it begins */
} texts[] = {
  { "a + b", "" },
  { "  − ( a·b ) ÷ 2 ", "" },
  { "max （a， 0.5）", "" },
  { "", "Formula: The formula ends too soon." },
  { "a +", "Formula: The formula ends too soon." },
  { "(a", "Formula: The formula ends too soon." },
  { "a b", "Formula: “b” at place 3 of the formula cannot stand there." },
  { "a × × b", "Formula: “×” at place 5 of the formula cannot stand there." },
  { "a)", "Formula: “)” at place 2 of the formula cannot stand there." },
  { "变 + a", "Formula: “变” at place 1 of the formula cannot stand there." },
  { "a + x", "Formula: “x” at place 5 of the formula is no input, which are a to d" },
  { "a + sinn (b)", "Formula: “sinn” at place 5 of the formula is no input" },
  { "sin", "Formula: “sin” at place 1 of the formula is no input" },
  { "a + c", "Formula: The formula uses “c”, to which nothing is wired." },
  { "1 + 2", "Formula: The formula uses none of its inputs." },
  { "a / (2 - 2)", "Formula: The formula divides by zero." },
  { "1e999 * a", "Formula: “1” at place 1 of the formula cannot stand there." },
  { "sin (a, 1)", "Formula: “sin” in the formula takes an input, and at most 0 numbers." },
  { "clamp (a, b)", "Formula: “clamp” in the formula takes an input, and at most 2 numbers." },
  { "max (a)", "Formula: “max” in the formula takes two." },
  { "(-2) ^ a", "Formula: The formula raises a number that is not above zero" },
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (WeftGraph) graph = make_graph ("formula", NULL);
      g_autofree char *complaint = NULL;

      net_apply (graph, weft_edit_set_param (net_id (graph, "it"), "formula",
                                             g_variant_new_string (texts[i].formula)));
      complaint = dup_complaint (graph);
      g_test_message ("%s: %s", texts[i].formula, complaint);
      if (*texts[i].complaint == '\0')
        g_assert_cmpstr (complaint, ==, "");
      g_assert_true (g_str_has_prefix (complaint, texts[i].complaint));
    }
}

/* A text of any length and depth is refused in words. */
static void
test_long_texts (void)
{
  static const char *const parts[] = { "(", "-", "a+", "sin(", "2^", "a*(", "1" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (WeftGraph) graph = make_graph ("formula", NULL);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *complaint = NULL;

      while (text->len < 100000)
        g_string_append (text, parts[i]);
      net_apply (graph, weft_edit_set_param (net_id (graph, "it"), "formula",
                                             g_variant_new_string (text->str)));
      complaint = dup_complaint (graph);
      g_assert_true (g_str_has_prefix (complaint, "Formula: "));
    }
}

/* What is one number for all samples is spread out over them. */
static void
test_scalars (void)
{
  static const char *const layers[] = { "multiply", "maximum", "formula {'formula': <'a - b'>}" };

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (WeftGraph) graph = net_classifier (6, 3);
      g_auto (GStrv) words = g_strsplit (layers[i], " ", 2);
      g_autofree char *complaint = NULL;
      g_autoptr (WeftProgram) program = NULL;

      net_add (graph, words[0], "it", words[1]);
      net_wire (graph, "loss", "it.a");
      net_wire (graph, "data.x", "it.b");
      complaint = dup_complaint (graph);
      g_assert_cmpstr (complaint, ==, "");
      program = weft_program_build (graph, NULL, WEFT_BINDING (3, 0), NULL);
      g_assert_cmpint (g_array_index (program->values, WeftProgramValue,
                                      weft_program_find_output (program, net_id (graph, "it"), 0))
                           .shape.dims[1],
                       ==, 6);
    }
}

/* An axis as one number, as files of before have it. */
static void
test_reduce_of_before (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (6, 3);
  g_autofree char *complaint = NULL;

  net_add (graph, "reduce", "it", "{'dim': <int64 -1>, 'mode': <'max'>}");
  net_wire (graph, "data.x", "it");
  complaint = dup_complaint (graph);
  g_assert_cmpstr (complaint, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formula/texts", test_texts);
  g_test_add_func ("/formula/long-texts", test_long_texts);
  g_test_add_func ("/formula/scalars", test_scalars);
  g_test_add_func ("/formula/reduce-of-before", test_reduce_of_before);
  return g_test_run ();
}
