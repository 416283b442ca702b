"""Small cuts of a graph: where few edges hold two parts of it together.

Nagamochi & Ibaraki (1992): visit the nodes so that the next one is always the one most tightly bound to those visited.
Two nodes are bound at least as tightly as the later one is, at the moment when their edge is looked at; so where that
is tight enough they can be taken as one. And what binds the last node visited is a cut.
"""

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush

Graph = dict[int, dict[int, int]]
"""For each node, its neighbours and the weights of the edges to them; every edge is there from both ends."""


def small_cut(edges: Mapping[tuple[int, int], int], enough: int) -> set[int] | None:
    """One side of a cut that edges of less than `enough` weight cross, inside what hangs together; None without one.

    `edges` has a weight above 0 for each pair of different nodes with an edge.
    """
    near: Graph = defaultdict(dict)
    for (one, other), weight in edges.items():
        near[one][other] = near[other][one] = near[one].get(other, 0) + weight
    members = {node: [node] for node in near}
    while near:
        last, bound, tight = _visit(near, min(near), enough)
        if 0 < bound < enough:
            return set(members[last])
        if not bound:  # it stands alone: all that hung together with it has been taken as one
            del near[last]
        taken_as = {node: node for pair in tight for node in pair}
        for one, other in tight:
            _take_as_one(near, members, taken_as[one], taken_as[other], taken_as)
    return None


def _visit(near: Graph, start: int, enough: int) -> tuple[int, int, list[tuple[int, int]]]:
    """The last node visited, the weight that binds it, and the pairs of nodes that are bound tightly enough."""
    bound = {start: 0}
    waiting = [(0, start)]
    visited: set[int] = set()
    tight = []
    last = start
    while waiting:
        _, node = heappop(waiting)
        if node in visited:
            continue
        visited.add(node)
        last = node
        for other, weight in near[node].items():
            if other not in visited:
                bound[other] = bound.get(other, 0) + weight
                heappush(waiting, (-bound[other], other))
                if bound[other] >= enough:
                    tight.append((node, other))
    return last, bound[last], tight


def _take_as_one(near: Graph, members: dict[int, list[int]], one: int, other: int, taken_as: dict[int, int]) -> None:
    """Take two nodes as one, the one with more members; their edges are then its edges."""
    if one == other:
        return
    if len(members[one]) < len(members[other]):
        one, other = other, one
    for node, now in taken_as.items():
        if now == other:
            taken_as[node] = one
    members[one] += members.pop(other)
    for neighbour, weight in near.pop(other).items():
        del near[neighbour][other]
        if neighbour != one:
            near[one][neighbour] = near[neighbour][one] = near[one].get(neighbour, 0) + weight
