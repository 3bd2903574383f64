/* onnx: the network as it answers, for whoever runs ONNX models, and theirs as a network */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/file-format.h"
#include "projects/formats/onnx/onnx-export.h"
#include "projects/formats/onnx/onnx-import.h"

static GByteArray *
write_model (const WeftFormatJob *job, GError **error)
{
  return weft_onnx_export (job->model, job->state, job->title, error);
}

static GPtrArray *
read_weights (const char *path, GError **error)
{
  GPtrArray *weights = NULL;
  g_autoptr (WeftGraph) graph = weft_onnx_import (path, &weights, error);

  return graph != NULL ? weights : NULL;
}

const WeftFormat weft_format_onnx = {
  .id = "onnx",
  .title = N_ ("Model (ONNX)"),
  .endings = (const char *const[]){ ".onnx", NULL },
  .needs_weights = TRUE,
  .write = write_model,
  .read_weights = read_weights,
  .read_network = weft_onnx_import,
};
