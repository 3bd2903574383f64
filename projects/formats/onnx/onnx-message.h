/* onnx-message: messages of ONNX's, read from files of which nothing is known
 *
 * protobuf-c bounds neither how deep messages stand in each other nor how many there are: both are
 * looked at first, along the schema, so that a small file cannot take the stack or much memory. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <protobuf-c/protobuf-c.h>

/* The message, to be freed with protobuf_c_message_free_unpacked; nullable. */
ProtobufCMessage *weft_onnx_message_load (const char *path,
                                          const ProtobufCMessageDescriptor *descriptor,
                                          GError **error);
