"""How alike two short texts are, by the pairs of neighbouring letters that they share: order and small words matter little."""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, signs left out."""
    letters = "".join(letter for letter in text.lower() if letter.isalnum())
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1)) or frozenset({letters})


def share_within(part: str, whole: str) -> float:
    """How much of `part` stands in `whole`, 0 to 1."""
    wanted = pairs(part)
    return len(wanted & pairs(whole)) / len(wanted)
