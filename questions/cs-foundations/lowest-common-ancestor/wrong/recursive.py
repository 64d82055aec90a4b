def lowest_common_ancestor(root, p, q):
    answer = None

    def holds(node):
        nonlocal answer
        if node is None:
            return False, False
        left, right = holds(node.left), holds(node.right)
        here = left[0] or right[0] or node is p, left[1] or right[1] or node is q
        if answer is None and all(here):
            answer = node
        return here

    holds(root)
    return answer
