"""Flat tables instead of nodes: child[(node, byte)], and one list for each number of a node."""


class MessageTrie:
    def __init__(self):
        self.child, self.ends = {}, [0]

    def add(self, message):
        if len(message) > 70:
            raise ValueError(message)
        at = 0
        for byte in message.encode("utf-8"):
            new = len(self.ends)
            at = self.child.setdefault((at, byte), new)
            if at == new:
                self.ends.append(0)
        self.ends[at] += 1

    def walk(self, prefix):
        at = 0
        for byte in prefix:
            at = self.child.get((at, byte), -1)
        return at

    def count(self, message):
        at = self.walk(message.encode("utf-8"))
        return self.ends[at] if at >= 0 else 0

    def starting_with(self, prefix):
        wanted = bytes(prefix)
        return sum(n for text, n in self.counts().items() if text.encode().startswith(wanted))

    def nodes(self):
        return len(self.child)

    def counts(self):
        text = {0: b""}
        for (parent, byte), at in self.child.items():  # parents are older than their children
            text[at] = text[parent] + bytes((byte,))
        rows = sorted((text[at], n) for at, n in enumerate(self.ends) if n)
        return {key.decode("utf-8"): n for key, n in rows}
