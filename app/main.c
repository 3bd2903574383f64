/* main: the window, or a command */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/host/application.h"
#include "app/host/renderer.h"
#include "app/user/language.h"
#include "app/user/paths.h"
#include "config.h"
#include "engine/base/brief.h"

/* Takes --user-dir DIR or --user-dir=DIR out of the arguments; FALSE when DIR is missing. */
static gboolean
take_user_dir (int *argc, char **argv)
{
  int n = 1;

  for (int i = 1; i < *argc; i++)
    {
      if (strcmp (argv[i], "--user-dir") == 0 && i + 1 == *argc)
        return FALSE;
      if (strcmp (argv[i], "--user-dir") == 0)
        weft_paths_set_user_dir (argv[++i]);
      else if (g_str_has_prefix (argv[i], "--user-dir="))
        weft_paths_set_user_dir (argv[i] + strlen ("--user-dir="));
      else
        argv[n++] = argv[i];
    }
  argv[n] = NULL;
  *argc = n;
  return TRUE;
}

static gboolean
is_openable (const char *word)
{
  return g_file_test (word, G_FILE_TEST_EXISTS) || g_str_has_suffix (word, ".weft");
}

/* Names and labels from files are in what is printed, and must not move a cursor. */
static void
print_to (FILE *stream, const char *text)
{
  g_autofree char *safe = weft_brief_for_terminal (text), *converted = NULL;
  const char *charset;

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (safe, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fputs (converted != NULL ? converted : safe, stream);
  fflush (stream);
}

static void
print_cb (const char *text)
{
  print_to (stdout, text);
}

/* What is wrong often quotes what was given, which may be a word of any length. */
static void
print_error_cb (const char *text)
{
  g_autofree char *brief = weft_brief_words (text, WEFT_BRIEF_NAME);

  print_to (stderr, brief);
}

static int
open_window (int argc, char **argv)
{
  g_autoptr (WeftApplication) application = NULL;

  for (int i = 1; i < argc; i++)
    if (weft_command_is_standard (argv[i]) || (argv[i][0] != '-' && !is_openable (argv[i])))
      return weft_command_misuse (
          _ ("%s is neither a command nor a file; weft --help lists the commands"), argv[i]);
  if (!weft_renderer_init ())
    {
      g_printerr (_ ("weft: there is no display for a window; weft --help lists what works "
                     "without one, as weft train digits-mlp\n"));
      return WEFT_EXIT_FAILED;
    }
  signal (SIGPIPE, SIG_IGN); /* exporting into a pipe that is closed fails, and ends nothing else */
  application = weft_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}

/* What a large set needed while it was read goes back to the machine when it is freed; the C
 * library would learn from the first of it to keep what is as large. */
static void
give_memory_back (void)
{
#ifdef M_MMAP_THRESHOLD
  mallopt (M_MMAP_THRESHOLD, 4 << 20);
#endif
}

/* Where addresses are limited, a thread that OpenBLAS began before main may look for memory for
 * ever, and the end of the process would wait for it. */
static int
leave (int status)
{
  struct rlimit room;

  if (getrlimit (RLIMIT_AS, &room) == 0 && room.rlim_cur != RLIM_INFINITY)
    _exit (status); /* what is printed has been flushed */
  return status;
}

int
main (int argc, char **argv)
{
  const WeftCommand *command;

  give_memory_back ();
  weft_language_set ("");
  g_set_print_handler (print_cb);
  g_set_printerr_handler (print_error_cb);
  if (!take_user_dir (&argc, argv))
    return weft_command_misuse (_ ("--user-dir needs a folder"));
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      printf ("Weft %s\n", WEFT_VERSION);
      return weft_command_check_output (WEFT_EXIT_DONE);
    }
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      weft_command_print_help ();
      return weft_command_check_output (WEFT_EXIT_DONE);
    }
  command = argc > 1 ? weft_command_find (argv[1]) : NULL;
  if (command != NULL)
    return leave (weft_command_check_output (weft_command_main (command, argc - 1, argv + 1)));
  return open_window (argc, argv);
}
