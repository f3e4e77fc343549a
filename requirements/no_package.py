"""A build backend that builds nothing: it says how the bot is installed instead (docs/decisions/0014)."""

raise SystemExit(
    "artbot is not installed as a package, it runs from this folder: type `make setup` here, "
    "and README.md says how to go on, with uv and with Docker, too."
)
