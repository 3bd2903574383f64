/* texts: what the gallery says to people, where xgettext finds it; the facts stand in example.json
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

#include <glib/gi18n-lib.h>

#define NEAREST_MEAN N_ ("the class whose average is nearest")

static const WeftExampleText examples[] = {
  {
      "playground",
      N_ ("Two rings"),
      N_ ("Bend a line until it separates two colours"),
      N_ ("Points in a plane belong to one of two classes, and a small network finds the border "
          "between them. Choose circles, moons, XOR, a spiral or clouds, and see how much of a "
          "network each of them takes."),
      NEAREST_MEAN,
  },
  {
      "digits-mlp",
      N_ ("Handwritten digits"),
      N_ ("Every pixel to every unit"),
      N_ ("A fully connected network learns to read digits that many hands have written. It sees "
          "no neighbours among the pixels, only 400 numbers, and still reads most of them."),
      NEAREST_MEAN,
  },
  {
      "digits-cnn",
      N_ ("Digits with convolutions"),
      N_ ("Small filters find strokes anywhere"),
      N_ ("Filters of five by five pixels slide over the digit and find strokes wherever they are. "
          "With them the network makes less than half of the mistakes of a fully connected one."),
      NEAREST_MEAN,
  },
  {
      "fashion-cnn",
      N_ ("Clothes"),
      N_ ("Shirt, coat or pullover?"),
      N_ ("Ten kinds of clothes, photographed and made small, in place of digits. Some of them are "
          "hard to tell apart for people too: look at the worst mistakes."),
      NEAREST_MEAN,
  },
  {
      "iris",
      N_ ("Three irises"),
      N_ ("Four measurements, three flowers"),
      N_ ("From the length and width of petals and sepals the network tells which of three irises "
          "it is. It is the oldest data set of all, small enough to look at every flower."),
      NEAREST_MEAN,
  },
  {
      "wine",
      N_ ("Three wines"),
      N_ ("Which cultivar is in the glass?"),
      N_ ("Thirteen chemical measurements tell from which of three cultivars a wine was made. They "
          "have very different ranges, so they are standardised first: switch that off and see."),
      NEAREST_MEAN,
  },
};

static const char *const clothes[] = {
  N_ ("T-shirt/top"), N_ ("Trouser"), N_ ("Pullover"),
  N_ ("Dress"),       N_ ("Coat"),    N_ ("Sandal"),
  N_ ("Shirt"),       N_ ("Sneaker"), N_ ("Bag"),
  N_ ("Ankle boot"),  NULL,
};

static const WeftDataText data[] = {
  {
      "digits",
      N_ ("Digits"),
      N_ ("5,000 handwritten digits of 20×20 pixels, 500 of each, made from MNIST. The last of the "
          "five rows that each digit has on the sheet, 1,000 pictures in all, is the test part: it "
          "is the same for everybody and no network trains on it."),
  },
  {
      "fashion",
      N_ ("Clothes"),
      N_ ("6,500 grey photographs of clothes, 28×28 pixels, as many of each of ten kinds. 1,000 of "
          "them, taken from the test part of Fashion-MNIST, are the test part here too."),
      clothes,
  },
  {
      "iris",
      N_ ("Irises"),
      N_ ("150 irises measured by E. Anderson and made famous by R. A. Fisher in 1936: length and "
          "width of sepal and petal in centimetres, 50 flowers of each of three species."),
  },
  {
      "wine",
      N_ ("Wines"),
      N_ ("178 wines from one region of Italy, grown from three cultivars, with the results of "
          "thirteen chemical measurements."),
  },
};

const WeftExampleText *
weft_gallery_texts (guint *n)
{
  *n = G_N_ELEMENTS (examples);
  return examples;
}

const WeftDataText *
weft_gallery_data_texts (guint *n)
{
  *n = G_N_ELEMENTS (data);
  return data;
}
