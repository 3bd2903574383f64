/* peer: PyTorch on the same workload, at the best of its settings
 *
 * Its default is not its best: with two threads the BLAS takes two more, and two pools spin on two
 * cores. So every split of the processors is tried, pictures in both layouts. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/peer.h"

#include <stdlib.h>
#include <string.h>

#include "app/paths.h"
#include "engine/base/pool.h"

#define PYTHON "/usr/bin/python3"

static gboolean
run_python (const char *const *arguments, char **output)
{
  int status;

  return g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                       output, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

gboolean
weft_peer_is_there (void)
{
  g_autofree char *output = NULL;

  return run_python ((const char *const[]){ PYTHON, "-c", "import torch", NULL }, &output);
}

static double
measure_setting (const char *name, double seconds, int repeats, guint threads, guint blas_threads,
                 gboolean is_channels_last)
{
  g_autofree char *script = g_build_filename (weft_paths_get_bench (), "torch_peer.py", NULL);
  g_autofree char *threads_text = g_strdup_printf ("%u", threads);
  g_autofree char *blas_text = g_strdup_printf ("%u", blas_threads);
  g_autofree char *repeats_text = g_strdup_printf ("%d", repeats);
  char seconds_text[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *output = NULL;
  const char *arguments[] = {
    PYTHON,      script,       "--only",
    name,        "--foreach",  "--flush-denormal",
    "--threads", threads_text, "--blas-threads",
    blas_text,   "--seconds",  seconds_text,
    "--repeats", repeats_text, is_channels_last ? "--channels-last" : NULL,
    NULL,
  };
  const char *number;

  g_ascii_dtostr (seconds_text, sizeof seconds_text, seconds);
  if (!run_python (arguments, &output) || (number = strchr (output, ' ')) == NULL)
    return 0;
  return g_ascii_strtod (number, NULL);
}

double
weft_peer_measure (const char *name, double seconds, int repeats)
{
  guint n = weft_pool_default_threads ();
  const guint settings[][2] = { { 1, 1 }, { n, 1 }, { 1, n } };
  double best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    for (int last = 0; last <= 1; last++)
      {
        double rate
            = measure_setting (name, seconds, repeats, settings[i][0], settings[i][1], last);

        best = MAX (best, rate);
      }
  return best;
}
