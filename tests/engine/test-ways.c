/* test-ways: with every recipe of the table an empty graph comes to one that learns, by what the
 * checker offers alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/bring.h"
#include "engine/train/trainer.h"
#include "net.h"

#define MOST_PRESSED 4 /* data, and what is missing of it */

static void
choose_data (WeftGraph *graph, const char *source)
{
  g_autofree char *params = g_strdup_printf ("{'source': <'%s'>, 'count': <int64 100>}", source);

  net_add (graph, "data", "data", params);
}

/* What a user has learnt before. */
static void
bring (WeftGraph *graph, gint64 node)
{
  g_autoptr (WeftGraph) teacher = net_classifier (2, 2);
  g_autoptr (GError) error = NULL;
  WeftEdit *edit = weft_bring_dup_edit (graph, node, "teacher", teacher, &error);

  g_assert_no_error (error);
  net_apply (graph, edit);
}

static void
press (WeftGraph *graph, const WeftDiagnostic *diagnostic, const WeftFix *fix, const char *source)
{
  g_test_message ("%s: %s", diagnostic->code, fix->label);
  if (fix->edit != NULL)
    net_apply (graph, weft_edit_ref (fix->edit));
  else if (g_str_equal (fix->kind, "choose-data"))
    choose_data (graph, source);
  else if (g_str_equal (fix->kind, "bring-network"))
    bring (graph, diagnostic->node);
  else
    g_assert_not_reached ();
}

/* The first button that is offered; FALSE: none is. */
static gboolean
press_first (WeftGraph *graph, const WeftReport *report, const char *source)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (diagnostic->severity == WEFT_SEVERITY_NOTE || diagnostic->fixes == NULL)
        continue;
      press (graph, diagnostic, diagnostic->fixes->pdata[0], source);
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_fine (const WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    if (((const WeftDiagnostic *) report->diagnostics->pdata[i])->severity != WEFT_SEVERITY_NOTE)
      return FALSE;
  return report->can_train;
}

/* Every loss that it has is a number. */
static void
learn (WeftGraph *graph, WeftCatalog *catalog)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = weft_model_new (graph, catalog, &error);
  g_autoptr (WeftTrainer) trainer
      = weft_trainer_new (&(WeftTrainerOptions){ .threads = 1, .level = -1 });
  WeftStatus status;

  g_assert_no_error (error);
  weft_trainer_load (trainer, model, NULL, 1, NULL);
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 5 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, "");
  g_assert_cmpint (status.step, ==, 5);
  g_assert_true (status.loss > -1e6f && status.loss < 1e6f);
}

static void
test_buttons (gconstpointer row)
{
  const WeftRecipe *recipe = row;
  const char *source = g_str_equal (recipe->id, "masked") ? "dates" : "moons";
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autofree char *value = g_strdup_printf ("'%s'", recipe->id);
  int pressed = 0;

  net_train (graph, "recipe", value);
  for (;; pressed++)
    {
      g_autoptr (WeftReport) report = weft_check (graph, catalog);

      if (is_fine (report))
        break;
      g_assert_cmpint (pressed, <, MOST_PRESSED);
      g_assert_true (press_first (graph, report, source));
    }
  g_assert_cmpint (pressed, >=, 1);
  learn (graph, catalog);
}

int
main (int argc, char **argv)
{
  const WeftRecipe *recipe;

  g_test_init (&argc, &argv, NULL);
  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/ways/buttons/%s", recipe->id);

      g_test_add_data_func (path, recipe, test_buttons);
    }
  return g_test_run ();
}
