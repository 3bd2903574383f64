class World:
    """Two rods that hang from each other, of which the lower is turned against the upper, by -1 (0), 0 (1) or 1 (2), until its end is high above.
    A rod's mass, length and moment are 1."""

    def reset(self, *episode):
        self.state = uniform(random_blocks(*episode, 0, 1)[0], -0.1, 0.1)

    def observe(self):
        """Cosine and sine of the upper rod's angle from hanging, of the lower one's from the upper, and how fast both turn, in rad/s."""
        upper, lower, upper_spin, lower_spin = self.state.tolist()
        return np.array([math.cos(upper), math.sin(upper), math.cos(lower), math.sin(lower), upper_spin, lower_spin], np.float32)

    def change(self, v, torque):
        """How angles and spins change in a second (Sutton and Barto's book)."""
        upper, lower, upper_spin, lower_spin = v
        gravity, middle = 9.8, 0.5  # of a rod, from its upper end
        c, s, mass = math.cos(lower), math.sin(lower), middle * middle + 1
        both, beyond = 2 * mass + 1 + 2 * middle * c, mass + middle * c
        weight = middle * gravity * math.sin(upper + lower)
        pull = -middle * s * lower_spin * (lower_spin + 2 * upper_spin) + (middle + 1) * gravity * math.sin(upper) + weight
        faster = (torque + beyond / both * pull - middle * s * upper_spin * upper_spin - weight) / (mass - beyond * beyond / both)
        return upper_spin, lower_spin, -(beyond * faster + pull) / both, faster

    def step(self, action):
        """The reward, and whether the episode has ended."""
        seconds, before, total = 0.2, (0, 0, 0, 0), [0, 0, 0, 0]
        v = self.state.tolist()
        for share, ahead in (1, 0), (2, 0.5), (2, 0.5), (1, 1):  # Runge and Kutta's step of fourth order
            before = self.change([a + ahead * seconds * b for a, b in zip(v, before)], action - 1)
            total = [a + share * b for a, b in zip(total, before)]
        upper, lower, upper_spin, lower_spin = (a + seconds / 6 * b for a, b in zip(v, total))
        upper, lower = math.remainder(upper, 2 * math.pi), math.remainder(lower, 2 * math.pi)
        upper_spin, lower_spin = np.clip(upper_spin, -4 * math.pi, 4 * math.pi), np.clip(lower_spin, -9 * math.pi, 9 * math.pi)
        self.state = np.array([upper, lower, upper_spin, lower_spin], np.float32)
        is_up = -math.cos(upper) - math.cos(upper + lower) > 1.0
        return float(is_up) - 1, is_up
