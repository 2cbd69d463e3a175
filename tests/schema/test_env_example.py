"""`.env.example` and the settings say the same."""

from __future__ import annotations

import re
from pathlib import Path

from schema.env_example import render
from schema.settings import DEFAULT_SECRET, Settings

FILE = Path(__file__).parents[2] / ".env.example"


def test_every_setting_is_in_it_and_nothing_else() -> None:
    """Each name once, in the order of the class."""
    names = re.findall(r"^#?([A-Z][A-Z0-9_]*)=", FILE.read_text(), re.MULTILINE)
    assert names == [name.upper() for name in Settings.model_fields]


def test_it_is_up_to_date() -> None:
    """Defaults and meanings too; mend with `python -m schema.env_example > .env.example`."""
    assert FILE.read_text() == render()


def test_it_holds_no_secret(tmp_path: Path) -> None:
    """The one secret that must be set stands open and empty, so that a copy of the file is refused at start-up."""
    copy = tmp_path / ".env"
    copy.write_text(FILE.read_text())
    assert "\nJWT_SECRET=\n" in copy.read_text()
    assert DEFAULT_SECRET not in copy.read_text()
    assert Settings(_env_file=copy).jwt_secret.get_secret_value() == DEFAULT_SECRET


def test_the_written_defaults_are_the_defaults(tmp_path: Path) -> None:
    """Taking the # from every line changes nothing."""
    copy = tmp_path / ".env"
    copy.write_text(re.sub(r"^#([A-Z])", r"\1", FILE.read_text(), flags=re.MULTILINE))
    assert Settings(_env_file=copy) == Settings(_env_file=None)
