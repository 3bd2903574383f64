class World:
    """A cart that keeps a pole upright which stands on it, pushed to the left (0) or the right (1)."""

    def reset(self, *episode):
        self.state = uniform(random_blocks(*episode, 0, 1)[0], -0.05, 0.05)

    def observe(self):
        """The cart's place and speed, in m and m/s; the pole's angle from upright and how fast it turns, in rad and rad/s."""
        return self.state

    def step(self, action):
        """The reward, and whether the episode has ended."""
        gravity, cart, pole, half, seconds = 9.8, 1.0, 0.1, 0.5, 0.02  # m/s², kg, kg, m: of the pole's length, s
        x, speed, angle, spin = self.state.tolist()
        sine, cosine = math.sin(angle), math.cos(angle)
        push = ((10.0 if action == 1 else -10.0) + pole * half * spin * spin * sine) / (cart + pole)
        turns = (gravity * sine - cosine * push) / (half * (4 / 3 - pole * cosine * cosine / (cart + pole)))
        moves = push - pole * half * turns * cosine / (cart + pole)
        self.state = np.array([x + seconds * speed, speed + seconds * moves, angle + seconds * spin, spin + seconds * turns], np.float32)
        x, _, angle, _ = self.state.tolist()
        return 1.0, abs(x) > 2.4 or abs(angle) > math.radians(12)

    def teach(self):
        """What somebody does who knows it: the way in which the pole falls, and sooner where the cart goes out on that side, too."""
        x, speed, angle, spin = self.state.tolist()
        return int(angle + 0.5 * spin + 0.02 * x + 0.05 * speed > 0)
