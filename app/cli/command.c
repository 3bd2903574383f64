/* command: the table of commands, and what all of them share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMAND(id) extern const WeftCommand weft_command_##id;
#include "app/cli/commands.def"
#undef COMMAND

static const WeftCommand *const commands[] = {
#define COMMAND(id) &weft_command_##id,
#include "app/cli/commands.def"
#undef COMMAND
};

const WeftCommand *
weft_command_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

int
weft_command_fail (const GError *error)
{
  g_printerr ("weft: %s\n", error != NULL ? error->message : _ ("the work failed"));
  return WEFT_EXIT_FAILED;
}

int
weft_command_misuse (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("weft: %s\n", text);
  return WEFT_EXIT_USAGE;
}

gboolean
weft_command_is_standard (const char *path)
{
  return g_strcmp0 (path, "-") == 0;
}

gboolean
weft_command_check_project (const char *command, const char *path)
{
  if (weft_command_is_standard (path))
    weft_command_misuse (_ ("%s: a project is a file; “-” cannot hold one"), command);
  else if (!g_str_has_suffix (path, ".weft"))
    weft_command_misuse (_ ("%s: the name of a project ends in .weft: %s.weft"), command, path);
  else
    return TRUE;
  return FALSE;
}

gboolean
weft_command_check_inputs (const char *command, const char *graph, const char *data)
{
  if (!weft_command_is_standard (graph) || !weft_command_is_standard (data))
    return TRUE;
  weft_command_misuse (_ ("%s: standard input can be the graph or its data, not both"), command);
  return FALSE;
}

static char *
dup_usage (const WeftCommand *command)
{
  return command->dup_usage != NULL ? command->dup_usage () : g_strdup (command->usage);
}

void
weft_command_print_help (void)
{
  g_print (_ ("Usage:\n  weft [FILE.weft]    open the window\n\nCommands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const WeftCommand *command = commands[i];
      g_autofree char *usage = dup_usage (command);

      g_print ("  %-10s %s\n             %s\n", command->name, usage, _ (command->summary));
    }
  g_print (_ ("\nOptions:\n"
              "  --json              one JSON object a line, with every command\n"
              "  --user-dir DIR      where everything that Weft keeps lies\n"
              "  --help, --version\n\n"
              "weft COMMAND --help explains one command.\n"));
}

int
weft_command_check_output (int status)
{
  struct stat info;

  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (fstat (STDOUT_FILENO, &info) == 0 && (S_ISFIFO (info.st_mode) || S_ISSOCK (info.st_mode)))
    return status;
  g_printerr (_ ("weft: what was to be printed could not be written; is the disk full?\n"));
  return status == WEFT_EXIT_DONE ? WEFT_EXIT_FAILED : status;
}

/* Options that are numbers are read by the table that holds their ranges. */
static GOptionGroup *
make_group (const WeftCommand *command)
{
  GOptionGroup *group
      = g_option_group_new ("", "", "", (gpointer) command->numbers, NULL); /* the main one */

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  for (const WeftNumber *number = command->numbers; number != NULL && number->name != NULL;
       number++)
    {
      const GOptionEntry entry[] = {
        { number->name, 0, 0, G_OPTION_ARG_CALLBACK, weft_number_read_cb, number->help,
          number->argument },
        { NULL },
      };

      g_option_group_add_entries (group, entry);
    }
  if (command->options != NULL)
    g_option_group_add_entries (group, command->options);
  return group;
}

static GOptionContext *
make_context (const WeftCommand *command, gboolean *as_json, char ***rest)
{
  GOptionContext *context = g_option_context_new (NULL);
  g_autofree char *usage = dup_usage (command);
  g_autofree char *summary
      = g_strdup_printf ("weft %s %s\n  %s", command->name, usage, _ (command->summary));
  const GOptionEntry shared[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, as_json, N_ ("One JSON object a line"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL },
    { NULL },
  };

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_main_group (context, make_group (command));
  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);
  return context;
}

int
weft_command_main (const WeftCommand *command, int argc, char **argv)
{
  gboolean as_json = FALSE;
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = make_context (command, &as_json, &rest);
  int n_args;

  if (!g_option_context_parse (context, &argc, &argv, &error))
    return weft_command_misuse ("%s: %s", command->name, error->message);
  n_args = rest != NULL ? (int) g_strv_length (rest) : 0;
  if (n_args < command->min_args || n_args > command->max_args)
    {
      g_autofree char *usage = dup_usage (command);

      return weft_command_misuse (_ ("usage: weft %s %s"), command->name, usage);
    }
  return command->run (rest != NULL ? rest : (char *[]){ NULL }, as_json);
}

gboolean
weft_command_read_at (const char *text, gint64 *at)
{
  *at = -1;
  if (text == NULL || strcmp (text, "last") == 0)
    return TRUE;
  *at = -2;
  if (strcmp (text, "best") == 0)
    return TRUE;
  return g_ascii_string_to_signed (text, 10, 0, (gint64) WEFT_NUMBER_MAX_WHOLE, at, NULL);
}
