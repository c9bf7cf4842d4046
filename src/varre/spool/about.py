"""What a script says of its own run: its name, notes, tags, group and kind of job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from varre.space import Value

__all__ = ["About", "about_of", "plain"]


@dataclass(frozen=True, slots=True)
class About:
    """What was said; ``None`` for what was not."""

    name: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    group: str | None = None
    job_type: str | None = None

    def then(self, later: About) -> About:
        """This and what was said after it."""
        return About(
            self.name if later.name is None else later.name,
            self.notes if later.notes is None else later.notes,
            self.tags if later.tags is None else later.tags,
            self.group if later.group is None else later.group,
            self.job_type if later.job_type is None else later.job_type,
        )


def about_of(data: Mapping[str, Value]) -> About:
    """What a line of the spool says; what is not text is not taken."""
    tags = data.get("tags")
    return About(
        name=_text(data.get("name")),
        notes=_text(data.get("notes")),
        tags=tuple(dict.fromkeys(plain(str(tag)) for tag in tags)) if isinstance(tags, list) else None,
        group=_text(data.get("group")),
        job_type=_text(data.get("job_type")),
    )


def plain(text: str) -> str:
    """Text that every database takes: halves of surrogate pairs become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(value: Value) -> str | None:
    return plain(value) if isinstance(value, str) else None
