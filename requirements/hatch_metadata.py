"""Read the direct dependencies from runtime.in, so that they stand in one place only."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    """Fill ``project.dependencies`` for a wheel."""

    def update(self, metadata):
        """Take every line of runtime.in that names a package."""
        lines = (Path(self.root) / "requirements" / "runtime.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
