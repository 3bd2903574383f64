/* run-tree: in which order runs stand in their list: each branch under the run that it is of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/run-tree.h"

#define NONE (-1)

/* A run, and what is in it and its branches. */
typedef struct
{
  WeftRunCard *card;
  int place;  /* by its number */
  int parent; /* place, or NONE */
  gboolean is_starred;
  gint64 newest;
} Family;

typedef struct
{
  Family *families;
  guint n;
  int *first; /* by place: the first family of its branches, or NONE */
  GPtrArray *cards;
  WeftRunTwig *twigs;
} Tree;

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const WeftRunCard *first = *(const WeftRunCard *const *) a,
                    *second = *(const WeftRunCard *const *) b;

  return (first->id > second->id) - (first->id < second->id);
}

static gboolean
is_sibling (const Family *a, const Family *b)
{
  return a->card->is_binned == b->card->is_binned && a->parent == b->parent;
}

/* Siblings stand together, in the order in which they are shown. */
static int
compare_families (gconstpointer a, gconstpointer b)
{
  const Family *first = a, *second = b;

  if (first->card->is_binned != second->card->is_binned)
    return first->card->is_binned - second->card->is_binned;
  if (first->parent != second->parent)
    return first->parent < second->parent ? -1 : 1;
  if (first->is_starred != second->is_starred)
    return second->is_starred - first->is_starred;
  return (first->newest < second->newest) - (first->newest > second->newest);
}

/* cards by number. A parent is older than its branch, whatever a file says; one that is in the bin
 * when its branch is not, or the other way round, is not in sight. */
static int
find_parent (const GPtrArray *cards, guint i)
{
  const WeftRunCard *card = cards->pdata[i];

  for (int k = (int) i - 1; card->parent > 0 && k >= 0; k--)
    {
      const WeftRunCard *other = cards->pdata[k];

      if (other->id == card->parent)
        return other->is_binned == card->is_binned ? k : NONE;
    }
  return NONE;
}

static Family *
find_families (GPtrArray *cards)
{
  Family *families = g_new (Family, cards->len + 1);

  g_ptr_array_sort (cards, compare_numbers);
  for (guint i = 0; i < cards->len; i++)
    {
      WeftRunCard *card = cards->pdata[i];

      families[i] = (Family){ card, (int) i, find_parent (cards, i), card->is_starred, card->id };
    }
  for (guint i = cards->len; i-- > 0;)
    if (families[i].parent != NONE)
      {
        Family *parent = &families[families[i].parent];

        parent->is_starred |= families[i].is_starred;
        parent->newest = MAX (parent->newest, families[i].newest);
      }
  return families;
}

/* The family and its siblings. */
static void
add (Tree *tree, guint i, guint depth, guint lines)
{
  gboolean goes_on = TRUE;

  for (; goes_on; i++)
    {
      const Family *family = &tree->families[i];
      WeftRunTwig twig = { MIN (depth, WEFT_RUN_DEPTHS), lines };

      goes_on = i + 1 < tree->n && is_sibling (family, family + 1);
      if (goes_on && depth > 0 && depth <= WEFT_RUN_DEPTHS)
        twig.lines |= 1u << (depth - 1);
      tree->twigs[tree->cards->len] = twig;
      g_ptr_array_add (tree->cards, family->card);
      if (tree->first[family->place] != NONE)
        add (tree, (guint) tree->first[family->place], depth + 1, twig.lines);
    }
}

WeftRunTwig *
weft_run_tree_sort (GPtrArray *cards)
{
  g_autofree Family *families = find_families (cards);
  g_autofree int *first = g_new (int, cards->len + 1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  Tree tree = { families, cards->len, first, sorted, g_new0 (WeftRunTwig, cards->len + 1) };

  qsort (families, cards->len, sizeof *families, compare_families);
  for (guint i = 0; i < cards->len; i++)
    first[i] = NONE;
  for (guint i = cards->len; i-- > 0;)
    if (families[i].parent != NONE)
      first[families[i].parent] = (int) i;
  for (guint i = 0; i < cards->len; i++)
    if (families[i].parent == NONE && (i == 0 || !is_sibling (&families[i - 1], &families[i])))
      add (&tree, i, 0, 0);
  for (guint i = 0; i < cards->len; i++)
    cards->pdata[i] = sorted->pdata[i];
  return tree.twigs;
}
