/* peer: PyTorch on the same workload, at the best of its settings
 *
 * Its default is not its best: with two threads the BLAS takes two more, and two pools spin on two
 * cores. So every split of the processors is tried, pictures in both layouts. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/peer.h"

#include <stdlib.h>
#include <string.h>

#include "app/user/paths.h"
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

/* One run of the script: threads, those of the BLAS, and what else it is told. */
typedef struct
{
  guint threads, blas_threads;
  gboolean is_channels_last, infers, is_traced;
} Setting;

/* The figure behind the name that it prints; 0: none. */
static double
measure_setting (const char *name, double seconds, int repeats, const Setting *setting)
{
  g_autofree char *script = g_build_filename (weft_paths_get_bench (), "torch_peer.py", NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *threads = g_strdup_printf ("%u", setting->threads);
  g_autofree char *blas_threads = g_strdup_printf ("%u", setting->blas_threads);
  g_autofree char *rounds = g_strdup_printf ("%d", repeats);
  char time[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *output = NULL;
  g_auto (GStrv) arguments = NULL;
  const char *number;

  g_ascii_dtostr (time, sizeof time, seconds);
  g_strv_builder_add_many (builder, PYTHON, script, "--only", name, "--foreach", "--flush-denormal",
                           "--threads", threads, "--blas-threads", blas_threads, "--seconds", time,
                           "--repeats", rounds, "--mode", setting->infers ? "infer" : "train",
                           "--variant", setting->is_traced ? "jit" : "eager",
                           setting->is_channels_last ? "--channels-last" : NULL, NULL);
  arguments = g_strv_builder_end (builder);
  if (!run_python ((const char *const *) arguments, &output)
      || (number = strchr (output, ' ')) == NULL)
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
        const Setting setting = { settings[i][0], settings[i][1], .is_channels_last = last };

        best = MAX (best, measure_setting (name, seconds, repeats, &setting));
      }
  return best;
}

double
weft_peer_measure_latency (const char *name, double seconds, int repeats)
{
  guint n = weft_pool_default_threads ();
  const guint settings[][2] = { { 1, 1 }, { n, 1 }, { 1, n } };
  double least = 0;

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    for (int is_traced = 0; is_traced <= 1; is_traced++)
      {
        const Setting setting
            = { settings[i][0], settings[i][1], .infers = TRUE, .is_traced = is_traced };
        double time = measure_setting (name, seconds, repeats, &setting) * 1e-6;

        if (time > 0 && (least == 0 || time < least))
          least = time;
      }
  return least;
}
