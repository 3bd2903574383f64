/* gallery: weft gallery, the examples */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/gallery.h"

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/user/paths.h"
#include "ui/base/format.h"

static void
write_goal (WeftLine *line, const WeftGoal *goal)
{
  weft_line_string (line, "metric", goal->metric);
  weft_line_number (line, "target", goal->target);
  weft_line_string (line, "better", goal->better);
  weft_line_number (line, "baseline", goal->baseline);
  weft_line_string (line, "baseline_name", goal->baseline_name);
}

static void
print_json (const WeftExample *example)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "id", example->id);
  weft_line_string (line, "title", example->title);
  weft_line_string (line, "summary", example->summary);
  weft_line_string (line, "limits", example->limits);
  weft_line_string (line, "category", example->category);
  weft_line_string (line, "task", example->task);
  weft_line_string (line, "data", example->data);
  weft_line_int (line, "seconds", example->seconds);
  if (example->folds > 0)
    weft_line_int (line, "folds", example->folds);
  weft_line_open (line, "targets", '[');
  for (guint i = 0; i < example->goals->len; i++)
    {
      weft_line_open (line, NULL, '{');
      write_goal (line, g_ptr_array_index (example->goals, i));
      weft_line_close (line);
    }
  weft_line_close (line);
  if (example->goals->len > 0)
    write_goal (line, g_ptr_array_index (example->goals, 0));
  weft_line_print (line);
}

static void
print_goal (const WeftGoal *goal)
{
  g_autofree char *target = weft_format_digits (goal->target, 3);
  g_autofree char *baseline = weft_format_digits (goal->baseline, 3);

  g_print ("%s %s %s (%s %s)  ", goal->metric, g_str_equal (goal->better, "lower") ? "≤" : "≥",
           target, goal->baseline_name, baseline);
}

static void
print_row (const WeftExample *example)
{
  const WeftGoal *goal = example->goals->len > 0 ? g_ptr_array_index (example->goals, 0) : NULL;

  g_print ("%-14s %-10s ", example->id, example->data);
  if (goal != NULL)
    print_goal (goal);
  g_print ("%s\n               %s\n               %s\n", example->title, example->summary,
           example->limits);
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) examples = weft_gallery_list (weft_paths_get_gallery (), &error);

  if (examples == NULL)
    return weft_command_fail (error);
  for (guint i = 0; i < examples->len; i++)
    if (as_json)
      print_json (g_ptr_array_index (examples, i));
    else
      print_row (g_ptr_array_index (examples, i));
  return WEFT_EXIT_DONE;
}

const WeftCommand weft_command_gallery = {
  .name = "gallery",
  .usage = "",
  .summary = N_ ("The examples: id, title, task, data, targets"),
  .run = run,
};
