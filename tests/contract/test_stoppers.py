"""What every stopper promises: a new one needs a class here and inherits the rest, as those of other packages do."""

from __future__ import annotations

from varre import stopping
from varre.stopping import Stopper
from varre.sweepfile import AshaRule, CurveRule, EarlyTermination, HyperbandRule, MedianRule, PatienceRule
from varre.sweepfile.options import RULES
from varre.testing import StopperContract


class _Ours(StopperContract):
    rule: EarlyTermination

    def stopper(self) -> Stopper:
        return stopping.make(self.rule)


class TestHyperband(_Ours):
    rule = HyperbandRule(min_iter=3)
    hears_failed = True


class TestHyperbandAtEachRow(TestHyperband):
    rule = HyperbandRule(min_iter=1, eta=1.1)


class TestHyperbandDownwards(TestHyperband):
    rule = HyperbandRule(max_iter=27, s=2.0, strict=False)


class TestAsha(_Ours):
    rule = AshaRule()


class TestAshaOfFour(_Ours):
    rule = AshaRule(min_iter=2, eta=4.0)


class TestMedian(_Ours):
    rule = MedianRule()
    exact = False  # a mean of rounded losses is rounded


class TestMedianOfOne(TestMedian):
    rule = MedianRule(min_iter=3, min_runs=1)


class TestPatience(_Ours):
    rule = PatienceRule(rows=2)
    compares = False


class TestPatienceOfOneRow(TestPatience):
    rule = PatienceRule(rows=1, min_iter=4)


class TestPatienceForMore(TestPatience):
    rule = PatienceRule(rows=5, min_delta=0.25)
    exact = False  # min_delta is in the metric's own units


class TestCurve(_Ours):
    rule = CurveRule()
    exact = False  # a Cholesky factor of rounded shapes is rounded


class TestCurveOfTwo(TestCurve):
    rule = CurveRule(min_iter=1, min_runs=2, chance=0.5)


def test_every_rule_is_tested_here():
    tested = {cls.rule.type for cls in globals().values() if isinstance(cls, type) and hasattr(cls, "rule")}
    assert tested | {"auto"} == set(RULES)  # auto is one of the others
