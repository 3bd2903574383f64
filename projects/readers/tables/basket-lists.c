/* basket-lists: files of lists of things that were taken together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/basket-lists.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"
#include "projects/readers/tables/table-scan.h"
#include "projects/readers/tables/table.h"

#define BUDGET ((gsize) 256 << 20) /* bytes */
#define HEAD ((gsize) 64 << 10)    /* in which such a file is known */
#define HEAD_MOST 64               /* things of a line that are told apart there */
#define FEWEST 10                  /* lines that look like it */

/* --- which files are such --- */

static gboolean
has_name (const char *column)
{
  static const char *const usual[] = { "item_ids",    "items", "basket", "products", "product_ids",
                                       "transaction", "商品",  "购物篮", NULL };

  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (column, usual[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What stands between the things of most lists of a column, and nowhere in a name; NULL: nothing,
 * it holds no lists. */
static const char *
find_between (const WeftTable *table, guint c)
{
  static const char *const between[] = { ";", "|", ",", " ", NULL };

  for (guint i = 0; between[i]; i++)
    {
      guint lists = 0;

      for (guint r = 0; r < table->n_rows; r++)
        lists += strstr (weft_table_cell (table, r, c), between[i]) != NULL;
      if (lists * 2 > table->n_rows)
        return between[i];
    }
  return NULL;
}

/* The column of lists; −1: there is none. */
static int
find_lists (const WeftTable *table)
{
  for (guint c = 0; c < table->n_columns; c++)
    if (has_name (table->names[c]) && find_between (table, c))
      return (int) c;
  return -1;
}

/* --- a thing a row --- */

static gboolean
is_one (const char *name, const char *const *usual)
{
  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (name, usual[i]) == 0)
      return TRUE;
  return FALSE;
}

typedef struct
{
  int order, item; /* columns; −1: there is none */
} OrderLines;

/* A table of which each row is one thing of an order, and says nothing else but when, how many, for
 * how much and for whom. */
static gboolean
find_order_lines (const WeftTable *table, OrderLines *found)
{
  static const char *const orders[]
      = { "order",     "order_id",   "orderid",        "order_number",  "invoice",
          "InvoiceNo", "invoice_no", "transaction_id", "transaction",   "basket",
          "basket_id", "receipt",    "Member_number",  "TransactionNo", "订单",
          "订单号",    "订单编号",   "小票号",         "交易号",        NULL };
  static const char *const items[]
      = { "product",  "product_name", "item",          "item_name", "itemDescription",
          "items",    "Description",  "product_title", "StockCode", "商品",
          "商品名称", "产品",         "产品名称",      "品名",      NULL };
  static const char *const asides[]
      = { "date",     "time",       "datetime",    "timestamp", "InvoiceDate", "order_date",
          "qty",      "quantity",   "price",       "UnitPrice", "unit_price",  "amount",
          "customer", "CustomerID", "customer_id", "country",   "日期",        "时间",
          "数量",     "单价",       "价格",        "金额",      "客户",        NULL };

  *found = (OrderLines){ -1, -1 };
  for (guint c = 0; table->has_header && c < table->n_columns; c++)
    if (found->order < 0 && is_one (table->names[c], orders))
      found->order = (int) c;
    else if (is_one (table->names[c], items)) /* a name stands behind its number */
      found->item = (int) c;
    else if (!is_one (table->names[c], asides))
      return FALSE;
  return found->order >= 0 && found->item >= 0;
}

/* Of each order several rows. */
static gboolean
are_order_lines (const WeftTable *table, OrderLines *found)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (!find_order_lines (table, found))
    return FALSE;
  for (guint r = 0; r < table->n_rows; r++)
    g_hash_table_add (seen, weft_table_cell (table, r, found->order));
  return g_hash_table_size (seen) * 3 < table->n_rows * 2;
}

/* What lines look like that are no rows of a table. */
typedef struct
{
  GHashTable *seen;    /* things */
  guint of[HEAD_MOST]; /* lines of so many things */
  guint lines, things;
} Look;

static void
look_at_line (Look *look, const char *line)
{
  char **names = g_strsplit (line, ",", -1);
  guint n = g_strv_length (names);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (look->seen, g_strstrip (names[i]));
  look->of[MIN (n, HEAD_MOST - 1)]++;
  look->lines++;
  look->things += n;
  g_free (names); /* what it held is the table's */
}

/* A table with a slip in it has nearly all rows of one length, and a text hardly says a thing
 * twice. */
static gboolean
are_lists (const Look *look)
{
  guint commonest = 0;

  for (guint n = 0; n < HEAD_MOST; n++)
    commonest = MAX (commonest, look->of[n]);
  return look->lines >= FEWEST && commonest * 5 < look->lines * 4 && look->of[1] * 2 < look->lines
         && g_hash_table_size (look->seen) * 2 < look->things;
}

/* Lines of things of different numbers, which a table has not. */
static gboolean
are_ragged (const char *path)
{
  g_autoptr (WeftInputStream) stream = weft_input_stream_open (path, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *head = g_malloc0 (HEAD + 1);
  g_auto (GStrv) lines = NULL;
  Look look = { .seen = seen };
  gsize length;

  if (!stream || !weft_input_stream_read (stream, head, HEAD, &length, NULL)
      || strpbrk (head, "\"\t;{"))
    return FALSE;
  lines = g_strsplit (head, "\n", -1);
  for (guint i = 0; lines[i] && (lines[i + 1] || length < HEAD); i++)
    if (*g_strstrip (lines[i]))
      look_at_line (&look, lines[i]);
  return are_lists (&look);
}

static const char *const endings[]
    = { ".csv", ".tsv", ".csv.gz", ".tsv.gz", ".basket", ".baskets", NULL };

void
weft_basket_lists_add_endings (GPtrArray *list)
{
  weft_input_add_endings (list, endings);
}

gboolean
weft_basket_lists_is_name (const char *path)
{
  return weft_input_has_ending (path, endings) && !g_file_test (path, G_FILE_TEST_IS_DIR);
}

gboolean
weft_basket_lists_are (const char *path)
{
  g_autoptr (WeftTable) table
      = weft_basket_lists_is_name (path) ? weft_table_read_head (path) : NULL;
  OrderLines lines;

  if (!weft_basket_lists_is_name (path))
    return FALSE;
  return table ? find_lists (table) >= 0 || are_order_lines (table, &lines) : are_ragged (path);
}

/* --- what is in them --- */

typedef struct
{
  WeftBasketFunc func;
  gpointer user;
} Walk;

static gboolean
tell (const Walk *walk, const char *list, const char *between, guint line, GError **error)
{
  g_auto (GStrv) names = g_strsplit (list, between, -1);

  for (guint i = 0; names[i]; i++)
    g_strstrip (names[i]);
  walk->func (walk->user, names, line);
  return line % 1024 != 0 || weft_errand_add (0, error);
}

/* Orders in the order in which they begin, wherever their rows stand. */
static gboolean
walk_orders (const Walk *walk, const char *path, const OrderLines *lines, GError **error)
{
  g_autoptr (WeftTable) table = weft_table_read (path, error);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) orders
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint r = 0; table && r < table->n_rows; r++)
    {
      char *order = weft_table_cell (table, r, lines->order);
      char *item = weft_table_cell (table, r, lines->item);
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, order));

      if (weft_cell_is_missing (order) || weft_cell_is_missing (item))
        continue;
      if (place == 0)
        {
          g_ptr_array_add (orders, g_ptr_array_new ());
          place = orders->len;
          g_hash_table_insert (places, order, GUINT_TO_POINTER (place));
        }
      g_ptr_array_add (orders->pdata[place - 1], item);
    }
  for (guint i = 0; i < orders->len; i++)
    {
      GPtrArray *order = orders->pdata[i];

      g_ptr_array_add (order, NULL);
      walk->func (walk->user, (char **) order->pdata, i + 1);
      if (i % 1024 == 0 && !weft_errand_add (0, error))
        return FALSE;
    }
  return table != NULL;
}

static gboolean
walk_table (const Walk *walk, const char *path, gboolean *is_table, GError **error)
{
  g_autoptr (WeftTable) head = weft_table_read_head (path), table = NULL;
  int c = head ? find_lists (head) : -1;
  const char *between = c < 0 ? NULL : find_between (head, (guint) c);

  OrderLines lines;

  *is_table = c >= 0 || (head && are_order_lines (head, &lines));
  if (c < 0)
    return !*is_table || walk_orders (walk, path, &lines, error);
  table = weft_table_read (path, error);
  for (guint r = 0; table && r < table->n_rows; r++)
    {
      const char *cell = weft_table_cell (table, r, c);

      if (!weft_cell_is_missing (cell) && !tell (walk, cell, between, table->lines[r], error))
        return FALSE;
    }
  return table != NULL;
}

static gboolean
walk_lines (const Walk *walk, const char *path, GError **error)
{
  g_auto (GStrv) lines = weft_text_load_lines (path, BUDGET, error);

  for (guint i = 0; lines && lines[i]; i++)
    if (*lines[i] && !tell (walk, lines[i], ",", i + 1, error))
      return FALSE;
  return lines != NULL;
}

gboolean
weft_basket_lists_walk (const char *path, WeftBasketFunc func, gpointer user, GError **error)
{
  Walk walk = { func, user };
  gboolean is_table;

  return walk_table (&walk, path, &is_table, error)
         && (is_table || walk_lines (&walk, path, error));
}
