"""Count the instructions of one step in the PTX of a kernel: those of the innermost loop that computes most."""

import re

LABEL, JUMP = re.compile(r"(\$\w+):"), re.compile(r"\t(@!?%p\d+ )?bra(?:\.uni)? \t?(\$\w+);")
ARITHMETIC = re.compile(r"\t(add|sub|mul|fma|div|rcp|sqrt|min|max|setp|selp)\S*\.f(?:32|64)\b")
FREE = re.compile(r"\t(mov|neg|cvta|ld\.param)\b")  # ptxas makes operands of them


def blocks_of(ptx):
    """Basic blocks: for each the lines of its instructions, and the numbers of the blocks that may follow."""
    lines, starts = ptx[ptx.index("\n{") :].splitlines(), {}
    blocks, jumps = [[]], [[]]
    for line in lines:
        label, jump = LABEL.match(line), JUMP.match(line)
        if label or (blocks[-1] and JUMP.match(blocks[-1][-1])):
            blocks.append([])
            jumps.append([])
        if label:
            starts[label[1]] = len(blocks) - 1
        elif line.startswith("\t") and line.endswith(";"):
            blocks[-1].append(line)
        if jump:
            jumps[-1].append(jump)
    follow = []
    for number, found in enumerate(jumps):
        always = (found and not found[-1][1]) or (blocks[number] and "\tret;" in blocks[number][-1])
        after = [] if always or number + 1 == len(blocks) else [number + 1]
        follow.append([starts[jump[2]] for jump in found] + after)
    return blocks, follow


def loops_of(follow, inside):
    """The innermost loops among some blocks, as sets of their numbers."""
    found, left = [], set(inside)
    for number in sorted(inside):
        if number not in left:
            continue
        loop = {other for other in reached(follow, number, left) if number in reached(follow, other, left)}
        if loop:
            left -= loop
            found += loops_of(follow, loop - {number}) or [loop]
    return found


def reached(follow, number, inside):
    """The blocks that may come after one, without leaving some blocks."""
    seen, todo = set(), [number]
    while todo:
        new = {other for other in follow[todo.pop()] if other in inside} - seen
        seen |= new
        todo += new
    return seen


def of_a_step(ptx):
    """Arithmetic instructions of a step, and all that take time, by the innermost loop with most of the first."""
    blocks, follow = blocks_of(ptx)
    counts = []
    for loop in loops_of(follow, range(len(blocks))):
        lines = [line for number in loop for line in blocks[number]]
        computing = sum(bool(ARITHMETIC.match(line)) for line in lines)
        counts.append((computing, sum(not FREE.match(line) for line in lines)))
    return max(counts)
