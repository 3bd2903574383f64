/* offer: what the palette and the search box have to add, a layer or a ready-made block */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/offer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/icon.h"
#include "ui/scene/find.h"
#include "ui/scene/mine.h"

/* What makes a port of a group has no place among the layers; a group is made of what is there. */
static WeftOffer
of_layer (const WeftLayer *layer)
{
  gboolean is_port = weft_layer_is_of_groups (layer);

  return (WeftOffer){ .id = layer->id,
                      .title = layer->title,
                      .summary = layer->summary,
                      .terms = layer->terms,
                      .pytorch = layer->pytorch,
                      .section = is_port ? WEFT_N_SECTIONS : WEFT_SECTION_FAMILIES + layer->family,
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

static void
add_layers (GArray *all, guint section)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    {
      WeftOffer offer = of_layer (layers[i]);

      if (offer.section == section && layers[i]->grouping != WEFT_GROUPING_GROUP)
        g_array_append_val (all, offer);
    }
}

/* The table's order is the palette's, but a heading stands once: families come together. */
static GArray *
collect (void)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (WeftOffer));
  guint n;
  const WeftBlock *const *blocks = weft_blocks (&n);

  for (guint family = 0; family < WEFT_N_FAMILIES; family++)
    add_layers (all, WEFT_SECTION_FAMILIES + family);
  for (guint i = 0; i < n; i++)
    {
      WeftOffer offer = of_block (blocks[i]);

      g_array_append_val (all, offer);
    }
  add_layers (all, WEFT_N_SECTIONS);
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
  return weft_mine_find (id);
}

const char *
weft_offer_get_title (const WeftOffer *offer)
{
  return offer->text != NULL ? offer->title : _ (offer->title);
}

char *
weft_offer_dup_line (const WeftOffer *offer)
{
  return g_strdup (offer->text != NULL ? _ ("A group that you kept; it is copied.")
                                       : _ (offer->summary));
}

char *
weft_offer_dup_icon (const WeftOffer *offer)
{
  return offer->layer != NULL ? weft_icon_dup_for_layer (offer->layer)
                              : weft_icon_dup_for_family (WEFT_FAMILY_COMBINE);
}

int
weft_offer_score (const WeftOffer *offer, const char *words)
{
  const char *plain = offer->layer != NULL   ? offer->layer->id
                      : offer->block != NULL ? offer->block->id
                                             : offer->title;
  g_autofree char *spaced = g_strdelimit (g_strdup (plain), "_", ' ');
  g_autofree char *terms = g_strconcat (offer->terms != NULL ? offer->terms : "", " ",
                                        offer->pytorch != NULL ? offer->pytorch : "", NULL);
  const char *const names[] = { weft_offer_get_title (offer), offer->title, plain, spaced, NULL };

  return weft_find_score (words != NULL ? words : "", names, terms);
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
    case WEFT_SECTION_MINE:
      return _ ("Mine");
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
    case WEFT_SECTION_MINE:
      return "mine";
    default:
      return weft_family_get_id (section - WEFT_SECTION_FAMILIES);
    }
}
