class World:
    """A car keeps to the right lane of a winding road, which it sees through a camera; it steers to the left (0), not (1), or to the right (2).
    Lengths are in m; the road's middle is at 0, its edges are 4 beside that."""

    def reset(self, *episode):
        words = random_blocks(*episode, 0, 1)[0]
        self.phases = uniform(words[:2], 0, 2 * math.pi).tolist()
        beside, turned = uniform(words[2:])
        self.along, self.beside, self.turned = 0.0, float(np.float32(2) + beside - np.float32(0.5)), float(np.float32(0.1) * (turned - np.float32(0.5)))

    def waves(self, along):
        """Each wave's size, in rad, how fast it goes, and where in it the road is."""
        for size, length, phase in zip((0.5, 0.2), (170.0, 61.0), self.phases):
            yield size, 2 * math.pi / length, 2 * math.pi / length * along + phase

    def step(self, action):
        """The reward, and whether the episode has ended: the car has left the road."""
        step = 1.5 / 5
        for _ in range(5):
            bend = sum(size * pace * math.cos(at) for size, pace, at in self.waves(self.along))
            along = step * math.cos(self.turned) / (1 - self.beside * bend)
            moved = self.along + along, self.beside + step * math.sin(self.turned), self.turned + 0.08 * (action - 1) * step - bend * along
            self.along, self.beside, self.turned = np.array(moved, np.float32).tolist()
        return max(0.0, 1 - abs(self.beside - 2.0) / 2.0), abs(self.beside) > 4.0

    def teach(self):
        """What somebody does who knows the road: the car goes back to its lane, by 0.15 rad for each m that it is beside it."""
        def find_off(action):
            after = copy.copy(self)
            after.step(action)
            return abs(after.turned + 0.15 * (after.beside - 2.0))

        return min(range(3), key=find_off)

    def observe(self):
        """A picture (1, 24, 32): six rows of sky, 0, then the road, 0.3, grass, 0.6, and lines, 1; a pixel is the mean of what it covers across."""
        along = self.along + np.arange(121)  # how far, and where the road is there as the car sees it: turned, ahead and to the right
        turned = sum(size * np.sin(at) for size, _, at in self.waves(along))
        turned = turned - turned[0] - self.turned
        ahead = np.append(0, np.cumsum(np.cos(turned[:-1]))) - self.beside * math.sin(self.turned)
        right = np.append(0, np.cumsum(np.sin(turned[:-1]))) - self.beside * math.cos(self.turned)
        far = 2.5 * 16.0 / (np.arange(18) + 0.5)  # that rows of the picture see, the camera being 2.5 above the road
        at = np.minimum(np.searchsorted(np.maximum.accumulate(ahead), far), 120)
        across = (np.arange(32) + 0.5 - 16) / 16 * far[:, None]
        flat, middle = np.maximum(0.1, np.cos(turned[at])), right[at] - (ahead[at] - far) * np.tan(turned[at])
        beside, width = (across - middle[:, None]) * flat[:, None], (far / 16.0 * flat)[:, None]

        def cover(low, high):
            return np.maximum(0, np.minimum(high, beside + width / 2) - np.maximum(low, beside - width / 2)) / width

        lines = cover(3.55, 3.85) + cover(-3.85, -3.55) + (along[at] % 8.0 < 4.0)[:, None] * cover(-0.15, 0.15)
        seen = np.zeros((1, 24, 32), np.float32)
        seen[0, 6:] = 0.6 - 0.3 * cover(-4.0, 4.0) + 0.7 * lines
        return seen
