/* command: a row of the command table; one file a command */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gi18n.h>

#include "app/cli/option-number.h"

/* Exit statuses. */
enum
{
  WEFT_EXIT_DONE,
  WEFT_EXIT_FAILED, /* the work failed, and a sentence was printed */
  WEFT_EXIT_USAGE,
};

typedef struct
{
  const char *name;
  const char *usage;           /* the arguments: "FILE|ID|GRAPH.json" */
  char *(*dup_usage) (void);   /* in its place, where a table says some of it; transfer full */
  const char *summary;         /* N_ () */
  const GOptionEntry *options; /* nullable; ends with { NULL }; no numbers */
  const WeftNumber *numbers;   /* nullable; ends with { NULL } */
  int min_args, max_args;
  int (*run) (char **args, gboolean as_json);
} WeftCommand;

const WeftCommand *weft_command_find (const char *name); /* nullable */
/* status, or WEFT_EXIT_FAILED, said, when what was printed could not be written; a reader that has
 * gone is none of our business. */
int weft_command_check_output (int status);
/* Parses the command's options and runs it; the exit status. argv[0] is the command's name. */
int weft_command_main (const WeftCommand *command, int argc, char **argv);
/* "weft: …" on standard error; WEFT_EXIT_FAILED. */
int weft_command_fail (const GError *error);
int weft_command_misuse (const char *format, ...) G_GNUC_PRINTF (1, 2); /* WEFT_EXIT_USAGE */
/* "-": standard input where something is read, standard output where something is written; a file
 * of that name is "./-". */
gboolean weft_command_is_standard (const char *path);
/* Whether a project may be made at the path; else it was said why not, a misuse: it is no file, or
 * its name does not end in .weft. */
gboolean weft_command_check_project (const char *command, const char *path);
/* Whether a graph and its data are read from two places; else it was said, a misuse. */
gboolean weft_command_check_inputs (const char *command, const char *graph, const char *data);
/* Of --at: "last" (also when NULL), "best" or a step, as weft_store_load_state takes it. */
gboolean weft_command_read_at (const char *text, gint64 *at);
void weft_command_print_help (void);
