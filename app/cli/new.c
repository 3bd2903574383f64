/* new: weft new, a project from an example, a graph's text or the user's own data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/subject.h"
#include "app/host/choice.h"
#include "app/user/sources.h"
#include "engine/base/brief.h"
#include "projects/readers/files/input.h"
#include "projects/readers/left-out.h"
#include "projects/readers/reader.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/told.h"
#include "ui/base/format.h"

static struct
{
  char *example, *from, *data;
  char *target, *task, *group, *part, *time, *copies, *totals, *horizon, *window, *unit,
      *vocabulary, *encoding, *rate, *channels;
  char **keep, **leave_out, **type, **merge;
  gboolean look;
} options;

static const GOptionEntry entries[] = {
  { "example", 0, 0, G_OPTION_ARG_STRING, &options.example, N_ ("From this example"), "ID" },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.from, N_ ("From a graph's text form"),
    "GRAPH.json" },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
    N_ ("A starter network for your own tables, pictures, recordings or texts"), "PATH" },
  { "look", 0, 0, G_OPTION_ARG_NONE, &options.look,
    N_ ("Say what is understood of the data, and make nothing"), NULL },
  { "target", 0, 0, G_OPTION_ARG_STRING, &options.target,
    N_ ("Predict this column of a table, or these, instead of the one that is guessed"),
    "COLUMN[,COLUMN…]" },
  { "task", 0, 0, G_OPTION_ARG_STRING, &options.task,
    N_ ("Predict it as a number, as a class, or as several labels"), "number|class|labels" },
  { "group", 0, 0, G_OPTION_ARG_STRING, &options.group,
    N_ ("Rows with the same value in this column, such as a person, train or test together"),
    "COLUMN" },
  { "unit", 0, 0, G_OPTION_ARG_STRING, &options.unit, N_ ("Read texts in these units"),
    "word|character|byte-pair|n-gram" },
  { "vocabulary", 0, 0, G_OPTION_ARG_STRING, &options.vocabulary,
    N_ ("At most so many different ones"), "N" },
  { "encoding", 0, 0, G_OPTION_ARG_STRING, &options.encoding,
    N_ ("Read texts and tables in this encoding instead of the one that is guessed"), "NAME" },
  { "rate", 0, 0, G_OPTION_ARG_STRING, &options.rate,
    N_ ("Resample recordings to so many numbers a second"), "HZ" },
  { "channels", 0, 0, G_OPTION_ARG_STRING, &options.channels,
    N_ ("What becomes of recordings that have several channels"), "mono|keep" },
  { "horizon", 0, 0, G_OPTION_ARG_STRING, &options.horizon,
    N_ ("The rows follow each other in time: predict the target in so many rows to come"), "ROWS" },
  { "window", 0, 0, G_OPTION_ARG_STRING, &options.window, N_ ("From so many rows before them"),
    "ROWS" },
  { "part", 0, 0, G_OPTION_ARG_STRING, &options.part,
    N_ ("This column says which rows train, validate and test"), "COLUMN" },
  { "time", 0, 0, G_OPTION_ARG_STRING, &options.time,
    N_ ("The rows that come last in this column test, such as of a date"), "COLUMN" },
  { "type", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.type,
    N_ ("Read a column as number, category, one-hot, embedding, text, day-first or month-first; "
        "may "
        "be given again"),
    "COLUMN=TYPE" },
  { "merge", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.merge,
    N_ ("Words of this column that differ only in capital letters or spaces are one; may be given "
        "again"),
    "COLUMN" },
  { "copies", 0, 0, G_OPTION_ARG_STRING, &options.copies,
    N_ ("What becomes of samples that are the same as others, or nearly so"),
    "drop|drop-near|together" },
  { "totals", 0, 0, G_OPTION_ARG_STRING, &options.totals,
    N_ ("Leave out the last row, which adds up the others"), "drop" },
  { "keep", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.keep,
    N_ ("Predict from this column even where it would be left out; may be given again"), "COLUMN" },
  { "leave-out", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.leave_out,
    N_ ("Do not look at this column; may be given again"), "COLUMN" },
  { NULL },
};

/* What is asked of the reader, by the names of its options. Transfer full. */
static WeftDataChoice *
new_choice (void)
{
  WeftDataChoice *choice = weft_data_choice_new (options.data != NULL ? options.data : "");

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      gboolean is_list = entry->arg == G_OPTION_ARG_STRING_ARRAY;
      char *const *list = is_list ? *(char ***) entry->arg_data : NULL;

      if (!weft_read_options_knows (entry->long_name))
        continue;
      if (!is_list && *(char **) entry->arg_data != NULL)
        weft_data_choice_set (choice, entry->long_name, *(char **) entry->arg_data);
      for (guint i = 0; list != NULL && list[i] != NULL; i++)
        weft_data_choice_add (choice, entry->long_name, list[i]);
    }
  return choice;
}

/* FALSE, with words on stderr, when a value is none of those that there are. */
static gboolean
take_reading (const WeftDataChoice *choice, WeftReadOptions *reading)
{
  g_autoptr (GError) error = NULL;

  if (weft_choice_read (choice, reading, &error))
    return TRUE;
  g_printerr ("weft: %s\n", error->message);
  return FALSE;
}

/* --- from one's own data --- */

/* The columns that may be predicted. Transfer full. */
static char **
dup_targets (const WeftColumns *columns)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint c = 0; c < columns->n_columns; c++)
    if (columns->columns[c].may_be_class || columns->columns[c].may_be_number)
      g_strv_builder_add (names, columns->columns[c].name);
  return g_strv_builder_end (names);
}

/* So that in the window another target can be chosen, as of data that were opened there. */
static void
remember (WeftStore *store, const WeftDataset *dataset, const WeftColumns *columns)
{
  g_autoptr (WeftDataChoice) choice = new_choice ();

  if (weft_input_is_stream (options.data))
    return;
  choice->targets = columns != NULL && columns->n_columns > 0 ? dup_targets (columns) : NULL;
  weft_sources_remember (store, dataset->sha256, choice);
}

static WeftStore *
create_from_data (const char *path, const WeftReadOptions *reading, WeftDataset **dataset,
                  WeftColumns **columns, GError **error)
{
  g_autoptr (WeftGraph) graph = NULL;
  g_autofree char *title = NULL;
  WeftLibrary *library = weft_library_new ();
  WeftStore *store = NULL;

  *dataset = weft_library_read_as (library, options.data, reading, columns, error);
  if (*dataset != NULL)
    graph = weft_starter_new (*dataset, error);
  if (graph != NULL)
    {
      title = g_strdup ((*dataset)->name);
      store = weft_store_create (path, graph, title, NULL, error);
    }
  if (store != NULL && !weft_store_put_data (store, *dataset, error))
    {
      weft_store_close (store, NULL);
      store = NULL;
    }
  if (store != NULL)
    remember (store, *dataset, *columns);
  weft_library_free (library);
  return store;
}

static void
print_features (WeftLine *line, const WeftColumns *columns)
{
  weft_line_string (line, "task", weft_task_get_id (columns->task));
  weft_line_open (line, "features", '[');
  for (guint c = 0; c < columns->n_columns; c++)
    {
      const WeftColumnInfo *column = &columns->columns[c];

      weft_line_open (line, NULL, '{');
      weft_line_string (line, "name", column->name);
      weft_line_string (line, "type", weft_holds_get_id (column->holds));
      weft_line_string (line, "role", weft_column_role_get_id (column->role));
      weft_line_int (line, "values", column->values);
      weft_line_int (line, "missing", column->missing);
      if (column->reason != NULL)
        weft_line_string (line, "reason", column->reason);
      weft_line_close (line);
    }
  weft_line_close (line);
}

static void
print_one_left_out (WeftLine *line, const char *name, guint count, const char *reason)
{
  weft_line_open (line, NULL, '{');
  weft_line_string (line, "name", name);
  weft_line_int (line, "count", count);
  if (reason != NULL)
    weft_line_string (line, "reason", reason);
  weft_line_close (line);
}

/* Columns, or files and folders of pictures: name is then that of the first of count. */
static void
print_left_out (WeftLine *line, const WeftColumns *columns)
{
  weft_line_open (line, "left_out", '[');
  for (guint c = 0; c < columns->n_columns; c++)
    if (columns->columns[c].role == WEFT_COLUMN_ROLE_LEFT_OUT)
      print_one_left_out (line, columns->columns[c].name, 1, columns->columns[c].reason);
  for (guint i = 0; columns->left_out != NULL && i < columns->left_out->len; i++)
    {
      const WeftLeftOut *left_out = columns->left_out->pdata[i];

      print_one_left_out (line, left_out->name, left_out->count, left_out->reason);
    }
  weft_line_close (line);
}

/* What is odd, and the option that makes an end of it. */
static void
print_cures (WeftLine *line, const WeftDataset *dataset)
{
  weft_line_open (line, "cures", '[');
  for (guint i = 0; dataset->cures != NULL && dataset->cures[i] != NULL; i += 3)
    {
      weft_line_open (line, NULL, '{');
      weft_line_string (line, "note", dataset->cures[i]);
      weft_line_string (line, "option", dataset->cures[i + 1]);
      weft_line_string (line, "value", dataset->cures[i + 2]);
      weft_line_close (line);
    }
  weft_line_close (line);
}

/* What was made of what can be asked for. */
static void
print_told (WeftLine *line, const GPtrArray *told)
{
  weft_line_open (line, "read", '{');
  for (guint i = 0; i < told->len; i++)
    {
      const WeftTold *one = told->pdata[i];

      weft_line_string (line, one->option, one->value);
    }
  weft_line_close (line);
}

/* path NULL: nothing was made. */
static void
print_created (const char *path, const WeftDataset *dataset, const WeftColumns *columns)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "event", path != NULL ? "created" : "looked");
  if (path != NULL)
    weft_line_string (line, "file", path);
  weft_line_int (line, "samples", dataset->count);
  weft_line_int (line, "classes", weft_dataset_count_classes (dataset));
  if (weft_dataset_get_target_title (dataset) != NULL)
    weft_line_string (line, "target", weft_dataset_get_target_title (dataset));
  if (columns != NULL)
    {
      print_features (line, columns);
      print_left_out (line, columns);
    }
  if (columns != NULL && columns->told != NULL)
    print_told (line, columns->told);
  weft_line_open (line, "notes", '[');
  for (guint i = 0; dataset->notes != NULL && dataset->notes[i] != NULL; i++)
    weft_line_string (line, NULL, dataset->notes[i]);
  weft_line_close (line);
  print_cures (line, dataset);
  weft_line_print (line);
}

/* How a column is taken back or left out, once there is one that somebody may think of otherwise.
 */
static void
print_way_back (const WeftColumns *columns)
{
  for (guint c = 0; c < columns->n_columns; c++)
    {
      const WeftColumnInfo *column = &columns->columns[c];

      if (column->reason == NULL || !column->may_be[WEFT_COLUMN_ROLE_FEATURE]
          || column->role == WEFT_COLUMN_ROLE_SPLIT)
        continue;
      g_print (_ ("--keep COLUMN takes a column back, --leave-out COLUMN leaves one out.\n"));
      return;
    }
}

/* Each note, and behind it the options that would make it needless. */
static void
print_notes (const WeftDataset *dataset)
{
  char **cures = dataset->cures;

  for (guint i = 0; dataset->notes != NULL && dataset->notes[i] != NULL; i++)
    {
      g_print ("%s", dataset->notes[i]);
      for (guint k = 0; cures != NULL && cures[k] != NULL; k += 3)
        if (strcmp (cures[k], dataset->notes[i]) == 0 && weft_read_options_knows (cures[k + 1]))
          {
            g_autofree char *value = g_shell_quote (cures[k + 2]);
            gboolean is_plain = strpbrk (cures[k + 2], " '\"\\$") == NULL;

            g_print (" [--%s %s]", cures[k + 1], is_plain ? cures[k + 2] : value);
          }
      g_print ("\n");
    }
}

/* A line for each column: what it holds and what it is for. */
static void
print_columns (const WeftColumns *columns)
{
  for (guint c = 0; columns != NULL && c < columns->n_columns; c++)
    {
      const WeftColumnInfo *info = &columns->columns[c];
      g_autofree char *examples = g_strjoinv (" · ", (char **) info->examples);

      g_print ("%s | %s | %s | %s", info->name, weft_holds_get_title (info->holds),
               weft_column_role_get_title (info->role), examples);
      if (info->missing > 0)
        {
          g_autofree char *number = weft_format_large (info->missing);

          g_print (" | ");
          g_print (g_dngettext (GETTEXT_PACKAGE, "%s missing", "%s missing", info->missing),
                   number);
        }
      g_print ("\n");
    }
}

/* Where another choice of columns would help, says how it is made. */
static void
print_choice (const WeftReadOptions *reading)
{
  g_autoptr (WeftColumns) columns = weft_input_is_stream (options.data)
                                        ? NULL
                                        : weft_columns_read (options.data, reading, NULL);
  g_autoptr (GString) names = g_string_new ("");
  g_autofree char *list = NULL;

  if (columns == NULL || columns->problem == NULL)
    return;
  for (guint c = 0; c < columns->n_columns && names->len < WEFT_BRIEF_PATH; c++)
    g_string_append_printf (names, "%s%s", c > 0 ? ", " : "", columns->columns[c].name);
  list = weft_brief (names->str, WEFT_BRIEF_PATH);
  g_printerr (
      _ ("Columns: %s. Choose with --target COLUMN, --task number|class|labels, --keep COLUMN "
         "and --leave-out COLUMN.\n"),
      list);
}

static int
make_from_data (const char *path, const WeftReadOptions *reading, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftColumns) columns = NULL;
  WeftStore *store = create_from_data (path, reading, &dataset, &columns, &error);

  if (store == NULL || !weft_store_close (store, &error))
    {
      int status = weft_command_fail (error);

      print_choice (reading);
      return status;
    }
  if (as_json)
    print_created (path, dataset, columns);
  else
    print_notes (dataset);
  if (!as_json && columns != NULL)
    print_way_back (columns);
  return WEFT_EXIT_DONE;
}

/* What is understood of somebody's data, before anything is made of it. */
static int
look (const WeftReadOptions *reading, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset = weft_reader_read_as (options.data, reading, &columns, &error);

  if (dataset == NULL)
    {
      int status = weft_command_fail (error);

      print_choice (reading);
      return status;
    }
  if (as_json)
    print_created (NULL, dataset, columns);
  else
    {
      print_columns (columns);
      print_notes (dataset);
    }
  return WEFT_EXIT_DONE;
}

static int
make_from_graph (const char *name, const char *path, const WeftReadOptions *reading,
                 gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  WeftSubject *subject
      = weft_subject_open_as (name, WEFT_STORE_READ, options.data, reading, &error);
  gboolean is_made;

  if (subject == NULL)
    return weft_command_fail (error);
  is_made = weft_subject_save_as (subject, path, &error);
  if (!weft_subject_close (subject, is_made ? &error : NULL) || !is_made)
    return weft_command_fail (error);
  if (as_json)
    {
      WeftLine *line = weft_line_new ();

      weft_line_string (line, "event", "created");
      weft_line_string (line, "file", path);
      weft_line_print (line);
    }
  return WEFT_EXIT_DONE;
}

static int
run (char **args, gboolean as_json)
{
  g_auto (WeftReadOptions) reading = { 0 };
  g_autoptr (WeftDataChoice) choice = new_choice ();

  if (!take_reading (choice, &reading))
    return WEFT_EXIT_USAGE;
  if (options.data == NULL && choice->wishes->len > 0)
    return weft_command_misuse (
        _ ("new: --target, --task, --keep and the like say how --data PATH is read"));
  if (options.look
      && (options.data == NULL || args[0] != NULL || options.example != NULL
          || options.from != NULL))
    return weft_command_misuse (_ ("new: --look says what is understood of --data PATH, and makes "
                                   "nothing"));
  if (options.look)
    return weft_command_check_inputs ("new", NULL, options.data) ? look (&reading, as_json)
                                                                 : WEFT_EXIT_USAGE;
  if (args[0] == NULL)
    return weft_command_misuse (_ ("new: name the project that is to be made, FILE.weft"));
  if (!weft_command_check_project ("new", args[0])
      || !weft_command_check_inputs ("new", options.from, options.data))
    return WEFT_EXIT_USAGE;
  if (g_file_test (args[0], G_FILE_TEST_EXISTS))
    {
      g_printerr (_ ("weft: %s is there already; choose another name\n"), args[0]);
      return WEFT_EXIT_FAILED;
    }
  if ((options.example != NULL) + (options.from != NULL) > 1
      || (options.example == NULL && options.from == NULL && options.data == NULL))
    return weft_command_misuse (
        _ ("new: give one of --example ID, --from GRAPH.json, --data PATH"));
  if (options.example != NULL)
    return make_from_graph (options.example, args[0], &reading, as_json);
  if (options.from != NULL)
    return make_from_graph (options.from, args[0], &reading, as_json);
  return make_from_data (args[0], &reading, as_json);
}

const WeftCommand weft_command_new = {
  .name = "new",
  .usage
  = "--example ID | --from GRAPH.json | --data PATH [--target COLUMN] [--task number|class]  "
    "FILE.weft, or --data PATH --look",
  .summary = N_ ("A project from an example, a graph's text, or a starter for your own data"),
  .options = entries,
  .min_args = 0,
  .max_args = 1,
  .run = run,
};
