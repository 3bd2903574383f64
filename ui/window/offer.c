/* offer: what the palette has to add, a layer or a ready-made block */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/offer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/icon.h"

static WeftOffer
of_layer (const WeftLayer *layer)
{
  return (WeftOffer){ .id = layer->id,
                      .title = layer->title,
                      .summary = layer->summary,
                      .terms = layer->terms,
                      .pytorch = layer->pytorch,
                      .section = WEFT_SECTION_FAMILIES + layer->family,
                      .layer = layer };
}

static WeftOffer
of_block (const WeftBlock *block)
{
  g_autofree char *id = g_strconcat ("block:", block->id, NULL);

  return (WeftOffer){ .id = g_intern_string (id),
                      .title = block->title,
                      .summary = block->summary,
                      .terms = block->terms,
                      .section = WEFT_SECTION_BLOCKS,
                      .block = block };
}

/* The table's order is the palette's, but a heading stands once: families come together. */
static GArray *
collect (void)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (WeftOffer));
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);
  const WeftBlock *const *blocks;

  for (int family = 0; family < WEFT_N_FAMILIES; family++)
    for (guint i = 0; i < n; i++)
      if ((int) layers[i]->family == family && layers[i]->grouping == WEFT_GROUPING_NONE)
        {
          WeftOffer offer = of_layer (layers[i]);

          g_array_append_val (all, offer);
        }
  blocks = weft_blocks (&n);
  for (guint i = 0; i < n; i++)
    {
      WeftOffer offer = of_block (blocks[i]);

      g_array_append_val (all, offer);
    }
  return all;
}

const WeftOffer *
weft_offers (guint *n)
{
  static GArray *all;

  if (all == NULL)
    all = collect ();
  *n = all->len;
  return (const WeftOffer *) (gpointer) all->data;
}

const WeftOffer *
weft_offer_find (const char *id)
{
  guint n;
  const WeftOffer *offers = weft_offers (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (offers[i].id, id) == 0)
      return &offers[i];
  return NULL;
}

char *
weft_offer_dup_icon (const WeftOffer *offer)
{
  return offer->layer != NULL ? weft_icon_dup_for_layer (offer->layer)
                              : weft_icon_dup_for_family (WEFT_FAMILY_COMBINE);
}

gboolean
weft_offer_matches (const WeftOffer *offer, const char *words)
{
  g_autofree char *all = g_strjoin ("\n", _ (offer->title), offer->title, offer->id,
                                    offer->terms != NULL ? offer->terms : "",
                                    offer->pytorch != NULL ? offer->pytorch : "", NULL);
  g_autofree char *hay = g_utf8_casefold (all, -1);
  g_autofree char *folded = g_utf8_casefold (words != NULL ? words : "", -1);
  g_auto (GStrv) needles = g_strsplit_set (folded, " \t", -1);

  for (guint i = 0; needles[i] != NULL; i++)
    if (strstr (hay, needles[i]) == NULL)
      return FALSE;
  return TRUE;
}

const char *
weft_section_get_title (guint section)
{
  switch (section)
    {
    case WEFT_SECTION_STARS:
      return _ ("Favourites");
    case WEFT_SECTION_RECENT:
      return _ ("Used last");
    case WEFT_SECTION_BLOCKS:
      return _ ("Blocks");
    default:
      return weft_family_get_title (section - WEFT_SECTION_FAMILIES);
    }
}

const char *
weft_section_get_id (guint section)
{
  switch (section)
    {
    case WEFT_SECTION_STARS:
      return "stars";
    case WEFT_SECTION_RECENT:
      return "recent";
    case WEFT_SECTION_BLOCKS:
      return "blocks";
    default:
      return weft_family_get_id (section - WEFT_SECTION_FAMILIES);
    }
}
