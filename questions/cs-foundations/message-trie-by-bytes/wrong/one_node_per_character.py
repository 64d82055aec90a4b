class Node:
    def __init__(self):
        self.children, self.ends, self.passing = {}, 0, 0


class MessageTrie:
    def __init__(self):
        self.root, self.made = Node(), 0

    def add(self, message):
        if len(message) > 70:
            raise ValueError("too long")
        node = self.root
        node.passing += 1
        for byte in message:
            if byte not in node.children:
                node.children[byte] = Node()
                self.made += 1
            node = node.children[byte]
            node.passing += 1
        node.ends += 1

    def find(self, prefix):
        node = self.root
        for byte in prefix:
            node = node.children.get(byte)
            if node is None:
                return Node()
        return node

    def count(self, message):
        return self.find(message).ends

    def starting_with(self, prefix):
        return self.find(prefix.decode(errors="ignore")).passing

    def nodes(self):
        return self.made

    def counts(self):
        found = {}

        def walk(node, so_far):
            if node.ends:
                found[so_far] = node.ends
            for byte in sorted(node.children):
                walk(node.children[byte], so_far + byte)

        walk(self.root, "")
        return found
