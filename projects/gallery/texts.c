/* texts: the examples and the sets that the gallery ships, a folder and a row each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const WeftExampleText *const examples[] = {
#define EXAMPLE(id) &weft_example_##id,
#include "projects/gallery/examples.def"
#undef EXAMPLE
};

static const WeftDataText *const data[] = {
#define SHIPPED(id) &weft_shipped_##id,
#include "projects/gallery/data/sets.def"
#undef SHIPPED
};

const WeftExampleText *const *
weft_gallery_texts (guint *n)
{
  *n = G_N_ELEMENTS (examples);
  return examples;
}

const WeftDataText *const *
weft_gallery_data_texts (guint *n)
{
  *n = G_N_ELEMENTS (data);
  return data;
}
