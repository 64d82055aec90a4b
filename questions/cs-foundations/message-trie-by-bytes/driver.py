"""Carries out a script of calls on one trie and notes what comes back."""


def drive(solution, script):
    trie, log = solution(), []
    for name, *args in script:
        try:
            back = getattr(trie, name)(*args)
        except ValueError:
            back = "ValueError"
        if isinstance(back, dict):
            back = [[key, value] for key, value in back.items()]
        if name != "add" or back == "ValueError":
            log.append(back)
    return log
