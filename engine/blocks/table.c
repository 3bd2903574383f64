/* table: the blocks that blocks.def names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block-row.h"

#define BLOCK(id) extern const WeftBlock weft_block_##id;
#include "engine/blocks/blocks.def"
#undef BLOCK

static const WeftBlock *const blocks[] = {
#define BLOCK(id) &weft_block_##id,
#include "engine/blocks/blocks.def"
#undef BLOCK
};

const WeftBlock *const *
weft_blocks (guint *n)
{
  *n = G_N_ELEMENTS (blocks);
  return blocks;
}

const WeftBlock *
weft_block_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (g_str_equal (blocks[i]->id, id))
      return blocks[i];
  return NULL;
}
