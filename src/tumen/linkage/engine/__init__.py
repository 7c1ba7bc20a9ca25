"""The engine of a linkage: who compares the candidate pairs, and where.

What it does: cuts the candidate pairs into batches (`meetings`), compares a batch and keeps what may matter
(`sieving`), and has that done in this process (`Memory`) or on the machines of a Spark cluster (`Spark`). No step holds
all candidate pairs at once. What a linkage will take is said before it begins (`plan`).

What it never does: draw at random or decide anything. Whatever compares the pairs, the linkage is the same.
"""

from tumen.linkage.engine.engines import Engine
from tumen.linkage.engine.memory import Memory
from tumen.linkage.engine.planning import Plan
from tumen.linkage.engine.spark import Spark

__all__ = ["Engine", "Memory", "Plan", "Spark"]
