#!/usr/bin/python3
"""make-tides: the heights of water at a harbour that is nowhere, hour by hour, for data/tides/tides.csv.

The five largest tides of the moon and the sun, with their true periods, and what the wind piles up:
so what can be known ahead, and what cannot, is known exactly. Run by hand; the same numbers each time.
"""
# SPDX-License-Identifier: GPL-3.0-or-later

import datetime
import math
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
HOURS = 6000
# Principal lunar, principal solar, larger elliptic lunar, luni-solar diurnal, lunar diurnal: hours, metres, phase.
TIDES = ((12.4206012, 1.48, 0.3), (12.0, 0.5, 1.1), (12.65834751, 0.29, 2.0), (23.93447213, 0.31, 0.7), (25.81933871, 0.24, 2.9))


def main():
    dice, wind, surge = random.Random(5), 0.0, 0.0
    begin = datetime.datetime(2025, 1, 1)
    rows = ["time,wind,height"]
    for hour in range(HOURS):
        wind = 0.95 * wind + dice.gauss(0, 1.6)  # m/s, towards the shore
        surge = 0.9 * surge + 0.006 * wind
        tide = sum(high * math.cos(2 * math.pi * hour / period - phase) for period, high, phase in TIDES)
        rows.append(f"{begin + datetime.timedelta(hours=hour):%Y-%m-%d %H:%M},{wind:.1f},{tide + surge:.3f}")
    with open(os.path.join(HERE, "data/tides/tides.csv"), "w", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")


main()
