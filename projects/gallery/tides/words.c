/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_tides = {
  .id = "tides",
  .title = N_ ("Tides"),
  .tagline = N_ ("The water in the next six hours"),
  .summary = N_ ("A recurrent network reads two days of water and wind and says how high the water "
                 "will stand in each of the next six hours. It finds by itself what moon and sun "
                 "do; what the wind will do nobody knows."),
  .limits = N_ ("Compared with a harbour’s tables it has seen 200 days and no sky, and beyond six "
                "hours it says nothing."),
  .baseline = N_ ("as high as some hours before, as many as fit best"),
};
