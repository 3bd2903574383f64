/* pt: what PyTorch saves: refused, for it is a program that runs when it is read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/file-format.h"
#include "projects/readers/files/input.h"

static gboolean
looks_like_one (const guint8 *head, gsize n)
{
  /* A bare pickle of protocol 2 or later. */
  return n > 2 && head[0] == 0x80 && head[1] >= 2 && head[1] <= 5;
}

static GPtrArray *
refuse (const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_shown (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("“%s” was saved by PyTorch as a program, which could do anything when it is "
                  "read. Save it in Python with safetensors.torch.save_file "
                  "(model.state_dict (), \"weights.safetensors\") and take that."),
               name);
  return NULL;
}

const WeftFormat weft_format_pt = {
  .id = "pt",
  .title = N_ ("PyTorch’s own file"),
  .endings = (const char *const[]){ ".pt", ".pth", ".ckpt", ".bin", NULL },
  .sniff = looks_like_one,
  .read_weights = refuse,
};
