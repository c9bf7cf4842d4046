"""What this machine offers, from pretended machines, and how a sweep is laid out on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from varre.engines.local import Placement, default_slots, resolve
from varre.errors import UsageError
from varre.worker.machine import cores, parse_listing, visible_gpus

ALLOWED = len(os.sched_getaffinity(0))


def machine(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_without_quota_the_affinity_counts(tmp_path: Path) -> None:
    assert cores(tmp_path) == ALLOWED
    unlimited = {"proc/self/cgroup": "0::/job\n", "sys/fs/cgroup/job/cpu.max": "max 100000\n"}
    assert cores(machine(tmp_path, unlimited)) == ALLOWED


@pytest.mark.parametrize(
    "files",
    [
        {"proc/self/cgroup": "0::/job/step\n", "sys/fs/cgroup/job/step/cpu.max": "150000 100000\n"},
        {"proc/self/cgroup": "0::/job/step\n", "sys/fs/cgroup/job/cpu.max": "50000 100000\n"},
        {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "100000 100000\n"},
        {
            "proc/self/cgroup": "4:memory:/m\n3:cpu,cpuacct:/job\n",
            "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "100000\n",
            "sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
        },
    ],
)
def test_the_quota_of_a_control_group_or_of_one_above_it_counts(tmp_path: Path, files: dict[str, str]) -> None:
    assert cores(machine(tmp_path, files)) == 1


def test_a_version_1_group_without_quota_does_not_count(tmp_path: Path) -> None:
    files = {
        "proc/self/cgroup": "3:cpu:/\n",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    }
    assert cores(machine(tmp_path, files)) == ALLOWED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,0", ["2", "0"]),
        (" 1 , 3 ", ["1", "3"]),
        ("GPU-1a2b,MIG-3c", ["GPU-1a2b", "MIG-3c"]),
        ("0,-1,1", ["0"]),
        ("", []),
        ("-1", []),
        ("NoDevFiles", []),
    ],
)
def test_the_gpus_that_the_user_chose_are_the_visible_ones(tmp_path: Path, text: str, expected: list[str]) -> None:
    machine(tmp_path, {"proc/driver/nvidia/gpus/0000:01:00.0/information": ""})
    assert visible_gpus({"CUDA_VISIBLE_DEVICES": text}, tmp_path) == expected


def test_the_driver_shows_gpus_where_nvidia_smi_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert visible_gpus({}, tmp_path) == []
    for bus in ("0000:01:00.0", "0000:41:00.0"):
        machine(tmp_path, {f"proc/driver/nvidia/gpus/{bus}/information": ""})
    assert visible_gpus({}, tmp_path) == ["0", "1"]


def test_nvidia_smi_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text(
        '#!/bin/sh\ntest "$1" = -L && echo "GPU 0: Some (UUID: GPU-1)" && echo "GPU 1: Some (UUID: GPU-2)"\n'
    )
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert visible_gpus({}, tmp_path) == ["0", "1"]


def test_a_broken_nvidia_smi_is_no_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text("#!/bin/sh\nexit 9\n")
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert visible_gpus({}, tmp_path) == []


def test_a_split_gpu_counts_as_its_parts() -> None:
    listing = """GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa)
  MIG 3g.20gb     Device  0: (UUID: MIG-11)
  MIG 3g.20gb     Device  1: (UUID: MIG-22)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-bb)
"""
    assert parse_listing(listing) == ["MIG-11", "MIG-22", "1"]


GPUS8 = [str(index) for index in range(8)]


@pytest.mark.parametrize(
    ("method", "run_cap", "cores", "threads", "gpus", "expected"),
    [
        ("random", None, 8, 1, [], 8),
        ("random", None, 8, 3, [], 2),
        ("grid", None, 2, 4, [], 1),
        ("random", 3, 8, 1, [], 3),
        ("random", None, 2, 1, GPUS8, 8),
        ("bayes", 20, 32, 1, [], 4),
        ("bayes", None, 32, 1, [], 4),
        ("bayes", 3, 32, 1, [], 1),
        ("bayes", 200, 32, 1, [], 32),
        ("bayes", 20, 2, 1, [], 2),
        ("bayes", 20, 64, 1, GPUS8, 4),
        ("bayes", 100, 64, 1, GPUS8, 8),
    ],
)
def test_default_slots(
    method: str, run_cap: int | None, cores: int, threads: int, gpus: list[str], expected: int
) -> None:
    assert default_slots(method, run_cap, cores, threads, gpus) == expected


@pytest.fixture
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("varre.engines.local.cores", lambda: 8)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")


@pytest.mark.usefixtures("eight_cores")
def test_a_layout_shares_the_cores_among_its_slots() -> None:
    assert resolve("random", None) == Placement(slots=8, threads=1)
    assert resolve("random", None, slots=3) == Placement(slots=3, threads=2)
    assert resolve("random", None, threads=4) == Placement(slots=2, threads=4)
    assert resolve("bayes", 10, slots=20, threads=5) == Placement(slots=20, threads=5)


@pytest.mark.usefixtures("eight_cores")
@pytest.mark.parametrize("option", [{"slots": 0}, {"threads": -1}])
def test_a_layout_needs_positive_numbers(option: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="must be at least 1"):
        resolve("random", None, **option)
