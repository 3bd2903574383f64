/* offer: what the palette and the search box have to add: a layer, a ready-made block, a group that
 * was kept */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/blocks/block.h"
#include "engine/graph/layer.h"

/* Where it stands in the palette, in this order; then the families, then the blocks. */
enum
{
  WEFT_SECTION_STARS,
  WEFT_SECTION_RECENT,
  WEFT_SECTION_FAMILIES,
  WEFT_SECTION_BLOCKS = WEFT_SECTION_FAMILIES + WEFT_N_FAMILIES,
  WEFT_SECTION_MINE,
  WEFT_N_SECTIONS,
};

typedef struct
{
  const char *id; /* of a layer; of a block "block:residual"; interned */
  const char *title, *summary, *terms, *pytorch; /* as the row has them; the last two nullable */
  guint section; /* where it belongs; WEFT_N_SECTIONS: it is only found by what it is called */
  const WeftLayer *layer; /* one of the three */
  const WeftBlock *block;
  const char *text; /* of a group that somebody keeps, ui/scene/mine; its title is not translated */
} WeftOffer;

const WeftOffer *weft_offers (guint *n); /* section by section, but for what somebody keeps */
const WeftOffer *weft_offer_find (const char *id);         /* nullable */
const char *weft_offer_get_title (const WeftOffer *offer); /* as people read it */
char *weft_offer_dup_line (const WeftOffer *offer);        /* what it is, in a sentence */
char *weft_offer_dup_icon (const WeftOffer *offer);
/* How well it fits what somebody typed, by its names, its terms and PyTorch's name; the smaller the
 * better, −1: not at all (ui/scene/find.h). words: nullable, which fits everything. */
int weft_offer_score (const WeftOffer *offer, const char *words);
const char *weft_section_get_title (guint section); /* translated */
/* As settings have it: "stars", "recent", a family's id, "blocks". */
const char *weft_section_get_id (guint section);
