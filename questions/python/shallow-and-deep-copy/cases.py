"""Cases for make_copy: (objects as rows, see driver.py; whether to copy deeply). Row 0 is the root.

Every list, set and dict holds an atom of its own, so that no two are equal, except in `equal`. Of
the deep groups only `tuples` has tuples that hold nothing mutable, and only `custom` has custom
objects.
"""


class Rows:
    def __init__(self, rng):
        self.rng, self.rows = rng, []
        self.serial = rng.randint(100, 900)

    def new(self, kind, value=None):
        self.rows.append(
            [kind, [] if value is None and kind in ("list", "tuple", "set", "dict") else value]
        )
        return len(self.rows) - 1

    def atom(self):
        self.serial += 1
        n = self.serial
        return self.new("atom", self.rng.choice([n, float(n) + 0.5, f"s{n}", b"b%d" % n]))

    def put(self, at, child):
        """Place a child at a random position of a list, or under a new key of a dict."""
        kind, value = self.rows[at]
        if kind == "dict":
            value.insert(self.rng.randint(0, len(value)), [self.atom(), child])
        else:
            value.insert(self.rng.randint(0, len(value)), child)

    def box(self, kind=None):
        """A container with an atom of its own."""
        at = self.new(kind or self.rng.choice(["list", "dict"]))
        if self.rows[at][0] == "set":
            self.rows[at][1] = [self.atom() for _ in range(self.rng.randint(1, 4))]
        else:
            self.put(at, self.atom())
        return at

    def tree(self, kinds, size, root=None):
        """A random tree of containers."""
        open_boxes = [self.box(root)]
        top = open_boxes[0]
        for _ in range(size):
            at = self.box(self.rng.choice(kinds))
            self.put(self.rng.choice(open_boxes), at)
            if self.rows[at][0] != "set":
                open_boxes.append(at)
        return top, open_boxes


def cases(rng, group):
    if group == "sample":
        # [1, 2, 3, ['a', 'b']]
        letters = [["list", [5, 6]], ["atom", "a"], ["atom", "b"]]
        rows = [["list", [1, 2, 3, 4]], ["atom", 1], ["atom", 2], ["atom", 3], *letters]
        yield rows, False
        yield rows, True
        # x = [0]; {'p': x, 'q': x}
        rows = [
            ["dict", [[1, 3], [2, 3]]],
            ["atom", "p"],
            ["atom", "q"],
            ["list", [4]],
            ["atom", 0],
        ]
        yield rows, True
        # ((1, 2), [3])
        numbers = [["atom", 1], ["atom", 2], ["atom", 3]]
        yield [["tuple", [1, 2]], ["tuple", [3, 4]], ["list", [5]], *numbers], True
        # [shared, fresh]
        yield [["list", [1, 2]], ["shared", None], ["fresh", None]], True
        yield [["atom", "text"]], True
    elif group == "shallow":
        for root in ("list", "dict", "set", "tuple"):
            r = Rows(rng)
            top = r.new("tuple") if root == "tuple" else r.box(root)
            if root == "set":
                r.rows[top][1].append(r.new("tuple", [r.atom(), r.atom()]))
            elif root == "tuple":
                r.rows[top][1] += [r.atom(), r.box("list"), r.new("fresh")]
            else:
                for kind in ("list", "dict", "set"):
                    child = r.box(kind)
                    for _ in range(rng.randint(1, 2)):
                        r.put(top, child)
                r.put(top, r.new("tuple", [r.atom(), r.box("list")]))
                r.put(top, r.new("fresh"))
                r.put(top, top)  # the copy holds the original, not itself
            yield r.rows, False
        r = Rows(rng)
        r.atom()
        yield r.rows, False
    elif group == "nested":
        for root in ("list", "dict"):
            for size in (3, rng.randint(5, 12)):
                r = Rows(rng)
                top, _ = r.tree(["list", "dict", "set"], size, root)
                r.put(top, r.box("set"))
                yield r.rows, True
        r = Rows(rng)
        at = r.box("list")
        for _ in range(60):
            below = r.box("list")
            r.put(at, below)
            at = below
        yield r.rows, True
    elif group == "shared":
        for _ in range(3):
            r = Rows(rng)
            _, boxes = r.tree(["list", "dict"], rng.randint(3, 6), "list")
            for kind in ("list", "dict", "set"):
                child = r.box(kind)
                for _ in range(2):
                    r.put(rng.choice(boxes), child)
            yield r.rows, True
    elif group == "cycles":
        r = Rows(rng)
        r.put(r.box("list"), 0)  # a list that holds itself
        yield r.rows, True
        for root in ("dict", "list"):
            r = Rows(rng)
            _, boxes = r.tree(["list", "dict"], rng.randint(2, 5), root)
            r.put(boxes[-1], rng.choice(boxes))
            r.put(boxes[-1], 0)  # back to the root
            yield r.rows, True
    elif group == "equal":
        for kind in ("list", "dict", "set"):
            r = Rows(rng)
            top = r.new("list")
            for n in (1, rng.randint(2, 4)):
                atom = r.atom()
                for _ in range(n + 1):
                    r.put(top, r.new(kind, [[atom, atom]] if kind == "dict" else [atom]))
            r.put(top, r.new("list"))
            r.put(top, r.new("list"))
            yield r.rows, True
    elif group == "tuples":
        r = Rows(rng)
        top = r.new("list")
        plain = r.new("tuple", [r.atom(), r.new("tuple", [r.atom()])])  # immutable to the bottom
        mixed = r.new("tuple", [r.atom(), plain, r.box("list")])
        for child in (plain, mixed, plain, mixed, r.new("tuple")):
            r.put(top, child)
        r.put(top, r.new("dict", [[r.new("tuple", [r.atom(), r.atom()]), r.box("dict")]]))
        r.put(top, r.new("set", [r.new("tuple", [r.atom(), r.atom()]), r.atom()]))
        yield r.rows, True
        r = Rows(rng)
        at = r.new("tuple")  # the list lies several tuples down
        for _ in range(rng.randint(1, 4)):
            below = r.new("tuple")
            r.rows[at][1] = [r.atom(), below]
            at = below
        r.rows[at][1] = [r.box("list")]
        yield r.rows, True
    elif group == "tuple-cycles":
        for kind in ("list", "dict"):
            r = Rows(rng)
            top = r.new("tuple")
            inner = r.box(kind)
            r.rows[top][1] = [inner, r.atom()]
            r.put(inner, top)  # t = ([..., t, ...], atom)
            yield r.rows, True
        r = Rows(rng)
        top = r.new("tuple")
        middle, inner = r.box("list"), r.box("list")
        pair = r.new("tuple", [r.atom(), inner])
        r.rows[top][1] = [middle, r.atom()]
        r.put(middle, pair)
        r.put(inner, top)
        r.put(inner, pair)
        yield r.rows, True
    elif group == "custom":
        for _ in range(2):
            r = Rows(rng)
            _, boxes = r.tree(["list", "dict"], rng.randint(2, 5), "list")
            for kind in ("shared", "fresh"):
                one, two = r.new(kind), r.new(kind)
                for child in (one, two, one):
                    r.put(rng.choice(boxes), child)
            r.put(boxes[0], r.new("tuple", [r.atom(), r.new("shared")]))
            r.put(boxes[0], r.new("tuple", [r.atom(), r.new("fresh")]))
            yield r.rows, True
