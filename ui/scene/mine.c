/* mine: groups that somebody keeps in the palette, as the host has them; the same in all windows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/mine.h"

#include <string.h>

static GPtrArray *offers;   /* WeftOffer of those that are kept */
static GHashTable *known;   /* id → WeftOffer, of all that ever were */
static GtkStringList *list; /* their ids, for who wants to hear of them */

void
weft_kept_free (WeftKept *kept)
{
  g_free (kept->id);
  g_free (kept->title);
  g_free (kept->text);
  g_free (kept);
}

static void
begin (void)
{
  if (offers != NULL)
    return;
  offers = g_ptr_array_new ();
  known = g_hash_table_new (g_str_hash, g_str_equal);
  list = gtk_string_list_new (NULL);
}

GListModel *
weft_mine_get_model (void)
{
  begin ();
  return G_LIST_MODEL (list);
}

/* Texts of an offer that was called otherwise go: rows have copies of what they show. */
static void
set (WeftOffer *offer, const WeftKept *kept)
{
  g_free ((char *) offer->title);
  g_free ((char *) offer->text);
  offer->title = g_strdup (kept->title);
  offer->text = g_strdup (kept->text);
}

static void
add (const WeftKept *kept)
{
  g_autofree char *id = g_strconcat ("mine:", kept->id, NULL);
  WeftOffer *offer = g_hash_table_lookup (known, id);

  if (offer == NULL)
    {
      offer = g_new0 (WeftOffer, 1);
      offer->id = g_intern_string (id);
      offer->section = WEFT_SECTION_MINE;
      g_hash_table_insert (known, (gpointer) offer->id, offer);
    }
  set (offer, kept);
  g_ptr_array_add (offers, offer);
}

void
weft_mine_load (const WeftHost *host)
{
  g_autoptr (GPtrArray) kept = host->list_kept != NULL ? host->list_kept (host->user) : NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  begin ();
  g_ptr_array_set_size (offers, 0);
  for (guint i = 0; kept != NULL && i < kept->len; i++)
    add (kept->pdata[i]);
  for (guint i = 0; i < offers->len; i++)
    g_ptr_array_add (ids, (gpointer) ((const WeftOffer *) offers->pdata[i])->id);
  g_ptr_array_add (ids, NULL);
  gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)),
                          (const char *const *) ids->pdata);
}

const WeftOffer *const *
weft_mine_offers (guint *n)
{
  begin ();
  *n = offers->len;
  return (const WeftOffer *const *) offers->pdata;
}

const WeftOffer *
weft_mine_find (const char *id)
{
  begin ();
  for (guint i = 0; i < offers->len; i++)
    if (g_str_equal (((const WeftOffer *) offers->pdata[i])->id, id))
      return offers->pdata[i];
  return NULL;
}

/* As the host calls it. */
static const char *
strip (const char *id)
{
  return id != NULL ? id + strlen ("mine:") : NULL;
}

gboolean
weft_mine_keep (const WeftHost *host, const char *id, const char *title, const char *text,
                GError **error)
{
  const WeftOffer *old = id != NULL ? g_hash_table_lookup (known, id) : NULL;
  gboolean is_done
      = host->keep_group (host->user, strip (id), title, text != NULL ? text : old->text, error);

  if (is_done)
    weft_mine_load (host);
  return is_done;
}

gboolean
weft_mine_drop (const WeftHost *host, const char *id, GError **error)
{
  gboolean is_done = host->drop_group (host->user, strip (id), error);

  if (is_done)
    weft_mine_load (host);
  return is_done;
}
