/* ask-model: what an ONNX model says, worked out as it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Whether that is a model's file, by its name. */
gboolean weft_ask_model_takes (const char *path);
/* inputs: [NAME=]PATH, NULL-terminated: tensors (.pb) or arrays (.npy), by their names or in the
 * order of the model's. output_0.pb, …, or .npy where all inputs were, go into `folder`; without
 * one (NULL) they are told. An exit status; what went wrong was said. */
int weft_ask_model (const char *path, char **inputs, const char *folder, gboolean as_json);
