"""Container files: what they promise and what the code expects of them are the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from adapters.embedded.temporal import DYNAMIC_CONFIG, SQLITE_PRAGMAS
from adapters.embedded.temporal_cli import CLI_VERSION
from schema.settings import Settings
from schema.temporal_names import SEARCH_ATTRIBUTES

ROOT = Path(__file__).parents[1]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = YAML(typ="safe", pure=True).load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SETTINGS = {name.upper() for name in Settings.model_fields}
NOT_OURS = {"POSTGRES_PASSWORD"}
"""Variables of compose that no process of ours reads by itself."""
APP = ("migrate", "api", "worker")
SERVERS = [name for name in SERVICES if name != "migrate"]


def instructions(name: str) -> list[str]:
    """The arguments of every instruction of that name, continuation lines joined."""
    joined = re.sub(r"\\\n\s*", " ", DOCKERFILE)
    return [line.split(maxsplit=1)[1] for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_the_parts_of_the_product_are_there() -> None:
    """Two processes of ours, three servers, and the migration between them."""
    assert set(SERVICES) == {"postgres", "temporal", "qdrant", "migrate", "api", "worker"}


def test_temporal_runs_with_the_flags_of_the_embedded_server() -> None:
    """What was measured and tested on the embedded server is what runs in the container."""
    command = SERVICES["temporal"]["command"]

    def given(flag: str) -> set[str]:
        return {part.removeprefix(f"{flag}=") for part in command if part.startswith(f"{flag}=")}

    assert given("--dynamic-config-value") == {f"{key}={value}" for key, value in DYNAMIC_CONFIG.items()}
    assert given("--sqlite-pragma") == {f"{key}={value}" for key, value in SQLITE_PRAGMAS.items()}
    assert given("--search-attribute") == {f"{name}=Keyword" for name in SEARCH_ATTRIBUTES}
    assert SERVICES["temporal"]["image"].endswith(f":{CLI_VERSION}")


def test_temporal_keeps_its_state_on_a_volume() -> None:
    """A restart of the container loses no workflow."""
    (file,) = (part.partition("=")[2] for part in SERVICES["temporal"]["command"] if part.startswith("--db-filename="))
    (volume,) = SERVICES["temporal"]["volumes"]
    assert Path(file).is_relative_to(volume.partition(":")[2])


def test_every_variable_is_a_setting_or_known() -> None:
    """A name with a typing error would silently mean the default."""
    interpolated = set(re.findall(r"\$\{([A-Z0-9_]+)", COMPOSE_TEXT))
    handed_down = {name for service in APP for name in SERVICES[service]["environment"]}
    in_image = {name for line in instructions("ENV") for name in re.findall(r"([A-Z][A-Z0-9_]*)=", line)}
    known = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"}
    assert interpolated <= SETTINGS | NOT_OURS
    assert handed_down <= SETTINGS
    assert in_image <= SETTINGS | known


def test_no_secret_has_a_default() -> None:
    """Every secret must be given, and its absence stops the start with a message."""
    for secret in ("JWT_SECRET", "POSTGRES_PASSWORD", "QDRANT_API_KEY"):
        uses = re.findall(rf"\$\{{{secret}(.*?)\}}", COMPOSE_TEXT)
        assert uses, secret
        assert all(use.startswith(":?") and len(use) > 10 for use in uses)


@pytest.mark.parametrize("name", SERVICES)
def test_services_are_hardened(name: str) -> None:
    """Not root, nothing writable but volumes and /tmp, no capabilities, bounded, and logs that do not fill the disk."""
    service = SERVICES[name]
    unprivileged = service["image"].endswith("-unprivileged")
    assert unprivileged or str(service["user"]).split(":")[0] not in ("0", "root")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"cpus", "memory"} == set(service["deploy"]["resources"]["limits"])
    assert service["logging"]["options"]["max-size"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", SERVERS)
def test_servers_restart_and_say_whether_they_are_well(name: str) -> None:
    """`--wait` and `depends_on` are worth something; the API's check stands in the image."""
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert "healthcheck" in service or (name == "api" and instructions("HEALTHCHECK"))


def test_nothing_of_ours_starts_before_what_it_needs() -> None:
    """Servers are well and the schema is up to date before API and worker run."""
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("api", "worker"):
        conditions = {part: how["condition"] for part, how in SERVICES[name]["depends_on"].items()}
        assert conditions.pop("migrate") == "service_completed_successfully"
        assert conditions == dict.fromkeys(("postgres", "temporal", "qdrant"), "service_healthy")


def test_what_has_no_password_or_no_tls_is_published_to_this_host_only() -> None:
    """A port on all addresses would bypass the host's firewall."""
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert "ports" not in SERVICES["postgres"]
    assert "ports" not in SERVICES["qdrant"]


def test_the_data_stores_cannot_call_out() -> None:
    """Only what talks to the world is on a network that reaches it."""
    assert COMPOSE["networks"]["backend"]["internal"] is True
    for name in ("postgres", "qdrant", "migrate"):
        assert SERVICES[name]["networks"] == ["backend"]


def test_volumes_are_declared_and_used() -> None:
    """Every named volume exists, none is left over."""
    used = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_the_grace_of_a_stop_is_longer_than_our_own() -> None:
    """A killed worker costs its activities an attempt."""
    grace = int(Settings.model_fields["shutdown_seconds"].get_default())
    for name in ("api", "worker"):
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > grace


def test_one_image_runs_every_process_of_ours() -> None:
    """Same image, different command."""
    assert {SERVICES[name]["image"] for name in APP} == {"vitaeflow:local"}
    assert [SERVICES[name]["command"] for name in APP] == [
        ["vitaeflow", "migrate"],
        ["python", "-m", "api"],
        ["python", "-m", "workers"],
    ]


def test_the_image_does_not_run_as_root() -> None:
    """The last stage ends with a numeric user, the one that compose names."""
    user = instructions("USER")[-1]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert DOCKERFILE.rindex("USER ") > DOCKERFILE.rindex("FROM ")
    assert {SERVICES[name]["user"] for name in APP} == {user}


def test_the_image_installs_locked_packages_only() -> None:
    """Whatever comes from outside is checked against a hash; the wheel of the product brings nothing along."""
    installs = [
        part for run in instructions("RUN") for part in run.split("&&") if re.search(r"pip (install|wheel)", part)
    ]
    assert len(installs) == 4
    for install in installs:
        assert "--require-hashes" in install or "--no-deps" in install


def test_the_build_has_stages_and_leaves_its_tools_behind() -> None:
    """The image that runs copies the environment, not the sources or the compiler's leavings."""
    assert len(instructions("FROM")) == 2
    assert instructions("COPY")[-1] == "--from=build /opt/vitaeflow /opt/vitaeflow"


def test_the_python_of_the_image_is_the_one_the_locks_are_for() -> None:
    """Locked markers were resolved for the oldest version that is supported."""
    assert all(stage.startswith("python:3.11-slim") for stage in instructions("FROM"))


def test_the_health_check_of_the_image_is_valid_python() -> None:
    """It is JSON inside a Dockerfile around Python: three chances for a quotation mark."""
    (check,) = instructions("HEALTHCHECK")
    program, option, source = json.loads(check[check.index("[") :])
    assert (program, option) == ("python", "-c")
    compile(source, "healthcheck", "exec")
    assert "/healthz" in source


def test_the_build_context_has_the_rooms_and_no_secrets() -> None:
    """Everything is kept out but what is let in by name."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    rooms = {"schema", "domain", "adapters", "activities", "workflows", "workers", "api", "cli"}
    assert rooms <= let_in
    assert let_in - rooms == {"pyproject.toml", "requirements.lock", "requirements-dev.lock", "LICENSE", "README.md"}


def test_the_compose_file_follows_the_specification() -> None:
    """Docker is not needed to find a misspelt key."""
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            str(ROOT / "docker-compose.yml"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_package_is_installed() -> None:
    """What a room holds is in the wheel, not only in a checkout."""
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    rooms = {name.partition(".")[0] for name in listed}
    found = {
        ".".join(init.parent.relative_to(ROOT).parts) for room in rooms for init in (ROOT / room).rglob("__init__.py")
    }
    assert found <= listed
