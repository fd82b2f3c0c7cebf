"""Reading x86 assembly: its loops, and what a loop computes with."""

import re

ARITHMETIC = re.compile(r"^v?(?:add|sub|mul|div|sqrt|max|min|cmp\w*|fn?m(?:add|sub)\d*|scalef)([sp])([sd])$")


def instructions(lines):
    """Name and operands of each instruction."""
    pairs = (line.split(None, 1) for line in lines if line.startswith("\t") and not line.startswith("\t."))
    return [(pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs]


def arithmetic(lines):
    """Packed or scalar ("p", "s"), precision ("s", "d") and operands of each floating-point instruction."""
    found = ((ARITHMETIC.match(name), operands) for name, operands in instructions(lines))
    return [(*match.groups(), operands) for match, operands in found if match]


def basic_blocks(assembly):
    """The lines of each basic block by its label, in order; what follows a jump is a block of its own."""
    blocks, label = {"": []}, ""
    for line in assembly.splitlines():
        if mark := re.match(r"^([\w.$]+):", line):
            label = mark[1]
            blocks[label] = []
            continue
        blocks[label].append(line)
        if re.match(r"^\t(?:j\w+|ret\w*)\b", line):
            label += "+"
            blocks[label] = []
    return blocks


def successors(blocks):
    """The labels of the blocks that each block may go on to."""
    found = {}
    for label, following in zip(blocks, [*list(blocks)[1:], None], strict=True):
        name, target = (instructions(blocks[label]) or [("", "")])[-1]
        falls = following is not None and not name.startswith(("jmp", "ret"))
        found[label] = {following} if falls else set()
        found[label] |= {target} & blocks.keys() if name.startswith("j") else set()
    return found


def reachable(start, graph, within):
    """The nodes that can be reached from a node's successors, staying within some nodes."""
    seen, ahead = set(), list(graph[start] & within)
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            ahead.extend(graph[node] & within)
    return seen


def _loops(graph, nodes):
    """All loops among some nodes: for each jump back to where a cycle is entered, what leads to that jump."""
    reach = {node: reachable(node, graph, nodes) for node in nodes}
    left = {node for node in nodes if node in reach[node]}
    while left:
        node = left.pop()
        cycle = {other for other in reach[node] if node in reach[other]}
        left -= cycle
        heads = {n for other in graph.keys() - cycle for n in graph[other] & cycle} or {node}
        for head, last in [(head, last) for head in heads for last in cycle if head in graph[last]]:
            inside = cycle - {head}
            yield frozenset({head, last} | {n for n in inside if last in reachable(n, graph, inside)})
        yield from _loops(graph, cycle - heads)


def busiest_loop(assembly, seldom=0):
    """The lines of the loop with the most arithmetic, among those that have no loop inside.

    A loop of at most ``seldom`` floating-point instructions does not count as one: the reduction of a large angle,
    which is a loop inside the loop over time.
    """
    blocks = basic_blocks(assembly)
    graph = successors(blocks)
    entries = [label for label in blocks if not label.startswith(".L") and not label.endswith("+")]
    used = set(entries).union(*(reachable(entry, graph, graph.keys()) for entry in entries))
    graph = {label: graph[label] for label in used}
    body = {loop: [line for label in blocks if label in loop for line in blocks[label]] for loop in _loops(graph, used)}
    work = {loop: len(arithmetic(lines)) for loop, lines in body.items()}
    often = [loop for loop in body if work[loop] > seldom]
    innermost = [loop for loop in often if not any(other < loop for other in often)]
    return body[max(innermost, key=work.get)]
