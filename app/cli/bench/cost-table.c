/* cost-table: where the time of a training step goes, as `weft bench FILE` prints it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/cost-table.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/cli/line.h"
#include "ui/base/format.h"
#include "ui/scene/words.h"

static const char *const bound_ids[] = { "work", "arithmetic", "memory", "call" };
typedef struct
{
  char *title; /* owned */
  const char *pass, *pass_id;
  WeftOpCost cost; /* added up */
  gboolean is_op;
} Row;

static void
clear_row (gpointer data)
{
  g_free (((Row *) data)->title);
}

static Row *
find_row (GArray *rows, const WeftOpCost *cost)
{
  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = &g_array_index (rows, Row, i);

      if (row->is_op && row->cost.node == cost->node && row->cost.backward == cost->backward
          && (row->cost.op == NULL) == (cost->op == NULL))
        return row;
    }
  return NULL;
}

static char *
dup_title (WeftGraph *graph, const WeftOpCost *cost)
{
  const WeftNode *node = cost->node != 0 ? weft_graph_find (graph, cost->node) : NULL;

  if (node != NULL)
    return weft_node_dup_title (node);
  return g_strdup (cost->op == NULL ? _ ("Update of the weights") : _ ("Gradients that meet"));
}

static void
add_op (GArray *rows, WeftGraph *graph, const WeftOpCost *cost)
{
  Row *found = find_row (rows, cost);
  Row row = { .cost = *cost, .is_op = TRUE };

  if (found != NULL)
    {
      found->cost.seconds += cost->seconds;
      found->cost.flops += cost->flops;
      found->cost.bytes += cost->bytes;
      return;
    }
  row.title = dup_title (graph, cost);
  row.pass = cost->op == NULL ? "" : cost->backward ? _ ("backward") : _ ("forward");
  row.pass_id = cost->op == NULL ? "update" : cost->backward ? "backward" : "forward";
  g_array_append_val (rows, row);
}

static GArray *
list_rows (WeftGraph *graph, const WeftStepCosts *costs)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  Row rest = { .pass = "", .pass_id = "rest" };
  double sum = 0;

  g_array_set_clear_func (rows, clear_row);
  for (guint i = 0; i < costs->ops->len; i++)
    {
      const WeftOpCost *cost = &g_array_index (costs->ops, WeftOpCost, i);

      sum += cost->seconds;
      add_op (rows, graph, cost);
    }
  rest.title = g_strdup (_ ("Batches and the rest"));
  rest.cost.seconds = MAX (0, costs->step_seconds - sum);
  g_array_append_val (rows, rest);
  return rows;
}

static double
count_seconds (const GArray *rows)
{
  double sum = 0;

  for (guint i = 0; i < rows->len; i++)
    sum += g_array_index (rows, Row, i).cost.seconds;
  return sum;
}

/* --- as text --- */

/* Of columns: Chinese signs take two. width below 0: to the right. */
static void
print_cell (const char *text, int width)
{
  int columns = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    columns += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  if (width < 0)
    g_print ("%*s%s", MAX (0, -width - columns), "", text);
  else
    g_print ("%s%*s", text, MAX (1, width - columns), "");
}

static char *
format_time (double seconds)
{
  g_autofree char *number = weft_format_digits (seconds * 1e3, 3);

  /* Translators: milliseconds */
  return g_strdup_printf (_ ("%s ms"), number);
}

static void
print_rate (double amount, double seconds)
{
  g_autofree char *text
      = amount > 0 && seconds > 0 ? weft_format_digits (amount / seconds * 1e-9, 3) : g_strdup ("");

  print_cell (text, -10);
}

static void
print_row (const WeftStepCosts *costs, const Row *row, double whole)
{
  g_autofree char *time = format_time (row->cost.seconds);
  g_autofree char *share = weft_format_share (row->cost.seconds / whole);

  print_cell (row->title, 30);
  print_cell (row->pass, 10);
  print_cell (time, -11);
  print_cell (share, -9);
  print_rate (row->cost.flops, row->cost.seconds);
  print_rate (row->cost.bytes, row->cost.seconds);
  g_print ("  %s\n",
           row->is_op ? weft_words_bound (weft_step_costs_get_bound (costs, &row->cost)) : "");
}

static void
print_heads (void)
{
  print_cell (_ ("Layer"), 30);
  print_cell (_ ("Direction"), 10);
  print_cell (_ ("Time"), -11);
  print_cell (_ ("Share"), -9);
  print_cell ("GFLOP/s", -10);
  print_cell ("GB/s", -10);
  g_print ("  %s\n", _ ("Bounded by"));
}

static void
print_text (const WeftStepCosts *costs, const GArray *rows)
{
  g_autofree char *samples = weft_format_number (costs->samples);
  g_autofree char *time = format_time (costs->step_seconds);
  g_autofree char *rate = weft_format_large ((gint64) (costs->samples / costs->step_seconds));
  g_autofree char *flops = weft_format_digits (costs->peak_flops * 1e-9, 3);
  g_autofree char *bytes = weft_format_digits (costs->peak_bytes * 1e-9, 3);
  double whole = count_seconds (rows);

  print_heads ();
  for (guint i = 0; i < rows->len; i++)
    print_row (costs, &g_array_index (rows, Row, i), whole);
  g_print (_ ("A step of %s samples takes %s: %s samples/s\n"), samples, time, rate);
  g_print (_ ("At most, on these threads: %s GFLOP/s, and %s GB/s of memory\n"), flops, bytes);
}

/* --- as JSON --- */

static void
print_json_row (const WeftStepCosts *costs, const Row *row, double whole)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "layer", row->title);
  weft_line_string (line, "pass", row->pass_id);
  weft_line_number (line, "seconds", row->cost.seconds);
  weft_line_number (line, "share", row->cost.seconds / whole);
  weft_line_number (line, "flops", row->cost.flops);
  weft_line_number (line, "bytes", row->cost.bytes);
  weft_line_string (line, "bound",
                    row->is_op ? bound_ids[weft_step_costs_get_bound (costs, &row->cost)] : NULL);
  weft_line_print (line);
}

static void
print_json (const WeftStepCosts *costs, const GArray *rows, guint threads)
{
  WeftLine *line = weft_line_new ();
  double whole = count_seconds (rows);

  for (guint i = 0; i < rows->len; i++)
    print_json_row (costs, &g_array_index (rows, Row, i), whole);
  weft_line_int (line, "threads", threads);
  weft_line_number (line, "step_seconds", costs->step_seconds);
  weft_line_number (line, "samples", costs->samples);
  weft_line_number (line, "samples_per_second", costs->samples / costs->step_seconds);
  weft_line_number (line, "peak_flops_per_second", costs->peak_flops);
  weft_line_number (line, "peak_bytes_per_second", costs->peak_bytes);
  weft_line_print (line);
}

void
weft_cost_table_print (WeftGraph *graph, const WeftStepCosts *costs, guint threads,
                       gboolean as_json)
{
  g_autoptr (GArray) rows = list_rows (graph, costs);

  if (as_json)
    print_json (costs, rows, threads);
  else
    print_text (costs, rows);
}
