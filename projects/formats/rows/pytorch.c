/* pytorch: the network as a program of PyTorch's, with its weights and data, in a folder */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/file-format.h"
#include "projects/formats/output.h"
#include "projects/formats/pytorch/script.h"

static gboolean
write_part (const char *folder, const char *name, gconstpointer bytes, gsize n, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return weft_output_write (path, bytes, n, error);
}

static gboolean
write_program (const WeftFormatJob *job, const char *folder, GError **error)
{
  g_autofree char *script = weft_script_make (job->model, job->title, error);
  g_autoptr (GByteArray) data
      = script != NULL ? weft_script_make_data (job->model, job->state, error) : NULL;
  g_autoptr (GByteArray) weights
      = data != NULL ? weft_format_find ("safetensors")->write (job, error) : NULL;

  if (weights == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("The folder %s could not be made: %s"),
                   folder, g_strerror (errno));
      return FALSE;
    }
  return write_part (folder, "weights.safetensors", weights->data, weights->len, error)
         && write_part (folder, "data.npz", data->data, data->len, error)
         && write_part (folder, "train.py", script, strlen (script), error);
}

const WeftFormat weft_format_pytorch = {
  .id = "pytorch",
  .title = N_ ("Program (PyTorch)"),
  .endings = (const char *const[]){ "", NULL },
  .needs_weights = TRUE,
  .write_folder = write_program,
};
